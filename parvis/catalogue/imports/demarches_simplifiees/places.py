"""Departments and regions of the official geographic code (``places.json``), and the countries of ISO 3166."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale

_PLACES: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
DEPARTMENTS: dict[str, str] = _PLACES["departments"]
REGIONS: dict[str, str] = {code: region["name"] for code, region in _PLACES["regions"].items()}
DEPARTMENTS_OF_REGION: dict[str, tuple[str, ...]] = {
    code: tuple(region["departments"]) for code, region in _PLACES["regions"].items()
}
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


@cache
def countries() -> dict[str, str]:
    """Return the French names of countries by ISO 3166 code, France first."""
    names = {
        code: name for code, name in Locale("fr").territories.items() if len(code) == 2 and code.isalpha()
    }
    found = {code: name for code, name in names.items() if code not in _NOT_COUNTRIES}
    return dict(sorted(found.items(), key=lambda one: (one[0] != "FR", one[1])))
