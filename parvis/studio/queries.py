"""Reads of the studio, shaped for its pages. Definitions are left unread."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from parvis.catalogue.models import Procedure, ProcedureVersion, VersionState
from parvis.organisations.models import Organisation
from parvis.organisations.names import plain

MOST_BODIES = 30


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
