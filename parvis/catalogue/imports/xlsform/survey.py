"""The elements of a survey in their order, as pages of fields: a group is a page, a group inside it a part of it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import from_html, plain_line
from parvis.catalogue.imports.naming import code_of, cut, key_of, literal
from parvis.catalogue.imports.refusals import Untranslatable
from parvis.catalogue.imports.report import FileReport, What
from parvis.catalogue.imports.xlsform import formulas
from parvis.catalogue.imports.xlsform.languages import Languages
from parvis.catalogue.imports.xlsform.typed import Answer, Place

MOST_PAGES = 50
MOST_FIELDS = 200
GROUPS = frozenset({"group", "loop"})
_TRUE = frozenset({"yes", "true", "true()", "1"})
_FALSE = frozenset({"", "no", "false", "false()", "0", "none"})
_RECALL = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")

Element = Mapping[str, Any]
Field = dict[str, Any]


@dataclass
class Reading:
    """A survey being read: where things are told, and what has been asked so far."""

    report: FileReport
    languages: Languages
    code: str
    title: str
    attachments: Mapping[str, bytes] = field(default_factory=dict)
    known: dict[str, Answer] = field(default_factory=dict)
    keys: dict[str, None] = field(default_factory=dict)
    pages: list[dict[str, Any]] = field(default_factory=list)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    page_checks: list[dict[str, str]] = field(default_factory=list)
    open: bool = False

    def key(self, name: str) -> str:
        """Return a free key for a name, and take it."""
        key = key_of(name.replace("-", "_"), self.keys)
        self.keys[key] = None
        return key

    def place(self, own: Answer | None = None, block: str = "") -> Place:
        """Return from where a formula reads now."""
        return Place(self.known, own, block)

    def begin(self, title: str, condition: str = "", *, stays: bool = False) -> dict[str, Any]:
        """Begin a page. One that ``stays`` open takes the questions that stand in no group."""
        if len(self.pages) >= MOST_PAGES and not condition:
            return self.pages[-1]
        shown = title or self.title
        page = {"key": f"page-{len(self.pages) + 1}", "title": shown, "fields": []}
        if condition:
            page["condition"] = condition
        self.pages.append(page)
        self.open = stays
        return page

    def add(self, fields: list[Field]) -> None:
        """Add fields to the page under way, beginning one when there is none or when it is full."""
        for one in fields:
            if not self.pages:
                self.begin("", stays=True)
            page = self.pages[-1]
            if len(page["fields"]) >= MOST_FIELDS and len(self.pages) < MOST_PAGES:
                title = _("%(title)s (suite)") % {"title": cut(str(page["title"]), 190)}
                page = self.begin(title, page.get("condition", ""), stays=self.open)
            page["fields"].append(one)
        if fields and self.page_checks:
            self.pages[-1].setdefault("checks", []).extend(self.page_checks)
            self.page_checks.clear()

    def say(self, text: Any, longest: int, block: str = "", *, rich: bool = False) -> str:
        """Return a text of the survey in its languages, the answers it recalls in our own writing."""
        clean: Callable[[str], str] = from_html if rich else plain_line
        return self.languages.say(
            text, lambda raw: cut(self._recalled(typographic(clean(raw)), block), longest)
        )

    def _recalled(self, text: str, block: str) -> str:
        """Return a text whose « ${name} » are recalled answers."""
        pieces, since = [], 0
        for found in _RECALL.finditer(text):
            pieces += [literal(text[since : found.start()]), self._recall(found, text, block)]
            since = found.end()
        return "".join([*pieces, literal(text[since:])])

    def _recall(self, found: re.Match[str], text: str, block: str) -> str:
        try:
            return formulas.recall(found[1], self.place(block=block))
        except Untranslatable as why:
            self.report.left("recall", place=cut(text, 80), what=found[0], reason=str(why))
            return "…"


def typographic(text: str) -> str:
    """Return a text with its apostrophes: pyxform makes them straight, for the sake of formulas."""
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def joined(*conditions: str) -> str:
    """Return what holds when every condition holds."""
    parts = [one for one in dict.fromkeys(conditions) if one]
    return parts[0] if len(parts) == 1 else " && ".join(f"({one})" for one in parts)


def place_of(element: Element) -> str:
    """Return how a report names an element."""
    return _("question « %(name)s »") % {"name": str(element.get("name", "?"))[:80]}


def bind_of(element: Element, name: str) -> str:
    """Return a part of what binds an element: relevant, constraint, required, calculate…"""
    bind = element.get("bind")
    written = bind.get(name) if isinstance(bind, Mapping) else None
    if isinstance(written, Mapping):  # a message in several languages
        return str(next(iter(written.values()), ""))
    return "" if written is None else str(written).strip()


def relevant(element: Element, reading: Reading, block: str = "") -> tuple[str, bool]:
    """Return the condition of an element, and whether it was understood."""
    written = bind_of(element, "relevant")
    if not written or written in ("true()", "yes"):
        return "", True
    try:
        condition = formulas.condition(written, reading.place(block=block))
    except Untranslatable as why:
        reason = _("%(why)s La question est toujours posée, sans être obligatoire.") % {"why": f"{why}"}
        reading.report.left(What.CONDITIONS, place=place_of(element), what=written, reason=reason)
        return "", False
    reading.report.took(What.CONDITIONS)
    return condition, True


def children_of(element: Element) -> Iterator[Element]:
    """Yield what stands directly in an element, but what only the source’s own machinery reads."""
    children = element.get("children")
    for child in children if isinstance(children, list) else []:
        if isinstance(child, Mapping) and not (child.get("name") == "meta" and child.get("type") == "group"):
            yield child


def is_required(element: Element) -> bool | None:
    """Return whether an answer is required, None when a formula decides."""
    written = bind_of(element, "required").lower()
    return True if written in _TRUE else False if written in _FALSE else None


def table_code(reading: Reading, name: str) -> str:
    """Return the code of the reference table of a list."""
    return code_of(f"{reading.code} {name}")
