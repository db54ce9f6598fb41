"""Truth, equality, order and membership, as w.c.s. means them, over our values.

What w.c.s. compares without an answer does not hold: ``Unknown`` says what it is worth here.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.language.days import day_of
from parvis.catalogue.imports.publik.language.forms import as_number, as_text, as_texts
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import (
    DAYS,
    FALSE,
    MANY,
    TRUE,
    Kind,
    Level,
    Need,
    Value,
    both,
    call,
    constant,
    either,
    negated,
    number_in,
    quoted,
)

_YES = {"true", "1", "oui", "yes", "vrai", "on"}
_NO = {"false", "0", "non", "no", "faux", "off", ""}
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def holds(value: Value) -> Value:
    """Return whether a value counts as true: something was answered, and it is not « no » nor zero."""
    if value.is_constant:
        return TRUE if value.constant else FALSE
    match value.kind:
        case Kind.BOOL:
            return (
                Value(f"{value.within(Level.SUM)} == true", Kind.BOOL, Level.RELATION)
                if value.answer
                else value
            )
        case Kind.NUMBER:
            number = Value(f"{value.within(Level.SUM)} != 0", Kind.BOOL, Level.RELATION)
            return guarded(number, value, unknown=CONDITION)
        case Kind.NOTHING:
            return FALSE
        case _:
            return negated(is_empty(value))


def is_empty(value: Value) -> Value:
    """Return whether there is no answer."""
    if value.is_constant:
        return FALSE if value.constant or value.constant == 0 else TRUE
    if value.kind is Kind.TABLE:
        return Value(f'{value.cel}.code == ""', Kind.BOOL, Level.RELATION)
    return Value(call("empty", value, kind=Kind.BOOL).cel, Kind.BOOL)


@dataclass(frozen=True, slots=True)
class Unknown:
    """What a comparison is worth that reads a missing answer.

    w.c.s. does not show a question then: ``worth`` is False. ``rule``: a rule that reads a missing answer, or an
    option that nobody set, is not broken; its worth turns with each ``not`` around it.
    """

    worth: bool = False
    rule: bool = False

    def turned(self) -> "Unknown":
        """Return the same inside a ``not``."""
        return Unknown(not self.worth, rule=True) if self.rule else self


CONDITION = Unknown()
RULE = Unknown(worth=True, rule=True)


def compared(operator: str, left: Value, right: Value, unknown: Unknown) -> Value:
    """Return a comparison. Raises NotUnderstood."""
    if operator in ("==", "!="):
        same = equal(left, right)
        read = [one for one in (left, right) if unknown.rule and _reads_option(one)]
        return guarded(same if operator == "==" else negated(same), *read, unknown=unknown)
    if operator in ("in", "not in"):
        found = member(left, right)
        plain = replace(found, needs=())
        return guarded(plain if operator == "in" else negated(plain), found, unknown=unknown)
    return _ordered(operator, left, right, unknown)


def guarded(value: Value, *operands: Value, unknown: Unknown) -> Value:
    """Return a comparison that has a meaning only when what it reads was answered."""
    needs = dict.fromkeys(need for operand in operands for need in operand.needs)
    for need in reversed(needs):
        if unknown.rule or not need.path.startswith("options."):
            value = either(need.missing(), value) if unknown.worth else both(need.given(), value)
    return value


def _reads_option(value: Value) -> bool:
    return any(need.path.startswith("options.") for need in value.needs)


def equal(left: Value, right: Value) -> Value:
    """Return ``left == right``; choices are compared by what the source reads of them."""
    if left.is_constant and right.is_constant:
        return TRUE if _alike(left.constant, right.constant) else FALSE
    if left.is_constant:
        left, right = right, left
    if right.is_constant:
        return _equals_constant(left, right.constant)
    if left.labels is not None and left.labels == right.labels and left.kind is right.kind:
        return _relation(left, "==", right)
    for choice, other in ((left, right), (right, left)):
        written = f"{{{{{other.cel.removeprefix('options.')}}}}}"
        if choice.labels is not None and written in choice.labels.values():
            return _equals_constant(choice, written)
    if Kind.NUMBER in (left.kind, right.kind) and not DAYS & {left.kind, right.kind}:
        return _relation(as_number(left), "==", as_number(right))
    if left.kind is right.kind and left.labels is None and right.labels is None:
        return _relation(left, "==", right)
    return _relation(as_text(left), "==", as_text(right))


def member(left: Value, right: Value) -> Value:
    """Return ``left in right``: an element of a list, or a piece of a text; its ``needs`` are to be guarded."""
    if right.items is not None:
        return _one_of(left, right.items)
    if right.labels is not None and left.is_constant:
        return _label_holding(left.constant, right)
    if right.is_constant and left.labels is not None:
        matching = [value for value, label in left.labels.items() if label and label in str(right.constant)]
        return _answered_one_of(left, matching)
    if right.kind in MANY:
        return call("any_of", as_texts(right), as_text(left), kind=Kind.BOOL).needing(left, right)
    if right.kind in (Kind.ROW, Kind.POINT):
        raise NotUnderstood(_("« in » ne se lit pas sur cette réponse"))
    piece, text = as_text(left), as_text(right)
    found = Value(f"{text.within(Level.ATOM)}.contains({piece.cel})", Kind.BOOL).needing(right, left)
    if left.is_constant or left.needs:
        return found
    return replace(found, needs=(*found.needs, Need(piece.within(Level.SUM), '""')))


def _one_of(left: Value, items: tuple[Value, ...]) -> Value:
    if all(one.is_constant for one in items) and left.labels is not None:
        wanted = {str(one.constant) for one in items}
        return _answered_one_of(left, [value for value, label in left.labels.items() if label in wanted])
    if left.kind in (Kind.TEXT, Kind.DATE, Kind.TABLE) and all(one.kind is Kind.TEXT for one in items):
        choices = ", ".join(one.cel for one in items)
        return Value(f"{as_text(left).within(Level.SUM)} in [{choices}]", Kind.BOOL, Level.RELATION)
    found = FALSE
    for one in items:
        found = either(found, equal(left, one))
    return found


def _label_holding(piece: object, right: Value) -> Value:
    """Return whether a chosen label is, or holds, a text: ``"Autre" in form_var_choix``."""
    labels = right.labels or {}
    if right.kind is Kind.CHOICES:
        values = [
            value
            for value, label in labels.items()
            if label == str(piece) or (not right.exact and str(piece) in label)
        ]
        found = FALSE
        for value in values:
            one = Value(f"{quoted(value)} in {right.within(Level.SUM)}", Kind.BOOL, Level.RELATION)
            found = either(found, one)
        return found
    return _answered_one_of(right, [value for value, label in labels.items() if str(piece) in label])


def _answered_one_of(choice: Value, values: list[str]) -> Value:
    if choice.kind is Kind.CHOICES:
        wanted = ", ".join(quoted(value) for value in values)
        return (
            Value(f"{choice.within(Level.SUM)} == [{wanted}]", Kind.BOOL, Level.RELATION) if values else FALSE
        )
    if not values:
        return FALSE
    if len(values) == 1:
        return Value(f"{choice.within(Level.SUM)} == {quoted(values[0])}", Kind.BOOL, Level.RELATION)
    wanted = ", ".join(quoted(value) for value in values)
    return Value(f"{choice.within(Level.SUM)} in [{wanted}]", Kind.BOOL, Level.RELATION)


def _equals_constant(value: Value, wanted: object) -> Value:
    if wanted is None or wanted == "":
        return is_empty(value) if value.kind is not Kind.BOOL else negated(holds(value))
    match value.kind:
        case Kind.BOOL:
            return _equals_yes_or_no(value, wanted)
        case Kind.CHOICE if value.labels is not None:
            return _answered_one_of(
                value, [key for key, label in value.labels.items() if label == str(wanted)]
            )
        case Kind.CHOICES if value.labels is not None:
            return _equals_chosen(value, str(wanted))
        case Kind.NUMBER:
            number = number_in(wanted)
            return FALSE if number is None else _relation(value, "==", constant(number))
        case Kind.DATE if isinstance(wanted, str):
            return _relation(value, "==", constant(day_of(wanted) or wanted))
        case _:
            return _relation(as_text(value), "==", constant(_as_written(wanted)))


def _equals_yes_or_no(value: Value, wanted: object) -> Value:
    word = str(wanted).strip().lower()
    if word in _YES:
        return holds(value)
    return negated(holds(value)) if word in _NO else FALSE


def _equals_chosen(value: Value, wanted: str) -> Value:
    """Return whether the labels chosen read so, « A, B » in their order."""
    labels = value.labels or {}
    by_label = {label: key for key, label in labels.items()}
    if wanted in by_label:
        return _answered_one_of(value, [by_label[wanted]])
    words = wanted.split(", ")
    if not all(word in by_label for word in words):
        return FALSE
    return _answered_one_of(value, [key for key, label in labels.items() if label in words])


def _ordered(operator: str, left: Value, right: Value, unknown: Unknown) -> Value:
    if Kind.NOTHING in (left.kind, right.kind):
        return TRUE if unknown.worth else FALSE
    if left.is_constant and not right.is_constant:
        return _ordered(_MIRROR[operator], right, left, unknown)
    if Kind.TIME in (left.kind, right.kind):
        return guarded(_relation(as_text(left), operator, as_text(right)), left, right, unknown=unknown)
    if DAYS & {left.kind, right.kind}:
        return guarded(_relation(_as_day(left), operator, _as_day(right)), left, right, unknown=unknown)
    numeric = (
        Kind.NUMBER in (left.kind, right.kind)
        or number_in(right.constant if right.is_constant else "") is not None
    )
    if numeric or Kind.CHOICE in (left.kind, right.kind):
        left, right = as_number(left), as_number(right)
    else:
        left, right = as_text(left), as_text(right)
    if left.is_constant and right.is_constant:
        return TRUE if _ORDERS[operator](left.constant, right.constant) else FALSE
    return guarded(_relation(left, operator, right), left, right, unknown=unknown)


_ORDERS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _as_day(value: Value) -> Value:
    if value.kind in DAYS:
        return value
    if value.is_constant and isinstance(value.constant, str):
        day = day_of(value.constant)
        if day is None:
            raise NotUnderstood(_("« %(text)s » n’est pas une date") % {"text": value.constant[:40]})
        return constant(day)
    return as_text(value)


def _relation(left: Value, operator: str, right: Value) -> Value:
    return Value(f"{left.within(Level.SUM)} {operator} {right.within(Level.SUM)}", Kind.BOOL, Level.RELATION)


def _alike(one: object, other: object) -> bool:
    return one == other or (one is not None and other is not None and str(one) == str(other))


def _as_written(wanted: object) -> str:
    return {True: "oui", False: "non"}[wanted] if isinstance(wanted, bool) else str(wanted)
