"""The lists that questions choose from: written in the form, or kept in a reference table when long or filtered."""

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.naming import cut
from parvis.catalogue.imports.refusals import Untranslatable
from parvis.catalogue.imports.report import What
from parvis.catalogue.imports.xlsform import formulas
from parvis.catalogue.imports.xlsform.questions import MOST_OPTIONS, Made, values_of
from parvis.catalogue.imports.xlsform.survey import Element, Field, Reading, place_of, table_code
from parvis.catalogue.imports.xlsform.typed import LIST, TEXT
from parvis.catalogue.imports.xlsform.xpath import Unreadable, read_xpath

_MOST_ROWS = 10_000
_NOT_COLUMNS = frozenset({"name", "label", "media"})


def options_of(element: Element, reading: Reading, block: str) -> list[tuple[str, str]]:
    """Return the options of an element, name and label."""
    rows = _rows(element, str(element.get("itemset", "")), reading)
    return [
        (
            str(one.get("name", "")),
            reading.say(one.get("label"), 300, block) or cut(str(one.get("name", "")), 300),
        )
        for one in rows
        if str(one.get("name", "")) != ""
    ]


def _rows(element: Element, name: str, reading: Reading) -> list[Mapping[str, Any]]:
    """Return the rows of a list: those of the workbook, else those of the file given with it."""
    listed = element.get("choices")
    rows = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    if rows:
        return rows
    content = reading.attachments.get(name.rpartition("/")[2])
    if content is None:
        return []
    found = csv.DictReader(io.StringIO(content.decode("utf-8-sig", errors="replace")))
    return [dict(row) for row, _rank in zip(found, range(_MOST_ROWS), strict=False)]


def with_list(element: Element, made: Made, reading: Reading, block: str) -> Field:
    """Return the field’s own part; a long or filtered list becomes a reference table."""
    kind = made.part["type"]
    if kind not in ("choice", "multiple_choice", "ranking"):
        return made.part
    filtered = str(element.get("choice_filter") or "")
    if not made.part["options"]:
        reading.report.left(
            What.DATA_SOURCES,
            place=place_of(element),
            what=str(element.get("itemset") or element.get("type")),
            reason=_("le fichier de cette liste n’est pas donné : la réponse est écrite."),
        )
        made.kind, made.labels, made.values = TEXT, {}, {}
        return {"type": "text"}
    if str(element.get("itemset", "")).endswith((".csv", ".xml", ".geojson")):
        reading.report.took(What.DATA_SOURCES)
    where = _where(filtered, element, reading, block) if filtered else {}
    if kind == "ranking" or (not where and len(made.part["options"]) <= MOST_OPTIONS):
        return made.part
    return _from_table(element, made, reading, where, multiple=kind == "multiple_choice")


def _from_table(
    element: Element, made: Made, reading: Reading, where: dict[str, str], *, multiple: bool
) -> Field:
    name = str(element.get("list_name") or element.get("itemset") or element.get("name"))
    code = table_code(reading, name)
    rows = _rows(element, name, reading)
    columns = [one for one in dict.fromkeys(key for row in rows for key in row) if one not in _NOT_COLUMNS]
    keys = dict(zip(columns, _column_keys(columns), strict=True))
    labels = dict(options_of(element, reading, ""))
    reading.tables[code] = {
        "code": code,
        "title": cut(name, 200),
        "columns": [{"key": keys[column], "label": cut(column, 200), "type": "text"} for column in columns],
        "rows": [
            {
                "code": str(row["name"])[:100],
                "label": labels[str(row["name"])],
                "columns": {keys[column]: str(row.get(column) or "") for column in columns},
            }
            for row in rows
            if str(row.get("name", "")) in labels
        ],
    }
    reading.report.changed(
        place=place_of(element),
        what=name,
        how=_("la liste devient une table de référence, « %(code)s ».") % {"code": code},
    )
    made.read_part, made.labels, made.values = "code", {}, {}
    made.kind = LIST if multiple else TEXT
    part: Field = {"type": "table_choice", "table": code}
    if multiple:
        part["multiple"] = True
    filtered = {keys[one]: formula for one, formula in where.items() if one in keys}
    return {**part, **({"where": filtered} if filtered else {})}


def _column_keys(columns: list[str]) -> list[str]:
    values = values_of([re.sub(r"[^a-z0-9_]", "_", column.lower()) for column in columns])
    return [re.sub(r"^[^a-z]+", "c_", value.replace("-", "_"))[:50] for value in values.values()]


def _where(written: str, element: Element, reading: Reading, block: str) -> dict[str, str]:
    """Return what each column of the list must hold: « region=${region} and type='x' »."""
    try:
        columns = dict(_equalities(read_xpath(written), reading, block))
    except (Unreadable, Untranslatable) as why:
        reason = _("%(why)s Toute la liste est proposée.") % {"why": f"{why}"}
        reading.report.left(What.CONDITIONS, place=place_of(element), what=written, reason=reason)
        return {}
    reading.report.took(What.CONDITIONS)
    return columns


def _equalities(tree: Any, reading: Reading, block: str) -> list[tuple[str, str]]:
    if isinstance(tree, list) and tree[0] == "and":
        return [pair for one in tree[1:] for pair in _equalities(one, reading, block)]
    if isinstance(tree, list) and tree[0] == "=":
        for column, wanted in (tree[1:], tree[:0:-1]):
            if isinstance(column, list) and column[0] == "path":
                return [(column[1], formulas.value_of(wanted, reading.place(block=block)))]
    raise Untranslatable(_("ce filtre n’est pas une suite d’égalités entre une colonne et une réponse."))
