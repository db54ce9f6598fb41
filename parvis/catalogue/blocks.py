"""Blocks of questions: how their rows are named, read and put together.

A block answered once is an object by key, a repeated one a list of such objects. Inputs are named from the block's
own name: ``home.street``, ``children.0.first_name``. Rows are added and removed by the buttons of the page, which are
read with the answers: the server alone numbers them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from parvis.catalogue.field_types import PostData, Question

ADD, REMOVE = "add_item", "remove_item"
"""Names of the buttons; their values are the block's name, the row's name."""
ASKED = "_asked"
"""Posted with each row: the keys of its questions that were shown. No question can be named so."""
MOST_ROWS = 20
"""Rows a block takes unless its definition says."""


class Posted:
    """What a page posts, and which questions it showed."""

    def __init__(self, data: PostData) -> None:
        self.data = data
        self._names: set[str] = set()
        for name in data:
            while name and name not in self._names:
                self._names.add(name)
                name = name.rpartition(".")[0]  # noqa: PLW2901 - up to the question, the row, the block

    @classmethod
    def of(cls, data: PostData) -> "Posted":
        """Return the data so read, once."""
        return data if isinstance(data, Posted) else cls(data)

    def get(self, key: str, default: str = "", /) -> Any:
        """Return the last value of a key."""
        return self.data.get(key, default)

    def getlist(self, key: str, /) -> list[Any]:
        """Return every value of a key."""
        return self.data.getlist(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def holds(self, name: str) -> bool:
        """Return whether something was posted under a name or below it."""
        return name in self._names

    def shows(self, row: str, key: str) -> bool:
        """Return whether a row showed a question: it said so, or something was posted for it.

        A row that says nothing showed everything: a program posted it.
        """
        asked = self.get(f"{row}.{ASKED}", "*")
        return asked == "*" or key in str(asked).split(",") or self.holds(f"{row}.{key}")

    def hides(self, name: str) -> bool:
        """Return whether a question inside a block was not shown, or the block it stands in was not."""
        steps = name.split(".")
        return any(not self.shows(".".join(steps[:place]), steps[place]) for place in range(1, len(steps)))


class Unpressed(Posted):
    """The same, as if no row's button had been pressed: where files sent with the page belong."""

    def getlist(self, key: str, /) -> list[Any]:
        """Return every value of a key, none for the buttons."""
        return [] if key in (ADD, REMOVE) else super().getlist(key)


def is_repeated(question: Question) -> bool:
    """Return whether a block may have several rows."""
    return "repeat" in question.options


def least_rows(question: Question) -> int:
    """Return how many rows must be filled."""
    if not is_repeated(question):
        return 1
    return int(question.options["repeat"].get("min", 1 if question.required else 0))


def most_rows(question: Question) -> int:
    """Return how many rows may be filled."""
    if not is_repeated(question):
        return 1
    return max(int(question.options["repeat"].get("max", MOST_ROWS)), least_rows(question))


def rows_of(question: Question, value: Any) -> list[dict[str, Any]]:
    """Return the rows of an answer, at most one more than allowed; what has not the form of a row is an empty one."""
    if not is_repeated(question):
        return [value if isinstance(value, dict) else {}]
    rows = value if isinstance(value, list) else []
    return [row if isinstance(row, dict) else {} for row in rows[: most_rows(question) + 1]]


def shown_rows(question: Question, value: Any) -> list[dict[str, Any]]:
    """Return the rows a page shows: those of an answer, and blank ones up to how many must be filled."""
    rows = rows_of(question, value)
    return rows + [{} for _blank in range(least_rows(question) - len(rows))]


def joined(question: Question, rows: list[dict[str, Any]]) -> Any:
    """Return the value that rows make."""
    return rows if is_repeated(question) else rows[0]


def row_name(question: Question, name: str, place: int) -> str:
    """Return the name of a row, before which stand the names of its inputs."""
    return f"{name}.{place}" if is_repeated(question) else name


def row_title(question: Question, place: int) -> str:
    """Return how a row is called: « Enfant 2 », or the block's label when it has one row only."""
    if not is_repeated(question):
        return question.label
    return f"{question.options['repeat'].get('item_label', question.label)} {place + 1}"


def row_part(question: Question, place: int, key: str = "") -> str:
    """Return the name of a row, or of a question in it, inside the block."""
    words = (str(place) if is_repeated(question) else "", key)
    return ".".join(word for word in words if word)


def is_blank(row: Any) -> bool:
    """Return whether a row says nothing."""
    if isinstance(row, Mapping):
        return all(is_blank(value) for value in row.values())
    if isinstance(row, list):
        return all(is_blank(value) for value in row)
    return row is None or row == ""


def without_blanks(question: Question, value: Any) -> Any:
    """Return an answer without the rows that say nothing, None when nothing is left. Other answers stay."""
    if not question.children:
        return value
    children = {child.key: child for child in question.children}
    rows = [
        {key: left for key, part in row.items() if (left := without_blanks(children[key], part)) is not None}
        for row in rows_of(question, value)
    ]
    if is_repeated(question):
        return [row for row in rows if not is_blank(row)] or None
    return rows[0] or None


def value_at(answers: Any, name: str) -> Any:
    """Return what stands in answers at the name of an input (« children.0.age »), None when nothing does."""
    for step in name.split(".") if name else []:
        if isinstance(answers, list) and step.isdigit() and int(step) < len(answers):
            answers = answers[int(step)]
        elif isinstance(answers, Mapping):
            answers = answers.get(step)
        else:
            return None
    return answers
