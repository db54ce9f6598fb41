"""The texts of a definition in another language: an overlay of texts by JSON pointer (RFC 6901).

``"translations": {"en": {"/title": "Felling a tree", "/form/pages/0/title": "You"}}``. A text without a translation
stays in French: better a French question than none.
"""

import copy
from typing import Any


def localised(definition: dict[str, Any], language: str) -> dict[str, Any]:
    """Return the definition with its texts in that language."""
    overlay = definition.get("translations", {}).get(language, {})
    if not overlay:
        return definition
    document = copy.deepcopy(definition)
    for pointer, text in overlay.items():
        _put(document, pointer, text)
    return document


def at(document: Any, pointer: str) -> Any:
    """Return what a JSON pointer points to. Raises LookupError when nothing is there."""
    for step in _steps(pointer):
        document = document[int(step) if isinstance(document, list) else step]
    return document


def _put(document: Any, pointer: str, text: str) -> None:
    """Replace the text at a pointer; ``lint`` made sure that one stands there."""
    *way, last = _steps(pointer)
    for step in way:
        document = document[int(step) if isinstance(document, list) else step]
    document[int(last) if isinstance(document, list) else last] = text


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
