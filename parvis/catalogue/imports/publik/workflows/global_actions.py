"""Global actions: what may be done from any status, by a button, a delay or a call."""

import re
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import from_html
from parvis.catalogue.imports.naming import cut, key_of
from parvis.catalogue.imports.publik.language.templates import read_template
from parvis.catalogue.imports.publik.language.translation import usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.workflows.building import Action, Circuit, Place, joined
from parvis.catalogue.imports.publik.workflows.delays import days_of
from parvis.catalogue.imports.publik.workflows.elements import GlobalAction, Item, Trigger
from parvis.catalogue.imports.publik.workflows.ways import GIVING, LEADING, step, tell_left
from parvis.catalogue.imports.publik.workflows.words import whole_of
from parvis.catalogue.imports.report import What

_SAID = {"displaymsg": "message", "redirect_to_url": "url"}
"""Items that a global action tells the person, by the element that says what."""
ENDPOINT, WAITPOINT, TRANSITION = "_endpoint_status", "_waitpoint_status", "_transition_status"


def take_global_action(action: GlobalAction, circuit: Circuit, kinds: dict[str, list[str]]) -> None:
    """Make the transitions of a global action, one for each trigger. ``kinds``: our statuses by their kind there."""
    place = Place("", action.name, is_global=True)
    where = _("action globale « %(name)s »") % {"name": action.name}
    to, form, jumps = "same", "", []
    for item in action.items:
        circuit.at(where, item)
        try:
            if item.kind in ("jump", "choice"):
                jumps.append((circuit.target(item.status), circuit.condition(item.condition)))
            elif item.kind in GIVING:
                form = circuit.given.get(id(item.element), "") or form
            elif item.kind in _SAID:
                _said(item, circuit, place)
            else:
                step(item, circuit, place)
        except NotUnderstood as why:
            tell_left(item, circuit, str(why))
            continue
        circuit.making.took(What.ACTIONS)
        if item.kind in LEADING:
            circuit.making.took(What.TRANSITIONS)
        if item.kind == "remove" and circuit.removed:
            to = circuit.removed
    circuit.at(where)
    if not (place.actions or form or jumps or to != "same"):
        circuit.making.changed(action.name, _("cette action globale ne fait rien"))
        return
    for trigger in action.triggers:
        _triggered(action, trigger, circuit, kinds, place.actions, to, form, jumps)


def _said(item: Item, circuit: Circuit, place: Place) -> None:
    text = whole_of(item.words(_SAID[item.kind]), circuit.making)
    if text and item.kind == "redirect_to_url":
        text = _("Continuez à cette adresse : %(address)s") % {"address": text}
    if not text:
        raise NotUnderstood(_("ce message ne dit rien"))
    circuit.do(
        place,
        {"do": "write_comment", "text": text, "audience": "everyone"},
        circuit.condition(item.condition),
    )


def _triggered(
    action: GlobalAction,
    trigger: Trigger,
    circuit: Circuit,
    kinds: dict[str, list[str]],
    actions: list[Action],
    to: str,
    form: str,
    jumps: list[tuple[str, str]],
) -> None:
    """Make the transitions of one trigger: one for each jump, each with the actions."""
    try:
        settings = _settings(action, trigger, circuit, kinds)
    except NotUnderstood as why:
        circuit.making.left(What.TRANSITIONS, f"{action.name} : {trigger.kind}", str(why))
        return
    circuit.making.took(What.TRANSITIONS)
    if not settings:
        return
    origin = settings.pop("origin")
    done = _for(settings, actions, circuit, action.name)
    for target, condition in jumps or [(to, "")]:
        leaving = _without(origin, target, circuit, kinds) if target not in ("same", "back") else origin
        made = {**settings, "condition": condition, "actions": done, "form": form}
        if origin == "open" and target in ("same", "back"):
            _once(made, action.name)
        circuit.transition(action.name or _("Action"), leaving, target, **made)


def _once(made: dict[str, Any], name: str) -> None:
    """Have a timed action that leaves the case where it is done once: a tag says that it was, as dates stay past."""
    if all(each["do"] == "anonymise" for each in made["actions"]):
        return
    tag = cut(re.sub(r'[{}"\\\\]', "", name) or _("Action programmée"), 60)
    made["condition"] = joined([each for each in (f'!("{tag}" in case.tags)', made["condition"]) if each])
    made["actions"] = [*made["actions"], {"do": "set_tags", "add": [tag]}]


