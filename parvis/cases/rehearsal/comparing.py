"""What differs between the course of a test as it was kept and as it is now, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.rehearsal.playing import Course

MOST = 30
"""Differences told; the first one often explains the others."""
AUDIENCES = {
    "person": gettext_lazy("à la personne"),
    "agents": gettext_lazy("à des agents"),
    "page": gettext_lazy("sur la page de suivi"),
}
"""Whom a message is for, in words."""
_PARTS = ("what", "title", "subject", "text", "given")
Difference = dict[str, str]
"""``what`` (a sentence), ``before`` and ``after`` (texts, "" when there is none)."""


def differences(expected: Course, found: Course) -> list[Difference]:
    """Return what differs, in the order it happened; nothing when the course is the same."""
    told: list[Difference] = []
    for one in (*_steps(expected, found), *_stops(expected, found), *_things(expected, found)):
        told.append(one)
        if len(told) == MOST:
            break
    return told


def _steps(expected: Course, found: Course) -> Iterator[Difference]:
    before, after = expected["seen"], found["seen"]
    for rank in range(max(len(before), len(after))):
        was = before[rank] if rank < len(before) else None
        now = after[rank] if rank < len(after) else None
        if was and now and (was["status"], was["state"]) == (now["status"], now["state"]):
            continue
        step = (was or now or {})["step"]
        yield _told(_("Étape après « %(step)s »") % {"step": step}, _place(was), _place(now))


def _stops(expected: Course, found: Course) -> Iterator[Difference]:
    if expected["stopped"] != found["stopped"]:
        yield _told(_("Arrêt du test"), expected["stopped"], found["stopped"])


def _things(expected: Course, found: Course) -> Iterator[Difference]:
    words = {"messages": _("Message"), "documents": _("Document"), "calls": _("Appel d’un autre logiciel")}
    for part, word in words.items():
        before, after = [_text(each) for each in expected[part]], [_text(each) for each in found[part]]
        gone = [each for each in before if each not in after]
        come = [each for each in after if each not in before]
        for rank in range(max(len(gone), len(come))):
            was = gone[rank] if rank < len(gone) else ""
            now = come[rank] if rank < len(come) else ""
            yield _told(word, was, now)
        if not gone and not come and before != after:
            yield _told(_("%(thing)s : l’ordre ou le nombre change") % {"thing": word}, "", "")


def _place(seen: Mapping[str, str] | None) -> str:
    return seen["label"] if seen else ""


def _text(thing: Mapping[str, Any]) -> str:
    to = AUDIENCES.get(thing.get("to", ""), "")  # the database keeps no order of keys
    return "\n".join(str(part) for part in (to, *(thing.get(name) for name in _PARTS)) if part)


def _told(what: str, before: str, after: str) -> Difference:
    return {"what": what, "before": before, "after": after}
