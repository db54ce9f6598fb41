"""Numbers as people write them in French: « 1 234,50 ». Shared by the types whose answer is a number."""

import re
from decimal import Decimal
from typing import Any

from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _

from parvis.catalogue.field_types import must_be, refuse

# Beyond, JSON readers (JavaScript's) no longer tell one whole number from the next.
LARGEST = 2**53 - 1
BOUNDS: dict[str, Any] = {"min": {"type": "number"}, "max": {"type": "number"}}


def parsed(typed: Any, part: str = "") -> Decimal | None:
    """Return the number typed, None when nothing is. Raises Invalid."""
    if not isinstance(typed, str) or not typed:
        return None
    plain = re.sub(r"\s", "", typed).replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,20}(\.\d{1,20})?", plain, re.ASCII):
        refuse(_("Écrivez un nombre en chiffres, par exemple 12."), part)
    return Decimal(plain)


def as_number(exact: Decimal, decimals: int) -> int | float:
    """Return a number as JSON holds it: whole when it must be and is."""
    return int(exact) if not decimals and exact == exact.to_integral_value() else float(exact)


def checked(value: Any, options: dict[str, Any], decimals: int, part: str = "") -> Decimal:
    """Return a number, once found within ``min`` and ``max`` and with no more ``decimals`` than asked."""
    must_be(value, (int, float))
    if not abs(value) <= LARGEST:
        refuse(_("Ce nombre est trop grand."), part)
    exact = Decimal(str(value))
    if exact != round(exact, decimals):
        refuse(_too_fine(decimals), part)
    return in_bounds(exact, options, part)


def in_bounds(exact: Decimal, options: dict[str, Any], part: str = "", unit: str = "") -> Decimal:
    """Return a number within the bounds of the options, else refuse it."""
    least, most = options.get("min"), options.get("max")
    if least is not None and exact < Decimal(str(least)):
        refuse(
            _("Écrivez un nombre égal ou supérieur à %(least)s.") % {"least": written(least, unit=unit)}, part
        )
    if most is not None and exact > Decimal(str(most)):
        refuse(
            _("Écrivez un nombre égal ou inférieur à %(most)s.") % {"most": written(most, unit=unit)}, part
        )
    return exact


def written(number: float | Decimal, decimals: int | None = None, unit: str = "") -> str:
    """Return « 1 234,50 € », with spaces that do not break."""
    text = str(number_format(number, decimal_pos=decimals, use_l10n=True, force_grouping=True))
    return f"{text}\u00a0{unit}" if unit else text


def boxed(number: Any) -> str:
    """Return a number as it is typed in a box, empty when it is none."""
    return "" if number is None else str(number).replace(".", ",")


def bounds_schema(options: dict[str, Any]) -> dict[str, Any]:
    """Return the bounds as JSON Schema says them."""
    bounds = {"minimum": options.get("min"), "maximum": options.get("max")}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def page_bounds(options: dict[str, Any]) -> dict[str, Any]:
    """Return what the page's readers of numbers need (``FieldType.page_options``)."""
    return {name: options[name] for name in ("decimals", "min", "max") if options.get(name) is not None}


def page_words(unit: str = "") -> dict[str, Any]:
    """Return how the page writes a number (``FieldType.page_words``), with the signs of the language."""
    return {
        "as": "number",
        "group": get_format("THOUSAND_SEPARATOR"),
        "decimal": get_format("DECIMAL_SEPARATOR"),
        "unit": f"\u00a0{unit}" if unit else "",
    }


def _too_fine(decimals: int) -> str:
    if not decimals:
        return _("Écrivez un nombre entier, sans virgule.")
    return _("Écrivez un nombre avec %(count)d chiffres au plus après la virgule.") % {"count": decimals}
