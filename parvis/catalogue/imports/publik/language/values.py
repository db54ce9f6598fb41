"""What a tree is worth in our expressions: a piece of CEL, and what is known of it at import.

A choice of the source reads the *label* of what was chosen (``form_var_x``) or its identifier (``…_raw``); ours holds a
value. ``labels`` says which text the source reads for each of our values, so that comparisons are settled at import.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import IntEnum, StrEnum
from typing import Any, Final


class Kind(StrEnum):
    """What a value is."""

    TEXT = "text"
    NUMBER = "number"
    BOOL = "bool"
    DATE = "date"
    DATE_TIME = "date_time"
    TIME = "time"
    LIST = "list"
    CHOICE = "choice"
    CHOICES = "choices"
    ROW = "row"
    ROWS = "rows"
    TABLE = "table"
    TABLES = "tables"
    FILES = "files"
    POINT = "point"
    NOTHING = "nothing"


class Level(IntEnum):
    """How tightly the outermost operator of a piece of CEL binds: a piece of a higher level needs parentheses."""

    ATOM = 0
    UNARY = 1
    PRODUCT = 2
    SUM = 3
    RELATION = 4
    AND = 5
    OR = 6
    TERNARY = 7


NOT_CONSTANT: Final = object()
DAYS = frozenset({Kind.DATE, Kind.DATE_TIME, Kind.TIME})
MANY = frozenset({Kind.LIST, Kind.CHOICES, Kind.ROWS, Kind.TABLES, Kind.FILES})


@dataclass(frozen=True, slots=True)
class Need:
    """An answer without which an expression has no meaning: its path, and how its absence is written."""

    path: str
    empty: str

    def given(self) -> "Value":
        """Return « it was answered »."""
        return Value(f"{self.path} != {self.empty}", Kind.BOOL, Level.RELATION)

    def missing(self) -> "Value":
        """Return « it was not »."""
        return Value(f"{self.path} == {self.empty}", Kind.BOOL, Level.RELATION)


@dataclass(frozen=True, slots=True)
class Value:
    """A piece of CEL, and what is known of it.

    ``answer``: it may be null, as a yes or no that was not answered. ``exact``: ``in`` looks for a whole element (a
    list of identifiers), never for a piece of its text. ``of``: what the elements of a list are. ``inner``: what the
    rows of a block or of a table hold, by the name the source gives it.
    """

    cel: str
    kind: Kind
    level: Level = Level.ATOM
    constant: Any = NOT_CONSTANT
    labels: Mapping[str, str] | None = None
    needs: tuple[Need, ...] = ()
    answer: bool = False
    exact: bool = False
    of: Kind = Kind.TEXT
    inner: "Mapping[str, Value] | None" = None
    items: tuple["Value", ...] | None = None

    @property
    def is_constant(self) -> bool:
        """Return whether it is known at import."""
        return self.constant is not NOT_CONSTANT

    def within(self, level: Level) -> str:
        """Return the piece as an operand of an operator of that level, in parentheses when it needs them."""
        return f"({self.cel})" if self.level > level else self.cel

    def needing(self, *others: "Value") -> "Value":
        """Return the same piece, with what the others need."""
        needs = dict.fromkeys([*self.needs, *(need for one in others for need in one.needs)])
        return replace(self, needs=tuple(needs))


def quoted(text: str) -> str:
    """Return a text as CEL."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\n", "\\n")
    return f'"{escaped}"'


def constant(value: Any) -> Value:
    """Return a value known at import."""
    if value is None:
        return Value('""', Kind.NOTHING, constant=None)
    if isinstance(value, bool):
        return Value("true" if value else "false", Kind.BOOL, constant=value)
    if isinstance(value, (int, float, Decimal)):
        level = Level.UNARY if value < 0 else Level.ATOM
        return Value(written_number(value), Kind.NUMBER, level, constant=value)
    return Value(quoted(str(value)), Kind.TEXT, constant=str(value))


def written_number(value: int | float | Decimal) -> str:
    """Return a number as CEL: whole ones without decimals."""
    exact = Decimal(str(value))
    return str(int(exact)) if exact == exact.to_integral_value() else format(exact, "f")


def number_in(text: Any) -> int | float | None:
    """Return the number a text is (« 1 234,5 » too), None when it is none."""
    if isinstance(text, bool):
        return None
    if isinstance(text, (int, float)):
        return text
    try:
        exact = Decimal(re.sub(r"\s", "", str(text)).replace(",", "."))
    except InvalidOperation:
        return None
    if not exact.is_finite() or abs(exact) > 2**53:
        return None
    return int(exact) if exact == exact.to_integral_value() else float(exact)


TRUE: Final = Value("true", Kind.BOOL, constant=True)
FALSE: Final = Value("false", Kind.BOOL, constant=False)


def both(left: Value, right: Value) -> Value:
    """Return ``left && right``, folded when one is known."""
    if left.constant is False or right.constant is False:
        return FALSE
    if left.constant is True:
        return right
    if right.constant is True:
        return left
    return Value(f"{left.within(Level.AND)} && {right.within(Level.AND)}", Kind.BOOL, Level.AND)


def either(left: Value, right: Value) -> Value:
    """Return ``left || right``, folded when one is known."""
    if left.constant is True or right.constant is True:
        return TRUE
    if left.constant is False:
        return right
    if right.constant is False:
        return left
    return Value(f"{left.within(Level.OR)} || {right.within(Level.OR)}", Kind.BOOL, Level.OR)


def negated(value: Value) -> Value:
    """Return ``!value`` of something true or false."""
    if value.is_constant:
        return FALSE if value.constant else TRUE
    return Value(f"!{value.within(Level.UNARY)}", Kind.BOOL, Level.UNARY)


def chosen(condition: Value, yes: Value, no: Value) -> Value:
    """Return ``condition ? yes : no`` of two values of one kind."""
    if condition.is_constant:
        return yes if condition.constant else no
    if yes.cel == no.cel:
        return yes
    cel = f"{condition.within(Level.OR)} ? {yes.within(Level.OR)} : {no.cel}"
    kind = no.kind if yes.kind is Kind.NOTHING else yes.kind
    return Value(cel, kind, Level.TERNARY).needing(yes, no)


def call(name: str, *arguments: Value, kind: Kind) -> Value:
    """Return a call of one of our functions."""
    return Value(f"{name}({', '.join(one.cel for one in arguments)})", kind).needing(*arguments)


def listed(values: Iterable[Value]) -> Value:
    """Return a list of values."""
    items = tuple(values)
    return Value(f"[{', '.join(one.cel for one in items)}]", Kind.LIST, items=items).needing(*items)
