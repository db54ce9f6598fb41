"""The panel of whatever is under the builder's hands: a question, a page, or neither."""

from dataclasses import dataclass
from typing import Any

from parvis.catalogue.composition.places import FORM, PARTS, FieldPlace, field_at, page_at
from parvis.common.errors import NotFound
from parvis.studio.form.additions import Where, add_context
from parvis.studio.form.offered import offered
from parvis.studio.form.question import QuestionEditor
from parvis.studio.form.shown import question_context, step_context
from parvis.studio.form.step import StepEditor
from parvis.studio.workbench import Workbench

QUESTION, STEP, START = "studio/form/question.html", "studio/form/step.html", "studio/form/start.html"


@dataclass(frozen=True)
class Panel:
    """A panel: its template and what it reads, what the outline marks, its address."""

    template: str
    context: dict[str, Any]
    current: str
    href: str


def panel_of(bench: Workbench, target: str, *, part: str = "", said: str = "") -> Panel:
    """Return the panel of a question by its address or of a page by its key, else the one on which one arrives."""
    try:
        return question_panel(bench, target, said=said)
    except NotFound:
        pass
    for name in (part,) if part else PARTS:
        try:
            return step_panel(bench, target, name, said=said)
        except NotFound:
            continue
    return start_panel(bench, said=said)


def question_editor(bench: Workbench, place: FieldPlace) -> QuestionEditor:
    """Return what reads, writes and draws a question of what one looks at."""
    found = offered(bench.body, str(place.field.get("type", "")))
    return QuestionEditor(bench.definition, place, keeps=bench.version.number > 1, offered=found)


def question_panel(bench: Workbench, address: str, *, said: str = "") -> Panel:
    """Return the panel of a question. Raises NotFound."""
    editor = question_editor(bench, field_at(bench.definition, address))
    context = question_context(bench, editor, editor.as_it_is(), said=said)
    return Panel(QUESTION, context, address, bench.address("question", address))


def step_panel(bench: Workbench, key: str, part: str, *, said: str = "") -> Panel:
    """Return the panel of a page. Raises NotFound."""
    editor = StepEditor(bench.definition, page_at(bench.definition, key, part))
    context = step_context(bench, editor, editor.as_it_is(), said=said)
    query = "" if part == FORM else f"?partie={part}"
    return Panel(STEP, context, f"{part}:{key}", bench.address("step", key) + query)


def start_panel(bench: Workbench, *, said: str = "") -> Panel:
    """Return the panel on which one arrives: a question to add at the end of the form."""
    last = bench.definition.get(FORM, {}).get("pages", [])[-1:]
    context = (
        add_context(bench, where=Where(FORM, last[0]["key"]))
        if last
        else {"adding": None, "errors": [], "added_href": ""}
    )
    return Panel(START, {**context, "said": said}, "", bench.address("editor"))
