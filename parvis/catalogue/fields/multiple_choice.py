"""Several answers among several."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.choices import (
    EXAMPLE,
    LONGEST_OTHER,
    OPTIONS,
    OTHER,
    OTHER_OPTION,
    labels,
    other_answer,
    other_label,
    page_other,
)
from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    Widget,
    clean_line,
    must_be,
    refuse,
    register,
)


@register
class MultipleChoice(FieldType):
    """Values of ``options``, in their order. Options: ``min`` and ``max`` (how many), ``other`` (true, or its label:
    another answer may be written, and stands last).
    """

    code, label = "multiple_choice", gettext_lazy("choix multiple")
    template = "fields/checkboxes.html"
    page_reader = "choices"
    options: ClassVar[dict[str, Any]] = {
        "options": OPTIONS,
        "min": {"type": "integer", "minimum": 1},
        "max": {"type": "integer", "minimum": 1},
        "other": OTHER_OPTION,
    }
    required_options = ("options",)
    example_options: ClassVar[dict[str, Any]] = {"options": EXAMPLE}
    example: ClassVar[Any] = ["cut", "prune"]

    def faults(self, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """More answers wanted than may be given."""
        offered = len(options["options"]) + bool(options.get("other"))
        if options.get("min", 1) > min(options.get("max", offered), offered):
            yield "min", _("on ne peut pas choisir autant de réponses.")

    def empty(self, question: Question) -> Any:
        """No answer: an empty list."""
        return []

    def missing(self) -> str:
        """Say what is asked."""
        return _("Choisissez au moins une réponse.")

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read every box, and the other answer written."""
        chosen = [clean_line(value) for value in data.getlist(name) if isinstance(value, str) and value]
        if not other_label(question):
            return chosen
        return {"value": chosen, "text": clean_line(data.get(f"{name}.text", ""))[:1000]}

    def typed(self, question: Question, value: Any) -> Any:
        """Tick the boxes again."""
        if not other_label(question):
            return value
        chosen = value if isinstance(value, list) else []
        written = [one for one in chosen if one not in labels(question)]
        ticked = [one for one in chosen if one not in written] + ([OTHER] if written else [])
        return {"value": ticked, "text": written[0] if written else ""}

    def parse(self, question: Question, typed: Any) -> Any:
        """Put the words of the other answer in its place."""
        if not isinstance(typed, dict):
            return typed
        return [other_answer(typed["text"]) if one == OTHER else one for one in typed["value"]]

    def check(self, question: Question, value: Any) -> Any:
        """Refuse what was not offered, too few or too many."""
        must_be(value, list)
        offered = labels(question)
        others = [one for one in value if not (isinstance(one, str) and one in offered)]
        if others and not (other_label(question) and len(others) == 1 and isinstance(others[0], str)):
            refuse(_("Choisissez des réponses de la liste."))
        chosen = [one for one in offered if one in value] + [other_answer(one) for one in others]
        least, most = question.options.get("min", 1), question.options.get("max", len(chosen))
        if len(chosen) < least:
            refuse(_("Choisissez au moins %(least)d réponses.") % {"least": least})
        if len(chosen) > most:
            refuse(_("Choisissez %(most)d réponses au plus.") % {"most": most})
        return chosen

    def to_text(self, question: Question, value: Any) -> str:
        """Return the labels."""
        offered = labels(question)
        return ", ".join(offered.get(one, one) for one in value)

    def schema(self, question: Question) -> dict[str, Any]:
        """A list of the values, each once; the other answer is any text."""
        offered = list(labels(question))
        other = {"type": "string", "maxLength": LONGEST_OTHER, "examples": offered}
        most = question.options.get("max", len(offered) + bool(other_label(question)))
        return {
            "type": "array",
            "uniqueItems": True,
            "minItems": question.options.get("min", 1) if question.required else 0,
            "maxItems": most,
            "items": other if other_label(question) else {"enum": offered},
        }

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the boxes, and that of the other answer."""
        other = typed if isinstance(typed, dict) else {"value": typed, "text": ""}
        widget = super().widget(question, name, other.get("value") or [], errors)
        widget.context["other_text"] = other.get("text", "")
        return widget

    def page_options(self, question: Question) -> dict[str, Any]:
        """How many, and the other answer, if one may be written."""
        counts = {name: question.options[name] for name in ("min", "max") if name in question.options}
        return counts | page_other(question)

    def page_words(self, question: Question) -> dict[str, Any]:
        """The labels."""
        return {"as": "choice", "labels": labels(question)}

    def context(self, question: Question) -> dict[str, Any]:
        """The options."""
        return {"options": question.options["options"], "other": other_label(question)}
