"""The bodies, teams, agents and procedures of the measures: a region of 800 bodies and about 2,400 teams."""

from dataclasses import dataclass
from datetime import date

from bench import forms

BODIES, TEAMS_A_BODY = 800, 3
SHARES = (0.6, 0.3, 0.1)
"""Share of a body's cases that each of its teams holds."""
SINCE = date(2020, 1, 1)
WIDE = 60
"""How many teams the agent of the wide queue acts for."""


@dataclass(frozen=True)
class World:
    """Ids of what was made. ``teams[body rank][team rank]``; bodies from the busiest to the quietest."""

    region: int
    bodies: list[int]
    teams: list[list[int]]
    agents: list[list[int]]
    municipalities: list[int]
    desk: int
    versions: list[tuple[int, str]]
    wide_account: int
    desk_account: int
    handler_account: int


def build() -> World:
    """Make the world, or find again the one this base holds. Call as the system, Django set up."""
    from django.db import transaction

    from parvis.organisations.models import Organisation

    with transaction.atomic():
        if not Organisation.objects.filter(slug="region-banc").exists():
            _make()
        return _read()


def weights() -> list[float]:
    """Return how much each body receives, the busiest first (Zipf)."""
    return [1 / (rank + 1) ** 0.87 for rank in range(BODIES)]


def _make() -> None:
    from parvis.organisations.models import Delegation, OrganisationKind, Team
    from parvis.organisations.services.bodies import create_organisation

    region_place, places = _territories()
    region = create_organisation(
        kind=OrganisationKind.REGION, name="Région du banc", slug="region-banc", territory=region_place
    )
    desk = Team.objects.create(organisation=region, name="Accueil mutualisé")
    bodies = _bodies(region, places)
    Delegation.objects.bulk_create(Delegation(organisation=body, team=desk, since=SINCE) for body in bodies)
    teams = Team.objects.bulk_create(
        Team(organisation=body, name=f"Service {rank}", email=f"service{rank}@{body.slug}.invalid")
        for body in bodies
        for rank in range(TEAMS_A_BODY)
    )
    _procedures(region, desk, region_place)
    _competences(teams, places)
    _agents(teams, desk)


def _territories() -> "tuple[object, list[object]]":
    from parvis.organisations.models import Territory, TerritoryInclusion, TerritoryKind

    region = Territory.objects.create(kind=TerritoryKind.REGION, code="99", name="Région du banc")
    places = Territory.objects.bulk_create(
        Territory(
            kind=TerritoryKind.MUNICIPALITY,
            code=f"99{rank:03}",
            name=f"Commune du banc {rank}",
            population=1000,
        )
        for rank in range(BODIES)
    )
    TerritoryInclusion.objects.bulk_create(
        [TerritoryInclusion(container=region, contained=region)]
        + [TerritoryInclusion(container=place, contained=place) for place in places]
        + [TerritoryInclusion(container=region, contained=place) for place in places]
    )
    return region, places


def _bodies(region: object, places: list[object]) -> "list[object]":
    from parvis.organisations.models import Organisation, OrganisationKind

    return Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.MUNICIPALITY,
            name=f"Commune du banc {rank}",
            slug=f"commune-{rank}",
            parent=region,
            territory=place,
            postal_address="1 place de la Mairie\n76000 Ville",
            email=f"mairie@commune-{rank}.invalid",
            phone="02 00 00 00 00",
        )
        for rank, place in enumerate(places)
    )


def _procedures(region: object, desk: object, place: object) -> None:
    from parvis.catalogue.services.publication import import_definition, publish_version
    from parvis.organisations.services.competences import declare_competence

    definitions = [forms.deposit(), forms.simple(), *(forms.other(code) for code in forms.OTHERS)]
    for definition in definitions:
        publish_version(version=import_definition(organisation=region, definition=definition))
        declare_competence(team=desk, procedure_code=definition["code"], territory=place)


def _competences(teams: list[object], places: list[object]) -> None:
    from parvis.organisations.models import Competence

    codes = [forms.DEPOSIT, forms.SIMPLE, *forms.OTHERS]
    Competence.objects.bulk_create(
        (
            Competence(
                organisation_id=team.organisation_id,
                team=team,
                procedure_code=code,
                territory=places[rank // 3],
            )
            for rank, team in enumerate(teams)
            if rank % TEAMS_A_BODY == 0
            for code in codes
        ),
        batch_size=5000,
    )


def _agents(teams: list[object], desk: object) -> None:
    """Make one agent a team, one for the desk, and one who acts for sixty teams of as many bodies."""
    from parvis.common.models import Account
    from parvis.organisations.models import Agent, Habilitation, Role

    names = [f"agent{rank}" for rank in range(len(teams))] + ["accueil", "large"]
    accounts = Account.objects.bulk_create(
        Account(email=f"{name}@banc.invalid", password="!") for name in names
    )
    homes = [*(team.organisation_id for team in teams), desk.organisation_id, desk.organisation_id]
    agents = Agent.objects.bulk_create(
        Agent(
            account=account,
            organisation_id=home,
            first_name="Camille",
            last_name=f"Agent {name}",
            capacity="adjointe",
        )
        for account, home, name in zip(accounts, homes, names, strict=True)
    )
    wide = [teams[rank * TEAMS_A_BODY] for rank in range(0, BODIES, BODIES // WIDE)][:WIDE]
    held = [
        *zip(agents, teams, strict=False),
        (agents[-2], desk),
        *((agents[-1], team) for team in wide),
    ]
    Habilitation.objects.bulk_create(
        Habilitation(
            agent=agent, organisation_id=team.organisation_id, team=team, role=Role.CASE_HANDLER, since=SINCE
        )
        for agent, team in held
    )


def _read() -> World:
    from parvis.catalogue.models import ProcedureVersion
    from parvis.common.models import Account
    from parvis.organisations.models import Agent, Organisation, Team

    bodies = list(Organisation.objects.filter(slug__startswith="commune-").order_by("pk"))
    teams = list(Team.objects.filter(organisation__in=bodies).order_by("pk").values_list("pk", flat=True))
    agents = dict(
        Agent.objects.filter(habilitations__team__in=teams)
        .exclude(last_name="Agent large")
        .values_list("habilitations__team", "pk")
    )
    accounts = dict(Account.objects.filter(email__endswith="@banc.invalid").values_list("email", "pk"))
    by_body = [teams[start : start + TEAMS_A_BODY] for start in range(0, len(teams), TEAMS_A_BODY)]
    versions = ProcedureVersion.objects.filter(procedure__code__in=forms.OTHERS).order_by("procedure__code")
    return World(
        region=Organisation.objects.get(slug="region-banc").pk,
        bodies=[body.pk for body in bodies],
        teams=by_body,
        agents=[[agents[team] for team in of_body] for of_body in by_body],
        municipalities=[body.territory_id for body in bodies],
        desk=Team.objects.get(name="Accueil mutualisé").pk,
        versions=list(versions.values_list("pk", "procedure__code")),
        wide_account=accounts["large@banc.invalid"],
        desk_account=accounts["accueil@banc.invalid"],
        handler_account=accounts["agent0@banc.invalid"],
    )
