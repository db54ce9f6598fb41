"""Put an agent in charge."""

from collections.abc import Callable
from typing import ClassVar

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases.action_kinds import ActionFailed, CaseAction, Run, register
from parvis.cases.models import OPEN, Case
from parvis.cases.services.treatment import put_in_charge
from parvis.catalogue.workflows.actions import Kind, Phase, Setting
from parvis.organisations.absence_queries import absences_today, substitute_of
from parvis.organisations.models import Agent
from parvis.organisations.named_queries import agent_named
from parvis.organisations.queries import habilitated_agents


@register
class Assign(CaseAction):
    """A named agent, who made the transition, each in turn, the least loaded, or nobody any more."""

    code, label = "assign", gettext_lazy("Attribuer à un agent")
    phase = Phase.TRANSACTION
    settings: ClassVar = (
        Setting(
            "how",
            Kind.CHOICE,
            gettext_lazy("À qui"),
            required=True,
            choices=(
                ("fixed", gettext_lazy("un agent nommé")),
                ("actor", gettext_lazy("qui a fait l’étape")),
                ("rotation", gettext_lazy("chacun son tour")),
                ("least_loaded", gettext_lazy("le moins chargé")),
                ("nobody", gettext_lazy("personne")),
            ),
        ),
        Setting("agent", Kind.AGENT, gettext_lazy("Le nom de l’agent, si c’en est un")),
    )

    def run(self, run: Run) -> None:
        """Put them in charge. Raises ActionFailed when the team has nobody who could be."""
        chosen = _WAYS[run.settings["how"]](run)
        if put_in_charge(run.case, chosen):
            run.touch("assignee", "state")


def _fixed(run: Run) -> Agent:
    agent = agent_named(run.case.team_id, run.text("agent"))
    if agent is None:
        raise ActionFailed(_("Aucun agent du service n’a ce nom ou cette adresse."), again=False)
    return substitute_of(agent) or agent


def _actor(run: Run) -> Agent | None:
    return Agent.objects.get(pk=run.by.agent_id) if run.by else run.case.assignee


def _in_turn(run: Run) -> Agent:
    """Return the agent after the one who got the last case of the team, in a fixed order."""
    agents = sorted(_agents(run), key=lambda agent: agent.pk)
    last = (
        Case.objects.filter(team_id=run.case.team_id, assignee__isnull=False)
        .exclude(pk=run.case.pk)
        .order_by("-status_since", "-received_at")
        .values_list("assignee_id", flat=True)
        .first()
    )
    return next((agent for agent in agents if last is not None and agent.pk > last), agents[0])


def _least_loaded(run: Run) -> Agent:
    """Return the agent with the fewest open cases of the team."""
    agents = {agent.pk: agent for agent in _agents(run)}
    charged = Agent.objects.filter(pk__in=agents).annotate(
        load=Count("cases", filter=Q(cases__state__in=OPEN, cases__team_id=run.case.team_id))
    )
    return agents[charged.order_by("load", "pk").values_list("pk", flat=True)[0]]


def _agents(run: Run) -> list[Agent]:
    """Return the agents who are there today; when all are away, all of them."""
    able = _able(run)
    away = absences_today(agent.pk for agent in able)
    return [agent for agent in able if agent.pk not in away] or able


def _able(run: Run) -> list[Agent]:
    found = habilitated_agents(run.case.team_id)
    if not found:
        raise ActionFailed(_("Le service n’a pas d’agent à qui confier la demande."))
    return found


_WAYS: dict[str, Callable[[Run], Agent | None]] = {
    "fixed": _fixed,
    "actor": _actor,
    "rotation": _in_turn,
    "least_loaded": _least_loaded,
    "nobody": lambda _run: None,
}
