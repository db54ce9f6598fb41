"""The values of a definition in a few words, for who reads what changes: formulas as sentences, rules as they speak."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import BadExpression, in_words, parse
from parvis.catalogue.forms.remarks import FORMS

Document = Mapping[str, Any]
_SAID_BY = {"checks": "message", "exits": "title"}


@dataclass(frozen=True)
class Labels:
    """The words of questions by key, and those of their options by value."""

    questions: dict[str, str] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)


def labels_of(*definitions: Document) -> Labels:
    """Return the words of the questions of several definitions, the last one's where they differ."""
    found = Labels()
    for definition in definitions:
        for part in FORMS:
            for page in definition.get(part, {}).get("pages", []):
                for key, own in _questions(page["fields"], ""):
                    found.questions[key] = str(own.get("label") or own["key"])
                    offered = own.get("options")
                    if isinstance(offered, list):
                        found.choices[key] = {str(one.get("value")): str(one.get("label")) for one in offered}
    return found


def part_in_words(name: str, value: Any, labels: Labels) -> str:
    """Return a part of a page or of a question: a condition as a sentence, a rule or an exit by what it says."""
    if name == "condition" and isinstance(value, str):
        return formula_in_words(value, labels)
    if name in _SAID_BY and isinstance(value, list):
        return " ; ".join(str(one.get(_SAID_BY[name], "")) for one in value)
    return in_few_words(value)


def formula_in_words(source: str, labels: Labels) -> str:
    """Return a formula as a sentence, or as it is written when it does not read."""
    try:
        return in_words(parse(source), labels.questions, labels.choices)
    except BadExpression:
        return source


def in_few_words(value: Any) -> str:
    """Return any value of a definition in a few words."""
    match value:
        case None:
            return _("rien")
        case bool():
            return _("oui") if value else _("non")
        case [*parts]:
            return " ; ".join(in_few_words(part) for part in parts)
        case dict():
            return ", ".join(in_few_words(part) for part in value.values())
        case _:
            return str(value)


def _questions(fields: Iterable[Document], around: str) -> Iterator[tuple[str, Document]]:
    for own in fields:
        key = f"{around}.{own['key']}" if around else str(own["key"])
        yield key, own
        yield from _questions(own.get("fields", ()), key)
