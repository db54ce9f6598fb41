"""Values of any kind that no person typed: results of formulas, what a link or another system said."""

from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions.values import readable
from parvis.catalogue.field_types import at_most, clean_text, refuse

LONGEST_TEXT, MOST_ITEMS, DEEPEST = 5000, 500, 4
LARGEST = 2**53 - 1
"""Beyond, JSON readers no longer tell one whole number from the next."""


def checked_value(value: Any, depth: int = DEEPEST) -> Any:
    """Return a JSON value of a reasonable size, its texts clean. Raises Invalid, and nothing else."""
    if isinstance(value, str):
        return at_most(clean_text(value), LONGEST_TEXT)
    if isinstance(value, list) and depth and len(value) <= MOST_ITEMS:
        return [checked_value(one, depth - 1) for one in value]
    if isinstance(value, dict) and depth and len(value) <= MOST_ITEMS:
        return {clean_text(key): checked_value(one, depth - 1) for key, one in value.items()}
    if value is not None and not (isinstance(value, (int, float)) and abs(value) <= LARGEST):
        refuse(_("Cette réponse n’a pas la forme attendue."))
    return value


def in_words(value: Any) -> str:
    """Return a value as people read it: « oui », « 12,5 », the parts of an object one after the other."""
    if isinstance(value, dict):
        return ", ".join(filter(None, map(in_words, value.values())))
    if isinstance(value, list):
        return ", ".join(filter(None, map(in_words, value)))
    return readable(value)
