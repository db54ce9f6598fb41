"""Functions on texts. Lengths and places are counted in characters (code points)."""

import re
import unicodedata
from typing import Any

from django.utils.translation import gettext_lazy as _

from parvis.catalogue.expressions.errors import NoValue
from parvis.catalogue.expressions.function import function
from parvis.catalogue.expressions.patterns import Pattern
from parvis.catalogue.expressions.values import (
    LARGEST,
    LONGEST_RESULT,
    number_text,
    readable,
    short,
    whole,
)

# What the page's own trim() takes off: Python's strip() has another list.
BLANKS = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_SPACES = re.compile(f"[{BLANKS}]")
_WRITTEN = re.compile(r"[+-]?[0-9]{1,20}(\.[0-9]{1,20})?")
_DIGITS = re.compile(r"-?[0-9]{1,20}")
_DOUBLE = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'"})
_MARKS = re.compile("[\u0300-\u036f]")


@function(
    "contains", "t t",
    usage=_("texte.contains(cherché)"),
    says=_("vrai si le texte contient « cherché »"),
    words=_("{0} contient {1}"),
    example=('"chêne".contains("ên")', True),
)  # fmt: skip
def contains(text: str, sought: str) -> bool:
    """Return whether a text holds another."""
    return sought in text


@function(
    "startsWith", "t t",
    usage=_("texte.startsWith(début)"),
    says=_("vrai si le texte commence par « début »"),
    words=_("{0} commence par {1}"),
    example=('"14000".startsWith("14")', True),
)  # fmt: skip
def starts_with(text: str, start: str) -> bool:
    """Return whether a text begins with another."""
    return text.startswith(start)


@function(
    "endsWith", "t t",
    usage=_("texte.endsWith(fin)"),
    says=_("vrai si le texte finit par « fin »"),
    words=_("{0} finit par {1}"),
    example=('"plan.pdf".endsWith(".pdf")', True),
)  # fmt: skip
def ends_with(text: str, end: str) -> bool:
    """Return whether a text ends with another."""
    return text.endswith(end)


@function(
    "matches", "t t",
    usage=_('texte.matches("modèle")'),
    says=_("vrai si une partie du texte suit le modèle, écrit entre guillemets (expression rationnelle)"),
    words=_("{0} suit le modèle {1}"),
    example=('"AB-123-CD".matches("^[A-Z]{2}-[0-9]{3}-[A-Z]{2}$")', True),
)  # fmt: skip
def matches(text: str, pattern: Pattern) -> bool:
    """Return whether a text holds what a pattern describes. The pattern was compiled with the expression."""
    return pattern.found_in(short(text))


@function(
    "lower", "t",
    usage=_("lower(texte)"),
    says=_("le texte en minuscules"),
    words=_("{0} en minuscules"),
    example=('lower("Élan")', "élan"),
)  # fmt: skip
def lower(text: str) -> str:
    """Return a text in lower case."""
    return short(text.lower())


@function(
    "upper", "t",
    usage=_("upper(texte)"),
    says=_("le texte en majuscules"),
    words=_("{0} en majuscules"),
    example=('upper("élan")', "ÉLAN"),
)  # fmt: skip
def upper(text: str) -> str:
    """Return a text in upper case."""
    return short(text.upper())


@function(
    "trim", "t",
    usage=_("trim(texte)"),
    says=_("le texte sans les espaces du début et de la fin"),
    words=_("{0} sans espaces autour"),
    example=('trim("  Caen ")', "Caen"),
)  # fmt: skip
def trim(text: str) -> str:
    """Return a text without the blanks around it."""
    return text.strip(BLANKS)


@function(
    "plain", "t",
    usage=_("plain(texte)"),
    says=_("le texte en minuscules, sans accents"),
    words=_("{0} en minuscules et sans accents"),
    example=('plain("L’Haÿ-les-Roses")', "l'hay-les-roses"),
)  # fmt: skip
def plain(text: str) -> str:
    """Return a text in lower case, without accents nor ligatures."""
    return short(_MARKS.sub("", unicodedata.normalize("NFD", text.translate(_LIGATURES))).lower())


