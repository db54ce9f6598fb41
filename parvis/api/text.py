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
