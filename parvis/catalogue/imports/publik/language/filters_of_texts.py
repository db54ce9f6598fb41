"""Filters that make a text of a text. Those known at import are computed on constants and on the labels of lists."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.language.forms import as_number, as_text
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import (
    FALSE,
    Kind,
    Level,
    Value,
    call,
    chosen,
    constant,
    quoted,
)

Note = Callable[[str], None]
_CHOSEN = frozenset({Kind.CHOICE, Kind.CHOICES})
_FRENCH_MOBILE = r"^(0|[+]33|0033)[67][0-9]{8}$"


def without_accents(text: str) -> str:
    """Return a text without accents, its case kept."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _on_known(value: Value, change: Callable[[str], str]) -> Value | None:
    """Return the value with a change made at import, None when its text is not known then."""
    if value.is_constant:
        return constant(change("" if value.constant is None else str(value.constant)))
    if value.kind in _CHOSEN and value.labels is not None:
        return replace(value, labels={key: change(label) for key, label in value.labels.items()})
    return None


def _pure(change: Callable[[str], str], cel: str) -> Callable[..., Value]:
    """Return the filter that makes a change at import, else calls our function of the same effect."""

    def apply(value: Value, arguments: Sequence[Value], note: Note) -> Value:
        known = _on_known(value, change)
        if known is not None:
            return known
        if not cel:
            raise NotUnderstood(_("ce filtre n’a pas d’équivalent sur une réponse libre"))
        return call(cel, as_text(value), kind=Kind.TEXT)

    return apply


def _near(change: Callable[[str], str]) -> Callable[..., Value]:
    """Return the filter that only changes how a text looks: left out, and said so, on a free answer."""

    def apply(value: Value, arguments: Sequence[Value], note: Note) -> Value:
        known = _on_known(value, change)
        if known is None:
            note(_("la réponse est reprise comme elle est écrite, sans changer ses majuscules"))
        return known or as_text(value)

    return apply


