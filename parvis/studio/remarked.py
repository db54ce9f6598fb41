"""Remarks on a definition as a builder reads them: what, where in words, and the way there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from parvis.catalogue.composition.places import FORM, PARTS, Document
from parvis.catalogue.forms.lint import lint
from parvis.catalogue.forms.remarks import Level, Remark
from parvis.studio.workbench import Workbench

_TEXTS = {
    "law": "droit",
    "legal_basis": "droit",
    "data_notice": "donnees",
    "other_ways": "autres-facons",
    "subject": "demande",
    "roles": "demande",
    "parameters": "demande",
    "sign_in": "formulaire",
    "drafts": "formulaire",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A remark with its place in words and the address where it is put right."""

    message: str
    place: str
    href: str
    level: str


def gate(bench: Workbench) -> tuple[list[Shown], list[Shown]]:
    """Return what keeps a version from being published, and what is only advice."""
    remarks = lint(bench.definition)
    stops = [one for one in remarks if one.level is not Level.WARNING]
    return shown(bench, stops), shown(bench, [one for one in remarks if one.level is Level.WARNING])


def shown(bench: Workbench, remarks: Iterable[Remark]) -> list[Shown]:
    """Return remarks of the lint with the way to each place."""
    return [
        Shown(
            one.message[:1].upper() + one.message[1:], one.place, href_of(bench, one.pointer), str(one.level)
        )
        for one in remarks
    ]


def href_of(bench: Workbench, pointer: str) -> str:
    """Return the address of the screen where what stands at a JSON pointer is written."""
    steps = pointer.split("/")[1:]
    if not steps or steps[0] not in PARTS:
        return f"{bench.address('texts')}#{_TEXTS.get(steps[0] if steps else '', 'presentation')}"
    page, names = _page_and_names(bench.definition, steps)
    if names:
        return bench.address("question", ".".join(names))
    if page:
        return bench.address("step", page) + ("" if steps[0] == FORM else f"?partie={steps[0]}")
    return bench.address("editor")


def _page_and_names(document: Document, steps: list[str]) -> tuple[str, list[str]]:
    """Return the key of the page, and those of the question and its blocks, that a pointer goes through."""
    node: Any = document
    page, names, holder = "", [], ""
    for step in steps:
        try:
            node = node[int(step)] if isinstance(node, list) else node[step]
        except (LookupError, ValueError, TypeError):
            break
        if isinstance(node, dict) and isinstance(node.get("key"), str):
            if holder == "pages":
                page = node["key"]
            elif holder == "fields":
                names.append(node["key"])
        holder = step if isinstance(node, list) else ""
    return page, names
