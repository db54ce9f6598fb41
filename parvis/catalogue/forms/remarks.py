"""Remarks on a definition: how grave, where, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.field_types import registry

Path = list[str | int]
FORMS = ("form", "agent_form")
"""Parts of a definition that ask: the person, the agents."""


class Level(StrEnum):
    """An error keeps a definition out; what is incomplete keeps it from being published; a warning is advice."""

    ERROR = "error"
    INCOMPLETE = "incomplete"
    WARNING = "warning"


@dataclass(frozen=True)
class Remark:
    """One thing to put right. ``pointer`` is the JSON pointer of the place, ``place`` says it in words.

    In a workflow, ``about`` names what it is about even when a ready-made part holds it (« statuses:received »), and
    ``remedy`` is the code of the gesture that puts it right, if there is one (``workflows.remedies``).
    """

    level: Level
    pointer: str
    place: str
    message: str
    about: str = ""
    remedy: str = ""


def place_in_words(definition: Any, path: Iterable[str | int]) -> str:
    """Return « page 2 « Le lieu », question 3 « Commune », label » for a path."""
    words: list[str] = []
    node = definition
    for step in path:
        node = _enter(node, step)
        if isinstance(step, int):
            name = node.get("title", node.get("label", "")) if isinstance(node, dict) else ""
            quoted = _(" « %(name)s »") % {"name": name} if isinstance(name, str) and name else ""
            words.append(f"{words.pop() if words else ''} {step + 1}{quoted}".strip())
        elif step != "form":
            words.append(_in_words(step))
    return ", ".join(words) or _("la définition")


def _in_words(step: str) -> str:
    known = {
        "agent_form": _("formulaire des agents"),
        "pages": _("page"),
        "fields": _("question"),
        "options": _("option"),
        "checks": _("règle"),
        "exits": _("sortie"),
        "workflow": _("parcours"),
        "statuses": _("étape"),
        "transitions": _("suite"),
        "actions": _("action"),
        "on_arrival": _("action à l’arrivée"),
        "templates": _("modèle"),
        "functions": _("fonction"),
        "use": _("parcours tout fait"),
    }
    return known.get(step, step)


def _enter(node: Any, step: str | int) -> Any:
    try:
        return node[step]
    except (LookupError, TypeError):
        return None


def remark_at(definition: Any, path: Path, message: str, level: Level = Level.ERROR) -> Remark:
    """Return the remark on what stands at a path of a definition."""
    pointer = "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)
    return Remark(level, pointer, place_in_words(definition, path), message)


def fields_of(definition: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield every field of a definition of the right shape with its path, those inside blocks after their block."""
    for part in FORMS:
        for number, page in enumerate(definition.get(part, {}).get("pages", [])):
            yield from _inside([part, "pages", number], page["fields"])


def _inside(path: Path, fields: list[dict[str, Any]]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for place, field in enumerate(fields):
        own: Path = [*path, "fields", place]
        yield own, field
        if registry.get(field["type"]).nests:
            yield from _inside(own, field["fields"])


def at_path(definition: Any, path: Path) -> Any:
    """Return what stands at a path. Raises LookupError."""
    for step in path:
        definition = definition[step]
    return definition
