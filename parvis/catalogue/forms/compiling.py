"""The parts of a definition that pages and blocks share, compiled: questions, rules, exits."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from parvis.catalogue.expressions import Expression, compile_expression
from parvis.catalogue.field_types import Check, Prefill, Question, registry
from parvis.catalogue.recall import Recall, recall

COMMON = frozenset(
    {
        "key", "type", "label", "help", "required", "condition", "checks",
        "prefill", "default", "review", "sensitive",
    }
)  # fmt: skip
RECALLING = ("label", "help", "text")
"""Texts of a question in which earlier answers may be recalled."""


@dataclass(frozen=True, slots=True)
class Exit:
    """An end of the way: « you are not concerned », with where to go. ``link`` is its label and address, if any."""

    when: Expression
    title: str
    text: str
    link: tuple[str, str] | None = None
    recalls: dict[str, Recall] = field(default_factory=dict)

    def said(self, values: Mapping[str, Any]) -> "Exit":
        """Return the exit with texts that say what was answered."""
        texts = {name: recalled.text(values) for name, recalled in self.recalls.items()}
        return replace(self, title=texts.get("title", self.title), text=texts.get("text", self.text))


def compiled_question(
    document: dict[str, Any], known: Mapping[str, Question], *, profile: str = ""
) -> Question:
    """Compile a field; ``known`` are the questions before it, by key. Raises BadExpression.

    ``profile`` is the part of the profile that fills it when it says nothing of it.
    """
    kind = registry.get(document["type"])
    texts = {name: recall(document[name], known) for name in RECALLING if name in document}
    return Question(
        key=document["key"],
        type=kind,
        label=document.get("label", ""),
        help=document.get("help", ""),
        required=kind.asks and document.get("required", True),
        condition=compiled_formula(document.get("condition")),
        checks=compiled_rules(document),
        options={name: value for name, value in document.items() if name not in COMMON},
        children=_children(document, known) if kind.nests else (),
        computed=compiled_formula(document["value"]) if kind.computes else None,
        prefill=_prefill(document.get("prefill"), profile),
        default=document.get("default"),
        review=document.get("review", kind.reviewed),
        sensitive=document.get("sensitive", False),
        recalls={name: text for name, text in texts.items() if text},
    )


def compiled_formula(source: str | None) -> Expression | None:
    """Compile an expression, if there is one. Raises BadExpression."""
    return compile_expression(source) if source else None


def compiled_rules(document: dict[str, Any]) -> tuple[Check, ...]:
    """Compile the rules of a field or of a page. Raises BadExpression."""
    return tuple(
        Check(compile_expression(check["rule"]), check["message"]) for check in document.get("checks", [])
    )


def compiled_exits(page: dict[str, Any], known: Mapping[str, Question]) -> tuple[Exit, ...]:
    """Compile the exits of a page. Raises BadExpression."""
    exits = []
    for document in page.get("exits", []):
        link = document.get("link")
        texts = {name: recall(document[name], known) for name in ("title", "text")}
        exits.append(
            Exit(
                when=compile_expression(document["when"]),
                title=document["title"],
                text=document["text"],
                link=(link["label"], link["address"]) if link else None,
                recalls={name: text for name, text in texts.items() if text},
            )
        )
    return tuple(exits)


def _children(document: dict[str, Any], known: Mapping[str, Question]) -> tuple[Question, ...]:
    """Compile the questions of a block: they may recall those of their row that come before them."""
    seen = dict(known)
    children = []
    for child in document["fields"]:
        children.append(compiled_question(child, seen))
        if children[-1].type.holds:
            seen[children[-1].key] = children[-1]
    return tuple(children)


def _prefill(document: dict[str, Any] | None, profile: str) -> Prefill | None:
    if document is None:
        return Prefill("person", profile) if profile else None
    return Prefill(
        source=document["from"],
        name=document.get("name", ""),
        value=compiled_formula(document.get("value")),
        locked=document.get("locked", False),
    )
