"""Patterns that builders write for a text: read by the evaluator of our expressions (Rust's ``regex``), whose time is
bounded by the length of the text, whatever the pattern. Python's own would let one pattern hang a page.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import compile_expression
from parvis.catalogue.field_types import Question, refuse

OPTIONS: dict[str, Any] = {
    "pattern": {"type": "string", "minLength": 1, "maxLength": 300},
    "message": {"type": "string", "minLength": 1, "maxLength": 300},
}
_MATCHES = compile_expression("text.matches(pattern)")


def matches(pattern: str, text: str) -> bool | None:
    """Return whether the whole text follows the pattern; None when the pattern cannot be read."""
    found = _MATCHES.value({"text": text, "pattern": f"^(?:{pattern})$"})
    return found if isinstance(found, bool) else None


def follow_pattern(question: Question, text: str) -> str:
    """Return a text that follows the question's ``pattern``, if any; else refuse it with the builder's ``message``."""
    pattern = question.options.get("pattern", "")
    if pattern and matches(pattern, text) is not True:
        refuse(question.options.get("message") or _("Cette réponse n’a pas la forme attendue."))
    return text


def pattern_faults(options: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the options of a pattern, for the builder."""
    if "pattern" in options and matches(options["pattern"], "") is None:
        yield "pattern", _("ce modèle ne se lit pas : c’est une expression régulière sans retour en arrière.")
