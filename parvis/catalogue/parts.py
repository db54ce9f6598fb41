"""Questions made of several boxes: a person, an address, a company."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    Widget,
    at_most,
    clean_line,
    element_id,
    must_be,
    refuse,
)
from parvis.common.errors import Invalid


@dataclass(frozen=True)
class Part:
    """One box: its key in the value, its label, what it must hold, how it is drawn.

    ``checked`` returns the text in its one form or refuses it under the part's key; ``shown`` is its reverse.
    """

    key: str
    label: str
    missing: str = ""
    required: bool = True
    checked: Callable[[Any, str], str] | None = None
    shown: Callable[[str], str] | None = None
    longest: int = 200
    template: str = "fields/input.html"
    drawing: dict[str, Any] | None = None


class Parts(FieldType):
    """Base of the types whose value is an object of texts, one a part. A part left blank is an empty text.

    A subclass gives ``keys`` (every part an expression may read) and ``parts`` (those this question asks).
    """

    template = "fields/group.html"
    keys: ClassVar[tuple[str, ...]] = ()

    def parts(self, question: Question) -> tuple[Part, ...]:
        """Return the boxes that the question asks."""
        raise NotImplementedError

    def check_whole(self, question: Question, value: dict[str, str]) -> None:
        """Refuse what is wrong between parts; each part was accepted. Nothing by default."""

    def empty(self, question: Question) -> Any:
        """Every part blank, so that an expression may read any."""
        return dict.fromkeys(self.keys, "")

    def is_empty(self, value: Any) -> bool:
        """Return whether every part is blank."""
        if isinstance(value, dict):
            return all(part in ("", None, []) for part in value.values())
        return super().is_empty(value)

    def lacking(self, question: Question) -> dict[str, list[str]]:
        """Say it box by box: « répondez » says nothing of a question made of several."""
        required = {
            part.key: [part.missing or _("Remplissez cette case.")]
            for part in self.parts(question)
            if part.required
        }
        return required or super().lacking(question)

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read every box."""
        return {key: clean_line(data.get(f"{name}.{key}", "")) for key in self.keys}

    def typed(self, question: Question, value: Any) -> Any:
        """Fill every box; the widget shows each part as it is written."""
        return value if isinstance(value, dict) else self.empty(question)

    def check(self, question: Question, value: Any) -> Any:
        """Check each part, then the whole, and say everything that is wrong at once."""
        must_be(value, dict)
        if set(value) - set(self.keys):
            refuse(_("Cette réponse n’a pas la forme attendue."))
        checked = self.empty(question)
        errors: dict[str, list[str]] = {}
        for part in self.parts(question):
            try:
                checked[part.key] = self._checked(part, value.get(part.key, ""))
            except Invalid as invalid:
                errors |= invalid.errors
        if errors:
            raise Invalid(errors)
        self.check_whole(question, checked)
        return checked

    def _checked(self, part: Part, given: Any) -> str:
        must_be(given, str)
        text = clean_line(given)
        if not text:
            if part.required:
                refuse(part.missing or _("Remplissez cette case."), part.key)
            return ""
        at_most(text, part.longest, part.key)
        return part.checked(text, part.key) if part.checked else text

    def to_text(self, question: Question, value: Any) -> str:
        """Return the parts that were filled, one a line."""
        lines = [self._shown(part, value.get(part.key, "")) for part in self.parts(question)]
        return "\n".join(line for line in lines if line)

    def schema(self, question: Question) -> dict[str, Any]:
        """An object of texts."""
        parts = self.parts(question)
        return {
            "type": "object",
            "additionalProperties": False,
            "required": [part.key for part in parts if part.required],
            "properties": {key: {"type": "string", "maxLength": 300} for key in self.keys},
        }

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw a group of boxes."""
        widget = super().widget(question, name, "", errors)
        widget.context["widgets"] = [
            self._part_widget(part, f"{name}.{part.key}", typed, errors, question.required)
            for part in self.parts(question)
        ]
        return widget

    def _part_widget(
        self, part: Part, name: str, typed: Any, errors: dict[str, list[str]], required: bool
    ) -> Widget:
        value = typed.get(part.key, "") if isinstance(typed, dict) else ""
        return Widget(
            part.template,
            {
                "id": element_id(name),
                "name": name,
                "label": part.label,
                "required": required and part.required,
                "errors": errors.get(part.key, []),
                "value": self._shown(part, value),
                **(part.drawing or {}),
            },
        )

    def _shown(self, part: Part, value: Any) -> str:
        text = value if isinstance(value, str) else ""
        return part.shown(text) if part.shown and text else text
