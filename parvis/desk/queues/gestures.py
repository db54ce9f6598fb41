"""Gestures on several cases: what was ticked, to whom it goes, what came of it."""

from collections import Counter

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from parvis.cases import desk_queries
from parvis.cases.desk_queries import ViewName
from parvis.cases.models import Case
from parvis.cases.queries import PAGE, QUEUES
from parvis.cases.services.treatment import assign_case
from parvis.common.errors import DomainError, NotFound
from parvis.desk.entrance import AgentRequest
from parvis.desk.forms import DeskForm
from parvis.desk.frame import own_views
from parvis.desk.queues.forms import KEPT
from parvis.organisations.access import AgentSession
from parvis.organisations.models import Agent


def chosen(request: HttpRequest) -> list[Case]:
    """Return the cases ticked, those the agent sees, a page at most."""
    return desk_queries.cases_numbered(numbers_of(request))


def numbers_of(request: HttpRequest) -> list[str]:
    """Return the numbers of the cases ticked, a page at most."""
    return (request.POST if request.method == "POST" else request.GET).getlist("demande")[:PAGE]


def came_from(request: HttpRequest) -> str:
    """Return the list one came from, if it is ours."""
    target = request.POST.get("retour") or request.GET.get("retour", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/bureau/")
    return target if safe else reverse("desk:home")


class AssignForm(DeskForm):
    """To whom: « moi » in one gesture, or a colleague of the teams that hold these cases."""

    a = forms.ChoiceField(
        label=_("Confier à"),
        error_messages={
            "required": _("Choisissez un agent."),
            "invalid_choice": _("Cet agent n’est plus dans ce service. Choisissez-en un autre."),
        },
    )

    def __init__(self, request: AgentRequest, cases: list[Case]) -> None:
        said = [data for data in (request.POST, request.GET) if request.method == "POST" and "a" in data]
        super().__init__(said[0] if said else None)
        self._agents = _able_on_all({case.team_id for case in cases})
        self._me = request.agent
        names = [(key, str(agent)) for key, agent in self._agents.items() if int(key) != self._me.agent_id]
        self.offer(
            "a",
            [
                ("moi", _("moi")),
                *names,
                ("personne", _("personne : remettre à attribuer")),
            ],
        )

    def clean(self) -> dict[str, object]:
        """Find the agent: None puts the cases back to be taken."""
        key = (
            str(self._me.agent_id) if self.cleaned_data.get("a") == "moi" else self.cleaned_data.get("a", "")
        )
        if "a" in self.cleaned_data and key != "personne" and key not in self._agents:
            self.add_error(
                "a", _("Vous n’instruisez pas ces demandes : confiez-les à un agent de leur service.")
            )
        return {**self.cleaned_data, "agent": self._agents.get(key)}


def _able_on_all(teams: set[int]) -> dict[str, Agent]:
    """Return the agents who treat the cases of each of these teams, by id as posted."""
    each = [{str(agent.pk): agent for agent in desk_queries.colleagues([team])} for team in sorted(teams)]
    return (
        {key: agent for key, agent in each[0].items() if all(key in others for others in each)}
        if each
        else {}
    )


def assign_all(cases: list[Case], *, to: Agent | None, by: AgentSession) -> tuple[int, Counter[str]]:
    """Give each case to an agent; return how many were, and the refusals of the others by sentence."""
    done, refusals = 0, Counter[str]()
    for case in cases:
        try:
            assign_case(case_id=case.pk, to=to, by=by)
            done += 1
        except DomainError as refusal:
            refusals[str(refusal)] += 1
    return done, refusals


def own_view(request: AgentRequest, view_id: int) -> ViewName:
    """Return one of the agent's own views. Raises NotFound."""
    for view in own_views(request):
        if view.pk == view_id:
            return view
    raise NotFound


def filters_of(request: HttpRequest) -> dict[str, str]:
    """Return the queue and the filters to keep, as a form posts them."""
    code = request.POST.get("file", "")
    kept = {name: request.POST[name] for name in KEPT if request.POST.get(name)}
    return {"file": code if code in QUEUES else "toutes", **kept}
