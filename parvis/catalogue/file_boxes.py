"""The boxes of a form that take files, wherever they stand in an answer, and the files already there.

For the doors: they store the files given to a box, put them in the answers, then have the page checked. A field type
declares its boxes (``FieldType.file_boxes``); nothing here knows one type from another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from parvis.catalogue.blocks import Unpressed, value_at
from parvis.catalogue.field_types import PostData, Question
from parvis.catalogue.file_limits import FileLimits, file_limits

Reference = dict[str, Any]


@dataclass(frozen=True)
class FileBox:
    """A box that takes files: the question it is in, the place of its list in the answer, what it accepts."""

    question: Question
    part: str
    limits: FileLimits

    @property
    def name(self) -> str:
        """Return the name of its input, under which its errors stand too."""
        return f"{self.question.key}.{self.part}" if self.part else self.question.key

    def files(self, *values: Any) -> list[Reference]:
        """Return the files of the first of these answers that has some at this place: kept, else as typed. A list
        that holds anything else is none.
        """
        for value in values:
            found = value_at(value, self.part)
            if isinstance(found, list) and found:
                return found if all(map(_is_file, found)) else []
        return []

    def put(self, value: Any, files: list[Reference]) -> Any:
        """Return the answer with these files at this place, the rest as it was."""
        return _put(value, self.part.split(".") if self.part else [], files)


def file_boxes(
    questions: Iterable[Question], answers: Mapping[str, Any], data: PostData | None = None
) -> list[FileBox]:
    """Return the boxes of some questions, in order; ``data``, what is posted now, may bring rows of its own.

    A row that a button removes still has its boxes: files sent with the page are named as the page named them.
    """
    boxes, posted = [], None if data is None else Unpressed(data)
    for question in questions:
        if not question.type.asks:
            continue
        value = answers.get(question.key)
        if posted is not None:
            value = question.type.read(question, posted, question.key, value)
        inner = question.type.file_boxes(question, value)
        boxes += [FileBox(question, part, file_limits(box)) for part, box in inner.items()]
    return boxes


def files_of(question: Question, value: Any) -> list[Reference]:
    """Return every file that an answer names, in order. Never raises, whatever the answer."""
    boxes = question.type.file_boxes(question, value)
    return [
        file for part, box in boxes.items() for file in FileBox(question, part, file_limits(box)).files(value)
    ]


def _is_file(given: Any) -> bool:
    return isinstance(given, dict) and isinstance(given.get("id"), str)


def _put(value: Any, steps: list[str], files: list[Reference]) -> Any:
    if not steps:
        return files
    step, *others = steps
    if step.isdigit():
        rows = list(value) if isinstance(value, list) else []
        rows += [{} for _missing in range(int(step) + 1 - len(rows))]
        rows[int(step)] = _put(rows[int(step)], others, files)
        return rows
    inside = value if isinstance(value, dict) else {}
    return {**inside, step: _put(inside.get(step), others, files)}
