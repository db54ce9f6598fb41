"""XPath of XLSForm as our expressions: the same answers give the same result.

XPath compares whatever it is given, ours does not: what an answer is (a number, an option, a list) decides how it is
compared here. What has no equivalent is refused with its reason, never approximated in silence.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import BadExpression, Tree, compile_expression, write
from parvis.catalogue.imports.refusals import Untranslatable
from parvis.catalogue.imports.xlsform.functions import FUNCTIONS
from parvis.catalogue.imports.xlsform.typed import (
    DATE,
    LIST,
    NUMBER,
    TEXT,
    TIME,
    YES,
    Place,
    Typed,
    number,
    option,
    read,
    truth,
)
from parvis.catalogue.imports.xlsform.xpath import Unreadable, read_xpath

MOST_LABELS = 30


def condition(source: str, place: Place) -> str:
    """Return an XPath condition as an expression that is true or false. Raises Untranslatable."""
    return _checked(truth(_translated(source, place)))


def value(source: str, place: Place) -> str:
    """Return an XPath computation as an expression. Raises Untranslatable."""
    return _checked(_translated(source, place).tree)


def value_of(tree: Any, place: Place) -> str:
    """Return an XPath tree that was read already as an expression. Raises Untranslatable."""
    return _checked(_term(tree, place).tree)


def kind_of(source: str, place: Place) -> str:
    """Return what a computation gives. Raises Untranslatable."""
    return _translated(source, place).kind


def recall(name: str, place: Place) -> str:
    """Return what recalls an answer inside a text. Raises Untranslatable."""
    return "{{ " + _checked(_term(["ref", name], place).tree) + " }}"


def _translated(source: str, place: Place) -> Typed:
    try:
        return _term(read_xpath(source), place)
    except Unreadable as why:
        raise Untranslatable(str(why)) from None


def _checked(tree: Tree) -> str:
    """Return the text of a tree that our own rules accept. Raises Untranslatable."""
    text = write(tree)
    try:
        compile_expression(text)
    except BadExpression as why:
        raise Untranslatable(str(why)) from None
    return text


def _term(tree: Any, place: Place) -> Typed:
    if isinstance(tree, str):
        return Typed(tree, TEXT)
    if isinstance(tree, int | float):
        return Typed(tree, NUMBER)
    head, *rest = tree
    match head:
        case "self":
            return _own(place)
        case "ref" | "path":
            return _reference(rest[0], place)
        case "parent":
            raise Untranslatable(_("« .. » n’a pas d’équivalent ici."))
        case "call":
            return _call(rest[0], rest[1:], place)
    return _OPERATORS.get(head, _arithmetic)(head, *(_term(one, place) for one in rest))


def _own(place: Place) -> Typed:
    if place.own is None:
        raise Untranslatable(_("« . » ne désigne rien ici."))
    return Typed(read(place.own), place.own.kind, place.own)


def _reference(name: str, place: Place) -> Typed:
    answer = place.known.get(name)
    if answer is None:
        raise Untranslatable(_("« %(name)s » n’est pas une question posée avant.") % {"name": name[:60]})
    if answer.block and answer.block != place.block:
        if answer.part:
            raise Untranslatable(_("une partie des réponses d’un bloc répété ne se lit pas."))
        return Typed(["column", ["name", answer.block], answer.key], LIST)
    return Typed(read(answer), answer.kind, answer)


def _equality(operator: str, left: Typed, right: Typed) -> Typed:
    return Typed(_equal(operator, left, right), YES)


def _equal(operator: str, left: Typed, right: Typed) -> Tree:
    """Compare as XPath does: with nothing, as numbers if one is a number, else as texts."""
    sign = "==" if operator == "=" else "!="
    for one, other in ((left, right), (right, left)):
        if other.tree == "" and isinstance(other.tree, str):
            empty: Tree = ["empty", one.tree]
            return empty if sign == "==" else ["!", empty]
    for one, other in ((left, right), (right, left)):
        if one.kind == YES:
            return [sign, one.tree, _yes(other)]
        if one.kind == LIST and isinstance(other.tree, str | int | float):
            # Several choices are one text of names parted by blanks in XPath: equal to a name when it is alone.
            return [sign, one.tree, ["list", option(one, other)]]
        if one.kind == TEXT and one.answer is not None and isinstance(other.tree, str | int | float):
            return [sign, one.tree, option(one, other)]  # « ${choice} = 1 »: the option named 1
    if left.kind == LIST or right.kind == LIST:
        raise Untranslatable(_("la formule compare une liste."))
    if NUMBER in (left.kind, right.kind):
        return [sign, number(left), number(right)]
    return [sign, left.tree, right.tree]


def _yes(typed: Typed) -> Tree:
    if typed.kind == YES:
        return typed.tree
    if isinstance(typed.tree, str) and typed.tree.lower() in ("ok", "true", "1", "yes"):
        return True
    if isinstance(typed.tree, str) and typed.tree.lower() in ("false", "0", "no"):
        return False
    if isinstance(typed.tree, int | float):
        return typed.tree != 0
    raise Untranslatable(_("la formule compare une case à cocher à autre chose que vrai ou faux."))


def _order(operator: str, left: Typed, right: Typed) -> Typed:
    if {left.kind, right.kind} & {DATE, TIME}:
        return Typed([operator, left.tree, right.tree], YES)
    return Typed([operator, number(left), number(right)], YES)


def _logic(operator: str, left: Typed, right: Typed) -> Typed:
    sign, one = {"or": "||", "and": "&&"}[operator], truth(left)
    first = one[1:] if isinstance(one, list) and one[0] == sign else [one]
    return Typed([sign, *first, truth(right)], YES)


def _opposite(_operator: str, operand: Typed) -> Typed:
    exact = number(operand)
    return Typed(-exact if isinstance(exact, int | float) else ["-", exact], NUMBER)


def _arithmetic(operator: str, left: Typed, right: Typed) -> Typed:
    if DATE in (left.kind, right.kind) and operator in ("+", "-"):
        return _day_arithmetic(operator, left, right)
    sign = {"div": "/", "mod": "%"}.get(operator, operator)
    return Typed([sign, number(left), number(right)], NUMBER)


def _day_arithmetic(operator: str, left: Typed, right: Typed) -> Typed:
    """Days are counted in XPath: a day plus a number is a day, a day less a day is a number."""
    if left.kind == right.kind:
        if operator == "+":
            raise Untranslatable(_("la formule additionne deux dates."))
        return Typed(["days_between", right.tree, left.tree], NUMBER)
    if right.kind == DATE:
        if operator == "-":
            raise Untranslatable(_("la formule retire une date d’un nombre."))
        left, right = right, left
    days = number(right)
    if operator == "-":
        days = -days if isinstance(days, int | float) else ["-", days]
    return Typed(["add_days", left.tree, days], DATE)


def _call(name: str, arguments: list[Any], place: Place) -> Typed:
    if name == "jr:choice-name":
        return _choice_name(arguments, place)
    make = FUNCTIONS.get(name)
    if make is None:
        raise Untranslatable(_("la fonction « %(name)s » n’a pas d’équivalent.") % {"name": name[:40]})
    try:
        return make(*(_term(one, place) for one in arguments))
    except TypeError:
        raise Untranslatable(
            _("la fonction « %(name)s » n’a pas le bon nombre de valeurs.") % {"name": name[:40]}
        ) from None


def _choice_name(arguments: list[Any], place: Place) -> Typed:
    """Return the label of an option: there is no such function, so each option says its own."""
    answer = _term(arguments[0], place).answer if arguments else None
    if answer is None or answer.kind != TEXT or not 0 < len(answer.labels) <= MOST_LABELS:
        raise Untranslatable(_("le libellé de cette réponse ne se lit pas."))
    tree: Tree = ""
    for named, label in reversed(list(answer.labels.items())):
        tree = ["?", ["==", read(answer), named], label, tree]
    return Typed(tree, TEXT)


_OPERATORS: dict[str, Callable[..., Typed]] = {
    "or": _logic,
    "and": _logic,
    "=": _equality,
    "!=": _equality,
    **dict.fromkeys(("<", "<=", ">", ">="), _order),
    "negative": _opposite,
}
