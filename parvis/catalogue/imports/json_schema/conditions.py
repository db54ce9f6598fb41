"""What a schema asks of an answer, as an expression: the tests of ``if``, of ``contains``, of ``not``."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import BadExpression, Tree, compile_expression, write
from parvis.catalogue.imports.refusals import Untranslatable

# Words that say nothing of the value by themselves, or that only describe.
_SILENT = frozenset(
    {
        "$comment",
        "$id",
        "$schema",
        "title",
        "description",
        "examples",
        "default",
        "type",
        "required",
        "format",
    }
)
Names = Mapping[str, tuple[str, Mapping[Any, str]]]
"""For each property: the key of its question, and the value of each option of it by constant."""


def condition_of(schema: Any, names: Names) -> str:
    """Return what holds when the answers follow a schema of an object. Raises Untranslatable."""
    return written(_object(schema, names))


def written(tree: Tree) -> str:
    """Return the text of a tree our rules accept. Raises Untranslatable."""
    text = write(tree)
    try:
        compile_expression(text)
    except BadExpression as why:
        raise Untranslatable(str(why)) from None
    return text


def contrary(condition: str) -> str:
    """Return what holds when a condition does not."""
    return f"!({condition})"


def _object(schema: Any, names: Names) -> Tree:
    if isinstance(schema, bool):
        return schema
    if not isinstance(schema, Mapping):
        raise Untranslatable(_("la condition n’a pas la forme attendue."))
    required = [str(name) for name in schema.get("required", [])]
    parts: list[Tree] = []
    for name, wanted in schema.get("properties", {}).items():
        read, values = _read(str(name), names)
        test = _value(wanted, read, values)
        # A property that is not there follows any schema, unless it is required.
        parts.append(test if name in required else ["||", ["empty", read], test])
    exact = {
        str(name)
        for name, wanted in schema.get("properties", {}).items()
        if isinstance(wanted, Mapping) and wanted.keys() & {"const", "enum"}
    }
    # Any other test may hold of nothing: what is required must be there besides.
    parts += [["!", ["empty", _read(name, names)[0]]] for name in required if name not in exact]
    parts += _combined(schema, lambda inner: _object(inner, names))
    _check_words(schema, {"properties", "required", "allOf", "anyOf", "oneOf", "not"})
    return _all(parts)


def _read(name: str, names: Names) -> tuple[Tree, Mapping[Any, str]]:
    if name not in names:
        raise Untranslatable(_("« %(name)s » n’est pas une question posée avant.") % {"name": name[:60]})
    key, values = names[name]
    return ["name", key], values


def _value(schema: Any, read: Tree, values: Mapping[Any, str]) -> Tree:
    """Return what holds when a value follows a schema."""
    if isinstance(schema, bool):
        return schema
    if not isinstance(schema, Mapping):
        raise Untranslatable(_("la condition n’a pas la forme attendue."))
    parts = [_TESTS[name](schema[name], read, values) for name in schema if name in _TESTS]
    parts += _combined(schema, lambda inner: _value(inner, read, values))
    _check_words(schema, {*_TESTS, "allOf", "anyOf", "oneOf", "not"})
    return _all(parts)


def _combined(schema: Mapping[str, Any], inner: Callable[[Any], Tree]) -> list[Tree]:
    parts: list[Tree] = [inner(one) for one in schema.get("allOf", [])]
    for name in ("anyOf", "oneOf"):
        options = [inner(one) for one in schema.get(name, [])]
        if options:
            parts.append(options[0] if len(options) == 1 else ["||", *options])
    if "not" in schema:
        parts.append(["!", inner(schema["not"])])
    return parts


def _check_words(schema: Mapping[str, Any], known: set[str]) -> None:
    unknown = [name for name in schema if name not in known and name not in _SILENT]
    if unknown:
        raise Untranslatable(
            _("« %(name)s » n’a pas d’équivalent dans une condition.") % {"name": unknown[0][:40]}
        )


def _all(parts: list[Tree]) -> Tree:
    kept = [part for part in parts if part is not True]
    if not kept:
        return True
    return kept[0] if len(kept) == 1 else ["&&", *kept]


def _constant(value: Any, values: Mapping[Any, str]) -> Tree:
    if isinstance(value, str | int | float | bool):
        return values.get(value, value)
    raise Untranslatable(_("la condition compare une réponse à un objet."))


def _equal(value: Any, read: Tree, values: Mapping[Any, str]) -> Tree:
    return ["empty", read] if value is None else ["==", read, _constant(value, values)]


def _among(listed: Any, read: Tree, values: Mapping[Any, str]) -> Tree:
    options = listed if isinstance(listed, list) else []
    return ["in", read, ["list", *(_constant(one, values) for one in options if one is not None)]]


def _contains(schema: Any, read: Tree, values: Mapping[Any, str]) -> Tree:
    if isinstance(schema, Mapping) and "const" in schema:
        return ["in", _constant(schema["const"], values), read]
    if isinstance(schema, Mapping) and isinstance(schema.get("enum"), list):
        return ["any_of", read, ["list", *(_constant(one, values) for one in schema["enum"])]]
    raise Untranslatable(_("la condition cherche dans une liste autre chose qu’une valeur."))


def _compares(sign: str) -> Callable[[Any, Tree, Mapping[Any, str]], Tree]:
    return lambda bound, read, _values: [sign, read, _number(bound)]


def _sized(sign: str) -> Callable[[Any, Tree, Mapping[Any, str]], Tree]:
    return lambda bound, read, _values: [sign, ["size", read], _number(bound)]


def _number(bound: Any) -> int | float:
    if isinstance(bound, bool) or not isinstance(bound, int | float):
        raise Untranslatable(_("la condition n’a pas la forme attendue."))
    return bound


def _matches(pattern: Any, read: Tree, _values: Mapping[Any, str]) -> Tree:
    return ["matches", read, str(pattern)]


_TESTS: dict[str, Callable[[Any, Tree, Mapping[Any, str]], Tree]] = {
    "const": _equal,
    "enum": _among,
    "contains": _contains,
    "minimum": _compares(">="),
    "maximum": _compares("<="),
    "exclusiveMinimum": _compares(">"),
    "exclusiveMaximum": _compares("<"),
    "minLength": _sized(">="),
    "maxLength": _sized("<="),
    "minItems": _sized(">="),
    "maxItems": _sized("<="),
    "pattern": _matches,
}