@function(
    "replace", "t t t",
    usage=_("replace(texte, ancien, nouveau)"),
    says=_("le texte où « nouveau » prend partout la place d’« ancien »"),
    words=_("{0} où {2} prend la place de {1}"),
    example=('replace("06 12", " ", "")', "0612"),
)  # fmt: skip
def replace(text: str, old: str, new: str) -> str:
    """Return a text with every occurrence changed. Nothing is nowhere: the text then stays as it is."""
    if not old:
        return text
    if len(text) + text.count(old) * (len(new) - len(old)) > LONGEST_RESULT:
        raise NoValue
    return text.replace(old, new)


@function(
    "split", "t t",
    usage=_("split(texte, séparateur)"),
    says=_("la liste des morceaux du texte entre les séparateurs"),
    words=_("les morceaux de {0} entre {1}"),
    example=('split("a;b", ";")', ["a", "b"]),
)  # fmt: skip
def split(text: str, separator: str) -> list[str]:
    """Return the pieces of a text."""
    if not separator:
        raise NoValue
    return short(text.split(separator))


@function(
    "join", "l t",
    usage=_("join(liste, séparateur)"),
    says=_("un texte fait des éléments de la liste, avec le séparateur entre eux"),
    words=_("les éléments de {0} reliés par {1}"),
    example=('join(["tables", "bancs"], " et ")', "tables et bancs"),
)  # fmt: skip
def join(parts: list[Any], separator: str) -> str:
    """Return the elements as people read them, joined."""
    texts = [readable(part) for part in parts]
    if sum(map(len, texts)) + len(separator) * max(0, len(texts) - 1) > LONGEST_RESULT:
        raise NoValue
    return separator.join(texts)


@function(
    "slice", "t n n?",
    usage=_("slice(texte, de, à)"),
    says=_("les caractères du rang « de » (compté depuis 0) jusqu’au rang « à » non compris"),
    words=_("les caractères de {0} du rang {1} au rang {2}"),
    example=('slice("14000", 0, 2)', "14"),
)  # fmt: skip
def part(text: str, start: float, end: float | None = None) -> str:
    """Return some characters of a text; a negative place is counted from the end."""
    return text[whole(start) : None if end is None else whole(end)]


@function(
    "number", "tnz",
    usage=_("number(texte)"),
    says=_("le nombre écrit dans le texte (« 1 234,5 »), ou null s’il n’y en a pas"),
    words=_("le nombre écrit dans {0}"),
    example=('number("1 234,5")', 1234.5),
)  # fmt: skip
def read_number(value: str | float | None) -> float | None:
    """Return the number that a person wrote, None when it is none or too large."""
    if not isinstance(value, str):
        return value
    plain_text = _SPACES.sub("", value).replace(",", ".")
    found = float(plain_text) if _WRITTEN.fullmatch(plain_text) else None
    return found if found is not None and abs(found) <= LARGEST else None


@function(
    "text", "a",
    usage=_("text(valeur)"),
    says=_("la valeur comme on la lit : « 12,5 », « oui », rien s’il n’y a pas de réponse"),
    words=_("{0} en toutes lettres"),
    example=("text(12.5)", "12,5"),
)  # fmt: skip
def text_of(value: Any) -> str:
    """Return what a person reads."""
    return readable(value)


@function(
    "string", "tnb",
    usage=_("string(valeur)"),
    says=_("la valeur comme une machine l’écrit : « 12.5 », « true »"),
    words=_("le texte de {0}"),
    example=("string(12.5)", "12.5"),
)  # fmt: skip
def string(value: str | float | bool) -> str:
    """Return the text of a value, as CEL writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else number_text(value)


@function(
    "int", "tn",
    usage=_("int(valeur)"),
    says=_("le nombre sans ce qui suit la virgule, ou le nombre entier écrit dans le texte"),
    words=_("la partie entière de {0}"),
    example=('int("12")', 12),
)  # fmt: skip
def integer(value: str | float) -> float:
    """Return a whole number: digits read, decimals cut. Raises NoValue for another text."""
    if not isinstance(value, str):
        return int(value)
    if not _DIGITS.fullmatch(value):
        raise NoValue
    return float(value)


@function(
    "double", "tn",
    usage=_("double(valeur)"),
    says=_("le nombre écrit dans le texte avec un point : « 12.5 »"),
    words=_("le nombre {0}"),
    example=('double("12.5")', 12.5),
)  # fmt: skip
def double(value: str | float) -> float:
    """Return the number of a text, as CEL writes it. Raises NoValue for another text."""
    if not isinstance(value, str):
        return value
    if not _DOUBLE.fullmatch(value):
        raise NoValue
    return float(value)
