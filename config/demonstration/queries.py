"""Reads of the demonstration's pages, as the system: they show to anyone what nobody may see in a real installation."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from config.demonstration.persons import sample_persons
from parvis.channels.models import OutboundMessage
from parvis.common import actor
from parvis.common.models import Account
from parvis.organisations.models import Agent, Organisation
from parvis.people.models import Person

_EVERYONE = actor.for_system("demonstration")


def agents_by_body() -> list[tuple[Organisation, list[Agent]]]:
    """Return the agents of each body, the region first, with their functions loaded."""
    agents = (
        Agent.objects.filter(is_active=True, account__is_active=True)
        .select_related("organisation")
        .prefetch_related("habilitations__team")
        .order_by("organisation__kind", "organisation_id", "pk")
    )
    found: dict[Organisation, list[Agent]] = {}
    with actor.acting_as(_EVERYONE):
        known = list(agents)
    for agent in sorted(known, key=lambda agent: agent.organisation.kind != "region"):
        found.setdefault(agent.organisation, []).append(agent)
    return list(found.items())


def account_of_agent(agent_id: int) -> Account | None:
    """Return the account of an active agent."""
    with actor.acting_as(_EVERYONE):
        return Account.objects.filter(agent__pk=agent_id, agent__is_active=True, is_active=True).first()


def persons() -> list[Person]:
    """Return the sample residents."""
    with actor.acting_as(_EVERYONE):
        return sample_persons()


def is_sample(person_id: UUID) -> bool:
    """Say whether a person is one of the sample residents."""
    return any(person.pk == person_id for person in persons())


class _AllMessages(Sequence[OutboundMessage]):
    """Every message, read slice by slice as the system: what a paginator needs."""

    def __init__(self, rows: QuerySet[OutboundMessage]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        with actor.acting_as(_EVERYONE):
            return self.rows.count()

    def __getitem__(self, part: Any) -> Any:
        with actor.acting_as(_EVERYONE):
            return list(self.rows[part])


def messages() -> _AllMessages:
    """Return the messages the product wrote, the newest first."""
    return _AllMessages(OutboundMessage.objects.order_by("-queued_at", "-pk"))
