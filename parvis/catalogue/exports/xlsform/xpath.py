"""Our expressions as XPath of ODK: the contrary of ``imports.xlsform.formulas``.

What XPath would compute otherwise is refused with its reason: a form that says another thing is worse than one that
says less.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import Tree
from parvis.catalogue.expressions.tree import is_name
from parvis.catalogue.expressions.values import number_text
from parvis.catalogue.imports.refusals import Untranslatable

NUMBER, TEXT, DATE, YES, TICK, LIST, ROWS = "number", "text", "date", "yes", "tick", "list", "rows"


@dataclass(frozen=True)
class Written:
    """A question as the workbook has it: its name, what it holds, and the names of its parts when it has some."""

    name: str
    kind: str
    parts: Mapping[str, "Written"] = field(default_factory=dict)


@dataclass(frozen=True)
class Names:
    """What expressions read: questions by key, the parameters of the body by name."""

    questions: Mapping[str, Written]
    parameters: Mapping[str, Any] = field(default_factory=dict)


def xpath_of(tree: Tree, names: Names) -> str:
    """Return a condition as XPath. Raises Untranslatable."""
    return _truth(tree, names)


def value_of(tree: Tree, names: Names) -> str:
    """Return a computation as XPath. Raises Untranslatable."""
    return _term(tree, names)


def _truth(tree: Tree, names: Names) -> str:
    """Return what is true or false: a yes-or-no question is one of two options there."""
    if is_name(tree) or (isinstance(tree, list) and tree[0] == "part"):
        question = _question(tree, names)
        if question.kind in (YES, TICK):
            return _is_yes(question, wanted=True)
        raise Untranslatable(_("la condition n’est ni vraie ni fausse."))
    return _term(tree, names)


def _is_yes(question: Written, *, wanted: bool) -> str:
    if question.kind == TICK:
        return f"${{{question.name}}} {'=' if wanted else '!='} 'OK'"
    return f"${{{question.name}}} = '{'yes' if wanted else 'no'}'"


def _question(tree: Tree, names: Names) -> Written:
    """Return the question a tree names, or a part of one. Raises Untranslatable."""
    if is_name(tree):
        found = names.questions.get(tree[1])
    else:
        whole = _question(tree[1], names) if is_name(tree[1]) else None
        found = whole.parts.get(tree[2]) if whole else None
    if found is None:
        raise Untranslatable(_("« %(name)s » n’existe pas dans un XLSForm.") % {"name": _shown(tree)})
    return found


def _shown(tree: Tree) -> str:
    return str(tree[1] if is_name(tree) else tree[-1])[:60]


def _term(tree: Tree, names: Names) -> str:
    if isinstance(tree, bool):
        return "true()" if tree else "false()"
    if tree is None:
        return "''"
    if isinstance(tree, str):
        return _quoted(tree)
    if isinstance(tree, int | float):
        return number_text(tree)
    if is_name(tree) and tree[1] in ("today", "now"):
        return f"{tree[1]}()"
    if tree[0] == "part" and tree[1] == ["name", "options"]:
        return _parameter(tree[2], names)
    if tree[0] in ("name", "part"):
        return f"${{{_question(tree, names).name}}}"
    make = _MAKERS.get(tree[0])
    if make is None or (tree[0] == "-" and len(tree) == 2):
        if tree[0] == "-":
            return f"-({_term(tree[1], names)})"
        raise Untranslatable(_("« %(name)s » n’a pas d’équivalent en XPath.") % {"name": str(tree[0])[:40]})
    return make(tree, names)


def _parameter(name: str, names: Names) -> str:
    if name not in names.parameters:
        raise Untranslatable(_("« %(name)s » n’existe pas dans un XLSForm.") % {"name": name[:60]})
    return _term(names.parameters[name], names)


def _quoted(text: str) -> str:
    """Return a text between quotes; XPath has no escape, so one that holds both kinds is put together."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    pieces = text.split("'")
    inside = ', "\'", '.join(f"'{piece}'" for piece in pieces)
    return f"concat({inside})"


def _kind(tree: Tree, names: Names) -> str:
    """Return what a tree gives, as far as it shows."""
    if isinstance(tree, str):
        return TEXT
    if isinstance(tree, int | float) and not isinstance(tree, bool):
        return NUMBER
    if is_name(tree) and tree[1] in ("today", "now"):
        return DATE
    if isinstance(tree, list) and tree[0] in ("name", "part") and tree[1] != ["name", "options"]:
        return _question(tree, names).kind
    if isinstance(tree, list) and tree[0] in _GIVES:
        return _GIVES[tree[0]]
    return ""


