"""Checking answers: those of a page as it is posted, and all of them before they are sent.

Answers are one JSON object by question key; a question left unanswered is absent from it. Errors are sentences by
input name: the question's key, ``key.part`` for a part of it, ``block.0.key`` in the first row of a block.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue import blocks
from parvis.catalogue.expressions import Context
from parvis.catalogue.field_types import PostData, Question
from parvis.catalogue.forms.compiling import Exit
from parvis.catalogue.forms.definition import Form, Page
from parvis.catalogue.forms.moments import standing
from parvis.catalogue.forms.prefilling import fixed_answers, informed
from parvis.catalogue.forms.visibility import Asked, Visibility, visibility
from parvis.common.errors import Invalid

Errors = dict[str, list[str]]


@dataclass(frozen=True)
class PageChecked:
    """What a posted page gives.

    ``answers`` are the former ones with what this page brings; a refused answer is left out of them, and kept as it
    was typed in ``typed`` (JSON too), to be shown again. ``appeared`` are the questions of this page that its own
    answers made asked, and that the person has not seen yet: the page must be shown again, without a reproach.
    ``broken`` are the sentences of the page's own rules; ``exit`` is the end of the way, when its answers lead there.
    """

    answers: dict[str, Any]
    errors: Errors = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    appeared: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    exit: Exit | None = None

    @property
    def is_complete(self) -> bool:
        """Return whether one may go to the next page."""
        return self.is_right and self.exit is None

    @property
    def is_right(self) -> bool:
        """Return whether nothing is to be put right on the page, wherever it leads."""
        return not self.errors and not self.appeared and not self.broken


@dataclass(frozen=True)
class Checked:
    """All the answers: those that count, in their one form, and what is wrong. Hidden questions are dropped.

    ``broken`` are the sentences of the rules of pages, by page; ``exit`` is the key of the page where the way ends.
    """

    answers: dict[str, Any]
    errors: Errors
    pages_at_fault: tuple[str, ...]
    broken: dict[str, tuple[str, ...]] = field(default_factory=dict)
    exit: str = ""

    @property
    def is_right(self) -> bool:
        """Return whether the answers may be sent."""
        return not self.pages_at_fault

    def accepted(self) -> dict[str, Any]:
        """Return the answers. Raises Invalid when something is wrong."""
        if self.errors or self.broken:
            said = [sentence for sentences in self.broken.values() for sentence in sentences]
            raise Invalid({**self.errors, **({"": said} if said else {})})
        return self.answers


def check_page(
    form: Form,
    page_key: str,
    data: PostData,
    answers: Mapping[str, Any],
    *,
    drawn: Iterable[str] | None = None,
    complete: bool = True,
    context: Context | None = None,
    held: Mapping[str, Any] | None = None,
) -> PageChecked:
    """Read and check what a page posts, over the former answers.

    ``drawn`` are the keys of the questions the page showed (None: all those it asks now); ``complete`` False lets
    required questions, rules of the page and exits wait, to save a page half filled; ``held`` are the answers of a
    case being changed. A rule that cannot be evaluated, because it reads a missing answer, is not broken. Raises
    NotFound when there is no such page.
    """
    page, posted = form.page(page_key), blocks.Posted.of(data)
    shown = None if drawn is None else set(drawn)
    fixed = fixed_answers(form, answers, context)
    typed = _read(form, page, posted, {**answers, **fixed}, shown, context)
    typed = {key: value for key, value in typed.items() if key not in fixed}
    given = {key: value for key, value in answers.items() if key not in typed} | fixed
    refused: Errors = {}
    stands = standing(form, given, context, held)
    for question in page.questions:
        if question.key in typed:
            now = stands(question, question.key, {})
            value, said = question.type.take(now, typed[question.key], question.key, stands)
            refused |= _named(question.key, said)
            if value is not None:
                given[question.key] = value
    seen = visibility(form, given, context)
    return _page_checked(form, page, seen, refused, typed, posted, shown, complete=complete)


def check_all(
    form: Form,
    answers: Mapping[str, Any],
    *,
    complete: bool = True,
    strict: bool = False,
    context: Context | None = None,
    held: Mapping[str, Any] | None = None,
) -> Checked:
    """Check every question asked, as before sending.

    ``complete`` False accepts that required questions wait (an agent notes a call); ``strict`` refuses answers to
    questions that are not asked (the API), which are otherwise dropped; ``held`` are the answers of a case being
    changed, whose choices stay good when they are no longer offered. Never raises, whatever the answers.
    """
    given = {question.key: answers[question.key] for question in form.before if question.key in answers}
    refused: Errors = {}
    answers = {**answers, **fixed_answers(form, answers, context)}
    stands = standing(form, given, context, held)
    for question in form.by_key.values():
        if strict and question.computed is not None:
            continue
        now = stands(question, question.key, {})
        value, said = question.type.settle(now, answers.get(question.key), question.key, stands)
        refused |= _named(question.key, said)
        if value is not None:
            given[question.key] = value
    seen = visibility(form, given, context)
    asked = [one for one in seen.asked.values() if one.question.type.asks]
    errors = _errors(form, seen, refused, asked, complete=complete)
    if strict:
        errors |= {
            name: [_("Cette question n’est pas posée.")] for name in _unasked(form, seen, answers, given)
        }
    wrong = set(_pages_at_fault(form, errors, set()))
    right = [page for page in seen.pages if complete and page.key not in wrong]
    broken = {page.key: told for page in right if (told := _broken_page(page, seen))}
    left = next((page.key for page in seen.pages if complete and _exit(page, seen)), "")
    clean = {
        key: value
        for key, answer in seen.answers.items()
        if (value := blocks.without_blanks(form.by_key[key], answer)) is not None
    }
    return Checked(clean, errors, _pages_at_fault(form, errors, {*broken, left}), broken, left)


def way_out(
    form: Form, page_key: str, answers: Mapping[str, Any], context: Context | None = None
) -> Exit | None:
    """Return the end of the way to which the answers of a page lead, its texts said. Raises NotFound."""
    page, fixed = form.page(page_key), fixed_answers(form, answers, context)
    seen = visibility(form, {**answers, **fixed}, context)
    found = _exit(page, seen)
    return found.said(seen.values) if found else None


def _read(
    form: Form,
    page: Page,
    posted: blocks.Posted,
    answers: Mapping[str, Any],
    shown: set[str] | None,
    context: Context | None,
) -> dict[str, Any]:
    """Read the questions that were shown, or that the script showed: what is hidden posts nothing and is kept."""
    asked = [
        question
        for question in page.questions
        if question.type.asks and (shown is None or question.key in shown or posted.holds(question.key))
    ]
    if form.prefilled and any(question.children for question in asked):  # rows added now show what is known
        values = visibility(form, answers, context).values
        asked = [informed(question, context or Context(), values) for question in asked]
    return {
        question.key: question.type.read(question, posted, question.key, answers.get(question.key))
        for question in asked
    }


def _page_checked(
    form: Form,
    page: Page,
    seen: Visibility,
    refused: Errors,
    typed: dict[str, Any],
    posted: blocks.Posted,
    shown: set[str] | None,
    *,
    complete: bool,
) -> PageChecked:
    own = {question.key for question in page.questions}
    asked = [
        one for one in seen.asked.values() if one.question.type.asks and one.name.partition(".")[0] in own
    ]
    appeared = tuple(one.name for one in asked if one.value is None and _appears(one.name, posted, shown))
    known = [one for one in asked if one.name not in appeared]
    errors = _errors(form, seen, refused, known, complete=complete)
    right = complete and not errors and not appeared
    broken = _broken_page(page, seen) if right else ()
    left = _exit(page, seen) if right and not broken else None
    return PageChecked(seen.kept, errors, typed, appeared, broken, left)


def _appears(name: str, posted: blocks.Posted, shown: set[str] | None) -> bool:
    """Return whether a question asked now is one that the page did not show."""
    return (shown is not None and name.partition(".")[0] not in shown) or posted.hides(name)


def _errors(form: Form, seen: Visibility, refused: Errors, asked: list[Asked], *, complete: bool) -> Errors:
    """Return what was refused of the questions asked, and what is missing or breaks a rule among the others."""
    errors = {name: said for name, said in refused.items() if form.find(name)[0] in seen.asked}
    at_fault = {form.find(name)[0] for name in errors}
    for one in sorted(asked, key=lambda one: bool(one.question.children)):  # blocks after what they hold
        inside = any(name.startswith(f"{one.name}.") for name in errors) if one.question.children else False
        if one.name not in at_fault and not (inside and one.value is None):
            errors |= (_lacking(one) if complete and not inside else {}) or _broken_rules(one)
    return errors


def _named(name: str, said: Errors) -> Errors:
    """Name the parts of a refusal as their inputs."""
    return {f"{name}.{part}" if part else name: sentences for part, sentences in said.items()}


def _lacking(one: Asked) -> Errors:
    return _named(one.name, one.question.type.wanting(one.question, one.value))


def _broken_rules(one: Asked) -> Errors:
    if one.value is None:
        return {}
    broken = [check.message for check in one.question.checks if check.rule.value(one.values) is False]
    return {one.name: broken} if broken else {}


def _broken_page(page: Page, seen: Visibility) -> tuple[str, ...]:
    """Return what the rules of a page say."""
    return tuple(check.message for check in page.checks if check.rule.value(seen.values) is False)


def _exit(page: Page, seen: Visibility) -> Exit | None:
    """Return the first end of the way to which a page's answers lead."""
    return next((way_out for way_out in page.exits if way_out.when.holds(seen.values)), None)


def _unasked(
    form: Form, seen: Visibility, answers: Mapping[str, Any], given: Mapping[str, Any]
) -> Iterator[str]:
    """Yield the names of answers to questions that are not asked."""
    yield from (key for key in answers if key not in seen.asked or key not in form.by_key)
    for key, value in given.items():
        if key in seen.asked and key in form.by_key:
            yield from _unasked_rows(form.by_key[key], key, value, seen)


def _unasked_rows(question: Question, name: str, value: Any, seen: Visibility) -> Iterator[str]:
    children = {child.key: child for child in question.children}
    for place, row in enumerate(blocks.rows_of(question, value) if children else []):
        for key, answer in row.items():
            own = f"{blocks.row_name(question, name, place)}.{key}"
            if own not in seen.asked:
                yield own
            else:
                yield from _unasked_rows(children[key], own, answer, seen)


def _pages_at_fault(form: Form, errors: Errors, others: set[str]) -> tuple[str, ...]:
    at_fault = {name.partition(".")[0] for name in errors}
    return tuple(
        page.key
        for page in form.pages
        if page.key in others or any(question.key in at_fault for question in page.questions)
    )
