"""The statuses of a workflow: their legal state, their words for the person, whom they wait for, their colour."""

import colorsys
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.naming import cut
from parvis.catalogue.imports.publik.workflows.building import LONGEST_LABEL, Circuit, Place
from parvis.catalogue.imports.publik.workflows.elements import Item, StatusRead
from parvis.catalogue.imports.publik.workflows.roles import MOST_PEOPLE, PERSON

_LEADS = frozenset({"choice", "jumponsubmit", "form", "editable", "resubmit"})
_PERSONS = frozenset({PERSON, "mandatary"})
_NAMES = {"red": "error", "orange": "warning", "yellow": "warning", "green": "success", "blue": "info"}


def is_endpoint(status: StatusRead) -> bool:
    """Return whether the way ends in a status: the source says so, or nothing leads out of it."""
    return status.ends or not any(_leads_out(item, status) for item in status.items)


def waits(status: StatusRead) -> bool:
    """Return whether somebody or something is waited for in a status."""
    return any(
        item.kind in _LEADS or (item.kind == "jump" and not item.jumps_at_once) for item in status.items
    )


def _leads_out(item: Item, status: StatusRead) -> bool:
    if item.kind == "jump":
        return item.status != status.identifier
    if item.kind == "form":
        return any(other.kind in ("choice", "jumponsubmit") for other in status.items)
    return item.kind in _LEADS and bool(item.status)


def made_status(status: StatusRead, place: Place, circuit: Circuit, *, is_first: bool) -> dict[str, Any]:
    """Return a status of ours, once its transitions are made."""
    ends = is_endpoint(status)
    pressed = [each for each in leaving(circuit, place.key) if _is_pressed(each) and not _comments(each)]
    who = list(dict.fromkeys(one for each in pressed for one in each.get("who", ["handler"])))
    made: dict[str, Any] = {
        "key": place.key,
        "label": cut(status.name, LONGEST_LABEL),
        "state": "received" if is_first else "closed" if ends else _open_state(who),
    }
    if not status.is_hidden:
        made["person"] = {"label": cut(status.name, LONGEST_LABEL)}
    if ends and not is_first:
        made["final"] = True
    elif who or _awaits_system(circuit, place.key):
        made["waits_for"] = who[:MOST_PEOPLE] or ["system"]
    tone = tone_of(status.colour)
    if tone != "neutral":
        made["tone"] = tone
    if place.notices:
        made["notices"] = place.notices
    if place.actions:
        made["on_arrival"] = place.actions
    return made


def leaving(circuit: Circuit, key: str) -> list[dict[str, Any]]:
    """Return the transitions written for a status by itself."""
    return [each for each in circuit.transitions if isinstance(each["from"], list) and key in each["from"]]


def split_end(status: dict[str, Any], circuit: Circuit) -> dict[str, Any] | None:
    """Return the end added after a forced endpoint that some conditions leave: it ends only when none holds."""
    own = [each for each in leaving(circuit, status["key"]) if each.get("when", {}).get("on") == "arrival"]
    if not status.get("final") or not own:
        return None
    key = circuit.key(f"{status['key']}_fin", circuit.keys.values(), "fin")
    circuit.keys[key] = key
    end = {**{name: value for name, value in status.items() if name != "on_arrival"}, "key": key}
    status["state"] = "in_progress"
    status.pop("final")
    circuit.names.statuses = {**circuit.names.statuses, key: status["label"]}
    for each in leaving(circuit, status["key"]):
        if _is_pressed(each):
            each["from"] = [*each["from"], key]
    if all(each.get("condition") for each in own):
        circuit.transition(_("Fin du parcours"), [status["key"]], key, who=["system"], when={"on": "arrival"})
    circuit.making.changed(
        status["label"],
        _("cette étape finit le parcours, sauf passage automatique : la fin est une étape à part"),
    )
    return end


def first_before(status: dict[str, Any], circuit: Circuit) -> dict[str, Any]:
    """Return the status of deposit put before a first status that ends at once, which closes in its turn."""
    key = circuit.key("depot", circuit.keys.values(), "depot")
    circuit.keys[key] = key
    status["state"], status["final"] = "closed", True
    status.pop("waits_for", None)
    circuit.transitions.insert(
        0,
        {
            "key": circuit.key("reception", {each["key"] for each in circuit.transitions}, "reception"),
            "label": _("Réception"),
            "from": [key],
            "to": status["key"],
            "who": ["system"],
            "when": {"on": "arrival"},
        },
    )
    circuit.making.changed(
        status["label"], _("le parcours finissait dès sa première étape : une étape de dépôt la précède")
    )
    return {"key": key, "label": _("Demande reçue"), "state": "received"}


def tone_of(colour: str) -> str:
    """Return the tone nearest to a colour: grey is neutral."""
    if colour.lower() in _NAMES:
        return _NAMES[colour.lower()]
    try:
        red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4))
    except ValueError:
        return "neutral"
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < 0.25 or not 0.08 < lightness < 0.95:
        return "neutral"
    degrees = hue * 360
    if degrees < 18 or degrees >= 330:
        return "error"
    if degrees < 68:
        return "warning"
    return "success" if degrees < 165 else "info"


def _open_state(who: list[str]) -> str:
    return "waiting_for_person" if who and set(who) <= _PERSONS else "in_progress"


def _is_pressed(each: dict[str, Any]) -> bool:
    return each.get("when", {"on": "button"})["on"] in ("button", "form")


def _comments(each: dict[str, Any]) -> bool:
    """Return whether a transition only leaves words."""
    return each["to"] == "same" and any(one["do"] == "write_comment" for one in each.get("actions", []))


def _awaits_system(circuit: Circuit, key: str) -> bool:
    return any(each.get("when", {}).get("on") == "signal" for each in leaving(circuit, key))
