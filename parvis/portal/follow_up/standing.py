"""Where a demand stands, in words: a sentence, who acts now, by when and why then, the steps."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.models import OPEN, Case, LegalState, Outcome
from parvis.common import clock
from parvis.ui import words

DONE, NOW, NEXT = "done", "now", "next"


@dataclass(frozen=True)
class Standing:
    """What the page says on top: the state as a chip, the sentence, who acts, by when, why that date."""

    chip: str
    state: str
    sentence: str
    who: str
    by_when: str
    why: list[str]


_BY_SILENCE = frozenset({Outcome.IMPLIED_GRANTED, Outcome.IMPLIED_REFUSED})


def standing(case: Case, *, why: Iterable[str] = ()) -> Standing:
    """Return where a demand stands for its person; ``why`` are the reasons of the date, none for a list."""
    return Standing(
        chip=_CHIPS.get(LegalState(case.state), "off"),
        state=str(LegalState(case.state).label),
        sentence=_sentence(case),
        who=_who(case),
        by_when=_by_when(case),
        why=list(why) if _runs_somewhere(case) or case.outcome in _BY_SILENCE else [],
    )


def _runs_somewhere(case: Case) -> bool:
    """Say whether a delay still runs, here or at the body to which the demand was sent outside the platform."""
    return case.is_open or case.state == LegalState.TRANSFERRED_OUT


def steps(case: Case) -> list[dict[str, str]]:
    """Return what happened, what happens now, what comes next (``<c-line-of-steps>``)."""
    state = LegalState(case.state)
    ended = state not in OPEN
    waiting = state == LegalState.WAITING_FOR_PERSON
    examined = DONE if ended else NOW
    line = [
        {
            "state": DONE,
            "title": _("Nous avons reçu votre demande"),
            "when": words.moment(case.first_received_at),
        },
        {
            "state": DONE if waiting else examined,
            "title": _("Le service l’examine"),
            "text": f"{case.team.name}, {case.organisation.name}",
        },
    ]
    if waiting:
        line.append({"state": NOW, "title": _("Nous attendons une réponse de vous"), "text": ""})
    if state == LegalState.WITHDRAWN:
        line[1] = {"state": DONE, "title": _("Vous avez retiré votre demande"), "text": ""}
        return line
    if state == LegalState.TRANSFERRED_OUT:
        return [*line, {"state": DONE, "title": _("Un autre organisme s’en occupe"), "text": ""}]
    return [*line, _answer(case, ended=ended)]


_CHIPS = {
    LegalState.RECEIVED: "received",
    LegalState.IN_PROGRESS: "progress",
    LegalState.WAITING_FOR_PERSON: "waiting",
    LegalState.WAITING_FOR_THIRD_PARTY: "waiting",
    LegalState.DECIDED: "done",
    LegalState.CLOSED: "done",
}

_OUTCOMES = {
    Outcome.GRANTED: gettext_lazy("Votre demande est acceptée."),
    Outcome.PARTLY_GRANTED: gettext_lazy("Votre demande est acceptée en partie."),
    Outcome.REFUSED: gettext_lazy("Votre demande est refusée."),
    Outcome.ANSWERED: gettext_lazy("Nous vous avons répondu."),
    Outcome.NO_FOLLOW_UP: gettext_lazy("Votre demande est terminée, sans suite."),
    Outcome.IMPLIED_GRANTED: gettext_lazy("Votre demande est acceptée, faute de réponse de notre part."),
    Outcome.IMPLIED_REFUSED: gettext_lazy(
        "Votre demande est considérée comme refusée, faute de réponse de notre part."
    ),
}


def _sentence(case: Case) -> str:
    match case.state:
        case LegalState.RECEIVED:
            return _("Votre demande est bien arrivée. Un agent va l’examiner.")
        case LegalState.IN_PROGRESS:
            return _("Un agent examine votre demande.")
        case LegalState.WAITING_FOR_PERSON:
            return _("Nous attendons une réponse de vous pour continuer.")
        case LegalState.WAITING_FOR_THIRD_PARTY:
            return _("Nous attendons la réponse d’un autre service.")
        case LegalState.WITHDRAWN:
            return _("Vous avez retiré votre demande. Plus personne ne l’examine.")
        case LegalState.TRANSFERRED_OUT:
            return _("Votre demande est chez un autre organisme, qui vous répondra.")
        case _ended:
            return str(
                _OUTCOMES.get(Outcome(case.outcome)) if case.outcome else _("Votre demande est terminée.")
            )


def _who(case: Case) -> str:
    match case.state:
        case LegalState.WAITING_FOR_PERSON:
            return _("C’est à vous d’agir.")
        case state if state in OPEN:
            return _("C’est à nous d’agir : %(team)s, %(body)s.") % {
                "team": case.team.name,
                "body": case.organisation.name,
            }
        case _ended:
            return ""


def _by_when(case: Case) -> str:
    if case.state == LegalState.WAITING_FOR_PERSON and case.due_on is None and case.delay:
        # An acceptance by silence is counted from the day the pieces are there (CRPA L114-5).
        return _("Le délai de réponse commence quand nous avons toutes les pièces.")
    if not case.is_open or case.due_on is None:
        return ""
    if case.due_on < clock.today():
        return _("Nous devions vous répondre le %(day)s. Nous sommes en retard.") % {
            "day": words.date(case.due_on)
        }
    return _("Nous vous répondons au plus tard le %(day)s.") % {"day": words.date(case.due_on)}


def _answer(case: Case, *, ended: bool) -> dict[str, str]:
    if ended:
        when = words.date(timezone.localdate(case.ended_at)) if case.ended_at else ""
        return {"state": DONE, "title": _sentence(case), "when": when}
    if case.due_on is None:
        return {"state": NEXT, "title": _("Nous vous répondons")}
    return {
        "state": NEXT,
        "title": _("Nous vous répondons"),
        "when": _("au plus tard le %(day)s") % {"day": words.date(case.due_on)},
    }
