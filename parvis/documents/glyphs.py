"""Characters that our letters can draw. A name in another script must not stop a receipt from being issued."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from parvis.documents.typesetting import can_typeset

REPLACEMENT = "□"
# Each unknown character is tried once a process; a text made to hold thousands of them is not worth the time.
MAX_TRIED = 200

_SURELY_DRAWN = re.compile("[\t\n\r -~\u00a0-\u00ac\u00ae-\u017f‘’“”«»–—…•€\u2009\u202f]")


def drawable(value: Any) -> Any:
    """Return the value with every character of its texts that no font draws replaced by « □ »; controls are dropped.

    Goes into lists and dictionaries. Needed because an accessible PDF (PDF/UA) may not hold what it does not show.
    """
    characters = sorted({char for char in _texts(value) if not _SURELY_DRAWN.fullmatch(char)})
    table = {
        ord(char): _replacement(char, tried=number < MAX_TRIED) for number, char in enumerate(characters)
    }
    return _translate(value, table) if table else value


def _texts(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "".join(_texts(inner) for inner in value.values())
    return "".join(_texts(inner) for inner in value) if isinstance(value, list | tuple) else ""


def _translate(value: Any, table: dict[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, dict):
        return {key: _translate(inner, table) for key, inner in value.items()}
    return [_translate(inner, table) for inner in value] if isinstance(value, list | tuple) else value


def _replacement(char: str, *, tried: bool) -> str:
    # Controls, direction overrides and zero-width characters say nothing on paper, or lie about what is printed.
    if unicodedata.category(char) in {"Cc", "Cf"}:
        return ""
    return char if tried and _is_drawn(char) else REPLACEMENT


@lru_cache(maxsize=4096)
def _is_drawn(char: str) -> bool:
    """Ask the engine itself: it refuses to write a PDF with a character that it cannot show."""
    if unicodedata.category(char) in {"Cs", "Co", "Cn"}:
        return False
    return can_typeset('#set document(title: "t")\n#sys.inputs.char#strong(sys.inputs.char)', char=char)
