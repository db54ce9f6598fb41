"""Dates, hours, amounts and sizes as people say them, in the active language."""

import datetime as dt
import re
from decimal import Decimal

import phonenumbers
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import number_format
from django.utils.translation import get_language

from parvis.common import clock

NBSP = "\u00a0"
_BEFORE = re.compile(r" +(?=[:;!?»%€])")
_AFTER = re.compile(r"(?<=«) +")
_UNITS = {"fr": ("octets", "ko", "Mo", "Go"), "en": ("bytes", "kB", "MB", "GB")}


def language() -> str:
    """Return « fr » or « en »: words exist in these two."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def _local(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def date(value: dt.date, *, weekday: bool = True) -> str:
    """Return « lundi 16 mars », with the year when it is not this one; a moment is read in local time."""
    value = _local(value)
    day = "1er" if value.day == 1 and language() == "fr" else str(value.day)
    parts = [format_date(value, "l")] if weekday else []
    parts += [day, format_date(value, "F")]
    if value.year != clock.today().year:
        parts.append(f"{value.year:04d}")
    return " ".join(parts)


def time(value: dt.time | dt.datetime) -> str:
    """Return « 17 h 30 », « 9 h » on the hour; « 17:30 » in English."""
    moment = _local(value) if isinstance(value, dt.datetime) else value
    hour, minute = moment.hour, moment.minute  # type: ignore[union-attr]
    if language() == "en":
        return f"{hour}:{minute:02d}"
    return f"{hour}{NBSP}h{NBSP}{minute:02d}" if minute else f"{hour}{NBSP}h"


def is_one_day(since: dt.datetime, until: dt.datetime) -> bool:
    """Say whether two moments are of one same day, where we are."""
    return timezone.localdate(since) == timezone.localdate(until)


def moment(value: dt.datetime) -> str:
    """Return « lundi 16 mars à 17 h 30 »."""
    link = "at" if language() == "en" else "à"
    return f"{date(value)} {link} {time(value)}"


def amount(value: Decimal | float | str) -> str:
    """Return an amount of euros: « 12,50 € », « 12 € » when there are no cents."""
    euros = Decimal(str(value)).quantize(Decimal("0.01"))
    figures = number_format(
        euros, decimal_pos=0 if euros == euros.to_integral_value() else 2, force_grouping=True
    )
    return f"€{figures}" if language() == "en" else f"{figures}{NBSP}€"


def filesize(size: float) -> str:
    """Return a size in bytes as « 340 ko », « 2,4 Mo »; units are decimal."""
    units = _UNITS[language()]
    rank = 0
    while size >= 999.5 and rank < len(units) - 1:
        size, rank = size / 1000, rank + 1
    places = 1 if rank > 1 and size < 100 and round(size, 1) != round(size) else 0
    return f"{number_format(round(size, places), decimal_pos=places)}{NBSP}{units[rank]}"


def phone(value: str) -> str:
    """Return a telephone number grouped as it is said; what is not a number comes back untouched."""
    try:
        number = phonenumbers.parse(value, "FR")
    except phonenumbers.NumberParseException:
        return value
    if not phonenumbers.is_possible_number(number):
        return value
    national = phonenumbers.PhoneNumberFormat.NATIONAL
    international = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    grouped = phonenumbers.format_number(number, national if number.country_code == 33 else international)
    return grouped.replace(" ", NBSP)


def unbreakable(text: str) -> str:
    """Return a sentence with French spaces before « : ; ! ? » and typographic apostrophes."""
    text = _BEFORE.sub(NBSP, text)
    return _AFTER.sub(NBSP, text).replace("'", "’")