def _logic(word: str) -> Callable[[Tree, Names], str]:
    return lambda tree, names: f" {word} ".join(f"({_truth(one, names)})" for one in tree[1:])


def _contrary(tree: Tree, names: Names) -> str:
    inner = tree[1]
    if isinstance(inner, list) and inner[0] == "empty":
        return _empty(inner, names, sign="!=")
    if isinstance(inner, list) and inner[0] in ("<", "<=", ">", ">="):
        # Ours does not hold without an answer, XPath's would.
        needed = [one for one in inner[1:] if isinstance(one, list) and one[0] in ("name", "part")]
        given = [f"{_term(one, names)} != ''" for one in needed]
        return " and ".join([*given, f"not({_truth(inner, names)})"])
    return f"not({_truth(inner, names)})"


def _equality(tree: Tree, names: Names) -> str:
    operator, left, right = tree
    sign = "=" if operator == "==" else "!="
    for one, other in ((left, right), (right, left)):
        if isinstance(other, bool):
            return _yes_or_no(one, names, wanted=other, same=operator == "==")
        if isinstance(other, list) and other[0] == "list":
            raise Untranslatable(_("la formule compare une liste."))
    if LIST in (_kind(left, names), _kind(right, names)):
        raise Untranslatable(_("la formule compare une liste."))
    return f"{_compared(left, right, names)} {sign} {_compared(right, left, names)}"


def _yes_or_no(tree: Tree, names: Names, *, wanted: bool, same: bool) -> str:
    """Return « it is yes », « it is not yes »…: no answer is neither, as here."""
    if isinstance(tree, list) and tree[0] in ("name", "part"):
        question = _question(tree, names)
        if question.kind == YES:
            return f"${{{question.name}}} {'=' if same else '!='} '{'yes' if wanted else 'no'}'"
        if question.kind == TICK and wanted:
            return f"${{{question.name}}} {'=' if same else '!='} 'OK'"
        raise Untranslatable(_("cette case cochée n’est jamais « non » dans un XLSForm."))
    inner = _truth(tree, names)
    return f"({inner})" if wanted is same else f"not({inner})"


def _compared(tree: Tree, other: Tree, names: Names) -> str:
    """Return one side of a comparison; a day written as a text is a date there."""
    if isinstance(tree, str) and _kind(other, names) == DATE and tree:
        return f"date({_quoted(tree)})"
    return _term(tree, names)


def _order(tree: Tree, names: Names) -> str:
    operator, left, right = tree
    kinds = {_kind(left, names), _kind(right, names)}
    if TEXT in kinds and DATE not in kinds:
        raise Untranslatable(_("XPath ne range pas les textes dans un ordre."))
    return f"{_compared(left, right, names)} {operator} {_compared(right, left, names)}"


def _among(tree: Tree, names: Names) -> str:
    _operator, sought, within = tree
    if isinstance(within, list) and within[0] == "list":
        tests = [_equality(["==", sought, one], names) for one in within[1:]]
        return " or ".join(f"({test})" for test in tests) or "false()"
    if _kind(within, names) != LIST:
        raise Untranslatable(_("la formule cherche dans autre chose qu’un choix multiple."))
    return f"selected({_term(within, names)}, {_term(sought, names)})"


def _sum(tree: Tree, names: Names) -> str:
    """Return « + »: of numbers, or of texts put together."""
    parts = [_term(one, names) for one in tree[1:]]
    if any(_kind(one, names) == TEXT for one in tree[1:]):
        return f"concat({', '.join(parts)})"
    return " + ".join(_grouped(one, part) for one, part in zip(tree[1:], parts, strict=True))


def _operation(sign: str) -> Callable[[Tree, Names], str]:
    return lambda tree, names: f" {sign} ".join(_grouped(one, _term(one, names)) for one in tree[1:])


def _grouped(tree: Tree, text: str) -> str:
    return f"({text})" if isinstance(tree, list) and tree[0] in ("+", "-", "*", "/", "%", "?") else text


