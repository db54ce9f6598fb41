"""Checking answers: those of a page as it is posted, and all of them before they are sent.

Answers are one JSON object by question key; a question left unanswered is absent from it. Errors are sentences by
input name: the question's key, or ``key.part`` for a part of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.field_types import PostData, Question
from parvis.catalogue.forms.definition import Form, Page
from parvis.catalogue.forms.moments import standing
from parvis.catalogue.forms.visibility import Visibility, visibility
from parvis.common.errors import Invalid

Errors = dict[str, list[str]]


@dataclass(frozen=True)
class PageChecked:
    """What a posted page gives.

    ``answers`` are the former ones with what this page brings; a refused answer is left out of them, and kept as it
    was typed in ``typed`` (JSON too), to be shown again. ``appeared`` are the questions of this page that its own
    answers made asked, and that the person has not seen yet: the page must be shown again, without a reproach.
    """

    answers: dict[str, Any]
    errors: Errors = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    appeared: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Return whether one may go to the next page."""
        return not self.errors and not self.appeared


@dataclass(frozen=True)
class Checked:
    """All the answers: those that count, in their one form, and what is wrong. Hidden questions are dropped."""

    answers: dict[str, Any]
    errors: Errors
    pages_at_fault: tuple[str, ...]

    def accepted(self) -> dict[str, Any]:
        """Return the answers. Raises Invalid when something is wrong."""
        if self.errors:
            raise Invalid(self.errors)
        return self.answers


def check_page(
    form: Form,
    page_key: str,
    data: PostData,
    answers: Mapping[str, Any],
    *,
    drawn: Iterable[str] | None = None,
    complete: bool = True,
    held: Mapping[str, Any] | None = None,
) -> PageChecked:
    """Read and check what a page posts, over the former answers.

    ``drawn`` are the keys of the questions the page showed (None: all those it asks now); ``complete`` False lets
    required questions wait, to save a page half filled; ``held`` are the answers of a case being changed. A rule that
    cannot be evaluated, because it reads a missing answer, is not broken. Raises NotFound when there is no such page.
    """
    page = form.page(page_key)
    typed = _read(page, data, answers, drawn)
    kept = {key: value for key, value in answers.items() if key not in typed}
    errors: Errors = {}
    for question in page.questions:
        if question.key not in typed:
            continue
        question = standing(form, question, kept, (held or {}).get(question.key))  # noqa: PLW2901
        try:
            value = question.type.parse(question, typed[question.key])
            if not question.type.is_empty(value):
                kept[question.key] = question.type.check(question, value)
        except Invalid as invalid:
            errors |= _named(question, invalid)
    seen = visibility(form, kept)
    asked = [question for question in page.questions if question.key in seen.questions and question.type.asks]
    errors = {name: said for name, said in errors.items() if name.partition(".")[0] in seen.questions}
    shown = set(drawn) if drawn is not None else seen.questions
    appeared = tuple(
        question.key for question in asked if question.key not in shown and question.key not in kept
    )
    for question in asked:
        if question.key not in appeared and not _refused(question, errors):
            errors |= _lacking(question, kept, complete) or _broken_rules(question, kept, seen)
    return PageChecked(kept, errors, typed, appeared)


def check_all(
    form: Form,
    answers: Mapping[str, Any],
    *,
    complete: bool = True,
    strict: bool = False,
    held: Mapping[str, Any] | None = None,
) -> Checked:
    """Check every question asked, as before sending.

    ``complete`` False accepts that required questions wait (an agent notes a call); ``strict`` refuses answers to
    questions that are not asked (the API), which are otherwise dropped; ``held`` are the answers of a case being
    changed, whose choices stay good when they are no longer offered. Never raises, whatever the answers.
    """
    clean: dict[str, Any] = {}
    errors: Errors = {}
    for question in form.by_key.values():
        value = answers.get(question.key)
        if question.type.is_empty(value):
            continue
        try:
            stands = standing(form, question, clean, (held or {}).get(question.key))
            clean[question.key] = question.type.check(stands, value)
        except Invalid as invalid:
            errors |= _named(question, invalid)
    seen = visibility(form, clean)
    errors = {name: said for name, said in errors.items() if name.partition(".")[0] in seen.questions}
    clean = {key: value for key, value in clean.items() if key in seen.questions}
    for key in seen.questions & form.by_key.keys():
        question = form.by_key[key]
        if not _refused(question, errors):
            errors |= _lacking(question, clean, complete) or _broken_rules(question, clean, seen)
    if strict:
        errors |= {
            key: [_("Cette question n’est pas posée.")] for key in answers if key not in seen.questions
        }
    return Checked(clean, errors, _pages_at_fault(form, errors))


def _read(
    page: Page, data: PostData, answers: Mapping[str, Any], drawn: Iterable[str] | None
) -> dict[str, Any]:
    """Read the questions that were shown, or that the script showed: what is hidden posts nothing and is kept."""
    posted = {name.partition(".")[0] for name in data}
    shown = None if drawn is None else set(drawn) | posted
    return {
        question.key: question.type.read(question, data, question.key, answers.get(question.key))
        for question in page.questions
        if question.type.asks and (shown is None or question.key in shown)
    }


def _named(question: Question, invalid: Invalid) -> Errors:
    """Name the parts of a refusal as their inputs."""
    return {f"{question.key}.{part}" if part else question.key: said for part, said in invalid.errors.items()}


def _refused(question: Question, errors: Errors) -> bool:
    return any(name.partition(".")[0] == question.key for name in errors)


def _lacking(question: Question, answers: Mapping[str, Any], complete: bool) -> Errors:
    if complete and question.required and question.key not in answers:
        return _named(question, Invalid(question.type.lacking(question)))
    return {}


def _broken_rules(question: Question, answers: Mapping[str, Any], seen: Visibility) -> Errors:
    if question.key not in answers:
        return {}
    broken = [check.message for check in question.checks if check.rule.value(seen.values) is False]
    return {question.key: broken} if broken else {}


def _pages_at_fault(form: Form, errors: Errors) -> tuple[str, ...]:
    at_fault = {name.partition(".")[0] for name in errors}
    return tuple(
        page.key for page in form.pages if any(question.key in at_fault for question in page.questions)
    )
