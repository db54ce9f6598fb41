"""Whom a request is about: the fields that w.c.s. fills from the profile make the person's contact.

The formulas of ``contact`` read them where they are; none is moved nor merged.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from parvis.catalogue.imports.publik.documents import Document, Field
from parvis.catalogue.imports.publik.language.values import quoted

# Attributes of the profile, by part of a contact; a house number goes before its street.
PARTS = {
    "first_name": "first_name", "last_name": "last_name", "email": "email", "phone": "phone", "mobile": "phone",
    "street": "street", "address": "street", "num_house": "number", "house_number": "number", "zipcode": "postcode",
    "city": "city", "country": "country", "num_box": "complement", "title": "civility",
}  # fmt: skip
# Names people give to the same questions when nothing fills them.
_NAMES = {
    "first_name": r"prenom|firstname|first_name",
    "last_name": r"nom|nom_(famille|demandeur|de_famille|usage)|lastname|last_name",
    "email": r"e?mail|courriel|adresse_(e?mail|courriel|electronique)",
    "phone": r"tel|telephone|gsm|phone|mobile|portable|num(ero)?_(de_)?tel(ephone)?",
}
_SUFFIX = r"(_(du_)?(demandeur|requerant|declarant|usager|contact))?"
_PLAIN = frozenset({"text", "email", "phone", "foreign_phone", "masked_code", "number", "computed"})
_LABELLED = frozenset({"choice"})


def roles_of(form: Document, pages: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the location and the contact that a definition's questions give."""
    asked = {question["key"]: question for page in pages for question in page["fields"]}
    found: dict[str, Any] = {}
    location = next((key for key, question in asked.items() if question["type"] == "map_point"), None)
    if location is not None:
        found["roles"] = {"location": location}
    contact = _contact(form, asked)
    if contact:
        found["contact"] = contact
    return found


def _contact(form: Document, asked: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """Return the formulas of a contact: the first question of each part that everyone is asked, if there is one."""
    by_part: dict[str, list[str]] = {}
    for part, key in [*_filled(form.fields(), asked), *_named(asked)]:
        by_part.setdefault(part, []).append(key)
    chosen = {part: _everyones(keys, asked) for part, keys in by_part.items()}
    number = chosen.pop("number", "")
    contact = {part: _formula(asked[key]) for part, key in sorted(chosen.items())}
    if number and "street" in contact:
        contact["street"] = f'trim({_formula(asked[number])} + " " + {contact["street"]})'
    if not contact.keys() & {"last_name", "email", "phone"}:
        return {}
    return contact


def _filled(fields: Iterable[Field], asked: Mapping[str, dict[str, Any]]) -> Iterable[tuple[str, str]]:
    """Yield the questions that w.c.s. fills from the profile, with the part of a contact they say."""
    for field in fields:
        element = field.element.find("prefill")
        if element is None or element.words("type") != "user":
            continue
        part = PARTS.get(element.words("value").strip("_"))
        key = field.name.lower()
        if part and key in asked and _is_plain(asked[key]):
            yield part, key


def _named(asked: Mapping[str, dict[str, Any]]) -> Iterable[tuple[str, str]]:
    for part, names in _NAMES.items():
        for key, question in asked.items():
            if re.fullmatch(f"({names}){_SUFFIX}", key) and _is_plain(question):
                yield part, key


def _is_plain(question: Mapping[str, Any]) -> bool:
    return question["type"] in _PLAIN | _LABELLED


def _everyones(keys: list[str], asked: Mapping[str, dict[str, Any]]) -> str:
    return next((key for key in keys if "condition" not in asked[key]), keys[0])


def _formula(question: Mapping[str, Any]) -> str:
    """Return the formula of the text of an answer: the label of a choice."""
    key = str(question["key"])
    if question["type"] != "choice":
        return key if question["type"] != "number" else f"text({key})"
    cel = key
    for option in reversed(question["options"]):
        if option["value"] != option["label"]:
            cel = f"{key} == {quoted(option['value'])} ? {quoted(option['label'])} : {cel}"
    return cel if len(cel) <= 900 else key
