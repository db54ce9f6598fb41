"""Calls of other software."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import cut, key_of
from parvis.catalogue.imports.publik.language.templates import is_template, read_template
from parvis.catalogue.imports.publik.language.translation import usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood, Text
from parvis.catalogue.imports.publik.workflows.building import Action, Circuit, Place
from parvis.catalogue.imports.publik.workflows.elements import Item, Pair, every_item, global_actions_of

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
FAILURES = ("action_on_network_errors", "action_on_5xx", "action_on_4xx", "action_on_bad_data")
MOST_PAIRS = 100
KEY_NAME = "publik"
"""Name of what signs the calls that Publik signed; the operator gives it."""
LONGEST_ADDRESS = 20_000


def call(item: Item, circuit: Circuit, place: Place) -> Action:
    """Return a call; where its failures lead becomes transitions of the status. Raises NotUnderstood."""
    method = item.words("method").upper() or (
        "POST" if item.is_true("post") or item.pairs("post_data") else "GET"
    )
    if method not in METHODS:
        raise NotUnderstood(_("cette méthode d’appel n’est pas connue : %(method)s") % {"method": method})
    action: Action = {"do": "call_web_service", "key": _key(item, circuit), "url": _address(item, circuit)}
    label = plain_line(item.words("label"))
    if label:
        action["label"] = cut(label, 200)
    action["method"] = method
    query, body = _pairs(item.pairs("qs_data"), circuit), _body(item, method, circuit)
    if query:
        action["query"] = query
    if body:
        action["body"] = body
    if item.words("request_signature_key"):
        action["secret"] = KEY_NAME
        circuit.making.changed(
            "request_signature_key",
            _("la clé n’est pas reprise : l’exploitant donne le secret nommé « publik »"),
        )
    if item.words("response_type") == "attachment":
        circuit.making.changed(item.named(short=True), _("le fichier reçu n’est pas joint à la demande"))
    action["on_error"] = _failures(item, action["key"], circuit, place)
    return action


def items_of(circuit: Circuit, kind: str) -> Iterator[Item]:
    """Yield the items of a kind of the whole workflow."""
    return (item for item in every_item(circuit.document) if item.kind == kind)


def name_calls(circuit: Circuit) -> None:
    """Give formulas the names of the calls of the workflow, before any is read."""
    for item in items_of(circuit, "webservice_call"):
        name = item.words("varname")
        if name and name not in circuit.names.calls:
            circuit.names.calls[name] = circuit.key(name, circuit.names.calls.values(), "appel")


def name_signals(circuit: Circuit) -> None:
    """Give formulas the names of the signals that the workflow waits for, before any is read."""
    said = [item.words("trigger") for item in items_of(circuit, "jump") if item.mode == "trigger"]
    for action in global_actions_of(circuit.document):
        calls = (one for one in action.triggers if one.kind == "webservice")
        said += [one.words("identifier") or action.name for one in calls]
    circuit.names.signals = list(dict.fromkeys(key_of(one or "signal") for one in said))


def _key(item: Item, circuit: Circuit) -> str:
    """Return the key of a call: two calls of one name share it, as the last answer is read."""
    name = item.words("varname")
    if name:
        return circuit.names.calls[name]
    taken = {*circuit.names.calls.values(), *circuit.action_keys}
    key = circuit.key(plain_line(item.words("label")) or "appel", taken, "appel")
    circuit.action_keys.add(key)
    return key


def _address(item: Item, circuit: Circuit) -> str:
    """Return an address where what is known is recalled. Raises NotUnderstood."""
    source = item.words("url")
    if not source:
        raise NotUnderstood(_("rien ne dit quel logiciel appeler"))
    written = "".join(_pieces(source, circuit)).strip()
    if not written.startswith(("http://", "https://", "{{")):
        raise NotUnderstood(_("cette adresse ne commence pas par https://"))
    return written[:LONGEST_ADDRESS]


def _pieces(source: str, circuit: Circuit) -> Iterator[str]:
    if not is_template(source):
        yield source
        return
    circuit.making.reading = source
    for part in read_template(source):
        if isinstance(part, Text):
            yield part.text
            continue
        value = circuit.making.translator().text((part,))
        yield str(value.constant or "") if value.is_constant else f"{{{{ {usable(value)} }}}}"


def _pairs(pairs: list[Pair], circuit: Circuit) -> dict[str, str]:
    """Return the formulas of what is sent; each that cannot be is told."""
    found: dict[str, str] = {}
    for pair in pairs[:MOST_PAIRS]:
        try:
            found[pair.name[:200]] = circuit.formula(pair.value) if pair.value else '""'
        except NotUnderstood as why:
            circuit.making.left("value", f"{pair.name} : {pair.value}", str(why))
    return found


def _body(item: Item, method: str, circuit: Circuit) -> dict[str, str]:
    if method in ("GET", "DELETE") and item.pairs("post_data"):
        circuit.once(
            item.named(short=True), _("un appel %(method)s n’envoie pas de données") % {"method": method}
        )
    body = {} if method in ("GET", "DELETE") else _pairs(item.pairs("post_data"), circuit)
    if item.is_true("post") and method not in ("GET", "DELETE"):
        told = {
            one.name: one.path
            for one in circuit.making.questions
            if re.fullmatch(r"[a-z][a-z0-9_]*", one.path)
        }
        body = {"number": "case.number", **told, **body}
        circuit.making.changed(
            item.named(short=True), _("les réponses sont envoyées une à une, par leur identifiant")
        )
    return dict(list(body.items())[:MOST_PAIRS])


def _failures(item: Item, key: str, circuit: Circuit, place: Place) -> str:
    """Make the transitions that failures lead to; return what the action does of the others."""
    told = [item.words(name) for name in FAILURES if item.words(name)]
    leads = next((one for one in told if not one.startswith(":") and one in circuit.keys), "")
    if leads and not place.is_global:
        label = _("En cas d’échec de l’appel")
        circuit.transition(
            label, [place.key], circuit.keys[leads], who=["system"], when={"on": "failure", "action": key}
        )
    refused = item.words("action_on_app_error")
    if refused and not refused.startswith(":") and refused in circuit.keys and not place.is_global:
        said = f'text(coalesce(case.results.{key}.err, "0")) != "0"'
        circuit.transition(
            _("Si le logiciel appelé refuse"),
            [place.key],
            circuit.keys[refused],
            who=["system"],
            when={"on": "arrival"},
            condition=said,
        )
    return "continue" if told and all(one == ":pass" for one in told) else "stop"
