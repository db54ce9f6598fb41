"""A workflow of w.c.s., whole, as the key « workflow » of our definitions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.documents import Document
from parvis.catalogue.imports.publik.language.scope import Question
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import Kind
from parvis.catalogue.imports.publik.making import Making
from parvis.catalogue.imports.publik.workflows.building import Circuit, Place
from parvis.catalogue.imports.publik.workflows.calls import name_calls, name_signals
from parvis.catalogue.imports.publik.workflows.elements import (
    Item,
    Role,
    StatusRead,
    every_item,
    functions_of,
    global_actions_of,
    statuses_of,
)
from parvis.catalogue.imports.publik.workflows.given import (
    attachment_form,
    comment_form,
    given_form,
    service_questions,
)
from parvis.catalogue.imports.publik.workflows.global_actions import (
    ENDPOINT,
    TRANSITION,
    WAITPOINT,
    take_global_action,
)
from parvis.catalogue.imports.publik.workflows.names import Names
from parvis.catalogue.imports.publik.workflows.pruning import give_ways_out, take_out_unreached
from parvis.catalogue.imports.publik.workflows.roles import Roles
from parvis.catalogue.imports.publik.workflows.statuses import (
    first_before,
    is_endpoint,
    made_status,
    split_end,
    waits,
)
from parvis.catalogue.imports.publik.workflows.ways import walk_items
from parvis.catalogue.imports.report import What

MOST_STATUSES, MOST_ITEMS, MOST_TRANSITIONS = 95, 1000, 300
"""What the published schema holds, less what the making adds."""
MOST_ACTIONS = 50
LONGEST_TEXT = 200_000
SERVICE_PAGE = "suivi-par-le-service"
_KNOWN = frozenset(
    {
        "name", "slug", "roles", "possible_status", "global_actions", "variables", "backoffice-fields",
        "criticality_levels", "last_modification", "category", "documentation", "status-remapping", "tests", "testdefs",
    }
)  # fmt: skip
_OF_STATUS = frozenset(
    {"id", "name", "colour", "forced_endpoint", "visibility", "items", "extra_css_class", "documentation"}
)


@dataclass(frozen=True)
class Built:
    """What a workflow became: itself, the questions of the service, those that it reads when no form is there."""

    workflow: dict[str, Any]
    service_fields: list[dict[str, Any]]
    opened: list[dict[str, Any]]


def build(
    document: Document,
    making: Making,
    *,
    chosen: Mapping[str, str],
    own_addresses: frozenset[str] = frozenset(),
    form_names: Mapping[str, str] | None = None,
    alone: bool = False,
) -> Built:
    """Return what a workflow becomes beside a form; ``alone``, what it reads of a form becomes questions.

    ``chosen`` says what roles are here. Raises NotUnderstood when it has no status.
    """
    read = statuses_of(document)
    _bounded(document, read)
    circuit = _circuit(document, making, chosen, alone=alone)
    circuit.own_addresses, circuit.form_names = own_addresses, dict(form_names or {})
    _name_statuses(read, circuit)
    service_questions(circuit)
    name_calls(circuit)
    name_signals(circuit)
    _give_forms(circuit)
    places = [_walked(status, circuit) for status in read]
    kinds = _kinds(read, circuit)
    circuit.removed = _removed(document, circuit)
    for action in global_actions_of(document):
        take_global_action(action, circuit, kinds)
    _assemble(read, places, circuit)
    _tell(document, read, circuit)
    _cut_down(circuit)
    return Built(_document(circuit), circuit.service_fields, list((circuit.names.opened or {}).values()))


def _bounded(document: Document, read: list[StatusRead]) -> None:
    """Refuse what no workflow of ours can hold, before any of it is made. Raises NotUnderstood."""
    if not read:
        raise NotUnderstood(_("ce circuit n’a aucune étape"))
    if len(read) > MOST_STATUSES:
        raise NotUnderstood(_("ce circuit a plus de %(most)d étapes") % {"most": MOST_STATUSES})
    if sum(1 for _item in every_item(document)) > MOST_ITEMS:
        raise NotUnderstood(_("ce circuit a plus de %(most)d actions") % {"most": MOST_ITEMS})
    for item in every_item(document):
        if any(len(one.text) > LONGEST_TEXT for one in item.element.children):
            place = _("ligne %(line)d") % {"line": item.element.line}
            raise NotUnderstood(
                _("un texte de ce circuit est beaucoup trop long (%(place)s)") % {"place": place}
            )


def _circuit(document: Document, making: Making, chosen: Mapping[str, str], *, alone: bool) -> Circuit:
    roles = Roles(functions_of(document), chosen)
    own = replace(making, questions=list(making.questions), keys=set(making.keys), later=frozenset(), row={})
    names = Names(own.near, opened={} if alone else None)
    names.known = lambda name: any(name.startswith(f"form_var_{one.name}") for one in own.questions)
    names.holds_files = lambda name: any(one.name == name and _is_file(one) for one in own.questions)
    own.after = names.read
    circuit = Circuit(document, own, roles, names)
    functions = {
        one: roles.function(Role(one, label)) for one, label in roles.labels.items() if _is_named(one)
    }
    names.functions = {one.lstrip("_").replace("-", "_"): key for one, key in functions.items()}
    return circuit


def _is_file(question: Question) -> bool:
    try:
        return question.shape(question.path).reads.kind is Kind.FILES
    except NotUnderstood:  # it was not taken
        return False


def _is_named(identifier: str) -> bool:
    return bool(identifier) and identifier not in ("_receiver", "_submitter")


def _name_statuses(read: list[StatusRead], circuit: Circuit) -> None:
    for status in read:
        if status.identifier in circuit.keys:
            circuit.making.changed(
                status.name, _("deux étapes ont le même identifiant : les passages mènent à la première")
            )
            continue
        circuit.keys[status.identifier] = circuit.key(status.name, circuit.keys.values(), "etape")
    circuit.names.statuses = {circuit.keys[one.identifier]: one.name for one in read}


def _give_forms(circuit: Circuit) -> None:
    """Make every form of the way first: any text may read their answers."""
    makers = {"form": given_form, "commentable": _comment, "addattachment": _attachment}
    for item in every_item(circuit.document):
        maker = makers.get(item.kind)
        if maker is None:
            continue
        circuit.at(item.named())
        try:
            circuit.given[id(item.element)] = maker(item, circuit, _title(item))
        except NotUnderstood:
            continue  # told where the item stands


def _comment(item: Item, circuit: Circuit, _title: str) -> str:
    return comment_form(item, circuit)


def _attachment(item: Item, circuit: Circuit, _title: str) -> str:
    return attachment_form(item, circuit)


def _title(item: Item) -> str:
    labels = [one.label for one in item.fields() if one.label]
    name = item.words("label") or (labels[0] if len(labels) == 1 else "")
    return name or item.words("varname").replace("_", " ").capitalize() or _("Formulaire")


def _walked(status: StatusRead, circuit: Circuit) -> Place:
    place = Place(circuit.keys[status.identifier], status.name)
    circuit.making.took(What.STATUSES)
    walk_items(status.items, circuit, place)
    return place


def _kinds(read: list[StatusRead], circuit: Circuit) -> dict[str, list[str]]:
    """Return our keys of statuses by the kinds that triggers of w.c.s. name."""
    kinds: dict[str, list[str]] = {ENDPOINT: [], WAITPOINT: [], TRANSITION: []}
    for status in read:
        kind = ENDPOINT if is_endpoint(status) else WAITPOINT if waits(status) else TRANSITION
        kinds[kind].append(circuit.keys[status.identifier])
    return kinds


def _removed(document: Document, circuit: Circuit) -> str:
    """Return the key of the status of cases that a global action erases, made when there is one."""
    if not any(item.kind == "remove" for action in global_actions_of(document) for item in action.items):
        return ""
    key = circuit.key("supprimee", circuit.keys.values(), "supprimee")
    circuit.keys[key] = key
    label = _("Supprimée")
    circuit.names.statuses = {**circuit.names.statuses, key: label}
    return key


def _assemble(read: list[StatusRead], places: list[Place], circuit: Circuit) -> None:
    ends: list[dict[str, Any]] = []
    seen: set[str] = set()
    for rank, (status, place) in enumerate(zip(read, places, strict=True)):
        if place.key in seen:
            continue
        seen.add(place.key)
        circuit.at(_("étape « %(status)s »") % {"status": status.name})
        made = made_status(status, place, circuit, is_first=rank == 0)
        circuit.statuses.append(made)
        if rank == 0 and is_endpoint(status):
            circuit.statuses.insert(0, first_before(made, circuit))
        end = split_end(made, circuit)
        if end is not None:
            ends.append(end)
    circuit.statuses += ends
    if circuit.removed:
        label = circuit.names.statuses[circuit.removed]
        circuit.statuses.append({"key": circuit.removed, "label": label, "state": "closed", "final": True})
    first = circuit.statuses[0]
    _name_teams(first, circuit)
    give_ways_out(circuit)
    take_out_unreached(circuit, first["key"])


def _name_teams(first: dict[str, Any], circuit: Circuit) -> None:
    """Name to functions, as soon as the case is born, the teams that the body said."""
    named = [
        {"do": "name_function", "function": key, "who": "team", "team": team}
        for key, team in circuit.roles.teams.items()
    ]
    if named:
        first["on_arrival"] = [*named, *first.get("on_arrival", [])]


def _cut_down(circuit: Circuit) -> None:
    """Leave out the actions that a list of ours cannot hold. Raises NotUnderstood: too many transitions."""
    if len(circuit.transitions) > MOST_TRANSITIONS:
        raise NotUnderstood(_("ce circuit a plus de %(most)d suites") % {"most": MOST_TRANSITIONS})
    lists = [(one, "on_arrival") for one in circuit.statuses] + [
        (one, "actions") for one in circuit.transitions
    ]
    for holder, part in lists:
        circuit.at(holder["label"])
        for action in holder.get(part, [])[MOST_ACTIONS:]:
            reason = _("une étape n’a pas plus de %(most)d actions") % {"most": MOST_ACTIONS}
            circuit.making.left("action", str(action), reason)
        if part in holder:
            holder[part] = holder[part][:MOST_ACTIONS]


def _tell(document: Document, read: list[StatusRead], circuit: Circuit) -> None:
    """Tell what became of roles, of hidden statuses, and of elements that nobody knows."""
    circuit.at(_("circuit « %(name)s »") % {"name": document.name})
    for label, how in sorted(circuit.roles.told.items()):
        circuit.making.changed(label, how)
    hidden = [one.name for one in read if one.is_hidden]
    if hidden:
        circuit.making.changed(
            ", ".join(hidden),
            _("aucune étape n’est cachée : la personne y lit les mots de l’état de sa demande"),
        )
    for element in document.root.children:
        if element.tag not in _KNOWN and (element.children or element.text.strip()):
            circuit.making.left("element", element.tag, _("cet élément n’est pas connu"))
    for status in read:
        _tell_status(status, circuit)


def _tell_status(status: StatusRead, circuit: Circuit) -> None:
    circuit.at(_("étape « %(status)s »") % {"status": status.name})
    for element in status.element.children:
        said = element.text.strip()
        if element.tag == "backoffice_info_text" and said:
            circuit.making.changed(said, _("ce texte d’aide aux agents n’est pas repris"))
        elif element.tag in ("loop_items_template", "after_loop_status") and said:
            circuit.making.left(
                element.tag, said, _("une étape ne se répète pas pour chaque ligne : elle se fait une fois")
            )
        elif element.tag not in _OF_STATUS and (said or element.children):
            circuit.making.left("element", f"{element.tag}: {said}", _("cet élément n’est pas connu"))


def _document(circuit: Circuit) -> dict[str, Any]:
    used = str([circuit.statuses, circuit.transitions, circuit.templates])
    functions = [
        each
        for key, each in circuit.roles.functions.items()
        if f"function:{key}'" in used or f"'function': '{key}'" in used or f"functions.{key}" in used
    ]
    found: dict[str, Any] = {
        "first": circuit.statuses[0]["key"],
        **({"functions": functions} if functions else {}),
        **({"forms": circuit.forms} if circuit.forms else {}),
        **({"templates": circuit.templates} if circuit.templates else {}),
        "statuses": circuit.statuses,
        "transitions": circuit.transitions,
    }
    return found
