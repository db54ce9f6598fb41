"""A definition compiled once: pages of questions with their types, conditions and rules ready to run.

A compiled form is immutable and kept by the checksum of its version, so that a request pays for none of it.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from parvis.catalogue import blocks
from parvis.catalogue.expressions import Expression
from parvis.catalogue.field_types import Check, Question
from parvis.catalogue.forms.compiling import Exit, compiled_exits, compiled_formula, compiled_question
from parvis.catalogue.forms.compiling import compiled_rules as rules
from parvis.catalogue.forms.translation import localised
from parvis.catalogue.models import ProcedureVersion
from parvis.catalogue.recall import Recall, recall
from parvis.common.errors import NotFound

MOST_KEPT = 512
PROFILE_ROLES = ("person", "address")
"""Roles whose answer the profile of who is signed in fills: what was told once is not asked twice."""
KEPT_DAYS = 30
"""How long a draft is kept unless its definition says."""
_kept: OrderedDict[tuple[str, str, str, int | None], "Form"] = OrderedDict()


@dataclass(frozen=True)
class Page:
    """Questions shown together. ``checks`` hold before it is left, ``exits`` end the way; ``recalls``: its texts that
    hold earlier answers.
    """

    key: str
    title: str
    description: str
    condition: Expression | None
    questions: tuple[Question, ...]
    checks: tuple[Check, ...] = ()
    exits: tuple[Exit, ...] = ()
    recalls: dict[str, Recall] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """A compiled definition. ``definition`` is the document itself, in the language asked.

    ``contact`` are the formulas of the person's contact, by part, when no single question says it.
    ``before`` are the questions of the person's form when this one is the agents': its formulas read their answers.
    ``procedure_id`` is known only to a form with a question that moves (``FieldType.moving``): the others are shared
    by all the bodies that publish the same definition.
    """

    definition: dict[str, Any] = field(repr=False)
    pages: tuple[Page, ...]
    subject: Expression | None
    roles: dict[str, str]
    contact: dict[str, Expression] = field(default_factory=dict)
    before: tuple[Question, ...] = ()
    procedure_id: int | None = None

    @property
    def title(self) -> str:
        """Return the procedure's title."""
        return str(self.definition["title"])

    @property
    def parameters(self) -> dict[str, Any]:
        """Return the constants the body set, which expressions read as « options »."""
        return dict(self.definition.get("parameters", {}))

    @property
    def kept_days(self) -> int:
        """Return how many days a draft is kept after its last change."""
        return int(self.definition.get("drafts", {}).get("kept_days", KEPT_DAYS))

    @property
    def reminder_days(self) -> list[int]:
        """Return after how many days without a change the person is reminded of a draft."""
        days = self.definition.get("drafts", {}).get("reminder_days", [])
        return sorted(day for day in days if day < self.kept_days)

    @cached_property
    def asks_another(self) -> bool:
        """Return whether some question, even in a block, has another person sign."""
        return any(question.type.asks_another for question in _every(self.questions()))

    def questions(self) -> Iterator[Question]:
        """Return every question in order, those that ask nothing included; those of blocks are in their block."""
        for page in self.pages:
            yield from page.questions

    @cached_property
    def by_key(self) -> dict[str, Question]:
        """Return the questions that hold an answer, by key."""
        return {question.key: question for question in self.questions() if question.type.holds}

    @cached_property
    def empty_values(self) -> dict[str, Any]:
        """Return what expressions read before any answer."""
        known = {question.key: question for question in self.before if question.type.holds} | self.by_key
        return {key: question.type.empty(question) for key, question in known.items()}

    @cached_property
    def fixable(self) -> tuple[Question, ...]:
        """Return the questions whose answer may come from elsewhere than the person: hidden values, locked ones."""
        return tuple(
            question
            for question in self.by_key.values()
            if (question.prefill is not None and question.prefill.locked)
            or not (question.type.asks or question.type.computes)
        )

    @cached_property
    def prefilled(self) -> tuple[Question, ...]:
        """Return every question that says where its answer may be known from, those of blocks included."""
        return tuple(question for question in _every(self.questions()) if question.prefill is not None)

    def names_from(self, source: str) -> frozenset[str]:
        """Return the names that prefills read from a source."""
        prefills = (question.prefill for question in self.prefilled)
        return frozenset(prefill.name for prefill in prefills if prefill and prefill.source == source)

    @cached_property
    def reads(self) -> frozenset[str]:
        """Return every name that the formulas of the form read: answers and context."""
        return frozenset(name for formula in _formulas(self) for name in formula.names)

    def page(self, key: str) -> Page:
        """Return a page. Raises NotFound."""
        for page in self.pages:
            if page.key == key:
                return page
        raise NotFound

    def find(self, name: str) -> tuple[str, Question | None]:
        """Return the name of the deepest question an input belongs to, and this question.

        « children.0.who.email » gives « children.0.who » and the question « who »; an unknown name, itself and None.
        """
        steps = name.split(".")
        question, used = self.by_key.get(steps[0]), 1
        while question is not None and question.children and used < len(steps):
            row = 1 if blocks.is_repeated(question) else 0
            children = {child.key: child for child in question.children}
            child = children.get(steps[used + row]) if used + row < len(steps) else None
            if child is None:
                break
            question, used = child, used + row + 1
        return (".".join(steps[:used]), question) if question else (name, None)


