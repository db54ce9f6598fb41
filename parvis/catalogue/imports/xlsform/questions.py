"""Each type of question of XLSForm as one of ours (https://xlsform.org/en/#question-types)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from parvis.catalogue.imports.naming import value_of
from parvis.catalogue.imports.xlsform.typed import ANY, DATE, LIST, NUMBER, TEXT, TIME, YES

Field = dict[str, Any]
Element = Mapping[str, Any]
MOST_OPTIONS = 500
PHOTOS = ["jpeg", "png", "webp"]
_VALUE = re.compile(r"[A-Za-z0-9_.-]{1,60}")
# What a telephone says of itself or of its session: nothing a form of ours asks.
METADATA = frozenset(
    {
        "start", "end", "today", "deviceid", "device id", "imei", "simserial", "sim id", "subscriberid",
        "subscriber id", "phonenumber", "phone number", "username", "email", "audit", "start-geopoint",
        "background-geopoint", "get start time", "get end time", "get today", "get device id", "instanceid",
        "start time", "end time",
        "xml-external", "csv-external", "background-audio",
    }
)  # fmt: skip


@dataclass
class Made:
    """What an element becomes: its own part of a field, what formulas read of it."""

    part: Field
    kind: str
    read_part: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


Options = Callable[[Element], list[tuple[str, str]]]
"""What gives the options of an element: name and label."""


def made_of(element: Element, options: list[tuple[str, str]]) -> Made | None:
    """Return what an element becomes, None for a type we have no words for."""
    kind = str(element.get("type", ""))
    maker = _MAKERS.get(kind)
    return maker(element, options) if maker else None


def simply(kind: str, **part: Any) -> Callable[[Element, list[tuple[str, str]]], Made]:
    """Return the maker of a type that we have too."""
    return lambda _element, _options: Made(dict(part), kind)


def appearance(element: Element) -> str:
    """Return the words that say how the source draws the element."""
    control = element.get("control")
    return str(control.get("appearance") or "") if isinstance(control, Mapping) else ""


def _text(element: Element, _options: list[tuple[str, str]]) -> Made:
    words = appearance(element).split()
    if "multiline" in words:
        return Made({"type": "long_text"}, TEXT)
    if "url" in words:
        return Made({"type": "url"}, TEXT)
    return Made({"type": "text"}, TEXT)


def _range(element: Element, _options: list[tuple[str, str]]) -> Made:
    given = element.get("parameters")
    parameters: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    numbers = {name: _number(parameters.get(name)) for name in ("start", "end", "step")}
    decimals = max(
        (len(str(one).partition(".")[2]) for one in numbers.values() if isinstance(one, float)), default=0
    )
    bounds = {
        ours: numbers[theirs]
        for ours, theirs in (("min", "start"), ("max", "end"))
        if numbers[theirs] is not None
    }
    return Made({"type": "number", **({"decimals": min(decimals, 6)} if decimals else {}), **bounds}, NUMBER)


def _number(text: Any) -> int | float | None:
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", str(text)):
        return None
    found = float(str(text))
    return int(found) if found.is_integer() else found


def _choice(kind: str) -> Callable[[Element, list[tuple[str, str]]], Made]:
    def make(element: Element, options: list[tuple[str, str]]) -> Made:
        values = values_of([name for name, _label in options])
        labels = {values[name]: label for name, label in options}
        listed = [{"value": value, "label": label} for value, label in labels.items()]
        part: Field = {"type": kind, "options": listed}
        if kind == "choice" and "minimal" in appearance(element):
            part["list"] = True
        return Made(part, TEXT if kind == "choice" else LIST, labels=labels, values=values)

    return make


def values_of(names: list[str]) -> dict[str, str]:
    """Return the value of each option by its name in the source, which is kept whenever it can be."""
    values: dict[str, str] = {}
    for name in names:
        kept = _VALUE.fullmatch(name) and name not in values.values()
        values[name] = name if kept else value_of(name, values.values())
    return values


def _photo(element: Element, _options: list[tuple[str, str]]) -> Made:
    if "signature" in appearance(element):
        return Made({"type": "signature"}, ANY)
    return Made({"type": "file", "accept": PHOTOS, "max_files": 1}, ANY)


_MAKERS: dict[str, Callable[[Element, list[tuple[str, str]]], Made]] = {
    "text": _text,
    "string": _text,
    "integer": simply(NUMBER, type="number"),
    "int": simply(NUMBER, type="number"),
    "decimal": simply(NUMBER, type="number", decimals=6),
    "percentage": simply(NUMBER, type="percentage"),
    "range": _range,
    "select one": _choice("choice"),
    "select one external": _choice("choice"),
    "select all that apply": _choice("multiple_choice"),
    "rank": _choice("ranking"),
    "date": simply(DATE, type="date"),
    "time": simply(TIME, type="time"),
    "dateTime": simply(TIME, type="date_time"),
    "datetime": simply(TIME, type="date_time"),
    "geopoint": simply(ANY, type="map_point"),
    "gps": simply(ANY, type="map_point"),
    "location": simply(ANY, type="map_point"),
    "geotrace": simply(ANY, type="map_line"),
    "geoshape": simply(ANY, type="map_area"),
    "photo": _photo,
    "image": _photo,
    "signature": simply(ANY, type="signature"),
    "file": simply(ANY, type="file", max_files=1),
    "barcode": simply(TEXT, type="text"),
    "acknowledge": simply(YES, type="agreement"),
    "trigger": simply(YES, type="agreement"),
    "hidden": simply(TEXT, type="hidden"),
}
