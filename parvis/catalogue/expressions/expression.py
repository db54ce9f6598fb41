"""A compiled expression: its text, the answers it reads, its value over answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from parvis.catalogue.expressions.errors import NoValue
from parvis.catalogue.expressions.reading import parse
from parvis.catalogue.expressions.running import Program, program
from parvis.catalogue.expressions.tree import Tree, names_of
from parvis.catalogue.expressions.values import bounded, readable, settled


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression and the names of the answers it reads."""

    source: str
    names: tuple[str, ...]
    tree: Tree = field(repr=False, compare=False)
    program: Program = field(repr=False, compare=False)

    def value(self, values: Mapping[str, Any]) -> Any:
        """Return the result over the answers, or None when it cannot be evaluated."""
        try:
            return settled(bounded(self.program(values)))
        except NoValue:
            return None

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Return whether the expression is true over the answers; one that cannot be evaluated is not."""
        return self.value(values) is True

    def text(self, values: Mapping[str, Any]) -> str:
        """Return the result as a person reads it (« oui », « 12,5 »), empty when there is none."""
        try:
            return readable(self.program(values))
        except NoValue:
            return ""


@lru_cache(maxsize=4096)
def compile_expression(source: str) -> Expression:
    """Compile an expression. Raises BadExpression with a sentence for the builder."""
    tree = parse(source)
    return Expression(source, names_of(tree), tree, program(tree))
