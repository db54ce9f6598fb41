"""The filters of w.c.s. and of Django, in our expressions: one function a filter, by name.

Whatever is known at import (a constant, the labels of a list) is computed here; the rest becomes a call of ours.
"""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.language.filters_of_days import DAY_FILTERS
from parvis.catalogue.imports.publik.language.filters_of_lists import LIST_FILTERS
from parvis.catalogue.imports.publik.language.filters_of_numbers import NUMBER_FILTERS
from parvis.catalogue.imports.publik.language.filters_of_texts import TEXT_FILTERS
from parvis.catalogue.imports.publik.language.forms import as_text
from parvis.catalogue.imports.publik.language.operators import holds, is_empty
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import (
    Kind,
    Level,
    Need,
    Value,
    chosen,
    constant,
)

Note = Callable[[str], None]
Filter = Callable[[Value, Sequence[Value], Note], Value]

# What only changes how a value is written in HTML, or is a way of w.c.s. to force its reading.
SAME = frozenset(
    {
        "safe", "escape", "force_escape", "escapejs", "linebreaks", "linebreaksbr", "striptags", "urlize", "iriencode",
        "unlazy", "unlazy_filter", "json_dumps", "json", "localize", "unlocalize", "convert_as_list", "strip_metadata",
        "list", "as_template", "phonenumber_fr", "nbsp", "urlencode", "stringformat", "jsonparse", "stripsometags",
        "translate", "trans", "wbr", "rename_file", "convert_image_format", "safeseq", "escapeseq", "set",
        "strip_emoji",
    }
)  # fmt: skip


def filtered(name: str, value: Value, arguments: Sequence[Value], note: Note) -> Value:
    """Return a value through a filter; ``note`` is told what is only near. Raises NotUnderstood."""
    if name in SAME:
        return value
    known = _FILTERS.get(name)
    if known is None:
        raise NotUnderstood(_("le filtre « %(name)s » n’a pas d’équivalent") % {"name": name})
    return known(value, arguments, note)


def argument(arguments: Sequence[Value], name: str) -> Value:
    """Return the argument of a filter that wants one. Raises NotUnderstood."""
    if not arguments:
        raise NotUnderstood(_("il manque la valeur du filtre « %(name)s »") % {"name": name})
    return arguments[0]


def _default(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    other = argument(arguments, "default")
    if value.is_constant:
        return value if value.constant else other
    if other.kind is Kind.NOTHING or other.constant == "":
        return value
    if value.kind is Kind.BOOL:
        return chosen(holds(value), value, other) if other.kind is Kind.BOOL else _texts(value, other)
    if value.kind is other.kind and value.labels == other.labels:
        return _coalesced(value, other)
    if value.kind is Kind.NUMBER and other.is_constant and other.kind is Kind.NUMBER:
        return _coalesced(value, other)
    return _texts(value, other)


def _coalesced(value: Value, other: Value) -> Value:
    cel = f"coalesce({value.cel}, {other.cel})"
    return Value(cel, value.kind, labels=value.labels, needs=() if other.is_constant else value.needs)


def _texts(value: Value, other: Value) -> Value:
    text, instead = as_text(value), as_text(other)
    return Value(f"coalesce({text.cel}, {instead.cel})", Kind.TEXT)


def _yes_no(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    words = (
        str(arguments[0].constant).split(",") if arguments and arguments[0].is_constant else ["oui", "non"]
    )
    if len(words) < 2:
        raise NotUnderstood(_("le filtre « yesno » veut deux mots"))
    return chosen(holds(value), constant(words[0]), constant(words[1]))


def _empty(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    return is_empty(value)


def _as_bool(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    return holds(value)


def _attribute(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    key = argument(arguments, "get")
    name = str(key.constant) if key.is_constant else _("une valeur calculée")
    if value.inner is not None and name in value.inner:
        return value.inner[name]
    if value.kind is Kind.LIST and key.is_constant and isinstance(key.constant, int):
        return Value(f"{value.within(Level.ATOM)}[{key.constant}]", value.of)
    if value.kind is Kind.TABLE and name.isidentifier():
        return Value(f"{value.cel}.columns.{name}", Kind.TEXT, needs=value.needs)
    raise NotUnderstood(_("cette partie d’une liste ne se lit pas ici : %(name)s") % {"name": name})


def _distance(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    """Return the metres between two places. Raises NotUnderstood of anything but answers on a map."""
    other = argument(arguments, "distance")
    if {value.kind, other.kind} != {Kind.POINT}:
        raise NotUnderstood(_("une distance se mesure entre deux lieux indiqués sur une carte"))
    needs = tuple(Need(f"{one.within(Level.ATOM)}.lat", "null") for one in (value, other))
    return Value(f"distance({value.cel}, {other.cel})", Kind.NUMBER, needs=needs)


def _same_code(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    """Return whether two codes are the same, typed in capitals or not."""
    one, other = (
        Value(f"upper(trim({as_text(each).cel}))", Kind.TEXT)
        for each in (value, argument(arguments, "token_check"))
    )
    return Value(f"{one.cel} == {other.cel}", Kind.BOOL, Level.RELATION)


_FILTERS: dict[str, Filter] = {
    **TEXT_FILTERS,
    **NUMBER_FILTERS,
    **LIST_FILTERS,
    **DAY_FILTERS,
    "default": _default,
    "default_if_none": _default,
    "yesno": _yes_no,
    "is_empty": _empty,
    "as_bool": _as_bool,
    "bool": _as_bool,
    "boolean": _as_bool,
    "distance": _distance,
    "token_check": _same_code,
    "get": _attribute,
}
