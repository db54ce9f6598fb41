"""Lengths of time as w.c.s. writes them: a number of seconds, words (« 1 jour 12 heures »), a template."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.language import tree
from parvis.catalogue.imports.publik.language.forms import as_number
from parvis.catalogue.imports.publik.language.templates import is_template, read_template
from parvis.catalogue.imports.publik.language.translation import Translator, usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import Kind, Value
from parvis.organisations.names import plain

LARGEST = 100_000
_MINUTE, _HOUR, _DAY, _WEEK = 1, 60, 24 * 60, 7 * 24 * 60
# In minutes; years and months are told apart, since their length moves.
_UNITS = {
    "seconde": 1 / 60, "secondes": 1 / 60, "second": 1 / 60, "seconds": 1 / 60, "s": 1 / 60,
    "minute": _MINUTE, "minutes": _MINUTE, "min": _MINUTE, "mn": _MINUTE,
    "heure": _HOUR, "heures": _HOUR, "hour": _HOUR, "hours": _HOUR, "h": _HOUR,
    "jour": _DAY, "jours": _DAY, "day": _DAY, "days": _DAY, "j": _DAY, "d": _DAY,
    "semaine": _WEEK, "semaines": _WEEK, "week": _WEEK, "weeks": _WEEK,
}  # fmt: skip
_MONTHS = {
    "mois": 1, "month": 1, "months": 1, "an": 12, "ans": 12, "annee": 12, "annees": 12, "year": 12, "years": 12,
}  # fmt: skip
_NAMED = {_MINUTE: "minutes", _HOUR: "hours", _DAY: "days", _WEEK: "weeks"}
_PIECE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]+)")


def delay_of(written: str, translator: Callable[[], Translator]) -> dict[str, Any]:
    """Return a delay. Raises NotUnderstood."""
    if is_template(written):
        return _computed(written, translator())
    if re.fullmatch(r"-?\d{1,12}(?:\.\d+)?", written.strip()):
        return _of_minutes(float(written) / 60)
    return _in_words(written)


def days_of(written: str, translator: Callable[[], Translator]) -> tuple[dict[str, Any], bool]:
    """Return a number of days as a delay, and whether it counts backward. Raises NotUnderstood."""
    found = re.fullmatch(r"(-?)\s*(\d{1,6})", written.strip())
    if found:
        return _checked(int(found[2]), "days"), bool(found[1])
    if is_template(written):
        return {"count": _number(written, translator()), "unit": "days"}, False
    raise NotUnderstood(_("ce délai n’est pas un nombre de jours"))


def _in_words(written: str) -> dict[str, Any]:
    pieces = _PIECE.findall(plain(written))
    if not pieces:
        raise NotUnderstood(_("ce délai ne se lit pas"))
    minutes, months = 0.0, 0.0
    for count, unit in pieces:
        amount = float(count.replace(",", "."))
        if unit in _MONTHS:
            months += amount * _MONTHS[unit]
        elif unit in _UNITS:
            minutes += amount * _UNITS[unit]
        elif unit not in ("et", "and"):
            raise NotUnderstood(_("cette unité de temps n’est pas connue : %(unit)s") % {"unit": unit})
    if months and not minutes and months == int(months):
        return _checked(int(months), "months")
    return _of_minutes(minutes + months * 30 * _DAY)


def _of_minutes(minutes: float) -> dict[str, Any]:
    """Return a number of minutes in the largest unit that says it whole."""
    whole = max(0, round(minutes))
    for size in (_DAY, _HOUR):
        if whole and whole % size == 0:
            return _checked(whole // size, _NAMED[size])
    if whole > LARGEST:
        return _checked(round(whole / _DAY), "days")
    return _checked(whole, "minutes")


def _checked(count: int, unit: str) -> dict[str, Any]:
    if count > LARGEST:
        raise NotUnderstood(_("ce délai est trop long"))
    return {"count": count, "unit": unit}


def _computed(written: str, translator: Translator) -> dict[str, Any]:
    """Return a delay whose number is computed: « {{ number }} jours », or seconds when nothing says the unit."""
    parts = [
        part for part in read_template(written) if not (isinstance(part, tree.Text) and not part.text.strip())
    ]
    unit = plain(parts[-1].text).strip() if len(parts) == 2 and isinstance(parts[-1], tree.Text) else ""
    if not parts or not isinstance(parts[0], tree.Output) or len(parts) > 2 or (len(parts) == 2 and not unit):
        raise NotUnderstood(_("ce délai mêle plusieurs valeurs calculées"))
    number = as_number(translator.value(parts[0].node))
    if unit in _MONTHS:
        factor, named = _MONTHS[unit], "months"
    elif unit in _UNITS and _UNITS[unit] in _NAMED:
        factor, named = 1, _NAMED[int(_UNITS[unit])]
    elif not unit or unit in _UNITS:
        return {"count": usable_number(f"coalesce({number.cel}, 0) / 60"), "unit": "minutes"}
    else:
        raise NotUnderstood(_("cette unité de temps n’est pas connue : %(unit)s") % {"unit": unit})
    return {
        "count": usable(number) if factor == 1 else usable_number(f"{number.cel} * {factor}"),
        "unit": named,
    }


def _number(written: str, translator: Translator) -> str:
    return usable(as_number(translator.result(read_template(written))))


def usable_number(cel: str) -> str:
    """Return a formula of a number once our language accepts it. Raises NotUnderstood."""
    return usable(Value(cel, Kind.NUMBER))
