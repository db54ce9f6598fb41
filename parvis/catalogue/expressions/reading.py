"""From the text of an expression to its tree: our part of the grammar of CEL, read by lark."""

import re
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from lark import Lark, Token, Transformer, UnexpectedInput
from lark.exceptions import VisitError

from parvis.catalogue.expressions.errors import TooLong, Unreadable
from parvis.catalogue.expressions.tree import MANY, Tree, walk
from parvis.catalogue.expressions.values import LARGEST

LONGEST, DEEPEST, MOST_PARTS = 4000, 40, 800
KEYWORDS = frozenset(
    {
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
        "let", "loop", "package", "namespace", "return", "var", "void", "while",
    }
)  # fmt: skip
"""Words that CEL keeps for itself: no answer and no part can be named so."""

# https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax, without messages, maps, bytes, unsigned
# numbers, raw and triple-quoted strings, comments; on one line.
_GRAMMAR = r"""
    ?start: choice
    ?choice: either | either "?" either ":" choice -> choose
    ?either: both (OR both)*
    ?both: relation (AND relation)*
    ?relation: sum (RELATION sum)*
    ?sum: product (SUM product)*
    ?product: unary (PRODUCT unary)*
    ?unary: member | NOT+ member -> contrary | MINUS+ member -> opposite
    ?member: primary | member "." IDENT -> part | member "." IDENT "(" _args ")" -> method | member "[" choice "]" -> at
    ?primary: IDENT -> name | IDENT "(" _args ")" -> call | "(" choice ")" | "[" _args "]" -> elements
        | "true" -> yes | "false" -> no | "null" -> null | NUMBER -> number | TEXT -> text
    _args: (choice ("," choice)*)?
    OR: "||"
    AND: "&&"
    RELATION: /==|!=|<=|>=|<|>|in(?![A-Za-z0-9_])/
    SUM: "+" | MINUS
    PRODUCT: "*" | "/" | "%"
    NOT: "!"
    MINUS: "-"
    IDENT: /[A-Za-z_][A-Za-z0-9_]*/
    NUMBER: /([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE][+-]?[0-9]+)?(?![A-Za-z0-9_])/
    TEXT: /"([^"\\\n\r]|\\[^\n\r])*"|'([^'\\\n\r]|\\[^\n\r])*'/
    %ignore /[ \t]+/
"""
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_ESCAPED = {"\\": "\\", '"': '"', "'": "'", "n": "\n", "r": "\r", "t": "\t", "?": "?", "`": "`"}


def parse(source: str) -> Tree:
    """Return the tree of an expression (``tree``). Raises BadExpression with a sentence for the builder.

    Whether its functions exist is the affair of ``compile_expression``.
    """
    if len(source) > LONGEST:
        raise TooLong(
            _("Cette formule est trop longue : %(longest)d caractères au plus.") % {"longest": LONGEST}
        )
    try:
        tree = _parser().parse(source)
    except VisitError as refused:
        raise refused.orig_exc from None
    except UnexpectedInput as fault:
        raise _unreadable(source, fault) from None
    if any(depth > DEEPEST or part >= MOST_PARTS for part, (_node, depth) in enumerate(walk(tree))):
        raise TooLong(_("Cette formule est trop compliquée. Coupez-la en plusieurs valeurs calculées."))
    return tree


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", transformer=_ToTree())


def _unreadable(source: str, fault: UnexpectedInput) -> Unreadable:
    token = getattr(fault, "token", None)
    if token is not None and token.type == "$END":
        return Unreadable(_("Cette formule s’arrête trop tôt : il manque la fin."), len(source))
    position = fault.pos_in_stream or 0
    found = str(token) if token is not None else source[position]
    return Unreadable(
        _("Cette formule ne se lit pas à partir de « %(found)s » (caractère %(place)d).")
        % {"found": found[:30], "place": position + 1},
        position,
    )


class _ToTree(Transformer[Token, Any]):
    """Makes the tree as lark recognises each rule; a method is named after its rule."""

    def either(self, parts: list[Any]) -> Tree:
        return _chain(parts)

    both = relation = sum = product = either

    def choose(self, parts: list[Any]) -> Tree:
        return ["?", *parts]

    def contrary(self, parts: list[Any]) -> Tree:
        *signs, tree = parts
        for _sign in signs:
            tree = ["!", tree]
        return tree

    def opposite(self, parts: list[Any]) -> Tree:
        *signs, tree = parts
        if type(tree) in (int, float) and tree > 0:  # « -5 » is a number; the rest are signs
            signs, tree = signs[1:], -tree
        for _sign in signs:
            tree = ["-", tree]
        return tree

    def part(self, parts: list[Any]) -> Tree:
        return ["part", parts[0], _identifier(parts[1])]

    def method(self, parts: list[Any]) -> Tree:
        return [_identifier(parts[1]), parts[0], *parts[2:]]

    def call(self, parts: list[Any]) -> Tree:
        return [_identifier(parts[0]), *parts[1:]]

    def at(self, parts: list[Any]) -> Tree:
        return ["at", *parts]

    def elements(self, parts: list[Any]) -> Tree:
        return ["list", *parts]

    def name(self, parts: list[Any]) -> Tree:
        return ["name", _identifier(parts[0])]

    def yes(self, _parts: list[Any]) -> Tree:
        return True

    def no(self, _parts: list[Any]) -> Tree:
        return False

    def null(self, _parts: list[Any]) -> Tree:
        return None

    def number(self, parts: list[Any]) -> Tree:
        found = float(parts[0])
        if found > LARGEST:
            raise Unreadable(_("Ce nombre est trop grand."), parts[0].start_pos)
        return int(found) if found.is_integer() else found

    def text(self, parts: list[Any]) -> Tree:
        token = parts[0]
        return _ESCAPE.sub(
            lambda escape: _unescaped(escape[1], token.start_pos + escape.start()), token[1:-1]
        )


def _chain(parts: list[Any]) -> Tree:
    """Return « a + b + c » as one operation, and « a - b + c » as an operation in another."""
    tree = [parts[1].value, parts[0], parts[2]]
    for operator, operand in zip(parts[3::2], parts[4::2], strict=True):
        if operator.value == tree[0] and operator.value in MANY:
            tree.append(operand)
        else:
            tree = [operator.value, tree, operand]
    return tree


def _identifier(token: Token) -> str:
    if token.value in KEYWORDS:
        raise Unreadable(
            _("« %(word)s » est un mot réservé des formules.") % {"word": token.value}, token.start_pos
        )
    return str(token.value)


def _unescaped(escape: str, position: int) -> str:
    """Return the character that an escape stands for."""
    if escape[0] in "uU" and len(escape) > 1:
        code = int(escape[1:], 16)
        if code <= 0x10FFFF and not 0xD800 <= code < 0xE000:
            return chr(code)
    elif escape in _ESCAPED:
        return _ESCAPED[escape]
    raise Unreadable(_("« \\%(escape)s » n’est pas un caractère connu.") % {"escape": escape}, position)
