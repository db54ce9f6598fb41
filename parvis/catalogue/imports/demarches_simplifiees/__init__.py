"""Démarches simplifiées (démarche numérique): the public schema of a procedure, as its GraphQL API gives it.

Source: ``DemarcheDescriptor``, ``Revision``, ``ChampDescriptor`` and ``LogicExpression`` of the product's published
GraphQL schema (``app/graphql/schema.graphql``). Several states of one procedure become its successive versions.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.imports.demarches_simplifiees.definition import definition_of
from parvis.catalogue.imports.json_documents import BadDocument, read_json
from parvis.catalogue.imports.registry import Imported, Importer, Item, Progress, SourceFile, register
from parvis.catalogue.imports.report import Report

# How clients of the API wrap what it answers, and the names a state goes by in its authenticated half.
WRAPPERS = ("data", "demarche", "demarcheDescriptor")
REVISIONS = ("revision", "activeRevision", "publishedRevision", "draftRevision")


class State(NamedTuple):
    """One state of a procedure, sorted by its dates."""

    since: str
    file: str
    rank: int
    demarche: dict[str, Any]
    revision: dict[str, Any]


@register
class DemarchesSimplifiees(Importer):
    """Schemas in JSON, one state a file; a file may also hold several revisions."""

    code, label = "demarches-simplifiees", gettext_lazy("Démarches simplifiées")

    def recognises(self, file: SourceFile) -> bool:
        """Take any JSON file: one that is damaged is refused with its place when it is read."""
        return file.name.lower().endswith(".json")

    def read(self, files: Sequence[SourceFile], *, report: Report, progress: Progress) -> Imported:
        """Read every state, then make versions in the order of their dates."""
        imported = Imported(report)
        states: list[State] = []
        for file in files:
            states.extend(_states(file, report))
        for done, state in enumerate(sorted(states), start=1):
            made = definition_of(state.demarche, state.revision, report.of(state.file))
            imported.definitions.append(Item(state.file, made.definition))
            imported.tables.extend(Item(state.file, table) for table in made.tables)
            progress(done, len(states), state.file)
        return imported


def _states(file: SourceFile, report: Report) -> list[State]:
    """Return the states that a file holds; a file without any is refused."""
    opened = report.file(file.name, "form")
    try:
        demarche = _unwrapped(read_json(file.content))
    except BadDocument as bad:
        opened.refused(place=bad.place, message=str(bad))
        return []
    revisions = _revisions(demarche)
    if not revisions:
        opened.refused(
            place="/revision",
            message=_("ce fichier ne contient pas le schéma d’une démarche (champDescriptors)."),
        )
    return [
        State(_since(demarche, revision), file.name, rank, demarche, revision)
        for rank, revision in enumerate(revisions)
    ]


def _unwrapped(document: Any) -> dict[str, Any]:
    """Return the procedure inside what the API answered, or what a client kept of it."""
    while isinstance(document, dict):
        inner = next((document[name] for name in WRAPPERS if isinstance(document.get(name), dict)), None)
        if inner is None:
            return document
        document = inner
    return {}


def _revisions(demarche: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the revisions: the whole list when it is there, else the one in force."""
    listed = demarche.get("revisions")
    several = [one for one in listed if _is_revision(one)] if isinstance(listed, list) else []
    if several:
        return several
    single = next((demarche[name] for name in REVISIONS if _is_revision(demarche.get(name))), None)
    if single is None and _is_revision(demarche):  # some clients keep the revision's lists at the top
        single = demarche
    return [single] if single is not None else []


def _is_revision(node: Any) -> bool:
    return isinstance(node, dict) and isinstance(node.get("champDescriptors"), list)


def _since(demarche: dict[str, Any], revision: dict[str, Any]) -> str:
    """Return the date of a state as a text that sorts."""
    dates = (
        revision.get("datePublication"),
        revision.get("dateCreation"),
        demarche.get("dateDerniereModification"),
        demarche.get("datePublication"),
    )
    return next((date for date in dates if isinstance(date, str)), "")
