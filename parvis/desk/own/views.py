"""What an agent may do here, and how their account is protected."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parvis.desk.entrance import AgentRequest
from parvis.desk.frame import frame, own_teams
from parvis.organisations.models import Role


@dataclass(frozen=True)
class Held:
    """The functions held on one team or on a whole body, in words."""

    where: str
    functions: list[str]


@require_safe
def own(request: AgentRequest) -> HttpResponse:
    """Show the agent's functions, team by team, and the way to their account's security."""
    agent = request.agent
    teams = [
        Held(f"{team.name} · {team.body}", _labels(agent.roles_on(team.pk))) for team in own_teams(request)
    ]
    context = {
        "held": teams,
        "elsewhere": _labels(agent.roles - _on_teams(request)),
        "email": request.user.get_username(),
    }
    return render(request, "desk/own/own.html", frame(request, **context))


def _on_teams(request: AgentRequest) -> frozenset[Role]:
    return frozenset[Role]().union(*request.agent.roles_by_team.values())


def _labels(roles: frozenset[Role]) -> list[str]:
    return [str(role.label) for role in Role if role in roles]
