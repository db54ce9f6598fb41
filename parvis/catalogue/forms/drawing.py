"""The widgets of a page: what the design system draws, with what was typed and the sentences under it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from parvis.catalogue.expressions import Context
from parvis.catalogue.field_types import Moment, Question, Widget, element_id
from parvis.catalogue.forms.checking import Errors, PageChecked
from parvis.catalogue.forms.definition import Form
from parvis.catalogue.forms.prefilling import fixed_answers
from parvis.catalogue.forms.visibility import Asked, Visibility, said_question, visibility
from parvis.catalogue.recall import hooked


def page_widgets(
    form: Form,
    page_key: str,
    answers: Mapping[str, Any],
    checked: PageChecked | None = None,
    *,
    context: Context | None = None,
    seen: Visibility | None = None,
) -> list[Widget]:
    """Return the widgets of a page, in order; those of questions not asked yet are ``hidden``, for the script.

    ``checked`` is what the last post gave: its answers and what was typed win over ``answers``. ``seen`` is what is
    asked given these answers, when it is known already. What is computed or hidden for good has no widget. Raises
    NotFound when there is no such page.
    """
    answers = dict(checked.answers if checked else answers)
    typed = checked.typed if checked else {}
    errors = checked.errors if checked else {}
    fixed = fixed_answers(form, answers, context)
    if seen is None or fixed:
        seen = visibility(form, answers | fixed, context)
    drawn = [question for question in form.page(page_key).questions if question.type.drawn]
    drawing = _Drawing(seen, form.procedure_id, frozenset(fixed))
    return [
        drawing.widget(
            question,
            question.key,
            typed[question.key]
            if question.key in typed
            else question.type.typed(question, answers.get(question.key)),
            _of(question.key, errors),
        )
        for question in drawn
    ]


@dataclass(frozen=True)
class _Drawing:
    """Draws questions as they are asked now, inside blocks too."""

    seen: Visibility
    procedure_id: int | None
    fixed: frozenset[str]

    def widget(self, question: Question, name: str, typed: Any, errors: Errors) -> Widget:
        """Return the widget of a question, hidden when it is not asked."""
        asked = self.seen.asked.get(name)
        values = asked.values if asked else self.seen.values
        said = asked.question if asked else said_question(question, values)
        if said.type.moving:
            said = said.type.at(said, Moment(self.procedure_id, values))
        text = question.recalls.get("text")
        if text is not None:
            said = replace(said, options={**said.options, "text": text.marked(values)})
        if name in self.fixed and asked is not None:
            widget = _read_only(asked)
        else:
            widget = question.type.widget_of_rows(said, name, typed, errors, self.widget)
        if asked is None:
            widget.context["hidden"] = True
        if text is not None:
            widget.context.update({key: hooked(value) for key, value in widget.context.items()})
        return widget


def _read_only(asked: Asked) -> Widget:
    """Draw an answer that nobody can change: its question and its words."""
    question = asked.question
    text = "" if asked.value is None else question.type.to_text(question, asked.value)
    context = {
        "id": element_id(asked.name),
        "name": asked.name,
        "label": question.label,
        "help": question.help,
        "value": text,
    }
    return Widget("fields/fixed.html", context)


def _of(key: str, errors: Errors) -> Errors:
    """Return the errors of one question, by part."""
    own = {}
    for name, said in errors.items():
        question, _dot, part = name.partition(".")
        if question == key:
            own[part] = said
    return own
