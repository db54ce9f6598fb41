"""What differs between the course of a test as it was kept and as it is now, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.cases.rehearsal.playing import Course

MOST = 30
"""Differences told; the first one often explains the others."""
AUDIENCES = {
    "person": gettext_lazy("à la personne"),
    "agents": gettext_lazy("à des agents"),
    "page": gettext_lazy("sur la page de suivi"),
}
"""Whom a message is for, in words."""
SHORT, LONG = 60, 200
"""Characters of what a sentence tells in full, and of what it cuts."""
_PARTS = ("what", "title", "subject", "text", "given")
Difference = dict[str, str]
"""``what`` (a sentence), ``before`` and ``after`` (texts, "" when there is none), and where to look in the workflow:
``transition`` and ``status`` (keys), ``place`` (of an action), ``of`` (message, document, call).
"""


def differences(expected: Course, found: Course) -> list[Difference]:
    """Return what differs, in the order it happened; nothing when the course is the same.

    Where the test stops now and did not, what it could not do any more is not told besides.
    """
    told: list[Difference] = []
    cut = bool(found["stopped"]) and found["stopped"] != expected["stopped"]
    for one in (
        *_stops(expected, found),
        *_steps(expected, found, cut=cut),
        *_things(expected, found, cut=cut),
    ):
        told.append(one)
        if len(told) == MOST:
            break
    return told


def sentence(one: Difference) -> str:
    """Return a difference as a sentence, its texts left out when they are long."""
    if one["after"] and not one["before"]:
        return _("%(what)s : %(after)s") % {**one, "after": _cut(one["after"])}
    if max(len(one["before"]), len(one["after"])) > SHORT:
        return one["what"]
    nothing = _("rien")
    facts = {"what": one["what"], "before": one["before"] or nothing, "after": one["after"] or nothing}
    return _("%(what)s : attendu « %(before)s », obtenu « %(after)s »") % facts


def _cut(text: str) -> str:
    return text if len(text) <= LONG else f"{text[:LONG]}…"


def _stops(expected: Course, found: Course) -> Iterator[Difference]:
    if expected["stopped"] != found["stopped"]:
        done = found["seen"]
        last = (expected["seen"][len(done) :] or [{}])[0]
        after = done[-1]["step"] if done else ""
        what = (
            _("Le test s’arrête (dernier geste fait : %(step)s)") % {"step": after}
            if after
            else _("Le test s’arrête")
        )
        what = what if found["stopped"] else _("Le test ne s’arrête plus")
        told = _told(what, expected["stopped"], found["stopped"])
        yield {**told, **_where(last, done)}


def _steps(expected: Course, found: Course, *, cut: bool) -> Iterator[Difference]:
    before, after = expected["seen"], found["seen"]
    for rank in range(min(len(before), len(after)) if cut else max(len(before), len(after))):
        was = before[rank] if rank < len(before) else None
        now = after[rank] if rank < len(after) else None
        moved = not (was and now and (was["status"], was["state"]) == (now["status"], now["state"]))
        late = bool(was and now and was.get("day", now.get("day")) != now.get("day", was.get("day")))
        if not moved and not late:
            continue
        step = was or now or {}
        what = _("Étape (après : %(step)s)") if moved else _("Moment (après : %(step)s)")
        told = _told(what % {"step": step["step"]}, *(_place(each, late=late) for each in (was, now)))
        yield {**told, **_where(step, before[:rank])}


def _things(expected: Course, found: Course, *, cut: bool) -> Iterator[Difference]:
    words = {"messages": _("Message"), "documents": _("Document"), "calls": _("Appel d’un autre logiciel")}
    for part, word in words.items():
        before, after = [_text(each) for each in expected[part]], [_text(each) for each in found[part]]
        gone = [each for each in expected[part] if _text(each) not in after]
        come = [each for each in found[part] if _text(each) not in before]
        for rank in range(len(come) if cut else max(len(gone), len(come))):
            was = gone[rank] if rank < len(gone) else {}
            now = come[rank] if rank < len(come) else {}
            one = now or was
            told = _told(_after(word, one), _text(was), _text(now))
            yield {**told, **_where(one, []), "of": part.removesuffix("s")}
        if not gone and not come and before != after:
            yield _told(_("%(thing)s : l’ordre ou le nombre change") % {"thing": word}, "", "")


def _after(word: str, thing: Mapping[str, Any]) -> str:
    if "step" not in thing:  # tests kept before steps were noted
        return word
    return _("%(thing)s (après : %(step)s)") % {"thing": word, "step": thing["step"]}


def _where(one: Mapping[str, str], before: list[Any]) -> dict[str, str]:
    """Return where to look for what differs: the action, the transition, the status it left."""
    at = one.get("transition", "")
    status = one.get("status", "") if not before else before[-1]["status"]
    return {"transition": at, "status": status, "place": one.get("place", "")}


def _place(seen: Mapping[str, Any] | None, *, late: bool = False) -> str:
    if not seen:
        return ""
    if not late or "day" not in seen:
        return str(seen["label"])
    said = ngettext("%(day)d jour après le dépôt", "%(day)d jours après le dépôt", seen["day"])
    return f"{seen['label']}, {said % {'day': seen['day']}}"


def _text(thing: Mapping[str, Any]) -> str:
    to = AUDIENCES.get(thing.get("to", ""), "")  # the database keeps no order of keys
    return "\n".join(str(part) for part in (to, *(thing.get(name) for name in _PARTS)) if part)


def _told(what: str, before: str, after: str) -> Difference:
    return {"what": what, "before": before, "after": after}
