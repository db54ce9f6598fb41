"""Which pages and questions are asked, given the answers so far.

Conditions only look back (``lint``), so one pass in order is enough. The answer of a question that is not asked
counts as no answer for those after it: what a person no longer sees must not decide anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from parvis.catalogue.forms.definition import Form, Page
from parvis.common import clock


@dataclass(frozen=True)
class Visibility:
    """What is asked. ``values`` is what expressions read: answers, the empty values of the others, and ``today``."""

    pages: tuple[Page, ...]
    questions: frozenset[str]
    values: dict[str, Any]

    def next_page(self, key: str) -> Page | None:
        """Return the page after one, None after the last."""
        return self._beside(key, 1)

    def previous_page(self, key: str) -> Page | None:
        """Return the page before one, None before the first."""
        return self._beside(key, -1)

    def _beside(self, key: str, step: int) -> Page | None:
        keys = [page.key for page in self.pages]
        place = keys.index(key) + step if key in keys else -1
        return self.pages[place] if 0 <= place < len(keys) else None


def visibility(form: Form, answers: Mapping[str, Any]) -> Visibility:
    """Return which pages and questions are asked."""
    values: dict[str, Any] = {"today": clock.today().isoformat(), **form.empty_values}
    pages: list[Page] = []
    shown: set[str] = set()
    for page in form.pages:
        if page.condition is not None and not page.condition.holds(values):
            continue
        asked = len(shown)
        for question in page.questions:
            if question.condition is not None and not question.condition.holds(values):
                continue
            shown.add(question.key)
            if question.key in answers and question.type.asks:
                values[question.key] = answers[question.key]
        if len(shown) > asked:
            pages.append(page)
    return Visibility(tuple(pages), frozenset(shown), values)