def _plain(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    known = _on_known(value, without_accents)
    if known is None:
        note(_("les majuscules deviennent des minuscules en même temps que les accents sont enlevés"))
    return known or call("plain", as_text(value), kind=Kind.TEXT)


def _starts(method: str) -> Callable[..., Value]:
    def apply(value: Value, arguments: Sequence[Value], note: Note) -> Value:
        if not arguments:
            raise NotUnderstood(_("il manque un texte à chercher"))
        piece = as_text(arguments[0])
        if value.kind is Kind.CHOICE and value.labels is not None and piece.is_constant:
            return _labels_that(value, lambda label: _found(method, label, piece.constant))
        text = as_text(value)
        return Value(f"{text.within(Level.ATOM)}.{method}({piece.cel})", Kind.BOOL)

    return apply


def _found(method: str, label: str, piece: str) -> bool:
    return {"startsWith": label.startswith, "endsWith": label.endswith, "contains": label.__contains__}[
        method
    ](piece)


def _labels_that(value: Value, test: Callable[[str], bool]) -> Value:
    keys = [key for key, label in (value.labels or {}).items() if test(label)]
    if not keys:
        return FALSE
    return Value(f"{value.within(Level.SUM)} in [{', '.join(map(quoted, keys))}]", Kind.BOOL, Level.RELATION)


def _slice(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    bounds = str(arguments[0].constant) if arguments and arguments[0].is_constant else ""
    if re.fullmatch(r"-?\d+", bounds):  # Django reads « slice:"3" » as « :3 »
        bounds = f":{bounds}"
    found = re.fullmatch(r"(\d*):(\d*)", bounds)
    if not found:
        raise NotUnderstood(_("ce découpage de texte n’a pas d’équivalent"))
    start, end = int(found[1] or 0), found[2]
    known = _on_known(value, lambda text: text[start : int(end) if end else None])
    if known is not None:
        return known
    text = as_text(value)
    return Value(f"slice({text.cel}, {start}, {end or f'size({text.cel})'})", Kind.TEXT)


def _truncated(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    most = as_number(arguments[0]) if arguments else constant(50)
    note(_("le texte est coupé sans points de suspension"))
    return Value(f"slice({as_text(value).cel}, 0, {most.cel})", Kind.TEXT)


def _removed(method: str) -> Callable[..., Value]:
    def apply(value: Value, arguments: Sequence[Value], note: Note) -> Value:
        piece = str(arguments[0].constant) if arguments and arguments[0].is_constant else None
        known = _on_known(value, lambda text: getattr(text, method)(piece)) if piece is not None else None
        if known is None:
            raise NotUnderstood(_("ce filtre n’a pas d’équivalent sur une réponse libre"))
        return known

    return apply


def _replaced(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    if not arguments:
        raise NotUnderstood(_("il manque le texte à enlever"))
    return call("replace", as_text(value), as_text(arguments[0]), constant(""), kind=Kind.TEXT)


def _concatenated(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    if not arguments:
        raise NotUnderstood(_("il manque un texte à mettre à la suite"))
    left, right = as_text(value), as_text(arguments[0])
    if left.is_constant and right.is_constant:
        return constant(f"{left.constant}{right.constant}")
    return Value(f"{left.within(Level.SUM)} + {right.within(Level.PRODUCT)}", Kind.TEXT, Level.SUM)


def _stripped(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    signs = str(arguments[0].constant) if arguments and arguments[0].is_constant else ""
    if signs.strip():
        known = _on_known(value, lambda text: text.strip(signs))
        if known is None:
            raise NotUnderstood(_("ce filtre n’a pas d’équivalent sur une réponse libre"))
        return known
    return _pure(str.strip, "trim")(value, (), note)


def _house(*, number: bool) -> Callable[..., Value]:
    """Return the filter that cuts « 12 bis » in its number and what follows it."""

    def cut(text: str) -> str:
        found = re.match(r"\s*([0-9]+)(.*)$", text)
        return (found[1] if number else found[2]) if found else ""

    def apply(value: Value, arguments: Sequence[Value], note: Note) -> Value:
        known = _on_known(value, cut)
        if known is not None:
            return known
        words = f'split(trim({as_text(value).cel}), " ")'
        note(_("le numéro et « bis » sont lus comme deux mots séparés par une espace"))
        if number:
            return Value(f'size({words}) > 0 ? {words}[0] : ""', Kind.TEXT, Level.TERNARY)
        return Value(f'size({words}) > 1 ? {words}[1] : ""', Kind.TEXT, Level.TERNARY)

    return apply


def _repeated(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    count = arguments[0].constant if arguments and arguments[0].is_constant else None
    times = int(str(count)) if str(count).isdigit() else -1
    known = _on_known(value, lambda text: text * times) if 0 <= times <= 100 else None
    if known is None:
        raise NotUnderstood(_("ce filtre n’a pas d’équivalent sur une réponse libre"))
    return known


def _matches(pattern: str) -> Callable[..., Value]:
    def apply(value: Value, arguments: Sequence[Value], note: Note) -> Value:
        spaceless = call("replace", as_text(value), constant(" "), constant(""), kind=Kind.TEXT)
        return Value(f"{spaceless.cel}.matches({constant(pattern).cel})", Kind.BOOL)

    return apply


def _pluralized(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    """Return the ending that a number wants: « s » past one, or the words of the argument (« y,ies »)."""
    written = str(arguments[0].constant) if arguments and arguments[0].is_constant else "s"
    one, _comma, several = written.rpartition(",")
    number = as_number(value)
    many = Value(f"{number.within(Level.RELATION)} != 1", Kind.BOOL, Level.RELATION, needs=number.needs)
    return chosen(many, constant(several), constant(one))


def _as_text(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    return as_text(value)


TEXT_FILTERS: dict[str, Any] = {
    "lower": _pure(str.lower, "lower"),
    "upper": _pure(str.upper, "upper"),
    "strip": _stripped,
    "slugify": _pure(slugify, ""),
    "searchify": _pure(lambda text: slugify(text.replace("'", " ")), ""),
    "concat": _concatenated,
    "repeat": _repeated,
    "housenumber_number": _house(number=True),
    "housenumber_btq": _house(number=False),
    "unaccent": _plain,
    "capfirst": _near(lambda text: str(capfirst(text))),
    "capitalize": _near(str.capitalize),
    "title": _near(str.title),
    "startswith": _starts("startsWith"),
    "endswith": _starts("endsWith"),
    "contains": _starts("contains"),
    "slice": _slice,
    "truncatechars": _truncated,
    "truncatechars_html": _truncated,
    "removeprefix": _removed("removeprefix"),
    "removesuffix": _removed("removesuffix"),
    "cut": _replaced,
    "as_text": _as_text,
    "pluralize": _pluralized,
    "addslashes": _as_text,
    "is_french_mobile_phone_number": _matches(_FRENCH_MOBILE),
}
