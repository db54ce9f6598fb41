"""The widgets of a page: what the design system draws, with what was typed and the sentences under it."""

from collections.abc import Mapping
from typing import Any

from parvis.catalogue.field_types import Widget
from parvis.catalogue.forms.checking import Errors, PageChecked
from parvis.catalogue.forms.definition import Form
from parvis.catalogue.forms.moments import standing
from parvis.catalogue.forms.visibility import visibility


def page_widgets(
    form: Form, page_key: str, answers: Mapping[str, Any], checked: PageChecked | None = None
) -> list[Widget]:
    """Return the widgets of a page, in order; those of questions not asked yet are ``hidden``, for the script.

    ``checked`` is what the last post gave: its answers and what was typed win over ``answers``.
    Raises NotFound when there is no such page.
    """
    answers = checked.answers if checked else answers
    typed = checked.typed if checked else {}
    errors = checked.errors if checked else {}
    asked = visibility(form, answers).questions
    widgets = []
    for question in form.page(page_key).questions:
        shown = (
            typed[question.key]
            if question.key in typed
            else question.type.typed(question, answers.get(question.key))
        )
        stands = standing(form, question, answers)
        widget = question.type.widget(stands, question.key, shown, _of(question.key, errors))
        if question.key not in asked:
            widget.context["hidden"] = True
        if question.condition is not None:
            widget.context["condition"] = question.condition.source
        widgets.append(widget)
    return widgets


def _of(key: str, errors: Errors) -> Errors:
    """Return the errors of one question, by part."""
    own = {}
    for name, said in errors.items():
        question, _dot, part = name.partition(".")
        if question == key:
            own[part] = said
    return own
