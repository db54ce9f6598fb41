"""Which pages and questions are asked, given the answers so far, and what is computed from them.

Conditions only look back (``lint``), so one pass in order is enough. The answer of a question that is not asked
counts as no answer for those after it: what a person no longer sees must not decide anything. Inside a block, a
formula reads the row first, then the form.
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, replace
from typing import Any

from parvis.catalogue import blocks
from parvis.catalogue.expressions import Context, Expression
from parvis.catalogue.field_types import Question
from parvis.catalogue.forms.definition import Form, Page

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is asked now: its texts say what was answered. ``name`` is its input's: « children.0.age ».

    ``value`` is the answer that counts, None without any; ``values`` are what formulas read there.
    """

    name: str
    question: Question
    value: Any
    values: Values


@dataclass(frozen=True)
class Visibility:
    """What is asked. ``asked`` holds every question by the name of its input, those of rows included.

    ``values`` is what expressions read: answers, the empty values of the others, and the context. ``answers`` are
    those that count; ``kept`` those given, counting or not. Both have what was computed.
    """

    pages: tuple[Page, ...]
    asked: dict[str, Asked]
    values: dict[str, Any]
    answers: dict[str, Any]
    kept: dict[str, Any]

    @property
    def questions(self) -> frozenset[str]:
        """Return the names of the questions asked."""
        return frozenset(self.asked)

    def next_page(self, key: str) -> Page | None:
        """Return the page after one, None after the last."""
        return self._beside(key, 1)

    def previous_page(self, key: str) -> Page | None:
        """Return the page before one, None before the first."""
        return self._beside(key, -1)

    def of(self, page: Page) -> Iterator[Asked]:
        """Return the questions asked on a page, in order, without those of rows."""
        for question in page.questions:
            if question.key in self.asked:
                yield self.asked[question.key]

    def _beside(self, key: str, step: int) -> Page | None:
        keys = [page.key for page in self.pages]
        place = keys.index(key) + step if key in keys else -1
        return self.pages[place] if 0 <= place < len(keys) else None


def visibility(
    form: Form, answers: Values, context: Context | None = None, *, settled: bool = False
) -> Visibility:
    """Return which pages and questions are asked. ``context``: where and for whom the form is filled.

    ``settled``: the answers were accepted, perhaps long ago. Whatever day it is, a question that has one was asked, and
    nothing is computed again.
    """
    values = {**(context or Context()).values(), "options": form.parameters, **form.empty_values}
    _Walk(settled=True).through(form.before, answers, values, {}, {})
    walk = _Walk(settled=settled)
    pages: list[Page] = []
    kept = {key: value for key, value in answers.items() if value is not None}
    counted: dict[str, Any] = {}
    for page in form.pages:
        if not walk.asks(page.condition, _is_answered(page, answers), values):
            continue
        said, before = said_page(page, values), len(walk.asked)
        walk.through(page.questions, answers, values, kept, counted)
        if len(walk.asked) > before:
            pages.append(said)
    return Visibility(tuple(pages), walk.asked, values, counted, kept)


def said_page(page: Page, values: Values) -> Page:
    """Return a page whose title and description say what was answered."""
    if not page.recalls:
        return page
    title, description = (
        page.recalls[name].text(values) if name in page.recalls else text
        for name, text in (("title", page.title), ("description", page.description))
    )
    return replace(page, title=title, description=description)


def said_question(question: Question, values: Values) -> Question:
    """Return a question whose texts say what was answered."""
    if not question.recalls:
        return question
    texts = {name: recalled.text(values) for name, recalled in question.recalls.items()}
    return replace(
        question,
        label=texts.get("label", question.label),
        help=texts.get("help", question.help),
        options={**question.options, "text": texts["text"]} if "text" in texts else question.options,
    )


def _is_answered(page: Page, answers: Values) -> bool:
    return any(answers.get(question.key) is not None for question in page.questions)


class _Walk:
    """One pass over questions in order, rows included, which remembers what is asked."""

    def __init__(self, *, settled: bool) -> None:
        self.settled = settled
        self.asked: dict[str, Asked] = {}

    def asks(self, condition: Expression | None, is_answered: bool, values: Values) -> bool:
        """Return whether what stands under a condition is asked."""
        return condition is None or (self.settled and is_answered) or condition.holds(values)

    def through(
        self,
        questions: tuple[Question, ...],
        answers: Values,
        values: MutableMapping[str, Any],
        kept: dict[str, Any],
        counted: dict[str, Any],
        prefix: str = "",
    ) -> None:
        """Ask what is to be asked. ``values``, ``kept`` (with what was computed) and ``counted`` are completed."""
        for question in questions:
            key, name = question.key, f"{prefix}{question.key}"
            given = answers.get(key)
            if not self.asks(question.condition, given is not None, values):
                continue
            said = said_question(question, values)
            self.asked[name] = Asked(name, said, None, values)  # before those of its rows
            if question.children:
                value = self._rows(question, name, given, values, kept)
            elif question.computed is not None:
                value = given if self.settled else _computed(question, given, values)
                _put(kept, key, value)
            else:
                value = given if question.type.holds else None
            if value is not None:
                counted[key] = value
                self.asked[name] = Asked(name, said, value, values)
                if not question.children:
                    values[key] = value

    def _rows(
        self,
        question: Question,
        name: str,
        given: Any,
        values: MutableMapping[str, Any],
        kept: dict[str, Any],
    ) -> Any:
        """Go through the rows of a block, those a page shows blank included; return the answer that counts.

        Formulas after it read its rows with their empty values, but those that say nothing.
        """
        begun, kept_rows, counted_rows, read = len(blocks.rows_of(question, given)), [], [], []
        for place, row in enumerate(blocks.shown_rows(question, given)):
            own = {child.key: child.type.empty(child) for child in question.children if child.type.holds}
            kept_row, counted_row = dict(row), dict[str, Any]()
            scope = ChainMap(own, values)
            prefix = f"{blocks.row_name(question, name, place)}."
            self.through(question.children, row, scope, kept_row, counted_row, prefix)
            if place < begun:
                kept_rows.append(kept_row)
                counted_rows.append(counted_row)
            if not blocks.is_repeated(question) or not blocks.is_blank(counted_row):
                read.append(own)
        values[question.key] = blocks.joined(question, read)
        _put(kept, question.key, blocks.joined(question, kept_rows) or None)
        return blocks.joined(question, counted_rows) or None


def _computed(question: Question, given: Any, values: Values) -> Any:
    """Return what a formula gives; once frozen, what it gave first."""
    if question.computed is None or (given is not None and question.options.get("frozen")):
        return given
    value, refused = question.type.settle(question, question.computed.value(values))
    return None if refused else value


def _put(answers: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        answers.pop(key, None)
    else:
        answers[key] = value
