"""The parts of a letter as a builder edits them: read from the boxes after the button pressed, written, drawn."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from parvis.catalogue.field_types import PostData, clean_line, clean_text
from parvis.catalogue.letters.document import BLOCK, BLOCKS, STYLES, TEXT
from parvis.studio.form.clauses import under
from parvis.studio.form.comparisons import Answer
from parvis.studio.form.conditions import ConditionEditor, Typed

MOST = 60
_NUMBERED = re.compile(r"parts\.(\d{1,2})\.style")
Errors = dict[str, list[str]]


@dataclass(frozen=True)
class Line:
    """A part as it stands in its boxes."""

    style: str
    text: str
    block: str
    when: Typed


class LetterEditor:
    """A letter in its boxes. ``answers`` are those that a condition may read."""

    def __init__(self, answers: Sequence[Answer], title: str, lines: list[Line]) -> None:
        self.answers, self.title, self.lines = answers, title, lines
        self.errors: Errors = {}

    @classmethod
    def of_document(cls, answers: Sequence[Answer], document: Mapping[str, Any]) -> "LetterEditor":
        """Return a letter as it would be typed."""
        lines = [
            Line(
                part["style"],
                str(part.get("text", "")),
                str(part.get("block", "")),
                _condition(answers, rank).from_source(str(part.get("condition", ""))),
            )
            for rank, part in enumerate(document.get("parts", []))
        ]
        return cls(answers, str(document.get("title", "")), lines)

    @classmethod
    def read(cls, answers: Sequence[Answer], data: PostData) -> "LetterEditor":
        """Return what was typed, after the button pressed if it adds, moves or takes away a part."""
        found = sorted({int(name[1]) for each in data if (name := _NUMBERED.fullmatch(each))})
        lines = [_line(answers, data, number) for number in found]
        pressed = clean_line(data.get("_line", "")).split(" ")
        if pressed[0] == "parts":
            lines = _changed(answers, lines, pressed[1:], len(found))
        return cls(answers, clean_line(data.get("title", "")), lines[:MOST])

    def document(self) -> dict[str, Any]:
        """Return the letter; what is wrong with its conditions is kept in ``errors``."""
        return {"title": self.title, "parts": [self._part(rank, one) for rank, one in enumerate(self.lines)]}

    def drawn(self) -> list[dict[str, Any]]:
        """Return what the template of the editor reads."""
        return [self._drawn(rank, line) for rank, line in enumerate(self.lines)]

    def _part(self, rank: int, line: Line) -> dict[str, Any]:
        part: dict[str, Any] = {"style": line.style}
        part |= {"block": line.block} if line.style == BLOCK else {"text": line.text}
        source = _condition(self.answers, rank).source_into(line.when, self.errors)
        return part | ({"condition": source} if source else {})

    def _drawn(self, rank: int, line: Line) -> dict[str, Any]:
        own = under(f"parts.{rank}", self.errors)
        if "condition" in own:
            own.setdefault("" if line.when.mode != "formula" else "formula", []).extend(own["condition"])
        return {
            "rank": rank,
            "number": rank + 1,
            "style": line.style,
            "styles": STYLES.items(),
            "blocks": BLOCKS.items(),
            "is_block": line.style == BLOCK,
            "block": line.block,
            "text": line.text,
            "rows": max(5, min(16, line.text.count("\n") + len(line.text) // 60 + 3)),
            "when": _condition(self.answers, rank).drawn(line.when, own),
            "is_conditional": line.when.mode != "always" or "" in own,
            "errors": own.get("text", []),
            "is_first": rank == 0,
            "is_last": rank == len(self.lines) - 1,
        }


def _condition(answers: Sequence[Answer], rank: int) -> ConditionEditor:
    return ConditionEditor(f"parts.{rank}", answers)


def _line(answers: Sequence[Answer], data: PostData, number: int) -> Line:
    style = clean_line(data.get(f"parts.{number}.style", ""))
    return Line(
        style if style in STYLES else TEXT,
        clean_text(data.get(f"parts.{number}.text", "")),
        clean_line(data.get(f"parts.{number}.block", "")),
        _condition(answers, number).read(data),
    )


def _changed(answers: Sequence[Answer], lines: list[Line], pressed: list[str], count: int) -> list[Line]:
    """Return the parts once one was added at the end, or under another, moved, or taken away."""
    verb, where = pressed[0] if pressed else "", pressed[-1] if pressed else ""
    rank = int(where) if where.isdigit() and int(where) < count else -1
    if verb == "add":
        blank = Line(TEXT, "", "", _condition(answers, len(lines)).from_source(""))
        at = rank + 1 if rank >= 0 else len(lines)
        return [*lines[:at], blank, *lines[at:]]
    if rank < 0:
        return lines
    line, rest = lines[rank], [*lines[:rank], *lines[rank + 1 :]]
    if verb == "drop":
        return rest
    at = max(0, rank + {"up": -1, "down": 1}.get(verb, 0))
    return [*rest[:at], line, *rest[at:]]