def _empty(tree: Tree, names: Names, sign: str = "=") -> str:
    if not (isinstance(tree[1], list) and tree[1][0] in ("name", "part")):
        raise Untranslatable(_("la formule demande si autre chose qu’une réponse est vide."))
    question = _question(tree[1], names)
    if question.kind == ROWS:
        return f"count(${{{question.name}}}) {sign} 0" if sign == "=" else f"count(${{{question.name}}}) > 0"
    if question.parts:
        joint = " and " if sign == "=" else " or "
        return joint.join(f"${{{part.name}}} {sign} ''" for part in question.parts.values())
    return f"${{{question.name}}} {sign} ''"


def _choice(tree: Tree, names: Names) -> str:
    _sign, test, yes, no = tree
    return f"if({_truth(test, names)}, {_term(yes, names)}, {_term(no, names)})"


def _size(tree: Tree, names: Names) -> str:
    word = {LIST: "count-selected", ROWS: "count"}.get(_kind(tree[1], names), "string-length")
    return f"{word}({_term(tree[1], names)})"


def _matches(tree: Tree, names: Names) -> str:
    pattern = str(tree[2])
    start = "" if pattern.startswith("^") else ".*"
    end = "" if pattern.endswith("$") else ".*"
    inside = pattern.removeprefix("^").removesuffix("$")
    return f"regex({_term(tree[1], names)}, {_quoted(f'{start}({inside}){end}')})"


def _rows_total(tree: Tree, names: Names) -> str:
    """Return the sum of a question of a repeat: there, its name outside of the repeat is every one of its answers."""
    if len(tree) == 3 and isinstance(tree[2], str):
        return f"sum(${{{_question(['part', tree[1], tree[2]], names).name}}})"
    raise Untranslatable(_("la formule additionne autre chose que les lignes d’un bloc."))


def _column(tree: Tree, names: Names) -> str:
    return f"${{{_question(['part', tree[1], tree[2]], names).name}}}"


def _called(word: str) -> Callable[[Tree, Names], str]:
    """Return the writer of a function that has another name there."""
    return lambda tree, names: f"{word}({', '.join(_term(one, names) for one in tree[1:])})"


def _days_later(tree: Tree, names: Names) -> str:
    return f"date({_term(tree[1], names)} + {_grouped(tree[2], _term(tree[2], names))})"


def _days_between(tree: Tree, names: Names) -> str:
    start, end = (_compared(one, ["name", "today"], names) for one in tree[1:])
    return f"int({end} - {start})"


def _part_of_day(sign: str) -> Callable[[Tree, Names], str]:
    return lambda tree, names: f"number(format-date({_term(tree[1], names)}, '%{sign}'))"


_GIVES = {
    **dict.fromkeys(
        ("lower", "upper", "trim", "replace", "join", "slice", "text", "string", "date_text"), TEXT
    ),
    **dict.fromkeys(
        ("size", "count", "sum", "round", "abs", "floor", "ceil", "min", "max", "number", "int"), NUMBER
    ),
    **dict.fromkeys(("-", "*", "/", "%", "days_between", "year", "month", "day"), NUMBER),
    "add_days": DATE,
    "list": LIST,
    "column": LIST,
}
_MAKERS: dict[str, Callable[[Tree, Names], str]] = {
    "&&": _logic("and"),
    "||": _logic("or"),
    "!": _contrary,
    "==": _equality,
    "!=": _equality,
    **dict.fromkeys(("<", "<=", ">", ">="), _order),
    "in": _among,
    "+": _sum,
    "-": _operation("-"),
    "*": _operation("*"),
    "/": _operation("div"),
    "%": _operation("mod"),
    "?": _choice,
    "empty": _empty,
    "size": _size,
    "matches": _matches,
    "sum": _rows_total,
    "column": _column,
    "contains": _called("contains"),
    "startsWith": _called("starts-with"),
    "endsWith": _called("ends-with"),
    "slice": _called("substr"),
    "text": _called("string"),
    "string": _called("string"),
    "number": _called("number"),
    "int": _called("int"),
    "round": _called("round"),
    "abs": _called("abs"),
    "floor": _called("floor"),
    "ceil": _called("ceiling"),
    "min": _called("min"),
    "max": _called("max"),
    "coalesce": _called("coalesce"),
    "join": lambda tree, names: f"join({_term(tree[2], names)}, {_term(tree[1], names)})",
    "add_days": _days_later,
    "days_between": _days_between,
    "year": _part_of_day("Y"),
    "month": _part_of_day("m"),
    "day": _part_of_day("d"),
}
