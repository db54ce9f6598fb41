"""Days, delays and holidays as people say them, in the language in force."""

from datetime import date, datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.deadlines.delays import Delay, Unit
from parvis.deadlines.holidays_fr import PublicHolidays
from parvis.deadlines.targets import Span, SpanUnit
from parvis.deadlines.working_days import SATURDAY, SUNDAY


def day_in_words(day: date, *, weekday: bool = True, year: bool = True) -> str:
    """Return « lundi 16 mars 2026 », the first of a month being « 1er »; without week day or year if asked."""
    form = " ".join(part for part, asked in (("l", weekday), ("j F", True), ("Y", year)) if asked)
    words = date_format(day, form)
    if day.day == 1 and (translation.get_language() or "fr").startswith("fr"):
        return words.replace("1 ", "1er ", 1)
    return words


def delay_in_words(delay: Delay) -> str:
    """Return « 2 mois », « 10 jours ouvrés », « 8 jours francs »."""
    said = {
        Unit.MONTHS: ngettext("%(n)d mois", "%(n)d mois", delay.amount),
        Unit.CLEAR_MONTHS: ngettext("%(n)d mois franc", "%(n)d mois francs", delay.amount),
        Unit.DAYS: ngettext("%(n)d jour", "%(n)d jours", delay.amount),
        Unit.CLEAR_DAYS: ngettext("%(n)d jour franc", "%(n)d jours francs", delay.amount),
        Unit.WORKING_DAYS: ngettext("%(n)d jour ouvré", "%(n)d jours ouvrés", delay.amount),
        Unit.BUSINESS_DAYS: ngettext("%(n)d jour ouvrable", "%(n)d jours ouvrables", delay.amount),
    }[delay.unit]
    return said % {"n": delay.amount}


def day_off_in_words(day: date, holidays: PublicHolidays) -> str:
    """Return why a day is off: « un dimanche », « férié (Fête nationale) »; "" for another day."""
    if name := holidays.name(day):
        return _("un jour férié (%(name)s)") % {"name": name}
    if day.weekday() == SATURDAY:
        return _("un samedi")
    return _("un dimanche") if day.weekday() == SUNDAY else ""


def moment_in_words(moment: datetime, *, year: bool = False) -> str:
    """Return « jeudi 12 mars à 17 h 30 », « jeudi 12 mars à midi », in the zone the moment is told in."""
    if (moment.hour, moment.minute) == (12, 0):
        hour = _("midi")
    elif moment.minute:
        hour = _("%(hour)d h %(minute)02d") % {"hour": moment.hour, "minute": moment.minute}
    else:
        hour = _("%(hour)d h") % {"hour": moment.hour}
    return _("%(day)s à %(hour)s") % {"day": day_in_words(moment.date(), year=year), "hour": hour}


def span_in_words(span: Span) -> str:
    """Return « 30 minutes d’ouverture », « 4 heures d’ouverture », « 2 jours d’ouverture »."""
    said = {
        SpanUnit.MINUTES: ngettext("%(n)d minute d’ouverture", "%(n)d minutes d’ouverture", span.amount),
        SpanUnit.HOURS: ngettext("%(n)d heure d’ouverture", "%(n)d heures d’ouverture", span.amount),
        SpanUnit.DAYS: ngettext("%(n)d jour d’ouverture", "%(n)d jours d’ouverture", span.amount),
    }[span.unit]
    return said % {"n": span.amount}
