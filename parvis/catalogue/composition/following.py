"""What follows a change elsewhere in the definition: formulas that read a key, roles, translations by place."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from parvis.catalogue.composition.places import (
    PARTS,
    Document,
    FieldPlace,
    Pointer,
    fields,
    json_pointer,
    pages,
)
from parvis.catalogue.expressions import BadExpression, rename
from parvis.catalogue.field_types import registry

_RECALLED = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_TEXTS = ("title", "description", "label", "help", "text", "message")


@dataclass(frozen=True)
class Formula:
    """A formula of a definition: where it is, what it says, the block whose keys it reads first."""

    holder: Any
    key: str | int
    source: str
    block: FieldPlace | None = None
    recalled: bool = False
    pointer: Pointer = ()

    def write(self, source: str) -> None:
        """Put another formula in its place."""
        self.holder[self.key] = source


def formulas(document: Document) -> Iterator[Formula]:
    """Yield every formula of a definition, and every text that recalls an answer (``recalled``)."""
    for page in pages(document):
        yield from _of_holder(page.page, None, page.pointer)
        for number, exit_ in enumerate(page.page.get("exits", [])):
            own: Pointer = (*page.pointer, "exits", number)
            yield Formula(exit_, "when", exit_.get("when", ""), pointer=(*own, "when"))
            yield from _recalled(exit_, None, own)
    for place in fields(document):
        yield from _of_holder(place.field, place.block, place.pointer)
        yield from _of_options(place)
    if document.get("subject"):
        yield Formula(document, "subject", document["subject"], pointer=("subject",))
    for part, source in document.get("contact", {}).items():
        yield Formula(document["contact"], part, source, pointer=("contact", part))


def readers(document: Document, address: str) -> list[Formula]:
    """Return the formulas that read a question."""
    block, _dot, key = address.rpartition(".")
    return [one for one in formulas(document) if _reads(one, block, key)]


def rename_key(document: Document, address: str, key: str) -> None:
    """Give a question another key, and have every formula and role that reads it say the new one."""
    block, _dot, old = address.rpartition(".")
    for formula in formulas(document):
        said = _renamed(formula, block, old, key)
        if said != formula.source:
            formula.write(said)
    for place in fields(document):
        if place.address == address:
            place.field["key"] = key
    _rename_roles(document, address, f"{block}.{key}" if block else key)


def _rename_roles(document: Document, address: str, now: str) -> None:
    roles = document.get("roles", {})
    for role, path in roles.items():
        if path == address or path.startswith(f"{address}."):
            roles[role] = now + path[len(address) :]


def carry_translations(before: Document, after: Document, renamed: Mapping[str, str]) -> None:
    """Move the translations with the texts they translate; those of texts that are gone go too.

    ``renamed`` gives the new address of a question, or ``page:new`` of a page ``page:old``, whose key changed.
    """
    if not before.get("translations"):
        return
    now, then = _places_by_name(after), _places_by_name(before)
    ways = {
        json_pointer(path): json_pointer(now[name])
        for former, path in then.items()
        if (name := _named_now(former, renamed)) in now
    }
    known = [json_pointer(path) for path in then.values()]
    after["translations"] = {
        language: dict(_carried(texts, ways, known)) for language, texts in before["translations"].items()
    }


def _named_now(name: str, renamed: Mapping[str, str]) -> str:
    """Return the name of a place after questions took other addresses: theirs, their options', their block's."""
    address, mark, option = name.partition("=")
    block, dot, inside = address.partition(".")
    now = renamed.get(address) or (f"{renamed[block]}.{inside}" if dot and block in renamed else address)
    return f"{now}{mark}{option}"


def _carried(
    texts: Mapping[str, str], ways: Mapping[str, str], known: list[str]
) -> Iterator[tuple[str, str]]:
    for pointer, text in texts.items():
        # The closest place that holds the text: a question rather than its page.
        holder = max((one for one in known if pointer.startswith(f"{one}/")), key=len, default="")
        if not holder:
            yield pointer, text
        elif holder in ways:
            yield ways[holder] + pointer[len(holder) :], text


def _places_by_name(document: Document) -> dict[str, Pointer]:
    """Return the path of each page, question and option by a name that does not depend on its place."""
    found: dict[str, Pointer] = {}
    for part in PARTS:
        for page in pages(document, part):
            found[f"{part}:{page.page['key']}"] = page.pointer
    for name in ("statuses", "transitions", "functions"):
        for index, part in enumerate(document.get("workflow", {}).get(name, [])):
            found[f"workflow {name} {part['key']}"] = ("workflow", name, index)
    for place in fields(document):
        found[place.address] = place.pointer
        for index, option in enumerate(_options(place.field)):
            found[f"{place.address}={option.get('value')}"] = (*place.pointer, "options", index)
    return found


def _options(field: Document) -> list[Document]:
    options = field.get("options")
    return [one for one in options if isinstance(one, dict)] if isinstance(options, list) else []


def _of_holder(holder: Document, block: FieldPlace | None, at: Pointer) -> Iterator[Formula]:
    """Yield what a page or a question holds: its condition, its rules, its prefill, the answers its texts recall."""
    if holder.get("condition"):
        yield Formula(holder, "condition", holder["condition"], block, pointer=(*at, "condition"))
    for number, check in enumerate(holder.get("checks", [])):
        own: Pointer = (*at, "checks", number)
        yield Formula(check, "rule", check.get("rule", ""), block, pointer=(*own, "rule"))
        yield from _recalled(check, block, own)
    prefill = holder.get("prefill")
    if isinstance(prefill, dict) and prefill.get("from") == "formula":
        yield Formula(prefill, "value", prefill.get("value", ""), block, pointer=(*at, "prefill", "value"))
    yield from _recalled(holder, block, at)


def _recalled(holder: Document, block: FieldPlace | None, at: Pointer) -> Iterator[Formula]:
    for name in _TEXTS:
        text = holder.get(name)
        if isinstance(text, str) and "{{" in text:
            yield Formula(holder, name, text, block, recalled=True, pointer=(*at, name))


def _of_options(place: FieldPlace) -> Iterator[Formula]:
    if place.field.get("type") not in registry:
        return
    for path, source in registry.get(place.field["type"]).formulas(place.field):
        holder: Any = place.field
        for step in path[:-1]:
            holder = holder[int(step) if isinstance(holder, list) else step]
        last: str | int = int(path[-1]) if isinstance(holder, list) else path[-1]
        yield Formula(holder, last, source, place.block, pointer=(*place.pointer, *path))


def _reads(formula: Formula, block: str, key: str) -> bool:
    return _renamed(formula, block, key, f"{key}_") != formula.source


def _renamed(formula: Formula, block: str, old: str, new: str) -> str:
    """Return the formula with a key renamed, as far as the formula means that key where it stands."""
    if old not in formula.source:
        return formula.source
    names: dict[str, str] = {}
    if block:
        names[f"{block}.{old}"] = f"{block}.{new}"
    if not block or (formula.block is not None and formula.block.address == block):
        names[old] = new
    hidden = not block and formula.block is not None and _holds(formula.block, old)
    return formula.source if hidden else _in_formula(formula, names)


def _holds(block: FieldPlace, key: str) -> bool:
    """Return whether a block has a question of that key, which its formulas read first."""
    return any(one["key"] == key for one in block.field["fields"])


def _in_formula(formula: Formula, names: Mapping[str, str]) -> str:
    if not formula.recalled:
        return _in_source(formula.source, names)
    return _RECALLED.sub(lambda found: _recalling(found[1], names), formula.source)


def _recalling(inside: str, names: Mapping[str, str]) -> str:
    source = inside.strip()
    renamed = _in_source(source, names)
    return "{{" + (inside if renamed == source else f" {renamed} ") + "}}"


def _in_source(source: str, names: Mapping[str, str]) -> str:
    """Return a formula renamed; one that does not read stays as it is, and the lint says so."""
    try:
        return rename(source, names)
    except BadExpression:
        return source
