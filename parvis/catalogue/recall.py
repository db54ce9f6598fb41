"""Texts of a definition that recall what was answered before: « Les enfants de {{ person.first_name }} ».

What stands between double braces is an expression. The key of a question (« {{ town }} », « {{ home.town }} » inside a
block) is said as people read the answer, any other expression as its value; what has no value is said by nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from parvis.catalogue.expressions import BadExpression, Expression, compile_expression

if TYPE_CHECKING:
    from parvis.catalogue.field_types import Question

_MARK = re.compile(r"\{\{(.*?)\}\}")
# Letters of nobody (Unicode's private use), which no answer has a reason to hold.
_MARKS = re.compile("[\ue000-\ue002]")
_MARKED = re.compile("\ue000([0-9]+)\ue001([^\ue000-\ue002]*)\ue002")
# The address of a link of ``forms.text``, not ended yet.
_ADDRESS = re.compile(r"\]\([^\s()]*\Z")
# What stands as it is in a whole address that the body set: what ends a link of ours is still written otherwise.
_WHOLE = ":/?#[]@!$&'*+,;=%"
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

    def is_address(self, before: str) -> bool:
        """Return whether it may be the whole address of a link: an option of the body, never what a person answered."""
        return before.endswith("](") and self.formula.names == ("options",)


@dataclass(frozen=True, slots=True)
class Recall:
    """A text and the expressions in it, in order."""

    parts: tuple[str | Recalled, ...]

    def text(self, values: Mapping[str, Any]) -> str:
        """Return the text with what was answered."""
        return self._said(values, lambda _rank, said: said)

    def marked(self, values: Mapping[str, Any]) -> str:
        """Return the text where what was answered stands between marks, which ``hooked`` makes findable in a page.

        Inside the address of a link nothing is marked: the script does not write addresses.
        """
        return self._said(values, _marked)

    def _said(self, values: Mapping[str, Any], told: Callable[[int, str], str]) -> str:
        said = ""
        for rank, part in enumerate(self.parts):
            if isinstance(part, str):
                said += part
            elif _ADDRESS.search(said):
                said += quote(part.text(values), safe=_WHOLE if part.is_address(said) else "")
            else:
                said += told(rank, part.text(values))
        return said.strip()

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


def hooked(value: Any) -> Any:
    """Return what a marked text was drawn as, its marks taken off; in HTML, what was answered stands in elements that
    the page's script writes again. Anything else is returned as it is.
    """
    if not isinstance(value, SafeString):
        return _MARKED.sub(r"\2", value) if isinstance(value, str) else value
    spans = _MARKED.sub(r'<span data-recall="\1">\2</span>', value)
    return mark_safe(spans)  # noqa: S308 - the HTML is as safe as it came, and the rank is a number


def _marked(rank: int, said: str) -> str:
    return f"\ue000{rank}\ue001{_MARKS.sub('', said)}\ue002"


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
