"""How outages are said: what fails, when, in the language in force."""

from django.utils.translation import gettext as _

from parvis.outages.models import FailedAttempt, Function, Gesture, Outage


def functions_in_words(outage: Outage) -> str:
    """Return what fails: « le suivi des demandes, la connexion à l’espace personnel »."""
    known = set(Function.values)
    return ", ".join(str(Function(code).label) for code in outage.functions if code in known)


def gesture_in_words(attempt: FailedAttempt) -> str:
    """Return what the person was doing: « envoyer une demande »."""
    return str(Gesture(attempt.gesture).label)


def what_failed(attempt: FailedAttempt | None, outage: Outage | None) -> str:
    """Return what a certificate says did not work: the outage's functions, else the gesture alone."""
    if outage is not None:
        return functions_in_words(outage)
    return gesture_in_words(attempt) if attempt else _("le service en ligne")
