"""Answers offered, written one a line: the quickest to type, and to paste from a paper form.

``Abattre``, ``Abattre | couper au pied`` (an explanation), ``[cut] Abattre`` (the value kept with the answer, which is
otherwise made of the label). A line indented under another is offered once that other is chosen.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from parvis.catalogue.imports.naming import value_of

_LINE = re.compile(r"(?:\[(?P<value>[^\[\]\s]{1,60})\]\s*)?(?P<label>[^|]*)(?:\|(?P<help>.*))?")
_BULLET = re.compile(r"^(?:[-–•*◦▪☐□❑❏○·]|\[\s?\]|\(\s?\))\s*")


def read_lines(text: str, *, nested: bool = False) -> list[dict[str, Any]]:
    """Return the options that lines say; ``nested``: indented ones go under the one above."""
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    for line in text.split("\n"):
        option = _option(line, taken)
        if option is None:
            continue
        if nested and found and line[:1] in {" ", "\t"}:
            found[-1].setdefault("options", []).append(option)
        else:
            found.append(option)
    return found


def as_lines(options: Iterable[Mapping[str, Any]]) -> str:
    """Return options as lines; a value is written only when the label would not give it."""
    return "\n".join(_lines(options, set(), ""))


def _lines(options: Iterable[Mapping[str, Any]], taken: set[str], indent: str) -> Iterator[str]:
    for option in options:
        value, label = str(option.get("value", "")), str(option.get("label", ""))
        named = "" if value == value_of(label, taken) else f"[{value}] "
        taken.add(value)
        explained = f" | {option['help']}" if option.get("help") else ""
        yield f"{indent}{named}{label}{explained}"
        yield from _lines(option.get("options", ()), taken, f"{indent}  ")


def _option(line: str, taken: set[str]) -> dict[str, Any] | None:
    found = _LINE.fullmatch(_BULLET.sub("", line.strip()))
    label = " ".join((found["label"] if found else "").split())
    if not found or not label:
        return None
    value = found["value"] or value_of(label, taken)
    taken.add(value)
    help_text = " ".join((found["help"] or "").split())
    return {"value": value, "label": label, **({"help": help_text} if help_text else {})}


def keep_values(before: Iterable[Mapping[str, Any]], after: list[dict[str, Any]]) -> None:
    """Give back its value to an answer whose words alone changed: conditions and answers already given hold to it."""
    former = [str(option.get("value")) for option in before]
    now = {option["value"] for option in after}
    for place, option in enumerate(after[: len(former)]):
        if option["value"] not in former and former[place] not in now:
            option["value"] = former[place]
