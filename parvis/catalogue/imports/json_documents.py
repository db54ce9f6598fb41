"""Reading JSON given by others: a fault is said with its line and column, and no document exhausts us."""

import json
from typing import Any

from django.utils.translation import gettext as _

DEEPEST = 100


class BadDocument(Exception):
    """The bytes are not usable: ``place`` is a line and a column, the text says why."""

    def __init__(self, place: str, message: str) -> None:
        self.place = place
        super().__init__(message)


def read_json(content: bytes) -> Any:
    """Return the document. Raises BadDocument, whatever the bytes."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadDocument(
            _("octet %(place)d") % {"place": error.start + 1}, _("ce fichier n’est pas du texte UTF-8.")
        ) from None
    try:
        document = json.loads(text, parse_constant=_refused)
    except json.JSONDecodeError as error:
        raise BadDocument(
            _("ligne %(line)d, colonne %(column)d") % {"line": error.lineno, "column": error.colno},
            _("ce fichier JSON est abîmé ou incomplet (%(why)s).") % {"why": error.msg},
        ) from None
    except (
        ValueError,
        RecursionError,
    ):  # a number of thousands of digits, NaN, a thousand lists in one another
        raise BadDocument("", _("ce fichier JSON contient une valeur démesurée.")) from None
    _check_depth(document)
    return document


def _refused(name: str) -> None:
    raise ValueError(name)


def _check_depth(document: Any) -> None:
    """Refuse what is nested deeper than any form: those who read it may then call themselves."""
    level = [document]
    for _depth in range(DEEPEST):
        level = [
            inner
            for node in level
            for inner in (node.values() if isinstance(node, dict) else node if isinstance(node, list) else ())
        ]
        if not level:
            return
    raise BadDocument("", _("ce fichier JSON contient une valeur démesurée."))
