"""Taking in what was read of other products: one transaction, as drafts, as often as one likes."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.catalogue.forms.lint import Level, Remark, errors, lint
from parvis.catalogue.imports.registry import (
    PEOPLE,
    TEAM,
    Imported,
    Item,
    Progress,
    SourceFile,
    registry,
)
from parvis.catalogue.imports.report import Report
from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.services.imported_files import (
    drop_superseded,
    joined_block,
    joined_definition,
    keep_files,
    kept_beside,
    set_beside_aside,
)
from parvis.catalogue.services.media import take_media
from parvis.catalogue.services.publication import import_definition, publish_version
from parvis.catalogue.services.resources import take_block, take_source, take_table
from parvis.common.errors import Invalid
from parvis.organisations.models import Organisation


@dataclass
class TakenIn:
    """What an import gave, or would give: its report, the versions recorded, what keeps some from publication."""

    report: Report
    versions: list[ProcedureVersion] = field(default_factory=list)
    to_complete: dict[str, list[Remark]] = field(default_factory=dict)


def silent(_done: int, _total: int | None, _what: str) -> None:
    """Tell nobody how far an import is."""


def read_files(
    *,
    kind: str,
    files: Sequence[SourceFile],
    progress: Progress = silent,
    roles: Mapping[str, str] | None = None,
    organisation: Organisation | None = None,
) -> Imported:
    """Have files read by an importer, and what it made of them checked; nothing is written. Raises NotFound.

    ``organisation`` is the body that takes them in: what it took in earlier and goes with them is read too.
    ``roles``: what roles of the source are here, ``handler``, ``manager``… or ``team:NAME``; Invalid for another.

    A file that the importer does not recognise, or whose definition is not usable, is refused in the report, and
    what came of it is taken out.
    """
    importer = registry.get(kind).knowing(_checked(roles or {}))
    report = Report()
    known = []
    for file in files:
        if importer.recognises(file):
            known.append(file)
        else:
            _set_aside(file, report, label=str(importer.label))
    beside = kept_beside(organisation, importer, known) if organisation else []
    imported = importer.read([*known, *beside], report=report, progress=progress)
    set_beside_aside(imported, beside)
    imported.kind = kind
    imported.given = {identity: file for file in known if (identity := importer.identity(file))}
    _refuse_unusable(imported)
    return imported


def _checked(roles: Mapping[str, str]) -> Mapping[str, str]:
    for name, code in roles.items():
        if code not in PEOPLE and not code.removeprefix(TEAM).strip():
            raise Invalid({"roles": [_("dites le service du rôle « %(name)s ».") % {"name": name}]})
        if code not in PEOPLE and not code.startswith(TEAM):
            said = _("« %(code)s » n’est pas un rôle d’ici.") % {"code": code}
            raise Invalid({"roles": [said]})
    return roles


def _set_aside(file: SourceFile, report: Report, *, label: str) -> None:
    """Refuse a file that an importer does not read, or only tell it when nobody named it: a licence in a folder."""
    message = _("ce fichier n’est pas reconnu comme un fichier %(label)s.") % {"label": label}
    opened = report.file(file.name, "")
    if file.asked:
        opened.refused(place="", message=message)
    else:
        opened.left("file", place="", what=file.name, reason=message)


@transaction.atomic
def take_in(
    *,
    organisation: Organisation,
    imported: Imported,
    completion: Mapping[str, Any] | None = None,
    publish: bool = False,
    whole: bool = False,
    dry_run: bool = False,
    progress: Progress = silent,
) -> TakenIn:
    """Record what was read, as drafts of a body, in one transaction: an unforeseen failure leaves nothing.

    What the body has already under the same codes is updated, not doubled. What is refused is told in the report and
    leaves nothing either; the rest is taken, unless ``whole``. ``completion`` gives the parts in law that a definition
    lacks (``law``, ``data_notice``, ``other_ways``…), without which it cannot be published. ``publish`` publishes
    those that lack nothing. ``dry_run`` does it all, tells it, and undoes it.
    """
    taken = TakenIn(imported.report)
    _take_media(organisation, imported, store=not dry_run)
    _take_resources(organisation, imported)
    for done, item in enumerate(imported.definitions, start=1):
        with _telling(item, imported.report):
            _take_definition(organisation, {**(completion or {}), **item.document}, taken, publish=publish)
        progress(done, len(imported.definitions), item.code)
    for item in imported.joined:
        _join(organisation, imported, item, taken)
    drop_superseded(organisation, imported)
    keep_files(organisation, imported)
    if dry_run or (whole and imported.report.has_errors):
        transaction.set_rollback(True)
        taken.versions.clear()
    return taken


def _join(organisation: Organisation, imported: Imported, item: Item, taken: TakenIn) -> None:
    """Put into a procedure imported earlier what comes with it now, and say so on the files that bring it."""
    definition = joined_definition(organisation, imported, item)
    if definition is None:
        return
    how = _("pris dans cette démarche, importée auparavant")
    try:
        with transaction.atomic():
            _take_definition(organisation, definition, taken, publish=False)
    except Invalid:
        how = _(
            "cette démarche a changé depuis son import : refaites-la avec le formulaire et le circuit ensemble"
        )
    for one in imported.report.files:
        if one.code == item.code:
            one.changed(place="", what=item.code, how=how)


def _take_definition(
    organisation: Organisation, definition: dict[str, Any], taken: TakenIn, *, publish: bool
) -> None:
    version = import_definition(organisation=organisation, definition=definition)
    lacking = [one for one in lint(definition) if one.level is Level.INCOMPLETE]
    if lacking:
        taken.to_complete[definition["code"]] = lacking
    elif publish:
        version = publish_version(version=version)
    taken.versions.append(version)


def _take_media(organisation: Organisation, imported: Imported, *, store: bool) -> None:
    """Take the images and videos first; one that had to be rebuilt has another code, which the documents then name."""
    renamed: dict[str, str] = {}
    for medium in imported.media:
        report = imported.report.of(medium.file)
        try:
            code = take_media(
                organisation=organisation, name=medium.name, content=medium.content, store=store
            )
        except Invalid as refusal:
            report.refused(place="", message=" ".join(refusal.errors["file"]))
            continue
        if code != medium.code:
            renamed[medium.code] = code
            how = _("l’image est refaite à partir de ses points : ce qu’elle cachait d’autre est enlevé.")
            report.changed(place="", what=medium.name, how=how)
    if renamed:
        imported.definitions = [
            Item(one.file, _renamed(one.document, renamed)) for one in imported.definitions
        ]
        imported.blocks = [Item(one.file, _renamed(one.document, renamed)) for one in imported.blocks]


def _renamed(document: Any, renamed: Mapping[str, str]) -> Any:
    """Return a document in which the codes of media are those they have here."""
    if isinstance(document, dict):
        return {name: _renamed(value, renamed) for name, value in document.items()}
    if isinstance(document, list):
        return [_renamed(value, renamed) for value in document]
    return renamed.get(document, document) if isinstance(document, str) else document


def _take_resources(organisation: Organisation, imported: Imported) -> None:
    """Take the tables, sources and blocks first: the forms name them."""
    for item in imported.tables:
        with _telling(item, imported.report):
            _take_table(organisation, item, imported.report)
    for item in imported.sources:
        with _telling(item, imported.report):
            take_source(organisation=organisation, document=item.document)
    again = [item for item in imported.joined_blocks if joined_block(organisation, imported, item)]
    for item in [*imported.blocks, *again]:
        with _telling(item, imported.report):
            take_block(organisation=organisation, document=item.document)


@contextmanager
def _telling(item: Item, report: Report) -> Iterator[None]:
    """Record one document within; a refusal is told on its file, and nothing of the document stays."""
    try:
        with transaction.atomic():
            yield
    except Invalid as refusal:
        said = refusal.errors or {"": [str(refusal)]}
        for place, sentences in said.items():
            report.of(item.file).refused(place=f"{item.code} {place}".strip(), message=" ".join(sentences))


def _take_table(organisation: Organisation, item: Item, report: Report) -> None:
    """Take a table; a row that cannot be is told, and the others are taken."""
    _table, done = take_table(organisation=organisation, document=item.document, skip_refused=True)
    for line in done.refused:
        place = _("%(code)s, ligne %(line)d") % {"code": item.code, "line": line.line}
        report.of(item.file).left(
            "row", place=place, what=line.label or line.code, reason=" ".join(line.sentences)
        )


def _refuse_unusable(imported: Imported) -> None:
    """Refuse in the report the definitions whose form cannot be used; those that lack notices stay."""
    for item in imported.definitions:
        for pointer, sentences in errors(lint(item.document), Level.ERROR).items():
            imported.report.of(item.file).refused(place=pointer, message=" ".join(sentences))
    refused = {one.file for one in imported.report.files if one.errors}
    imported.definitions = _without(refused, imported.definitions)
    imported.tables = _without(refused, imported.tables)
    imported.sources = _without(refused, imported.sources)
    imported.blocks = _without(refused, imported.blocks)


def _without(refused: set[str], items: list[Item]) -> list[Item]:
    return [one for one in items if one.file not in refused]
