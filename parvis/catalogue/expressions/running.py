"""From the tree of an expression to a function of the answers, made once, which the server then calls.

Each operation does what the page's evaluator does (``ui/static/parvis/js/expressions.js``), in the same order. What
cannot be evaluated raises NoValue; only ``&&``, ``||`` and lazy functions may do without such an operand.
"""

import math
import operator
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from parvis.catalogue.expressions.errors import BadArguments, BadPattern, NoValue, UnknownFunction
from parvis.catalogue.expressions.function import Function, functions
from parvis.catalogue.expressions.patterns import compile_pattern
from parvis.catalogue.expressions.tree import Tree, called
from parvis.catalogue.expressions.values import (
    BOOLEAN,
    KINDS,
    LIST,
    NUMBER,
    OBJECT,
    TEXT,
    bounded,
    comparable,
    kind,
    number,
    same,
    short,
    whole,
)

Values: TypeAlias = Mapping[str, Any]
Program: TypeAlias = Callable[[Values], Any]
_ORDERS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def program(tree: Tree) -> Program:
    """Return the function that evaluates a tree; it raises NoValue. Raises BadExpression on a wrong call."""
    if not isinstance(tree, list):
        return lambda _values: tree
    head = tree[0]
    if called(tree):
        return _call(head, tree[1:])
    match head:
        case "name":
            return _name(tree[1])
        case "part":
            return _part(program(tree[1]), tree[2])
        case "||" | "&&":
            return _connected([program(part) for part in tree[1:]], settles=head == "||")
    parts = [program(part) for part in tree[1:]]
    return _structure(head, parts)


def _structure(head: str, parts: list[Program]) -> Program:
    if head == "list":
        return lambda values: [part(values) for part in parts]
    if len(parts) == 1:
        return _single(head, parts[0])
    if head == "?":
        return _choice(*parts)
    if head in _ORDERS:
        return _ordered(_ORDERS[head], *parts)
    one, other, *more = parts
    two = _TWO[head]
    if not more:
        return lambda values: two(one(values), other(values))
    return _folded(two, parts)


def _name(name: str) -> Program:
    def read(values: Values) -> Any:
        try:
            return values[name]
        except KeyError:
            raise NoValue from None

    return read


def _part(owner: Program, key: str) -> Program:
    def read(values: Values) -> Any:
        return _element(owner(values), key)

    return read


def _single(head: str, operand: Program) -> Program:
    if head == "-":
        return lambda values: -number(operand(values))

    def contrary(values: Values) -> bool:
        return not _boolean(operand(values))

    return contrary


def _choice(test: Program, yes: Program, no: Program) -> Program:
    return lambda values: yes(values) if _boolean(test(values)) else no(values)


def _connected(parts: list[Program], *, settles: bool) -> Program:
    """« && » and « || »: one operand that settles it is enough, wherever it stands, whatever the others."""

    def connect(values: Values) -> bool:
        known = True
        for part in parts:
            try:
                found = part(values)
            except NoValue:
                found = None
            if isinstance(found, bool) and found is settles:
                return found
            known = known and isinstance(found, bool)
        if not known:
            raise NoValue
        return not settles

    return connect


def _ordered(order: Callable[[Any, Any], bool], one: Program, other: Program) -> Program:
    def compare(values: Values) -> bool:
        left, right = one(values), other(values)
        comparable(left, right)
        return order(left, right)

    return compare


def _folded(two: Callable[[Any, Any], Any], parts: list[Program]) -> Program:
    def fold(values: Values) -> Any:
        result = parts[0](values)
        for part in parts[1:]:
            result = two(result, part(values))
        return result

    return fold


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise NoValue
    return value


def _element(owner: Any, key: Any) -> Any:
    found = kind(owner), kind(key)
    if found == (OBJECT, TEXT):
        if key in owner:
            return owner[key]
    elif found == (LIST, NUMBER):
        place = whole(key)
        if 0 <= place < len(owner):
            return owner[place]
    raise NoValue


def _plus(one: Any, other: Any) -> Any:
    shared = kind(one)
    if shared == NUMBER:
        return number(number(one) + number(other))
    if shared != kind(other) or shared not in (TEXT, LIST):
        raise NoValue
    return short(one + other)


def _divided(one: Any, other: Any) -> float:
    dividend, divisor = number(one), number(other)
    if divisor == 0:
        raise NoValue
    return number(dividend / divisor)


def _remainder(one: Any, other: Any) -> float:
    dividend, divisor = number(one), number(other)
    if divisor == 0:
        raise NoValue
    return math.fmod(dividend, divisor)


def _holds(one: Any, other: Any) -> bool:
    """Return whether a list holds a value, an object a part of that name."""
    if kind(other) == LIST:
        return any(same(one, each) for each in other)
    if kind(other) == OBJECT and kind(one) in (TEXT, NUMBER, BOOLEAN):
        return isinstance(one, str) and one in other
    raise NoValue


_TWO: dict[str, Callable[[Any, Any], Any]] = {
    "+": _plus,
    "-": lambda one, other: number(number(one) - number(other)),
    "*": lambda one, other: number(number(one) * number(other)),
    "/": _divided,
    "%": _remainder,
    "==": same,
    "!=": lambda one, other: not same(one, other),
    "in": _holds,
    "at": _element,
}


def _call(name: str, arguments: list[Tree]) -> Program:
    declared = functions().get(name)
    if declared is None:
        raise UnknownFunction(_("Fonction inconnue : %(names)s.") % {"names": name})
    _check_call(declared, arguments)
    if name == "matches":
        return _matching(declared, arguments)
    parts = [program(argument) for argument in arguments]
    return _lazily(declared, parts) if declared.lazy else _checked(declared, parts)


def _check_call(declared: Function, arguments: list[Tree]) -> None:
    given = len(arguments)
    too_many = declared.most is not None and given > declared.most
    if given < declared.least or too_many or (declared.name == "has" and not _is_part(arguments[0])):
        raise BadArguments(_("Écrivez cette fonction ainsi : %(usage)s.") % {"usage": declared.usage})


def _is_part(tree: Tree) -> bool:
    return isinstance(tree, list) and tree[0] == "part"


def _checked(declared: Function, parts: list[Program]) -> Program:
    """Return the call of a function whose arguments are of the kinds it takes."""
    run, parameters = declared.run, declared.parameters
    padded = [*parameters, *[parameters[-1]] * (len(parts) - len(parameters))]
    taken = [(part, set(parameter.kinds)) for part, parameter in zip(parts, padded, strict=False)]

    def call(values: Values) -> Any:
        given = []
        for part, kinds in taken:
            value = part(values)
            if "a" not in kinds and KINDS.get(type(value)) not in kinds:
                raise NoValue
            given.append(bounded(value))
        return bounded(run(*given))

    return call


def _lazily(declared: Function, parts: list[Program]) -> Program:
    run = declared.run
    return lambda values: run(*[lambda part=part: part(values) for part in parts])


def _matching(declared: Function, arguments: list[Tree]) -> Program:
    """``matches`` takes its pattern from the text of the expression: it is compiled with it."""
    text, source = program(arguments[0]), arguments[1]
    if not isinstance(source, str):
        raise BadPattern(_("Écrivez le modèle entre guillemets, dans la formule même."))
    pattern, run = compile_pattern(source), declared.run

    def found(values: Values) -> bool:
        value = text(values)
        if not isinstance(value, str):
            raise NoValue
        return bool(run(value, pattern))

    return found
