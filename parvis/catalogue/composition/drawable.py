"""A definition as it can be drawn while it is still being written: what is not ready gives way to a word about it."""

import copy
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.composition.faults import compiles
from parvis.catalogue.composition.places import FORM, Document
from parvis.catalogue.expressions import BadExpression, compile_expression
from parvis.catalogue.field_types import registry
from parvis.catalogue.forms.schemas import FORMAT

BLANK_PAGE = {"key": "etape-1", "title": "…", "fields": []}


def drawable(document: Document) -> Document:
    """Return a copy that always compiles, with the same pages: a question that is not ready is told instead."""
    made = copy.deepcopy(document)
    for name in ("roles", "subject", "translations"):
        made.pop(name, None)
    made |= {"format": FORMAT, "title": document.get("title") or "…"}
    made.setdefault(FORM, {}).setdefault("pages", [])
    made[FORM]["pages"] = made[FORM]["pages"] or [copy.deepcopy(BLANK_PAGE)]
    for page in made[FORM]["pages"]:
        _mend(page)
        page["title"] = page.get("title") or "…"
        page["fields"] = [_ready(field) for field in page.get("fields", [])] or [
            _told(page["key"], "", _empty())
        ]
    return made


def _empty() -> str:
    return _("Cette étape n’a pas encore de question.")


def _ready(field: Document) -> Document:
    field = _mend(field)
    if field.get("type") not in registry:
        return _told(str(field["key"]), str(field.get("label", "")), _("Ce type de question n’existe pas."))
    if compiles(field):
        return field
    return _told(
        str(field["key"]),
        str(field.get("label", "")),
        _("Cette question n’est pas encore prête : complétez ses réglages."),
    )


def _mend(holder: Document) -> Document:
    """Take away the formulas that do not read: what hangs on them is shown."""
    if not _reads(holder.get("condition", "")):
        holder.pop("condition")
    for name, formula in (("checks", "rule"), ("exits", "when")):
        if name in holder:
            holder[name] = [one for one in holder[name] if _reads(one.get(formula, ""))]
    prefill = holder.get("prefill")
    if isinstance(prefill, dict) and not _reads(prefill.get("value", "")):
        holder.pop("prefill")
    return holder


def _reads(source: Any) -> bool:
    if not source:
        return True
    try:
        compile_expression(str(source))
    except BadExpression:
        return False
    return True


def _told(key: str, label: str, words: str) -> Document:
    return {
        "key": key.replace("-", "_"),
        "type": "information",
        "label": label,
        "text": words,
        "tone": "warning",
    }
