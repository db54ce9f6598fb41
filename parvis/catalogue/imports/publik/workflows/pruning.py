"""What leads nowhere is taken out, and what could stay stuck is given a way out: each is told."""

from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.workflows.building import Circuit
from parvis.catalogue.imports.publik.workflows.statuses import leaving

ENDS = frozenset({"closed", "withdrawn", "transferred_out"})


def give_ways_out(circuit: Circuit) -> None:
    """Give agents a button where a case would wait for ever: conditions that none holds, a fault of a call."""
    for status in circuit.statuses:
        own = [
            each
            for each in leaving(circuit, status["key"])
            if each["to"] not in ("same", "back", status["key"])
        ]
        if status.get("final") or not own or any(_surely_leads(each) for each in own):
            continue
        circuit.at(_("étape « %(status)s »") % {"status": status["label"]})
        for to in dict.fromkeys(each["to"] for each in own):
            label = _("Passer à « %(status)s »") % {"status": circuit.names.statuses.get(to, to)[:160]}
            circuit.transition(label, [status["key"]], to, who=["handler"])
        circuit.making.changed(
            status["label"],
            _("un bouton permet d’avancer : sinon, la demande resterait là si aucune condition n’est vraie"),
        )


def take_out_unreached(circuit: Circuit, first: str) -> None:
    """Take out the statuses to which nothing leads, with what leaves them."""
    reached = _reached(circuit, first)
    gone = [each for each in circuit.statuses if each["key"] not in reached]
    for status in gone:
        circuit.at(_("étape « %(status)s »") % {"status": status["label"]})
        circuit.making.changed(
            status["label"], _("rien ne mène à cette étape dans Publik : elle est retirée")
        )
    names = {each["key"] for each in gone}
    circuit.statuses = [each for each in circuit.statuses if each["key"] not in names]
    kept = []
    for each in circuit.transitions:
        if isinstance(each["from"], list):
            each["from"] = [key for key in each["from"] if key not in names]
        if each["from"] and each["to"] not in names:
            kept.append(each)
    circuit.transitions = kept
    used = {each["form"] for each in kept if "form" in each}
    circuit.forms = {
        key: form for key, form in circuit.forms.items() if key in used or _is_read(key, circuit)
    }


def _is_read(key: str, circuit: Circuit) -> bool:
    """Return whether a formula reads the answers of a form: it must be there, if only without answers."""
    return f"{key}." in str([circuit.statuses, circuit.transitions, circuit.templates])


def _reached(circuit: Circuit, first: str) -> set[str]:
    open_ones = {each["key"] for each in circuit.statuses if not each.get("final")}
    seen: set[str] = set()
    waiting = [first]
    while waiting:
        key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        waiting += [
            each["to"]
            for each in circuit.transitions
            if _starts(each, key, open_ones) and each["to"] not in ("same", "back")
        ]
    return seen


def _starts(each: dict[str, Any], key: str, open_ones: set[str]) -> bool:
    origin = each["from"]
    return (
        origin == "any"
        or (origin == "open" and key in open_ones)
        or (isinstance(origin, list) and key in origin)
    )


def _surely_leads(each: dict[str, Any]) -> bool:
    """Return whether a transition can be made whatever is known: by someone, or by time."""
    kind = each.get("when", {"on": "button"})["on"]
    return "condition" not in each and kind not in ("failure", "case_ended")
