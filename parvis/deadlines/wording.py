"""Days, delays and holidays as people say them, in the language in force."""

from datetime import date, datetime, timedelta

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.deadlines.delays import Delay, Unit
from parvis.deadlines.holidays_fr import PublicHolidays
from parvis.deadlines.targets import Span, SpanUnit
from parvis.deadlines.working_days import SATURDAY, SUNDAY

DAYS_BY_NAME = 6
"""So many days ahead, « jeudi » names one day only."""
NOON = 12


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
    return _("%(day)s à %(hour)s") % {
        "day": day_in_words(moment.date(), year=year),
        "hour": hour_in_words(moment),
    }


def hour_in_words(moment: datetime) -> str:
    """Return « 17 h 30 », « 17 h », « midi », « minuit »."""
    if not moment.minute and moment.hour in {0, NOON}:
        return _("midi") if moment.hour else _("minuit")
    if moment.minute:
        return _("%(hour)d h %(minute)02d") % {"hour": moment.hour, "minute": moment.minute}
    return _("%(hour)d h") % {"hour": moment.hour}


def before_in_words(due: datetime, now: datetime) -> str:
    """Return a promise as one says it: « aujourd’hui avant 17 h », « demain avant midi », « avant jeudi midi ».

    Six days ahead at most, a day of the week is enough; farther, and in the past, the whole date is said. Midnight is
    the end of the day before. Both moments are in the zone they are told in.
    """
    if (due.hour, due.minute) == (0, 0):
        return _end_of_day(due.date() - timedelta(days=1), now.date())
    days, facts = (due.date() - now.date()).days, {"hour": hour_in_words(due)}
    if days in {0, 1} and due >= now:
        return (_("demain avant %(hour)s") if days else _("aujourd’hui avant %(hour)s")) % facts
    if 0 < days <= DAYS_BY_NAME:
        facts["day"] = date_format(due.date(), "l")
        at_noon = (due.hour, due.minute) == (NOON, 0)
        return (_("avant %(day)s %(hour)s") if at_noon else _("avant %(day)s à %(hour)s")) % facts
    return _("avant le %(moment)s") % {"moment": moment_in_words(due, year=due.year != now.year)}


def _end_of_day(day: date, today: date) -> str:
    days = (day - today).days
    if days in {0, 1}:
        return _("d’ici demain soir") if days else _("d’ici ce soir")
    if 0 < days <= DAYS_BY_NAME:
        return _("d’ici %(day)s soir") % {"day": date_format(day, "l")}
    return _("d’ici le %(day)s au soir") % {"day": day_in_words(day, year=day.year != today.year)}


def span_in_words(span: Span) -> str:
    """Return « 30 minutes d’ouverture », « 4 heures d’ouverture », « 2 jours d’ouverture »."""
    said = {
        SpanUnit.MINUTES: ngettext("%(n)d minute d’ouverture", "%(n)d minutes d’ouverture", span.amount),
        SpanUnit.HOURS: ngettext("%(n)d heure d’ouverture", "%(n)d heures d’ouverture", span.amount),
        SpanUnit.DAYS: ngettext("%(n)d jour d’ouverture", "%(n)d jours d’ouverture", span.amount),
    }[span.unit]
    return said % {"n": span.amount}
