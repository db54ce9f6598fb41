"""Reads shaped for the desk's pages, beside its lists (``queries``): all under the current actor's scope."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from parvis.cases.models import Attachment, Case, SavedView
from parvis.catalogue.models import Procedure
from parvis.common import actor
from parvis.organisations.models import Agent, Competence, Team
from parvis.organisations.queries import in_force

NEARBY_DEGREES = 0.003
"""About 300 m of latitude: reports of one fault are that close."""


@dataclass(frozen=True)
class Choice:
    """A value and what it is called, for a list to choose from."""

    value: str
    label: str


def saved_views(agent_id: int) -> list[SavedView]:
    """Return the lists an agent keeps, by name."""
    return list(SavedView.objects.filter(agent_id=agent_id).order_by("name"))


def own_teams() -> list[Team]:
    """Return the teams the current actor acts for, with their bodies."""
    teams = Team.objects.filter(pk__in=actor.current().teams).select_related("organisation")
    return list(teams.order_by("organisation__name", "name"))


def procedures_handled() -> list[Choice]:
    """Return the procedures that the actor's teams handle, by title: what a list can be narrowed to."""
    codes = Competence.objects.filter(team__in=actor.current().teams).values("procedure_code")
    found = Procedure.objects.filter(code__in=codes).order_by("title").values_list("code", "title")
    return [Choice(code, title) for code, title in dict(found).items()]


def colleagues(teams: Iterable[int]) -> list[Agent]:
    """Return the agents in office who hold a function on one of these teams today: to whom a case is given."""
    own = Q(habilitations__team__in=list(teams)) | Q(
        habilitations__team=None, habilitations__organisation__teams__in=list(teams)
    )
    holding = in_force("habilitations__") & own & Q(habilitations__role__in=["case_handler", "team_manager"])
    return list(
        Agent.objects.filter(holding, is_active=True).distinct().order_by("last_name", "first_name", "pk")
    )


def cases_numbered(numbers: Iterable[str]) -> list[Case]:
    """Return those of these cases that the actor sees, in the order given."""
    order = {number: rank for rank, number in enumerate(numbers)}
    found = Case.objects.visible_to(actor.current()).filter(number__in=order)
    return sorted(found, key=lambda case: order[case.number])


def given_files(case: Case) -> list[Attachment]:
    """Return the files given with a case itself (answers, pieces), oldest first; those of messages stand with them."""
    files = Attachment.objects.filter(case=case, message=None).select_related("file")
    return list(files.order_by("added_at", "pk"))
