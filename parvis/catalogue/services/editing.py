"""Changing the version being written, one small gesture at a time; each is kept so that it can be taken back.

Every verb names what it changes by its key and says in ``seen`` the checksum of what the builder had before their
eyes: two builders work on one form, and only what both change at once is refused (``Overtaken``).
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.catalogue.access import get_draft
from parvis.catalogue.composition import questions, steps
from parvis.catalogue.composition.following import carry_translations
from parvis.catalogue.composition.patches import applied, differences, inverted
from parvis.catalogue.composition.places import FORM, PARTS, Document, field_at, page_at
from parvis.catalogue.errors import Overtaken
from parvis.catalogue.forms.advice import kinds
from parvis.catalogue.models import DraftChange, ProcedureVersion, VersionState
from parvis.common import clock
from parvis.common.errors import NotFound
from parvis.common.journal import digest
from parvis.organisations.access import AgentSession

CHECKSUM = 16
"""Characters of a part's checksum: enough to see that it changed."""


@dataclass
class Gesture:
    """What an operation did: what it changed (addresses, page keys), in words, and the names it changed."""

    targets: list[str]
    said: str
    renamed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Edit:
    """A gesture made: the version as it now is, what to draw again, and its trace (None: nothing changed)."""

    version: ProcedureVersion
    targets: tuple[str, ...]
    change: DraftChange | None


def part_checksum(part: Any) -> str:
    """Return the checksum of a question, a page's settings, the texts: what a page tells it was drawn from."""
    return digest(part)[:CHECKSUM]


def page_settings(page: Document) -> Document:
    """Return what a page says of itself, without its questions."""
    return {name: value for name, value in page.items() if name != "fields"}


def texts_of(definition: Document) -> Document:
    """Return what a definition says of itself, without its questions."""
    return {name: value for name, value in definition.items() if name not in {*PARTS, "translations"}}


@transaction.atomic
def add_questions(
    *,
    version_id: int,
    by: AgentSession,
    fields: Sequence[Document],
    page: str,
    part: str = FORM,
    after: str = "",
    block: str = "",
) -> Edit:
    """Add questions on a page, after one or at its end, or in a block. Raises NotFound, Overtaken."""

    def add(document: Document) -> Gesture:
        added = questions.add_fields(document, fields, page=page, part=part, after=after, block=block)
        if len(fields) == 1:
            return Gesture(added, _("question « %(label)s » ajoutée") % {"label": _label(fields[0])})
        return Gesture(added, _("%(count)d questions ajoutées") % {"count": len(fields)})

    return change_draft(version_id, by, "add_questions", after or block or page, add)


@transaction.atomic
def add_written(
    *,
    version_id: int,
    by: AgentSession,
    parts: Sequence[tuple[str, Sequence[Document]]],
    page: str,
    part: str = FORM,
    after: str = "",
    block: str = "",
) -> Edit:
    """Add in one gesture what was written line by line: questions at a place, then steps with theirs.

    Each part is the title of a step (empty for the place itself) and its questions. The first step takes the place of
    the only one of a form that asks nothing yet. Raises NotFound, Invalid.
    """

    def add(document: Document) -> Gesture:
        here, last, inside = page, after, block
        targets: list[str] = []
        for title, fields in parts:
            if title:
                here, last, inside = steps.begin_page(document, title, part=part, after=here), "", ""
            targets += questions.add_fields(document, fields, page=here, part=part, after=last, block=inside)
        count = sum(len(fields) for _title, fields in parts)
        if not count:
            return Gesture([here], _("étape « %(title)s » ajoutée") % {"title": parts[-1][0]})
        return Gesture(targets, _("%(count)d questions ajoutées") % {"count": count})

    return change_draft(version_id, by, "add_written", after or block or page, add)


@transaction.atomic
def edit_question(*, version_id: int, by: AgentSession, address: str, new: Document, seen: str = "") -> Edit:
    """Give a question what the builder wrote: all of it, its key included. Raises NotFound, Overtaken, Invalid."""

    def edit(document: Document) -> Gesture:
        place = field_at(document, address)
        now = questions.replace_field(document, address, copy.deepcopy(new))
        said = _("question « %(label)s » modifiée") % {"label": _label(place.field)}
        return Gesture([now], said, {address: now} if now != address else {})

    return change_draft(
        version_id, by, "edit_question", address, edit, seen, lambda it: field_at(it, address).field
    )


@transaction.atomic
def move_question(
    *,
    version_id: int,
    by: AgentSession,
    address: str,
    page: str = "",
    part: str = FORM,
    after: str = "",
    block: str = "",
) -> Edit:
    """Take a question to a page (its beginning), after another question, or in a block. Raises NotFound, Invalid."""

    def move(document: Document) -> Gesture:
        label = _label(field_at(document, address).field)
        now = questions.move_field(document, address, page=page, part=part, after=after, block=block)
        return Gesture([now], _("question « %(label)s » déplacée") % {"label": label}, {address: now})

    return change_draft(version_id, by, "move_question", address, move)


