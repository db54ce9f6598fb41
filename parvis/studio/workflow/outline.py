"""The list of a workflow: each status with the transitions that leave it, then functions, messages and forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.places import Document
from parvis.studio.workflow.bench import SECTIONS, Flow
from parvis.studio.workflow.boxes import STATES
from parvis.studio.workflow.places import SEGMENTS
from parvis.studio.workflow.transition import kinds_of_when

ANYWHERE = ("any", "open")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    target: str
    label: str
    under: str
    href: str
    current: bool = False
    marks: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    """A status and the transitions that leave it, with where to add one."""

    row: Row
    number: int
    leaving: list[Row]
    add_href: str


@dataclass(frozen=True, slots=True)
class Group:
    """The parts of another kind."""

    title: str
    rows: list[Row]
    add_href: str
    adding: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole list."""

    statuses: list[Status]
    anywhere: list[Row]
    after: str = ""
    """The status that is open: what is added comes after it."""
    groups: list[Group] = field(default_factory=list)


def outline(flow: Flow, *, current: str = "", marks: Mapping[str, int] | None = None) -> Outline:
    """Return the list of a workflow. ``current`` is the part under the builder's hands."""
    build = _Building(flow, current, marks or {})
    return Outline(
        statuses=[build.status(number, each) for number, each in enumerate(flow.document["statuses"], 1)],
        after=current.partition(":")[2] if current.startswith("statuses:") else "",
        anywhere=[build.transition(each) for each in _transitions(flow) if isinstance(each["from"], str)],
        groups=[build.group(part) for part in ("functions", "templates", "forms")],
    )


@dataclass(frozen=True)
class _Building:
    flow: Flow
    current: str
    marks: Mapping[str, int]

    def status(self, number: int, own: Document) -> Status:
        key = own["key"]
        state = str(dict(STATES).get(own.get("state", ""), ""))
        leaving = [
            self.transition(each)
            for each in _transitions(self.flow)
            if isinstance(each["from"], list) and key in each["from"]
        ]
        adding = f"{self.flow.bench.address('workflow_new', SEGMENTS['transitions'])}?depuis={key}#panneau"
        return Status(self._row("statuses", key, own["label"], state), number, leaving, adding)

    def transition(self, own: Document) -> Row:
        ways = {"same": _("reste là"), "back": _("étape d’avant")}
        to = own["to"]
        label = ways.get(to) or (self.flow.label("statuses", to) if to in self.flow.keys("statuses") else to)
        on = own.get("when", {"on": "button"})["on"]
        alone = "" if on in {"button", "form"} else f" · {dict(kinds_of_when()).get(on, on)}"
        return self._row("transitions", own["key"], own["label"], f"→ {label}{alone}")

    def group(self, part: str) -> Group:
        rows = [self._row(part, key, self.flow.label(part, key), "") for key in self.flow.keys(part)]
        titles = {
            "functions": _("Fonctions désignées"),
            "templates": _("Modèles de messages"),
            "forms": _("Formulaires remplis en route"),
        }
        add_href = f"{self.flow.bench.address('workflow_new', SEGMENTS[part])}#panneau"
        return Group(titles[part], rows, add_href, str(SECTIONS[part].adding))

    def _row(self, part: str, key: Any, label: str, under: str) -> Row:
        target = f"{part}:{key}"
        return Row(
            target,
            str(label),
            under,
            self.flow.panel(target),
            target == self.current,
            self.marks.get(target, 0),
        )


def _transitions(flow: Flow) -> Sequence[Document]:
    found: Sequence[Document] = flow.document.get("transitions", [])
    return found
