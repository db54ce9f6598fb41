"""Outages and attempts as the pages of residents write them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from parvis.outages.models import FailedAttempt, Outage
from parvis.outages.queries import outage_of, public_outages
from parvis.outages.wording import functions_in_words, gesture_in_words
from parvis.ui import words


@dataclass(frozen=True)
class OutageLine:
    """One outage: its state in a word with its tone, where, what, when, and what the body says of it."""

    tone: str
    state: str
    where: str
    what: str
    when: str
    said: str


def outage_lines() -> list[OutageLine]:
    """Return the outages that anyone may read of, those that run first."""
    found = [_line(outage) for outage in public_outages()]
    order = {"late": 0, "waiting": 1, "done": 2}
    return sorted(found, key=lambda line: order[line.tone])


def _line(outage: Outage) -> OutageLine:
    tone, state = _state(outage)
    where = outage.organisation.name if outage.organisation else _("Toute la plateforme")
    what = functions_in_words(outage)
    return OutageLine(tone, state, where, what[:1].upper() + what[1:], when(outage), outage.said)


def _state(outage: Outage) -> tuple[str, str]:
    if outage.is_running:
        return "late", _("en cours")
    if outage.is_planned:
        return "waiting", _("prévue")
    return "done", _("finie")


def when(outage: Outage) -> str:
    """Return when an outage takes place, in words."""
    until = outage.ends_at or outage.expected_until
    facts = {"since": words.moment(outage.starts_at), "until": words.moment(until) if until else ""}
    if outage.ends_at is not None and words.is_one_day(outage.starts_at, outage.ends_at):
        hours = {"since": words.time(outage.starts_at), "until": words.time(outage.ends_at)}
        return _("Le %(day)s, de %(since)s à %(until)s.") % {"day": words.date(outage.starts_at), **hours}
    if outage.ends_at is not None or outage.is_planned:
        return _("Du %(since)s au %(until)s.") % facts
    if until is not None:
        return _("Depuis le %(since)s, fin prévue le %(until)s.") % facts
    return _("Depuis le %(since)s.") % facts


def attempt_context(attempt: FailedAttempt) -> dict[str, Any]:
    """Return what the page of an attempt shows."""
    outage = outage_of(attempt)
    return {
        "attempt": attempt,
        "gesture": gesture_in_words(attempt),
        "line": _line(outage) if outage else None,
    }


def reference_field(typed: str, refusal: str) -> dict[str, Any]:
    """Return the box where one types the reference of an attempt."""
    context = {
        "id": "reference",
        "name": "reference",
        "label": _("Référence de votre tentative"),
        "help": _("Elle était sur la page d’erreur, ou un agent vous l’a donnée. Par exemple KXM-4P7-RT9C."),
        "value": typed,
        "errors": [refusal] if refusal else [],
        "width": "20",
        "autocomplete": "off",
    }
    return {"template": "fields/input.html", "context": context}
