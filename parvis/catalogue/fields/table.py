"""A table to fill, a line after the other."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.field_types import Drawing, Question, Widget, register
from parvis.catalogue.rows import FIELDS, REPEAT, Rows

COLUMNS = 12
# A column is one box, or the few of a date: anything larger makes a repeated block.
NARROW = frozenset(
    {
        "choice", "currency", "date", "email", "foreign_phone", "licence_plate", "masked_code", "number", "percentage",
        "phone", "text", "time", "url",
    }
)  # fmt: skip


@register
class Table(Rows):
    """Lines of typed columns: a list of objects. Options: ``fields`` (the columns: questions of one box each),
    ``repeat`` (``min`` and ``max`` lines, words of the buttons, ``item_label`` for « Ligne 1 »).

    A repeated block whose rows stand on one line each: the engine knows one from the other only as it is drawn.
    """

    code, label = "table", gettext_lazy("tableau à remplir")
    options: ClassVar[dict[str, Any]] = {
        "fields": {**FIELDS, "maxItems": COLUMNS},
        "repeat": REPEAT,
    }
    required_options = ("fields", "repeat")
    example_options: ClassVar[dict[str, Any]] = {
        "fields": [
            {"key": "item", "type": "text", "label": "Poste"},
            {"key": "amount", "type": "currency", "label": "Montant"},
        ],
        "repeat": {"min": 1, "max": 5, "add_label": "Ajouter une ligne", "item_label": "Ligne"},
    }
    example: ClassVar[Any] = [
        {"item": "Affiches", "amount": "120.00"},
        {"item": "Gardiennage", "amount": "80.50"},
    ]

    def faults(self, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """A column too large for a line."""
        for column in options["fields"]:
            if column["type"] not in NARROW:
                yield (
                    "fields",
                    _("la colonne « %(label)s » ne tient pas sur une ligne : prenez un bloc qui se répète.")
                    % {"label": column.get("label", column["key"])},
                )

    def to_text(self, question: Question, value: Any) -> str:
        """Return a line a row: « Affiches ; 120,00 € »."""
        rows = value if isinstance(value, list) else []
        lines = [
            " ; ".join(
                child.type.to_text(child, row[child.key])
                for child in question.children
                if not child.type.is_empty(row.get(child.key))
            )
            for row in rows
            if isinstance(row, dict)
        ]
        return "\n".join(line for line in lines if line)

    def widget_of_rows(
        self, question: Question, name: str, typed: Any, errors: dict[str, list[str]], draw: Drawing
    ) -> Widget:
        """Draw the rows on one line each, where there is room."""
        widget = super().widget_of_rows(question, name, typed, errors, draw)
        widget.context["layout"] = "table"
        return widget
