"""Options offered by a question, shared by the types that offer some."""

from typing import Any

from parvis.catalogue.field_types import Question

OPTIONS: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "maxItems": 500,
    "items": {
        "type": "object",
        "required": ["value", "label"],
        "additionalProperties": False,
        "properties": {
            "value": {"type": "string", "pattern": "^[A-Za-z0-9_.-]{1,60}$"},
            "label": {"type": "string", "minLength": 1, "maxLength": 300},
            "help": {"type": "string", "maxLength": 500},
        },
    },
}
EXAMPLE = [{"value": "cut", "label": "Abattre"}, {"value": "prune", "label": "Élaguer"}]


def labels(question: Question, name: str = "options") -> dict[str, str]:
    """Return the label of each value offered by the option of that name."""
    return {str(option["value"]): str(option["label"]) for option in question.options[name]}
