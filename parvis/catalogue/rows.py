"""Questions asked together, once or several times: what blocks and tables share."""

from collections.abc import Callable
from random import Random
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue import blocks
from parvis.catalogue.field_types import (
    Drawing,
    FieldType,
    PostData,
    Question,
    Settled,
    Stands,
    Widget,
    as_it_is,
    element_id,
    must_be,
    refuse,
)
from parvis.common.errors import Invalid

WORDS = {"type": "string", "minLength": 1, "maxLength": 100}
COUNT = {"type": "integer", "minimum": 0, "maximum": 200}
FIELDS: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "maxItems": 100,
    "items": {"$ref": "#/$defs/field"},
}
REPEAT: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "min": COUNT,
        "max": {**COUNT, "minimum": 1},
        "add_label": WORDS,
        "remove_label": WORDS,
        "item_label": WORDS,
    },
}


class Rows(FieldType):
    """Base of the types that hold questions (``Question.children``): their answer is an object, or with the option
    ``repeat`` a list of objects.
    """

    template = "fields/group.html"
    nests = True

    def empty(self, question: Question) -> Any:
        """No row, or one whose parts are empty: expressions may read any."""
        if blocks.is_repeated(question):
            return []
        return {child.key: child.type.empty(child) for child in question.children if child.type.holds}

    def is_empty(self, value: Any) -> bool:
        """Return whether nothing is said, whatever the rows."""
        return blocks.is_blank(value)

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Read every row, then add or remove the one whose button was pressed."""
        posted = blocks.Posted.of(data)
        former = blocks.rows_of(question, kept)
        places = range(self._rows_posted(question, posted, name))
        removed = posted.getlist(blocks.REMOVE)
        rows = []
        for place in places:
            row_name = blocks.row_name(question, name, place)
            if row_name in removed and blocks.is_repeated(question):
                continue
            row = former[place] if place < len(former) else {}
            rows.append(self._read_row(question, posted, row_name, row))
        if name in posted.getlist(blocks.ADD) and len(rows) < blocks.most_rows(question):
            rows.append(self.typed_row(question, {}))
        return blocks.joined(question, rows)

    def typed(self, question: Question, value: Any) -> Any:
        """Fill every box of every row, and of the blank ones that must be filled."""
        rows = [self.typed_row(question, row) for row in blocks.shown_rows(question, value)]
        return blocks.joined(question, rows)

    def typed_row(self, question: Question, row: dict[str, Any]) -> dict[str, Any]:
        """Fill every box of a row; a row not begun shows the defaults."""
        return {
            child.key: child.type.typed(child, row.get(child.key) if row else child.default)
            for child in question.children
            if child.type.holds
        }

    def parse(self, question: Question, typed: Any) -> Any:
        """Make values of all that was typed, or refuse."""
        value, refused = self.take(question, typed)
        if refused:
            raise Invalid(refused)
        return value

    def take(self, question: Question, typed: Any, name: str = "", stands: Stands = as_it_is) -> Settled:
        """Take what can be taken of each row."""

        def take_part(child: Question, own: str, row: dict[str, Any]) -> Settled:
            return child.type.take(child, self._typed_part(child, row), own, stands)

        return self._rows_settled(question, typed, name, stands, take_part)

    def settle(self, question: Question, value: Any, name: str = "", stands: Stands = as_it_is) -> Settled:
        """Accept what can be of each row."""
        if value is None or value in ("", [], {}):
            return None, {}
        try:
            self._must_be_rows(question, value)
        except Invalid as invalid:
            return None, invalid.errors

        def settle_part(child: Question, own: str, row: dict[str, Any]) -> Settled:
            return child.type.settle(child, row.get(child.key), own, stands)

        settled, refused = self._rows_settled(question, value, name, stands, settle_part)
        return settled, refused | _unknown(question, value)

    def check(self, question: Question, value: Any) -> Any:
        """Refuse what is wrong in any row."""
        checked, refused = self.settle(question, value)
        if refused:
            raise Invalid(refused)
        return checked

    def wanting(self, question: Question, value: Any) -> dict[str, list[str]]:
        """Say how many rows are missing; what each row lacks is said there."""
        if not blocks.is_repeated(question):
            return {}
        least = blocks.least_rows(question)
        if sum(not blocks.is_blank(row) for row in value or []) >= least:
            return {}
        return {"": [_("Remplissez cette partie au moins %(least)d fois.") % {"least": least}]}

    def sample(self, question: Question, luck: Random) -> Any:
        """Return a row, or as many as may be, of samples of every question inside."""
        least, most = max(1, blocks.least_rows(question)), blocks.most_rows(question)
        count = luck.randint(least, min(most, least + 1)) if blocks.is_repeated(question) else 1
        rows = [
            {
                child.key: value
                for child in question.children
                if child.type.asks and (value := child.type.sample(child, luck)) is not None
            }
            for _row in range(count)
        ]
        return blocks.joined(question, rows)

    def to_text(self, question: Question, value: Any) -> str:
        """Return every row, its answers each on a line after their question."""
        rows = [self._row_text(question, row) for row in blocks.rows_of(question, value)]
        return "\n\n".join(row for row in rows if row)

    def file_boxes(self, question: Question, value: Any) -> dict[str, Question]:
        """Return those of every row, by their place in the answer."""
        boxes: dict[str, Question] = {}
        for place, row in enumerate(blocks.shown_rows(question, value)):
            for child in question.children:
                part = blocks.row_part(question, place, child.key)
                inner = child.type.file_boxes(child, row.get(child.key)) if child.type.asks else {}
                boxes |= {f"{part}.{own}" if own else part: box for own, box in inner.items()}
        return boxes

    def schema(self, question: Question) -> dict[str, Any]:
        """An object of the answers that hold, or a list of them."""
        children = [child for child in question.children if child.type.holds]
        row = {
            "type": "object",
            "additionalProperties": False,
            "required": [
                child.key for child in children if child.required and child.type.asks and not child.condition
            ],
            "properties": {
                child.key: {"title": child.label, **child.type.schema(child)} for child in children
            },
        }
        if not blocks.is_repeated(question):
            return row
        return {"type": "array", "maxItems": blocks.most_rows(question), "items": row}

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Draw every question of every row."""
        return self.widget_of_rows(
            question, name, typed, errors, lambda child, *told: child.type.widget(child, *told)
        )

    def widget_of_rows(
        self, question: Question, name: str, typed: Any, errors: dict[str, list[str]], draw: Drawing
    ) -> Widget:
        """Draw the rows, each question by ``draw`` with its full name, what was typed and what is wrong with it."""
        widget = super().widget(question, name, "", errors)
        rows = [
            self._row_widgets(question, name, place, row, errors, draw)
            for place, row in enumerate(blocks.shown_rows(question, typed))
        ]
        if blocks.is_repeated(question):
            repeat = question.options["repeat"]
            items = [
                {"title": blocks.row_title(question, place), "widgets": row} for place, row in enumerate(rows)
            ]
            words = {key: repeat[key] for key in ("add_label", "remove_label") if key in repeat}
            widget.context.update(
                items=items,
                min_items=blocks.least_rows(question),
                max_items=blocks.most_rows(question),
                **words,
            )
        else:
            widget.context["widgets"] = rows[0]
        return widget

    def template_for(self, question: Question) -> str:
        """A group, or groups with buttons to add and remove."""
        return "fields/repeat.html" if blocks.is_repeated(question) else self.template

    def _rows_posted(self, question: Question, posted: blocks.Posted, name: str) -> int:
        """Return how many rows the page posted: they are numbered without a gap."""
        if not blocks.is_repeated(question):
            return 1
        count = 0
        while count < blocks.most_rows(question) and posted.holds(f"{name}.{count}"):
            count += 1
        return count

    def _read_row(
        self, question: Question, posted: blocks.Posted, row_name: str, kept: dict[str, Any]
    ) -> dict[str, Any]:
        """Read the questions shown in a row; what is hidden posts nothing and is kept."""
        typed = {
            child.key: child.type.typed(
                child, kept.get(child.key, None if child.type.asks else child.default)
            )
            for child in question.children
            if child.type.holds
        }
        for child in question.children:
            if child.type.asks and posted.shows(row_name, child.key):
                typed[child.key] = child.type.read(
                    child, posted, f"{row_name}.{child.key}", kept.get(child.key)
                )
        return typed

    def _rows_settled(
        self,
        question: Question,
        value: Any,
        name: str,
        stands: Stands,
        settle: Callable[[Question, str, dict[str, Any]], Settled],
    ) -> Settled:
        rows: list[dict[str, Any]] = []
        refused: dict[str, list[str]] = {}
        for place, given in enumerate(blocks.rows_of(question, value)):
            row: dict[str, Any] = {}
            for child in question.children:
                if not child.type.holds:
                    continue
                part = blocks.row_part(question, place, child.key)
                accepted, said = settle(stands(child, f"{name}.{part}", row), f"{name}.{part}", given)
                if accepted is not None:
                    row[child.key] = accepted
                refused |= {f"{part}.{inner}" if inner else part: told for inner, told in said.items()}
            rows.append(row)
        joined = blocks.joined(question, rows)
        return (None if joined in ([], {}) else joined), refused

    def _must_be_rows(self, question: Question, value: Any) -> None:
        repeated = blocks.is_repeated(question)
        must_be(value, list if repeated else dict)
        for row in value if repeated else ():
            must_be(row, dict)
        if repeated and len(value) > blocks.most_rows(question):
            most = blocks.most_rows(question)
            refuse(_("Gardez au plus %(most)d fois cette partie.") % {"most": most})

    def _typed_part(self, child: Question, row: dict[str, Any]) -> Any:
        return row[child.key] if child.key in row else child.type.typed(child, None)

    def _row_widgets(
        self,
        question: Question,
        name: str,
        place: int,
        row: dict[str, Any],
        errors: dict[str, list[str]],
        draw: Drawing,
    ) -> list[Widget]:
        row_name = blocks.row_name(question, name, place)
        widgets = []
        for child in question.children:
            if not child.type.drawn:
                continue
            part = blocks.row_part(question, place, child.key)
            own = {
                said.removeprefix(part).removeprefix("."): sentences
                for said, sentences in errors.items()
                if said == part or said.startswith(f"{part}.")
            }
            typed = self._typed_part(child, row) if child.type.holds else None
            widgets.append(draw(child, f"{row_name}.{child.key}", typed, own))
        return [_marker(row_name, widgets), *widgets]

    def _row_text(self, question: Question, row: dict[str, Any]) -> str:
        lines = [
            _("%(question)s : %(answer)s")
            % {"question": child.label, "answer": child.type.to_text(child, row[child.key])}
            for child in question.children
            if child.type.holds and not child.type.is_empty(row.get(child.key))
        ]
        return "\n".join(lines)


def _unknown(question: Question, value: Any) -> dict[str, list[str]]:
    """Refuse, row by row, the answers to questions that the block does not hold."""
    known = {child.key for child in question.children if child.type.holds}
    return {
        blocks.row_part(question, place, str(key)[:50]): [_("Cette question n’est pas posée.")]
        for place, row in enumerate(blocks.rows_of(question, value))
        for key in row.keys() - known
    }


def _marker(row_name: str, widgets: list[Widget]) -> Widget:
    """Return the hidden box that says which questions of a row are shown."""
    shown = [
        str(widget.context["name"]).rpartition(".")[2]
        for widget in widgets
        if not widget.context.get("hidden")
    ]
    name = f"{row_name}.{blocks.ASKED}"
    return Widget("fields/hidden.html", {"id": element_id(name), "name": name, "value": ",".join(shown)})
