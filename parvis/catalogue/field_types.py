"""What a field type declares, and the registry of them (« how to add a field type »: one file in ``fields/``).

The life of an answer: ``read`` takes from a POST what was typed and never fails; ``parse`` makes a value of it;
``check`` accepts the value, from a page or from the API alike, or says in plain French what to do. A value is JSON.
"""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import Any, ClassVar, NoReturn, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from parvis.catalogue import sampling
from parvis.catalogue.expressions import Expression
from parvis.catalogue.recall import Recall
from parvis.common import clock
from parvis.common.errors import Invalid
from parvis.common.personal_data import Category
from parvis.common.registry import Registry

Settled = tuple[Any, dict[str, list[str]]]
"""An accepted value, and the sentences of what was refused by part (``""``: the whole)."""


class PostData(Protocol):
    """What a page posts: Django's ``QueryDict``."""

    def get(self, key: str, default: str = "", /) -> Any:
        """Return the last value of a key."""
        ...

    def getlist(self, key: str, /) -> list[Any]:
        """Return every value of a key."""
        ...

    def __iter__(self) -> Iterator[str]:
        """Return the keys."""
        ...


@dataclass(frozen=True)
class Widget:
    """How a question is drawn: the path of a template of the design system and its context (guide, §1)."""

    template: str
    context: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of the builder on an answer, with the sentence shown when it does not hold."""

    rule: Expression
    message: str


@dataclass(frozen=True, slots=True)
class Prefill:
    """Where the product finds what it already knows of an answer: ``source`` is the definition's ``from``.

    ``name`` is the name there, ``value`` the formula when the source is one; ``locked``: what was found is not changed.
    """

    source: str
    name: str = ""
    value: Expression | None = None
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a form, compiled. ``options`` are those of its type; a missing one has the type's default.

    ``children`` are the questions of a block, ``computed`` the formula of a computed value. ``default`` is shown at
    first, and counts once it is posted. ``review`` says whether the answer is read again before sending; ``recalls``
    are the texts that hold earlier answers (``catalogue.recall``): « label », « help », « text » (an option).
    """

    key: str
    type: "FieldType"
    label: str
    help: str = ""
    required: bool = False
    condition: Expression | None = None
    checks: tuple[Check, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    children: tuple["Question", ...] = ()
    computed: Expression | None = None
    prefill: Prefill | None = None
    default: Any = None
    review: bool = True
    sensitive: bool = False
    recalls: dict[str, Recall] = field(default_factory=dict)

    @property
    def category(self) -> Category | None:
        """Return the kind of personal data the answer is."""
        return self.type.category


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a question stands when it is drawn or checked, for the types whose choices the definition does not hold.

    ``procedure_id`` is the procedure asked, by which its body is known (None: a definition tried alone); ``values``
    are what formulas read there; ``held`` is the answer of a case being changed: what was accepted once stays so.
    """

    procedure_id: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    held: Any = None


Drawing = Callable[[Question, str, Any, dict[str, list[str]]], Widget]
"""What draws a question: its name among inputs, what was typed, what is wrong by part."""
Stands = Callable[[Question, str, Mapping[str, Any]], Question]
"""What tells how a question inside a row stands, given its name and the answers of the row so far."""


def as_it_is(question: Question, _name: str, _row: Mapping[str, Any]) -> Question:
    """Return a question as the definition has it."""
    return question


class FieldType:
    """Base of field types. A subclass with ``code``, ``label``, ``template``, ``parse``, ``check`` is complete.

    ``options`` are JSON Schemas by option name; ``example`` is an answer that ``example_options`` accepts, used by
    the contract tests, the API's documentation and the style page.

    ``asks``: someone answers it on a page. ``drawn``: the page shows it. ``holds``: it has a value, asked or not.
    ``nests``: its option ``fields`` holds questions. ``computes``: its option ``value`` is the formula of its value.
    ``labelled``: its definition must have a label. ``reviewed``: its answer is read again before sending, unless the
    definition says otherwise. ``asks_another``: another person is written to and signs.
    ``moving``: the question changes with the body, the day or other answers, so the engine asks ``at`` before it draws
    or checks.
    """

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    template: ClassVar[str]
    category: ClassVar[Category | None] = Category.CASE_CONTENT
    asks: ClassVar[bool] = True
    drawn: ClassVar[bool] = True
    holds: ClassVar[bool] = True
    nests: ClassVar[bool] = False
    computes: ClassVar[bool] = False
    labelled: ClassVar[bool] = True
    reviewed: ClassVar[bool] = True
    moving: ClassVar[bool] = False
    asks_another: ClassVar[bool] = False
    page_reader: ClassVar[str] = ""
    options: ClassVar[dict[str, Any]] = {}
    required_options: ClassVar[tuple[str, ...]] = ()
    example_options: ClassVar[dict[str, Any]] = {}
    example: ClassVar[Any] = None

    def at(self, question: Question, moment: Moment) -> Question:
        """Return the question as it stands at a moment, its ``options`` completed with what was found. Never fails."""
        return question

    def formulas(self, options: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield the formulas that the options hold, each with its path among them, for the lint."""
        return iter(())

    def faults(self, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield what no JSON Schema can say of the options, each with the name of the option, for the builder."""
        return iter(())

    def empty(self, question: Question) -> Any:
        """Return what an expression reads when there is no answer."""
        return ""

    def is_empty(self, value: Any) -> bool:
        """Return whether a value, even a hostile one, is no answer."""
        return value is None or value in ("", [], {})

    def missing(self) -> str:
        """Return the sentence said when a required answer is missing."""
        return _("Répondez à cette question.")

    def lacking(self, question: Question) -> dict[str, list[str]]:
        """Return what is said of a required answer that is missing, by part (``""``: the whole)."""
        return {"": [self.missing()]}

    def read(self, question: Question, data: PostData, name: str, kept: Any) -> Any:
        """Return what was typed under ``name``, cleaned of what no answer may hold. Never raises."""
        return clean_line(data.get(name, ""))

    def typed(self, question: Question, value: Any) -> Any:
        """Return the value as it would be typed, to fill the page again."""
        return value

    def parse(self, question: Question, typed: Any) -> Any:
        """Return the value of what was typed. Raises Invalid."""
        return typed

    def check(self, question: Question, value: Any) -> Any:
        """Return the value in its one form, once accepted. Raises Invalid, and nothing else whatever the value."""
        raise NotImplementedError

    def take(self, question: Question, typed: Any, name: str = "", stands: Stands = as_it_is) -> Settled:
        """Return the accepted value of what was typed, None when there is none, and what is refused. Never raises.

        ``name`` and ``stands`` are for the questions inside, which may move.
        """
        try:
            value = self.parse(question, typed)
        except Invalid as invalid:
            return None, invalid.errors
        return self.settle(question, value, name, stands)

    def settle(self, question: Question, value: Any, name: str = "", stands: Stands = as_it_is) -> Settled:
        """Return the value once accepted, None when there is none, and what is refused of it. Never raises."""
        if self.is_empty(value):
            return None, {}
        try:
            return self.check(question, value), {}
        except Invalid as invalid:
            return None, invalid.errors

    def wanting(self, question: Question, value: Any) -> dict[str, list[str]]:
        """Return what is said of a question answered too little, by part; ``value`` is None without an answer."""
        return self.lacking(question) if question.required and value is None else {}

    def to_text(self, question: Question, value: Any) -> str:
        """Return the answer as an agent or a letter reads it."""
        return str(value)

    def schema(self, question: Question) -> dict[str, Any]:
        """Return the JSON Schema of the value."""
        return {"type": "string"}

    def sample(self, question: Question, luck: Random) -> Any:
        """Return an answer such as someone could give, in its one form, for trials and demonstrations; None when there
        is none. Drawn from the schema until it is accepted, else the example; a type that few draws please has its own.
        """
        schema, today = self.schema(question), clock.today()
        for _draw in range(sampling.MOST_DRAWS):
            accepted, refused = self.settle(question, sampling.instance(schema, luck, today))
            if accepted is not None and not refused:
                return accepted
        accepted, refused = self.settle(question, copy.deepcopy(self.example))
        return None if refused else accepted

    def spoil(self, question: Question, value: Any, luck: Random) -> Any:
        """Return what somebody may type instead of an accepted value, and that is refused; None when nothing is."""
        for bad in sampling.spoilt(self.typed(question, value), luck):
            if self.take(question, bad)[1]:
                return bad
        return None

    def page_options(self, question: Question) -> dict[str, Any]:
        """Return what ``page_reader`` needs to accept what ``check`` does: bounds, lengths."""
        return {}

    def page_words(self, question: Question) -> dict[str, Any]:
        """Return how the page tells an answer as ``to_text`` does (a way of ``js/answers.js`` under ``as``, and what
        it needs); empty, it asks the server.
        """
        return {}

    def file_boxes(self, question: Question, value: Any) -> dict[str, Question]:
        """Return the boxes that take files, as questions of the type « file », by the place of their list in the
        value: ``""`` is the value itself, ``scan`` its key, ``0.scan`` that of its first row. ``value`` may be blank,
        typed or hostile. None by default.
        """
        return {}

    def widget(self, question: Question, name: str, typed: Any, errors: dict[str, list[str]]) -> Widget:
        """Return how the question is drawn, with what was typed and the sentences under it (``""``: on the whole)."""
        return Widget(
            self.template_for(question),
            {
                "id": element_id(name),
                "name": name,
                "label": question.label,
                "help": question.help,
                "required": question.required,
                "errors": errors.get("", []),
                "value": typed,
                **self.context(question),
            },
        )

    def widget_of_rows(
        self, question: Question, name: str, typed: Any, errors: dict[str, list[str]], draw: Drawing
    ) -> Widget:
        """Return the widget, the questions inside it drawn by ``draw``; only blocks hold some."""
        return self.widget(question, name, typed, errors)

    def suggestions(self, question: Question, words: str) -> list[dict[str, str]]:
        """Return what a box whose choices are searched proposes for some words (design system, §1)."""
        return []

    def template_for(self, question: Question) -> str:
        """Return the template's path; most types have one only."""
        return self.template

    def context(self, question: Question) -> dict[str, Any]:
        """Return the template's own keys."""
        return {}


registry: Registry[FieldType] = Registry(
    FieldType, package="parvis.catalogue.fields", requires=("code", "label", "template")
)
register = registry.register


def element_id(name: str) -> str:
    """Return the HTML id of an input, to which the error summary links."""
    return f"q-{name.replace('.', '-')}"


def inner(template: str, name: str, label: str, value: Any, **keys: Any) -> Widget:
    """Return the widget of a box inside a question, which is itself no question."""
    common = {"id": element_id(name), "name": name, "label": label, "value": value}
    return Widget(template, common | keys)


def name_of(element: str) -> str:
    """Return the name of an input from its HTML id: keys hold no hyphen."""
    return element.removeprefix("q-").replace("-", ".")


def refuse(sentence: str, part: str = "") -> NoReturn:
    """Raise the refusal of an answer, or of one of its parts."""
    raise Invalid({part: [sentence]})


def must_be(value: Any, kind: type | tuple[type, ...]) -> None:
    """Refuse a value of another JSON type: only a program can send one."""
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        refuse(_("Cette réponse n’a pas la forme attendue."))


def at_most(text: str, longest: int, part: str = "") -> str:
    """Return a text, or refuse it when it is too long (in characters)."""
    if len(text) > longest:
        refuse(
            _("Écrivez au plus %(longest)d caractères. Vous en avez écrit %(length)d.")
            % {"longest": longest, "length": len(text)},
            part,
        )
    return text


def at_least(text: str, shortest: int, part: str = "") -> str:
    """Return a text, or refuse it when it is too short (in characters)."""
    if len(text) < shortest:
        refuse(
            _("Écrivez au moins %(shortest)d caractères. Vous en avez écrit %(length)d.")
            % {"shortest": shortest, "length": len(text)},
            part,
        )
    return text


@lru_cache(maxsize=1)
def _unwanted() -> dict[int, None]:
    """Control characters but tab and line feed, and lone surrogates, which PostgreSQL and UTF-8 refuse; marks that
    turn the order of reading, which would show an agent another text than the one written."""
    controls = [*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)]
    turns = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    return dict.fromkeys([*controls, *turns, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF])


def clean_text(text: Any) -> str:
    """Return a text without what no answer may hold, its ends trimmed; several lines stay several lines."""
    if not isinstance(text, str):
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_unwanted()).strip()


def clean_line(text: Any) -> str:
    """Return a text on one line, single-spaced, without what no answer may hold."""
    return " ".join(clean_text(text).split())