@transaction.atomic
def step_question(*, version_id: int, by: AgentSession, address: str, step: int) -> Edit:
    """Move a question one place up (-1) or down (1), from page to page at the ends. Raises NotFound."""

    def move(document: Document) -> Gesture:
        label = _label(field_at(document, address).field)
        now = questions.step_field(document, address, step)
        return Gesture([now], _("question « %(label)s » déplacée") % {"label": label})

    return change_draft(version_id, by, "move_question", address, move)


@transaction.atomic
def duplicate_question(*, version_id: int, by: AgentSession, address: str) -> Edit:
    """Put a copy of a question right after it. Raises NotFound."""

    def double(document: Document) -> Gesture:
        label = _label(field_at(document, address).field)
        now = questions.duplicate_field(document, address)
        return Gesture([now], _("question « %(label)s » copiée") % {"label": label})

    return change_draft(version_id, by, "duplicate_question", address, double)


@transaction.atomic
def remove_questions(*, version_id: int, by: AgentSession, addresses: Sequence[str]) -> Edit:
    """Take questions away; what is left to look at is the target. Raises NotFound."""

    def remove(document: Document) -> Gesture:
        left = questions.neighbour(document, addresses[0])
        gone = questions.remove_fields(document, addresses)
        if len(gone) == 1:
            return Gesture([left], _("question « %(label)s » supprimée") % {"label": _label(gone[0])})
        return Gesture([left], _("%(count)d questions supprimées") % {"count": len(gone)})

    return change_draft(version_id, by, "remove_questions", addresses[0], remove)


@transaction.atomic
def add_step(*, version_id: int, by: AgentSession, title: str, part: str = FORM, after: str = "") -> Edit:
    """Add a page, after one or at the end. Raises NotFound, Invalid."""

    def add(document: Document) -> Gesture:
        key = steps.add_page(document, title, part=part, after=after)
        return Gesture([key], _("étape « %(title)s » ajoutée") % {"title": title})

    return change_draft(version_id, by, "add_step", after, add)


@transaction.atomic
def edit_step(
    *,
    version_id: int,
    by: AgentSession,
    page: str,
    values: Mapping[str, Any],
    part: str = FORM,
    seen: str = "",
) -> Edit:
    """Give a page its title, description, condition, rules and exits. Raises NotFound, Overtaken, Invalid."""

    def edit(document: Document) -> Gesture:
        title = page_at(document, page, part).page.get("title", "")
        key = steps.edit_page(document, page, values, part=part)
        renamed = {f"{part}:{page}": f"{part}:{key}"} if key != page else {}
        return Gesture([key], _("étape « %(title)s » modifiée") % {"title": title}, renamed)

    def current(document: Document) -> Document:
        return page_settings(page_at(document, page, part).page)

    return change_draft(version_id, by, "edit_step", page, edit, seen, current)


@transaction.atomic
def move_step(*, version_id: int, by: AgentSession, page: str, step: int, part: str = FORM) -> Edit:
    """Move a page one place up (-1) or down (1). Raises NotFound."""

    def move(document: Document) -> Gesture:
        title = page_at(document, page, part).page.get("title", "")
        steps.step_page(document, page, step, part=part)
        return Gesture([page], _("étape « %(title)s » déplacée") % {"title": title})

    return change_draft(version_id, by, "move_step", page, move)


@transaction.atomic
def duplicate_step(*, version_id: int, by: AgentSession, page: str, part: str = FORM) -> Edit:
    """Put a copy of a page, questions included, right after it. Raises NotFound."""

    def double(document: Document) -> Gesture:
        title = page_at(document, page, part).page.get("title", "")
        key = steps.duplicate_page(document, page, part=part)
        return Gesture([key], _("étape « %(title)s » copiée") % {"title": title})

    return change_draft(version_id, by, "duplicate_step", page, double)


@transaction.atomic
def remove_step(*, version_id: int, by: AgentSession, page: str, part: str = FORM) -> Edit:
    """Take a page away with its questions. Raises NotFound, or Invalid for the only page."""

    def remove(document: Document) -> Gesture:
        gone = steps.remove_page(document, page, part=part)
        return Gesture([], _("étape « %(title)s » supprimée") % {"title": gone.get("title", "")})

    return change_draft(version_id, by, "remove_step", page, remove)


