"""Remarks on a definition as a builder reads them: what, where in words, and the way there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.catalogue.composition.places import FORM, PARTS, Document, field_at, page_at
from parvis.catalogue.forms.lint import lint
from parvis.catalogue.forms.remarks import Level, Remark
from parvis.studio.form.outline import label_of
from parvis.studio.workbench import Workbench
from parvis.studio.workflow.of_body import unknown
from parvis.studio.workflow.places import address_of, target_at

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


# What the public reads and a published version must hold, with the words of the place where it is written.
_NEEDED: dict[str, tuple[str | Promise, str | Promise]] = {
    "summary": (
        gettext_lazy("Résumé"),
        gettext_lazy("Écrivez une ou deux phrases qui disent à quoi sert la démarche."),
    ),
    "category": (
        gettext_lazy("Thème"),
        gettext_lazy("Dites sous quel thème le public trouvera la démarche."),
    ),
    "audience": (gettext_lazy("Pour qui"), gettext_lazy("Cochez au moins un public.")),
    "law": (
        gettext_lazy("Règles de droit"),
        gettext_lazy("Dites ce que vaut le silence, et au bout de combien de temps."),
    ),
    "data_notice": (
        gettext_lazy("Données personnelles"),
        gettext_lazy(
            "Dites à quoi servent les réponses, qui les lit et combien de temps elles sont gardées."
        ),
    ),
    "other_ways": (
        gettext_lazy("Autres façons de faire"),
        gettext_lazy("Donnez au moins une façon de faire cette démarche sans internet."),
    ),
}


def gate(bench: Workbench) -> tuple[list[Shown], list[Shown]]:
    """Return what keeps a version from being published, and what is only advice."""
    remarks = [*lint(bench.definition), *unknown(bench)]
    stops = [one for one in remarks if one.level is not Level.WARNING]
    return shown(bench, stops), shown(bench, [one for one in remarks if one.level is Level.WARNING])


def shown(bench: Workbench, remarks: Iterable[Remark]) -> list[Shown]:
    """Return remarks of the lint with the way to each place, as the studio names it."""
    return [each for one in remarks for each in _shown(bench, one)]


def _shown(bench: Workbench, remark: Remark) -> Iterator[Shown]:
    lacking = [name for name in _NEEDED if name not in bench.definition]
    if not remark.pointer and remark.level is Level.INCOMPLETE and lacking:
        for name in lacking:
            label, message = _NEEDED[name]
            yield Shown(str(message), str(label), href_of(bench, f"/{name}"), str(remark.level))
        return
    message = remark.message[:1].upper() + remark.message[1:]
    yield Shown(message, _place(bench, remark), href_of(bench, remark.pointer), str(remark.level))


def _place(bench: Workbench, remark: Remark) -> str:
    """Return a question or a step by its own words; anything else as the lint says it."""
    steps = remark.pointer.split("/")[1:]
    key, names = _page_and_names(bench.definition, steps)
    if steps[:1] == ["form"] and names:
        return label_of(field_at(bench.definition, ".".join(names)).field)
    if steps[:1] == ["form"] and key:
        title = page_at(bench.definition, key).page.get("title", "")
        return _("Étape « %(title)s »") % {"title": title}
    return remark.place


def href_of(bench: Workbench, pointer: str) -> str:
    """Return the address of the screen where what stands at a JSON pointer is written."""
    steps = pointer.split("/")[1:]
    if steps and steps[0] == "workflow":
        return address_of(bench, target_at(bench, pointer))
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
