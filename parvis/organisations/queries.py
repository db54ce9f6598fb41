"""Reads of the organisations room: who is competent where, who receives for whom, which place is meant."""

from collections.abc import Container, Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.lookups import TrigramStrictWordSimilar
from django.contrib.postgres.search import TrigramStrictWordSimilarity
from django.db import connection, transaction
from django.db.models import Case, CharField, F, Func, IntegerField, Q, QuerySet, When
from django.db.models.functions import Length
from django.utils import timezone

from parvis.common import actor, clock
from parvis.common.errors import NotFound
from parvis.common.postgresql.compiled import Compiled, among, hole
from parvis.organisations import geometry, opening_hours
from parvis.organisations.access import CASE_ROLES
from parvis.organisations.models import (
    Agent,
    Organisation,
    OrganisationKind,
    Outline,
    Team,
    Territory,
    TerritoryKind,
)
from parvis.organisations.names import plain
from parvis.organisations.sessions import agent_session
from parvis.organisations.team_rows import COMPETENT, RECEIVING, teams_with_bodies

# From the smallest to the widest: the smallest territory that contains a place wins.
_WIDTH = Case(
    When(competences__territory__kind=TerritoryKind.MUNICIPALITY, then=0),
    When(competences__territory__kind=TerritoryKind.EPCI, then=1),
    When(competences__territory__kind=TerritoryKind.DEPARTMENT, then=2),
    default=3,
    output_field=IntegerField(),
)


def in_force(prefix: str = "", on: date | None = None) -> Q:
    """Return the filter of rows with ``since`` and ``until`` that are in force on a day, both ends
    included.
    """
    day = on or clock.today()
    return Q(**{f"{prefix}since__lte": day}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day})
    )


def teams_of(agent: Agent | int) -> list[Team]:
    """Return the active teams whose cases an agent sees today, by body and name, bodies loaded."""
    session = agent_session(agent if isinstance(agent, int) else agent.pk)
    return list(teams_by_id(session.teams)) if session else []


def teams_by_id(ids: Iterable[int]) -> QuerySet[Team]:
    """Return teams by their ids, with their bodies, by body and name."""
    teams = Team.objects.filter(pk__in=list(ids)).select_related("organisation")
    return teams.order_by("organisation__name", "name")


def competent_team(procedure_code: str, territory_id: int) -> Team | None:
    """Return the team that handles a procedure for a place: the smallest territory that contains it wins.

    None when nobody is competent: the case then goes to the publisher's own team.
    """
    return next(iter(teams_with_bodies(COMPETENT, [territory_id, procedure_code])), None)


def competent_teams_elsewhere(
    procedure_code: str, territory_id: int, *, not_of: int | None = None
) -> list[Team]:
    """Return the other bodies' teams competent for a procedure at a place, the closest first (CRPA L114-2).

    ``not_of`` is the id of the body that holds the case.
    """
    found = _competent(procedure_code, territory_id).exclude(organisation_id=not_of or 0)
    return list({team.pk: team for team in found}.values())


def teams_to_transfer_to(text: str, *, not_of: int | None = None, limit: int = 20) -> list[Team]:
    """Return the active teams of other bodies whose name or body matches a text: where an agent may forward
    a case.
    """
    teams = Team.objects.filter(is_active=True, organisation__is_active=True)
    teams = teams.exclude(organisation_id=not_of or 0).annotate(
        words=_plain_of("name"), body_words=_plain_of("organisation__name")
    )
    for word in plain(text).split():
        teams = teams.filter(Q(words__contains=f" {word}") | Q(body_words__contains=f" {word}"))
    return list(teams.select_related("organisation").order_by("organisation__name", "name")[:limit])


def reception_teams(organisation_id: int) -> list[Team]:
    """Return the teams to which a body delegates its reception today, the shared desk first among equals."""
    today = clock.today()
    return teams_with_bodies(RECEIVING, [organisation_id, today, today])


