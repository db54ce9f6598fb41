"""The properties of an object as questions: nested objects are blocks, lists of objects repeated blocks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import CONTEXT_NAMES, BadExpression, compile_expression
from parvis.catalogue.imports.json_schema.conditions import condition_of, contrary
from parvis.catalogue.imports.json_schema.fields import Field, Told, options_of, scalar, several
from parvis.catalogue.imports.json_schema.resolving import Root
from parvis.catalogue.imports.markup import plain_line
from parvis.catalogue.imports.naming import cut, key_of, literal
from parvis.catalogue.imports.refusals import Untranslatable
from parvis.catalogue.imports.report import FileReport, What

DEEPEST = 2  # blocks in one another: our engine takes three, one is kept for lists
MOST_FIELDS = 3000
MOST_ROWS = 50
# What says how answers are drawn or described elsewhere, and what this importer reads.
_READ = frozenset(
    {
        "$anchor", "$comment", "$defs", "$id", "$schema", "additionalProperties", "anyOf", "const", "contentEncoding",
        "contentMediaType", "default", "definitions", "dependencies", "dependentRequired", "dependentSchemas",
        "description", "else", "enum", "enumNames", "examples", "exclusiveMaximum", "exclusiveMinimum", "format",
        "if", "items", "maxItems", "maxLength", "maximum", "minItems", "minLength", "minimum", "multipleOf", "oneOf",
        "pattern", "properties", "readOnly", "required", "then", "title", "type", "unevaluatedProperties",
        "uniqueItems", "x-condition", "x-conditions", "x-enumNames", "x-optional",
    }
)  # fmt: skip


@dataclass
class Scope:
    """The questions of one object: how conditions name them, and what each one asks."""

    root: Root
    report: FileReport
    keys: dict[str, None] = field(default_factory=dict)
    names: dict[str, tuple[str, dict[Any, str]]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    page_checks: list[dict[str, str]] | None = None
    where: str = ""
    depth: int = 0
    repeated: bool = False
    condition: str = ""

    def inside(self, where: str, *, repeated: bool) -> "Scope":
        """Return the scope of a block: its own names, no rule of a page."""
        return Scope(
            self.root, self.report, where=where, depth=self.depth + 1, repeated=self.repeated or repeated
        )


def questions_of(schema: Mapping[str, Any], scope: Scope) -> list[Field]:
    """Return the questions of an object, those that its conditions add after those they read."""
    fields = _properties(schema, scope)
    for rule in [schema, *schema.get("x-conditions", [])]:
        if isinstance(rule, Mapping) and "if" in rule:
            fields += _conditional(rule, scope)
    fields += _dependent(schema, scope)
    for name in ("oneOf", "anyOf"):
        alternatives = schema.get(name)
        if isinstance(alternatives, list) and alternatives and "properties" not in schema.get("not", {}):
            fields += _alternatives(alternatives, scope)
    return fields


def _properties(schema: Mapping[str, Any], scope: Scope) -> list[Field]:
    properties = schema.get("properties")
    required = schema.get("required")
    needed = {str(name) for name in required} if isinstance(required, list) else set()
    fields: list[Field] = []
    for name, inner in properties.items() if isinstance(properties, Mapping) else ():
        if (
            name in scope.names and scope.condition
        ):  # a condition says more of a question that is asked already
            _required_when(str(name), name in needed, scope)
            continue
        fields += _question(str(name), inner, name in needed, scope)
    for name in needed - set(properties if isinstance(properties, Mapping) else ()):
        _required_when(name, needed=True, scope=scope)
    return fields


def _question(name: str, given: Any, required: bool, scope: Scope) -> list[Field]:
    place = f"{scope.where}/{name}"
    if len(scope.keys) > MOST_FIELDS:
        raise Untranslatable(_("ce schéma pose plus de %(most)d questions.") % {"most": MOST_FIELDS})
    try:
        schema = scope.root.plain(given)
        key = key_of(_words(name), scope.keys)
        made = _made(schema, key, place, scope)
    except Untranslatable as why:
        scope.report.left(What.FIELDS, place=place, what=name, reason=str(why))
        return []
    scope.keys[key] = None
    scope.names[name] = (key, made.pop("x-values", {}))
    scope.report.took(What.FIELDS)
    if key != name:
        scope.report.changed(place=place, what=name, how=_("le nom devient « %(key)s ».") % {"key": key})
    _say_what_is_left(schema, place, scope.report)
    label = cut(literal(plain_line(str(schema.get("title") or _words(name)))), 300)
    described = cut(literal(plain_line(str(schema.get("description") or ""))), 1000)
    scope.labels[name] = label or key
    filled = _default(schema, made, place, scope)
    condition = _own_condition(schema, place, scope)
    silent = made["type"] == "hidden"
    return [
        {
            "key": key,
            "type": made.pop("type"),
            "label": label or key,
            **({"help": described} if described and not silent else {}),
            **({} if silent else {"required": required and not schema.get("x-optional")}),
            **made,
            **filled,
            **({"condition": condition} if condition else {}),
        }
    ]


def _own_condition(schema: Mapping[str, Any], place: str, scope: Scope) -> str:
    """Return the condition of a question: that of its scope, else the one our own exports write."""
    given = schema.get("x-condition")
    if scope.condition or not isinstance(given, str):
        return scope.condition
    try:
        unknown = (
            set(compile_expression(given).names)
            - {key for key, _values in scope.names.values()}
            - CONTEXT_NAMES
        )
        why = (
            _("« %(name)s » n’est pas une question posée avant.") % {"name": min(unknown)} if unknown else ""
        )
    except BadExpression as bad:
        why = str(bad)
    if why:
        scope.report.left(What.CONDITIONS, place=place, what=given, reason=why)
        return ""
    scope.report.took(What.CONDITIONS)
    return given


def _made(schema: dict[str, Any], key: str, place: str, scope: Scope) -> Field:
    """Return the own part of a question, with the values of its options under « x-values »."""
    told = Told(scope.report, place, key)
    kind = schema.get("type")
    if kind == "object" or (kind is None and "properties" in schema):
        return _block(schema, place, scope, {}, repeated=False)
    if kind == "array" or (kind is None and "items" in schema):
        return _list(schema, place, scope, told)
    made = scalar(schema, told)
    if made is None:
        raise Untranslatable(_("le type « %(kind)s » n’a pas d’équivalent.") % {"kind": str(kind)[:40]})
    return {**made.part, "x-values": made.values, **({"checks": made.checks} if made.checks else {})}


def _list(schema: dict[str, Any], place: str, scope: Scope, told: Told) -> Field:
    items = schema.get("items")
    if not isinstance(items, Mapping | bool) or isinstance(items, bool):
        raise Untranslatable(_("la liste ne dit pas ce qu’elle contient."))
    item = scope.root.plain(items)
    made = several(schema, item, told)
    if made is not None:
        return {**made.part, "x-values": made.values, **({"checks": made.checks} if made.checks else {})}
    if item.get("type") != "object" and "properties" not in item:
        title = schema.get("title") or item.get("title") or _("Réponse")
        item = {"type": "object", "properties": {"valeur": {**item, "title": item.get("title") or title}}}
        item["required"] = ["valeur"]
        told.changed(place, _("chaque élément de la liste est une ligne d’un bloc répété."))
    bounds = {
        ours: min(max(schema[theirs], least), MOST_ROWS)
        for theirs, ours, least in (("minItems", "min", 0), ("maxItems", "max", 1))
        if isinstance(schema.get(theirs), int)
    }
    return _block(item, place, scope, {"min": 0, "max": MOST_ROWS, **bounds}, repeated=True)


def _block(
    schema: Mapping[str, Any], place: str, scope: Scope, repeat: dict[str, int], *, repeated: bool
) -> Field:
    if scope.depth >= DEEPEST:
        raise Untranslatable(_("il y a trop de blocs l’un dans l’autre."))
    if repeated and scope.repeated:
        raise Untranslatable(_("un bloc répété ne peut pas en contenir un autre."))
    fields = questions_of(schema, scope.inside(place, repeated=repeated))
    if not fields:
        raise Untranslatable(_("ce bloc ne pose aucune question."))
    return {"type": "block", "fields": fields, **({"repeat": repeat} if repeated else {})}


def _conditional(rule: Mapping[str, Any], scope: Scope) -> list[Field]:
    """Return the questions that ``then`` and ``else`` add, each on its condition."""
    try:
        holds = condition_of(rule["if"], scope.names)
    except Untranslatable as why:
        reason = _("%(why)s Ce qu’elle ajoute est toujours demandé.") % {"why": f"{why}"}
        scope.report.left(What.CONDITIONS, place=f"{scope.where}/if", what=str(rule["if"]), reason=reason)
        return _branches(rule, scope, "", "")
    scope.report.took(What.CONDITIONS)
    return _branches(rule, scope, holds, contrary(holds))


def _branches(rule: Mapping[str, Any], scope: Scope, holds: str, fails: str) -> list[Field]:
    fields: list[Field] = []
    for name, condition in (("then", holds), ("else", fails)):
        if isinstance(rule.get(name), Mapping):
            fields += _on_condition(rule[name], scope, condition, optional=not condition)
    return fields


def _on_condition(given: Any, scope: Scope, condition: str, *, optional: bool = False) -> list[Field]:
    """Return the questions of a schema that applies on a condition."""
    both = " && ".join(f"({one})" for one in (scope.condition, condition) if one)
    own = replace(scope, condition=both if scope.condition and condition else condition or scope.condition)
    try:
        schema = scope.root.plain(given)
    except Untranslatable as why:
        scope.report.left(What.FIELDS, place=scope.where or "/", what=str(given), reason=str(why))
        return []
    if optional:
        schema = {name: value for name, value in schema.items() if name != "required"}
    return questions_of(schema, own)


def _dependent(schema: Mapping[str, Any], scope: Scope) -> list[Field]:
    """Return the questions, and note the rules, that one answer brings: « if a then b »."""
    fields: list[Field] = []
    for word in ("dependentRequired", "dependentSchemas", "dependencies"):
        listed = schema.get(word)
        for name, brought in listed.items() if isinstance(listed, Mapping) else ():
            if name not in scope.names:
                reason = _("« %(name)s » n’est pas une question posée avant.") % {"name": str(name)[:60]}
                scope.report.left(
                    What.CONDITIONS, place=f"{scope.where}/{word}", what=str(name), reason=reason
                )
                continue
            given = f"!empty({scope.names[name][0]})"
            scope.report.took(What.CONDITIONS)
            inner = {"required": brought} if isinstance(brought, list) else brought
            fields += _on_condition(inner, scope, given)
    return fields


def _required_when(name: str, needed: bool, scope: Scope) -> None:
    """Ask for an answer that a condition makes necessary by a rule of the page."""
    if not needed:
        return
    if name not in scope.names or scope.page_checks is None or not scope.condition:
        reason = _("une règle sur une question qui n’est pas posée ici n’a pas d’équivalent.")
        scope.report.left(What.VALIDATIONS, place=scope.where or "/", what=f"required: {name}", reason=reason)
        return
    key = scope.names[name][0]
    message = _("Répondez aussi à la question « %(name)s ».") % {"name": scope.labels[name]}
    scope.page_checks.append({"rule": f"!({scope.condition}) || !empty({key})", "message": cut(message, 300)})
    scope.report.took(What.VALIDATIONS)


def _alternatives(alternatives: list[Any], scope: Scope) -> list[Field]:
    """Return a choice among alternatives of an object, and the questions of each."""
    schemas = []
    for one in alternatives:
        try:
            schemas.append(scope.root.plain(one))
        except Untranslatable as why:
            scope.report.left(What.FIELDS, place=scope.where or "/", what=str(one), reason=str(why))
    if not any(one.get("properties") for one in schemas) or options_of({"oneOf": schemas}):
        return []
    key = key_of("choix", scope.keys)
    scope.keys[key] = None
    titles = [
        str(one.get("title") or _("Possibilité %(rank)d") % {"rank": rank})
        for rank, one in enumerate(schemas, 1)
    ]
    options = [
        {"value": str(rank), "label": cut(literal(title), 300)} for rank, title in enumerate(titles, start=1)
    ]
    choice: Field = {
        "key": key,
        "type": "choice",
        "label": _("Quelle est votre situation ?"),
        "options": options,
    }
    if scope.condition:
        choice["condition"] = scope.condition
    scope.report.changed(
        place=scope.where or "/",
        what="oneOf",
        how=_("une question demande d’abord quelle possibilité convient."),
    )
    fields = [choice]
    for rank, schema in enumerate(schemas, start=1):
        fields += _on_condition(schema, scope, f'{key} == "{rank}"')
    return fields


def _default(schema: Mapping[str, Any], made: Field, place: str, scope: Scope) -> Field:
    """Return what fills the question at first: an answer of its type, or nothing."""
    if "default" not in schema or schema["default"] in (None, "", [], {}) or "default" in made:
        return {}
    value = schema["default"]
    kinds = {
        "number": int | float,
        "yes_no": bool,
        "agreement": bool,
        "text": str,
        "long_text": str,
        "date": str,
    }
    if made["type"] == "choice":
        values = [option["value"] for option in made["options"]]
        right = str(value) in values
        value = str(value)
    else:
        right = made["type"] in kinds and isinstance(value, kinds[made["type"]])
    if not right:
        reason = _("cette valeur n’est pas une réponse possible.")
        scope.report.left(What.PREFILLS, place=place, what=str(value), reason=reason)
        return {}
    scope.report.took(What.PREFILLS)
    return {"default": value}


def _say_what_is_left(schema: Mapping[str, Any], place: str, report: FileReport) -> None:
    for name, value in schema.items():
        if name not in _READ and value not in (None, "", [], {}, False):
            reason = _("cette propriété n’a pas d’équivalent.")
            report.left("property", place=place, what=f"{name}: {value}", reason=reason)


def _words(name: str) -> str:
    """Return a name as words: « firstName », « first_name »."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    words = " ".join(re.sub(r"[_-]", " ", spaced).split()).lower()
    return (words[:1].upper() + words[1:]) or name
