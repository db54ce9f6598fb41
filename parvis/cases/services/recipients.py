"""Whom a warning or an escalation is for, as agreements name them."""

from collections.abc import Sequence

from django.db.models import Q

from parvis.cases.models import Case
from parvis.organisations import queries as organisations
from parvis.organisations.models import Agent, Role
from parvis.organisations.queries import in_force


def recipients(case: Case, whom: Sequence[str]) -> list[Agent]:
    """Return the agents that words name: « assignee », « managers », « team », « dpo », « agent:12 ».

    When nobody is found, those who manage the team; when nobody does, the whole team: no warning is lost.
    """
    found: dict[int, Agent] = {}
    for word in whom:
        found |= {agent.pk: agent for agent in _named(case, word)}
    return list(found.values()) or _holding(case, Role.TEAM_MANAGER) or _team(case)


def _named(case: Case, word: str) -> list[Agent]:
    match word:
        case "assignee":
            return [case.assignee] if case.assignee and case.assignee.is_active else []
        case "managers":
            return _holding(case, Role.TEAM_MANAGER)
        case "dpo":
            return _holding(case, Role.DPO)
        case "team":
            return _team(case)
    key = word.removeprefix("agent:")
    return list(Agent.objects.filter(pk=int(key), is_active=True)) if key.isdigit() else []


def _holding(case: Case, role: Role) -> list[Agent]:
    """Return those who hold a function on the team of a case, or on its whole body."""
    where = Q(habilitations__team=case.team_id) | Q(
        habilitations__team=None, habilitations__organisation=case.organisation_id
    )
    found = Agent.objects.filter(
        in_force("habilitations__") & where & Q(habilitations__role=role), is_active=True
    )
    return list(found.select_related("account").distinct().order_by("pk"))


def _team(case: Case) -> list[Agent]:
    return organisations.habilitated_agents(case.team_id)