def bodies_received_by(team_id: int) -> list[Organisation]:
    """Return the bodies that delegate their reception to a team today, by name."""
    bodies = Organisation.objects.filter(
        in_force("delegations__"), delegations__team_id=team_id, is_active=True
    )
    return list(bodies.order_by("name").distinct())


def ancestors(organisation: Organisation) -> list[Organisation]:
    """Return the bodies above one, the nearest first: an intermunicipal body, a department, a region."""
    with connection.cursor() as cursor:
        cursor.execute(_ANCESTORS, [organisation.parent_id])
        order = dict(cursor.fetchall())
    found = _above.all(keys=list(order)) if order else []
    return sorted(found, key=lambda body: order[body.pk])


_above = Compiled(lambda: Organisation.objects.filter(among("pk", hole("keys"))))


def organisation_by_slug(slug: str) -> Organisation:
    """Return the active body of an address « /<slug>/ ». Raises NotFound."""
    found = _by_slug.one(slug=slug)
    if found is None:
        raise NotFound
    return found


_by_slug = Compiled(
    lambda: Organisation.objects.filter(slug=hole("slug"), is_active=True).select_related(
        "territory", "parent"
    )
)


def organisations_by_id(ids: Iterable[int]) -> dict[int, Organisation]:
    """Return bodies by id."""
    return Organisation.objects.in_bulk(list(ids))


def organisation_by_siren(siren: str) -> Organisation:
    """Return an active body by its number in the SIRENE register (spaces set aside). Raises NotFound."""
    found = Organisation.objects.filter(siren=siren.replace(" ", ""), is_active=True).order_by("pk").first()
    if found is None or not siren.strip():
        raise NotFound
    return found


def organisation_of_territory(territory_id: int) -> Organisation | None:
    """Return the local authority of a territory: the municipality of a commune, the region of a region."""
    bodies = Organisation.objects.filter(territory_id=territory_id, kind=F("territory__kind"), is_active=True)
    return bodies.order_by("pk").first()


def top_organisation() -> Organisation | None:
    """Return the body at whose name the whole platform speaks: the one above all others, a region first."""
    tops = Organisation.objects.filter(parent=None, is_active=True).order_by("pk")
    return tops.filter(kind=OrganisationKind.REGION).first() or tops.first()


def municipal_bodies(territory_ids: Iterable[int]) -> dict[int, Organisation]:
    """Return the active municipality of each territory that has one, by the territory's id."""
    bodies = Organisation.objects.filter(
        territory_id__in=list(territory_ids), kind=OrganisationKind.MUNICIPALITY, is_active=True
    )
    return {body.territory_id: body for body in bodies.order_by("-pk") if body.territory_id}


def handled_codes(organisation: Organisation) -> frozenset[str]:
    """Return the codes of the procedures for which some team is competent on a body's whole territory."""
    if organisation.territory_id is None:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_HANDLED, [organisation.territory_id])
        return frozenset(code for (code,) in cursor.fetchall())


_HANDLED = """
SELECT DISTINCT competence.procedure_code FROM organisations_competence competence
JOIN organisations_territoryinclusion held ON held.container_id = competence.territory_id AND held.contained_id = %s
JOIN organisations_team team ON team.id = competence.team_id AND team.is_active
JOIN organisations_organisation body ON body.id = team.organisation_id AND body.is_active
"""


def organisation_search(text: str, *, limit: int = 10) -> list[Organisation]:
    """Return active bodies by words of their name, accents and case set aside; an exact name first."""
    bodies = Organisation.objects.filter(is_active=True).annotate(words=_plain_of("name"))
    words = plain(text)
    for word in words.split():
        bodies = bodies.filter(words__contains=f" {word}")
    exact = Case(When(words=f" {words}", then=0), default=1, output_field=IntegerField())
    return list(bodies.order_by(exact, Length("name"), "name", "pk")[:limit]) if words else []


