"""What falls due as templates write it: every word ready, so that fifty rows cost little."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.cases.clocks import deed_of
from parvis.cases.due_queries import Day, Due
from parvis.cases.opinion_queries import OpinionAwaited
from parvis.common import clock
from parvis.desk import words
from parvis.desk.words import Shown
from parvis.ui.words import date as date_words

_NUMBER = "000000000000"
WEEK = 7


@dataclass(frozen=True, slots=True)
class Line:
    """One clock of a list. ``due`` comes drawn."""

    subject: str
    person: str
    procedure: str
    deed: str
    due: SafeString
    href: str
    why: str
    assignee: str
    number: str


@dataclass(frozen=True, slots=True)
class ShownOpinion:
    """An opinion asked, as a list writes it. ``due`` comes drawn."""

    subject: str
    person: str
    procedure: str
    asked_by: str
    asked_of: str
    asked_on: str
    due: SafeString
    href: str
    why: str


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day of the calendar; ``more`` says how many it does not show, ``classes`` how it is drawn."""

    day: date
    iso: str
    classes: str
    name: str
    label: str
    href: str
    lines: list[Line]
    count: int
    counted: str
    more: str
    today: bool
    late: bool


def lines(dues: Iterable[Due]) -> list[Line]:
    """Return clocks ready to write."""
    case, why = (reverse(name, args=[_NUMBER]) for name in ("desk:case", "desk:case_clocks"))
    deeds: dict[str, str] = {}
    return [
        Line(
            subject=due.subject,
            person=due.person_name,
            procedure=due.procedure,
            deed=deeds.get(due.kind) or deeds.setdefault(due.kind, deed_of(due.kind)),
            due=chip(due).chip,
            href=case.replace(_NUMBER, due.number),
            why=f"{why.replace(_NUMBER, due.number)}#{due.kind}",
            assignee=due.assignee,
            number=due.number,
        )
        for due in dues
    ]


def opinions(found: Iterable[OpinionAwaited]) -> list[ShownOpinion]:
    """Return opinions ready to write."""
    case, why = (reverse(name, args=[_NUMBER]) for name in ("desk:case", "desk:case_clocks"))
    return [
        ShownOpinion(
            subject=one.subject,
            person=one.person_name,
            procedure=one.procedure,
            asked_by=one.asked_by,
            asked_of=one.asked_of,
            asked_on=date_words(one.asked_on),
            due=_opinion_due(one).chip,
            href=case.replace(_NUMBER, one.number),
            why=f"{why.replace(_NUMBER, one.number)}#opinion",
        )
        for one in found
    ]


def _opinion_due(one: OpinionAwaited) -> Shown:
    if one.due_on is not None:
        return replace(
            words.due_on(one.due_on), title=_("Jusqu’au %(date)s") % {"date": date_words(one.due_on)}
        )
    return words.due_at(one.due_at) if one.due_at else Shown(_("sans date"), "waiting", "clock")


def chip(due: Due) -> Shown:
    """Return when a clock falls due, in words with their shape."""
    if due.stopped:
        return Shown(_("arrêté"), "waiting", "clock")
    if due.due_on is None:
        return words.due_at(due.due_at)
    return replace(words.due_on(due.due_on), title=_("Jusqu’au %(date)s") % {"date": date_words(due.due_on)})


def days(first: date, last: date, found: dict[date, Day], *, month: int, hrefs: str) -> list[ShownDay]:
    """Return every day between two; ``month`` tells those of another, ``hrefs`` is the address of a day’s list."""
    today = clock.today()
    return [
        _shown_day(first + timedelta(rank), found.get(first + timedelta(rank)), today, month, hrefs)
        for rank in range((last - first).days + 1)
    ]


def _classes(count: int, *, today: bool, outside: bool) -> str:
    said = {"due-today": today, "due-outside": outside, "due-none": not count}
    return " ".join(["due-day", *(name for name, is_so in said.items() if is_so)])


def _more(count: int) -> str:
    return ngettext("et %(more)s autre", "et %(more)s autres", count) % {"more": count} if count else ""


def _short(day: date, *, outside: bool) -> str:
    """Return « lun 9 », with the month where it is not that of the page."""
    return format_date(day, "D j M" if outside else "D j").lower()


def _shown_day(day: date, found: Day | None, today: date, month: int, hrefs: str) -> ShownDay:
    shown = lines(found.first) if found else []
    count = found.count if found else 0
    outside = bool(month) and day.month != month
    return ShownDay(
        day=day,
        iso=day.isoformat(),
        classes=_classes(count, today=day == today, outside=outside),
        name=_short(day, outside=outside),
        label=date_words(day),
        href=f"{hrefs}jour={day.isoformat()}",
        lines=shown,
        count=count,
        counted=ngettext("échéance", "échéances", count),
        more=_more(count - len(shown)),
        today=day == today,
        late=bool(count) and day < today,
    )
