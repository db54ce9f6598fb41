"""Times of the day and lengths of time, as people write them and as answers keep them."""

import re
from typing import Any

from django.utils.translation import gettext as _

from parvis.catalogue.field_types import refuse

TIME = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}
_TYPED = re.compile(r"(\d{1,2})\s*(?:[hH:.]\s*(\d{2})?\s*(?:min|mn)?|(\d{2}))?", re.ASCII)


def parsed_time(typed: str) -> str:
    """Return « 14:05 » of « 14h05 », « 14 h 05 », « 14:05 », « 1405 » or « 14 h ». Raises Invalid."""
    found = _TYPED.fullmatch(typed)
    if found is None:
        refuse(_("Écrivez l’heure et les minutes, par exemple 14 h 30."))
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    return f"{hour:02}:{minute:02}"


def checked_time(value: Any) -> str:
    """Return a time of the day, or refuse it."""
    if not isinstance(value, str) or not re.fullmatch(r"\d\d:\d\d", value, re.ASCII):
        refuse(_("Cette réponse n’a pas la forme attendue."))
    if value[:2] > "23" or value[3:] > "59":
        refuse(_("Cette heure n’existe pas. Écrivez une heure de 0 h à 23 h 59."))
    return value


def time_words(time: str) -> str:
    """Return « 14 h 05 », « 14 h », with spaces that do not break."""
    hour, _colon, minute = time.partition(":")
    return f"{int(hour)}\u00a0h" + (f"\u00a0{minute}" if minute != "00" else "")
