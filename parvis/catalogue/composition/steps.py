"""Small changes to the pages of a definition. Each changes the document it is given, and says what it touched."""

import copy
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.following import rename_key
from parvis.catalogue.composition.keys import page_key, question_key
from parvis.catalogue.composition.places import FORM, Document, PagePlace, fields_of, page_at, pages
from parvis.catalogue.composition.questions import remove_fields, taken_keys
from parvis.common.errors import Invalid

MOST_PAGES = 50
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def add_page(document: Document, title: str, *, part: str = FORM, after: str = "") -> str:
    """Add a page without questions, after another or at the end, and return its key. Raises NotFound, Invalid."""
    held = document.setdefault(part, {}).setdefault("pages", [])
    if len(held) >= MOST_PAGES:
        raise Invalid({"title": [_("Un formulaire a %(most)d étapes au plus.") % {"most": MOST_PAGES}]})
    key = page_key(title, _taken(document, part))
    index = page_at(document, after, part).index + 1 if after else len(held)
    held.insert(index, {"key": key, "title": title, "fields": []})
    return key


def begin_page(document: Document, title: str, *, part: str = FORM, after: str = "") -> str:
    """Add a page, or give its title to the only one of a form that asks nothing yet; return its key.

    Raises NotFound, Invalid.
    """
    held = document.get(part, {}).get("pages", [])
    if len(held) == 1 and not held[0].get("fields"):
        held[0]["title"] = title
        return str(held[0]["key"])
    return add_page(document, title, part=part, after=after)


def edit_page(document: Document, key: str, values: Mapping[str, Any], *, part: str = FORM) -> str:
    """Give a page its texts, condition, rules, exits, or another key; what is blank goes. Returns its key.

    Raises NotFound, or Invalid (``key``) when the key cannot be used.
    """
    place = page_at(document, key, part)
    new = values.get("key", key)
    if new != key and (not _KEY.fullmatch(new) or new in _taken(document, part)):
        raise Invalid({"key": [_("Écrivez une clé en minuscules et tirets, que n’a aucune autre étape.")]})
    for name, value in values.items():
        if value in (None, "", [], {}):
            place.page.pop(name, None)
        else:
            place.page[name] = value
    held = place.page.pop("fields", [])
    place.page["fields"] = held  # the questions last, as one reads
    return str(new)


def step_page(document: Document, key: str, step: int, *, part: str = FORM) -> None:
    """Move a page one place up (-1) or down (1); nothing moves at the ends. Raises NotFound."""
    place = page_at(document, key, part)
    if 0 <= place.index + step < len(place.beside):
        place.beside.insert(place.index + step, place.beside.pop(place.index))


def duplicate_page(document: Document, key: str, *, part: str = FORM) -> str:
    """Put a copy of a page right after it, its questions under keys of their own; return its key. Raises NotFound."""
    place = page_at(document, key, part)
    double = copy.deepcopy(place.page)
    double["key"] = page_key(double.get("title", ""), _taken(document, part))
    taken = taken_keys(document)
    alone: Document = {part: {"pages": [double]}}  # its own formulas follow, those of other pages do not
    for field in double.get("fields", []):
        key = question_key(field.get("label", ""), taken)
        rename_key(alone, field["key"], key)
        taken.add(key)
    place.beside.insert(place.index + 1, double)
    return str(double["key"])


def remove_page(document: Document, key: str, *, part: str = FORM) -> Document:
    """Take a page away with its questions, and return it. Raises NotFound, or Invalid for the form's only page."""
    place = page_at(document, key, part)
    if part == FORM and len(place.beside) == 1:
        raise Invalid({"": [_("Gardez au moins une étape : un formulaire ne peut pas être vide.")]})
    double = copy.deepcopy(place.page)
    remove_fields(document, [one.address for one in fields_of(place) if one.block is None])
    place.beside.pop(page_at(document, key, part).index)
    if part != FORM and not place.beside:
        del document[part]
    return double


def page_beside(document: Document, place: PagePlace, step: int) -> PagePlace | None:
    """Return the page before (-1) or after (1) one of the same form."""
    index = place.index + step
    return next((one for one in pages(document, place.part) if one.index == index), None)


def _taken(document: Document, part: str) -> set[str]:
    return {str(place.page["key"]) for place in pages(document, part)}
