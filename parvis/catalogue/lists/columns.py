"""The typed columns of a list: their declaration, what a box of a file says, what a box may hold."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.field_types import clean_line, clean_text
from parvis.catalogue.models import ColumnType
from parvis.common.errors import Invalid
from parvis.organisations.names import plain

MOST_COLUMNS = 30
LONGEST_TEXT = 1000
LARGEST = 10**15
# Names that a file and an answer keep for themselves.
OWN_NAMES = frozenset({"code", "label", "valid_from", "valid_until"})
_KEY = re.compile(r"[a-z][a-z0-9_]{0,49}")
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YES = frozenset({"oui", "vrai", "true", "yes", "o", "x", "1"})
_NO = frozenset({"non", "faux", "false", "no", "n", "0", ""})

Column = Mapping[str, str]


def checked_columns(columns: Iterable[Any], *, also: frozenset[str] = frozenset()) -> list[dict[str, str]]:
    """Return the declaration of columns in its one form. Raises Invalid under « columns ».

    ``also``: what a column may say besides its key, its label and its type.
    """
    checked: list[dict[str, str]] = []
    for column in columns:
        if not isinstance(column, Mapping) or set(column) - {"key", "label", "type", *also}:
            raise _wrong(_("Donnez à chaque colonne une clé, un libellé et un type."))
        key = str(column.get("key", ""))
        if not _KEY.fullmatch(key) or key in OWN_NAMES:
            raise _wrong(
                _("« %(key)s » ne peut pas nommer une colonne : des minuscules, des chiffres, « _ ».")
                % {"key": key[:60]}
            )
        if key in {one["key"] for one in checked}:
            raise _wrong(_("Deux colonnes ont la clé « %(key)s ».") % {"key": key})
        kind = str(column.get("type", ColumnType.TEXT))
        if kind not in ColumnType.values:
            raise _wrong(
                _("« %(type)s » n’est pas un type de colonne : %(types)s.")
                % {"type": kind[:60], "types": ", ".join(ColumnType.values)}
            )
        label = clean_line(column.get("label", ""))[:200] or key
        checked.append(
            {"key": key, "label": label, "type": kind, **{name: str(column.get(name, "")) for name in also}}
        )
    if len(checked) > MOST_COLUMNS:
        raise _wrong(_("Une liste a au plus %(most)d colonnes.") % {"most": MOST_COLUMNS})
    return checked


def read_box(column: Column, text: str) -> Any:
    """Return what a box of a file says (text, number, ISO day, true or false), None when blank. Raises Invalid."""
    text = clean_text(text)
    kind = column.get("type", ColumnType.TEXT)
    if kind == ColumnType.YES_NO:
        return _yes_no(column, text)
    if not text:
        return None
    if kind == ColumnType.NUMBER:
        return _number(column, text)
    if kind == ColumnType.DATE:
        return day(text, column["label"]).isoformat()
    return check_box(column, text)


def check_box(column: Column, value: Any) -> Any:
    """Return the JSON value of a box, or refuse it. Raises Invalid."""
    kind = column.get("type", ColumnType.TEXT)
    if value is None or value == "":
        return None
    if kind == ColumnType.YES_NO and isinstance(value, bool):
        return value
    if kind == ColumnType.NUMBER and isinstance(value, int | float) and not isinstance(value, bool):
        if abs(value) > LARGEST:  # a NaN is not, and JSON knows none
            raise _refusal(column, _("ce nombre est trop grand."))
        return value
    if not isinstance(value, str):
        raise _refusal(column, _("cette valeur n’est pas du type de la colonne."))
    if kind != ColumnType.TEXT:
        return read_box(column, value)
    if len(value) > LONGEST_TEXT:
        raise _refusal(column, _("au plus %(most)d caractères.") % {"most": LONGEST_TEXT})
    return value


def write_box(value: Any) -> str:
    """Return a box as a file in French writes it: what ``read_box`` reads back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | float):
        return format(Decimal(repr(value)), "f").replace(".", ",")
    return str(value)


def day(text: str, name: str) -> date:
    """Return a day written 2026-12-31 or 31/12/2026. Raises Invalid, ``name`` telling which box."""
    found = _FRENCH_DAY.fullmatch(text)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text[:10] if re.fullmatch(r".{10}T[\d:.Z+-]+", text) else text)
    except ValueError:
        raise Invalid({"": [_("%(name)s : écrivez la date comme 31/12/2026.") % {"name": name}]}) from None


def _yes_no(column: Column, text: str) -> bool | None:
    said = plain(text)
    if said in _YES:
        return True
    if said in _NO:
        return False if said else None
    raise _refusal(column, _("écrivez oui ou non."))


def _number(column: Column, text: str) -> int | float:
    bare = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,15})?", bare):
        raise _refusal(column, _("écrivez un nombre, comme 12,50."))
    return float(bare) if "." in bare else int(bare)


def _wrong(sentence: str) -> Invalid:
    return Invalid({"columns": [sentence]})


def _refusal(column: Column, sentence: str) -> Invalid:
    return Invalid({"": [_("%(name)s : %(text)s") % {"name": column["label"], "text": sentence}]})
