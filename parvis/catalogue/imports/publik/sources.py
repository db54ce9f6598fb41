"""Finding the options of a list field, and what they need: tables of reference (cards), remote sources (JSON)."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import code_of, cut, key_of
from parvis.catalogue.imports.publik.addresses import address_of
from parvis.catalogue.imports.publik.documents import Document, Field, Source, source_in
from parvis.catalogue.imports.publik.language import tree
from parvis.catalogue.imports.publik.language.templates import is_template, read_template
from parvis.catalogue.imports.publik.language.translation import usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import Kind
from parvis.catalogue.imports.publik.lists import (
    MOST_INLINE,
    MOST_OPTIONS,
    Listed,
    Options,
    Unlisted,
    Written,
    of_json,
    of_python,
    of_rows,
    written,
)
from parvis.catalogue.imports.publik.making import Making
from parvis.catalogue.imports.report import What

REMOTE = frozenset({"json", "jsonp", "geojson"})
MOST_COLUMNS = 30
OWN_COLUMNS = frozenset({"code", "label", "valid_from", "valid_until"})
_COLUMN_KINDS = {
    "numeric": ("number", Kind.NUMBER),
    "date": ("date", Kind.DATE),
    "bool": ("yes_no", Kind.BOOL),
}
_NO_VALUE = frozenset({"page", "title", "subtitle", "comment"})


def options_of(field: Field, making: Making) -> Options:
    """Return the options of a list field; the report is told of its data source."""
    source = source_in(field.element.find("data_source"))
    if source is None:
        items = field.items()
        return _fitting(written(items), making) if items else Unlisted(_("la liste est vide"))
    try:
        found = _fitting(of_source(source, making), making)
    except NotUnderstood as why:
        making.left(What.DATA_SOURCES, f"{source.kind} {source.value}", str(why))
        return Unlisted(str(why))
    making.took(What.DATA_SOURCES)
    return found


def _fitting(found: Options, making: Making) -> Options:
    """Return options that a question can hold: a longer list is a table of its own."""
    if isinstance(found, Written) and len(found.options) > MOST_OPTIONS:
        slug = f"{making.code}-{making.reading}"
        return _table_of(found, slug, making.reading, making.report.file, making)
    return found


def of_source(source: Source, making: Making, document: Document | None = None) -> Options:
    """Return the options of a source. Raises NotUnderstood."""
    kind, _colon, rest = source.kind.partition(":")
    if kind == "carddef":
        if source.value:
            making.changed(source.value, _("cette valeur ne sert à rien à côté d’un modèle de fiche"))
        return of_cards(rest, making)
    if source.kind == "jsonvalue":
        return _of_json_value(source.value, making)
    if source.kind in ("formula", "python"):
        return of_python(source.value)
    if source.kind in REMOTE:
        return _remote(source, making, document)
    if kind == "wcs" or (kind in ("array", "") and not rest):
        raise NotUnderstood(_("cette source n’a pas d’équivalent"))
    return named(source.kind, making)


def named(slug: str, making: Making) -> Options:
    """Return the options of a source of the site, by its slug. Raises NotUnderstood."""
    document = making.bundle.sources.get(slug)
    if document is None:
        making.changed(
            slug,
            _("cette source n’est pas parmi les fichiers : son adresse est à compléter dans « Sources »"),
        )
        return _source_to_complete(slug, slug, making)
    return of_document(document, making)


def of_document(document: Document, making: Making) -> Options:
    """Return the options that a data source of the site gives. Raises NotUnderstood."""
    if document.root.words("external").startswith("agenda") or document.root.words("external") == "wcs:users":
        making.changed(document.name, _("les créneaux d’un agenda sont lus comme une liste à compléter"))
        return _source_to_complete(document.slug, document.name, making)
    source = source_in(document.root.find("data_source"))
    if source is None:
        raise NotUnderstood(_("cette source est vide"))
    found = of_source(source, making, document)
    if isinstance(found, Written) and len(found.options) > MOST_INLINE:
        return _table_of(found, document.slug, document.name, document.file, making)
    return found


def of_cards(reference: str, making: Making) -> Listed:
    """Return the rows of a card model, through one of its views: ``slug`` or ``slug:view``."""
    slug, _colon, view = reference.partition(":")
    card = making.bundle.cards.get(slug)
    code = code_of(slug, fallback="fiches")
    if card is None:
        making.changed(slug, _("ce modèle de fiche n’est pas parmi les fichiers : la table est à remplir"))
        document = {"code": code, "title": cut(slug.replace("-", " "), 200), "columns": []}
        making.shared.tables.setdefault(code, (making.report.file, document))
        return Listed(code, where=_unknown_view(view, making))
    making.shared.tables.setdefault(code, (card.file, card_table(card)))
    columns = card_columns(card)
    kinds = {one.name: (one.key, one.kind) for one in columns if one.name}
    return Listed(code, where=_view(card, view, columns, making), columns=kinds)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table that a card model becomes, and the field it comes from."""

    key: str
    type: str
    kind: Kind
    label: str
    name: str
    identifier: str


