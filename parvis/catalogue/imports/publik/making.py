"""What is being made of one file: its report, the names known so far, what several files share."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import cut, key_of
from parvis.catalogue.imports.publik.documents import Bundle, Condition, Field
from parvis.catalogue.imports.publik.language.django import read_condition
from parvis.catalogue.imports.publik.language.operators import CONDITION, RULE
from parvis.catalogue.imports.publik.language.python import read_python
from parvis.catalogue.imports.publik.language.scope import Parameters, Question, Scope, Shape
from parvis.catalogue.imports.publik.language.translation import Translator
from parvis.catalogue.imports.publik.language.tree import Node, NotUnderstood, Template
from parvis.catalogue.imports.publik.language.values import Value
from parvis.catalogue.imports.report import FileReport, Report, What


@dataclass
class Shared:
    """What several forms use: tables and remote sources, by code, each with the file it came from."""

    tables: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    sources: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    attached: dict[str, str] = field(default_factory=dict)
    """Workflows that a form took, by name: the code of the first."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """What the body says that roles of the source are here."""
    reports: Report | None = None


@dataclass
class Making:
    """The making of a form or of a block, field after field."""

    report: FileReport
    bundle: Bundle
    shared: Shared
    parameters: Parameters
    facts: Mapping[str, str]
    code: str
    questions: list[Question] = field(default_factory=list)
    later: frozenset[str] = frozenset()
    row: dict[str, tuple[Shape, str]] = field(default_factory=dict)
    row_prefixes: tuple[str, ...] = ()
    formulas: dict[str, Template] = field(default_factory=dict)
    on_page: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    left_out: Counter[str] = field(default_factory=Counter)
    place: str = ""
    reading: str = ""
    after: Callable[[str], Value | None] | None = None
    """What names are worth once the form is sent, when a workflow is made."""

    def translator(self, *, rule: bool = False, own: Value | None = None) -> Translator:
        """Return what translates at this place: a rule, or anything else; ``own`` is what « value » names."""
        scope = Scope(
            questions=tuple(self.questions),
            parameters=self.parameters,
            note=self.near,
            facts=self.facts,
            later=self.later,
            own=own,
            row=self.row,
            row_prefixes=self.row_prefixes,
            after=self.after,
        )
        return Translator(scope, RULE if rule else CONDITION)

    def near(self, how: str) -> None:
        """Say that what is being read is only taken near."""
        self.changed(self.reading, how)

    def another_key(self, words: str) -> str:
        """Return a key that no other question has, for one that the source has not."""
        key = key_of(words, self.keys)
        self.keys.add(key)
        return key

    def took(self, what: What) -> None:
        """Count something understood."""
        self.report.took(what)

    def left(self, kind: What | str, what: str, reason: str) -> None:
        """Say that something is not understood."""
        self.report.left(kind, place=self.place, what=what, reason=reason)

    def changed(self, what: str, how: str) -> None:
        """Say that something was taken under another form."""
        self.report.changed(place=self.place, what=what, how=how)

    def lost(self, what: str, reason: str) -> None:
        """Say that a piece of a text is lost."""
        self.left("text", what, reason)

    def without_counting(self) -> "Making":
        """Return the same making, whose report is thrown away: what is made was counted elsewhere."""
        return replace(self, report=FileReport(self.report.file, self.report.kind))


def tree_of(condition: Condition) -> Node:
    """Return the tree of a condition, in its own language. Raises NotUnderstood."""
    match condition.language:
        case "django":
            return read_condition(condition.source)
        case "python":
            return read_python(condition.source)
        case _:
            raise NotUnderstood(
                _("cette sorte de condition n’est pas connue : %(kind)s") % {"kind": condition.language}
            )


def field_place(field: Field, page: str) -> str:
    """Return where a field is, in words."""
    label = cut(plain_line(field.label), 60) or field.name or field.identifier
    named = f" ({field.name})" if field.name else ""
    return _("page « %(page)s », champ « %(label)s »%(name)s, ligne %(line)d") % {
        "page": page,
        "label": label,
        "name": named,
        "line": field.element.line,
    }
