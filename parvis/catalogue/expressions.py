"""Conditions and computed texts: CEL, a standard language without side effects, compiled once (ARCHITECTURE §5).

We keep the part of CEL that a builder's tree needs: comparisons, ``&& || !``, ``in``, ``? :``, arithmetic and the
functions of ``FUNCTIONS``. Macros (``map``, ``exists``…) are refused: without them, the cost of an expression is
bounded by its length. What is kept is what ``cel-python`` evaluates the same way (tests compare both).

An expression that cannot be evaluated (an unanswered number compared, a list too short) does not hold: a question
that depends on a missing answer is not shown.
"""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from django.utils.translation import gettext as _

# The package imports its own command line and three libraries of terminals with it: 20 MB a process, for nobody.
sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))
import cel  # noqa: E402

FUNCTIONS = frozenset(
    {"size", "contains", "startsWith", "endsWith", "matches", "string", "int", "double", "has"}
)
LONGEST = 1000
_STRINGS = re.compile(r"\"[^\"]*\"|'[^']*'")
_CALLS = re.compile(r"([A-Za-z_]\w*)\s*\(")
# What the evaluator raises on a bad operand; anything else is a fault of ours and must show.
_FAILURES = (TypeError, ValueError, RuntimeError, LookupError, ArithmeticError)


class BadExpression(Exception):
    """The expression cannot be used; the text says why, for the builder."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression and the names of the answers it reads."""

    source: str
    names: tuple[str, ...]
    program: Any = field(repr=False, compare=False)

    def value(self, values: Mapping[str, Any]) -> Any:
        """Return the result over the answers, or None when it cannot be evaluated."""
        try:
            return self.program.execute({name: values[name] for name in self.names})
        except _FAILURES:
            return None

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Return whether the expression is true over the answers; one that cannot be evaluated is not."""
        return self.value(values) is True

    def text(self, values: Mapping[str, Any]) -> str:
        """Return the text the expression makes, empty when it makes none."""
        result = self.value(values)
        return result if isinstance(result, str) else ""


def compile_expression(source: str) -> Expression:
    """Compile an expression. Raises BadExpression with a sentence for the builder."""
    if len(source) > LONGEST:
        raise BadExpression(
            _("Cette formule est trop longue : %(longest)d caractères au plus.") % {"longest": LONGEST}
        )
    bare = _STRINGS.sub("", source)
    if "\n" in source or "\\" in source or "//" in bare or '"""' in source or "'''" in source:
        raise BadExpression(
            _(
                "Écrivez la formule sur une ligne, sans barre oblique inverse, commentaire ni guillemets triples."
            )
        )
    unknown = sorted(set(_CALLS.findall(bare)) - FUNCTIONS)
    if unknown:
        raise BadExpression(_("Fonction inconnue : %(names)s.") % {"names": ", ".join(unknown)})
    try:
        program = cel.compile(source)
    except ValueError as error:
        raise BadExpression(
            _("Cette formule ne se lit pas : %(why)s") % {"why": str(error).splitlines()[0][:200]}
        ) from None
    return Expression(source, tuple(program.variables()), program)
