"""Keys, codes and values made of words, within what definitions accept; the same words always give the same."""

import re
from collections.abc import Collection

from parvis.catalogue.expressions import CONTEXT_NAMES
from parvis.catalogue.forms.lint import RESERVED
from parvis.organisations.names import plain

LONGEST_KEY = 50
LONGEST_VALUE = 60
LONGEST_CODE = 100


def key_of(words: str, taken: Collection[str] = (), *, fallback: str = "champ") -> str:
    """Return a field's key made of words, that no other has: « Nom de l’élève » gives ``nom_de_l_eleve``."""
    stem = re.sub(r"^[^a-z]+", "", plain(words).replace(" ", "_"))[:LONGEST_KEY].rstrip("_") or fallback
    if stem in RESERVED | CONTEXT_NAMES:
        stem = f"{stem}_"
    return _free(stem, taken, LONGEST_KEY, "_")


def value_of(words: str, taken: Collection[str] = ()) -> str:
    """Return the value of an option made of its label, that no other has."""
    stem = plain(words).replace(" ", "-")[:LONGEST_VALUE].rstrip("-") or "option"
    return _free(stem, taken, LONGEST_VALUE, "-")


def code_of(words: str, taken: Collection[str] = (), *, fallback: str = "demarche") -> str:
    """Return a code as it stands in an address, that no other has."""
    stem = plain(words).replace(" ", "-")[:LONGEST_CODE].rstrip("-") or fallback
    return _free(stem, taken, LONGEST_CODE, "-")


def cut(text: str, longest: int) -> str:
    """Return a text, cut at a word with an ellipsis when it is too long."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    at_word = kept.rsplit(" ", 1)[0] if " " in kept[longest // 2 :] else kept
    if at_word.count("{{") > at_word.count("}}"):  # never in the middle of a recalled answer
        at_word = at_word[: at_word.rindex("{{")]
    return f"{at_word.rstrip(' ,;:')}…"


def _free(stem: str, taken: Collection[str], longest: int, mark: str) -> str:
    """Return the stem, or the stem and the first number that makes it free."""
    if stem not in taken:
        return stem
    number = 2
    while (name := f"{stem[: longest - len(str(number)) - 1].rstrip(mark)}{mark}{number}") in taken:
        number += 1
    return name


def literal(text: str) -> str:
    """Return a text that recalls nothing: « {{ » would be read as the beginning of a formula."""
    return text.replace("{{", "{ {").replace("}}", "} }")
