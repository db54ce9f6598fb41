"""Patterns that builders write for a text: the same as in our expressions, whose time is bounded by the length of the
text, whatever the pattern. Python's own would let one pattern hang a page.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue import sampling
from parvis.catalogue.expressions.errors import BadPattern
from parvis.catalogue.expressions.patterns import Pattern, compile_pattern
from parvis.catalogue.field_types import Question, refuse

OPTIONS: dict[str, Any] = {
    "pattern": {"type": "string", "minLength": 1, "maxLength": 300},
    "message": {"type": "string", "minLength": 1, "maxLength": 300},
}


def matches(pattern: str, text: str) -> bool:
    """Return whether the whole text follows the pattern. Raises BadPattern."""
    return _whole(pattern).found_in(text)


def page_pattern(question: Question) -> dict[str, Any]:
    """Return the question's pattern as the page runs it, under « pattern »; nothing without any."""
    pattern = question.options.get("pattern", "")
    return {"pattern": _whole(pattern).for_page()} if pattern else {}


def _whole(pattern: str) -> Pattern:
    return compile_pattern(f"^(?:{pattern})$")


def follow_pattern(question: Question, text: str) -> str:
    """Return a text that follows the question's ``pattern``, if any; else refuse it with the builder's ``message``."""
    pattern = question.options.get("pattern", "")
    if pattern and not matches(pattern, text):
        refuse(question.options.get("message") or _("Cette réponse n’a pas la forme attendue."))
    return text


def sample_of_pattern(question: Question, luck: Random) -> str | None:
    """Return a text that follows the question's ``pattern``; None when there is none, or no text is found."""
    pattern = question.options.get("pattern", "")
    try:
        return sampling.following(pattern, luck) if pattern else None
    except (BadPattern, LookupError):
        return None


def pattern_faults(options: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the options of a pattern, for the builder."""
    try:
        compile_pattern(options.get("pattern", ""))
    except BadPattern as bad:
        yield "pattern", str(bad)
