"""Small changes to the questions of a definition. Each changes the document it is given, and says what it touched."""

import copy
import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.following import rename_key
from parvis.catalogue.composition.keys import question_key
from parvis.catalogue.composition.places import (
    FORM,
    Document,
    FieldPlace,
    field_at,
    fields,
    fields_of,
    page_at,
)
from parvis.catalogue.forms.lint import RESERVED
from parvis.common.errors import Invalid

BLOCK = "block"
AFTER_YES = "after_yes"
"""Said of a question to add, and of no other: it is asked when the yes or no before it was answered so."""
_KEY = re.compile(r"[a-z][a-z0-9_]{0,49}")


def add_fields(
    document: Document,
    new: Sequence[Document],
    *,
    page: str,
    part: str = FORM,
    after: str = "",
    block: str = "",
) -> list[str]:
    """Put questions on a page, after one of them or at its end, or in a block; return their addresses.

    A question without ``key`` takes one made of its label; ``AFTER_YES`` becomes a condition. Raises NotFound when the
    page, the block or the question is no longer there.
    """
    beside, index, inside = _landing(document, page=page, part=part, after=after, block=block)
    taken = taken_keys(document)
    addresses = []
    for field in new:
        key = field.get("key") or question_key(str(field.get("label", "")), taken)
        taken.add(key)
        own = {name: value for name, value in field.items() if name not in {"key", AFTER_YES}}
        if AFTER_YES in field and (asked := _yes_no_before(beside[:index])):
            own["condition"] = f"{asked} == {'true' if field[AFTER_YES] else 'false'}"
        beside.insert(index, {"key": key, **own})
        addresses.append(f"{inside}.{key}" if inside else key)
        index += 1
    return addresses


def replace_field(document: Document, address: str, field: Document) -> str:
    """Put what a builder wrote in the place of a question; return its address, which changes with its key.

    Whatever reads the question follows a new key. Raises NotFound, or Invalid (``key``) when the key cannot be used.
    """
    place = field_at(document, address)
    key = field["key"]
    if key != place.field["key"]:
        check_key(document, key, place)
        rename_key(document, address, key)
        place = field_at(document, f"{place.block.address}.{key}" if place.block else key)
    place.beside[place.index] = _ordered(field)
    return place.address


def move_field(
    document: Document, address: str, *, page: str, part: str = FORM, after: str = "", block: str = ""
) -> str:
    """Take a question elsewhere: first of a page or of a block, or after another question; return its new address.

    Raises NotFound, or Invalid when a block would go into a block.
    """
    place = field_at(document, address)
    if place.field.get("type") == BLOCK and (block or "." in after):
        raise Invalid({"": [_("Un bloc ne peut pas aller dans un autre bloc.")]})
    moved = place.beside.pop(place.index)
    if after or block:
        beside, index, inside = _landing(document, page=page, part=part, after=after, block=block)
    else:
        beside, index, inside = page_at(document, page, part).page["fields"], 0, ""
    if any(one["key"] == moved["key"] for one in beside):
        moved["key"] = question_key(moved.get("label", ""), taken_keys(document))
    beside.insert(index, moved)
    return f"{inside}.{moved['key']}" if inside else str(moved["key"])


def step_field(document: Document, address: str, step: int) -> str:
    """Move a question one place up (-1) or down (1): past its neighbour, and from page to page at the ends.

    Nothing moves at the top of the first page and at the bottom of the last. Raises NotFound.
    """
    place = field_at(document, address)
    target = place.index + step
    if 0 <= target < len(place.beside):
        place.beside.insert(target, place.beside.pop(place.index))
    elif place.block is None:
        held = document[place.page.part]["pages"]
        if 0 <= place.page.index + step < len(held):
            place.beside.pop(place.index)
            beside = held[place.page.index + step].setdefault("fields", [])
            beside.insert(0 if step > 0 else len(beside), place.field)
    return address


def duplicate_field(document: Document, address: str) -> str:
    """Put a copy of a question right after it, under a key of its own; return its address. Raises NotFound."""
    place = field_at(document, address)
    double = copy.deepcopy(place.field)
    double["key"] = question_key(double.get("label", ""), taken_keys(document))
    place.beside.insert(place.index + 1, double)
    return f"{place.block.address}.{double['key']}" if place.block else str(double["key"])


def remove_fields(document: Document, addresses: Sequence[str]) -> list[Document]:
    """Take questions away and return them; roles they had go with them. Raises NotFound."""
    gone = []
    for address in addresses:
        place = field_at(document, address)
        gone.append(place.beside.pop(place.index))
        _forget_roles(document, address)
    return gone


def neighbour(document: Document, address: str) -> str:
    """Return the address of the question one turns to when this one goes: the next one, else the one before.

    Raises NotFound.
    """
    field_at(document, address)
    around = [place.address for place in fields(document)]
    gone = around.index(address)
    left = [one for one in around if one != address and not one.startswith(f"{address}.")]
    return left[min(gone, len(left) - 1)] if left else ""


def taken_keys(document: Document) -> set[str]:
    """Return the keys that a new question may not take."""
    return {str(place.field["key"]) for place in fields(document)}


def check_key(document: Document, key: str, place: FieldPlace) -> None:
    """Refuse a key that is badly formed, reserved, or taken by a neighbour in scope. Raises Invalid."""
    if not _KEY.fullmatch(key):
        raise Invalid(
            {"key": [_("Écrivez la clé en minuscules, sans espace ni accent, par exemple nom_usage.")]}
        )
    if key in RESERVED:
        raise Invalid({"key": [_("Ce mot est réservé aux formules. Choisissez une autre clé.")]})
    if any(other == key for other in _in_scope(document, place)):
        raise Invalid({"key": [_("Une autre question porte déjà cette clé. Choisissez-en une autre.")]})


def _in_scope(document: Document, place: FieldPlace) -> Iterator[str]:
    """Yield the other keys a formula may mean where a question stands."""
    for other in fields_of(place.page, place.block) if place.block else fields(document):
        if other.address != place.address and (place.block or other.block is None):
            yield str(other.field["key"])


def _landing(
    document: Document, *, page: str, part: str, after: str, block: str
) -> tuple[list[Document], int, str]:
    """Return the list that takes a question, its place there, and the address of the block it is in."""
    if after:
        place = field_at(document, after)
        return place.beside, place.index + 1, place.block.address if place.block else ""
    if block:
        held = field_at(document, block).field.setdefault("fields", [])
        return held, len(held), block
    held = page_at(document, page, part).page.setdefault("fields", [])
    return held, len(held), ""


def _yes_no_before(fields: Sequence[Document]) -> str:
    """Return the key of the closest yes or no among the questions above, empty when there is none."""
    return next((str(one["key"]) for one in reversed(fields) if one.get("type") == "yes_no"), "")


def _forget_roles(document: Document, address: str) -> None:
    roles = document.get("roles", {})
    for role in [role for role, key in roles.items() if key == address or key.startswith(f"{address}.")]:
        del roles[role]


_FIRST = ("key", "type", "label", "help", "required", "condition")


def _ordered(field: Document) -> dict[str, Any]:
    """Return a question with its keys in the order people read them."""
    return {name: field[name] for name in (*_FIRST, *_others(field)) if name in field}


def _others(field: Document) -> list[str]:
    """Return the names of a question's other keys, in the order given."""
    return [name for name in field if name not in _FIRST]
