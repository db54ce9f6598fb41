"""A workflow drawn: a box for each status, an arrow for each passage from one to another, each with the way to it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.places import Document
from parvis.catalogue.imports.naming import cut
from parvis.studio.workflow.boxes import STATES
from parvis.studio.workflow.labels import placed, wide
from parvis.studio.workflow.layout import HEIGHT, MARGIN, WIDTH, Layout, layout

LINE, LABEL, FEW = 23, 24, 8
"""Letters on a line of a box, in the words of an arrow; transitions told beside the drawing at once."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words in a box."""

    text: str
    x: float
    y: float
    small: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A status: where it stands, its words on one or two lines, what is said under them."""

    key: str
    x: float
    y: float
    words: list[Line]
    label: str
    tone: str
    href: str
    add_href: str
    current: bool = False
    first: bool = False
    final: bool = False
    loops: int = 0
    marks: int = 0

    @property
    def inside(self) -> tuple[float, float, float, float]:
        """Return the line inside the box of a status where the way ends: corner and size."""
        return self.x + 3, self.y + 3, WIDTH - 6, HEIGHT - 6

    @property
    def plus(self) -> tuple[float, float, float]:
        """Return where the way to add a transition is drawn: its middle, the foot of its sign."""
        return self.x + WIDTH - 12, self.y + HEIGHT - 12, self.y + HEIGHT - 7


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an arrow and the way to its transition."""

    text: str
    label: str
    x: float
    y: float
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow: its path, whether it goes back, whether it happens by itself."""

    path: str
    back: bool
    alone: bool
    words: list[Words]
    current: bool = False


@dataclass(frozen=True, slots=True)
class Diagram:
    """The whole drawing. ``anywhere`` are the transitions that leave many statuses, told beside rather than drawn;
    ``together`` those that share an arrow, told beside too; ``new_href`` is the way to add a status, if one may.
    """

    width: float
    height: float
    boxes: list[Box]
    arrows: list[Arrow]
    box_width: int = WIDTH
    box_height: int = HEIGHT
    anywhere: list[dict[str, Any]] = field(default_factory=list)
    together: list[dict[str, Any]] = field(default_factory=list)
    new_href: str = ""

    @property
    def few_together(self) -> bool:
        """Return whether those that share an arrow are few enough to be told at once."""
        return len(self.together) <= FEW


@dataclass(frozen=True)
class Ways:
    """Where the parts of a drawing lead, and what is marked on them."""

    status: Callable[[str], str]
    transition: Callable[[str], str]
    adding: Callable[[str], str] = lambda _key: ""
    new: str = ""
    current: str = ""
    marks: Mapping[str, int] = field(default_factory=dict)
    under: Mapping[str, str] = field(default_factory=dict)


def diagram(flow: Document, ways: Ways) -> Diagram:
    """Return the drawing of a whole workflow."""
    keys = [str(each["key"]) for each in flow["statuses"]]
    first = flow.get("first") if flow.get("first") in keys else keys[0]
    ordered = [first, *(key for key in keys if key != first)]
    passages = _passages(flow, set(keys))
    laid = layout(ordered, list(passages))
    said = {passage: _said(held) for passage, held in passages.items()}
    ends = {passage: min(laid.arrows[passage], key=lambda point: point[1]) for passage in passages}
    places = placed(ends, said)
    return Diagram(
        width=max([laid.width, *(round(places[each][0] + wide(said[each]) / 2) + MARGIN for each in places)]),
        height=laid.height,
        boxes=[_box(flow, each, laid, ways, first) for each in flow["statuses"]],
        arrows=[
            _arrow(passage, held, laid, ways, Words(said[passage], "", *places[passage], ""))
            for passage, held in passages.items()
        ],
        anywhere=[
            {"label": each["label"], "href": ways.transition(each["key"]), "to": each["to"]}
            for each in flow.get("transitions", [])
            if isinstance(each["from"], str)
        ],
        together=list(
            {
                each["key"]: {"label": each["label"], "href": ways.transition(each["key"])}
                for held in passages.values()
                if len(held) > 1
                for each in held
            }.values()
        ),
        new_href=ways.new,
    )


def _passages(flow: Document, keys: set[str]) -> dict[tuple[str, str], list[Document]]:
    """Return the transitions from one status to another, by both."""
    found: dict[tuple[str, str], list[Document]] = {}
    for each in flow.get("transitions", []):
        if isinstance(each["from"], list) and each["to"] in keys:
            for origin in each["from"]:
                if origin in keys and origin != each["to"]:
                    found.setdefault((origin, each["to"]), []).append(each)
    return found


def _box(flow: Document, status: Document, laid: Layout, ways: Ways, first: Any) -> Box:
    key, label = str(status["key"]), str(status["label"])
    x, y = laid.boxes[key]
    state = str(dict(STATES).get(status.get("state", ""), ""))
    loops = sum(
        1
        for each in flow.get("transitions", [])
        if isinstance(each["from"], list) and key in each["from"] and each["to"] in {key, "same", "back"}
    )
    return Box(
        key=key,
        x=x,
        y=y,
        words=list(_words_in(x, y, label, ways.under.get(key, cut(state, 28)))),
        label=label,
        tone=str(status.get("tone", "neutral")),
        href=ways.status(key),
        add_href=ways.adding(key),
        current=f"statuses:{key}" == ways.current,
        first=key == first,
        final=bool(status.get("final")),
        loops=loops,
        marks=ways.marks.get(f"statuses:{key}", 0),
    )


def _words_in(x: float, y: float, label: str, under: str) -> Iterator[Line]:
    """Yield the words of a box, in its middle, and what is said under them."""
    lines = _lines(label)
    top = y + (24 if len(lines) > 1 else 32)
    for rank, text in enumerate(lines):
        yield Line(text, x + WIDTH // 2, top + rank * 17)
    yield Line(under, x + WIDTH // 2, y + HEIGHT - 10, small=True)


def _lines(label: str) -> list[str]:
    """Return the words of a box on two lines at most."""
    first, rest = "", label
    for word in label.split():
        if first and len(first) + 1 + len(word) > LINE:
            break
        first = f"{first} {word}".strip()
        rest = label[len(first) :].strip()
    return [cut(line, LINE) for line in (first, rest) if line] or [cut(label, LINE)]


def _arrow(passage: tuple[str, str], held: list[Document], laid: Layout, ways: Ways, words: Words) -> Arrow:
    own = replace(
        words,
        label=", ".join(str(one["label"]) for one in held),
        href=ways.transition(str(held[0]["key"])),
        current=f"transitions:{held[0]['key']}" == ways.current,
    )
    return Arrow(
        path=_path(laid.arrows[passage]),
        back=passage in laid.back,
        alone=all(each.get("when", {"on": "button"})["on"] not in {"button", "form"} for each in held),
        words=[own],
        current=any(f"transitions:{each['key']}" == ways.current for each in held),
    )


def _said(held: list[Document]) -> str:
    """Return the words of an arrow: those of its first transition, and how many more share it."""
    more = _(" (+%(count)d)") % {"count": len(held) - 1} if len(held) > 1 else ""
    return cut(str(held[0]["label"]), LABEL) + more


def _path(points: list[tuple[float, float]]) -> str:
    """Return the path of an arrow: curves from point to point that leave and arrive upright."""
    (x, y), *rest = points
    said = [f"M{x} {y}"]
    for to_x, to_y in rest:
        middle = round((y + to_y) / 2)
        said.append(f"C{x} {middle} {to_x} {middle} {to_x} {to_y}")
        x, y = to_x, to_y
    return " ".join(said)
