"""Questions as they stand when a page is drawn or an answer checked: the seam by which the body, the day and other
answers reach the few field types that need them (``FieldType.moving``). The others pay nothing.
"""

from collections.abc import Mapping
from typing import Any

from parvis.catalogue.field_types import Moment, Question
from parvis.catalogue.forms.definition import Form
from parvis.catalogue.forms.visibility import visibility


def standing(form: Form, question: Question, answers: Mapping[str, Any], held: Any = None) -> Question:
    """Return a question as it stands, given the answers so far; ``held`` is the answer of a case being changed."""
    if not question.type.moving:
        return question
    values = visibility(form, answers).values
    return question.type.at(question, Moment(form.procedure_id, values, held))
