"""Each type of field of w.c.s. as one of our types: one function a type, in ``KINDS``."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik import shapes
from parvis.catalogue.imports.publik.bounds import date_bounds, number_bounds
from parvis.catalogue.imports.publik.documents import Field
from parvis.catalogue.imports.publik.files import file_options
from parvis.catalogue.imports.publik.grids import grid
from parvis.catalogue.imports.publik.language.templates import read_template
from parvis.catalogue.imports.publik.language.translation import usable
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import Kind
from parvis.catalogue.imports.publik.lists import Listed, Written
from parvis.catalogue.imports.publik.made import Made
from parvis.catalogue.imports.publik.making import Making
from parvis.catalogue.imports.publik.sources import of_template, options_of
from parvis.catalogue.imports.publik.validations import wanted_text
from parvis.catalogue.imports.report import What

MOST_RADIOS = 8
AUTOCOMPLETE = {
    "first_name": "given-name", "last_name": "family-name", "street": "address-line1", "zipcode": "postal-code",
    "city": "address-level2", "country": "country-name", "birthdate": "bday",
}  # fmt: skip


Maker = Callable[[Field, str, Making], Made]


def _string(one: Field, key: str, making: Making) -> Made:
    if one.element.find("data_source") and one.element.find("data_source").words("type") not in ("", "none"):  # type: ignore[union-attr]
        _suggestions(one, making)
    wanted = wanted_text(one, key, making)
    options = dict(wanted.options)
    if wanted.type == "text":
        options |= _text_options(one)
    kinds = {Kind.NUMBER: shapes.number, Kind.TIME: shapes.time}
    shape = shapes.part(wanted.part) if wanted.part else kinds.get(wanted.kind, shapes.text)
    return Made(wanted.type, shape, options, list(wanted.checks))


def _suggestions(one: Field, making: Making) -> None:
    """A text with a source proposes words and takes any: ours takes any, and proposes none."""
    source = one.element.find("data_source")
    written = source.words("type") if source else ""
    making.left(What.DATA_SOURCES, written, _("une réponse libre n’est pas accompagnée de propositions"))


def _text_options(one: Field) -> dict[str, Any]:
    options: dict[str, Any] = {}
    longest = one.number("maxlength")
    if longest is not None and 1 <= longest <= 1000:
        options["max_length"] = longest
    element = one.element.find("prefill")
    attribute = element.words("value").strip("_") if element and element.words("type") == "user" else ""
    if attribute in AUTOCOMPLETE:
        options["autocomplete"] = AUTOCOMPLETE[attribute]
    return options


def _long_text(one: Field, key: str, making: Making) -> Made:
    options: dict[str, Any] = {}
    rows, longest = one.number("rows"), one.number("maxlength")
    if rows is not None and 2 <= rows <= 30:
        options["rows"] = rows
    if longest is not None and 1 <= longest <= 50_000:
        options["max_length"] = longest
    if one.words("display_mode") in ("rich", "basic-rich"):
        making.changed(one.words("display_mode"), _("le texte s’écrit sans mise en forme"))
    return Made("long_text", shapes.text, options)


def _email(one: Field, key: str, making: Making) -> Made:
    return Made("email", shapes.text)


def _bool(one: Field, key: str, making: Making) -> Made:
    """A box to tick: one that must be ticked is an agreement, another a question answered by yes or no."""
    if one.is_required:
        return Made("agreement", shapes.yes_no)
    return Made("yes_no", shapes.yes_no)


def _date(one: Field, key: str, making: Making) -> Made:
    options, checks = date_bounds(one, key, making)
    return Made("date", shapes.day, options, checks)


def _numeric(one: Field, key: str, making: Making) -> Made:
    options, checks = number_bounds(one, key, making)
    return Made("number", shapes.number, options, checks)


def _item(one: Field, key: str, making: Making) -> Made:
    choices = options_of(one, making)
    if isinstance(choices, Written):
        options: dict[str, Any] = {"options": choices.as_json()}
        if one.words("display_mode") == "list" and len(choices.options) <= MOST_RADIOS:
            options["list"] = True
        return Made("choice", choices.shape(multiple=False), options, choices=choices)
    if isinstance(choices, Listed):
        return _listed(choices, making, multiple=False)
    making.changed(
        one.label,
        _("la liste n’est pas connue : la réponse s’écrit librement (%(why)s)") % {"why": choices.reason},
    )
    return Made("text", shapes.text, choices=choices)


def _items(one: Field, key: str, making: Making) -> Made:
    choices = options_of(one, making)
    least, most = one.number("min_choices") or 0, one.number("max_choices") or 0
    checks = _least(key, least) if least > 1 else []
    if isinstance(choices, Written):
        options: dict[str, Any] = {"options": choices.as_json()}
        if 0 < most < len(choices.options):
            options["max"] = most
        return Made("multiple_choice", choices.shape(multiple=True), options, checks, choices)
    if isinstance(choices, Listed):
        made = _listed(choices, making, multiple=True)
        made.checks = checks + (_most(key, most) if most else [])
        return made
    making.changed(
        one.label,
        _("la liste n’est pas connue : la réponse s’écrit librement (%(why)s)") % {"why": choices.reason},
    )
    return Made("long_text", shapes.text, choices=choices)


def _least(key: str, least: int) -> list[dict[str, str]]:
    return [
        {
            "rule": f"size({key}) >= {least}",
            "message": _("Choisissez au moins %(least)d réponses.") % {"least": least},
        }
    ]


def _most(key: str, most: int) -> list[dict[str, str]]:
    return [
        {
            "rule": f"size({key}) <= {most}",
            "message": _("Choisissez %(most)d réponses au plus.") % {"most": most},
        }
    ]


def _listed(choices: Listed, making: Making, *, multiple: bool) -> Made:
    options: dict[str, Any] = {"source" if choices.remote else "table": choices.code}
    if multiple:
        options["multiple"] = True
    if choices.where:
        options["where"] = dict(choices.where)
    made = Made("table_choice", choices.shape(multiple=multiple), options, choices=choices)
    if not choices.remote and not choices.rows_known:
        making.changed(
            choices.code,
            _("les lignes de cette table ne sont pas dans l’export : la question est facultative"),
        )
        made.required = False
    return made


def _file(one: Field, key: str, making: Making) -> Made:
    return Made("file", shapes.files, file_options(one, making))


def _map(one: Field, key: str, making: Making) -> Made:
    made = Made("map_point", shapes.point)
    if one.words("initial_position").startswith("geoloc") or one.is_true("init_with_geoloc"):
        made.options["prefill"] = {"from": "position"}
    return made


def _ranked(one: Field, key: str, making: Making) -> Made:
    choices = options_of(one, making)
    if not isinstance(choices, Written):
        raise NotUnderstood(_("les éléments à classer ne sont pas connus"))
    return Made("ranking", choices.shape(multiple=True), {"options": choices.as_json()}, choices=choices)


def _computed(one: Field, key: str, making: Making) -> Made:
    source = one.words("value_template")
    making.reading = source
    frozen = {"frozen": True} if one.is_true("freeze_on_initial_value") else {}
    try:
        template = read_template(source)
        making.formulas[one.name or key] = template
        value = making.translator().result(template)
        formula = usable(value)
    except NotUnderstood as why:
        if _hands_a_list_over(one.name or key, making):
            return Made("", shapes.lost(_("cette valeur n’est qu’une liste")))
        making.left(What.COMPUTED_VALUES, source, str(why))
        return Made("computed", shapes.lost(str(why)), {"value": '""', **frozen})
    making.took(What.COMPUTED_VALUES)
    return Made("computed", shapes.computed(value.kind), {"value": formula, **frozen})


def _hands_a_list_over(name: str, making: Making) -> bool:
    """Return whether a computed value is only a list for a question that comes after, which reads it at its source."""
    if name not in making.formulas:
        return False
    try:
        found = of_template(making.formulas[name], making)
    except NotUnderstood:
        return False
    if found is None:
        return False
    making.took(What.COMPUTED_VALUES)
    making.near(_("cette valeur n’est qu’une liste : la question qui s’en sert la lit à sa source"))
    return True


def _password(one: Field, key: str, making: Making) -> Made:
    raise NotUnderstood(_("une démarche ne demande pas de mot de passe"))


def _time_range(one: Field, key: str, making: Making) -> Made:
    making.changed(one.label, _("le créneau est demandé comme un souhait de rendez-vous"))
    return Made("appointment_wish", shapes.files)


KINDS: dict[str, Maker] = {
    "string": _string,
    "text": _long_text,
    "email": _email,
    "bool": _bool,
    "date": _date,
    "numeric": _numeric,
    "item": _item,
    "items": _items,
    "file": _file,
    "map": _map,
    "ranked-items": _ranked,
    "computed": _computed,
    "password": _password,
    "time-range": _time_range,
    "table": grid,
    "table-select": grid,
    "tablerows": grid,
}
