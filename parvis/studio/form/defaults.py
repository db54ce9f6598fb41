"""The answer shown at first, given in the question's own box: what one types there is what the person will read."""

from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.faults import alone, compiles
from parvis.catalogue.composition.places import Document
from parvis.catalogue.field_types import PostData
from parvis.catalogue.forms import engine
from parvis.common.errors import Invalid

KEY = "default"
# Types whose box needs nothing but itself.
SUITED = frozenset(
    {
        "choice", "currency", "date", "date_time", "duration", "email", "linked_choice", "long_text", "multiple_choice",
        "number", "percentage", "quantity", "text", "time", "url", "yes_no",
    }
)  # fmt: skip
_KEPT_OUT = frozenset({"condition", "checks", "prefill", "default", "review", "sensitive"})


def default_form(field: Document) -> engine.Form | None:
    """Return the form that asks for a question's first answer; None for a type that takes none, or not yet ready."""
    if field.get("type") not in SUITED:
        return None
    words = {"key": KEY, "label": _("Réponse écrite d’avance"), "help": "", "required": False}
    asked = {name: value for name, value in {**field, **words}.items() if name not in _KEPT_OUT}
    asked.pop("help")
    return engine.compile_form(alone(asked)) if compiles(asked) else None


def default_widget(form: engine.Form, value: Any, checked: engine.PageChecked | None) -> Any:
    """Return the box, with the answer kept or what was typed."""
    answers = {} if value is None else {KEY: value}
    return engine.page_widgets(form, "p", answers, checked)[0]


def read_default(form: engine.Form, data: PostData) -> engine.PageChecked:
    """Return what was typed in the box, checked as the person's own answer would be."""
    return engine.check_page(form, "p", data, {}, complete=False)


def default_of(checked: engine.PageChecked) -> Any:
    """Return the answer typed, None for none. Raises Invalid."""
    if checked.errors:
        raise Invalid({"": [one for said in checked.errors.values() for one in said]})
    return checked.answers.get(KEY)
