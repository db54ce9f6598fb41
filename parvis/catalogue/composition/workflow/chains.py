"""Steps added along the way of a case: each comes after another and is reached from it; a level of validation also
asks its visa, and says where a visa granted or refused leads, who is reminded, and how one takes the case back.

All work on a whole workflow (``keeping.whole``).
"""

from django.utils.translation import gettext as _

from parvis.catalogue.composition.places import Document
from parvis.catalogue.composition.workflow.mentions import FUNCTIONS, STATUSES, TRANSITIONS
from parvis.catalogue.composition.workflow.parts import add, keys_of
from parvis.catalogue.composition.workflow.steps import add_step, step_at

VISA_DAYS = {"count": 3, "unit": "working_days"}


def add_stage(workflow: Document, label: str, *, after: str = "") -> str:
    """Add a status after another, or before the ends, with the way that leads to it; return its key."""
    origin = _origin(workflow, after)
    value = {"label": label, "state": "in_progress", "waits_for": ["handler"]}
    key = add(workflow, STATUSES, value, after=origin)
    _reach(workflow, origin, key, label)
    return key


def add_level(workflow: Document, label: str, *, after: str = "") -> str:
    """Add a level of validation after another status, or before the ends; return its key.

    After a level, it takes its place on the way of a visa granted, and a refusal leads where it did there.
    """
    origin = _origin(workflow, after)
    refused_to = next((each["to"] for each in _answers(workflow, origin, "refused")), origin)
    function = add(workflow, FUNCTIONS, {"label": _("Valideur : %(label)s") % {"label": label}})
    key = add(workflow, STATUSES, _level(label, function), after=origin)
    visa = _ask(workflow, key, function)
    onward = _reach(workflow, origin, key, label) or _next(workflow, key)
    for each in _ways(key, visa, onward, refused_to, function):
        add(workflow, TRANSITIONS, each)
    return key


def _origin(workflow: Document, after: str) -> str:
    """Return where a step is added: after one that is no end; the last such when none is said."""
    going_on = [each["key"] for each in workflow[STATUSES] if not each.get("final")]
    if after in going_on:
        return after
    return str(going_on[-1]) if going_on else ""


def _reach(workflow: Document, origin: str, key: str, label: str) -> str:
    """Lead to a new status: a visa granted leads to it from a level, else a button. Return where that visa led."""
    granted = _answers(workflow, origin, "granted")
    if granted:
        former = str(granted[0]["to"])
        granted[0]["to"] = key
        return former
    if origin:
        said = _("Passer à : %(label)s") % {"label": label}
        add(workflow, TRANSITIONS, {"label": said[:200], "from": [origin], "to": key})
    return ""


def _answers(workflow: Document, status: str, answer: str) -> list[Document]:
    """Return the transitions that a visa granted, or refused, makes from a status."""
    return [
        each
        for each in workflow[TRANSITIONS]
        if each["from"] == [status] and each.get("when", {}).get("answer") == answer
    ]


def _next(workflow: Document, key: str) -> str:
    """Return the status after one in the list; the one before it when it is the last."""
    keys = keys_of(workflow, STATUSES)
    place = keys.index(key)
    return keys[place + 1] if place + 1 < len(keys) else keys[place - 1]


def _level(label: str, function: str) -> Document:
    return {
        "label": label,
        "person": {"label": _("Votre demande est à la validation")},
        "state": "in_progress",
        "waits_for": [f"function:{function}"],
        "within": dict(VISA_DAYS),
    }


def _ask(workflow: Document, key: str, function: str) -> str:
    """Ask the visa on arrival; return the name by which the transitions know it."""
    text = _("Demande {{ case.number }} : {{ case.subject }}. Votre visa est attendu.")
    asked = {
        "do": "ask_validation",
        "to": [f"function:{function}"],
        "text": text,
        "delay": dict(VISA_DAYS),
    }
    return str(step_at(workflow, STATUSES, key, add_step(workflow, STATUSES, key, asked))["key"])


def _ways(key: str, visa: str, onward: str, refused_to: str, function: str) -> tuple[Document, ...]:
    """Return what leaves a level: granted, refused, late, taken back."""
    refused = _(
        "Refusé à l’étape « {{ case.status_label }} » : la demande {{ case.number }}, {{ case.desk_address }}"
    )
    late = _("Un visa est attendu pour la demande {{ case.number }} : {{ case.desk_address }}")
    answered = {"on": "validation", "ask": visa}
    remind = {"do": "alert_team", "to": [f"function:{function}", "manager"], "text": late}
    return (
        {
            "label": _("Visa accordé"),
            "from": [key],
            "to": onward,
            "when": {**answered, "answer": "granted"},
        },
        {
            "label": _("Visa refusé"),
            "from": [key],
            "to": refused_to,
            "when": {**answered, "answer": "refused"},
            "actions": [{"do": "alert_team", "to": ["handler"], "text": refused}],
        },
        {
            "label": _("Relancer qui valide"),
            "from": [key],
            "to": "same",
            "when": {"on": "delay", "after": dict(VISA_DAYS)},
            "actions": [remind],
        },
        {"label": _("Reprendre la demande"), "from": [key], "to": refused_to},
    )
