"""A value under another form: the text people read, a number, a list of texts."""

from dataclasses import replace

from django.utils.translation import gettext as _

from parvis.catalogue.imports.publik.language.tree import NotUnderstood
from parvis.catalogue.imports.publik.language.values import (
    Kind,
    Level,
    Need,
    Value,
    call,
    constant,
    number_in,
    quoted,
)

LONGEST_CHAIN = 3_000  # characters of CEL: beyond, a list of labels does not fit in an expression


def as_text(value: Value) -> Value:
    """Return the text w.c.s. reads. Raises NotUnderstood when we have none."""
    if value.is_constant:
        return constant("" if value.constant is None else str(value.constant))
    match value.kind:
        case Kind.TEXT | Kind.TIME | Kind.DATE | Kind.DATE_TIME:
            return Value(value.cel, Kind.TEXT, value.level, needs=value.needs)
        case Kind.CHOICE if value.labels is not None:
            return _chain(value)
        case Kind.TABLE:
            return _part(value, "label")
        case Kind.POINT:
            return _part(value, "text")
        case Kind.CHOICES | Kind.TABLES | Kind.LIST:
            return call("join", as_texts(value), constant(", "), kind=Kind.TEXT)
        case Kind.NUMBER | Kind.BOOL | Kind.CHOICE:
            return Value(f"text({value.cel})", Kind.TEXT)
        case Kind.NOTHING:
            return constant("")
        case _:
            raise NotUnderstood(_("cette réponse n’a pas de texte dans nos formules"))


def as_number(value: Value) -> Value:
    """Return a number; a text is read as one. Raises NotUnderstood."""
    if value.kind is Kind.NUMBER:
        return value
    if value.kind is Kind.NOTHING:
        return constant(0)
    if value.is_constant:
        number = number_in(value.constant if not isinstance(value.constant, bool) else int(value.constant))
        if number is None:
            raise NotUnderstood(_("« %(text)s » n’est pas un nombre") % {"text": str(value.constant)[:40]})
        return constant(number)
    if value.kind is Kind.BOOL:
        return Value(f"{value.within(Level.SUM)} == true ? 1 : 0", Kind.NUMBER, Level.TERNARY)
    if value.kind in (Kind.CHOICES, Kind.TABLES, Kind.LIST, Kind.ROWS, Kind.FILES):
        raise NotUnderstood(_("une liste n’est pas un nombre"))
    text = as_text(value)
    cel = f"number({text.cel})"
    return Value(cel, Kind.NUMBER, needs=(*text.needs, Need(cel, "null")))


def or_zero(value: Value) -> Value:
    """Return a number, 0 when there is none: w.c.s. counts an empty answer so."""
    number = as_number(value)
    if number.is_constant or not number.needs:
        return number
    return Value(f"coalesce({number.cel}, 0)", Kind.NUMBER)


def as_texts(value: Value) -> Value:
    """Return a list of the texts w.c.s. reads. Raises NotUnderstood."""
    match value.kind:
        case Kind.LIST:
            return value
        case Kind.CHOICES if all(key == label for key, label in (value.labels or {}).items()):
            return Value(value.cel, Kind.LIST, value.level)
        case Kind.CHOICES:
            return _labels_chosen(value)
        case Kind.TABLES:
            return Value(f'column({value.cel}, "label")', Kind.LIST)
        case Kind.TEXT | Kind.CHOICE | Kind.TABLE | Kind.DATE | Kind.NUMBER:
            return Value(f"[{as_text(value).cel}]", Kind.LIST)
        case _:
            raise NotUnderstood(_("cette réponse n’est pas une liste dans nos formules"))


def _labels_chosen(value: Value) -> Value:
    """Return the labels of the values chosen: what is not chosen gives an empty text, which ``split`` leaves out."""
    if any("\n" in label for label in (value.labels or {}).values()):
        raise NotUnderstood(_("ces libellés tiennent sur plusieurs lignes"))
    pieces = [
        f'({quoted(key)} in {value.within(Level.SUM)} ? {quoted(label)} : "")'
        for key, label in (value.labels or {}).items()
    ]
    cel = f"[{', '.join(pieces)}]"
    _short(cel)
    return Value(cel, Kind.LIST)


def _chain(value: Value) -> Value:
    """Return ``x == "a" ? "Label of a" : …``, ending with the value itself where it is its own label."""
    labels = value.labels or {}
    other = {key: label for key, label in labels.items() if key != label}
    last = value.cel if len(other) < len(labels) else '""'
    if len(other) == len(labels) and other:
        last = '""'
    cel = "".join(
        f"{value.within(Level.SUM)} == {quoted(key)} ? {quoted(label)} : " for key, label in other.items()
    )
    _short(cel)
    return Value(cel + last, Kind.TEXT, Level.TERNARY if other else value.level, needs=value.needs)


def shown(value: Value) -> Value:
    """Return the text people read in a sentence: a date in words, nothing for what was not answered."""
    if value.kind is Kind.DATE and not value.is_constant:
        text = call("date_text", value, kind=Kind.TEXT)
        return Value(
            _unless_missing(value, text.cel), Kind.TEXT, Level.TERNARY if value.needs else Level.ATOM
        )
    if value.kind is Kind.DATE_TIME and not value.is_constant:
        cel = f'date_text(slice({value.cel}, 0, 10)) + " " + slice({value.cel}, 11, 16)'
        return Value(_unless_missing(value, cel), Kind.TEXT, Level.TERNARY)
    return replace(as_text(value), needs=())


def _unless_missing(value: Value, cel: str) -> str:
    """Return the text, empty when what it reads was not answered: a missing piece must not blank a sentence."""
    for need in reversed(value.needs):
        cel = f'{need.path} == {need.empty} ? "" : {cel}'
    return cel


def _part(value: Value, part: str) -> Value:
    return Value(f"{value.within(Level.ATOM)}.{part}", Kind.TEXT, needs=value.needs)


def _short(cel: str) -> None:
    if len(cel) > LONGEST_CHAIN:
        raise NotUnderstood(_("cette liste est trop longue pour tenir dans une formule"))
