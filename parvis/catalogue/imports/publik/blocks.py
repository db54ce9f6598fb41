"""Blocks of fields of w.c.s.: shared blocks of ours, and their copy in each form that uses them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import code_of, cut
from parvis.catalogue.imports.publik import shapes
from parvis.catalogue.imports.publik.documents import Document, Field
from parvis.catalogue.imports.publik.keys import keys_of
from parvis.catalogue.imports.publik.language.scope import Shape
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.made import Made
from parvis.catalogue.imports.publik.making import Making

MOST_ROWS = 200
LONGEST_WORDS = 100
LONGEST_LABEL = 300
Ask = Callable[..., list[dict[str, Any]]]
"""Makes the questions of a field (``questions.questions_of``): a block holds any of them."""


def block(field: Field, making: Making, page: str, ask: Ask) -> Made:
    """Return the block that a field stands for, a copy of the shared one. Raises NotUnderstood."""
    document = making.bundle.blocks.get(field.block)
    if document is None:
        return _instead(field, making)
    if making.row_prefixes:
        raise NotUnderstood(_("un bloc dans un bloc n’existe pas dans w.c.s."))
    inside = replace(making.without_counting(), row={}, row_prefixes=prefixes(document), on_page=set())
    fields, row = fields_of(document, inside, page, ask)
    options: dict[str, Any] = {"fields": fields, "block": block_code(document)}
    most = field.number("max_items") or 1
    if most > 1:
        options["repeat"] = _repeat(field, most)
    return Made("block", shapes.block(row, repeated=most > 1), options)


def _instead(field: Field, making: Making) -> Made:
    """Return a block of one free question, to be completed, for a block that is not among the files."""
    reason = _("ce bloc n’est pas parmi les fichiers : une question libre tient sa place, à compléter")
    making.left("block", field.block, reason)
    label = cut(plain_line(field.label) or field.block, LONGEST_LABEL)
    options: dict[str, Any] = {"fields": [{"key": "contenu", "type": "long_text", "label": label}]}
    most = field.number("max_items") or 1
    if most > 1:
        options["repeat"] = _repeat(field, most)
    return Made("block", shapes.block({}, repeated=most > 1), options)


def fields_of(
    document: Document, making: Making, page: str, ask: Ask
) -> tuple[list[dict[str, Any]], dict[str, tuple[str, Shape]]]:
    """Return the questions of a block, and what the source reads of them by name. Raises NotUnderstood."""
    listed = document.fields()
    keys = keys_of(listed)
    making.keys = set(keys)
    made: list[dict[str, Any]] = []
    for place, one in enumerate(listed):
        making.later = frozenset(other.name for other in listed[place:] if other.name)
        made += ask(one, keys[place], making, page=page)
    if not any(one["type"] not in ("title", "information") for one in made):
        raise NotUnderstood(_("ce bloc ne demande rien"))
    return made, {name: (key, shape) for name, (shape, key) in making.row.items()}


def prefixes(document: Document) -> tuple[str, ...]:
    """Return how formulas inside a block name its own questions."""
    slug = document.slug.replace("-", "_")
    return ("block_var_", f"{slug}_var_")


def block_code(document: Document) -> str:
    """Return the code of the shared block."""
    return code_of(document.slug, fallback="bloc")


def _repeat(field: Field, most: int) -> dict[str, Any]:
    repeat: dict[str, Any] = {"min": 1 if field.is_required else 0, "max": min(most, MOST_ROWS)}
    for tag, name in (("add_element_label", "add_label"), ("remove_element_label", "remove_label")):
        words = plain_line(field.words(tag))
        if words:
            repeat[name] = cut(words, LONGEST_WORDS)
    return repeat
