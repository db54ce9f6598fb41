"""Reads of procedures, shaped for pages. Definitions are large: they are read only when a form must be compiled."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db import connection
from django.db.models import Exists, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from parvis.catalogue.models import Audience, Procedure, ProcedureVersion, VersionState
from parvis.common.errors import NotFound
from parvis.organisations.models import Competence, Organisation
from parvis.organisations.names import plain
from parvis.organisations.queries import ancestors
from parvis.organisations.team_rows import columns_of

CONFIG = "parvis_fr"
MOST_WORDS = 12
# Two words that share less are two different words (« frellon » and « frelons » share 0.5).
LEAST_ALIKE = 0.4
SHORTEST_GUESS = 4


class Said(NamedTuple):
    """What lists say of a procedure, in a language."""

    title: str
    summary: str
    category: str


def procedures_for(organisation: Organisation, *, internal: bool = False) -> list[Procedure]:
    """Return what a body offers, by category then title: its own, and those of the bodies above it that some
    team handles on its territory.

    A body's own procedure hides the one of the same code above it. ``internal``: those for its agents instead of
    those for the public.
    """
    ranks = _ranks(organisation)
    found = _offered(organisation, ranks, internal=internal).select_related("organisation")
    nearest: dict[str, Procedure] = {}
    for procedure in sorted(found, key=lambda one: ranks[one.organisation_id]):
        nearest.setdefault(procedure.code, procedure)
    return sorted(nearest.values(), key=lambda one: (plain(one.category), plain(one.title)))


def search_procedures(
    organisation: Organisation, words: str, *, internal: bool = False, limit: int = 20
) -> list[Procedure]:
    """Return the procedures a body offers that answer some words, the best first.

    Plurals, accents and beginnings of words are set aside; every word counts, none is required. When no word is
    found, titles and keywords that look like the text are (a slip of the pen).
    """
    terms = plain(words).split()[:MOST_WORDS]
    if not terms:
        return []
    offered = {procedure.pk: procedure for procedure in procedures_for(organisation, internal=internal)}
    found = _matching(offered, terms) or _alike(offered, terms)
    return [offered[key] for key in found[:limit]]


def by_category(procedures: Iterable[Procedure]) -> list[tuple[str, list[Procedure]]]:
    """Return procedures grouped by category, in order of category."""
    ordered = sorted(procedures, key=lambda one: plain(one.category))
    return [(name, list(group)) for name, group in groupby(ordered, key=lambda one: one.category)]


def said_in(language: str, procedures: Iterable[Procedure]) -> dict[int, Said]:
    """Return by key what lists say of procedures, in a language as far as their definitions speak it, else in French.

    One query, none in French.
    """
    procedures = list(procedures)
    overlays = _overlays(language, procedures) if language != "fr" else {}
    said = {}
    for one in procedures:
        overlay = overlays.get(one.pk) or {}
        texts = (overlay.get(f"/{name}", getattr(one, name)) for name in Said._fields)
        said[one.pk] = Said(*texts)
    return said


def find_procedure(organisation: Organisation, code: str, *, internal: bool | None = None) -> Procedure:
    """Return the procedure of a code that a body offers: its own, else that of the nearest body above.

    ``internal``: one for agents (True), for the public (False), either (None). Raises NotFound.
    """
    ranks = _ranks(organisation)
    found = _offered(organisation, ranks, internal=internal).filter(code=code).select_related("organisation")
    nearest = min(found, key=lambda one: ranks[one.organisation_id], default=None)
    if nearest is None:
        raise NotFound
    return nearest


def offered_version(
    organisation: Organisation, code: str, *, internal: bool | None = False
) -> ProcedureVersion:
    """Return the version that takes deposits for the procedure of a code at a body, its definition unread.

    One plain statement: it is read at every deposit. Raises NotFound.
    """
    values = {
        "body": organisation.pk,
        "parent": organisation.parent_id,
        "place": organisation.territory_id,
        "code": code,
        "internal": internal,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OFFERED_VERSION, values)
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    version = ProcedureVersion.from_db(connection.alias, _VERSION_COLUMNS, row[: len(_VERSION_COLUMNS)])
    version.procedure = Procedure.from_db(connection.alias, _PROCEDURE_COLUMNS, row[len(_VERSION_COLUMNS) :])
    return version


def published_version(procedure: Procedure) -> ProcedureVersion:
    """Return the version that takes deposits today, its definition unread. Raises NotFound."""
    version = procedure.versions.filter(state=VersionState.PUBLISHED).defer("definition").first()
    if version is None:
        raise NotFound
    version.procedure = procedure
    return version


def published_versions(procedures: Iterable[Procedure]) -> list[ProcedureVersion]:
    """Return the versions that take deposits today for several procedures, by title, definitions unread."""
    versions = ProcedureVersion.objects.filter(procedure__in=list(procedures), state=VersionState.PUBLISHED)
    return list(versions.select_related("procedure").defer("definition").order_by("procedure__title", "pk"))


def versions_to_export(
    organisation: Organisation, *, codes: Iterable[str] | None = None, every: bool = False
) -> list[ProcedureVersion]:
    """Return the versions of a body's procedures to hand over: every one, or of each the published, else the last."""
    versions = ProcedureVersion.objects.filter(procedure__organisation=organisation).select_related(
        "procedure"
    )
    if codes is not None:
        versions = versions.filter(procedure__code__in=list(codes))
    ordered = list(versions.order_by("procedure__code", "number"))
    if every:
        return ordered
    chosen: dict[int, ProcedureVersion] = {}
    for version in ordered:
        former = chosen.get(version.procedure_id)
        if former is None or former.state != VersionState.PUBLISHED:
            chosen[version.procedure_id] = version
    return list(chosen.values())


