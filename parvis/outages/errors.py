"""Refusals of the outages room."""

from django.utils.translation import gettext_lazy as _

from parvis.common.errors import DomainError, NotAllowed, NotFound


class OutageNotFound(NotFound):
    """No such outage for this actor."""

    code = "outage_not_found"
    message = _("Cette panne n’existe pas, ou elle concerne un autre organisme.")


class AttemptNotFound(NotFound):
    """No attempt has this reference."""

    code = "attempt_not_found"
    message = _("Cette référence n’est pas connue. Vérifiez-la : elle a dix lettres et chiffres.")


class NotForThisRole(NotAllowed):
    """The agent may see outages but not declare or change them."""

    code = "outage_not_for_this_role"
    message = _(
        "Seuls l’administrateur de l’organisme et l’exploitant de la plateforme déclarent ou corrigent une panne."
    )


class WrongMoments(DomainError):
    """The start and the end given cannot both be true. ``field`` names the one to correct."""

    code, status = "outage_wrong_moments", 422

    @property
    def field(self) -> str:
        """Return the field to correct: « starts_at » or « ends_at »."""
        return str(self.data["field"])


class AlreadyOver(DomainError):
    """The outage has ended already."""

    code = "outage_already_over"
    message = _("Cette panne est déjà terminée. Pour changer l’heure de sa fin, corrigez-la.")


class NotStarted(DomainError):
    """A maintenance still to come cannot end."""

    code = "outage_not_started"
    message = _("Cette maintenance n’a pas commencé. Si elle n’a plus lieu, écartez-la.")


class AlreadyDismissed(DomainError):
    """The outage was closed as an error."""

    code = "outage_already_dismissed"
    message = _("Cette panne est écartée comme une erreur : elle ne change plus. Déclarez-en une autre.")


class NothingNamed(DomainError):
    """An outage must name what does not work."""

    code, status = "outage_nothing_named", 422
    message = _("Cochez au moins une chose qui ne fonctionne pas.")


class ReasonMissing(DomainError):
    """Closing as an error asks why."""

    code, status = "outage_reason_missing", 422
    message = _("Dites en une phrase pourquoi cette panne est écartée.")
