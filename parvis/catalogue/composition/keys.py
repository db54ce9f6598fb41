"""Keys made of words, so that nobody need think of one: « Nom de famille » gives ``nom_famille``."""

from collections.abc import Collection

from parvis.catalogue.imports.naming import code_of, key_of
from parvis.organisations.names import plain

LONGEST = 40
_EMPTY_WORDS = frozenset(
    {
        "a", "au", "aux", "avec", "c", "ce", "ces", "cet", "cette", "d", "dans", "de", "des", "du", "elle",
        "elles", "en", "est", "et", "etes", "eux", "il", "ils", "j", "je", "l", "la", "le", "les", "leur",
        "leurs", "m", "ma", "mes", "mon", "n", "ne", "nos", "notre", "nous", "on", "ou", "par", "pour", "qu",
        "que", "quel", "quelle", "quelles", "quels", "qui", "s", "sa", "se", "ses", "si", "son", "sont",
        "sur", "t", "un", "une", "votre", "vos", "vous", "y",
    }
)  # fmt: skip


def question_key(label: str, taken: Collection[str]) -> str:
    """Return the key of a question by the words of its label that say something, that no other has."""
    return key_of(_telling(label), taken, fallback="question")


def page_key(title: str, taken: Collection[str]) -> str:
    """Return the key of a page by its title, that no other has."""
    return code_of(_telling(title), taken, fallback="etape")


def _telling(text: str) -> str:
    """Return the words of a text that say something, few enough for a formula to be read; all when none does."""
    said = plain(text).split()
    words = [word for word in said if word not in _EMPTY_WORDS] or said
    kept: list[str] = []
    for word in words:
        if kept and len(" ".join([*kept, word])) > LONGEST:
            break
        kept.append(word[:LONGEST])
    return " ".join(kept)
