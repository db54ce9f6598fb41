"""A definition compiled once: pages of questions with their types, conditions and rules ready to run.

A compiled form is immutable and kept by the checksum of its version, so that a request pays for none of it.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from parvis.catalogue.expressions import Expression, compile_expression
from parvis.catalogue.field_types import Check, Question, registry
from parvis.catalogue.forms.translation import localised
from parvis.catalogue.models import ProcedureVersion
from parvis.common.errors import NotFound

MOST_KEPT = 512
COMMON = frozenset({"key", "type", "label", "help", "required", "condition", "checks"})
_kept: OrderedDict[tuple[str, str, int | None], "Form"] = OrderedDict()


@dataclass(frozen=True)
class Page:
    """Questions shown together."""

    key: str
    title: str
    description: str
    condition: Expression | None
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Form:
    """A compiled definition. ``definition`` is the document itself, in the language asked.

    ``procedure_id`` is known only to a form with a question that moves (``FieldType.moving``): the others are shared
    by all the bodies that publish the same definition.
    """

    definition: dict[str, Any] = field(repr=False)
    pages: tuple[Page, ...]
    subject: Expression | None
    roles: dict[str, str]
    procedure_id: int | None = None

    @property
    def title(self) -> str:
        """Return the procedure's title."""
        return str(self.definition["title"])

    def questions(self) -> Iterator[Question]:
        """Return every question, in order, those that ask nothing included."""
        for page in self.pages:
            yield from page.questions

    @cached_property
    def by_key(self) -> dict[str, Question]:
        """Return the questions that ask something, by key."""
        return {question.key: question for question in self.questions() if question.type.asks}

    @cached_property
    def empty_values(self) -> dict[str, Any]:
        """Return what expressions read before any answer."""
        return {key: question.type.empty(question) for key, question in self.by_key.items()}

    def page(self, key: str) -> Page:
        """Return a page. Raises NotFound."""
        for page in self.pages:
            if page.key == key:
                return page
        raise NotFound


def compiled(version: ProcedureVersion, language: str = "fr") -> Form:
    """Return the form of a version, compiled once a process. A version read without its definition stays so."""
    shared, own = (version.checksum, language, None), (version.checksum, language, version.procedure_id)
    form = _kept.get(shared) or _kept.get(own)
    if form is None:
        form = compile_form(version.definition, language)
        if any(question.type.moving for question in form.questions()):
            form = replace(form, procedure_id=version.procedure_id)
        _kept[own if form.procedure_id else shared] = form
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return form


def compile_form(definition: dict[str, Any], language: str = "fr") -> Form:
    """Compile a definition that was accepted (``lint``). Raises BadExpression on a formula that is not."""
    document = localised(definition, language)
    subject = document.get("subject", "")
    return Form(
        definition=document,
        pages=tuple(_page(page) for page in document["form"]["pages"]),
        subject=compile_expression(subject) if subject else None,
        roles=document.get("roles", {}),
    )


def _page(page: dict[str, Any]) -> Page:
    return Page(
        key=page["key"],
        title=page["title"],
        description=page.get("description", ""),
        condition=_condition(page),
        questions=tuple(_question(question) for question in page["fields"]),
    )


def _question(question: dict[str, Any]) -> Question:
    kind = registry.get(question["type"])
    return Question(
        key=question["key"],
        type=kind,
        label=question["label"],
        help=question.get("help", ""),
        required=kind.asks and question.get("required", True),
        condition=_condition(question),
        checks=tuple(
            Check(compile_expression(check["rule"]), check["message"]) for check in question.get("checks", [])
        ),
        options={name: value for name, value in question.items() if name not in COMMON},
    )


def _condition(part: dict[str, Any]) -> Expression | None:
    source = part.get("condition", "")
    return compile_expression(source) if source else None
