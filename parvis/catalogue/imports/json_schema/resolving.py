"""A schema made plain: references followed, alternatives of null set aside, ``allOf`` merged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.forms.translation import at
from parvis.catalogue.imports.refusals import Untranslatable

MOST_STEPS = 20


@dataclass(frozen=True)
class Root:
    """The document, in which references point."""

    document: Mapping[str, Any]

    def plain(self, schema: Any) -> dict[str, Any]:
        """Return a schema without reference, ``allOf`` nor null. Raises Untranslatable on one that never ends."""
        if schema is True:
            return {}
        if not isinstance(schema, Mapping):
            raise Untranslatable(_("ce n’est pas un schéma."))
        found = dict(schema)
        for _step in range(MOST_STEPS):
            if isinstance(found.get("$ref"), str):
                found = {**self._target(found["$ref"]), **{k: v for k, v in found.items() if k != "$ref"}}
            elif isinstance(found.get("allOf"), list):
                found = _merged([*found.pop("allOf"), found])
            else:
                return _without_null(found)
        raise Untranslatable(_("ce schéma se contient lui-même."))

    def _target(self, reference: str) -> dict[str, Any]:
        if not reference.startswith("#"):
            raise Untranslatable(_("ce schéma en cite un autre, qui n’est pas dans le fichier."))
        try:
            target = at(self.document, reference[1:]) if len(reference) > 1 else self.document
        except (LookupError, ValueError, TypeError):
            target = None
        if not isinstance(target, Mapping):
            raise Untranslatable(_("« %(name)s » ne désigne rien.") % {"name": reference[:80]})
        return dict(target)


def _merged(schemas: list[Any]) -> dict[str, Any]:
    """Return what holds when all hold: properties and required names together, conditions side by side."""
    merged: dict[str, Any] = {}
    conditions: list[Any] = []
    for schema in schemas:
        if not isinstance(schema, Mapping):
            continue
        for name, value in schema.items():
            if name == "properties" and isinstance(value, Mapping):
                merged["properties"] = {**merged.get("properties", {}), **value}
            elif name == "required" and isinstance(value, list):
                merged["required"] = [*merged.get("required", []), *value]
            elif name in ("if", "then", "else"):
                continue
            elif name == "x-conditions":
                conditions.extend(value)
            elif name == "allOf" and "allOf" in merged:
                merged["allOf"] = [*merged["allOf"], *value]
            else:
                merged[name] = value
        if "if" in schema:
            conditions.append({name: schema[name] for name in ("if", "then", "else") if name in schema})
    return {**merged, **({"x-conditions": conditions} if conditions else {})}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that null does not complicate: here an answer that is not given is simply not there."""
    kinds = schema.get("type")
    if isinstance(kinds, list):
        others = [kind for kind in kinds if kind != "null"]
        schema = {**schema, "type": others[0] if len(others) == 1 else others}
        schema["x-optional"] = len(others) < len(kinds)
    for name in ("anyOf", "oneOf"):
        options = schema.get(name)
        if isinstance(options, list) and any(_is_null(option) for option in options):
            kept = [option for option in options if not _is_null(option)]
            if len(kept) == 1 and isinstance(kept[0], Mapping):
                rest = {k: v for k, v in schema.items() if k != name}
                return {**kept[0], **rest, "x-optional": True}
            schema = {**schema, name: kept, "x-optional": True}
    return schema


def _is_null(schema: Any) -> bool:
    return isinstance(schema, Mapping) and schema.get("type") == "null"
