"""From the JSON of a source to the rows of its copy."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from django.utils.translation import gettext as _

from parvis.catalogue.errors import SourceDown
from parvis.catalogue.field_types import clean_line
from parvis.catalogue.lists.columns import check_box
from parvis.catalogue.models import DataSource
from parvis.common.errors import Invalid

MOST_ROWS = 20_000
_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.-]{0,59})\}")
# What an address says as it is; anything else (a space, an accent) is written in percents.
_KEPT = "%/:=&?~+!$,;'@()*[]"


def placeholders(url: str) -> set[str]:
    """Return the names of the parameters that an address holds itself: « …/{commune}/rues » gives « commune »."""
    return set(_PLACEHOLDER.findall(url))


def address_with(url: str, parameters: Mapping[str, str]) -> str:
    """Return an address with its parameters: those it holds in their place, the others in the query."""
    own = placeholders(url)
    filled = _PLACEHOLDER.sub(lambda found: quote(parameters.get(found[1], ""), safe=""), url)
    rest = urlencode({name: value for name, value in parameters.items() if name not in own})
    parts = urlsplit(filled)
    query = "&".join(filter(None, [quote(parts.query, safe=_KEPT), rest]))
    return urlunsplit(parts._replace(path=quote(parts.path, safe=_KEPT), query=query, fragment=""))


def rows_of(source: DataSource, document: Any) -> list[dict[str, Any]]:
    """Return the rows of a document: ``{"code", "label", "columns"}``, each code once. Raises SourceDown.

    An item without code is no choice and is left out; one without label goes by its code; a box that is not of its
    column's type is left blank.
    """
    items = _at(document, source.list_path)
    if not isinstance(items, list):
        raise SourceDown(
            _("Le chemin « %(path)s » ne mène pas à une liste.") % {"path": source.list_path}
            if source.list_path
            else _("La réponse n’est pas une liste : dites à quelle clé elle se trouve.")
        )
    if len(items) > MOST_ROWS:
        raise SourceDown(_("La liste a plus de %(most)d lignes.") % {"most": MOST_ROWS})
    rows: dict[str, dict[str, Any]] = {}
    for item in items:
        row = _row(source, item)
        if row["code"]:
            rows.setdefault(row["code"], row)
    if items and not rows:
        raise SourceDown(_("Aucune ligne n’a de code sous la clé « %(path)s ».") % {"path": source.code_path})
    return list(rows.values())


def _row(source: DataSource, item: Any) -> dict[str, Any]:
    code = _words(_at(item, source.code_path), 100)
    boxes = {column["key"]: _box(column, _at(item, column["path"])) for column in source.columns}
    return {
        "code": code,
        "label": _words(_at(item, source.label_path), 300) or code,
        "columns": {key: value for key, value in boxes.items() if value is not None},
    }


def _at(document: Any, path: str) -> Any:
    """Return what a dotted path leads to, None when nothing is there; a list of plain values is its own code."""
    for step in filter(None, path.split(".")):
        if isinstance(document, Mapping):
            document = document.get(step)
        elif isinstance(document, list) and step.isdecimal() and int(step) < len(document):
            document = document[int(step)]
        elif isinstance(document, str | int | float) and not isinstance(document, bool):
            return document
        else:
            return None
    return document


def _words(value: Any, longest: int) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean_line(str(value))[:longest].strip()


def _box(column: Mapping[str, str], value: Any) -> Any:
    try:
        return check_box(column, clean_line(value) if isinstance(value, str) else value)
    except Invalid:
        return None
