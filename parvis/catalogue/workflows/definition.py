"""A workflow compiled once: statuses, transitions and the steps they run, with their formulas ready."""

import json
import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from parvis.catalogue.expressions import Expression, compile_expression
from parvis.catalogue.field_types import Question, registry
from parvis.catalogue.forms.compiling import compiled_formula
from parvis.catalogue.forms.definition import Form, compile_form
from parvis.catalogue.forms.translation import localised
from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.recall import Questions, Recall, recall
from parvis.catalogue.workflows.actions import Action, actions
from parvis.catalogue.workflows.resolving import resolved
from parvis.common.errors import NotFound

MOST_KEPT = 256
SAME, BACK = "same", "back"
HANDLER = ("handler",)
FUNCTION = "function:"
BUTTON, FORM, ARRIVAL = "button", "form", "arrival"
PRESSED = frozenset({BUTTON, FORM})
"""Transitions that someone makes; the others happen."""
TIMED = frozenset({"delay", "date"})
_CASE_PART = re.compile(r"\bcase\.([a-z_]+)")
_kept: OrderedDict[tuple[str, str], "Workflow | None"] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Delay:
    """A length of time: a number, or the formula of one, of a unit."""

    count: int | Expression
    unit: str

    def amount(self, values: Mapping[str, Any]) -> int | None:
        """Return the number, None when its formula has none."""
        if isinstance(self.count, int):
            return self.count
        found = self.count.value(values)
        if isinstance(found, str) and found.strip().isdigit():
            found = int(found)
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        return max(0, round(found)) if is_number else None


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a workflow, with what it recalls."""

    source: str
    recalled: Recall | None = None

    def said(self, values: Mapping[str, Any]) -> str:
        """Return the text as it is read."""
        return self.recalled.text(values) if self.recalled else self.source


@dataclass(frozen=True, slots=True)
class Template:
    """A message or a letter: paragraphs that are kept when their condition holds."""

    key: str
    title: str
    subject: Text
    parts: tuple[tuple[Text, Expression | None], ...]
    short: Text | None = None

    def text(self, values: Mapping[str, Any]) -> str:
        """Return the paragraphs that are kept, a blank line between them."""
        kept = [
            text.said(values) for text, condition in self.parts if not condition or condition.holds(values)
        ]
        return "\n\n".join(text for text in kept if text)


@dataclass(frozen=True, slots=True)
class Step:
    """One action with its settings. ``place`` is its JSON pointer in the workflow: stable, as versions are."""

    place: str
    action: Action
    settings: Mapping[str, Any]
    condition: Expression | None
    key: str = ""

    @property
    def name(self) -> str:
        """Return what agents call it."""
        return str(self.settings.get("label") or self.action.label)


@dataclass(frozen=True, slots=True)
class Notice:
    """Words at the top of a case in a status, for some people or for all."""

    to: tuple[str, ...]
    text: Text
    tone: str
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class Status:
    """Where a case can be. ``state`` is its legal state; the words of the person are empty when there are none."""

    key: str
    label: str
    state: str
    person_label: str = ""
    person_text: Text | None = None
    waits_for: tuple[str, ...] = ()
    within: Delay | None = None
    final: bool = False
    tone: str = "neutral"
    notices: tuple[Notice, ...] = ()
    on_arrival: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """What makes a transition happen; the keys that its kind does not have are empty."""

    on: str = BUTTON
    name: str = ""
    answer: str = ""
    after: Delay | None = None
    times: int = 1
    date: Expression | None = None
    minus: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """A passage from some statuses to another."""

    key: str
    label: str
    origins: tuple[str, ...]
    to: str
    who: tuple[str, ...] = HANDLER
    when: When = field(default_factory=When)
    condition: Expression | None = None
    help: str = ""
    confirm: Text | None = None
    form: str = ""
    grouped: bool = False
    actions: tuple[Step, ...] = ()

    @property
    def pressed(self) -> bool:
        """Return whether someone makes it."""
        return self.when.on in PRESSED


@dataclass(frozen=True)
class Workflow:
    """A compiled workflow. ``document`` is what it was compiled from, ready-made parts included."""

    document: dict[str, Any] = field(repr=False)
    first: str
    statuses: dict[str, Status]
    transitions: dict[str, Transition]
    functions: dict[str, dict[str, Any]]
    templates: dict[str, Template]
    forms: dict[str, Form]
    questions: Questions = field(default_factory=dict, repr=False)

    def text(self, source: str) -> Text:
        """Compile a text of a setting, which may recall what is known. Raises BadExpression."""
        if source not in self._texts:
            self._texts[source] = _text(source, self.questions)
        return self._texts[source]

    def status(self, key: str) -> Status:
        """Return a status. Raises NotFound."""
        try:
            return self.statuses[key]
        except KeyError:
            raise NotFound(key) from None

    def transition(self, key: str) -> Transition:
        """Return a transition. Raises NotFound."""
        try:
            return self.transitions[key]
        except KeyError:
            raise NotFound(key) from None

    def leaving(self, status: str) -> tuple[Transition, ...]:
        """Return the transitions that may be made from a status, in order."""
        return self._leaving.get(status, ())

    def home(self, state: str) -> Status | None:
        """Return the status to which a gesture of the desk leads: the first of that legal state, if any."""
        return next((each for each in self.statuses.values() if each.state == state), None)

    def step(self, place: str) -> Step:
        """Return a step by its place. Raises NotFound."""
        try:
            return self._steps[place]
        except KeyError:
            raise NotFound(place) from None

    def steps(self) -> Iterator[Step]:
        """Yield every step: those of statuses, then those of transitions."""
        yield from self._steps.values()

    @cached_property
    def case_parts(self) -> frozenset[str]:
        """Return what formulas and texts read of the case itself: the rest need not be looked up."""
        return frozenset(_CASE_PART.findall(self.source))

    @cached_property
    def source(self) -> str:
        """Return the document as JSON."""
        return json.dumps(self.document, ensure_ascii=False)

    @cached_property
    def signals(self) -> tuple[str, ...]:
        """Return the names of the signals that outside systems may send."""
        named = (each.when.name for each in self.transitions.values() if each.when.on == "signal")
        return tuple(dict.fromkeys(named))

    @cached_property
    def _texts(self) -> dict[str, Text]:
        return {}

    @cached_property
    def _leaving(self) -> dict[str, tuple[Transition, ...]]:
        return {
            key: tuple(each for each in self.transitions.values() if leaves(each, status))
            for key, status in self.statuses.items()
        }

    @cached_property
    def _steps(self) -> dict[str, Step]:
        holders: list[Iterable[Step]] = [each.on_arrival for each in self.statuses.values()]
        holders += [each.actions for each in self.transitions.values()]
        return {step.place: step for steps in holders for step in steps}


def leaves(transition: Transition, status: Status) -> bool:
    """Return whether a transition may be made from a status."""
    if transition.origins == ("open",):
        return not status.final
    return transition.origins == ("any",) or status.key in transition.origins


def workflow_of(version: ProcedureVersion, language: str = "fr") -> Workflow | None:
    """Return the workflow of a version, None when it has none. Compiled once a process."""
    key = (version.checksum, language)
    if key not in _kept:
        _kept[key] = compile_workflow(version.definition, language)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return _kept[key]


def compile_workflow(definition: dict[str, Any], language: str = "fr") -> Workflow | None:
    """Compile the workflow of a definition that was accepted (``lint``). Raises BadExpression, NotFound."""
    if "workflow" not in definition:
        return None
    # Translations speak of what the definition holds: a ready-made part comes in French.
    document = resolved(localised(definition, language)["workflow"])
    forms = {key: _form(definition, key, each, language) for key, each in document.get("forms", {}).items()}
    known = _questions(definition, forms, language)
    statuses = {each["key"]: _status(each, known) for each in document["statuses"]}
    return Workflow(
        document=document,
        first=document.get("first") or next(iter(statuses)),
        statuses=statuses,
        transitions={each["key"]: _transition(each, known) for each in document["transitions"]},
        functions={each["key"]: each for each in document.get("functions", [])},
        templates={key: _template(key, each, known) for key, each in document.get("templates", {}).items()},
        forms=forms,
        questions=known,
    )


def _questions(definition: dict[str, Any], forms: dict[str, Form], language: str) -> dict[str, Question]:
    """Return the questions that texts may name: the person's, the agents', and each form given as a block."""
    known = dict(compile_form(definition, language).by_key)
    known |= compile_form(definition, language, "agent_form").by_key
    block = registry.get("block")
    for key, form in forms.items():
        known[key] = Question(key=key, type=block, label=key, children=tuple(form.questions()))
    return known


def _status(document: dict[str, Any], known: Questions) -> Status:
    person = document.get("person", {})
    return Status(
        key=document["key"],
        label=document["label"],
        state=document["state"],
        person_label=person.get("label", ""),
        person_text=_text(person["text"], known) if "text" in person else None,
        waits_for=tuple(document.get("waits_for", ())),
        within=compiled_delay(document.get("within")),
        final=document.get("final", False),
        tone=document.get("tone", "neutral"),
        notices=tuple(_notice(each, known) for each in document.get("notices", [])),
        on_arrival=_steps(f"/statuses/{document['key']}", document.get("on_arrival", [])),
    )


def _notice(document: dict[str, Any], known: Questions) -> Notice:
    return Notice(
        tuple(document.get("to", ())),
        _text(document["text"], known),
        document.get("tone", "info"),
        compiled_formula(document.get("condition")),
    )


def _transition(document: dict[str, Any], known: Questions) -> Transition:
    origins = document["from"]
    return Transition(
        key=document["key"],
        label=document["label"],
        origins=(origins,) if isinstance(origins, str) else tuple(origins),
        to=document["to"],
        who=tuple(document.get("who", HANDLER)),
        when=_when(document.get("when", {"on": BUTTON})),
        condition=compiled_formula(document.get("condition")),
        help=document.get("help", ""),
        confirm=_text(document["confirm"], known) if "confirm" in document else None,
        form=document.get("form", ""),
        grouped=document.get("grouped", False),
        actions=_steps(f"/transitions/{document['key']}", document.get("actions", [])),
    )


def _when(document: dict[str, Any]) -> When:
    named = next((document[key] for key in ("name", "event", "ask", "link", "action") if key in document), "")
    return When(
        on=document["on"],
        name=named,
        answer=document.get("answer", ""),
        after=compiled_delay(document.get("after") or document.get("plus") or document.get("minus")),
        times=document.get("times", 1),
        date=compiled_formula(document.get("date")),
        minus="minus" in document,
    )


def _steps(place: str, documents: list[dict[str, Any]]) -> tuple[Step, ...]:
    return tuple(
        Step(
            place=f"{place}/{rank}",
            action=actions.get(document["do"]),
            settings=document,
            condition=compiled_formula(document.get("condition")),
            key=document.get("key", ""),
        )
        for rank, document in enumerate(documents)
    )


def _template(key: str, document: dict[str, Any], known: Questions) -> Template:
    parts = document.get("parts") or [{"text": document["text"]}]
    return Template(
        key=key,
        title=document.get("title", key),
        subject=_text(document.get("subject", ""), known),
        parts=tuple((_text(part["text"], known), compiled_formula(part.get("condition"))) for part in parts),
        short=_text(document["short"], known) if "short" in document else None,
    )


def _form(definition: dict[str, Any], key: str, document: dict[str, Any], language: str) -> Form:
    """Compile a form given on the way as the agents' one: it comes after the person's and reads it."""
    page = {"key": key.replace("_", "-"), "title": document["title"], "fields": document["fields"]}
    if "description" in document:
        page["description"] = document["description"]
    shell = {name: value for name, value in definition.items() if name not in {"workflow", "agent_form"}}
    return compile_form({**shell, "agent_form": {"pages": [page]}}, language, "agent_form")


def _text(source: str, known: Questions) -> Text:
    return Text(source, recall(source, known))


def compiled_delay(document: Mapping[str, Any] | None) -> Delay | None:
    """Compile a delay, if there is one. Raises BadExpression."""
    if not document:
        return None
    count = document["count"]
    return Delay(compile_expression(count) if isinstance(count, str) else count, document["unit"])
