"""Changing the workflow of the version being written, one small gesture at a time, as ``editing`` does for its form.

What is changed is named by its kind and its key (« statuses », « received »); actions by their place in the list of a
status or a transition. Every verb raises NotFound when what it names is gone, Overtaken when two builders changed it.
"""

import copy
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.catalogue.composition.places import Document, fields
from parvis.catalogue.composition.workflow import chains, parts, steps
from parvis.catalogue.composition.workflow.keeping import keep, whole
from parvis.catalogue.composition.workflow.mentions import FORMS, STATUSES
from parvis.catalogue.services.editing import Edit, Gesture, change_draft
from parvis.catalogue.workflows.remedies import AS_WRITTEN, REMEDIES
from parvis.catalogue.workflows.resolving import ready_made
from parvis.common.errors import NotFound
from parvis.organisations.access import AgentSession

WHOLE = "workflow"
_NOUNS: dict[str, Callable[[], str]] = {
    "statuses": lambda: _("étape « %(label)s »"),
    "transitions": lambda: _("suite « %(label)s »"),
    "functions": lambda: _("fonction « %(label)s »"),
    "templates": lambda: _("modèle « %(label)s »"),
    "forms": lambda: _("formulaire « %(label)s »"),
}


@transaction.atomic
def begin_workflow(*, version_id: int, by: AgentSession, use: str = "", follows: bool = False) -> Edit:
    """Give the version a workflow: blank, or a ready-made one, copied or followed (``follows``). Raises NotFound."""
    if use and use not in ready_made():
        raise NotFound(use)

    def begin(document: Document) -> Gesture:
        if not use:
            document["workflow"] = parts.blank()
        else:
            document["workflow"] = {"use": use}
            if not follows:
                document["workflow"] = whole(document)
        return Gesture([WHOLE], _("parcours commencé"))

    return change_draft(version_id, by, "begin_workflow", WHOLE, begin)


@transaction.atomic
def drop_workflow(*, version_id: int, by: AgentSession) -> Edit:
    """Take the whole workflow away: agents then work with the gestures of the desk alone."""

    def drop(document: Document) -> Gesture:
        document.pop("workflow", None)
        return Gesture([WHOLE], _("parcours supprimé"))

    return change_draft(version_id, by, "drop_workflow", WHOLE, drop)


@transaction.atomic
def add_part(*, version_id: int, by: AgentSession, part: str, value: Document, after: str = "") -> Edit:
    """Add a status, a transition, a function, a template or a form. Raises NotFound without a workflow."""

    def add(flow: Document, document: Document) -> Gesture:
        taken = _taken(document) if part == FORMS else set()
        label = str(value.get(parts.LABELS[part], ""))
        key = value.get("key") or parts.new_key(flow, part, label, taken)
        made = parts.add(flow, part, {**value, "key": key}, after=after)
        return Gesture([f"{part}:{made}"], _("%(what)s : ajout") % {"what": _noun(flow, part, made)})

    return _edit(version_id, by, "add_part", f"{part}:{after}", add)


@transaction.atomic
def add_stage(*, version_id: int, by: AgentSession, label: str, after: str = "") -> Edit:
    """Add a status after another, or before the ends, with the transition that leads to it."""
    return _chain(version_id, by, "add_stage", chains.add_stage, label, after)


@transaction.atomic
def add_level(*, version_id: int, by: AgentSession, label: str, after: str = "") -> Edit:
    """Add a level of validation: its status, its visa, who holds it, what follows an answer or its absence."""
    return _chain(version_id, by, "add_level", chains.add_level, label, after)


def _chain(
    version_id: int, by: AgentSession, verb: str, build: Callable[..., str], label: str, after: str
) -> Edit:
    def change(flow: Document, _document: Document) -> Gesture:
        made = build(flow, label, after=after)
        said = _("%(what)s : ajout, avec ce qui y mène") % {"what": _noun(flow, STATUSES, made)}
        return Gesture([f"{STATUSES}:{made}"], said)

    return _edit(version_id, by, verb, f"{STATUSES}:{after}", change)


