"""What stands around every page of the desk: queues with counts, saved views, teams, search, account."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from parvis.cases import desk_queries, queries
from parvis.cases.models import SavedView
from parvis.desk import words
from parvis.desk.entrance import AgentRequest


@dataclass(frozen=True, slots=True)
class Place:
    """A place to go in the left zone."""

    label: str
    href: str
    count: str = ""
    current: bool = False
    late: bool = False


def frame(request: AgentRequest, **context: Any) -> dict[str, Any]:
    """Return the context of a page of the desk: its own, and what surrounds it."""
    here = request.get_full_path()
    return {
        "agent": request.agent,
        "searched": "",
        "places": _queues(request.path),
        "views": [
            Place(view.name, view_href(view), current=view_href(view) == here) for view in _views(request)
        ],
        "teams": _teams(request),
        **context,
    }


def view_href(view: SavedView) -> str:
    """Return the address of a saved view: its queue and its filters."""
    filters = {name: value for name, value in view.filters.items() if name != "file"}
    address = reverse("desk:queue", args=[view.filters.get("file", "toutes")])
    return f"{address}?{urlencode(filters)}" if filters else address


def _queues(path: str) -> list[Place]:
    counts = queries.counts()
    places = []
    for queue in queries.QUEUES.values():
        href = reverse("desk:queue", args=[queue.code])
        count = counts.get(queue.code)
        said = "" if count is None else words.many(count, queries.COUNT_UP_TO)
        late = queue.code == "en-retard" and bool(count)
        places.append(Place(str(queue.label), href, said, href == path, late))
    return places


def _views(request: AgentRequest) -> list[SavedView]:
    return desk_queries.saved_views(request.agent.agent_id)


def _teams(request: AgentRequest) -> list[Place]:
    address = reverse("desk:queue", args=["mes-services"])
    chosen = request.GET.get("service", "") if request.path == address else ""
    several = len(request.agent.bodies) > 1
    return [
        Place(
            f"{team.name} ({team.organisation.name})" if several else team.name,
            f"{address}?service={team.pk}",
            current=chosen == str(team.pk),
        )
        for team in desk_queries.own_teams()
    ]