def _overlays(language: str, procedures: list[Procedure]) -> dict[int, dict[str, str] | None]:
    published = ProcedureVersion.objects.filter(procedure__in=procedures, state=VersionState.PUBLISHED)
    return dict(published.values_list("procedure_id", f"definition__translations__{language}"))


def _published() -> Exists:
    return Exists(ProcedureVersion.objects.filter(procedure=OuterRef("pk"), state=VersionState.PUBLISHED))


def _ranks(organisation: Organisation) -> dict[int, int]:
    """Return the bodies whose procedures a body offers, by their distance from it: itself, then those above."""
    return {body.pk: rank for rank, body in enumerate([organisation, *ancestors(organisation)])}


def _offered(
    organisation: Organisation, publishers: Iterable[int], *, internal: bool | None
) -> QuerySet[Procedure]:
    """Keep what a body offers: its own, and those above it that some team handles on its whole territory."""
    handled = Exists(
        Competence.objects.filter(
            procedure_code=OuterRef("code"),
            territory__contents__contained=organisation.territory_id,
            team__is_active=True,
        )
    )
    for_agents = Q(audience=[Audience.AGENT])
    readers = {True: for_agents, False: ~for_agents, None: Q()}[internal]
    offered = Q(organisation=organisation) | (Q(organisation__in=list(publishers)) & handled)
    return Procedure.objects.filter(offered, readers, _published(), is_active=True).defer("text", "keywords")


def _matching(offered: Iterable[int], terms: list[str]) -> list[int]:
    """Return the keys of those that hold a word, those that hold them all first."""
    query = SearchQuery(" | ".join(f"{term}:*" for term in terms), config=CONFIG, search_type="raw")
    every = SearchQuery(" & ".join(f"{term}:*" for term in terms), config=CONFIG, search_type="raw")
    found = Procedure.objects.filter(pk__in=list(offered), text=query)
    ranked = found.annotate(whole=Q(text=every), rank=SearchRank("text", query))
    return list(ranked.order_by("-whole", "-rank", "pk").values_list("pk", flat=True))


def _alike(offered: Iterable[int], terms: list[str]) -> list[int]:
    """Return the keys of those whose title or keywords look like the longest word; short ones look like anything."""
    longest = max(terms, key=len)
    if len(longest) < SHORTEST_GUESS:
        return []
    words = Concat("title", Value(" "), "keywords", output_field=TextField())
    plain_words = Func(words, function="parvis_plain", output_field=TextField())
    found = Procedure.objects.filter(pk__in=list(offered)).annotate(
        likeness=TrigramWordSimilarity(longest, plain_words)
    )
    close = found.filter(likeness__gte=LEAST_ALIKE).order_by("-likeness", "pk")
    return list(close.values_list("pk", flat=True))


_VERSION_COLUMNS = columns_of(ProcedureVersion, but=frozenset({"definition"}))
_PROCEDURE_COLUMNS = columns_of(Procedure, but=frozenset({"text", "keywords"}))
_OFFERED_VERSION = f"""
WITH RECURSIVE publisher(id, parent_id, rank) AS (
    SELECT %(body)s::bigint, %(parent)s::bigint, 0
    UNION ALL
    SELECT body.id, body.parent_id, publisher.rank + 1 FROM organisations_organisation body
    JOIN publisher ON body.id = publisher.parent_id WHERE publisher.rank < 10
)
SELECT {", ".join(f"version.{name}" for name in _VERSION_COLUMNS)},
       {", ".join(f"procedure.{name}" for name in _PROCEDURE_COLUMNS)}
FROM publisher
JOIN catalogue_procedure procedure ON procedure.organisation_id = publisher.id
JOIN catalogue_procedureversion version ON version.procedure_id = procedure.id AND version.state = 'published'
WHERE procedure.code = %(code)s AND procedure.is_active
  AND (%(internal)s::boolean IS NULL OR %(internal)s::boolean = (procedure.audience = ARRAY['agent']::varchar[]))
  AND (publisher.rank = 0 OR EXISTS (
    SELECT 1 FROM organisations_competence competence
    JOIN organisations_team team ON team.id = competence.team_id AND team.is_active
    JOIN organisations_territoryinclusion held ON held.container_id = competence.territory_id
    WHERE competence.procedure_code = procedure.code AND held.contained_id = %(place)s::bigint))
ORDER BY publisher.rank LIMIT 1
"""  # noqa: S608 - our own columns