@transaction.atomic
def edit_part(
    *, version_id: int, by: AgentSession, part: str, key: str, value: Document, seen: str = ""
) -> Edit:
    """Give a part what the builder wrote; its actions, written apart, stay. Raises NotFound, Overtaken, Invalid."""

    def edit(flow: Document, _document: Document) -> Gesture:
        said = _("%(what)s : modification") % {"what": _noun(flow, part, key)}
        held = parts.part_at(flow, part, key)
        kept = {
            name: held[name] for name in (steps.HOLDERS.get(part, ""),) if name in held and name not in value
        }
        now = parts.write(flow, part, key, {**value, **kept})
        return Gesture([f"{part}:{now}"], said, _renamed(part, key, now))

    return _edit(
        version_id, by, "edit_part", f"{part}:{key}", edit, seen, lambda flow: seen_of(flow, part, key)
    )


@transaction.atomic
def move_part(*, version_id: int, by: AgentSession, part: str, key: str, step: int) -> Edit:
    """Move a part one place up (-1) or down (1)."""

    def move(flow: Document, _document: Document) -> Gesture:
        parts.step(flow, part, key, step)
        return Gesture([f"{part}:{key}"], _("%(what)s : déplacement") % {"what": _noun(flow, part, key)})

    return _edit(version_id, by, "move_part", f"{part}:{key}", move)


@transaction.atomic
def duplicate_part(*, version_id: int, by: AgentSession, part: str, key: str) -> Edit:
    """Put a copy of a part right after it; a status with the transitions that leave it alone."""

    def double(flow: Document, _document: Document) -> Gesture:
        said = _("%(what)s : copie") % {"what": _noun(flow, part, key)}
        return Gesture([f"{part}:{parts.duplicate(flow, part, key)}"], said)

    return _edit(version_id, by, "duplicate_part", f"{part}:{key}", double)


@transaction.atomic
def remove_part(*, version_id: int, by: AgentSession, part: str, key: str, instead: str = "") -> Edit:
    """Take a part away, another taking its place where it was named, if one is given.

    Raises Invalid for the only status.
    """

    def remove(flow: Document, _document: Document) -> Gesture:
        said = _("%(what)s : suppression") % {"what": _noun(flow, part, key)}
        parts.remove(flow, part, key, instead=instead)
        return Gesture([f"{part}:{instead}" if instead else WHOLE], said)

    return _edit(version_id, by, "remove_part", f"{part}:{key}", remove)


@transaction.atomic
def set_first(*, version_id: int, by: AgentSession, key: str) -> Edit:
    """Have cases born in a status."""

    def first(flow: Document, _document: Document) -> Gesture:
        parts.part_at(flow, STATUSES, key)
        flow["first"] = key
        said = _("les demandes commencent par l’%(what)s") % {"what": _noun(flow, STATUSES, key)}
        return Gesture([f"{STATUSES}:{key}"], said)

    return _edit(version_id, by, "set_first", f"{STATUSES}:{key}", first)


@transaction.atomic
def add_action(*, version_id: int, by: AgentSession, part: str, key: str, settings: Document) -> Edit:
    """Add an action at the end of those of a status or a transition."""

    def add(flow: Document, _document: Document) -> Gesture:
        rank = steps.add_step(flow, part, key, settings)
        said = _("action ajoutée : %(what)s") % {"what": _noun(flow, part, key)}
        return Gesture([f"{part}:{key}:{rank}"], said)

    return _edit(version_id, by, "add_action", f"{part}:{key}", add)


@transaction.atomic
def edit_action(
    *, version_id: int, by: AgentSession, part: str, key: str, rank: int, settings: Document, seen: str = ""
) -> Edit:
    """Give an action other settings."""

    def edit(flow: Document, _document: Document) -> Gesture:
        steps.write_step(flow, part, key, rank, settings)
        said = _("action modifiée : %(what)s") % {"what": _noun(flow, part, key)}
        return Gesture([f"{part}:{key}:{rank}"], said)

    def current(flow: Document) -> Any:
        return steps.step_at(flow, part, key, rank)

    return _edit(version_id, by, "edit_action", f"{part}:{key}:{rank}", edit, seen, current)


