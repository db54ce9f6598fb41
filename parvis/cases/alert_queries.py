"""Reads of the alerts an agent chose: their own page shows nothing else."""

from dataclasses import dataclass

from parvis.cases.models import AlertChoice, AlertPlan


@dataclass(frozen=True)
class Alerts:
    """What an agent chose: by team (None for all the others) and kind, and their plan when they have one."""

    plan: AlertPlan | None
    modes: dict[tuple[int | None, str], str]


def alerts_of(agent_id: int) -> Alerts:
    """Return what an agent chose."""
    choices = AlertChoice.objects.filter(agent=agent_id)
    modes = {(one.team_id, one.kind): one.mode for one in choices}
    return Alerts(AlertPlan.objects.filter(pk=agent_id).first(), modes)
