"""Each of our questions as rows of a survey: a type of XLSForm, or a group of texts for one made of parts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from parvis.catalogue.exports.xlsform.xpath import DATE, LIST, NUMBER, ROWS, TEXT, TICK, YES
from parvis.catalogue.field_types import Question

YES_NO = "oui_non"


@dataclass(frozen=True)
class Kind:
    """How a question stands in a survey: its type there, what formulas read, the other cells of its row."""

    type: str
    holds: str = TEXT
    cells: Mapping[str, str] = field(default_factory=dict)
    constraint: str = ""


def kind_of(question: Question, name: str) -> Kind | None:
    """Return how a question stands, None for one made of parts or that has no equivalent."""
    make = _KINDS.get(question.type.code)
    return make(question, name) if make else None


def _simply(kind: str, holds: str = TEXT, **cells: str) -> Callable[[Question, str], Kind]:
    return lambda _question, _name: Kind(kind, holds, cells)


def _number(question: Question, _name: str) -> Kind:
    decimals = question.options.get("decimals", 0 if question.type.code in ("number", "percentage") else 2)
    bounds = ((">=", question.options.get("min")), ("<=", question.options.get("max")))
    constraint = " and ".join(f". {sign} {bound}" for sign, bound in bounds if bound is not None)
    return Kind("decimal" if decimals else "integer", NUMBER, constraint=constraint)


def _text(question: Question, _name: str) -> Kind:
    pattern = question.options.get("pattern", "")
    tests = [f"regex(., '^({pattern})$')"] if pattern and "'" not in pattern else []
    for sign, bound in ((">=", "min_length"), ("<=", "max_length")):
        if bound in question.options:
            tests.append(f"string-length(.) {sign} {question.options[bound]}")
    cells = {"appearance": "multiline"} if question.type.code == "long_text" else {}
    return Kind("text", TEXT, cells, " and ".join(tests))


def _choice(question: Question, name: str) -> Kind:
    other = " or_other" if question.options.get("other") else ""
    cells = {"appearance": "minimal"} if question.options.get("list") else {}
    return Kind(f"select_one {name}{other}", TEXT, cells)


def _file(question: Question, _name: str) -> Kind:
    only_images = set(question.options.get("accept", ["pdf"])) <= {"jpeg", "png", "webp"}
    return Kind("image" if only_images else "file")


def options_of(question: Question) -> list[tuple[str, Any]]:
    """Return the options of a question: name and label."""
    return [(str(one["value"]), one["label"]) for one in question.options.get("options", [])]


_KINDS: dict[str, Callable[[Question, str], Kind]] = {
    "text": _text,
    "long_text": _text,
    "masked_code": _text,
    "email": _simply("text"),
    "phone": _simply("text"),
    "foreign_phone": _simply("text"),
    "url": _simply("text", appearance="url"),
    "licence_plate": _simply("text"),
    "number": _number,
    "percentage": _number,
    "duration": _number,
    "currency": lambda question, name: Kind("decimal", NUMBER, constraint=_number(question, name).constraint),
    "date": _simply("date", DATE),
    "time": _simply("time", TEXT),
    "date_time": _simply("dateTime", DATE),
    "yes_no": _simply(f"select_one {YES_NO}", YES),
    "agreement": _simply("acknowledge", TICK),
    "choice": _choice,
    "multiple_choice": lambda _question, name: Kind(f"select_multiple {name}", LIST),
    "ranking": lambda _question, name: Kind(f"rank {name}", LIST),
    "file": _file,
    "signature": _simply("image", appearance="signature"),
    "map_point": _simply("geopoint"),
    "map_line": _simply("geotrace"),
    "map_area": _simply("geoshape"),
    "hidden": _simply("hidden"),
    "existing_case": _simply("text"),
}
BLOCKS = frozenset({"block", "table"})
WORDS = frozenset({"information", "title"})
NOTHING = frozenset({"separator"})
HELD = ROWS