@transaction.atomic
def move_action(*, version_id: int, by: AgentSession, part: str, key: str, rank: int, step: int) -> Edit:
    """Move an action one place up (-1) or down (1)."""

    def move(flow: Document, _document: Document) -> Gesture:
        now = steps.move_step(flow, part, key, rank, step)
        said = _("action déplacée : %(what)s") % {"what": _noun(flow, part, key)}
        return Gesture([f"{part}:{key}:{now}"], said)

    return _edit(version_id, by, "move_action", f"{part}:{key}:{rank}", move)


@transaction.atomic
def duplicate_action(*, version_id: int, by: AgentSession, part: str, key: str, rank: int) -> Edit:
    """Put a copy of an action right after it."""

    def double(flow: Document, _document: Document) -> Gesture:
        now = steps.duplicate_step(flow, part, key, rank)
        said = _("action copiée : %(what)s") % {"what": _noun(flow, part, key)}
        return Gesture([f"{part}:{key}:{now}"], said)

    return _edit(version_id, by, "duplicate_action", f"{part}:{key}:{rank}", double)


@transaction.atomic
def remove_action(*, version_id: int, by: AgentSession, part: str, key: str, rank: int) -> Edit:
    """Take an action away."""

    def remove(flow: Document, _document: Document) -> Gesture:
        steps.remove_step(flow, part, key, rank)
        said = _("action supprimée : %(what)s") % {"what": _noun(flow, part, key)}
        return Gesture([f"{part}:{key}"], said)

    return _edit(version_id, by, "remove_action", f"{part}:{key}:{rank}", remove)


@transaction.atomic
def mend(*, version_id: int, by: AgentSession, remedy: str, about: str) -> Edit:
    """Do what a remark of the lint proposes. Raises NotFound for a remedy that is none, or a place that is gone."""
    asked = REMEDIES.get(remedy)
    if asked is None:
        raise NotFound(remedy)
    part, _colon, key = about.partition(":")

    def change(document: Document) -> Gesture:
        said = _("remarque suivie : %(label)s") % {"label": asked.label}
        if remedy in AS_WRITTEN:
            asked.mend(document, key)
            return Gesture([WHOLE], said)
        flow = _whole(document)
        if part in parts.LABELS:
            parts.part_at(flow, part, key)
        work = {**document, "workflow": flow}
        asked.mend(work, key)
        keep(document, work["workflow"])
        return Gesture([about if part in parts.LABELS and remedy != "drop_status" else WHOLE], said)

    return change_draft(version_id, by, "mend", about, change)


def seen_of(flow: Document, part: str, key: str) -> Document:
    """Return what a panel of a part shows of it: not its actions, which have their own panels. Raises NotFound."""
    held = parts.part_at(flow, part, key)
    return {name: value for name, value in held.items() if name != steps.HOLDERS.get(part)}


def _edit(
    version_id: int,
    by: AgentSession,
    verb: str,
    target: str,
    operation: Callable[[Document, Document], Gesture],
    seen: str = "",
    current: Callable[[Document], Any] | None = None,
) -> Edit:
    """Make one change of the whole workflow, then keep what differs from its ready-made part."""

    def change(document: Document) -> Gesture:
        flow = _whole(document)
        before = copy.deepcopy(flow)
        gesture = operation(flow, document)
        if flow != before:
            keep(document, flow)
        return gesture

    def now(document: Document) -> Any:
        return current(_whole(document)) if current else None

    return change_draft(version_id, by, verb, target, change, seen, now if current else None)


def _whole(document: Document) -> Document:
    flow = whole(document)
    if flow is None:
        raise NotFound
    return flow


def _noun(flow: Document, part: str, key: str) -> str:
    return _NOUNS[part]() % {"label": parts.words_of(flow, part, key)[:120]}


def _renamed(part: str, key: str, now: str) -> dict[str, str]:
    return {f"workflow {part} {key}": f"workflow {part} {now}"} if now != key else {}


def _taken(document: Document) -> set[str]:
    return {place.address for place in fields(document) if place.block is None}
