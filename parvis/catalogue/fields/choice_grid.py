"""The same choices for several things: a grid."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.choices import OPTIONS, doubles, labels
from parvis.catalogue.field_types import (
    FieldType,
    PostData,
    Question,
    Widget,
    clean_line,
    inner,
    must_be,
    refuse,
    register,
)
from parvis.common.errors import Invalid


@register
class ChoiceGrid(FieldType):
    """For each of ``rows``, one of ``columns`` (with ``multiple``, several): an object by row. Option
    ``optional_rows``: a row may be left blank.
    """

    code, label = "choice_grid", gettext_lazy("grille de choix")
    template = "fields/group.html"
    options: ClassVar[dict[str, Any]] = {
        "rows": {**OPTIONS, "maxItems": 50},
        "columns": {**OPTIONS, "maxItems": 20},
        "multiple": {"type": "boolean"},
        "optional_rows": {"type": "boolean"},
    }
    required_options = ("rows", "columns")
    example_options: ClassVar[dict[str, Any]] = {
        "rows": [{"value": "bus", "label": "Bus"}, {"value": "bike", "label": "Bicyclette"}],
        "columns": [{"value": "often", "label": "Souvent"}, {"value": "never", "label": "Jamais"}],
    }
    example: ClassVar[Any] = {"bus": "often", "bike": "never"}

    def faults(self, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Two rows or two columns of one value."""
        yield from doubles(options["rows"], "rows")
        yield from doubles(options["columns"], "columns")

    def empty(self, question: Question) -> Any:
        """Every row blank, so that an expression may read any."""
        return {row: [] if _multiple(question) else "" for row in labels(question, "rows")}

    def is_empty(self, value: Any) -> bool:
        """Return whether every row is blank."""
        if isinstance(value, dict):
            return all(part in ("", None, []) for part in value.values())
        return super().is_empty(value)

    def lacking(self, question: Question) -> dict[str, list[str]]:
        """Say it row by row."""
        if question.options.get("optional_rows"):
            return super().lacking(question)
        return {row: [_("Choisissez une réponse.")] for row in labels(question, "rows")}

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read what is chosen in each row."""
        return {
            row: [clean_line(one) for one in data.getlist(f"{name}.{row}") if isinstance(one, str) and one]
            for row in labels(question, "rows")
        }

    def typed(self, question: Question, value: Any) -> Any:
        """Choose again in each row."""
        chosen = value if isinstance(value, dict) else {}
        return {row: _as_list(chosen.get(row)) for row in labels(question, "rows")}

    def parse(self, question: Question, typed: Any) -> Any:
        """Take one choice a row, or all of them."""
        if _multiple(question):
            return typed
        return {row: chosen[-1] if chosen else "" for row, chosen in (typed or {}).items()}

    def check(self, question: Question, value: Any) -> Any:
        """Refuse what was not offered, and a row left blank that may not be."""
        must_be(value, dict)
        rows = labels(question, "rows")
        if value.keys() - rows.keys():
            refuse(_("Cette réponse n’a pas la forme attendue."))
        checked, errors = self.empty(question), dict[str, list[str]]()
        for row in rows:
            try:
                checked[row] = self._checked_row(question, value.get(row), row)
            except Invalid as invalid:
                errors |= invalid.errors
        if errors:
            raise Invalid(errors)
        return checked

    def _checked_row(self, question: Question, given: Any, row: str) -> Any:
        columns = labels(question, "columns")
        chosen = _as_list(given)
        if not all(isinstance(one, str) and one in columns for one in chosen):
            refuse(_("Choisissez une réponse de la liste."), row)
        if not chosen and not question.options.get("optional_rows"):
            refuse(_("Choisissez une réponse."), row)
        if _multiple(question):
            return [column for column in columns if column in chosen]
        if len(chosen) > 1:
            refuse(_("Choisissez une seule réponse."), row)
        return chosen[0] if chosen else ""

    def to_text(self, question: Question, value: Any) -> str:
        """Return each row with what was chosen, one a line."""
        columns = labels(question, "columns")
        said = {
            label: ", ".join(columns.get(one, one) for one in _as_list(value.get(row)))
            for row, label in labels(question, "rows").items()
        }
        lines = [
            _("%(question)s : %(answer)s") % {"question": row, "answer": text}
            for row, text in said.items()
            if text
        ]
        return "\n".join(lines)

    def schema(self, question: Question) -> dict[str, Any]:
        """An object by row."""
        rows, columns = list(labels(question, "rows")), list(labels(question, "columns"))
        optional = question.options.get("optional_rows", False)
        one: dict[str, Any] = {"enum": [*columns, ""] if optional else columns}
        if _multiple(question):
            one = {
                "type": "array",
                "uniqueItems": True,
                "minItems": 0 if optional else 1,
                "items": {"enum": columns},
            }
        return {
            "type": "object",
            "additionalProperties": False,
            "required": [] if optional else rows,
            "properties": dict.fromkeys(rows, one),
        }

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw the choices of each row under its name; a wide page puts them on one line."""
        group = super().widget(question, name, "", errors)
        chosen = typed if isinstance(typed, dict) else {}
        group.context["layout"] = "grid"
        group.context["widgets"] = [
            self._row_widget(question, f"{name}.{row}", label, _as_list(chosen.get(row)), errors.get(row, []))
            for row, label in labels(question, "rows").items()
        ]
        return group

    def _row_widget(
        self, question: Question, name: str, label: str, chosen: list[Any], errors: list[str]
    ) -> Widget:
        keys = {"options": question.options["columns"], "errors": errors}
        if _multiple(question):
            return inner("fields/checkboxes.html", name, label, chosen, **keys)
        return inner("fields/radios.html", name, label, chosen[-1] if chosen else "", **keys)


def _multiple(question: Question) -> bool:
    return bool(question.options.get("multiple", False))


def _as_list(given: Any) -> list[Any]:
    if isinstance(given, list):
        return given
    return [] if given in ("", None) else [given]
