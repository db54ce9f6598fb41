"""The language of conditions, rules, computed values and recalled texts: a part of CEL, without side effects.

CEL is a standard; we keep what a builder's tree needs: comparisons, ``&& || !``, ``in``, ``? :``, arithmetic and
the functions of ``functions/``. Nothing loops, so that the cost of an expression is bounded by its length. An
expression is a text for builders, a JSON tree (``reading``) for programs; the server runs the tree (``running``)
and the page runs the same one (``ui/static/parvis/js/expressions.js``). Numbers are one type, as in the page:
what is written here is CEL in which every number is a double (docs/decisions/0011).

An expression that cannot be evaluated (an unanswered number compared, a list too short) does not hold and makes no
text: a question that depends on a missing answer is not shown.
"""

from parvis.catalogue.expressions.context import CONTEXT_NAMES, Context
from parvis.catalogue.expressions.errors import BadExpression
from parvis.catalogue.expressions.expression import Expression, compile_expression
from parvis.catalogue.expressions.page import for_page
from parvis.catalogue.expressions.reading import KEYWORDS, parse
from parvis.catalogue.expressions.renaming import rename
from parvis.catalogue.expressions.tree import Tree, names_of, paths_of
from parvis.catalogue.expressions.wording import in_words
from parvis.catalogue.expressions.writing import write

__all__ = [
    "CONTEXT_NAMES",
    "KEYWORDS",
    "BadExpression",
    "Context",
    "Expression",
    "Tree",
    "compile_expression",
    "for_page",
    "in_words",
    "names_of",
    "parse",
    "paths_of",
    "rename",
    "write",
]
