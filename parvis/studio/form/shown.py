"""What the panels of a question and of a page read."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.following import readers
from parvis.catalogue.composition.places import FORM, Document, field_at, fields, fields_of, pages
from parvis.catalogue.errors import Overtaken
from parvis.catalogue.services.editing import page_settings, part_checksum
from parvis.studio.form import question, step
from parvis.studio.form.conditions import ALWAYS
from parvis.studio.form.kinds import by_family, kind, kinds
from parvis.studio.form.outline import label_of
from parvis.studio.remarks.gathered import beside
from parvis.studio.workbench import Workbench


def question_context(
    bench: Workbench,
    editor: question.QuestionEditor,
    typed: question.Typed,
    *,
    errors: Mapping[str, list[str]] | None = None,
    overtaken: Overtaken | None = None,
    said: str = "",
) -> dict[str, Any]:
    """Return what the panel of a question reads."""
    place = editor.place
    return {
        **editor.context(typed, errors or {}),
        **_said_of(bench, place.address),
        "place": place,
        "address": place.address,
        "label": label_of(place.field),
        "kind": kind(editor.kind.code),
        "families": by_family(kinds()),
        "seen": part_checksum(place.field),
        "action": bench.address("question", place.address),
        "errors": summary(errors or {}),
        "overtaken": overtaken,
        "now": _as_read(place.field) if overtaken else "",
        "said": said,
        "read_by": _readers(bench, place.address),
        "destinations": _destinations(bench.definition, place.address),
        "around": _around(bench, place.address),
        "is_block": editor.kind.nests,
        "opened": _opened(
            errors or {},
            condition=typed.condition.mode != ALWAYS,
            rules=bool(typed.rules),
            prefill=bool(typed.prefill["source"]) or "default" in place.field,
            advanced=False,
        ),
    }


def step_context(
    bench: Workbench,
    editor: step.StepEditor,
    typed: step.Typed,
    *,
    errors: Mapping[str, list[str]] | None = None,
    overtaken: Overtaken | None = None,
    said: str = "",
) -> dict[str, Any]:
    """Return what the panel of a page reads."""
    place = editor.place
    query = "" if place.part == FORM else f"?partie={place.part}"
    return {
        **editor.context(typed, errors or {}),
        **_said_of(bench, f"{place.part}:{place.page['key']}"),
        "place": place,
        "page": place.page["key"],
        "part": place.part,
        "label": place.page.get("title", ""),
        "number": place.index + 1,
        "seen": part_checksum(page_settings(place.page)),
        "action": bench.address("step", place.page["key"]) + query,
        "errors": summary(errors or {}),
        "overtaken": overtaken,
        "now": _as_read(page_settings(place.page)) if overtaken else "",
        "said": said,
        "is_only": place.part == FORM and len(place.beside) == 1,
        "opened": _opened(
            errors or {},
            condition=typed.condition.mode != ALWAYS,
            rules=bool(typed.rules),
            exits=bool(typed.exits),
            advanced=False,
        ),
        "questions": sum(1 for _one in fields_of(place)),
    }


def _said_of(bench: Workbench, place: str) -> dict[str, Any]:
    return {**beside(bench, place), "remark_errors": [], "remark_typed": ""}


def summary(errors: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Return what is wrong for the summary above a panel, each with the box it is about."""
    return [
        {"id": f"q-{name}".replace(".", "-") if name else "", "text": text}
        for name, said in errors.items()
        for text in said
    ]


_BOXES = {
    "condition": ("condition",),
    "rules": ("checks",),
    "exits": ("exits",),
    "prefill": ("prefill", "default"),
    "advanced": ("key", "review", "sensitive"),
}


def _opened(errors: Mapping[str, Any], **filled: bool) -> dict[str, bool]:
    """Return which folded parts of a panel are unfolded: those that say something, those where something is wrong."""
    wrong = {name.partition(".")[0] for name in errors}
    return {part: said or not wrong.isdisjoint(_BOXES[part]) for part, said in filled.items()}


def _readers(bench: Workbench, address: str) -> list[dict[str, str]]:
    """Return the questions and pages whose formulas read one, with where to go."""
    found = {}
    for formula in readers(bench.definition, address):
        href, label = _holder(bench, formula.pointer)
        found[href] = label
    return [{"href": href, "label": label} for href, label in found.items()]


def _holder(bench: Workbench, pointer: tuple[str | int, ...]) -> tuple[str, str]:
    """Return the panel of the question or page that a path of the definition is in."""
    node: Any = bench.definition
    page_key, names = "", []
    for step_ in pointer:
        node = node[step_]
        if isinstance(node, dict) and isinstance(step_, int) and "key" in node:
            if not page_key:
                page_key, title = node["key"], node.get("title", "")
            else:
                names.append(str(node["key"]))
                title = label_of(node)
    if not page_key:
        return bench.address("editor"), _("l’objet de la demande")
    return (bench.address("question", ".".join(names)) if names else bench.address("step", page_key)), title


def _destinations(document: Document, address: str) -> list[tuple[str, str]]:
    """Return where a question may be taken: another page, a block."""
    own = field_at(document, address)
    found = []
    for place in pages(document):
        title = place.page.get("title", "")
        if own.block or place.pointer != own.page.pointer:
            found.append((f"{place.part}:{place.page['key']}", title))
        found += [
            (
                f"dans:{one.address}",
                _("%(page)s, dans le bloc %(block)s") % {"page": title, "block": label_of(one.field)},
            )
            for one in fields_of(place)
            if one.field.get("type") == "block" and own.field.get("type") != "block" and one != own.block
        ]
    return found


def _around(bench: Workbench, address: str) -> dict[str, str]:
    """Return the panels of the questions before and after one."""
    order = [place.address for place in fields(bench.definition)]
    here = order.index(address)
    before = bench.address("question", order[here - 1]) if here else ""
    after = bench.address("question", order[here + 1]) if here + 1 < len(order) else ""
    return {"before": before, "after": after}


def _as_read(part: Document) -> str:
    """Return what a colleague wrote, as lines one can compare with one's own."""
    shown = [(name, value) for name, value in part.items() if isinstance(value, str | int | float | bool)]
    return "\n".join(f"{name} : {value}" for name, value in shown)
