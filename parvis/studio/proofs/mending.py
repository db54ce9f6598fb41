"""Where a builder mends what makes a test differ: the action, the transition, the step, else the whole workflow."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from parvis.studio.workflow.bench import Flow

_OF_STATUSES = "statuses"


def with_ways(flow: Flow, differences: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return differences, each with the address (``href``) and the words (``way``) of where it is mended."""
    return [{**one, **_way(flow, one)} for one in differences]


def _way(flow: Flow, one: dict[str, Any]) -> dict[str, str]:
    for target in _targets(flow, one):
        part, key, *_rank = target.split(":")
        if key in flow.keys(part):
            words = {
                "transitions": _("Voir la suite « %(label)s »"),
                _OF_STATUSES: _("Voir l’étape « %(label)s »"),
            }[part]
            return {"href": flow.panel(target), "way": words % {"label": flow.label(part, key)}}
    return {"href": flow.address(), "way": _("Voir le parcours")}


def _targets(flow: Flow, one: dict[str, Any]) -> list[str]:
    """Return where to look, the nearest first."""
    place, transition, status = (one.get(name, "") for name in ("place", "transition", "status"))
    found = [":".join(place.strip("/").split("/"))] if _stands(flow, place) else []
    acts = transition in flow.keys("transitions") and flow.part("transitions", transition).get("actions")
    near = [f"transitions:{transition}", f"{_OF_STATUSES}:{status}"]
    if not acts and one.get("of") == "message":
        near.reverse()
    return found + [each for each in near if not each.endswith(":")]


def _stands(flow: Flow, place: str) -> bool:
    """Say whether an action stands at a place (« /transitions/take/0 »)."""
    parts = place.strip("/").split("/")
    if (
        len(parts) != 3
        or parts[0] not in {"transitions", _OF_STATUSES}
        or parts[1] not in flow.keys(parts[0])
    ):
        return False
    name = "on_arrival" if parts[0] == _OF_STATUSES else "actions"
    return int(parts[2]) < len(flow.part(parts[0], parts[1]).get(name, []))
