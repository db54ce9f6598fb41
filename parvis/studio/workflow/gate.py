"""What the gate before publication says of a workflow, beside what it is about: the reason, the way, the remedy."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language

from parvis.catalogue.forms.lint import lint
from parvis.catalogue.forms.remarks import Level, Remark
from parvis.catalogue.remembering import Held
from parvis.catalogue.workflows.definition import compile_workflow
from parvis.catalogue.workflows.remedies import REMEDIES
from parvis.catalogue.workflows.sense import MOST_STATUSES, MOST_TRANSITIONS
from parvis.catalogue.workflows.walks import Story, stuck_stories
from parvis.studio.workbench import Workbench
from parvis.studio.workflow.of_body import unknown
from parvis.studio.workflow.places import address_of, target_at

ORDER = {Level.ERROR: 0, Level.INCOMPLETE: 1, Level.WARNING: 2}


@dataclass(frozen=True, slots=True)
class Line:
    """A remark: what, how grave, where to go, what it is about, its remedy if one gesture is enough."""

    message: str
    stops: bool
    href: str
    target: str
    remedy: str = ""
    remedy_label: str = ""
    about: str = ""


def lines(bench: Workbench) -> list[Line]:
    """Return the remarks on the workflow, what keeps from publishing first."""
    linted = [one for one in _lint(bench) if one.pointer.startswith("/workflow") or one.remedy]
    found = [*linted, *unknown(bench)]
    return [_line(bench, one) for one in sorted(found, key=lambda one: ORDER[one.level])]


def marks(found: list[Line]) -> Mapping[str, int]:
    """Return how many things are said of each part."""
    return Counter(":".join(one.target.split(":")[:2]) for one in found if one.target)


def beside(found: list[Line], target: str) -> list[Line]:
    """Return what is said of one part, its actions included."""
    return [one for one in found if one.target == target or one.target.startswith(f"{target}:")]


def budget(document: Mapping[str, Any]) -> dict[str, int]:
    """Return how many statuses and transitions there are, and how many people can follow."""
    return {
        "statuses": len(document.get("statuses", [])),
        "transitions": len(document.get("transitions", [])),
        "most_statuses": MOST_STATUSES,
        "most_transitions": MOST_TRANSITIONS,
    }


def stories(bench: Workbench) -> tuple[Story, ...] | None:
    """Return the stories of cases that would get stuck; None while something of the workflow cannot be read."""
    if any(one.level is Level.ERROR for one in _lint(bench)):
        return None
    return _stories(bench.version.checksum, get_language() or "fr", Held(bench.definition))


def _line(bench: Workbench, one: Remark) -> Line:
    target = target_at(bench, one.pointer) or one.about
    remedy = REMEDIES.get(one.remedy)
    message = one.message[:1].upper() + one.message[1:]
    is_law = one.about.startswith("law:")
    return Line(
        message=message,
        stops=one.level is not Level.WARNING,
        href=f"{bench.address('texts')}#droit" if is_law else address_of(bench, target),
        target="" if is_law else target,
        remedy=one.remedy if remedy else "",
        remedy_label=str(remedy.label) if remedy else "",
        about=one.about,
    )


def _lint(bench: Workbench) -> tuple[Remark, ...]:
    return _linted(bench.version.checksum, get_language() or "fr", Held(bench.definition))


@lru_cache(maxsize=128)
def _linted(_checksum: str, _language: str, held: Held) -> tuple[Remark, ...]:
    return tuple(lint(held.document))


@lru_cache(maxsize=64)
def _stories(_checksum: str, _language: str, held: Held) -> tuple[Story, ...]:
    flow = compile_workflow(held.document)
    return tuple(stuck_stories(held.document, flow)) if flow else ()
