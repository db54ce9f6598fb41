"""What w.c.s. fills in by itself: the profile, a position, a text or a formula; and values shown at first."""

import re
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.expressions import compile_expression
from parvis.catalogue.imports.publik.documents import Field
from parvis.catalogue.imports.publik.language import tree
from parvis.catalogue.imports.publik.language.days import day_of
from parvis.catalogue.imports.publik.language.forms import as_number, as_text
from parvis.catalogue.imports.publik.language.operators import holds
from parvis.catalogue.imports.publik.language.python import read_python
from parvis.catalogue.imports.publik.language.scope import PROFILE, in_address
from parvis.catalogue.imports.publik.language.templates import is_template, read_template
from parvis.catalogue.imports.publik.language.translation import usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import Kind, Value, number_in
from parvis.catalogue.imports.publik.lists import Written
from parvis.catalogue.imports.publik.making import Making
from parvis.catalogue.imports.report import What

# Parts of a position, as w.c.s. names them, by the name of ours.
POSITION = {
    "position": "point", "house": "number", "number": "number", "road": "road", "number_and_street": "street",
    "street": "street", "postcode": "postcode", "zipcode": "postcode", "city": "city", "country": "country",
}  # fmt: skip
_NO_FORMULA = frozenset({"file", "block", "iban", "agreement", "table", "signature"})
_NONE = frozenset({"", "None", "none"})


def prefill_of(field: Field, made: dict[str, Any], options: Any, making: Making) -> dict[str, Any]:
    """Return what a definition says of the filling of a question; the report is told of it."""
    element = field.element.find("prefill")
    kind = element.words("type") if element else ""
    value = element.words("value") if element else ""
    if element is None or kind in _NONE or (kind in ("string", "formula") and value in _NONE):
        return {}
    making.reading = f"{kind} {value}"
    try:
        found = _prefill(kind, value, made, options, making)
    except NotUnderstood as why:
        making.left(What.PREFILLS, making.reading, str(why))
        return {}
    making.took(What.PREFILLS)
    if "prefill" in found and element.is_true("locked"):
        found["prefill"]["locked"] = True
    return found


def _prefill(kind: str, value: str, made: dict[str, Any], options: Any, making: Making) -> dict[str, Any]:
    match kind:
        case "user":
            return {"prefill": _profile(value, making)}
        case "geolocation":
            return {"prefill": _position(value)}
        case "string":
            return _text(value, made, options, making)
        case "formula":
            return {"prefill": _formula(making.translator().value(read_python(value)), made["type"])}
        case _:
            raise NotUnderstood(_("ce préremplissage n’est pas connu"))


def _profile(name: str, making: Making) -> dict[str, Any]:
    plain = name.strip("_")
    if plain in PROFILE:
        return {"from": "person", "name": PROFILE[plain]}
    if not plain or not plain.replace("_", "").replace("-", "").isalnum() or not plain[0].isalpha():
        raise NotUnderstood(_("cette donnée du profil n’a pas de nom"))
    making.near(
        _("cette donnée du compte est demandée au fournisseur d’identité, sous le nom « %(name)s »")
        % {"name": plain}
    )
    return {"from": "identity", "name": plain}


def _position(name: str) -> dict[str, Any]:
    part = POSITION.get(name.strip("_"))
    if part is None:
        raise NotUnderstood(_("cette partie d’une position n’est pas connue"))
    return {"from": "position"} if part == "point" else {"from": "position", "name": part}


def _text(value: str, made: dict[str, Any], options: Any, making: Making) -> dict[str, Any]:
    if not is_template(value):
        return {"default": _constant(value, made, options)}
    template = read_template(value)
    named = _named_in_profile(template, making)
    if named:
        return {"prefill": named}
    if isinstance(options, Written):
        template = _with_values(template, options)
    found = making.translator().result(template)
    if found.is_constant:
        text = "" if found.constant is None else str(found.constant)
        return {"default": _constant(text, made, options)} if text else {}
    return {"prefill": _formula(found, made["type"])}


def _named_in_profile(template: tree.Template, making: Making) -> dict[str, Any]:
    """Return the filling by an attribute of the account, or by the page's address, that a template only names:
    ``{{ form_user_var_niss }}``, ``{{ session_var_quartier }}``.
    """
    match template:
        case [tree.Output(node=tree.Name(path=path))]:
            found = re.fullmatch(r"(?:form|session)_user_(?:var_)?([A-Za-z]\w*)", path.replace(".", "_"))
            if found and found[1] not in ("name", "display_name"):
                return _profile(found[1], making)
            told = in_address(path.replace(".", "_"))
            if told:
                return {"from": "address", "name": told}
    return {}


def _with_values(template: tree.Template, options: Written) -> tree.Template:
    """Return a template whose texts are our values of the options they name."""
    by_text = {one.text: one.value for one in options.options} | {
        one.identifier: one.value for one in options.options
    }

    def part_of(part: tree.Part) -> tree.Part:
        match part:
            case tree.Text():
                return tree.Text(by_text.get(part.text.strip(), part.text))
            case tree.Branches():
                return tree.Branches(
                    tuple((condition, _with_values(body, options)) for condition, body in part.cases)
                )
            case _:
                return part

    return tuple(part_of(part) for part in template)


def _formula(value: Value, kind: str) -> dict[str, Any]:
    """Return the formula that gives an answer of a type. Raises NotUnderstood."""
    if kind in _NO_FORMULA:
        raise NotUnderstood(_("cette sorte de question ne se remplit pas par une formule"))
    match kind:
        case "number":
            given = as_number(value)
        case "yes_no":
            given = holds(value)
        case "choice" | "multiple_choice":
            given = Value(value.cel, value.kind, value.level)
        case "table_choice" | "map_point" if value.kind not in (Kind.TABLE, Kind.TABLES, Kind.POINT):
            raise NotUnderstood(_("cette formule ne donne pas une réponse de cette sorte"))
        case _:
            given = value if value.kind in (Kind.TABLE, Kind.TABLES, Kind.POINT) else as_text(value)
    return {"from": "formula", "value": usable(given)}


def _constant(text: str, made: dict[str, Any], options: Any) -> Any:
    """Return a written value as an answer of a type. Raises NotUnderstood."""
    if isinstance(options, Written):
        return _option(text, made["type"], options)
    match made["type"]:
        case "number":
            return _number(text)
        case "yes_no" | "agreement":
            return text.strip().lower() in {"true", "1", "oui", "yes", "on"}
        case "date":
            return _day(text)
        case "text" | "long_text" | "email" | "url" | "time":
            return text.strip()
        case _:
            raise NotUnderstood(_("une valeur écrite d’avance ne va pas avec cette sorte de question"))


def _number(text: str) -> int | float:
    number = number_in(text)
    if number is None:
        raise NotUnderstood(_("ce n’est pas un nombre"))
    return number


def _day(text: str) -> str:
    day = day_of(text)
    if day is None:
        raise NotUnderstood(_("ce n’est pas une date"))
    return date.fromisoformat(day).isoformat()


def _option(text: str, kind: str, options: Written) -> Any:
    values = [one.value for one in options.options if text.strip() in (one.text, one.identifier)]
    if not values:
        raise NotUnderstood(_("cette valeur n’est pas dans la liste"))
    return values[:1] if kind == "multiple_choice" else values[0]


def reads(prefill: dict[str, Any]) -> set[str]:
    """Return the names that the formula of a prefill reads."""
    source = prefill.get("prefill", {}).get("value", "")
    return set(compile_expression(source).names) if source else set()
