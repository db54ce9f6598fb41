"""From the tree of an expression to its text: ``parse(write(tree)) == tree`` for every tree that ``parse`` makes."""

from parvis.catalogue.expressions.tree import MANY, TWO, Tree
from parvis.catalogue.expressions.values import number_text

_LEVELS = {"?": 0, "||": 1, "&&": 2, "+": 4, "-": 4, "*": 5, "/": 5, "%": 5, "!": 6} | dict.fromkeys(
    ("==", "!=", "<", "<=", ">", ">=", "in"), 3
)
_SIGN, _WHOLE = 6, 7
METHODS = frozenset({"contains", "startsWith", "endsWith", "matches"})
"""Functions that CEL writes after their first argument: ``word.contains("a")``."""


def write(tree: Tree) -> str:
    """Return the text of a tree, in its one form: spaces, double quotes, no needless parenthesis."""
    if not isinstance(tree, list):
        return _literal(tree)
    head, *rest = tree
    match head:
        case "name":
            return str(rest[0])
        case "part":
            return f"{_at_least(_WHOLE, rest[0])}.{rest[1]}"
        case "at":
            return f"{_at_least(_WHOLE, rest[0])}[{write(rest[1])}]"
        case "list":
            return f"[{', '.join(map(write, rest))}]"
        case "?":
            test, yes, no = rest
            return f"{_at_least(1, test)} ? {_at_least(1, yes)} : {write(no)}"
    if head in ("!", "-") and len(rest) == 1:
        return f"{head}{_signed(head, rest[0])}"
    return _operation(head, rest) if head in MANY | TWO else _call(head, rest)


def _literal(value: Tree) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return quoted(value)
    return number_text(value)


def quoted(text: str) -> str:
    """Return a text as it stands in an expression, between double quotes."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_escaped(letter) for letter in escaped) + '"'


def _escaped(letter: str) -> str:
    if letter in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[letter]
    return letter if letter.isprintable() or letter == "\u00a0" else f"\\U{ord(letter):08x}"


def _level(tree: Tree) -> int:
    """Return how tightly a tree holds together."""
    if not isinstance(tree, list):
        negative = type(tree) in (int, float) and tree < 0
        return _SIGN if negative else _WHOLE
    if tree[0] == "-" and len(tree) == 2:
        return _SIGN
    return _LEVELS.get(tree[0], _WHOLE)


def _at_least(level: int, tree: Tree) -> str:
    text = write(tree)
    return text if _level(tree) >= level else f"({text})"


def _signed(sign: str, tree: Tree) -> str:
    """Return what follows a sign: « !! » and « -- » chain, « !- » does not; a number after « - » would become one."""
    chained = isinstance(tree, list) and len(tree) == 2 and tree[0] == sign
    return write(tree) if chained else _at_least(_WHOLE, tree)


def _operation(operator: str, parts: list[Tree]) -> str:
    level = _LEVELS[operator]
    first, *others = parts
    grouped = operator in MANY and isinstance(first, list) and first[0] == operator and len(first) > 2
    texts = [f"({write(first)})" if grouped else _at_least(level, first)]
    texts += [_at_least(level + 1, other) for other in others]
    return f" {operator} ".join(texts)


def _call(function: str, arguments: list[Tree]) -> str:
    if function in METHODS and arguments:
        owner, *arguments = arguments
        return f"{_at_least(_WHOLE, owner)}.{function}({', '.join(map(write, arguments))})"
    return f"{function}({', '.join(map(write, arguments))})"
