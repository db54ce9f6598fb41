"""The tree of a condition or of a template, whichever language it was written in."""

from dataclasses import dataclass
from typing import Any


class NotUnderstood(Exception):
    """Something cannot be translated; the text says why, for the report."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A text, a number, true, false or nothing, written as such."""

    value: Any


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, with its dotted lookups: ``form_var_enfants.0.nom``."""

    path: str


@dataclass(frozen=True, slots=True)
class Filtered:
    """A filter (or a function) applied to something: ``form_var_date|add_days:15``."""

    base: "Node"
    name: str
    arguments: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison: ``== != < <= > >= in not in``."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Joined:
    """``and`` or ``or`` of two sides."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Negated:
    """``not`` something."""

    inner: "Node"


@dataclass(frozen=True, slots=True)
class Listed:
    """A list written as such: ``("a", "b")`` in Python."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """``yes if condition else no``."""

    condition: "Node"
    yes: "Node"
    no: "Node"


Node = Constant | Name | Filtered | Compared | Joined | Negated | Listed | Chosen


@dataclass(frozen=True, slots=True)
class Text:
    """Text of a template, as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Output:
    """``{{ … }}``; of ``firstof`` too, as a choice."""

    node: Node


@dataclass(frozen=True, slots=True)
class Branches:
    """``{% if %}…{% elif %}…{% else %}…{% endif %}``: the first that holds is shown; None always does."""

    cases: tuple[tuple[Node | None, "Template"], ...]


@dataclass(frozen=True, slots=True)
class Scoped:
    """``{% with name=value %}…{% endwith %}``."""

    names: tuple[tuple[str, Node], ...]
    body: "Template"


@dataclass(frozen=True, slots=True)
class Loop:
    """``{% for item in list %}…{% endfor %}``."""

    names: tuple[str, ...]
    over: Node
    body: "Template"


Part = Text | Output | Branches | Scoped | Loop
Template = tuple[Part, ...]
