"""Adding, writing, moving, copying and taking away the parts of a workflow: statuses, transitions, functions,
templates, forms. All work on a whole workflow (``keeping.whole``).
"""

import copy
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.places import Document
from parvis.catalogue.composition.workflow.mentions import (
    FORMS,
    FUNCTIONS,
    STATUSES,
    TEMPLATES,
    TRANSITIONS,
    mentions,
    say_instead,
)
from parvis.catalogue.imports.naming import key_of
from parvis.catalogue.workflows.names import CASE, RESERVED_STATUSES
from parvis.common.errors import Invalid, NotFound

LISTED = (STATUSES, TRANSITIONS, FUNCTIONS)
KEYED = (TEMPLATES, FORMS)
LABELS = {**dict.fromkeys(LISTED, "label"), **dict.fromkeys(KEYED, "title")}
_FALLBACK = {
    STATUSES: "etape",
    TRANSITIONS: "suite",
    FUNCTIONS: "fonction",
    TEMPLATES: "modele",
    FORMS: "avis",
}


def blank() -> Document:
    """Return a workflow that says the least: received, then done."""
    return {
        "statuses": [
            {"key": "received", "label": _("Reçue"), "state": "received", "waits_for": ["handler"]},
            {"key": "done", "label": _("Terminée"), "state": "closed", "final": True, "tone": "success"},
        ],
        "transitions": [
            {
                "key": "close",
                "label": _("Terminer"),
                "from": ["received"],
                "to": "done",
                "actions": [{"do": "close", "outcome": "answered"}],
            }
        ],
    }


def keys_of(workflow: Document, part: str) -> list[str]:
    """Return the keys of the parts of a kind, in order."""
    held = workflow.get(part, [] if part in LISTED else {})
    return [each["key"] for each in held] if part in LISTED else list(held)


def part_at(workflow: Document, part: str, key: str) -> Document:
    """Return a part by its key. Raises NotFound."""
    held: Any = workflow.get(part, [] if part in LISTED else {})
    if part in KEYED:
        if key not in held:
            raise NotFound(key)
        found: Document = held[key]
        return found
    named: Document | None = next((each for each in held if each["key"] == key), None)
    if named is None:
        raise NotFound(key)
    return named


def words_of(workflow: Document, part: str, key: str) -> str:
    """Return the words by which a part is known."""
    return str(part_at(workflow, part, key).get(LABELS[part]) or key)


def new_key(workflow: Document, part: str, label: str, taken: set[str] | None = None) -> str:
    """Return a key made of words, that no other part of the kind has."""
    known = set(keys_of(workflow, part)) | RESERVED_STATUSES | {CASE} | (taken or set())
    return key_of(label, known, fallback=_FALLBACK[part])


def add(workflow: Document, part: str, value: Document, *, after: str = "") -> str:
    """Put a part after another, or at the end; return its key. ``value`` says its key, or gets one of its words."""
    key = str(value.get("key") or new_key(workflow, part, str(value.get(LABELS[part], ""))))
    own = {name: each for name, each in value.items() if name != "key"}
    if part in KEYED:
        workflow.setdefault(part, {})[key] = own
        return key
    held = workflow.setdefault(part, [])
    place = next((rank + 1 for rank, each in enumerate(held) if each["key"] == after), len(held))
    held.insert(place, {"key": key, **own})
    return key


def write(workflow: Document, part: str, key: str, value: Document) -> str:
    """Give a part what the builder wrote; another key is followed everywhere. Raises NotFound, Invalid (key taken)."""
    part_at(workflow, part, key)
    now = str(value.get("key") or key)
    if now != key and now in {*keys_of(workflow, part), *RESERVED_STATUSES, CASE}:
        raise Invalid({"key": [_("Ce nom est déjà pris. Choisissez-en un autre.")]})
    if part in KEYED:
        own = {name: each for name, each in value.items() if name != "key"}
        workflow[part] = {
            now if name == key else name: own if name == key else held
            for name, held in workflow[part].items()
        }
    else:
        rank = keys_of(workflow, part).index(key)
        workflow[part][rank] = {"key": now, **{name: each for name, each in value.items() if name != "key"}}
    if now != key:
        say_instead(workflow, part, key, now)
    return now


