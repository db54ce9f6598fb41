"""What an action of a workflow declares, and the registry of them (guide: docs/guides/add-an-action.md).

This is the half that builders meet: a name, settings, when it runs. Rooms above add what it does, each in one file of
its own folder, which it names here when it starts (``actions.also``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from parvis.common.registry import Registry

COMMON = ("do", "key", "label", "condition")
"""Keys that every action may have, whatever it does."""


class Phase(StrEnum):
    """When an action runs: with the transition, all or nothing; or just after, by a job that may be tried again."""

    TRANSACTION = "transaction"
    JOB = "job"


class Kind(StrEnum):
    """What a setting holds, so that the editor draws it and the lint reads it."""

    LINE = "line"
    TEXT = "text"
    RECALLING = "recalling"
    FORMULA = "formula"
    NUMBER = "number"
    TICK = "tick"
    CHOICE = "choice"
    LIST = "list"
    DELAY = "delay"
    PEOPLE = "people"
    FUNCTION = "function"
    TEMPLATE = "template"
    FORM = "form"
    QUESTION = "question"
    PROCEDURE = "procedure"
    FORMULAS = "formulas"
    ADDRESS = "address"
    TEAM = "team"
    AGENT = "agent"


_SHAPES: dict[Kind, dict[str, Any]] = {
    Kind.LINE: {"$ref": "#/$defs/line"},
    Kind.TEXT: {"$ref": "#/$defs/text"},
    Kind.RECALLING: {"$ref": "#/$defs/text"},
    Kind.FORMULA: {"$ref": "#/$defs/formula"},
    Kind.NUMBER: {"type": "integer", "minimum": 0, "maximum": 100000},
    Kind.TICK: {"type": "boolean"},
    Kind.LIST: {"type": "array", "minItems": 1, "maxItems": 50, "items": {"$ref": "#/$defs/text"}},
    Kind.DELAY: {"$ref": "#/$defs/delay"},
    Kind.PEOPLE: {"$ref": "#/$defs/people"},
    Kind.FUNCTION: {"$ref": "#/$defs/key"},
    Kind.TEMPLATE: {"$ref": "#/$defs/key"},
    Kind.FORM: {"$ref": "#/$defs/key"},
    Kind.QUESTION: {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,49}(\\.[a-z][a-z0-9_]{0,49}){0,3}$"},
    Kind.PROCEDURE: {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 100},
    Kind.FORMULAS: {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 100,
        "additionalProperties": {"$ref": "#/$defs/formula"},
    },
    Kind.ADDRESS: {"$ref": "#/$defs/text"},
    Kind.TEAM: {"$ref": "#/$defs/text"},
    Kind.AGENT: {"$ref": "#/$defs/text"},
}
_RECALLING = frozenset({Kind.RECALLING, Kind.ADDRESS, Kind.LINE, Kind.TEAM, Kind.AGENT})


@dataclass(frozen=True)
class Setting:
    """One setting of an action. ``label`` and ``help`` are for builders; ``choices`` are code and words."""

    key: str
    kind: Kind
    label: Any
    help: Any = ""
    required: bool = False
    choices: tuple[tuple[str, Any], ...] = ()
    default: Any = None
    """Its usual value."""

    def shape(self) -> dict[str, Any]:
        """Return the JSON Schema of its value."""
        if self.kind is Kind.CHOICE:
            return {"enum": [code for code, _words in self.choices]}
        return dict(_SHAPES[self.kind])


@dataclass(frozen=True)
class Named:
    """What the names in a workflow's settings may be: templates, functions, forms, keys of questions, of letters."""

    templates: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    questions: frozenset[str] = field(default_factory=frozenset)
    letters: frozenset[str] = frozenset()
    types: Mapping[str, str] = field(default_factory=dict)
    """Codes of the types of the questions."""


class Action:
    """Base of actions. ``phase`` says when it runs, ``settings`` what a builder sets.

    ``awaited``: a job whose result the following actions and transitions wait for. ``provided`` says whether what it
    acts on is there (a payment provider, an agenda): the editor does not offer an action without it.
    """

    code: ClassVar[str]
    label: ClassVar[Any]
    phase: ClassVar[Phase]
    settings: ClassVar[tuple[Setting, ...]] = ()
    awaited: ClassVar[bool] = False
    notifies: ClassVar[bool] = False
    """Whether it writes to someone."""
    decides: ClassVar[bool] = False
    """Whether it takes the decision on the demand."""
    named: ClassVar[str] = ""
    """The key that others name it by, when they do: the editor gives it one made from this."""

    def usual(self, name: str) -> Any:
        """Return the usual value of a setting: the one that the editor does not write."""
        return next((each.default for each in self.settings if each.key == name), None)

    def provided(self) -> bool:
        """Return whether the action can be offered to builders."""
        return True

    def says(self, settings: Mapping[str, Any]) -> str:
        """Return the sentence of the journal, with no personal data."""
        return str(settings.get("label") or self.label)

    def faults(self, settings: Mapping[str, Any], named: Named) -> Iterator[tuple[str, str]]:  # noqa: ARG002
        """Yield what only this action knows to be wrong in its settings: the setting, the sentence."""
        return iter(())

    def formulas(self, settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield the formulas in the settings: where (setting, or setting/name), the source."""
        for setting in self.settings:
            value = settings.get(setting.key)
            if setting.kind is Kind.FORMULA and value:
                yield setting.key, value
            elif setting.kind is Kind.FORMULAS and value:
                yield from ((f"{setting.key}/{name}", source) for name, source in value.items())
            elif setting.kind is Kind.DELAY and value and isinstance(value["count"], str):
                yield f"{setting.key}/count", value["count"]

    def texts(self, settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Yield the texts that may recall what is known: where, the text."""
        for setting in self.settings:
            value = settings.get(setting.key)
            if not value:
                continue
            if setting.kind in _RECALLING:
                yield setting.key, value
            elif setting.kind is Kind.LIST:
                yield from ((f"{setting.key}/{rank}", text) for rank, text in enumerate(value))


actions: Registry[Action] = Registry(Action, package=None, requires=("code", "label", "phase"))


def offered() -> list[Action]:
    """Return the actions that builders may use, by name."""
    return sorted((each for each in actions if each.provided()), key=lambda each: str(each.label))
