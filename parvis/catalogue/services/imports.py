"""Taking in what was read of other products: one transaction, as drafts, as often as one likes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parvis.catalogue.forms.lint import Level, Remark, errors, lint
from parvis.catalogue.imports.registry import Imported, Progress, SourceFile, registry
from parvis.catalogue.imports.report import Report
from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.services.publication import import_definition, publish_version
from parvis.organisations.models import Organisation


@dataclass
class TakenIn:
    """What an import gave: its report, the versions recorded, and what keeps some of them from publication."""

    report: Report
    versions: list[ProcedureVersion] = field(default_factory=list)
    to_complete: dict[str, list[Remark]] = field(default_factory=dict)


def read_files(
    *, kind: str, files: Sequence[SourceFile], progress: Progress = lambda _done, _total, _what: None
) -> Imported:
    """Have files read by an importer, and what it made of them checked; nothing is written. Raises NotFound.

    A file that the importer does not recognise, or whose definition is not usable, is refused in the report, and
    what came of it is taken out.
    """
    importer = registry.get(kind)
    report = Report()
    known = []
    for file in files:
        if importer.recognises(file):
            known.append(file)
        else:
            report.file(file.name, "").refused(
                place="",
                message=_("ce fichier n’est pas reconnu comme un fichier %(label)s.")
                % {"label": importer.label},
            )
    imported = importer.read(known, report=report, progress=progress)
    _refuse_unusable(imported)
    return imported


@transaction.atomic
def take_in(
    *,
    organisation: Organisation,
    imported: Imported,
    completion: dict[str, Any] | None = None,
    publish: bool = False,
    progress: Progress = lambda _done, _total, _what: None,
) -> TakenIn:
    """Record what was read as drafts of a body; all of it, or nothing if anything fails.

    What the body has already under the same codes is updated, not doubled. ``completion`` gives the parts in law
    that a definition lacks (``law``, ``data_notice``, ``other_ways``…), without which it cannot be published.
    ``publish`` publishes those that lack nothing. Raises BadDefinition, and nothing is then kept.
    """
    taken = TakenIn(imported.report)
    for done, item in enumerate(imported.definitions, start=1):
        definition = {**(completion or {}), **item.document}
        version = import_definition(organisation=organisation, definition=definition)
        lacking = [one for one in lint(definition) if one.level is Level.INCOMPLETE]
        if lacking:
            taken.to_complete[item.code] = lacking
        elif publish:
            publish_version(version=version)
        taken.versions.append(version)
        progress(done, len(imported.definitions), item.code)
    return taken


def _refuse_unusable(imported: Imported) -> None:
    """Refuse in the report the definitions whose form cannot be used; those that lack notices stay."""
    usable = []
    for item in imported.definitions:
        wrong = errors(lint(item.document), Level.ERROR)
        file = imported.report.of(item.file)
        for pointer, sentences in wrong.items():
            file.refused(place=pointer, message=" ".join(sentences))
        if not wrong:
            usable.append(item)
    imported.definitions = usable
    _drop_refused(imported)


def _drop_refused(imported: Imported) -> None:
    """Take out what came of files that were refused: nothing of them is taken in."""
    refused = {one.file for one in imported.report.files if one.errors}
    kept: Callable[[list[Any]], list[Any]] = lambda items: [one for one in items if one.file not in refused]  # noqa: E731
    imported.definitions = kept(imported.definitions)
    imported.tables = kept(imported.tables)
    imported.sources = kept(imported.sources)
    imported.blocks = kept(imported.blocks)