def municipality_search(text: str, *, within: int | None = None, limit: int = 10) -> list[Territory]:
    """Return municipalities by the start of words of their name or postcode: « st ouen », « 76000 », « rouen
    76 ».

    ``within`` is the id of a territory that must contain them. The exact name comes first, then the names
    that begin with the text, then by population. When nothing begins so, names close to the text (a slip of
    the pen).
    """
    words = " ".join(_UNABRIDGED.get(word, word) for word in plain(text).split())
    if not words:
        return []
    places = _municipalities(within)
    matching = places
    for word in words.split():
        matching = matching.filter(words__contains=f" {word}")
    rank = Case(
        When(plain_name=f" {words}", then=0),
        When(plain_name__startswith=f" {words}", then=1),
        default=2,
        output_field=IntegerField(),
    )
    found = list(matching.order_by(rank, F("population").desc(nulls_last=True), "name", "pk")[:limit])
    return found or list(_close_to(places, words)[:limit])


def municipality_by_code(insee_code: str) -> Territory | None:
    """Return a municipality by its INSEE code."""
    return next(iter(Territory.objects.raw(_BY_CODE, [insee_code])), None)


def some_municipality(share: float) -> Territory | None:
    """Return the commune that stands at that share (0 to 1) of those we know, by code; None when we know none."""
    known = Territory.objects.filter(kind=TerritoryKind.MUNICIPALITY).order_by("code")
    count = known.count()
    return known[min(count - 1, int(share * count))] if count else None


def region_is_loaded(code: str) -> bool:
    """Say whether ``load-territory`` filled a region: it does so all at once or not at all."""
    return Organisation.objects.filter(territory__kind=TerritoryKind.REGION, territory__code=code).exists()


def municipality_at(latitude: float, longitude: float) -> Territory | None:
    """Return the municipality in which a point lies, or None (at sea, abroad, or in a region not loaded)."""
    candidates = Outline.objects.raw(_BOXES_AROUND, [longitude, latitude] * 2)
    for outline in candidates:
        if geometry.contains(outline.geometry["coordinates"], longitude, latitude):
            return Territory.objects.get(pk=outline.pk)
    return None


def outline_of(territory_id: int) -> dict[str, object] | None:
    """Return the outline of a territory as a GeoJSON geometry, or None when the source has none."""
    return Outline.objects.filter(pk=territory_id).values_list("geometry", flat=True).first()


def nearest_outline(latitude: float, longitude: float, *, metres: float = 500) -> Territory | None:
    """Return the municipality of a point, or the nearest within ``metres``: a pin dropped on a quay or a
    border.
    """
    inside = municipality_at(latitude, longitude)
    if inside is not None:
        return inside
    margin = metres / geometry.METRES_PER_DEGREE
    around = Outline.objects.filter(
        territory__kind=TerritoryKind.MUNICIPALITY,
        west__lte=longitude + 2 * margin,
        east__gte=longitude - 2 * margin,
        south__lte=latitude + margin,
        north__gte=latitude - margin,
    ).select_related("territory")
    distances = [
        (geometry.metres_outside(outline.geometry["coordinates"], longitude, latitude), outline.territory)
        for outline in around.order_by("pk")
    ]
    close = [(distance, place) for distance, place in distances if distance <= metres]
    return min(close, key=lambda found: found[0])[1] if close else None


def territory_contains(container_id: int, contained_id: int) -> bool:
    """Say whether a territory lies in another; each lies in itself."""
    return Territory.objects.filter(pk=contained_id, containers__container_id=container_id).exists()


def open_now(
    organisation: Organisation, at: datetime | None = None, *, closed_days: Container[date] = ()
) -> opening_hours.Openness:
    """Say whether a body is open, with the sentence for the public: « Ouvert, ferme à 17 h. »

    ``closed_days`` are the public holidays of its territory (``parvis.deadlines.holidays_fr``).
    """
    moment = timezone.localtime(at or clock.now())
    return opening_hours.open_at(organisation.opening_hours, moment, closed_days=closed_days)


