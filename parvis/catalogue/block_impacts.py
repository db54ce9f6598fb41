"""What a new version of a shared block would change, procedure by procedure, before it is carried to any."""

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.composition.following import readers
from parvis.catalogue.composition.places import Document, FieldPlace, fields
from parvis.catalogue.forms.lint import errors, lint
from parvis.catalogue.forms.remarks import place_in_words
from parvis.catalogue.list_queries import versions_in_use
from parvis.catalogue.models import (
    WRITABLE,
    Procedure,
    ProcedureVersion,
    SharedBlockVersion,
    VersionState,
)
from parvis.common.journal import digest
from parvis.organisations.models import Organisation

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
# What builders know the parts of a question by; any other is an option of its type.
PARTS: dict[str, str | Promise] = {
    "label": gettext_lazy("libellé"),
    "help": gettext_lazy("aide"),
    "type": gettext_lazy("type"),
    "required": gettext_lazy("obligatoire ou non"),
    "condition": gettext_lazy("condition"),
    "checks": gettext_lazy("règles"),
    "options": gettext_lazy("choix proposés"),
    "prefill": gettext_lazy("pré-remplissage"),
    "fields": gettext_lazy("questions du bloc"),
}
OTHER = gettext_lazy("réglages")


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """One question of a block that differs. ``parts`` says in words what changed in it."""

    kind: str
    key: str
    label: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockImpact:
    """One place of a procedure that holds the block. ``customised``: its questions are those of no version of it."""

    address: str
    label: str
    step: str
    changes: tuple[QuestionChange, ...]
    customised: bool


@dataclass(frozen=True)
class Impact:
    """What a procedure becomes. ``base`` is its version being written, else the one that takes deposits.

    ``problems`` are what the new questions would break in it. Only what takes deposits and is not being rewritten can
    be published at once: a draft holds other changes, that nobody decided to publish.
    """

    base: ProcedureVersion
    blocks: tuple[BlockImpact, ...]
    problems: tuple[str, ...]
    definition: Document

    @property
    def procedure(self) -> Procedure:
        """Return the procedure."""
        return self.base.procedure

    @property
    def is_being_written(self) -> bool:
        """Return whether the change goes into a draft that someone is writing."""
        return self.base.state in WRITABLE

    @property
    def can_be_published(self) -> bool:
        """Return whether the change can go online at once."""
        return not self.is_being_written and not self.problems


def impacts(version: SharedBlockVersion) -> list[Impact]:
    """Return the procedures of the body that a version of a block would change, by title."""
    known = set(version.block.versions.values_list("checksum", flat=True))
    found = (_impact(version, base, known) for base in _bases(version))
    return [impact for impact in found if impact.blocks]


@dataclass(frozen=True, slots=True)
class BlockCopy:
    """A block of questions in a procedure of a body: the one being written, else the one online.

    ``shared`` is the code of the shared block it is a copy of, empty for one of its own.
    """

    procedure: Procedure
    address: str
    label: str
    questions: int
    shared: str
    checksum: str


def copies_of(organisation: Organisation) -> list[BlockCopy]:
    """Return every block of questions in the procedures of a body, by the procedure's title."""
    versions = ProcedureVersion.objects.filter(procedure__organisation=organisation)
    current = versions.exclude(state=VersionState.RETIRED).order_by(
        "procedure__title", "procedure", "-number"
    )
    latest = {one.procedure_id: one for one in reversed(current.select_related("procedure"))}
    return [
        BlockCopy(
            procedure=version.procedure,
            address=place.address,
            label=str(place.field.get("label", "")),
            questions=len(place.field.get("fields", [])),
            shared=str(place.field.get("block", "")),
            checksum=digest(place.field.get("fields", [])),
        )
        for version in sorted(latest.values(), key=lambda one: (one.procedure.title, one.pk))
        for place in fields(version.definition)
        if place.field.get("type") == "block"
    ]


def places_of_block(definition: Document, code: str) -> Iterator[FieldPlace]:
    """Yield the questions of a definition that are copies of a shared block."""
    for place in fields(definition):
        if place.field.get("type") == "block" and place.field.get("block") == code:
            yield place


def compare(before: list[Document], after: list[Document]) -> tuple[QuestionChange, ...]:
    """Return how the questions of a block differ: those added, changed, moved, then those removed."""
    former = {field["key"]: field for field in before}
    kept = [field["key"] for field in after if field["key"] in former]
    order = [field["key"] for field in before if field["key"] in kept]
    changes = []
    for field in after:
        key, label = field["key"], str(field.get("label", field["key"]))
        if key not in former:
            changes.append(QuestionChange(ADDED, key, label))
        elif parts := _parts(former[key], field):
            changes.append(QuestionChange(CHANGED, key, label, parts))
        elif order.index(key) != kept.index(key):
            changes.append(QuestionChange(MOVED, key, label))
    now = {field["key"] for field in after}
    gone = [field for field in before if field["key"] not in now]
    removed = (QuestionChange(REMOVED, field["key"], str(field.get("label", field["key"]))) for field in gone)
    return (*changes, *removed)


def _bases(version: SharedBlockVersion) -> list[ProcedureVersion]:
    """Return, for each procedure that holds the block, the version that the change starts from."""
    block = version.block
    named = {one.pk: one for one in versions_in_use(block.code, "block", [block.organisation_id])}
    bases = []
    for procedure_id in dict.fromkeys(one.procedure_id for one in named.values()):
        versions = ProcedureVersion.objects.filter(procedure_id=procedure_id).defer("definition")
        latest = versions.order_by("-number").first()
        if latest is None or latest.state not in WRITABLE:
            latest = versions.filter(state=VersionState.PUBLISHED).first()
        if latest is not None and latest.pk in named:
            bases.append(named[latest.pk])
    return bases


def _impact(version: SharedBlockVersion, base: ProcedureVersion, known: set[str]) -> Impact:
    document = copy.deepcopy(base.definition)
    before, blocks = _wrong(document), []
    problems: list[str] = []
    for place in places_of_block(document, version.block.code):
        changes = compare(place.field["fields"], version.fields)
        if changes:
            blocks.append(
                BlockImpact(
                    address=place.address,
                    label=str(place.field.get("label", "")),
                    step=str(place.page.page.get("title", "")),
                    changes=changes,
                    customised=digest(place.field["fields"]) not in known,
                )
            )
            problems += _still_read(base.definition, place, changes)
        place.field["fields"] = copy.deepcopy(version.fields)
    problems += [sentence for sentence in _wrong(document) if sentence not in before]
    return Impact(base, tuple(blocks), tuple(problems), document)


def _still_read(definition: Document, block: FieldPlace, changes: Iterable[QuestionChange]) -> Iterator[str]:
    """Yield the formulas outside a block that read a question it loses: they would silently hold no more."""
    for change in changes:
        if change.kind != REMOVED:
            continue
        for formula in readers(definition, f"{block.address}.{change.key}"):
            if formula.pointer[: len(block.pointer)] != block.pointer:
                yield _("%(place)s : la question « %(label)s », qui disparaît, y est lue.") % {
                    "place": place_in_words(definition, formula.pointer),
                    "label": change.label,
                }


def _wrong(definition: Document) -> list[str]:
    return [sentence for said in errors(lint(definition)).values() for sentence in said]


def _parts(before: Document, after: Document) -> tuple[str, ...]:
    names = [
        name
        for name in {**before, **after}
        if digest(before.get(name)) != digest(after.get(name)) and name != "key"
    ]
    return tuple(dict.fromkeys(str(PARTS.get(name, OTHER)) for name in names))
