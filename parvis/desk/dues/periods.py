"""The month or the week that the calendar shows."""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from parvis.common import clock
from parvis.desk.dues.narrowing import day_asked
from parvis.desk.entrance import AgentRequest
from parvis.ui.words import date as date_words

_FIRST_YEAR, _LAST_YEAR = MINYEAR + 1, MAXYEAR - 1


@dataclass(frozen=True, slots=True)
class Period:
    """A month or a week, by any of its days."""

    start: date
    is_week: bool

    @property
    def month(self) -> int:
        """Return the month whose days are not outside; for a week, none is."""
        return 0 if self.is_week else self.start.month

    @property
    def first(self) -> date:
        """Return the Monday on which it begins."""
        day = self.start if self.is_week else self.start.replace(day=1)
        return day - timedelta(day.weekday())

    @property
    def last(self) -> date:
        """Return the Sunday on which it ends."""
        if self.is_week:
            return self.first + timedelta(6)
        day = self.next - timedelta(1)
        return day + timedelta(6 - day.weekday())

    @property
    def next(self) -> date:
        """Return a day of the period after it."""
        if self.is_week:
            return self.first + timedelta(7)
        return (self.start.replace(day=1) + timedelta(32)).replace(day=1)

    @property
    def previous(self) -> date:
        """Return a day of the period before it."""
        return self.first - timedelta(7) if self.is_week else self.start.replace(day=1) - timedelta(1)

    @property
    def title(self) -> str:
        """Return « Novembre 2026 », « Semaine du lundi 23 novembre »."""
        if self.is_week:
            return _("Semaine du %(day)s") % {"day": date_words(self.first)}
        said = format_date(self.start, "F Y")
        return said[:1].upper() + said[1:]

    def address(self, day: date) -> dict[str, str]:
        """Return how a day of it stands in the address."""
        return {"semaine": day.isoformat()} if self.is_week else {"mois": day.isoformat()[:7]}


def period_asked(request: AgentRequest) -> Period:
    """Return the period of the address; this month when there is none or it cannot be read."""
    week = day_asked(request, "semaine")
    if week and _FIRST_YEAR <= week.year <= _LAST_YEAR:
        return Period(week, is_week=True)
    try:
        month = date.fromisoformat(f"{request.GET.get('mois', '')}-01")
    except ValueError:
        month = clock.today()
    within = _FIRST_YEAR <= month.year <= _LAST_YEAR
    return Period((month if within else clock.today()).replace(day=1), is_week=False)
