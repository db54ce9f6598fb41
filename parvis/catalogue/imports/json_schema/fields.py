"""What a property of a schema asks, as a field of ours."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.json_schema.conditions import written
from parvis.catalogue.imports.naming import cut, literal, value_of
from parvis.catalogue.imports.refusals import Untranslatable
from parvis.catalogue.imports.report import FileReport, What

Field = dict[str, Any]
MOST_OPTIONS = 500
LONG_TEXT = 300
LARGEST = 2**53 - 1
_KEPT = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_FORMATS = {
    "date": "date", "time": "time", "date-time": "date_time", "email": "email", "idn-email": "email", "uri": "url",
    "url": "url", "iri": "url", "phone": "phone", "tel": "phone", "iban": "iban", "textarea": "long_text",
    "multiline": "long_text",
}  # fmt: skip


@dataclass
class Made:
    """What a property becomes: its own part of a field, the value of each option by constant, rules of its own."""

    part: Field
    values: dict[Any, str] = field(default_factory=dict)
    checks: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """Where a property says what was taken, changed, left."""

    report: FileReport
    place: str
    key: str

    def took(self, number: int = 1) -> None:
        """Count rules that were taken."""
        if number:
            self.report.took(What.VALIDATIONS, number)

    def left(self, what: str, reason: str) -> None:
        """Say that a rule was not taken."""
        self.report.left(What.VALIDATIONS, place=self.place, what=what, reason=reason)

    def changed(self, what: str, how: str) -> None:
        """Say that something was taken under another form."""
        self.report.changed(place=self.place, what=what, how=how)


def scalar(schema: Mapping[str, Any], told: Told) -> Made | None:
    """Return what a property that is neither object nor list becomes, None when it is of a type we do not know."""
    options = options_of(schema)
    if options is not None:
        return _choice("choice", options, told)
    maker = _MAKERS.get(_type(schema))
    return maker(schema, told) if maker else None


def several(schema: Mapping[str, Any], item: Mapping[str, Any], told: Told) -> Made | None:
    """Return what a list of constants or of files becomes, None for other lists."""
    if _is_file(item):
        most = schema.get("maxItems")
        return Made({"type": "file", "max_files": min(most, 20) if isinstance(most, int) and most > 0 else 5})
    options = options_of(item)
    if options is None:
        return None
    made = _choice("multiple_choice", options, told)
    most = schema.get("maxItems")
    if isinstance(most, int) and most > 0 and made.part["type"] == "multiple_choice":
        made.part["max"] = most
        told.took()
    least = schema.get("minItems")
    if isinstance(least, int) and least > 1:
        message = _("Choisissez au moins %(least)d réponses.") % {"least": least}
        made.checks.append({"rule": f"size({told.key}) >= {least}", "message": message})
        told.took()
    return made


def options_of(schema: Mapping[str, Any]) -> list[tuple[Any, str]] | None:
    """Return the constants a schema allows and their titles, None when it does not list them."""
    for name in ("oneOf", "anyOf"):
        listed = schema.get(name)
        if isinstance(listed, list) and listed and all(_is_constant(one) for one in listed):
            return [(one["const"], str(one.get("title") or one["const"])) for one in listed]
    listed = schema.get("enum")
    if not isinstance(listed, list) or _type(schema) == "boolean":
        return None
    constants = [one for one in listed if one is not None and isinstance(one, str | int | float)]
    named = [schema[name] for name in ("enumNames", "x-enumNames") if isinstance(schema.get(name), list)]
    names: list[Any] = named[0] if named else []
    titles = (
        [str(one) for one in names] if len(names) == len(listed) == len(constants) else map(str, constants)
    )
    return [
        (constant, title) for constant, title in zip(constants, titles, strict=True) if str(constant) != ""
    ]


def _is_constant(schema: Any) -> bool:
    return isinstance(schema, Mapping) and isinstance(schema.get("const"), str | int | float)


def _choice(kind: str, options: list[tuple[Any, str]], told: Told) -> Made:
    if not options or len(options) > MOST_OPTIONS:
        how = _("la liste est vide ou trop longue : la réponse est écrite.")
        told.changed(_("%(count)d réponses") % {"count": len(options)}, how)
        return Made({"type": "text"})
    values: dict[Any, str] = {}
    for constant, _title in options:
        name = str(constant)
        values[constant] = name if _KEPT.fullmatch(name) else value_of(name, values.values())
    listed = [
        {"value": values[constant], "label": cut(literal(title), LONG_TEXT) or values[constant]}
        for constant, title in options
    ]
    return Made({"type": kind, "options": list({one["value"]: one for one in listed}.values())}, values)


def _type(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type")
    if isinstance(kind, str):
        return kind
    if isinstance(schema.get("const"), bool):
        return "boolean"
    if isinstance(kind, list) and set(kind) <= {"integer", "number"}:
        return "number"
    return "string" if kind is None or "string" in kind else ""


def _is_file(schema: Mapping[str, Any]) -> bool:
    return (
        schema.get("format") in ("data-url", "binary", "file")
        or schema.get("contentEncoding") == "base64"
        or "contentMediaType" in schema
    )


def _string(schema: Mapping[str, Any], told: Told) -> Made:
    if _is_file(schema):
        return Made({"type": "file", "max_files": 1})
    if isinstance(schema.get("const"), str):
        return Made({"type": "hidden", "default": schema["const"]})
    named = str(schema.get("format", ""))
    kind = _FORMATS.get(named, "")
    most = schema.get("maxLength")
    if not kind:
        if named:
            told.left(f"format: {named}", _("ce format n’a pas d’équivalent : la réponse est un texte."))
        kind = "long_text" if isinstance(most, int) and most > LONG_TEXT else "text"
    part: Field = {"type": kind}
    if kind in ("text", "long_text"):
        part |= _lengths(schema, kind, told)
    return Made(part, checks=_pattern(schema, told))


def _lengths(schema: Mapping[str, Any], kind: str, told: Told) -> Field:
    bounds: Field = {}
    largest = 1000 if kind == "text" else 50_000
    for theirs, ours in (("minLength", "min_length"), ("maxLength", "max_length")):
        bound = schema.get(theirs)
        if isinstance(bound, int) and not isinstance(bound, bool) and bound > 0:
            bounds[ours] = min(bound, largest)
            told.took()
    if kind == "long_text" and "min_length" in bounds:
        told.changed("minLength", _("un texte long n’a pas de longueur minimale."))
        del bounds["min_length"]
    return bounds


def _pattern(schema: Mapping[str, Any], told: Told) -> list[dict[str, str]]:
    """Return the rule of a pattern, which JSON Schema looks for anywhere in the text."""
    pattern = schema.get("pattern")
    if not isinstance(pattern, str):
        return []
    try:
        rule = written(["matches", ["name", told.key], pattern])
    except Untranslatable as why:
        told.left(f"pattern: {pattern}", str(why))
        return []
    told.took()
    return [{"rule": rule, "message": _("Cette réponse n’a pas la forme attendue.")}]


def _number(schema: Mapping[str, Any], told: Told) -> Made:
    part: Field = {"type": "number"}
    checks = []
    if _type(schema) == "number":
        part["decimals"] = _decimals(schema, told)
    for theirs, ours in (("minimum", "min"), ("maximum", "max")):
        bound = schema.get(theirs)
        if _is_number(bound):
            part[ours] = bound
            told.took()
    for theirs, sign, words in (
        ("exclusiveMinimum", ">", _("Écrivez un nombre supérieur à %(bound)s.")),
        ("exclusiveMaximum", "<", _("Écrivez un nombre inférieur à %(bound)s.")),
    ):
        bound = schema.get(theirs)
        if bound is True:  # draft 4: it qualifies the bound beside it
            bound = part.pop("min" if sign == ">" else "max", None)
        if _is_number(bound):
            checks.append({"rule": f"{told.key} {sign} {bound}", "message": words % {"bound": bound}})
            told.took()
    return Made(part, checks=checks)


def _decimals(schema: Mapping[str, Any], told: Told) -> int:
    step = schema.get("multipleOf")
    if not isinstance(step, int | float) or not _is_number(step):
        return 6
    places = max(0, -math.floor(math.log10(step))) if step > 0 else 6
    if step <= 0 or round(step, places) != 10**-places:
        told.left(f"multipleOf: {step}", _("ce pas n’a pas d’équivalent."))
        return 6
    told.took()
    return min(places, 6)


def _is_number(bound: Any) -> bool:
    is_number = isinstance(bound, int | float) and not isinstance(bound, bool)
    return is_number and math.isfinite(bound) and abs(bound) <= LARGEST


def _boolean(schema: Mapping[str, Any], _told: Told) -> Made:
    must_be_true = schema.get("const") is True or schema.get("enum") == [True]
    return Made({"type": "agreement" if must_be_true else "yes_no"})


_MAKERS: dict[str, Callable[[Mapping[str, Any], Told], Made]] = {
    "string": _string,
    "integer": _number,
    "number": _number,
    "boolean": _boolean,
}
