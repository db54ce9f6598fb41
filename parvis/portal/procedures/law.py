"""How long a body takes, in words, and what its silence means (LEGAL: « Silence »)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from parvis.deadlines import wording
from parvis.deadlines.delays import Delay
from parvis.deadlines.silence import Regime


@dataclass(frozen=True)
class AnswerTime:
    """The time a body takes: in a few words, and what it means if it does not answer."""

    words: str
    silence: str


def answer_time(law: dict[str, Any]) -> AnswerTime:
    """Return how long the body takes to answer under the law of a procedure's definition."""
    delay = delay_in_words(law.get("delay", ""))
    if not delay:
        return AnswerTime(_("Pas de délai fixé"), _("Le service vous répond dès que possible."))
    at_most = _("%(delay)s au plus") % {"delay": delay}
    return AnswerTime(at_most, silence_in_words(law.get("regime", "")))


def silence_in_words(regime: str) -> str:
    """Return what the silence of the administration means (CRPA L231-1, L231-4)."""
    match regime:
        case Regime.SVA:
            return _("Sans réponse dans ce délai, votre demande est acceptée.")
        case Regime.SVR:
            return _(
                "Sans réponse dans ce délai, votre demande est refusée. Vous pouvez alors demander pourquoi."
            )
        case _other:
            return _("C’est le délai que le service se donne. S’il passe, écrivez-nous ou appelez-nous.")


def delay_in_words(written: str) -> str:
    """Return a delay as people say it: « 2 mois », « 10 jours ouvrés »; "" when there is none."""
    return wording.delay_in_words(Delay.parse(written)) if written else ""
