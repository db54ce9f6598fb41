"""Dates as letters and pages say them, in the language in force: « lundi 16 mars 2026 », « 17 h 30 »."""

from datetime import date, datetime

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.organisations.opening_hours import in_words as hour_in_words


def day_in_words(day: date, *, weekday: bool = True) -> str:
    """Return « lundi 16 mars 2026 », the first of a month being « 1er »; without the day of the week if asked."""
    words = date_format(day, "l j F Y" if weekday else "j F Y")
    if day.day == 1 and (translation.get_language() or "fr").startswith("fr"):
        return words.replace("1 ", "1er ", 1)
    return words


def moment_in_words(moment: datetime) -> str:
    """Return « lundi 16 mars 2026 à 17 h 30 », in the time zone in force."""
    local = timezone.localtime(moment)
    return _("%(day)s à %(hour)s") % {"day": day_in_words(local.date()), "hour": hour_in_words(local.time())}
