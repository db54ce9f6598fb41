"""The objects of w.c.s. as they are read: what each element says, whichever way it was written.

w.c.s. changed its ways over the years: values with or without ``type="str"``, ``True`` then ``required``, an element
written twice. All are read here, so that the rest meets one form only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from parvis.catalogue.imports.publik.xml import Element

FIELDS = "fields"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition and the language it is written in: « django », or « python » in old definitions."""

    language: str
    source: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form, of a block or of a card."""

    element: Element

    @property
    def type(self) -> str:
        """Return its type, without the slug of a block."""
        written = self.element.words("type")
        return "block" if written.startswith("block:") else written

    @property
    def block(self) -> str:
        """Return the slug of the block it stands for."""
        written = self.element.words("type")
        return written.removeprefix("block:") if written.startswith("block:") else self.words("block_slug")

    @property
    def label(self) -> str:
        """Return its label, HTML for a comment."""
        return self.element.words("label")

    @property
    def name(self) -> str:
        """Return the name by which formulas read it, empty without one."""
        return self.element.words("varname")

    @property
    def identifier(self) -> str:
        """Return its id, unique in its form."""
        return self.element.words("id")

    @property
    def is_required(self) -> bool:
        """Return whether an answer is wanted; w.c.s. wants one unless it says otherwise."""
        written = self.element.words("required").lower()
        return written not in {"false", "optional", "0", "no"}

    @property
    def condition(self) -> Condition | None:
        """Return when it is shown, None when it always is."""
        return condition_in(self.element.find("condition"))

    def words(self, *tags: str) -> str:
        """Return what an element of the field says."""
        return self.element.words(*tags)

    def is_true(self, tag: str, *, default: bool = False) -> bool:
        """Return whether an element of the field says true."""
        return self.element.is_true(tag, default=default)

    def items(self, tag: str = "items") -> list[str]:
        """Return the texts of a list of the field: its options, its rows, its columns."""
        listed = self.element.find(tag)
        return [child.text.strip() for child in listed.children if child.text.strip()] if listed else []

    def number(self, tag: str) -> int | None:
        """Return a whole number, None without one."""
        written = self.element.words(tag)
        return int(written) if re.fullmatch(r"-?\d{1,9}", written) else None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the options of a field come from: a kind (or the slug of a source), and what that kind needs."""

    kind: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One object: a form, a block, a card model, a category, a data source, a workflow."""

    file: str
    root: Element

    @property
    def kind(self) -> str:
        """Return what it is, by the name of its root."""
        return self.root.tag

    @property
    def name(self) -> str:
        """Return its title."""
        return " ".join(self.root.words("name").split())

    @property
    def slug(self) -> str:
        """Return the name others call it by."""
        return self.root.words("url_name", "slug") or self.root.attributes.get("slug", "")

    def fields(self) -> list[Field]:
        """Return its fields, in order."""
        return fields_in(self.root.find(FIELDS))

    def options(self) -> Iterator[tuple[str, Any]]:
        """Yield the values a form gives to the options of its workflow."""
        listed = self.root.find("options")
        for option in listed.children if listed else []:
            name = option.attributes.get("varname", "")
            if name:
                yield name, value_in(option)


@dataclass
class Bundle:
    """Every object of an import, by what others call it."""

    forms: list[Document] = field(default_factory=list)
    blocks: dict[str, Document] = field(default_factory=dict)
    cards: dict[str, Document] = field(default_factory=dict)
    sources: dict[str, Document] = field(default_factory=dict)
    categories: dict[str, Document] = field(default_factory=dict)
    workflows: dict[str, Document] = field(default_factory=dict)
    mails: dict[str, Document] = field(default_factory=dict)
    comments: dict[str, Document] = field(default_factory=dict)

    def take(self, document: Document) -> bool:
        """Keep an object; return whether it is of a kind that forms and workflows need."""
        if document.kind == "formdef":
            self.forms.append(document)
            return True
        kept = {
            "block": self.blocks,
            "carddef": self.cards,
            "datasource": self.sources,
            "category": self.categories,
            "workflow": self.workflows,
            "mail-template": self.mails,
            "comment-template": self.comments,
        }.get(document.kind)
        if kept is None:
            return False
        kept[document.slug or document.name] = document
        return True

    def workflow_of(self, form: Document) -> Document | None:
        """Return the workflow a form names, by its slug or by its title."""
        named = form.root.find("workflow")
        if named is None:
            return None
        title = " ".join(named.text.split())
        by_title = {document.name: document for document in self.workflows.values()}
        return self.workflows.get(named.attributes.get("slug", "")) or by_title.get(title)


def fields_in(listed: Element | None) -> list[Field]:
    """Return the fields of an element."""
    return [Field(child) for child in listed.every("field")] if listed else []


def condition_in(element: Element | None) -> Condition | None:
    """Return a condition, None when there is none; the oldest are a bare Python text."""
    if element is None:
        return None
    if not element.children:
        return Condition("python", element.text.strip()) if element.text.strip() else None
    source = element.words("value")
    return Condition(element.words("type") or "django", source) if source else None


def source_in(element: Element | None) -> Source | None:
    """Return a data source, None when there is none."""
    if element is None:
        return None
    kind = element.words("type")
    return Source(kind, element.words("value")) if kind and kind != "none" else None


def value_in(element: Element) -> Any:
    """Return the value of an option: a text, a number, true or false; a list as text; None for an object."""
    written = element.text.strip()
    match element.attributes.get("type", "str"):
        case "bool":
            return written.lower() in {"true", "1", "yes", "on"}
        case "int" | "float" | "decimal":
            return written
        case "dict":
            return None
        case "list":
            return ", ".join(child.text.strip() for child in element.children)
        case _:
            texts = [child.text.strip() for child in element.children]
            return ", ".join(filter(None, texts)) if texts and not written else written


def workflow_options(workflow: Document | None) -> Iterator[tuple[str, str, str]]:
    """Yield the options a workflow offers to forms: name, label, value when nobody sets it."""
    listed = workflow.root.find("variables") if workflow else None
    form = listed.find("formdef") if listed else None
    for one in fields_in(form.find(FIELDS) if form else None):
        if one.name:
            yield one.name, one.label, one.words("default_value")