def step(workflow: Document, part: str, key: str, by: int) -> None:
    """Move a part one place up (-1) or down (1), where there is one. Raises NotFound."""
    part_at(workflow, part, key)
    keys = keys_of(workflow, part)
    here = keys.index(key)
    there = min(max(here + by, 0), len(keys) - 1)
    if part in KEYED:
        keys.insert(there, keys.pop(here))
        workflow[part] = {name: workflow[part][name] for name in keys}
        return
    held = workflow[part]
    held.insert(there, held.pop(here))


def duplicate(workflow: Document, part: str, key: str) -> str:
    """Put a copy of a part right after it; return its key. A status takes the transitions that leave it alone."""
    own = copy.deepcopy(part_at(workflow, part, key))
    label = _("%(label)s (copie)") % {"label": own.get(LABELS[part], key)}
    own.pop("key", None)
    now = add(workflow, part, {**own, LABELS[part]: label[:200]}, after=key)
    if part == STATUSES:
        for each in list(workflow["transitions"]):
            if each["from"] == [key]:
                leaving = {
                    **copy.deepcopy(each),
                    "from": [now],
                    "to": now if each["to"] == key else each["to"],
                }
                leaving.pop("key")
                add(workflow, TRANSITIONS, leaving, after=each["key"])
    return now


def remove(workflow: Document, part: str, key: str, *, instead: str = "") -> None:
    """Take a part away. What named it names ``instead`` when there is one, else goes without, or goes too.

    Raises NotFound, or Invalid for the only status.
    """
    part_at(workflow, part, key)
    if part == STATUSES and len(workflow[STATUSES]) == 1:
        raise Invalid({"": [_("Un parcours a au moins une étape.")]})
    if instead:
        part_at(workflow, part, instead)
        say_instead(workflow, part, key, instead)
        for each in workflow["transitions"] if part == STATUSES else ():
            if isinstance(each["from"], list):
                each["from"] = [one for one in dict.fromkeys(each["from"]) if one != key]
    _REMOVING[part](workflow, key)
    if part in KEYED:
        workflow[part].pop(key)
    else:
        workflow[part] = [each for each in workflow[part] if each["key"] != key]


def _leave_status(workflow: Document, key: str) -> None:
    if workflow.get("first") == key:
        workflow.pop("first")
    kept = []
    for each in workflow["transitions"]:
        if isinstance(each["from"], list):
            each["from"] = [one for one in each["from"] if one != key]
        if each["from"] and each["to"] != key:
            kept.append(each)
    workflow["transitions"] = kept


def _leave_function(workflow: Document, key: str) -> None:
    named = f"function:{key}"
    for holder in (*workflow["statuses"], *workflow["transitions"]):
        _without(holder, named)
        for each in (*_steps(holder), *holder.get("notices", [])):
            _without(each, named)
        for name in ("on_arrival", "actions"):
            if name in holder:
                holder[name] = [each for each in holder[name] if each.get("function") != key]


def _without(holder: Document, named: str) -> None:
    for name in ("who", "waits_for", "to"):
        if isinstance(holder.get(name), list) and named in holder[name]:
            left = [one for one in holder[name] if one != named]
            holder[name] = left
            if not left:
                holder.pop(name)


def _leave_template(workflow: Document, key: str) -> None:
    for holder in (*workflow["statuses"], *workflow["transitions"]):
        for each in _steps(holder):
            if each.get("template") == key:
                each.pop("template")


def _leave_form(workflow: Document, key: str) -> None:
    for each in workflow["transitions"]:
        if each.get("form") == key:
            each.pop("form")
            if each.get("when", {}).get("on") == "form":
                each.pop("when")


def _steps(holder: Document) -> list[Document]:
    return [*holder.get("on_arrival", []), *holder.get("actions", [])]


_REMOVING = {
    STATUSES: _leave_status,
    TRANSITIONS: lambda _workflow, _key: None,
    FUNCTIONS: _leave_function,
    TEMPLATES: _leave_template,
    FORMS: _leave_form,
}


def still_read(workflow: Document, part: str, key: str) -> int:
    """Return how many formulas and texts read something by its key: only a person can rewrite them."""
    return sum(one.read for one in mentions(workflow, part, key))
