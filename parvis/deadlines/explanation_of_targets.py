"""Why a target of service is due when it is, in sentences: start, length, pauses, days off with their names."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from parvis.deadlines.calendars import Calendar
from parvis.deadlines.sentences import Sentence, sentence
from parvis.deadlines.targets import Pause, Span
from parvis.deadlines.wording import day_in_words, moment_in_words, span_in_words


def explain_target(
    calendar: Calendar, start: datetime, span: Span, due: datetime | None, pauses: Iterable[Pause] = ()
) -> list[Sentence]:
    """Return the reasoning of a target (``parvis.deadlines.targets.due_at``), the same for agent and person."""
    told = [
        sentence(
            "target-start",
            "",
            _("Ce délai compte à partir du %(start)s : %(span)s."),
            start=_said(calendar, start),
            span=span_in_words(span),
        )
    ]
    told += [
        _pause(calendar, pause)
        for pause in sorted(pauses, key=lambda one: one.since)
        if _counts(pause, start, due)
    ]
    if due is not None:
        told += _days_off(calendar, start, due)
        told.append(sentence("target-due", "", _("Il finit le %(due)s."), due=_said(calendar, due)))
    return told


def _counts(pause: Pause, start: datetime, due: datetime | None) -> bool:
    """Say whether a pause stopped this delay: one over before its start, or begun once it was over, did not."""
    return (pause.until is None or pause.until > start) and (due is None or pause.since < due)


def _pause(calendar: Calendar, pause: Pause) -> Sentence:
    since = _said(calendar, pause.since)
    if pause.until is None:
        return sentence("target-paused", "", _("Il est arrêté depuis le %(since)s."), since=since)
    said = _("Il s’est arrêté du %(since)s au %(until)s.")
    return sentence("target-paused", "", said, since=since, until=_said(calendar, pause.until))


def _days_off(calendar: Calendar, start: datetime, due: datetime) -> Iterator[Sentence]:
    """Name each day off that has a reason of its own: week-ends need none."""
    first, last = (moment.astimezone(calendar.zone).date() for moment in (start, due))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    named = [f"{_run(list(run))} ({why})" for why, run in groupby(days, key=calendar.why_closed) if why]
    if named:
        yield sentence("target-days-off", "", _("Ne comptent pas : %(days)s."), days=", ".join(named))


def _run(days: list[date]) -> str:
    if len(days) == 1:
        return day_in_words(days[0], year=False)
    first, last = (day_in_words(day, year=False) for day in (days[0], days[-1]))
    return _("du %(first)s au %(last)s") % {"first": first, "last": last}


def _said(calendar: Calendar, moment: datetime) -> str:
    return moment_in_words(moment.astimezone(calendar.zone))
