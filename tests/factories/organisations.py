"""Bodies, territories, teams and agents."""

from datetime import date
from typing import Any

import factory
from django.db import transaction
from factory.django import DjangoModelFactory

from parvis.common import actor, clock
from parvis.common.models import Account
from parvis.organisations.models import (
    Agent,
    Competence,
    Delegation,
    Habilitation,
    Organisation,
    OrganisationKind,
    Outline,
    Role,
    Team,
    Territory,
    TerritoryInclusion,
    TerritoryKind,
)


class TerritoryFactory(DjangoModelFactory[Territory]):
    """A municipality that lies in itself; ``inside=[epci, region]`` puts it in others and in what contains them.

    ``square=(west, south, east, north)`` gives it a square outline.
    """

    class Meta:
        model = Territory
        skip_postgeneration_save = True

    kind = TerritoryKind.MUNICIPALITY
    code = factory.Sequence(lambda number: f"{76000 + number}")
    name = factory.Sequence(lambda number: f"Commune {number}")
    population = 1000

    @factory.post_generation
    def inside(self: Territory, create: bool, containers: list[Territory] | None, **_: Any) -> None:
        above = {self.pk}
        for container in containers or []:
            above |= set(container.containers.values_list("container_id", flat=True))
        TerritoryInclusion.objects.bulk_create(
            TerritoryInclusion(contained=self, container_id=container) for container in above
        )

    @factory.post_generation
    def square(self: Territory, create: bool, sides: tuple[float, ...] | None, **_: Any) -> None:
        if sides:
            west, south, east, north = sides
            ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
            Outline.objects.create(
                territory=self,
                geometry={"type": "MultiPolygon", "coordinates": [[ring]]},
                west=west,
                south=south,
                east=east,
                north=north,
            )


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    class Params:
        # A municipality with its territory.
        municipality = factory.Trait(territory=factory.SubFactory(TerritoryFactory))

    kind = OrganisationKind.MUNICIPALITY
    name = factory.Sequence(lambda number: f"Ville {number}")
    slug = factory.Sequence(lambda number: f"ville-{number}")
    postal_address = "1 place de la Mairie\n76000 Ville"
    email = factory.LazyAttribute(lambda body: f"mairie@{body.slug}.invalid")
    phone = "02 00 00 00 00"


class TeamFactory(DjangoModelFactory[Team]):
    """``competent_for=["code"]``: on its body's territory; ``receives_for=[body]``: these delegate to it."""

    class Meta:
        model = Team
        skip_postgeneration_save = True

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda number: f"Service {number}")
    email = "service@example.invalid"

    @factory.post_generation
    def competent_for(self: Team, create: bool, codes: list[str] | None, **extra: Any) -> None:
        for code in codes or []:
            Competence.objects.create(
                organisation=self.organisation,
                team=self,
                procedure_code=code,
                territory=extra.get("territory") or self.organisation.territory,
            )

    @factory.post_generation
    def receives_for(self: Team, create: bool, bodies: list[Organisation] | None, **_: Any) -> None:
        for body in bodies or []:
            Delegation.objects.create(organisation=body, team=self, since=clock.today())


class AccountFactory(DjangoModelFactory[Account]):
    class Meta:
        model = Account

    email = factory.Sequence(lambda number: f"compte{number}@example.invalid")
    password = "!"  # nobody signs in by password unless the test says so

    @classmethod
    def _create(cls, model_class: type[Account], *args: Any, **kwargs: Any) -> Account:
        with actor.signing_in(), transaction.atomic():
            return super()._create(model_class, *args, **kwargs)


class AgentFactory(DjangoModelFactory[Agent]):
    """``with_role=Role.CASE_HANDLER`` habilitates on the whole body, ``on=[team, …]`` on these teams only."""

    class Meta:
        model = Agent
        skip_postgeneration_save = True

    class Params:
        case_handler = factory.Trait(with_role=Role.CASE_HANDLER)
        reception = factory.Trait(with_role=Role.RECEPTION)
        manager = factory.Trait(with_role=Role.TEAM_MANAGER)

    account = factory.SubFactory(AccountFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    first_name = "Camille"
    last_name = factory.Sequence(lambda number: f"Lenoir{number}")
    capacity = "adjointe administrative"

    @factory.post_generation
    def with_role(self: Agent, create: bool, role: Role | None, **extra: Any) -> None:
        if role is None:
            return
        for team in extra.get("on") or [None]:
            Habilitation.objects.create(
                agent=self,
                organisation=team.organisation if team else self.organisation,
                team=team,
                role=role,
                since=date(2000, 1, 1),
            )
