"""Our part of the language is CEL, numbers being doubles: a Rust evaluator reads what we read, and finds our values."""

import math
import re
from typing import Any

import cel
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.catalogue.expressions import BadExpression, compile_expression, parse, write
from parvis.catalogue.expressions.tree import Tree
from parvis.catalogue.expressions.values import same

VALUES: dict[str, Any] = {
    "n": 4.0, "half": 0.5, "none": None, "yes": True, "no": False, "word": "chêne", "blank": "", "list": ["a", "b"],
    "many": [1.0, 4.0], "who": {"email": "", "name": "Léa"},
}  # fmt: skip
NAMES = [["name", name] for name in [*VALUES, "gone"]] + [
    ["part", ["name", "who"], key] for key in ("email", "gone")
]
ENDS = [
    *NAMES,
    "chêne",
    "ch",
    "a",
    "",
    "É",
    0,
    1,
    4,
    2.5,
    100,
    True,
    False,
    None,
    ["list"],
    ["list", "a", "chêne"],
]
COUNTS = {
    2: ["==", "!=", "<", "<=", ">", ">=", "in", "-", "/", "contains", "startsWith", "endsWith"],
    3: ["&&", "||", "+", "*", "?"],
    1: ["!"],
}
OPERATIONS = [(head, count) for count, heads in COUNTS.items() for head in heads]
PATTERNS = ["^c", "e$", "[a-z]+", "^$", "h.n", "(a|b)"]


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> Tree:
    way = draw(st.sampled_from(["end", "operation", "operation", "at", "matches"])) if depth else "end"
    if way == "end":
        return draw(st.sampled_from(ENDS))
    if way != "operation":
        return [way, draw(trees(depth - 1)), draw(st.sampled_from([0, 3] if way == "at" else PATTERNS))]
    head, count = draw(st.sampled_from(OPERATIONS))
    tree = [head, *(draw(trees(depth - 1)) for _ in range(count))]
    # « (a + b) + c » is told otherwise by write; the other evaluator takes « !!"a" » for "a".
    again = isinstance(tree[1], list) and tree[1][0] == head
    return tree[1] if again else tree


def with_doubles(tree: Tree) -> Tree:
    """Return the tree with doubles for numbers, but for places in a list."""
    if type(tree) in (int, float):
        return ["double", tree]
    if not isinstance(tree, list) or tree[0] in ("name", "part"):
        return tree
    if tree[0] == "at":
        return ["at", with_doubles(tree[1]), tree[2]]
    return [tree[0], *map(with_doubles, tree[1:])]


def told(source: str) -> Any:
    """Return what the other evaluator finds, None when it finds nothing; infinity is nothing for us."""
    try:
        found = cel.evaluate(source, VALUES)
    except (TypeError, ValueError, RuntimeError, LookupError, ArithmeticError):
        return None
    return None if isinstance(found, float) and not math.isfinite(found) else found


@settings(max_examples=600, deadline=None)
@given(trees())
def test_the_other_evaluator_finds_the_same_value(tree):
    expected = told(write(with_doubles(tree)))
    if has_infinity(tree):
        return
    assert same(compile_expression(write(tree)).value(VALUES), expected)


def has_infinity(tree: Tree) -> bool:
    """Return whether a part divides by zero: nothing for us, infinity for CEL, which then compares it."""
    if not isinstance(tree, list) or tree[0] in ("name", "part"):
        return False
    own = tree[0] == "/" and compile_expression(write(tree)).value(VALUES) is None
    return own or any(map(has_infinity, tree[1:]))


# What we leave out: words that CEL reserves and that this evaluator takes, names of its root, comments, commas before
# the end of a list, a sign after a negation, numbers too large.
REFUSED = re.compile(r"\b(as|if)|(^|[^\w)\]'\"])\s*\.\s*[a-z]|//|,\s*[\])]|!\s*-|e3\d")
PIECES = (
    "n word list who ( ) [ ] . , ? : ! - + * / % == != < <= && || in true null 1 2.5 .5 1e3 'a' \"b\" size( email "
    "has( 0 00 007 1. 1.e3 'a\\n' as if double("
)
pieces = st.sampled_from(PIECES.split())


@settings(max_examples=1000, deadline=None)
@given(st.lists(pieces, max_size=9).map(" ".join) | st.lists(pieces, max_size=9).map("".join))
def test_what_we_read_the_other_reads_and_what_it_reads_of_our_part_we_read(source):
    tree, refused = read(source)
    if refused:
        assert not other_reads(source) or REFUSED.search(source)
        return
    assert parse(write(tree)) == tree
    if "has" not in source:  # whose argument must be a part: ``compile_expression`` says so
        assert other_reads(source), tree
        assert other_reads(write(tree))


def read(source: str) -> tuple[Tree, bool]:
    try:
        return parse(source), False
    except BadExpression:
        return None, True


def other_reads(source: str) -> bool:
    try:
        cel.compile(source)
    except ValueError:
        return False
    return True
