"""Options offered by a question, shared by the types that offer some."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.field_types import Question, at_most, clean_line, refuse

VALUE: dict[str, Any] = {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,60}$"}
LABEL: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 300}
OPTIONS: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "maxItems": 500,
    "items": {
        "type": "object",
        "required": ["value", "label"],
        "additionalProperties": False,
        "properties": {"value": VALUE, "label": LABEL, "help": {"type": "string", "maxLength": 500}},
    },
}
EXAMPLE = [{"value": "cut", "label": "Abattre"}, {"value": "prune", "label": "Élaguer"}]
OTHER_OPTION: dict[str, Any] = {"type": ["boolean", "string"], "minLength": 1, "maxLength": 100}
"""« Another answer » may be written: true, or how it is called."""
OTHER = ":other"
"""What the box « another answer » posts; no option may have that value."""
LONGEST_OTHER = 300


def labels(question: Question, name: str = "options") -> dict[str, str]:
    """Return the label of each value offered by the option of that name."""
    return {str(option["value"]): str(option["label"]) for option in question.options[name]}


def other_label(question: Question) -> str:
    """Return how « another answer » is called, empty when none may be written."""
    other = question.options.get("other", False)
    return other if isinstance(other, str) else _("Autre") if other else ""


def other_answer(text: str) -> str:
    """Return an answer written by the person, or refuse it."""
    written = at_most(clean_line(text), LONGEST_OTHER)
    if not written or written == OTHER:
        refuse(_("Écrivez votre réponse dans la case."))
    return written


def page_other(question: Question) -> dict[str, Any]:
    """Return what the page's readers need to read the other answer, nothing when none may be written."""
    if not other_label(question):
        return {}
    return {"other": OTHER, "longest": LONGEST_OTHER, "offered": list(labels(question))}


def doubles(options: Iterable[dict[str, Any]], name: str) -> Iterator[tuple[str, str]]:
    """Yield, for the builder, that two options of one list have the same value."""
    counted = Counter(option.get("value") for option in options)
    if any(count > 1 for count in counted.values()):
        yield name, _("deux options ont la même valeur.")
