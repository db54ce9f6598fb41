"""Texts that a database cannot hold, refused before they reach it."""

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from parvis.common.errors import Invalid

_NUL = re.compile(r"(?<!\\)(\\\\)*\\u0000")


def without_hostile_characters(payload: Any) -> None:
    """Raise Invalid when a text anywhere holds a NUL or half a surrogate pair: neither can be stored in UTF-8."""
    try:
        text = json.dumps(payload, ensure_ascii=False)
        text.encode()
    except UnicodeEncodeError:
        text = r"\u0000"
    if _NUL.search(text):
        raise Invalid({"body": [_("Un texte contient un caractère interdit (NUL ou demi-codet UTF-16).")]})


def storable(said: Any) -> Any:
    """Return a document that can be kept: NULs left out, halves of surrogate pairs replaced by « \ufffd ».

    For whoever calls again until it is answered, and cannot correct what a telephone wrote: an SMS cut in the middle
    of a drawing has half of it in each part.
    """
    if isinstance(said, str):
        return said.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(said, list):
        return [storable(one) for one in said]
    if isinstance(said, dict):
        return {storable(name): storable(one) for name, one in said.items()}
    return said
