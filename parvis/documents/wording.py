"""Dates as letters and pages say them, in the language in force: « lundi 16 mars 2026 », « 17 h 30 »."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.deadlines.wording import day_in_words
from parvis.organisations.opening_hours import in_words as hour_in_words

__all__ = ["day_in_words", "moment_in_words"]


def moment_in_words(moment: datetime) -> str:
    """Return « lundi 16 mars 2026 à 17 h 30 », in the time zone in force."""
    local = timezone.localtime(moment)
    return _("%(day)s à %(hour)s") % {"day": day_in_words(local.date()), "hour": hour_in_words(local.time())}
