"""One element of a survey as the fields it becomes, with its rules and what fills it."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.naming import cut
from parvis.catalogue.imports.refusals import Untranslatable
from parvis.catalogue.imports.report import What
from parvis.catalogue.imports.xlsform import formulas
from parvis.catalogue.imports.xlsform.lists import options_of, with_list
from parvis.catalogue.imports.xlsform.questions import METADATA, Made, made_of
from parvis.catalogue.imports.xlsform.survey import (
    Element,
    Field,
    Reading,
    bind_of,
    is_required,
    joined,
    place_of,
    relevant,
)
from parvis.catalogue.imports.xlsform.typed import Answer

# Parts of an element that this module and the others read; any other is said to be left.
_READ = frozenset(
    {
        "type", "name", "label", "hint", "guidance_hint", "bind", "control", "choices", "itemset", "list_name",
        "parameters", "children", "default", "choice_filter", "query", "actions", "columns",
    }
)  # fmt: skip
_FORMULA = re.compile(r"\$\{|^[a-z:-]+\(.*\)$|[*+]|\bdiv\b")


def fields_of(element: Element, reading: Reading, outer: str, block: str = "") -> list[Field]:
    """Return the fields of an element; ``outer`` is the condition of what it stands in, ``block`` its repeat."""
    kind = str(element.get("type", ""))
    if kind in METADATA:
        reading.report.left(
            "metadata",
            place=place_of(element),
            what=kind,
            reason=_("un formulaire ne demande pas cela à l’appareil."),
        )
        return []
    condition, understood = relevant(element, reading, block)
    condition = joined(outer, condition)
    if kind == "note":
        return [_note(element, reading, condition, block)]
    if kind == "calculate" or (bind_of(element, "calculate") and _reads_only(element)):
        return _computed(element, reading, condition, block)
    made = made_of(element, options_of(element, reading, block))
    if made is None:
        reading.report.left(
            What.FIELDS,
            place=place_of(element),
            what=kind,
            reason=_("ce type de question n’existe pas ici : elle n’est pas posée."),
        )
        return []
    return [_question(element, made, reading, condition, block, understood=understood)]


def _question(
    element: Element, made: Made, reading: Reading, condition: str, block: str, *, understood: bool
) -> Field:
    reading.report.took(What.FIELDS)
    key = reading.key(str(element.get("name", "")))
    part = with_list(element, made, reading, block)
    field: Field = {
        "key": key,
        **part,
        "label": _label(element, reading, block),
        **_help(element, reading, block),
    }
    required = is_required(element)
    if made.part["type"] != "hidden":
        field["required"] = bool(required) and understood
    if condition:
        field["condition"] = condition
    own = Answer(key, made.kind, block, made.read_part, made.labels, made.values)
    name = str(element.get("name"))
    field |= _checks(element, reading, own, block)
    field |= _filled(element, made, reading, block)
    if required is None:
        _required_on_condition(element, reading, field, condition, block)
    reading.known[name] = own
    _say_what_is_left(element, reading)
    return field


def _label(element: Element, reading: Reading, block: str) -> str:
    return reading.say(element.get("label"), 300, block) or cut(str(element.get("name", "?")), 300)


def _help(element: Element, reading: Reading, block: str) -> dict[str, str]:
    said = reading.say(element.get("hint"), 1000, block) or reading.say(
        element.get("guidance_hint"), 1000, block
    )
    return {"help": said} if said else {}


def _note(element: Element, reading: Reading, condition: str, block: str) -> Field:
    """Return a text to read; a short one is a title by itself."""
    reading.report.took(What.FIELDS)
    _say_what_is_left(element, reading)
    key = reading.key(str(element.get("name", "")))
    text = reading.say(element.get("label"), 5000, block, rich=True) or "…"
    shown: Field = {"key": key, "type": "information", "label": _("À lire"), "text": text}
    return {**shown, **({"condition": condition} if condition else {})}


def _computed(element: Element, reading: Reading, condition: str, block: str) -> list[Field]:
    """Return a value made of other answers; one we have no words for is not kept."""
    written = bind_of(element, "calculate") or str(element.get("default") or "")
    place = reading.place(block=block)
    try:
        value, kind = formulas.value(written, place), formulas.kind_of(written, place)
    except Untranslatable as why:
        reading.report.left(What.COMPUTED_VALUES, place=place_of(element), what=written, reason=str(why))
        reading.report.left(What.FIELDS, place=place_of(element), what="calculate", reason=str(why))
        return []
    reading.report.took(What.COMPUTED_VALUES)
    reading.report.took(What.FIELDS)
    key = reading.key(str(element.get("name", "")))
    field: Field = {"key": key, "type": "computed", "label": _label(element, reading, block), "value": value}
    if written.startswith("once("):
        field["frozen"] = True
    reading.known[str(element.get("name"))] = Answer(key, kind, block)
    return [{**field, **({"condition": condition} if condition else {})}]


def _reads_only(element: Element) -> bool:
    return bind_of(element, "readonly").lower() in ("yes", "true", "true()")


def _checks(element: Element, reading: Reading, own: Answer, block: str) -> Field:
    written = bind_of(element, "constraint")
    if not written:
        return {}
    try:
        rule = formulas.condition(written, reading.place(own, block))
    except Untranslatable as why:
        reading.report.left(What.VALIDATIONS, place=place_of(element), what=written, reason=str(why))
        return {}
    reading.report.took(What.VALIDATIONS)
    bind = element.get("bind")
    message = reading.say(bind.get("jr:constraintMsg") if isinstance(bind, Mapping) else None, 300, block)
    return {
        "checks": [{"rule": rule, "message": message or _("Cette réponse n’est pas possible. Vérifiez-la.")}]
    }


def _required_on_condition(
    element: Element, reading: Reading, field: Field, condition: str, block: str
) -> None:
    """Ask an answer that a formula requires by a rule of the page: a question of ours is required or is not."""
    written = bind_of(element, "required")
    when, why = "", _("dans un bloc répété, une réponse est obligatoire ou ne l’est pas.")
    if not block:
        try:
            when = formulas.condition(written, reading.place())
        except Untranslatable as untranslatable:
            why = str(untranslatable)
    if not when:
        reading.report.left(
            What.VALIDATIONS, place=place_of(element), what=f"required: {written}", reason=why
        )
        return
    reading.report.took(What.VALIDATIONS)
    reading.report.changed(
        place=place_of(element),
        what=f"required: {written}",
        how=_("la réponse est demandée par une règle de la page."),
    )
    bind = element.get("bind")
    message = reading.say(bind.get("jr:requiredMsg") if isinstance(bind, Mapping) else None, 300)
    rule = f"!({joined(condition, when)}) || !empty({field['key']})"
    said = message or _("Répondez à la question « %(label)s ».") % {"label": cut(field["label"], 200)}
    reading.page_checks.append({"rule": rule, "message": said})


def _filled(element: Element, made: Made, reading: Reading, block: str) -> Field:
    """Return what fills the question when it is first shown: a value, or a formula."""
    written = bind_of(element, "calculate") or str(element.get("default") or "").strip()
    if not written:
        return {}
    if not bind_of(element, "calculate") and not _FORMULA.search(written):
        value = _value(written, made)
        if value is None:
            reason = _("cette valeur n’est pas une réponse possible.")
            reading.report.left(What.PREFILLS, place=place_of(element), what=written, reason=reason)
            return {}
        reading.report.took(What.PREFILLS)
        return {"default": value}
    try:
        formula = formulas.value(written, reading.place(block=block))
    except Untranslatable as why:
        reading.report.left(What.PREFILLS, place=place_of(element), what=written, reason=str(why))
        return {}
    reading.report.took(What.PREFILLS)
    return {"prefill": {"from": "formula", "value": formula}}


def _value(written: str, made: Made) -> Any:
    """Return a default of the source as an answer, None when it is none."""
    match made.part["type"]:
        case "number" | "percentage":
            if not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", written):
                return None
            return float(written) if "." in written else int(written)
        case "choice":
            return made.values.get(written)
        case "multiple_choice" | "ranking":
            values = [made.values.get(one) for one in written.split()]
            return None if None in values else values
        case "date":
            return written[:10] if re.fullmatch(r"\d{4}-\d\d-\d\d( 00:00:00)?", written) else None
        case "text" | "long_text" | "hidden" | "url":
            return written
        case "agreement":
            return written.lower() in ("ok", "true") or None
    return None


def _say_what_is_left(element: Element, reading: Reading) -> None:
    for name, value in element.items():
        if name not in _READ and value not in (None, "", {}, []):
            reason = _("cette propriété n’a pas d’équivalent.")
            reading.report.left("property", place=place_of(element), what=f"{name}: {value}", reason=reason)
    parameters = element.get("parameters")
    if isinstance(parameters, Mapping):
        for name, value in parameters.items():
            if name not in ("start", "end", "value", "label", "max-pixels"):
                reason = _("ce réglage n’a pas d’équivalent.")
                reading.report.left(
                    "parameter", place=place_of(element), what=f"{name}={value}", reason=reason
                )
