"""Texts of a definition that recall what was answered before: « Les enfants de {{ person.first_name }} ».

What stands between double braces is an expression. The key of a question (« {{ town }} », « {{ home.town }} » inside a
block) is said as people read the answer, any other expression as its value; what has no value is said by nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import BadExpression, Expression, compile_expression

if TYPE_CHECKING:
    from parvis.catalogue.field_types import Question

_MARK = re.compile(r"\{\{(.*?)\}\}")
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
Questions = Mapping[str, "Question"]


@dataclass(frozen=True, slots=True)
class Recalled:
    """One expression of a text; ``question`` is the one it names, if any."""

    formula: Expression
    question: "Question | None" = None

    def text(self, values: Mapping[str, Any]) -> str:
        """Return what is said, given the answers; no markup can be made of it."""
        if self.question is None:
            said = self.formula.text(values)
        else:
            value = self.formula.value(values)
            is_empty = self.question.type.is_empty(value)
            said = "" if is_empty else self.question.type.to_text(self.question, value)
        return said.replace("](", "] (")


@dataclass(frozen=True, slots=True)
class Recall:
    """A text and the expressions in it, in order."""

    parts: tuple[str | Recalled, ...]

    def text(self, values: Mapping[str, Any]) -> str:
        """Return the text with what was answered."""
        said = (part if isinstance(part, str) else part.text(values) for part in self.parts)
        return "".join(said).strip()

    @property
    def formulas(self) -> Iterator[Expression]:
        """Return the expressions of the text."""
        return (part.formula for part in self.parts if isinstance(part, Recalled))


def recall(source: str, questions: Questions | None = None) -> Recall | None:
    """Return a text with its expressions, None when it has none; ``questions`` are those it may name by key.

    Raises BadExpression.
    """
    if "{{" not in source:
        return None
    texts = _MARK.split(source)
    if any("{{" in text or "}}" in text for text in texts):
        raise BadExpression(_("Il manque une accolade : écrivez {{ formule }}."))
    parts = [_recalled(text, questions or {}) if place % 2 else text for place, text in enumerate(texts)]
    return Recall(tuple(parts))


def _recalled(source: str, questions: Questions) -> Recalled:
    source = source.strip()
    if not source:
        raise BadExpression(_("Écrivez une formule entre les accolades."))
    return Recalled(compile_expression(source), _named(source, questions))


def _named(source: str, questions: Questions) -> "Question | None":
    """Return the question that a text is the key of, or the path of inside blocks."""
    if not _KEY.fullmatch(source):
        return None
    first, *path = source.split(".")
    question = questions.get(first)
    for key in path:
        children = {child.key: child for child in question.children} if question else {}
        question = children.get(key)
    return question
