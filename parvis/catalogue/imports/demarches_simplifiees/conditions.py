"""Conditions of Démarches simplifiées (``LogicExpression``: prefix notation in JSON lists) as our expressions.

What they mean there (``Logic::Term#compute``): an operand that is hidden or not answered makes any comparison false.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import BadExpression, compile_expression
from parvis.catalogue.expressions.writing import quoted
from parvis.catalogue.imports.demarches_simplifiees.places import DEPARTMENTS_OF_REGION, REGIONS
from parvis.catalogue.imports.refusals import Untranslatable

DEEPEST = 50
OTHER = "__other__"
_COMPARES = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}
_TOKEN = re.compile(r"""\s*(?:([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+))""")


@dataclass(frozen=True)
class Known:
    """A field that conditions may read: its key, its type, and the value of each option by its label."""

    key: str
    type: str
    values: Mapping[str, str] = field(default_factory=dict)
    column: str = ""


def condition_of(descriptor: Mapping[str, Any], known: Mapping[str, Known]) -> str:
    """Return the condition of a descriptor as an expression, "" when it has none. Raises Untranslatable."""
    given = prefixed(descriptor.get("condition"))
    if given is None:
        given = _parsed(descriptor.get("conditionExpression"))
    if given is None:
        return ""
    text = _term(given, known)
    try:
        compile_expression(text)
    except BadExpression as why:
        raise Untranslatable(str(why)) from None
    return "" if text == "true" else text


def prefixed(given: Any) -> Any:
    """Return a condition in prefix notation, whichever way a state of the schema wrote it.

    Older states give the tree that the product keeps (``{"term": "Logic::Eq", "left": …}``), as JSON or as the text
    of its JSON in base 64. Raises Untranslatable.
    """
    if isinstance(given, str):
        given = _decoded(given)
        if not isinstance(given, dict | list | None):
            raise Untranslatable(_("la condition n’a pas la forme attendue."))
    return _from_tree(given, 0) if isinstance(given, dict) else given


def _decoded(text: str) -> Any:
    """Return what a text of JSON holds, in base 64 or not; None of a blank one."""
    if not text.strip():
        return None
    for in_base64 in (False, True):
        try:
            padded = text + "=" * (-len(text) % 4)
            return json.loads(base64.urlsafe_b64decode(padded) if in_base64 else text)
        except (ValueError, RecursionError):
            continue
    return _parsed(text)


def _from_tree(tree: Any, depth: int) -> Any:
    """Return a term of the product's own tree in prefix notation."""
    name = str(tree.get("term", "")).rpartition("::")[2] if isinstance(tree, dict) else ""
    if depth > DEEPEST or not name:
        raise Untranslatable(_("la condition n’a pas la forme attendue."))
    if name in ("And", "Or"):
        listed = tree.get("operands")
        operands = listed if isinstance(listed, list) else []
        return [name.lower(), *(_from_tree(one, depth + 1) for one in operands)]
    match name:
        case "Constant":
            return tree.get("value")
        case "Empty":
            return None
        case "ChampValue":
            return ["champ", tree.get("stable_id")]
        case "ColumnValue":
            return ["column", tree.get("stable_id"), str(tree.get("column_id"))]
    operator = _OF_TREE.get(name)
    if operator is None:
        raise Untranslatable(_("l’opérateur « %(name)s » n’est pas connu.") % {"name": name[:40]})
    return [operator, _from_tree(tree.get("left"), depth + 1), _from_tree(tree.get("right"), depth + 1)]


_OF_TREE = {
    "Eq": "=", "NotEq": "!=", "LessThan": "<", "LessThanEq": "<=", "GreaterThan": ">", "GreaterThanEq": ">=",
    "IncludeOperator": "includes", "ExcludeOperator": "excludes", "InDepartementOperator": "in-departement",
    "NotInDepartementOperator": "not-in-departement", "InRegionOperator": "in-region",
    "NotInRegionOperator": "not-in-region", "EmptyOperator": "empty?",
}  # fmt: skip


def _global_id(identifier: Any) -> str:
    """Return the id by which the schema names a field of that number."""
    return base64.b64encode(f"Champ-{identifier}".encode()).decode()


def said(descriptor: Mapping[str, Any]) -> str:
    """Return the condition as the source writes it, to quote it."""
    written = descriptor.get("conditionExpression")
    return (
        written if isinstance(written, str) else json.dumps(descriptor.get("condition"), ensure_ascii=False)
    )


def _term(term: Any, known: Mapping[str, Known]) -> str:
    if isinstance(term, bool):
        return "true" if term else "false"
    if not isinstance(term, list) or not term or not isinstance(term[0], str):
        raise Untranslatable(_("la condition n’a pas la forme attendue."))
    operator, *operands = term
    if operator in ("and", "or"):
        return _joined(operator, [_term(one, known) for one in operands])
    translate = _BINARY.get(operator)
    if translate is None:
        raise Untranslatable(_("l’opérateur « %(name)s » n’est pas connu.") % {"name": operator[:40]})
    if operator == "empty?":
        return "true"  # a condition its builder has not finished: the product takes it as met
    if len(operands) != 2:
        raise Untranslatable(_("la condition n’a pas la forme attendue."))
    return translate(_read(operands[0], known), operands[1], operator)


def _joined(operator: str, parts: list[str]) -> str:
    """Join with ``&&`` or ``||``, leaving out what changes nothing."""
    neutral, absorbing, sign = ("true", "false", " && ") if operator == "and" else ("false", "true", " || ")
    if absorbing in parts:
        return absorbing
    parts = [part for part in parts if part != neutral]
    if not parts:
        return neutral
    return parts[0] if len(parts) == 1 else sign.join(f"({part})" for part in parts)


def _read(term: Any, known: Mapping[str, Known]) -> Known:
    """Return the field that a term names. Raises Untranslatable."""
    if isinstance(term, list) and len(term) == 3 and term[0] == "column":
        return _column(_read(["champ", term[1]], known), str(term[2]))
    if not (isinstance(term, list) and len(term) == 2 and term[0] == "champ"):
        raise Untranslatable(_("la condition n’a pas la forme attendue."))
    found = known.get(str(term[1])) or known.get(_global_id(term[1]))
    if found is None:
        raise Untranslatable(_("la condition lit une question qui n’est pas posée avant."))
    return found


def _column(champ: Known, column: str) -> Known:
    """Return the part of an answer that a column is (« type_de_champ/12-$.postal_code »). Raises Untranslatable."""
    path = re.sub(r"^type_de_champ/\d+", "", column).removeprefix("-").lstrip(">$.")
    if not path or path == "value":
        return champ
    place = _PLACES.get(path)
    if place and champ.type in ("address", "municipality"):
        return replace(champ, column=place)
    part = _PARTS.get((champ.type, path))
    if part is None:
        raise Untranslatable(
            _("la condition lit une partie d’une réponse (« %(name)s »).") % {"name": column[:40]}
        )
    if champ.type == "linked_choice":
        return Known(f"{champ.key}.{part}", "choice", _level(champ.values, part))
    return Known(f"{champ.key}.{part}", "text")


def _level(values: Mapping[str, str], part: str) -> dict[str, str]:
    """Return the values of one level of a linked choice, by label."""
    return {
        label.removeprefix(f"{part} "): value
        for label, value in values.items()
        if label.startswith(f"{part} ")
    }


# Paths of the columns of an answer (``Columns::JSONPathColumn``, ``LinkedDropDownColumn``), in the product's own words.
_PLACES = {
    "departement_code": "in-departement", "code_departement": "in-departement", "department_code": "in-departement",
    "region_code": "in-region", "region_name": "in-region",
}  # fmt: skip
_PARTS = {
    ("address", "postal_code"): "postcode",
    ("address", "city_name"): "city",
    ("address", "street_address"): "street",
    ("municipality", "city_name"): "name",
    ("municipality", "city_code"): "code",
    ("linked_choice", "primary"): "first",
    ("linked_choice", "secondary"): "second",
}


def _is_place(champ: Known, constant: Any, operator: str) -> str:
    """``=`` and ``!=`` of a department or a region, given by its code, its name or both (« 14 – Calvados »)."""
    written = str(constant)
    regions = {name: code for code, name in REGIONS.items()}
    code = regions.get(written) or re.split(r"\s*[–-]\s", written)[0].strip()
    return _in_place(replace(champ, column=""), code, f"{'not-' if operator == '!=' else ''}{champ.column}")


def _equals(champ: Known, constant: Any, operator: str) -> str:
    """``=`` and ``!=``: of yes or no, a number, an option, a department; never true of no answer."""
    differs = operator == "!="
    if champ.column:
        return _is_place(champ, constant, operator)
    if isinstance(constant, bool):
        wanted = constant is not differs
        if champ.type == "agreement" and not wanted:
            return f"{champ.key} != true"  # a box left alone is « no »
        return f"{champ.key} == {'true' if wanted else 'false'}"
    if isinstance(constant, int | float):
        return (
            f"{champ.key} != null && {champ.key} != {constant}" if differs else f"{champ.key} == {constant}"
        )
    if constant is None:
        return f"!empty({champ.key})" if differs else f"empty({champ.key})"
    if constant == OTHER and champ.values:
        offered = ", ".join(f'"{value}"' for value in champ.values.values())
        within = f"{champ.key} in [{offered}]"
        return within if differs else f"!empty({champ.key}) && !({within})"
    value = _value(champ, constant)
    return f"!empty({champ.key}) && {champ.key} != {value}" if differs else f"{champ.key} == {value}"


def _compares(champ: Known, constant: Any, operator: str) -> str:
    if champ.type != "number" or isinstance(constant, bool) or not isinstance(constant, int | float):
        raise Untranslatable(_("la condition compare autre chose que des nombres."))
    return f"{champ.key} {_COMPARES[operator]} {constant}"


def _includes(champ: Known, constant: Any, operator: str) -> str:
    value = _value(champ, constant)
    return f"{value} in {champ.key}" if operator == "includes" else f"!({value} in {champ.key})"


def _in_place(champ: Known, constant: Any, operator: str) -> str:
    """``in-departement``, ``in-region`` and their contraries, of a municipality, an address or a department."""
    code = str(constant)
    inside = DEPARTMENTS_OF_REGION.get(code, ()) if operator.endswith("region") else (code,)
    if not inside or not all(re.fullmatch(r"[0-9AB]{2,3}", one) for one in inside):
        raise Untranslatable(_("le lieu « %(code)s » n’est pas connu.") % {"code": code[:20]})
    match champ.type:
        case "municipality":
            answered, found = (
                f"!empty({champ.key})",
                [f'{champ.key}.code.startsWith("{one}")' for one in inside],
            )
        case "address":
            postcodes = [{"2A": "20", "2B": "20"}.get(one, one) for one in inside]
            answered = f"!empty({champ.key})"
            found = [f'{champ.key}.postcode.startsWith("{one}")' for one in dict.fromkeys(postcodes)]
        case "choice":
            answered, found = f"!empty({champ.key})", [f'{champ.key} == "{one}"' for one in inside]
        case _:
            raise Untranslatable(_("la condition lit le lieu d’une réponse qui n’en a pas."))
    within = " || ".join(found)
    return f"{answered} && !({within})" if operator.startswith("not-") else within


def _value(champ: Known, constant: Any) -> str:
    """Return the option a constant names, as our own value. Raises Untranslatable."""
    value = champ.values.get(str(constant))
    if value is None and champ.type in ("text", "long_text") and "\n" not in str(constant):
        return quoted(str(constant))
    if value is None:
        raise Untranslatable(
            _("« %(option)s » n’est pas une réponse proposée.") % {"option": str(constant)[:80]}
        )
    return f'"{value}"'


_BINARY: dict[str, Callable[[Known, Any, str], str]] = {
    "=": _equals,
    "!=": _equals,
    **dict.fromkeys(_COMPARES, _compares),
    "includes": _includes,
    "excludes": _includes,
    "in-departement": _in_place,
    "not-in-departement": _in_place,
    "in-region": _in_place,
    "not-in-region": _in_place,
    "empty?": lambda _champ, _constant, _operator: "true",
}


def _parsed(written: Any) -> Any:
    """Return an s-expression as lists, None when there is none. Raises Untranslatable."""
    if not isinstance(written, str) or not written.strip():
        return None
    stack: list[list[Any]] = [[]]
    place = 0
    while place < len(written.rstrip()):
        token = _TOKEN.match(written, place)
        if token is None or len(stack) > DEEPEST:
            raise Untranslatable(_("la condition n’a pas la forme attendue."))
        place = token.end()
        if token[1] == "(":
            stack.append([])
        elif token[1] == ")":
            closed = stack.pop()
            if not stack:
                raise Untranslatable(_("la condition n’a pas la forme attendue."))
            stack[-1].append(closed)
        else:
            stack[-1].append(_atom(token))
    if len(stack) != 1 or len(stack[0]) != 1:
        raise Untranslatable(_("la condition n’a pas la forme attendue."))
    return stack[0][0]


def _atom(token: re.Match[str]) -> Any:
    if token[2] is not None:
        return re.sub(r"\\(.)", r"\1", token[2])
    named = {"true": True, "false": False, "null": None, "nil": None}
    if token[3] in named:
        return named[token[3]]
    return json.loads(token[3]) if re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", token[3]) else token[3]
