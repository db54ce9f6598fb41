"""Name who holds a function for this case."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.cases import journal
from parvis.cases.action_kinds import ActionFailed, CaseAction, Run, register
from parvis.cases.services.consultations import admit_team
from parvis.catalogue.workflows.actions import Kind, Named, Phase, Setting
from parvis.organisations.models import Agent, Team
from parvis.organisations.named_queries import agent_named


@register
class NameFunction(CaseAction):
    """The agent who made the transition, the team in charge, its assignee, a team by its name, an agent by name."""

    code, label = "name_function", gettext_lazy("Désigner une fonction")
    phase = Phase.TRANSACTION
    settings: ClassVar = (
        Setting("function", Kind.FUNCTION, gettext_lazy("Fonction"), required=True),
        Setting(
            "who",
            Kind.CHOICE,
            gettext_lazy("Qui"),
            choices=(
                ("actor", gettext_lazy("qui a fait l’étape")),
                ("handler", gettext_lazy("le service chargé")),
                ("assignee", gettext_lazy("l’agent chargé")),
                ("team", gettext_lazy("un service, par son nom")),
                ("agent", gettext_lazy("un agent du service chargé, par son nom")),
            ),
            default="team",
        ),
        Setting("team", Kind.TEAM, gettext_lazy("Le nom du service, si c’en est un")),
        Setting("agent", Kind.AGENT, gettext_lazy("Le nom de l’agent, si c’en est un")),
    )

    def faults(self, settings: Mapping[str, Any], named: Named) -> Iterator[tuple[str, str]]:  # noqa: ARG002
        """Yield what is wrong: a team or an agent is named."""
        if settings.get("who", "team") == "team" and "team" not in settings:
            yield "team", _("écrivez le nom du service.")
        if settings.get("who") == "agent" and "agent" not in settings:
            yield "agent", _("écrivez le nom de l’agent.")

    def run(self, run: Run) -> None:
        """Name it; the team sees the case from then on. Raises ActionFailed when there is no such team or agent."""
        team, agent = _chosen(run)
        key = run.settings["function"]
        name = str(agent) if agent else team.name
        run.keep("functions", **{key: {"team": team.pk, "agent": agent.pk if agent else None, "name": name}})
        admit_team(run.case, team)
        function = run.flow.functions.get(key, {}).get("label", key)
        journal.record(run.case, "function_named", facts={"function": function, "name": name})


def _chosen(run: Run) -> tuple[Team, Agent | None]:
    case, who = run.case, run.chosen("who")
    if who == "actor" and run.by is not None:
        return case.team, Agent.objects.get(pk=run.by.agent_id)
    if who == "assignee" and case.assignee is not None:
        return case.team, case.assignee
    if who == "agent":
        return case.team, _agent(run)
    if who != "team":
        return case.team, None
    name = run.text("team").strip()
    team = Team.objects.filter(
        organisation_id=case.organisation_id, is_active=True, name__iexact=name
    ).first()
    if team is None:
        raise ActionFailed(_("L’organisme n’a pas de service « %(name)s ».") % {"name": name}, again=False)
    return team, None


def _agent(run: Run) -> Agent:
    agent = agent_named(run.case.team_id, run.text("agent"))
    if agent is None:
        raise ActionFailed(_("Aucun agent du service n’a ce nom ou cette adresse."), again=False)
    return agent