def card_table(card: Document) -> dict[str, Any]:
    """Return the table of reference that a card model becomes: its columns; w.c.s. does not export its rows."""
    columns = [{"key": one.key, "label": cut(one.label, 100), "type": one.type} for one in card_columns(card)]
    return {"code": code_of(card.slug, fallback="fiches"), "title": cut(card.name, 200), "columns": columns}


def card_columns(card: Document) -> list[Column]:
    """Return the columns of a card model: a field that has a name gives it to its column."""
    fields = [one for one in card.fields() if one.type not in _NO_VALUE][:MOST_COLUMNS]
    taken = set(OWN_COLUMNS)
    found: list[Column] = []
    for one in sorted(fields, key=lambda field: not field.name):
        label = cut(plain_line(one.label), 100) or one.name or one.identifier
        key = key_of(one.name or label, taken, fallback="colonne")
        taken.add(key)
        kind, read = _COLUMN_KINDS.get(one.type, ("text", Kind.TEXT))
        found.append(Column(key, kind, read, label, one.name, one.identifier))
    return found


def _view(card: Document, view: str, columns: list[Column], making: Making) -> dict[str, str]:
    """Return the filters of a view of cards, as formulas by column."""
    if not view:
        return {}
    listed = card.root.find("custom_views")
    views = listed.every("custom_view") if listed else []
    chosen = next((one for one in views if one.words("slug") == view), None)
    filters = chosen.find("filters") if chosen else None
    if filters is None:
        return _unknown_view(view, making) if chosen is None else {}
    where: dict[str, str] = {}
    for wanted in filters.children:
        found = re.fullmatch(r"filter-([\w-]+)-value", wanted.tag)
        if found and filters.find(f"filter-{found[1]}"):
            by_id = {one.identifier: one.key for one in columns}
            operator = filters.words(f"filter-{found[1]}-operator") or "eq"
            value = wanted.text.strip()
            try:
                where |= _filter(by_id.get(found[1], ""), operator, value, making)
            except NotUnderstood as why:
                making.left("view", f"{found[1]} {operator} {value}", str(why))
    return where


def _filter(key: str, operator: str, value: str, making: Making) -> dict[str, str]:
    if not key or operator not in ("eq", "in"):
        raise NotUnderstood(_("ce filtre d’une vue n’a pas d’équivalent"))
    return {key: usable(making.translator().text(read_template(value)))}


def _unknown_view(view: str, making: Making) -> dict[str, str]:
    if view:
        making.changed(view, _("cette vue n’est pas parmi les fichiers : toute la table est proposée"))
    return {}


def _of_json_value(source: str, making: Making) -> Options:
    if is_template(source):
        found = of_template(read_template(source), making)
        if found is not None:
            return found
    return of_json(source)


def of_template(template: tree.Template, making: Making) -> Options | None:
    """Return the options of the templates that only hand a list over, None for another one. Raises NotUnderstood."""
    parts = [part for part in template if not (isinstance(part, tree.Text) and not part.text.strip(" \n[]"))]
    match parts:
        case [tree.Output(node=node)]:
            return _of_node(node, making)
        case [tree.Loop(names=(name,), over=over, body=body)] if _hands_over(name, body):
            return _of_texts(over, making)
        case _:
            return None


def _of_node(node: tree.Node, making: Making) -> Options:
    """Return the options that a variable hands over: a source of the site, or a value computed from one."""
    match node:
        case tree.Filtered(base=base, name="default", arguments=(other,)):
            try:
                return _of_node(other, making)
            except NotUnderstood:
                return _of_node(base, making)
        case tree.Filtered(
            base=base, name=("unlazy" | "unlazy_filter" | "json_dumps" | "safe" | "json" | "list")
        ):
            return _of_node(base, making)
        case tree.Name(path=path) if path.startswith("data_source."):
            return named(path.split(".")[1], making)
        case tree.Name(path=path) if path.removeprefix("form_var_") in making.formulas:
            found = of_template(making.formulas[path.removeprefix("form_var_")], making)
            if found is not None:
                return found
    raise NotUnderstood(_("cette liste est calculée pendant la saisie"))


