"""The keys of questions: the names the source gives them, else their labels, always the same for the same form."""

from collections.abc import Sequence

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import key_of
from parvis.catalogue.imports.publik.documents import Field
from parvis.catalogue.imports.publik.texts import without_marks

LONGEST_WORDS = 40


def keys_of(fields: Sequence[Field]) -> list[str]:
    """Return a key for each field: named ones choose first, so that formulas read what they name."""
    keys: dict[int, str] = {}
    for place, field in enumerate(fields):
        if field.name:
            keys[place] = key_of(field.name, keys.values())
    for place, field in enumerate(fields):
        if place not in keys:
            words = plain_line(without_marks(field.label))[:LONGEST_WORDS]
            keys[place] = key_of(words or field.type, keys.values())
    return [keys[place] for place in range(len(fields))]
