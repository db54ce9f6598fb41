"""XPath as XLSForm writes it (``${age} >= 18 and selected(${days}, 'mon')``), read as a small tree.

Source: the ODK XForms specification, « XPath expressions » (https://getodk.github.io/xforms-spec/#expressions). A tree
is a text, a number, or a list: ``["ref", "age"]`` (an answer), ``["path", "age"]`` (one by its path, or a column of
the options in a filter), ``["self"]``, ``["call", "selected", …]``, ``["or", …]``, ``["="…`` with the operator first.
"""

from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from lark import Lark, Token, Transformer, UnexpectedInput

LONGEST = 4000
DEEPEST = 60

_GRAMMAR = r"""
    ?start: or
    ?or: and (OR and)*
    ?and: equality (AND equality)*
    ?equality: relation (EQUALITY relation)*
    ?relation: sum (RELATION sum)*
    ?sum: product (SUM product)*
    ?product: unary (PRODUCT unary)*
    ?unary: primary | "-" unary -> opposite
    ?primary: REFERENCE -> reference | NUMBER -> number | TEXT -> text | PATH -> path
        | FUNCTION "(" [or ("," or)*] ")" -> call | "(" or ")"
    OR.3: /or(?![\w.-])/
    AND.3: /and(?![\w.-])/
    EQUALITY: "!=" | "="
    RELATION: "<=" | ">=" | "<" | ">"
    SUM: "+" | "-"
    PRODUCT.3: "*" | /div(?![\w.-])/ | /mod(?![\w.-])/
    REFERENCE: /\$\{\s*[^{}\s]+\s*\}/
    NUMBER.2: /[0-9]+(\.[0-9]*)?|\.[0-9]+/
    TEXT: /"[^"]*"|'[^']*'/
    FUNCTION.2: /(?!current\(\)\/)[A-Za-z_][\w.-]*(:[A-Za-z_][\w.-]*)?(?=\s*\()/
    PATH: /(current\(\)\/)?(\.\.\/)*(\.\.|\.|([A-Za-z_][\w.-]*)(\/[A-Za-z_][\w.-]*)*)|(\/[A-Za-z_][\w.-]*)+/
    %ignore /\s+/
"""


class Unreadable(Exception):
    """The expression is no XPath that we read; the text says where."""


def read_xpath(source: str) -> Any:
    """Return the tree of an expression. Raises Unreadable."""
    if len(source) > LONGEST:
        raise Unreadable(_("la formule est trop longue."))
    if _depth(source) > DEEPEST:
        raise Unreadable(_("la formule est trop compliquée."))
    try:
        return _parser().parse(source.replace("\xa0", " "))
    except UnexpectedInput as fault:
        place = -1 if fault.pos_in_stream is None else fault.pos_in_stream
        if not 0 <= place < len(source):
            raise Unreadable(_("la formule s’arrête trop tôt.")) from None
        raise Unreadable(
            _("la formule ne se lit pas à partir de « %(found)s ».") % {"found": source[place : place + 20]}
        ) from None


def _depth(source: str) -> int:
    """Return how many parentheses and signs may be open at once: the reader calls itself for each."""
    open_now = deepest = 0
    for letter in source:
        open_now += (letter in "(-") - (letter == ")")
        deepest = max(deepest, open_now)
    return deepest


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", transformer=_ToTree(), maybe_placeholders=False)


class _ToTree(Transformer[Token, Any]):
    """Makes the tree as each rule is recognised; a method is named after its rule."""

    def _chain(self, parts: list[Any]) -> Any:
        tree = parts[0]
        for operator, operand in zip(parts[1::2], parts[2::2], strict=True):
            tree = [str(operator), tree, operand]
        return tree

    equality = relation = sum = product = _chain

    def __getattr__(self, name: str) -> Any:
        if name in ("or", "and"):  # words of Python, rules of XPath
            return self._chain
        raise AttributeError(name)

    def opposite(self, parts: list[Any]) -> Any:
        return ["negative", parts[0]]

    def reference(self, parts: list[Any]) -> Any:
        return ["ref", str(parts[0])[2:-1].strip()]

    def number(self, parts: list[Any]) -> Any:
        found = float(parts[0])
        return int(found) if found.is_integer() and abs(found) < 2**53 else found

    def text(self, parts: list[Any]) -> Any:
        return str(parts[0])[1:-1]

    def path(self, parts: list[Any]) -> Any:
        steps = [step for step in str(parts[0]).removeprefix("current()/").split("/") if step]
        if steps == ["."]:
            return ["self"]
        return ["parent"] if steps[-1] in (".", "..") else ["path", steps[-1]]

    def call(self, parts: list[Any]) -> Any:
        return ["call", str(parts[0]), *parts[1:]]
