"""Days, months and times as templates write them, turned into ISO texts and back."""

import re
from datetime import date

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import Kind, Level, Value, call, constant, quoted

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_FRENCH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")
# Django's formats by name, as a French site writes them.
_NAMED = {
    "DATE_FORMAT": "j F Y",
    "SHORT_DATE_FORMAT": "d/m/Y",
    "DATETIME_FORMAT": "j F Y H:i",
    "SHORT_DATETIME_FORMAT": "d/m/Y H:i",
    "YEAR_MONTH_FORMAT": "F Y",
    "TIME_FORMAT": "H:i",
}
_SLICES = {"Y": (0, 4), "m": (5, 7), "d": (8, 10), "H": (11, 13), "i": (14, 16), "y": (2, 4)}
_NUMBERS = {"j": "day({})", "n": "month({})", "G": "hour({})", "w": "weekday({}) % 7"}
# Names in French, which sites write and compare: « samedi ».
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_NAMES = {
    "l": ("weekday", ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")),
    "F": ("month", _MONTHS),
}
_WHOLE = {"Y-m-d": (0, 10), "c": (0, 16), "Y-m-d H:i": (0, 16)}
_WORDS = re.compile(r"(?:l |D )?(?:j|d)S? F Y")


def day_of(text: str) -> str | None:
    """Return the ISO day of a text (« 2026-03-16 », « 16/03/2026 »), None when it is none."""
    found = _ISO.match(text.strip())
    parts = found.groups() if found else None
    if parts is None and (found := _FRENCH.match(text.strip())):
        parts = found.groups()[::-1]
    if parts is None:
        return None
    try:
        return date(*(int(part) for part in parts)).isoformat()
    except ValueError:
        return None


def formatted(value: Value, pattern: str) -> Value:
    """Return a day written with Django's letters (« d/m/Y »). Raises NotUnderstood for one we cannot write."""
    pattern = _NAMED.get(pattern, pattern)
    if pattern in _WHOLE:
        return _slice(value, *_WHOLE[pattern])
    if _WORDS.fullmatch(pattern):
        return call("date_text", value, kind=Kind.TEXT)
    pieces = [_piece(value, letter) for letter in re.findall(r"\\.|.", pattern, re.S)]
    cel = " + ".join(one.cel for one in _merged(pieces))
    return Value(cel or '""', Kind.TEXT, Level.SUM if len(pieces) > 1 else Level.ATOM).needing(value)


def _piece(value: Value, letter: str) -> Value:
    if letter in _SLICES:
        return _slice(value, *_SLICES[letter])
    if letter in _NUMBERS:
        return Value(f"text({_NUMBERS[letter].format(value.cel)})", Kind.TEXT).needing(value)
    if letter in _NAMES:
        function, names = _NAMES[letter]
        words = ", ".join(quoted(name) for name in names)
        return Value(f"[{words}][{function}({value.cel}) - 1]", Kind.TEXT).needing(value)
    if len(letter) == 1 and letter.isalpha():
        raise NotUnderstood(
            _("la partie « %(letter)s » d’un format de date n’a pas d’équivalent") % {"letter": letter}
        )
    return constant(letter[-1])


def _merged(pieces: list[Value]) -> list[Value]:
    """Return the pieces with constant neighbours made one."""
    merged: list[Value] = []
    for piece in pieces:
        if merged and piece.is_constant and merged[-1].is_constant:
            merged[-1] = Value(
                quoted(merged[-1].constant + piece.constant),
                Kind.TEXT,
                constant=merged[-1].constant + piece.constant,
            )
        else:
            merged.append(piece)
    return merged


def _slice(value: Value, start: int, end: int) -> Value:
    return Value(f"slice({value.cel}, {start}, {end})", Kind.TEXT).needing(value)
