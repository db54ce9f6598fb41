"""What is wrong with a definition, and where, in words: the gate before publication (ARCHITECTURE §5)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import ValidationError

from parvis.catalogue.expressions import BadExpression, Expression, compile_expression
from parvis.catalogue.field_types import registry
from parvis.catalogue.forms.schemas import definition_validator
from parvis.catalogue.forms.translation import at
from parvis.deadlines.delays import Delay
from parvis.deadlines.errors import BadDelay

ROLE_TYPES = {
    "person": {"person"},
    "address": {"address"},
    "company": {"company"},
    "municipality": {"municipality"},
    "location": {"map_point", "address"},
}
# Words of the expression language, and our own variable: no field may take them.
RESERVED = frozenset(
    {
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
        "let", "loop", "package", "namespace", "return", "var", "void", "while", "today", "size", "string", "int",
        "double", "has", "type", "bool", "bytes", "list", "map", "uint", "dyn", "timestamp", "duration", "matches",
        "optional", "min", "max",
    }
)  # fmt: skip


# What the law or the reader needs: a draft may lack it, a published version may not.
NOTICES = frozenset({"summary", "category", "audience", "law", "data_notice", "other_ways"})
_EMPTY = frozenset({"required", "minItems", "minLength"})


class Level(StrEnum):
    """An error keeps a definition out; what is incomplete keeps it from being published; a warning is advice."""

    ERROR = "error"
    INCOMPLETE = "incomplete"
    WARNING = "warning"


@dataclass(frozen=True)
class Remark:
    """One thing to put right. ``pointer`` is the JSON pointer of the place, ``place`` says it in words."""

    level: Level
    pointer: str
    place: str
    message: str


def lint(definition: Any) -> list[Remark]:
    """Return what is wrong with a definition: its shape first, and once that is right, its sense."""
    found = definition_validator().iter_errors(definition)
    seen = dict.fromkeys(
        shape_remark(definition, error) for error in found
    )  # several missing keys: said once
    shape = sorted(seen, key=lambda remark: remark.pointer)
    if any(remark.level is Level.ERROR for remark in shape):
        return shape
    return [
        *shape,
        *_law(definition),
        *_keys(definition),
        *_options(definition),
        *_formulas(definition),
        *_roles(definition),
        *_translations(definition),
        *_advice(definition),
    ]


def errors(remarks: Iterable[Remark], *levels: Level) -> dict[str, list[str]]:
    """Return what keeps a definition from being published, or the remarks of some levels, by JSON pointer."""
    found: dict[str, list[str]] = {}
    for remark in remarks:
        if remark.level in (levels or (Level.ERROR, Level.INCOMPLETE)):
            found.setdefault(remark.pointer, []).append(
                _("%(name)s : %(text)s") % {"name": remark.place, "text": remark.message}
            )
    return found


def place_in_words(definition: Any, path: Iterable[str | int]) -> str:
    """Return « page 2 « Le lieu », question 3 « Commune », label » for a path."""
    words: list[str] = []
    node = definition
    for step in path:
        node = _enter(node, step)
        if isinstance(step, int):
            name = node.get("title", node.get("label", "")) if isinstance(node, dict) else ""
            quoted = _(" « %(name)s »") % {"name": name} if isinstance(name, str) and name else ""
            words.append(f"{words.pop() if words else ''} {step + 1}{quoted}".strip())
        elif step != "form":
            words.append(
                {"pages": _("page"), "fields": _("question"), "options": _("option")}.get(step, str(step))
            )
    return ", ".join(words) or _("la définition")


def _enter(node: Any, step: str | int) -> Any:
    try:
        return node[step]
    except (LookupError, TypeError):
        return None


def _remark(definition: Any, path: list[str | int], message: str, level: Level = Level.ERROR) -> Remark:
    pointer = "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)
    return Remark(level, pointer, place_in_words(definition, path), message)


def shape_remark(definition: Any, error: ValidationError) -> Remark:
    """Return what a fault of shape is, in words."""
    path = list(error.absolute_path)
    given = str(error.instance)[:60]
    wanted = error.validator_value
    match error.validator:
        case "required":
            missing = [name for name in wanted if name not in error.instance]
            message = _("il manque %(names)s.") % {"names": ", ".join(missing)}
        case "additionalProperties":
            known = error.schema.get("properties", {})
            unknown = [name for name in error.instance if name not in known]
            message = _("%(names)s n’est pas connu ici.") % {"names": ", ".join(unknown)[:200]}
        case "enum":
            choices = ", ".join(str(choice) for choice in wanted)
            message = _("« %(given)s » n’est pas possible. Valeurs : %(choices)s.") % {
                "given": given,
                "choices": choices,
            }
        case "const":
            message = _("écrivez « %(wanted)s ».") % {"wanted": wanted}
        case "type":
            message = _("la valeur doit être du type %(wanted)s.") % {"wanted": wanted}
        case "minItems" | "minLength":
            message = _("ne laissez pas cette partie vide.")
        case "pattern":
            message = _("« %(given)s » n’a pas la forme attendue (%(wanted)s).") % {
                "given": given,
                "wanted": wanted,
            }
        case _:
            message = _("« %(given)s » ne respecte pas la règle %(rule)s = %(wanted)s.") % {
                "given": given,
                "rule": error.validator,
                "wanted": str(wanted)[:80],
            }
    return _remark(definition, path, message, _level(error, path))


def _level(error: ValidationError, path: list[str | int]) -> Level:
    """Return whether an error of shape is only something left to write for the public."""
    if error.validator not in _EMPTY:
        return Level.ERROR
    if path:
        return Level.INCOMPLETE if path[0] in NOTICES else Level.ERROR
    lacking = {name for name in error.validator_value if name not in error.instance}
    return Level.INCOMPLETE if lacking <= NOTICES else Level.ERROR


def _law(definition: dict[str, Any]) -> Iterator[Remark]:
    delay = definition.get("law", {}).get("delay")
    if delay is None:
        return
    try:
        Delay.parse(delay)
    except BadDelay:
        yield _remark(
            definition, ["law", "delay"], _("ce délai ne se lit pas. Exemples : 2m, 30d, 10d-ouvres.")
        )


def _fields(definition: dict[str, Any]) -> Iterator[tuple[list[str | int], dict[str, Any]]]:
    for number, page in enumerate(definition["form"]["pages"]):
        for place, field in enumerate(page["fields"]):
            yield ["form", "pages", number, "fields", place], field


def _keys(definition: dict[str, Any]) -> Iterator[Remark]:
    seen: set[str] = set()
    for path, field in _fields(definition):
        if field["key"] in seen:
            yield _remark(
                definition, [*path, "key"], _("la clé « %(key)s » est déjà prise.") % {"key": field["key"]}
            )
        if field["key"] in RESERVED:
            yield _remark(
                definition,
                [*path, "key"],
                _("« %(key)s » est un mot réservé des formules.") % {"key": field["key"]},
            )
        seen.add(field["key"])
        values = [option["value"] for option in field.get("options", [])]
        if len(values) != len(set(values)):
            yield _remark(definition, [*path, "options"], _("deux options ont la même valeur."))
    pages = [page["key"] for page in definition["form"]["pages"]]
    for number, key in enumerate(pages):
        if key in pages[:number]:
            yield _remark(
                definition,
                ["form", "pages", number, "key"],
                _("la clé « %(key)s » est déjà prise.") % {"key": key},
            )


def _options(definition: dict[str, Any]) -> Iterator[Remark]:
    """Check what only a field type knows of its options."""
    for path, field in _fields(definition):
        for option, said in registry.get(field["type"]).faults(field):
            yield _remark(definition, [*path, option], said)


def _formulas(definition: dict[str, Any]) -> Iterator[Remark]:
    """Check each formula: it compiles, and reads only answers that come before it."""
    everything = {field["key"] for _path, field in _fields(definition) if registry.get(field["type"]).asks}
    known: set[str] = set()
    for number, page in enumerate(definition["form"]["pages"]):
        path: list[str | int] = ["form", "pages", number]
        yield from _formula(definition, [*path, "condition"], page.get("condition"), known, everything)
        for place, field in enumerate(page["fields"]):
            own: list[str | int] = [*path, "fields", place]
            yield from _formula(definition, [*own, "condition"], field.get("condition"), known, everything)
            for where, source in registry.get(field["type"]).formulas(field):
                yield from _formula(definition, [*own, *where], source, known, everything)
            if registry.get(field["type"]).asks:
                known.add(field["key"])
            for order, check in enumerate(field.get("checks", [])):
                yield from _formula(
                    definition, [*own, "checks", order, "rule"], check["rule"], known, everything
                )
    yield from _formula(definition, ["subject"], definition.get("subject"), known, everything)


def _formula(
    definition: Any, path: list[str | int], source: str | None, known: set[str], everything: set[str]
) -> Iterator[Remark]:
    if not source:
        return
    try:
        formula: Expression = compile_expression(source)
    except BadExpression as bad:
        yield _remark(definition, path, str(bad))
        return
    for name in set(formula.names) - known - {"today"}:
        message = (
            _("« %(name)s » est demandé plus loin : une formule ne lit que les réponses d’avant.")
            if name in everything
            else _("aucune question n’a la clé « %(name)s ».")
        )
        yield _remark(definition, path, message % {"name": name})


def _roles(definition: dict[str, Any]) -> Iterator[Remark]:
    types = {field["key"]: field["type"] for _path, field in _fields(definition)}
    for role, key in definition.get("roles", {}).items():
        if key not in types:
            yield _remark(
                definition, ["roles", role], _("aucune question n’a la clé « %(key)s ».") % {"key": key}
            )
        elif types[key] not in ROLE_TYPES[role]:
            wanted = ", ".join(sorted(ROLE_TYPES[role]))
            yield _remark(
                definition,
                ["roles", role],
                _("la question « %(key)s » doit être du type %(wanted)s.") % {"key": key, "wanted": wanted},
            )


def _translations(definition: dict[str, Any]) -> Iterator[Remark]:
    for language, texts in definition.get("translations", {}).items():
        for pointer in texts:
            try:
                found = at(definition, pointer)
            except (LookupError, ValueError, TypeError):
                found = None
            if not isinstance(found, str):
                yield _remark(
                    definition,
                    ["translations", language, pointer],
                    _("il n’y a pas de texte à cet endroit de la définition."),
                )


def _advice(definition: dict[str, Any]) -> Iterator[Remark]:
    internal = definition.get("audience") == ["agent"]
    owed = definition.get("law", {}).get("receipt_owed", False)
    if not internal and "person" not in definition.get("roles", {}) and owed:
        yield _remark(
            definition,
            ["roles"],
            _("aucune question ne dit qui demande : l’accusé de réception ne pourra pas être envoyé."),
            Level.WARNING,
        )
    if "subject" not in definition:
        yield _remark(
            definition, [], _("sans objet, toutes les demandes porteront le même titre."), Level.WARNING
        )
