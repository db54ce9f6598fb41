"""The sentences of an express decision: one source for the page, the mail and the letter."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from parvis.documents.letters import Decision, Outcome, Paragraph
from parvis.documents.receipt_wording import service_sentences, ways_of_appeal
from parvis.documents.wording import day_in_words


def decision_title(decision: Decision) -> str:
    """Return the title of a decision: its sense, in words."""
    return {
        Outcome.GRANTED: _("Votre demande est acceptée"),
        Outcome.PARTLY_GRANTED: _("Votre demande est acceptée en partie"),
        Outcome.REFUSED: _("Votre demande est refusée"),
    }[decision.outcome]


def decision_sentences(decision: Decision) -> list[Paragraph]:
    """Return the wording of a decision in the language in force, in the order of reading."""
    return [paragraph for block in decision_blocks(decision).values() for paragraph in block()]


def decision_blocks(decision: Decision) -> dict[str, Callable[[], list[Paragraph]]]:
    """Return the blocks of a decision by code, in the order of reading; a body's own letter orders them otherwise."""
    return {
        "reference": lambda: _about(decision),
        "decision": lambda: [Paragraph("text", words) for words in _paragraphs(decision.text)],
        "reasons": lambda: _reasons(decision),
        "author": lambda: author_sentences(
            decision.decided_on,
            decision.place,
            f"{decision.author_first_name} {decision.author_last_name}",
            decision.author_capacity,
        ),
        "appeal": lambda: _appeal(decision),
        "service": lambda: service_sentences(decision.service),
    }


def _about(decision: Decision) -> list[Paragraph]:
    facts = [
        (_("Numéro de la demande"), decision.number),
        (_("Démarche"), decision.procedure),
        (_("Objet"), decision.subject),
        (_("Demande reçue le"), day_in_words(decision.received_on)),
    ]
    return [Paragraph("facts", facts=[fact for fact in facts if fact[1]])]


def _reasons(decision: Decision) -> list[Paragraph]:
    """L211-5: the considerations of law and fact that ground the decision."""
    law, fact = _paragraphs(decision.reasons_in_law), _paragraphs(decision.reasons_in_fact)
    if not law and not fact:
        return []
    paragraphs = [Paragraph("heading", _("Les raisons de cette décision"))]
    for told, words in ((_("En droit :"), law), (_("En fait :"), fact)):
        if words:
            paragraphs += [
                Paragraph("text", f"{told} {words[0]}"),
                *[Paragraph("text", more) for more in words[1:]],
            ]
    return paragraphs


def author_sentences(on: date, place: str, name: str, capacity: str) -> list[Paragraph]:
    """L212-1: first name, name and capacity of the author, with the day and the place."""
    day = day_in_words(on, weekday=False)
    when = _("À %(place)s, le %(day)s") % {"place": place, "day": day} if place else None
    lines = [when or _("Le %(day)s") % {"day": day}, name, capacity]
    return [Paragraph("address", items=[line for line in lines if line])]


def _appeal(decision: Decision) -> list[Paragraph]:
    if decision.outcome == Outcome.GRANTED:
        return []
    return appeal_sentences(decision.last_day_to_appeal, decision.court)


def appeal_sentences(last_day: date | None, court: str = "") -> list[Paragraph]:
    """R421-5 of the code de justice administrative: limits count only if told with the decision.

    ``last_day`` is known only of what is notified electronically.
    """
    if last_day:
        until = _(
            "Vous avez deux mois pour contester cette décision, jusqu’au %(last_day)s. Vous pouvez :"
        ) % {"last_day": day_in_words(last_day)}
    else:
        until = _(
            "Vous avez deux mois pour contester cette décision, à partir du jour où vous la recevez. Vous pouvez :"
        )
    return [
        Paragraph("heading", _("Si vous n’êtes pas d’accord")),
        Paragraph("text", until),
        Paragraph("list", items=ways_of_appeal(court)),
    ]


def _paragraphs(text: str) -> list[str]:
    return [" ".join(block.split()) for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
