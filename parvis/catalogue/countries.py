"""Countries by ISO 3166 code, named in the language of the moment by Unicode's CLDR (through babel)."""

import re
from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

from parvis.organisations.names import plain

FRANCE = "FR"
# What CLDR names beside countries: unions, sets of islands, lands where nobody is registered at birth.
_NO_COUNTRY = "AC AQ BV CP CQ DG EA EU EZ GS HM IC IO QO TA TF UM UN XA XB ZZ"
# Parts of France with codes of their own: their towns have INSEE codes, as any of France.
_FRENCH = "BL GF GP MF MQ NC PF PM RE WF YT"
_LEFT_OUT = frozenset(f"{_NO_COUNTRY} {_FRENCH}".split())


def countries() -> dict[str, str]:
    """Return the name of each country, France first, the others in the order of a dictionary."""
    return _named(get_language() or "fr")


@lru_cache(maxsize=8)
def _named(language: str) -> dict[str, str]:
    known = Locale.parse(language, sep="-").territories
    others = {
        code: str(name)
        for code, name in known.items()
        if re.fullmatch("[A-Z]{2}", code) and code not in _LEFT_OUT and code != FRANCE
    }
    ordered = sorted(others.items(), key=lambda one: plain(one[1]))
    return {FRANCE: str(known[FRANCE]), **dict(ordered)}
