"""Filters on lists: answers with several values, rows of blocks, texts cut in pieces."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.language.forms import as_number, as_text, as_texts
from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import (
    MANY,
    Kind,
    Level,
    Value,
    call,
    constant,
    listed,
    quoted,
)

Note = Callable[[str], None]


def _split(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    mark = arguments[0] if arguments else constant(" ")
    if value.is_constant and mark.is_constant:
        return listed(constant(word) for word in str(value.constant or "").split(str(mark.constant)))
    if value.kind in MANY:
        return as_texts(value)
    text = as_text(value)
    return Value(f"split({text.cel}, {as_text(mark).cel})", Kind.LIST).needing(value)


def _join(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    mark = as_text(arguments[0]) if arguments else constant(", ")
    return call("join", as_texts(value), mark, kind=Kind.TEXT)


def _end(*, last: bool) -> Callable[..., Value]:
    def apply(value: Value, arguments: Sequence[Value], note: Note) -> Value:
        if value.items:
            return value.items[-1 if last else 0]
        if value.kind not in MANY:
            text = as_text(value)
            bounds = f"size({text.cel}) - 1, size({text.cel})" if last else "0, 1"
            return Value(f"slice({text.cel}, {bounds})", Kind.TEXT)
        texts = as_texts(value)
        place = f"size({texts.cel}) - 1" if last else "0"
        return Value(f"{texts.within(Level.ATOM)}[{place}]", value.of)

    return apply


def _length(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    if value.items is not None:
        return constant(len(value.items))
    if value.is_constant:
        return constant(len(str(value.constant or "")))
    counted = value if value.kind in MANY else as_text(value)
    return Value(f"size({counted.cel})", Kind.NUMBER)


def _length_is(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    if not arguments:
        raise NotUnderstood(_("il manque un nombre à ce calcul"))
    counted, wanted = _length(value, (), note), as_number(arguments[0])
    return Value(f"{counted.within(Level.SUM)} == {wanted.within(Level.SUM)}", Kind.BOOL, Level.RELATION)


def _column(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    name = str(arguments[0].constant) if arguments and arguments[0].is_constant else ""
    if value.kind is Kind.ROWS and value.inner is not None and name in value.inner:
        column = value.inner[name]
        cel = f"column({value.cel}, {quoted(column.cel)})"
        if column.kind is Kind.CHOICE and column.labels is not None:
            return Value(cel, Kind.CHOICES, labels=column.labels, exact=True)
        if column.kind is Kind.TABLE:
            return Value(f'column({cel}, "label")', Kind.LIST)
        return Value(cel, Kind.LIST, of=column.kind)
    if value.kind is Kind.TEXT:
        note(_("la colonne est lue comme un texte dont les valeurs sont séparées par des virgules"))
        return Value(f'split({value.cel}, ",")', Kind.LIST, needs=value.needs)
    raise NotUnderstood(_("« getlist:%(name)s » ne se lit pas ici") % {"name": quoted(name)})


def _sum(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    if value.kind is not Kind.LIST or value.of not in (Kind.NUMBER, Kind.TEXT):
        raise NotUnderstood(_("cette somme porte sur des réponses qui ne sont pas des nombres"))
    return call("sum", value, kind=Kind.NUMBER)


def _without_doubles(value: Value, arguments: Sequence[Value], note: Note) -> Value:
    """Return whether a list holds nothing twice, of the lists known at import."""
    if value.items is None or not all(one.is_constant for one in value.items):
        raise NotUnderstood(_("les doubles d’une liste ne se cherchent pas dans une formule"))
    known = [one.constant for one in value.items]
    return constant(len(known) == len(set(known)))


LIST_FILTERS: dict[str, Any] = {
    "split": _split,
    "join": _join,
    "first": _end(last=False),
    "last": _end(last=True),
    "length": _length,
    "count": _length,
    "getlist": _column,
    "sum": _sum,
    "check_no_duplicates": _without_doubles,
    "length_is": _length_is,
}
