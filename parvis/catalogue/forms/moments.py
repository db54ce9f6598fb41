"""Questions as they stand when a page is drawn or an answer checked: the seam by which the body, the day and other
answers reach the few field types that need them (``FieldType.moving``). The others pay nothing.
"""

from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from typing import Any

from parvis.catalogue.blocks import value_at
from parvis.catalogue.expressions import Context
from parvis.catalogue.field_types import Moment, Question, Stands
from parvis.catalogue.forms.definition import Form
from parvis.catalogue.forms.visibility import visibility


def standing(
    form: Form,
    answers: MutableMapping[str, Any],
    context: Context | None = None,
    held: Mapping[str, Any] | None = None,
) -> Stands:
    """Return what tells how a question stands, given the answers there are when it is asked.

    ``held`` are the answers of a case being changed.
    """

    def stands(question: Question, name: str, row: Mapping[str, Any]) -> Question:
        if not question.type.moving:
            return question
        values = ChainMap(dict(row), visibility(form, answers, context).values)
        return question.type.at(question, Moment(form.procedure_id, values, value_at(held, name)))

    return stands