def is_in_office(agent_id: int) -> bool:
    """Return whether an agent still works here."""
    return Agent.objects.filter(pk=agent_id, is_active=True).exists()


def is_open(team_id: int) -> bool:
    """Return whether a service was not closed."""
    return Team.objects.filter(pk=team_id, is_active=True).exists()


def habilitated_agents(team_id: int) -> list[Agent]:
    """Return the active agents who hold a case function on a team today, by last name: to whom a case is
    assigned.
    """
    return list(
        Agent.objects.filter(
            in_force("habilitations__"),
            Q(habilitations__team_id=team_id)
            | Q(habilitations__team=None, habilitations__organisation__teams=team_id),
            habilitations__role__in=CASE_ROLES,
            is_active=True,
        )
        .order_by("last_name", "first_name", "pk")
        .distinct()
    )


def agent_addresses(agents: Iterable[int]) -> dict[int, str]:
    """Return the e-mail address of some agents, by agent.

    Read as the system: an account shows itself to its owner alone, and the professional address of an agent is for
    those who write to them in their duty. It is never shown on a page by this way.
    """
    with transaction.atomic(), actor.acting_as(actor.for_system("organisations.addresses")):
        found = Agent.objects.filter(pk__in=set(agents)).values_list("pk", "account__email")
        return dict(found)


_LIKE = "0.35"  # two letters exchanged in a name of eight still match (« Boulonge »)
_UNABRIDGED = {"st": "saint", "ste": "sainte", "sts": "saints"}

_BY_CODE = "SELECT * FROM organisations_territory WHERE kind = 'municipality' AND code = %s"

_BOXES_AROUND = """
SELECT outline.* FROM organisations_outline outline
JOIN organisations_territory territory
    ON territory.id = outline.territory_id AND territory.kind = 'municipality'
WHERE box(point(west, south), point(east, north)) @> box(point(%s, %s), point(%s, %s))
ORDER BY outline.territory_id
"""

_ANCESTORS = """
WITH RECURSIVE above(id, parent_id, rank) AS (
    SELECT id, parent_id, 1 FROM organisations_organisation WHERE id = %s
    UNION ALL
    SELECT body.id, body.parent_id, above.rank + 1 FROM organisations_organisation body
    JOIN above ON body.id = above.parent_id WHERE above.rank < 10
) SELECT id, rank FROM above
"""


def _plain_of(column: str) -> Func:
    return Func(F(column), function="parvis_plain", output_field=CharField())


def _municipalities(within: int | None) -> QuerySet[Any]:
    places = Territory.objects.filter(kind=TerritoryKind.MUNICIPALITY)
    if within is not None:
        places = places.filter(containers__container_id=within)
    return places.annotate(
        words=Func(F("name"), F("postcodes"), function="parvis_place_words", output_field=CharField()),
        plain_name=_plain_of("name"),
    )


def _close_to(places: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Return the places whose name looks like the words; the threshold holds until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.strict_word_similarity_threshold', %s, true)", [_LIKE])
    likeness = TrigramStrictWordSimilarity(words, F("words"))
    close: QuerySet[Any] = places.filter(TrigramStrictWordSimilar(F("words"), words))
    ordered: QuerySet[Any] = close.annotate(likeness=likeness).order_by("-likeness", "name", "pk")
    return ordered


def _competent(procedure_code: str, territory_id: int) -> QuerySet[Team]:
    teams = Team.objects.filter(
        competences__procedure_code=procedure_code,
        competences__territory__contents__contained_id=territory_id,
        is_active=True,
        organisation__is_active=True,
    )
    return teams.select_related("organisation").annotate(width=_WIDTH).order_by("width", "pk")