def _for(settings: dict[str, Any], actions: list[Action], circuit: Circuit, name: str) -> list[Action]:
    """Return the actions of a trigger; a button leaves out those that the platform has nobody to do yet."""
    if "when" in settings:
        return actions
    kept = [each for each in actions if each["do"] != "anonymise"]
    if len(kept) < len(actions):
        circuit.making.changed(
            name,
            _("l’anonymisation ne se fait pas d’un clic : elle suit la durée de conservation de la démarche"),
        )
    return kept


def _without(origin: Any, target: str, circuit: Circuit, kinds: dict[str, list[str]]) -> Any:
    """Return where a jump starts from: anywhere but where it leads."""
    if origin == "any":
        origin = list(circuit.keys.values())
    elif origin == "open":
        origin = [key for key in circuit.keys.values() if key not in kinds[ENDPOINT]]
    return [key for key in origin if key not in (target, circuit.removed)] or origin


def _settings(
    action: GlobalAction, trigger: Trigger, circuit: Circuit, kinds: dict[str, list[str]]
) -> dict[str, Any]:
    """Return where, by whom and when a trigger acts; nothing when nobody may. Raises NotUnderstood."""
    match trigger.kind:
        case "manual":
            return _by_hand(action, trigger, circuit, kinds)
        case "webservice":
            name = key_of(trigger.words("identifier") or action.name or "signal")
            return {"origin": "any", "who": ["system"], "when": {"on": "signal", "name": name}}
        case "timeout":
            return _timed(trigger, circuit, kinds)
        case _:
            raise NotUnderstood(
                _("ce déclencheur n’est pas connu : %(kind)s") % {"kind": trigger.kind or "?"}
            )


def _by_hand(
    action: GlobalAction, trigger: Trigger, circuit: Circuit, kinds: dict[str, list[str]]
) -> dict[str, Any]:
    who = circuit.roles.who(trigger.roles)
    if not who:
        circuit.making.changed(
            action.name, _("personne ne pouvait faire cette action : elle n’est pas reprise")
        )
        return {}
    origin = _origin(trigger.statuses, circuit, kinds)
    confirm = ""
    if trigger.is_true("require_confirmation"):
        source = trigger.words("confirmation_text")
        confirm = whole_of(source, circuit.making) if source else _("Confirmez-vous ce choix ?")
    return {
        "origin": origin,
        "who": who,
        "confirm": confirm,
        "grouped": trigger.is_true("allow_as_mass_action"),
        "help": from_html(action.element.words("backoffice_info_text"))[:20000],
    }


def _origin(statuses: list[str], circuit: Circuit, kinds: dict[str, list[str]]) -> Any:
    if not statuses:
        return "any"
    found = [key for each in statuses for key in (kinds.get(each) or [circuit.keys.get(each, "")]) if key]
    if not found:
        raise NotUnderstood(_("les étapes où cette action est proposée ne sont pas dans le circuit"))
    return list(dict.fromkeys(found))


def _timed(trigger: Trigger, circuit: Circuit, kinds: dict[str, list[str]]) -> dict[str, Any]:
    delay, backward = days_of(trigger.words("timeout"), circuit.making.translator)
    anchor = trigger.words("anchor")
    first = trigger.words("anchor_status_first", "anchor_status_latest").removeprefix("wf-")
    if anchor == "creation":
        date = {"on": "date", "date": "case.received_on", "minus" if backward else "plus": delay}
        return {"origin": "open", "who": ["system"], "when": date}
    if anchor in ("1st-arrival", "latest-arrival"):  # without a status, the one where the case is
        origin = [circuit.target(first)] if first else "open"
        return {"origin": origin, "who": ["system"], "when": {"on": "delay", "after": delay}}
    if anchor == "finalized" and kinds[ENDPOINT]:
        return {"origin": kinds[ENDPOINT], "who": ["system"], "when": {"on": "delay", "after": delay}}
    if anchor in ("template", "python"):
        date = {"on": "date", "date": _date(trigger, circuit), "minus" if backward else "plus": delay}
        return {"origin": "open", "who": ["system"], "when": date}
    raise NotUnderstood(
        _("cette date de départ n’a pas d’équivalent : %(anchor)s") % {"anchor": anchor or "?"}
    )


def _date(trigger: Trigger, circuit: Circuit) -> str:
    source = trigger.words("anchor_template")
    if trigger.words("anchor") == "python":  # the oldest sites: an expression, not a template
        source = f"={trigger.words('anchor_expression')}"
    circuit.making.reading = source
    return usable(circuit.making.translator().result(read_template(source)))
