"""Reads of the catalogue: which procedures a body offers to whom, and under which version."""

from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, QuerySet

from parvis.catalogue.models import Audience, Procedure, ProcedureVersion, VersionState
from parvis.common.errors import NotFound
from parvis.organisations import queries as organisations
from parvis.organisations.models import Organisation
from parvis.organisations.names import plain


def offered_by(organisation: Organisation) -> list[Procedure]:
    """Return the procedures that a body offers to the public, by theme and title.

    They are its own and those of the bodies above it; of one code, the nearest publisher's is offered.
    """
    return _nearest(_public().order_by("category", "title", "pk"), publishers_of(organisation))


def search_offered(organisation: Organisation, text: str, *, limit: int = 30) -> list[Procedure]:
    """Return the procedures offered that answer all the words, else some of them; each word may be cut short."""
    words = plain(text).split()[:12]
    publishers = publishers_of(organisation)
    for link in (" & ", " | "):
        if not words:
            break
        asked = SearchQuery(link.join(f"{word}:*" for word in words), config="parvis_fr", search_type="raw")
        matching = _public().filter(text=asked).annotate(rank=SearchRank(F("text"), asked))
        found = _nearest(matching.order_by("-rank", "title", "pk"), publishers)
        if found:
            return found[:limit]
    return []


def offered_version(organisation: Organisation, code: str) -> ProcedureVersion:
    """Return the published version of a procedure that a body offers to the public. Raises NotFound."""
    return _version_of(_nearest(_public().filter(code=code).order_by("pk"), publishers_of(organisation)))


def internal_version(organisation: Organisation, code: str) -> ProcedureVersion:
    """Return the published version of a procedure for agents that a body or one above it offers. Raises NotFound."""
    internal = _published().filter(code=code, audience=[Audience.AGENT])
    return _version_of(_nearest(internal.order_by("pk"), publishers_of(organisation)))


def publishers_of(organisation: Organisation) -> list[int]:
    """Return the ids of the bodies whose procedures a body offers, the nearest first."""
    return [organisation.pk, *(body.pk for body in organisations.ancestors(organisation))]


def _published() -> QuerySet[Procedure]:
    return Procedure.objects.filter(is_active=True, versions__state=VersionState.PUBLISHED)


def _public() -> QuerySet[Procedure]:
    """Those for anyone but agents alone."""
    return _published().exclude(audience=[Audience.AGENT])


def _nearest(procedures: QuerySet[Procedure], publishers: list[int]) -> list[Procedure]:
    found = list(procedures.filter(organisation_id__in=publishers).defer("text"))
    nearest: dict[str, Procedure] = {}
    for procedure in sorted(found, key=lambda one: publishers.index(one.organisation_id)):
        nearest.setdefault(procedure.code, procedure)
    return [procedure for procedure in found if nearest[procedure.code] is procedure]


def _version_of(procedures: Iterable[Procedure]) -> ProcedureVersion:
    for procedure in procedures:
        versions = ProcedureVersion.objects.select_related("procedure__organisation")
        return versions.get(procedure=procedure, state=VersionState.PUBLISHED)
    raise NotFound