def _hands_over(name: str, body: tree.Template) -> bool:
    """Return whether the body of a loop writes an object of JSON for each text: its identifier and its label."""
    outputs = [part for part in body if isinstance(part, tree.Output)]
    texts = "".join(part.text for part in body if isinstance(part, tree.Text))
    return bool(outputs) and '"id"' in texts and all(_is_item(one.node, name) for one in outputs)


def _is_item(node: tree.Node, name: str) -> bool:
    while isinstance(node, tree.Filtered):
        node = node.base
    return isinstance(node, tree.Name) and node.path == name


def _of_texts(over: tree.Node, making: Making) -> Options:
    """Return the options made of a list of texts that an option of the body holds: known, or a table to fill."""
    if not isinstance(over, tree.Filtered) or over.name != "split" or not isinstance(over.base, tree.Name):
        raise NotUnderstood(_("cette liste est calculée pendant la saisie"))
    name = over.base.path.removeprefix("form_option_")
    given = str(making.parameters.given.get(name, ""))
    if given:
        return of_rows((word.strip(), word.strip(), {}) for word in given.split(","))
    code = code_of(name, fallback="liste")
    making.changed(name, _("cette liste vient d’une option du site : une table de référence est à remplir"))
    making.shared.tables.setdefault(code, (making.report.file, {"code": code, "title": name, "columns": []}))
    return Listed(code)


def _table_of(found: Written, slug: str, title: str, file: str, making: Making) -> Listed:
    """Return the table of reference made of a long list."""
    names = list(dict.fromkeys(name for option in found.options for name in option.others))
    keys: dict[str, str] = {}
    for name in names:
        keys[name] = key_of(name, {*OWN_COLUMNS, *keys.values()})
    rows = [
        {
            "code": option.identifier[:100] or option.value,
            "label": option.label,
            "columns": {keys[name]: text for name, text in option.others.items()},
        }
        for option in found.options
    ]
    code = code_of(slug, fallback="liste")
    columns = [{"key": key, "label": name, "type": "text"} for name, key in keys.items()]
    table = {"code": code, "title": cut(title, 200) or code, "columns": columns, "rows": rows}
    making.shared.tables.setdefault(code, (file, table))
    return Listed(code, columns={name: (key, Kind.TEXT) for name, key in keys.items()}, rows_known=True)


def _remote(source: Source, making: Making, document: Document | None) -> Listed:
    """Return the rows of a list read by HTTP, and declare its source."""
    slug = document.slug if document else f"{making.code}-{making.reading or 'liste'}"
    title = document.name if document else making.reading or slug
    code = code_of(slug, fallback="source")
    if code not in making.shared.sources:
        address = address_of(source.value, making)
        made = {
            "code": code,
            "title": cut(title, 200) or code,
            "url": address.url,
            "parameters": address.parameters,
        }
        if document is not None:
            made |= _ways(document, source.kind)
        making.shared.sources[code] = (document.file if document else making.report.file, made)
    return Listed(code, remote=True)


def _ways(document: Document, kind: str) -> dict[str, str]:
    """Return where the list, the codes and the labels are in what the source answers."""
    root = document.root
    if kind == "geojson":
        return {
            "list_path": "features",
            "code_path": root.words("id_property") or "id",
            "label_path": _label_path(root.words("label_template_property")),
        }
    return {
        "list_path": root.words("data_attribute") or "data",
        "code_path": root.words("id_attribute") or "id",
        "label_path": root.words("text_attribute") or "text",
    }


def _label_path(template: str) -> str:
    found = re.fullmatch(r"\{\{\s*([\w.]+)\s*\}\}", template)
    return f"properties.{found[1]}" if found else "properties.text"


def _source_to_complete(slug: str, title: str, making: Making) -> Listed:
    """Return the rows of a source whose address nobody gave: until then, the answer is written freely."""
    code = code_of(slug, fallback="source")
    made = {"code": code, "title": cut(title, 200) or code, "url": "", "parameters": {}}
    making.shared.sources.setdefault(code, (making.report.file, made))
    return Listed(code, remote=True)
