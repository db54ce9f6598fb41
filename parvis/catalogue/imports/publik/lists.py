"""The options of a list field: written in the form, in a data source, in cards, or read from another system."""

import ast
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import cut, value_of
from parvis.catalogue.imports.publik.language.scope import Answer, Shape
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import Kind, Value

MOST_OPTIONS = 500
MOST_INLINE = 40  # options of a named source: beyond, a table of reference is kinder to who manages it
LONGEST_LABEL = 300
_OWN_VALUE = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_MARK = re.compile(r"\{\{\s*([\w.]+)\s*(?:\|\s*\w+\s*)*\}\}")


@dataclass(frozen=True, slots=True)
class Option:
    """One option: our value and label, what the source reads of it (identifier, text), and its other data."""

    value: str
    label: str
    identifier: str
    text: str
    others: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """Options known at import."""

    options: tuple[Option, ...]

    def as_json(self) -> list[dict[str, str]]:
        """Return them as a definition writes them."""
        return [{"value": one.value, "label": one.label} for one in self.options]

    def shape(self, *, multiple: bool) -> Shape:
        """Return what the source reads of an answer chosen among them."""
        labels = {one.value: one.text for one in self.options}
        ids = {one.value: one.identifier for one in self.options}
        names = dict.fromkeys(name for one in self.options for name in one.others)
        others = {name: {one.value: one.others.get(name, "") for one in self.options} for name in names}
        kind = Kind.CHOICES if multiple else Kind.CHOICE

        def answer(path: str) -> Answer:
            raw = Value(path, kind, labels=ids, exact=True)
            parts = {name: Value(path, kind, labels=texts) for name, texts in others.items()}
            reads = Value(path, kind, labels=labels)
            return Answer(reads, raw, {"text": reads, "id": raw, **parts})

        return answer


@dataclass(frozen=True, slots=True)
class Listed:
    """Options of a table of reference, or of a remote source, under a code. ``columns``: key by name in the source."""

    code: str
    remote: bool = False
    where: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, Kind]] = field(default_factory=dict)
    rows_known: bool = False

    def shape(self, *, multiple: bool) -> Shape:
        """Return what the source reads of a row chosen."""

        def answer(path: str) -> Answer:
            if multiple:
                return Answer(
                    Value(path, Kind.TABLES), Value(f'column({path}, "code")', Kind.LIST, exact=True)
                )
            reads = Value(path, Kind.TABLE)
            code = Value(f"{path}.code", Kind.TEXT)
            return Answer(reads, code, {"text": reads, "id": code}, lambda name: self._column(path, name))

        return answer

    def _column(self, path: str, name: str) -> Value:
        key, kind = self.columns.get(name, ("", Kind.TEXT))
        if not key:
            if self.columns:
                raise NotUnderstood(_("la liste n’a pas de colonne « %(name)s »") % {"name": name[:60]})
            key = name
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,49}", key):
            raise NotUnderstood(_("« %(name)s » ne peut pas nommer une colonne") % {"name": name[:60]})
        if kind is Kind.TEXT:
            return Value(f'coalesce({path}.columns.{key}, "")', Kind.TEXT)
        return Value(f"coalesce({path}.columns.{key}, null)", kind, answer=kind is Kind.BOOL)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """Options that cannot be known: the answer is written freely."""

    reason: str


Options = Written | Listed | Unlisted


def written(labels: Iterable[str]) -> Written:
    """Return the options written in a form: their text is their identifier."""
    return of_rows([(label, label, {}) for label in dict.fromkeys(labels)])


def of_rows(rows: Iterable[tuple[str, str, Mapping[str, str]]]) -> Written:
    """Return options made of texts, identifiers and other data. Raises NotUnderstood when there are none."""
    options: list[Option] = []
    taken: set[str] = set()
    for text, identifier, others in rows:
        label = cut(plain_line(text) or identifier, LONGEST_LABEL)
        if not label:
            continue
        own = _OWN_VALUE.fullmatch(identifier) and identifier not in taken
        value = (
            identifier if own else value_of(identifier.replace("{{", "").replace("}}", "") or label, taken)
        )
        taken.add(value)
        options.append(Option(value, label, identifier, text or identifier, others))
    if not options:
        raise NotUnderstood(_("la liste est vide"))
    return Written(tuple(options))


def of_json(source: str) -> Written:
    """Return the options of a JSON list: of objects (``id``, ``text``…), of pairs or of texts. Raises NotUnderstood.

    A variable inside a text is not known at import: the name of the municipality is said « votre commune ».
    """
    try:
        found = json.loads(_MARK.sub(_said, source))
    except ValueError:
        raise NotUnderstood(_("cette liste n’est pas du JSON")) from None
    if isinstance(found, dict):
        found = found.get("data", [])
    return _of_list(found, json_list(source))


def json_list(source: str) -> list[Any]:
    """Return the same list with its variables as they are written, to tell the identifiers that hold one."""
    found = json.loads(_MARK.sub(lambda mark: f"{{{{{mark[1]}}}}}", source))
    listed = found.get("data", []) if isinstance(found, dict) else found
    return listed if isinstance(listed, list) else []


def of_python(source: str) -> Written:
    """Return the options of a list written in Python, never run. Raises NotUnderstood."""
    if len(source) > 100_000:
        raise NotUnderstood(_("cette liste est trop longue"))
    try:
        found = ast.literal_eval(source.strip())
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        raise NotUnderstood(_("cette liste est calculée par un programme")) from None
    return _of_list(found, [])


def _said(mark: "re.Match[str]") -> str:
    return str(_("votre commune")) if mark[1] in {"commune_name", "commune"} else ""


def _of_list(found: Any, raw: list[Any]) -> Written:
    if not isinstance(found, (list, tuple, set)):
        raise NotUnderstood(_("cette liste n’a pas la forme attendue"))
    rows = []
    for place, item in enumerate(found):
        label, identifier, others = _row(item)
        if place < len(raw) and "{{" in (kept := _row(raw[place])[1]):
            identifier = kept
        rows.append((label, identifier, others))
    return of_rows(rows)


def _row(item: Any) -> tuple[str, str, dict[str, str]]:
    match item:
        case dict():
            identifier = item.get("id", item.get("slug", item.get("text", "")))
            others = {
                re.sub(r"\W", "_", str(name)): _text(value)
                for name, value in item.items()
                if name not in ("id", "text") and isinstance(value, (str, int, float, bool))
            }
            return _text(item.get("text", identifier)), _text(identifier), others
        case list() | tuple() if item:
            return _text(item[1] if len(item) > 1 else item[0]), _text(item[0]), {}
        case _:
            return _text(item), _text(item), {}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "True" if value else "False"
    return str(value).strip() if isinstance(value, (str, int, float)) else ""
