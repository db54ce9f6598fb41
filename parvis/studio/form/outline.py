"""The outline of a form: its pages and questions, as a builder finds their way in a hundred and fifty of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from parvis.catalogue.composition.places import (
    AGENT_FORM,
    PARTS,
    Document,
    FieldPlace,
    PagePlace,
    fields_of,
    pages,
)
from parvis.catalogue.field_types import registry
from parvis.organisations.names import plain
from parvis.studio.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Row:
    """A question in the outline. ``marks`` counts what colleagues and the quality helper say of it."""

    address: str
    label: str
    kind: str
    href: str
    required: bool = False
    conditional: bool = False
    inside: bool = False
    current: bool = False
    marks: int = 0

    @property
    def id(self) -> str:
        """Return the id of its line, which a partial answer replaces."""
        return f"rang-{self.address.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Section:
    """A page in the outline."""

    key: str
    part: str
    number: int
    title: str
    href: str
    add_href: str
    rows: list[Row] = field(default_factory=list)
    conditional: bool = False
    current: bool = False
    marks: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """Both forms of a procedure: what the person is asked, then what agents are."""

    sections: list[Section]
    agents: list[Section]
    words: str = ""

    @property
    def questions(self) -> int:
        """Return how many lines there are."""
        return sum(len(one.rows) for one in (*self.sections, *self.agents))


def outline(
    bench: Workbench, *, current: str = "", words: str = "", marks: Mapping[str, int] | None = None
) -> Outline:
    """Return the outline of what one looks at, narrowed to the questions that hold some words.

    ``current`` is the address of a question, or ``part:key`` of a page.
    """
    terms = plain(words).split()
    found = {part: list(_sections(bench, part, current, terms, marks or {})) for part in PARTS}
    return Outline(found[PARTS[0]], found[AGENT_FORM], words)


def row(bench: Workbench, place: FieldPlace, *, current: str = "", marks: int = 0) -> Row:
    """Return the line of one question."""
    own = place.field
    return Row(
        address=place.address,
        label=label_of(own),
        kind=kind_label(own),
        href=bench.address("question", place.address),
        required=_asks(own) and own.get("required", True),
        conditional=bool(own.get("condition")),
        inside=place.block is not None,
        current=place.address == current,
        marks=marks,
    )


def label_of(own: Document) -> str:
    """Return the words by which a question is known."""
    return str(own.get("label") or own.get("text") or "")[:90] or _("(sans titre) %(key)s") % {
        "key": own.get("key")
    }


def kind_label(own: Document) -> str:
    """Return the words of a question's type, its code when the type is not known."""
    code = str(own.get("type", ""))
    return str(registry.get(code).label) if code in registry else code


def _asks(own: Document) -> bool:
    return own.get("type") in registry and registry.get(own["type"]).asks


def _sections(
    bench: Workbench, part: str, current: str, terms: list[str], marks: Mapping[str, int]
) -> Iterator[Section]:
    for place in pages(bench.definition, part):
        rows = [
            row(bench, one, current=current, marks=marks.get(one.address, 0))
            for one in fields_of(place)
            if _holds(one, terms)
        ]
        if rows or not terms:
            yield _section(bench, place, rows, current, marks)


def _section(
    bench: Workbench, place: PagePlace, rows: list[Row], current: str, marks: Mapping[str, int]
) -> Section:
    key, name = str(place.page["key"]), f"{place.part}:{place.page['key']}"
    query = f"?partie={place.part}" if place.part == AGENT_FORM else ""
    added = f"?partie={place.part}&etape={key}" if query else f"?etape={key}"
    return Section(
        key=key,
        part=place.part,
        number=place.index + 1,
        title=str(place.page.get("title", "")) or key,
        href=bench.address("step", key) + query,
        add_href=bench.address("add") + added,
        rows=rows,
        conditional=bool(place.page.get("condition")),
        current=name == current,
        marks=marks.get(name, 0),
    )


def _holds(place: FieldPlace, terms: list[str]) -> bool:
    if not terms:
        return True
    own = place.field
    said = plain(
        " ".join(str(own.get(name, "")) for name in ("label", "help", "key", "text")) + kind_label(own)
    )
    return all(term in said for term in terms)
