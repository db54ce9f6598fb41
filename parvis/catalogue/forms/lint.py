"""What is wrong with a definition, and where, in words: the gate before publication (ARCHITECTURE §5)."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import ValidationError

from parvis.catalogue import blocks
from parvis.catalogue.expressions import CONTEXT_NAMES
from parvis.catalogue.field_types import registry
from parvis.catalogue.forms.formula_remarks import formula_remarks
from parvis.catalogue.forms.remarks import (
    FORMS,
    Level,
    Path,
    Remark,
    at_path,
    fields_of,
    remark_at,
)
from parvis.catalogue.forms.schemas import definition_validator
from parvis.catalogue.forms.translation import at
from parvis.catalogue.workflows.lint import workflow_remarks
from parvis.deadlines.delays import Delay
from parvis.deadlines.errors import BadDelay

__all__ = ["RESERVED", "Level", "Remark", "errors", "lint", "shape_remark"]
ROLE_TYPES = {
    "person": {"person"},
    "address": {"address"},
    "company": {"association", "company"},
    "municipality": {"municipality"},
    "location": {"map_point", "address"},
}
# Words of the expression language, and our own variable: no field may take them.
RESERVED = frozenset(
    {
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
        "let", "loop", "package", "namespace", "return", "var", "void", "while", "size", "string", "int",
        "double", "has", "type", "bool", "bytes", "list", "map", "uint", "dyn", "timestamp", "duration", "matches",
        "optional", "min", "max",
    }
) | CONTEXT_NAMES  # fmt: skip
# What the law or the reader needs: a draft may lack it, a published version may not.
NOTICES = frozenset({"summary", "category", "audience", "law", "data_notice", "other_ways"})
_EMPTY = frozenset({"required", "minItems", "minLength"})
DEEPEST = 3
"""Blocks one inside the other."""


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
        *_blocks(definition),
        *formula_remarks(definition),
        *_roles(definition),
        *_translations(definition),
        *_advice(definition),
        *workflow_remarks(definition),
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
    return remark_at(definition, path, message, _level(error, path))


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
        yield remark_at(
            definition, ["law", "delay"], _("ce délai ne se lit pas. Exemples : 2m, 30d, 10d-ouvres.")
        )


def _keys(definition: dict[str, Any]) -> Iterator[Remark]:
    """Check that names are taken once: keys of the form and of the agents' together, keys inside each block."""
    taken: set[str] = set()
    for part in FORMS:
        pages: set[str] = set()
        for number, page in enumerate(definition.get(part, {}).get("pages", [])):
            path: Path = [part, "pages", number]
            if page["key"] in pages:
                yield _taken(definition, path, page["key"])
            pages.add(page["key"])
            yield from _keys_of(definition, path, page["fields"], taken)


def _keys_of(
    definition: dict[str, Any], path: Path, fields: list[dict[str, Any]], taken: set[str]
) -> Iterator[Remark]:
    for place, field in enumerate(fields):
        own: Path = [*path, "fields", place]
        if field["key"] in taken:
            yield _taken(definition, own, field["key"])
        if field["key"] in RESERVED:
            said = _("« %(key)s » est un mot réservé des formules.") % {"key": field["key"]}
            yield remark_at(definition, [*own, "key"], said)
        taken.add(field["key"])
        values = [option["value"] for option in field.get("options", [])]
        if len(values) != len(set(values)):
            yield remark_at(definition, [*own, "options"], _("deux options ont la même valeur."))
        if registry.get(field["type"]).nests:
            yield from _keys_of(definition, own, field["fields"], set())


def _taken(definition: dict[str, Any], path: Path, key: str) -> Remark:
    return remark_at(definition, [*path, "key"], _("la clé « %(key)s » est déjà prise.") % {"key": key})


def _options(definition: dict[str, Any]) -> Iterator[Remark]:
    """Check what only a field type knows of its options."""
    for path, field in fields_of(definition):
        for option, said in registry.get(field["type"]).faults(field):
            yield remark_at(definition, [*path, option], said)


def _blocks(definition: dict[str, Any]) -> Iterator[Remark]:
    """Check that blocks can be filled: not too deep, never repeated inside a repeated one."""
    for path, field in fields_of(definition):
        around = [at_path(definition, path[:place]) for place in range(5, len(path) - 1, 2)]
        if len(around) >= DEEPEST:
            said = _("%(most)d blocs l’un dans l’autre au plus.") % {"most": DEEPEST}
            yield remark_at(definition, path, said)
        if "repeat" not in field or not registry.get(field["type"]).nests:
            continue
        if any("repeat" in block for block in around):
            said = _("un bloc répété ne peut pas contenir un autre bloc répété.")
            yield remark_at(definition, [*path, "repeat"], said)
        if field["repeat"].get("min", 0) > field["repeat"].get("max", blocks.MOST_ROWS):
            yield remark_at(definition, [*path, "repeat", "min"], _("le minimum dépasse le maximum."))


def _roles(definition: dict[str, Any]) -> Iterator[Remark]:
    for role, named in definition.get("roles", {}).items():
        field = _role(definition, named)
        if field is None:
            said = _("aucune question n’a la clé « %(key)s ».") % {"key": named}
        elif field["type"] not in ROLE_TYPES[role]:
            said = _("la question « %(key)s » doit être du type %(wanted)s.") % {
                "key": named,
                "wanted": ", ".join(sorted(ROLE_TYPES[role])),
            }
        else:
            continue
        yield remark_at(definition, ["roles", role], said)


def _role(definition: dict[str, Any], named: str) -> dict[str, Any] | None:
    """Return the field at a path, through blocks that are not repeated: a row would not say which."""
    fields = [field for page in definition["form"]["pages"] for field in page["fields"]]
    found: dict[str, Any] | None = None
    for key in named.split("."):
        found = next((field for field in fields if field["key"] == key), None)
        inside = found is not None and registry.get(found["type"]).nests and "repeat" not in found
        fields = found["fields"] if found is not None and inside else []
    return found


def _translations(definition: dict[str, Any]) -> Iterator[Remark]:
    for language, texts in definition.get("translations", {}).items():
        for pointer in texts:
            try:
                found = at(definition, pointer)
            except (LookupError, ValueError, TypeError):
                found = None
            if not isinstance(found, str):
                yield remark_at(
                    definition,
                    ["translations", language, pointer],
                    _("il n’y a pas de texte à cet endroit de la définition."),
                )


def _advice(definition: dict[str, Any]) -> Iterator[Remark]:
    internal = definition.get("audience") == ["agent"]
    owed = definition.get("law", {}).get("receipt_owed", False)
    reached = "person" in definition.get("roles", {}) or "contact" in definition
    if not internal and not reached and owed:
        yield remark_at(
            definition,
            ["roles"],
            _("aucune question ne dit qui demande : l’accusé de réception ne pourra pas être envoyé."),
            Level.WARNING,
        )
    if "subject" not in definition:
        yield remark_at(
            definition, [], _("sans objet, toutes les demandes porteront le même titre."), Level.WARNING
        )
