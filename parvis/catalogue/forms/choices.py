"""What a box whose choices are searched proposes, while its page is being filled."""

from collections.abc import Mapping
from typing import Any

from parvis.catalogue.expressions import Context
from parvis.catalogue.field_types import Moment
from parvis.catalogue.forms.definition import Form
from parvis.catalogue.forms.visibility import visibility

MOST = 10


def suggestions(
    form: Form, name: str, words: str, answers: Mapping[str, Any], context: Context | None = None
) -> list[dict[str, str]]:
    """Return what the input of that name proposes for some words, given the answers so far; none for another name."""
    seen = visibility(form, answers, context)
    asked = seen.asked.get(name)
    question = asked.question if asked else form.find(name)[1]
    if question is None:
        return []
    if question.type.moving:
        values = asked.values if asked else seen.values
        question = question.type.at(question, Moment(form.procedure_id, values))
    return question.type.suggestions(question, words)[:MOST]
