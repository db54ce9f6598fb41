"""What the product already knows of an answer: it stands in the boxes, or for good where the definition locks it.

What is found becomes the question's ``default`` (``informed``), so that pages, rows and doors know of nothing else. A
hidden value and a locked one are answers at once (``fixed_answers``): whatever is posted for them is set aside.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from parvis.catalogue.expressions import Context
from parvis.catalogue.field_types import Prefill, Question
from parvis.catalogue.forms.definition import Form, Page
from parvis.catalogue.forms.said import as_posted
from parvis.catalogue.forms.visibility import Visibility, visibility

WHOLE = ("person", "address")
"""Names of the profile that fill a whole question of several boxes."""
PROFILE, FORMULA = "person", "formula"


def informed(question: Question, context: Context, values: Mapping[str, Any]) -> Question:
    """Return a question whose default, and those of its children, is what is known of its answer."""
    if question.children:
        children = tuple(informed(child, context, values) for child in question.children)
        question = replace(question, children=children) if children != question.children else question
    found = _found(question, context, values)
    return question if found is None else replace(question, default=found)


def fixed_answers(form: Form, answers: Mapping[str, Any], context: Context | None) -> dict[str, Any]:
    """Return the answers that nobody types: hidden values, and what was found for locked questions.

    What an earlier door gave for a hidden value that nothing tells again stays.
    """
    fixed: dict[str, Any] = {}
    told = context or Context()
    seen: Visibility | None = None
    for question in form.fixable:
        if question.prefill is not None and question.prefill.source == FORMULA:
            seen = visibility(form, {**answers, **fixed}, context)
        found = _found(question, told, seen.values if seen else {})
        if question.type.settle(question, found)[1]:  # parts of an answer fill boxes, and lock none
            found = None
        if found is None and not question.type.asks and question.key not in answers:
            found = question.default
        if found is not None:
            fixed[question.key] = found
    return fixed


def first_typed(form: Form, page: Page, answers: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Return what stands in the boxes of a page shown for the first time, for its questions without an answer."""
    unsaid = [one for one in page.questions if one.type.asks and answers.get(one.key) is None]
    reads = any(_reads_answers(question) for question in unsaid)
    values = visibility(form, answers, context).values if reads else {}
    typed = {}
    for question in unsaid:
        known = informed(question, context, values)
        if known.default is not None or known.children:
            typed[question.key] = known.type.typed(known, known.default)
    return typed


def _reads_answers(question: Question) -> bool:
    """Return whether what is known of an answer, or of one in a row of it, is told by earlier answers."""
    told = question.prefill is not None and question.prefill.source == FORMULA
    return told or any(_reads_answers(child) for child in question.children)


def _found(question: Question, context: Context, values: Mapping[str, Any]) -> Any:
    """Return what is known of an answer, in its one form; the parts of a person as they are; None without any."""
    prefill = question.prefill
    if prefill is None:
        return None
    raw = _raw(question, prefill, context, values)
    if raw is None or raw in ("", [], {}):
        return None
    value, refused = question.type.settle(question, raw)
    if value is not None and not refused:
        return value
    if isinstance(raw, Mapping):
        return raw
    value, refused = question.type.take(question, question.type.read(question, as_posted(raw), "said", None))
    return None if refused else value


def _raw(question: Question, prefill: Prefill, context: Context, values: Mapping[str, Any]) -> Any:
    if prefill.source == FORMULA:
        return prefill.value.value(values) if prefill.value else None
    if prefill.source != PROFILE:
        return context.known.get(prefill.source, {}).get(prefill.name)
    if prefill.name not in WHOLE:
        return context.person.get(prefill.name)
    parts = question.type.empty(question)
    known = {part: context.person.get(part, "") for part in parts} if isinstance(parts, dict) else {}
    return known if any(known.values()) else None