@transaction.atomic
def set_texts(*, version_id: int, by: AgentSession, values: Mapping[str, Any], seen: str = "") -> Edit:
    """Give the definition its own texts and rules (title, law, data notice…); what is blank goes. Raises Overtaken."""

    def write(document: Document) -> Gesture:
        for name, value in values.items():
            if value in (None, "", [], {}):
                document.pop(name, None)
            else:
                document[name] = value
        return Gesture([], _("textes de la démarche modifiés"))

    return change_draft(version_id, by, "set_texts", "", write, seen, texts_of)


@transaction.atomic
def follow_advice(*, version_id: int, by: AgentSession, kind: str, place: str) -> Edit:
    """Do what a piece of advice says at a place. Raises NotFound when it no longer says it there."""

    def mend(document: Document) -> Gesture:
        advised = kinds.get(kind)
        if not any(one.place == place and one.remedy for one in advised.look(document)):
            raise NotFound
        advised.mend(document, place)
        return Gesture([place], _("conseil suivi : %(label)s") % {"label": advised.label})

    return change_draft(version_id, by, "follow_advice", place, mend)


@transaction.atomic
def undo(*, version_id: int, by: AgentSession, change_id: int) -> Edit:
    """Take the last change back. Raises Overtaken when it is no longer the last, NotFound when there is none."""
    version = get_draft(by, version_id, lock=True)
    last = version.changes.filter(undone=False).select_related("by").order_by("-pk").first()
    if last is None:
        raise NotFound
    _require_on_top(last, change_id, last.after, version)
    return _turned(version, last, applied(version.definition, inverted(last.changes)), undone=True)


@transaction.atomic
def redo(*, version_id: int, by: AgentSession, change_id: int) -> Edit:
    """Make again the last change taken back. Raises Overtaken, NotFound."""
    version = get_draft(by, version_id, lock=True)
    following = version.changes.filter(undone=True).select_related("by").order_by("pk").first()
    if following is None:
        raise NotFound
    _require_on_top(following, change_id, following.before, version)
    return _turned(version, following, applied(version.definition, following.changes), undone=False)


def change_draft(
    version_id: int,
    by: AgentSession,
    verb: str,
    target: str,
    operation: Callable[[Document], Gesture],
    seen: str = "",
    current: Callable[[Document], Any] | None = None,
) -> Edit:
    """Make one change under the version's lock, and keep its trace. Called inside a transaction.

    ``seen`` is the checksum of what the builder had before their eyes, ``current`` finds what it is now. Raises
    NotFound, Overtaken, and what the operation refuses.
    """
    version = get_draft(by, version_id, lock=True)
    before: Document = version.definition
    if seen and current and part_checksum(current(before)) != seen:
        raise _overtaken(version, target)
    after = copy.deepcopy(before)
    gesture = operation(after)
    carry_translations(before, after, gesture.renamed)
    found = differences(before, after)
    targets = tuple(gesture.targets)
    if not found:
        return Edit(version, targets, None)
    was = version.checksum
    _write(version, after)
    version.changes.filter(undone=True).delete()
    change = DraftChange.objects.create(
        version=version,
        verb=verb,
        target=(targets[0] if targets else target)[:200],
        said=gesture.said[:300],
        changes=found,
        before=was,
        after=version.checksum,
        by_id=by.agent_id,
        at=clock.now(),
    )
    return Edit(version, targets, change)


def _write(version: ProcedureVersion, definition: Document) -> None:
    version.definition, version.checksum = definition, digest(definition)
    version.save(update_fields=["definition", "checksum"])
    procedure = version.procedure
    title = definition.get("title", "")[:200]
    # Lists read the procedure's own title: that of what is published, else of what is being written.
    if (
        title
        and procedure.title != title
        and not procedure.versions.filter(state=VersionState.PUBLISHED).exists()
    ):
        procedure.title = title
        procedure.save(update_fields=["title"])


def _turned(version: ProcedureVersion, change: DraftChange, definition: Document, *, undone: bool) -> Edit:
    _write(version, definition)
    change.undone = undone
    change.save(update_fields=["undone"])
    return Edit(version, (change.target,) if change.target else (), change)


def _require_on_top(change: DraftChange, change_id: int, checksum: str, version: ProcedureVersion) -> None:
    if change.pk != change_id or checksum != version.checksum:
        raise Overtaken(
            _("Une autre modification a été faite depuis : rien n’a été annulé."),
            name=str(change.by) if change.by else "",
            at=change.at.isoformat(),
        )


def _overtaken(version: ProcedureVersion, target: str) -> Overtaken:
    last = version.changes.filter(target=target).select_related("by").order_by("-pk").first()
    if last is None or last.by is None:
        return Overtaken()
    words = _("%(name)s a modifié cet endroit pendant que vous l’aviez sous les yeux.")
    return Overtaken(words % {"name": last.by}, name=str(last.by), at=last.at.isoformat())


def _label(field: Mapping[str, Any]) -> str:
    return str(field.get("label") or field.get("key", ""))[:80]