def compiled(version: ProcedureVersion, language: str = "fr") -> Form:
    """Return the form of a version, compiled once a process. A version read without its definition stays so."""
    return _compiled(version, language, "form")


def compiled_for_agents(version: ProcedureVersion, language: str = "fr") -> Form | None:
    """Return the questions that agents answer while they treat a case, None when there are none."""
    form = _compiled(version, language, "agent_form")
    return form if form.pages else None


def no_questions() -> Form:
    """Return the form that asks nothing: what stands for one that is not there."""
    return Form(definition={"title": ""}, pages=(), subject=None, roles={})


def compile_form(definition: dict[str, Any], language: str = "fr", part: str = "form") -> Form:
    """Compile a definition that was accepted (``lint``). Raises BadExpression on a formula that is not.

    ``part`` is « form » or « agent_form ».
    """
    document = localised(definition, language)
    own = part == "form"
    before = () if own else tuple(compile_form(definition, language).questions())
    known = {question.key: question for question in before if question.type.holds}
    told = {document["roles"][role]: role for role in PROFILE_ROLES if role in document.get("roles", {})}
    pages = [_page(page, known, told if own else {}) for page in document.get(part, {}).get("pages", [])]
    return Form(
        definition=document,
        pages=tuple(pages),
        subject=compiled_formula(document.get("subject")) if own else None,
        roles=document.get("roles", {}) if own else {},
        contact=_contact(document) if own else {},
        before=before,
    )


def _contact(document: dict[str, Any]) -> dict[str, Expression]:
    said = document.get("contact", {}).items()
    return {part: formula for part, source in said if (formula := compiled_formula(source))}


def _compiled(version: ProcedureVersion, language: str, part: str) -> Form:
    shared = (version.checksum, language, part, None)
    own = (version.checksum, language, part, version.procedure_id)
    form = _kept.get(shared) or _kept.get(own)
    if form is None:
        form = compile_form(version.definition, language, part)
        if any(map(_moves, form.questions())):
            form = replace(form, procedure_id=version.procedure_id)
        _kept[own if form.procedure_id else shared] = form
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return form


def _moves(question: Question) -> bool:
    return question.type.moving or any(map(_moves, question.children))


def _every(questions: Iterable[Question]) -> Iterator[Question]:
    """Yield questions, those of blocks after their block."""
    for question in questions:
        yield question
        yield from _every(question.children)


def _formulas(form: Form) -> Iterator[Expression]:
    """Yield the formulas of a form, those of recalled texts included."""
    for page in form.pages:
        conditions = (page.condition, form.subject)
        yield from (formula for formula in conditions if formula)
        yield from (check.rule for check in page.checks)
        for way_out in page.exits:
            yield way_out.when
            yield from _recalled(way_out.recalls)
        yield from _recalled(page.recalls)
    for question in _every(form.questions()):
        prefill = question.prefill.value if question.prefill else None
        yield from (formula for formula in (question.condition, question.computed, prefill) if formula)
        yield from (check.rule for check in question.checks)
        yield from _recalled(question.recalls)


def _recalled(recalls: Mapping[str, Recall]) -> Iterator[Expression]:
    for text in recalls.values():
        yield from text.formulas


def _page(page: dict[str, Any], known: dict[str, Question], told: dict[str, str]) -> Page:
    """Compile a page; ``known`` are the questions before it, which those of this page join.

    ``told`` are the keys of the questions that the profile fills unless the definition says otherwise.
    """
    texts = {name: recall(page.get(name, ""), known) for name in ("title", "description")}
    questions = []
    for question in page["fields"]:
        questions.append(compiled_question(question, known, profile=told.get(question["key"], "")))
        if questions[-1].type.holds:
            known[questions[-1].key] = questions[-1]
    return Page(
        key=page["key"],
        title=page["title"],
        description=page.get("description", ""),
        condition=compiled_formula(page.get("condition")),
        questions=tuple(questions),
        checks=rules(page),
        exits=compiled_exits(page, known),
        recalls={name: text for name, text in texts.items() if text},
    )
