"""What stands around every page of the desk: queues with counts, saved views, teams, search, account."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.cases import queries
from parvis.cases.desk_queries import TeamName, ViewName, own_teams_and_views
from parvis.cases.models import SavedView
from parvis.catalogue.access import can_build_somewhere
from parvis.catalogue.field_types import clean_line
from parvis.channels import queries as channels
from parvis.desk import words
from parvis.desk.entrance import AgentRequest
from parvis.organisations.access import DECIDING_ROLES, can_protect_data
from parvis.outages.notices import notices

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A place to go in the left zone."""

    label: str
    href: str
    count: str = ""
    current: bool = False
    late: bool = False
    edit: str = ""


def frame(request: AgentRequest, **context: Any) -> dict[str, Any]:
    """Return the context of a page of the desk: its own, and what surrounds it."""
    here = request.get_full_path()
    return {
        "agent": request.agent,
        "searched": "",
        "builds": can_build_somewhere(request.agent),
        "places": _queues(request),
        "due_places": _dues(request),
        "outage_places": _outages(request),
        "views": _views(request, here),
        "teams": _teams(request),
        **context,
    }


def words_asked(request: AgentRequest, name: str = "q") -> str:
    """Return the words of a search, without what the database cannot hold."""
    return clean_line(request.GET.get(name, ""))[:LONGEST]


def own_teams(request: AgentRequest) -> list[TeamName]:
    """Return the agent's teams."""
    return _own(request)[0]


def own_views(request: AgentRequest) -> list[ViewName]:
    """Return the lists the agent keeps."""
    return _own(request)[1]


def _own(request: AgentRequest) -> tuple[list[TeamName], list[ViewName]]:
    """Read teams and views once a request."""
    known: tuple[list[TeamName], list[ViewName]] | None = getattr(request, "own", None)
    if known is None:
        known = request.own = own_teams_and_views()  # type: ignore[attr-defined]
    return known


def view_href(view: SavedView | ViewName) -> str:
    """Return the address of a saved view: its queue and its filters."""
    filters = {name: value for name, value in view.filters.items() if name != "file"}
    address = reverse("desk:queue", args=[view.filters.get("file", "toutes")])
    return f"{address}?{urlencode(filters)}" if filters else address


def _queues(request: AgentRequest) -> list[Place]:
    path = request.path
    counts = queries.counts()
    places = []
    for queue in queries.QUEUES.values():
        href = reverse("desk:queue", args=[queue.code])
        count = counts.get(queue.code)
        said = "" if count is None else words.many(count, queries.COUNT_UP_TO)
        late = queue.code == "en-retard" and bool(count)
        places.append(Place(str(queue.label), href, said, href == path, late))
    waiting = channels.count_waiting(up_to=queries.COUNT_UP_TO)
    for label, name, count in (
        (_("E-mails à trier"), "desk:mails", waiting.mails),
        (_("Courrier à trier"), "desk:post", waiting.letters),
        (_("SMS à trier"), "desk:sms", waiting.sms),
        (_("Appels"), "desk:calls", waiting.calls),
    ):
        href = reverse(name)
        if count or path.startswith(href):  # a body that receives none has no such queue
            places.append(Place(label, href, words.many(count, queries.COUNT_UP_TO), path == href))
    if request.agent.roles & DECIDING_ROLES:
        href = reverse("desk:doubles")
        places.append(Place(_("Fiches qui se ressemblent"), href, current=path == href))
    return [*places, Place(_("Envois"), reverse("desk:sendings"), current=path == reverse("desk:sendings"))]


def _outages(request: AgentRequest) -> list[Place]:
    """Return the way to the outages, with how many run for the agent's body or for all, and to the breaches."""
    running = [one for one in notices(request.agent.organisation_id, at_large=True) if one.is_running]
    href = reverse("desk:outages")
    count = str(len(running)) if running else ""
    places = [Place(_("Pannes"), href, count, request.path.startswith(href), bool(running))]
    if can_protect_data(request.agent, request.agent.organisation_id):
        register = reverse("desk:breaches")
        current = request.path.startswith(register)
        places.append(Place(_("Violations de données"), register, current=current))
    return places


def _dues(request: AgentRequest) -> list[Place]:
    """Return the ways to what falls due, over every delay."""
    soon = "?vue=bientot"
    return [
        Place(str(label), href, current=href == request.path + (soon if request.GET.get("vue") else ""))
        for label, href in (
            (_("Tous les retards"), reverse("desk:dues")),
            (_("Bientôt"), reverse("desk:dues") + soon),
            (_("Calendrier"), reverse("desk:due_calendar")),
            (_("Charge"), reverse("desk:due_load")),
            (_("Avis demandés"), reverse("desk:opinions")),
        )
    ]


def _views(request: AgentRequest, here: str) -> list[Place]:
    hrefs = [(view, view_href(view)) for view in own_views(request)]
    return [
        Place(view.name, href, current=href == here, edit=reverse("desk:rename_view", args=[view.pk]))
        for view, href in hrefs
    ]


def _teams(request: AgentRequest) -> list[Place]:
    address = reverse("desk:queue", args=["mes-services"])
    chosen = request.GET.get("service", "") if request.path == address else ""
    several = len(request.agent.bodies) > 1
    return [
        Place(
            f"{team.name} ({team.body})" if several else team.name,
            f"{address}?service={team.pk}",
            current=chosen == str(team.pk),
        )
        for team in own_teams(request)
    ]
