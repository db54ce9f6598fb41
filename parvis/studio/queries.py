"""Reads of the studio, shaped for its pages. Definitions are left unread."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Prefetch, Q

from parvis.catalogue.models import (
    WRITABLE,
    DraftChange,
    Procedure,
    ProcedureVersion,
    VersionEvent,
    VersionState,
)
from parvis.catalogue.queries import CONFIG
from parvis.common import clock
from parvis.common.errors import NotFound
from parvis.organisations.models import Organisation
from parvis.organisations.names import plain
from parvis.studio.models import PendingImport, Remark, TrialLink

MOST_BODIES = 30
MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """A procedure in the list of a body: what takes deposits, what is being written, when it was last touched."""

    procedure: Procedure
    published: ProcedureVersion | None
    written: ProcedureVersion | None
    touched_at: datetime | None

    @property
    def state(self) -> VersionState:
        """Return where the procedure stands as a whole."""
        if self.published:
            return VersionState.PUBLISHED
        return VersionState(self.written.state) if self.written else VersionState.RETIRED


def bodies(ids: Iterable[int], *, own: int = 0) -> list[Organisation]:
    """Return active bodies by their ids, ``own`` first, then by name."""
    found = Organisation.objects.filter(pk__in=list(ids), is_active=True)
    return sorted(found, key=lambda body: (body.pk != own, plain(body.name)))


def bodies_named(words: str) -> list[Organisation]:
    """Return the active bodies whose name holds some words, by name; without words those that have procedures."""
    named = Q(name__icontains=words.strip()) if words.strip() else Q(procedures__isnull=False)
    return list(Organisation.objects.filter(named, is_active=True).order_by("name").distinct()[:MOST_BODIES])


def procedure_lines(body: Organisation) -> list[ProcedureLine]:
    """Return every procedure of a body, by title, with its versions in short."""
    versions = ProcedureVersion.objects.defer("definition").select_related("published_by").order_by("-number")
    procedures = body.procedures.defer("text").prefetch_related(Prefetch("versions", versions))
    return [_line(one) for one in sorted(procedures, key=lambda each: (plain(each.title), each.pk))]


def procedure(body: Organisation, code: str) -> Procedure:
    """Return a procedure of a body. Raises NotFound."""
    found = body.procedures.defer("text").filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def version_to_show(procedure: Procedure) -> ProcedureVersion:
    """Return what a builder looks at: the version being written, else what is published, else the last one.

    Raises NotFound for a procedure without any version.
    """
    latest = procedure.versions.order_by("-number").first()
    if latest is None:
        raise NotFound
    if latest.state in WRITABLE:
        return latest
    return procedure.versions.filter(state=VersionState.PUBLISHED).first() or latest


def published(procedure: Procedure) -> ProcedureVersion | None:
    """Return the version that takes deposits; None when the procedure is not online."""
    return procedure.versions.filter(state=VersionState.PUBLISHED).select_related("published_by").first()


def versions(procedure: Procedure) -> list[ProcedureVersion]:
    """Return the versions of a procedure, the newest first, with what happened to each; definitions unread."""
    events = VersionEvent.objects.select_related("by").order_by("pk")
    found = procedure.versions.defer("definition").prefetch_related(Prefetch("events", events))
    return list(found.order_by("-number"))


def version_numbered(procedure: Procedure, number: int) -> ProcedureVersion:
    """Return a version of a procedure by its number. Raises NotFound."""
    version = procedure.versions.filter(number=number).first()
    if version is None:
        raise NotFound
    return version


def titles(body: Organisation) -> list[tuple[str, str]]:
    """Return the code and the title of every procedure of a body, by title."""
    found = body.procedures.values_list("code", "title")
    return sorted(found, key=lambda one: (plain(one[1]), one[0]))


def codes(body: Organisation) -> set[str]:
    """Return the codes that the procedures of a body take."""
    return set(body.procedures.values_list("code", flat=True))


def published_elsewhere(body: Organisation, words: str) -> list[ProcedureVersion]:
    """Return what other bodies have online whose texts hold some words, the best first, definitions unread."""
    terms = plain(words).split()
    query = SearchQuery(" & ".join(f"{term}:*" for term in terms) or "''", config=CONFIG, search_type="raw")
    found = ProcedureVersion.objects.filter(state=VersionState.PUBLISHED, procedure__text=query)
    found = found.exclude(procedure__organisation=body).annotate(rank=SearchRank("procedure__text", query))
    ordered = found.select_related("procedure__organisation").defer("definition", "procedure__text")
    return list(ordered.order_by("-rank", "pk")[:MOST_FOUND])


def published_definition(version_id: int) -> dict[str, Any]:
    """Return the definition of a version that is online, whoever published it: it is public. Raises NotFound."""
    version = ProcedureVersion.objects.filter(pk=version_id, state=VersionState.PUBLISHED).first()
    if version is None:
        raise NotFound
    definition: dict[str, Any] = version.definition
    return definition


def open_remarks(procedure: Procedure) -> list[Remark]:
    """Return what colleagues said of a procedure and nobody settled yet, the oldest first."""
    return list(
        Remark.objects.filter(procedure=procedure, settled_at=None).select_related("author").order_by("pk")
    )


def settled_remarks(procedure: Procedure) -> list[Remark]:
    """Return the last remarks that were settled, the newest first."""
    found = (
        Remark.objects.filter(procedure=procedure)
        .exclude(settled_at=None)
        .select_related("author", "settled_by")
    )
    return list(found.order_by("-settled_at", "-pk")[:MOST_FOUND])


def trial_links(version: ProcedureVersion) -> list[TrialLink]:
    """Return the links by which a version is tried that still open it, the newest first."""
    found = TrialLink.objects.filter(version=version, closed_at=None, until__gt=clock.now()).select_related(
        "created_by"
    )
    return list(found.order_by("-pk"))


def remarks_by_link(link: TrialLink, places: Iterable[str]) -> list[Remark]:
    """Return what was said of some places by those who try the form through a link, the oldest first."""
    return list(link.remarks.filter(place__in=list(places)).order_by("pk"))


def pending_import(body: Organisation, import_id: UUID) -> PendingImport:
    """Return an import of a body that waits to be confirmed, its files unread. Raises NotFound."""
    found = PendingImport.objects.filter(organisation=body, pk=import_id).defer("archive").first()
    if found is None:
        raise NotFound
    return found


def last_changes(version: ProcedureVersion) -> tuple[DraftChange | None, DraftChange | None]:
    """Return the last change to a version, which can be taken back, and the one that can be made again."""
    changes = version.changes.select_related("by").defer("changes")
    done = changes.filter(undone=False).order_by("-pk").first()
    undone = changes.filter(undone=True).order_by("pk").first()
    # A definition written otherwise since (an import) leaves nothing to take back.
    on_top = done if done and done.after == version.checksum else None
    return on_top, undone if undone and undone.before == version.checksum else None


def _line(procedure: Procedure) -> ProcedureLine:
    versions = list(procedure.versions.all())
    written = [one for one in versions if one.state in {VersionState.DRAFT, VersionState.WORKSHOP}]
    published = next((one for one in versions if one.state == VersionState.PUBLISHED), None)
    # A draft older than what is published was overtaken: nobody writes it any more.
    current = next((one for one in written if published is None or one.number > published.number), None)
    touched = current or published or next(iter(versions), None)
    return ProcedureLine(procedure, published, current, _moment(touched))


def _moment(version: ProcedureVersion | None) -> datetime | None:
    return (version.published_at or version.created_at) if version else None
