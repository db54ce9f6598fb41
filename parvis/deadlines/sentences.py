"""What an explanation is made of: sentences with their articles, and days said as briefly as is clear."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from parvis.deadlines.holidays_fr import PublicHolidays
from parvis.deadlines.outages import Outage
from parvis.deadlines.wording import day_in_words


@dataclass(frozen=True)
class Sentence:
    """One step of a reasoning. ``code`` is stable, for machines; ``article`` is "" where no text says it."""

    code: str
    person: str
    agent: str
    article: str

    @property
    def with_article(self) -> str:
        """Return what agents read: the fact, then its source."""
        return f"{self.agent.removesuffix('.')} ({self.article})." if self.article else self.agent


def sentence(code: str, article: str, person: str, agent: str = "", **facts: str) -> Sentence:
    """Return a sentence from its wording for the person, and for the agent when it differs, filled in."""
    return Sentence(code, _said(person % facts), _said((agent or person) % facts), article)


def _said(text: str) -> str:
    """Begin with a capital: a delay may come first, and it is a figure or a word."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Days:
    """How the days of one explanation are said: without the year where it is that of the receipt."""

    received: date
    territory: str

    @property
    def holidays(self) -> PublicHolidays:
        """Return the public holidays that count."""
        return PublicHolidays(self.territory)

    def day(self, day: date) -> str:
        """Return « 20 juillet », with the year when it is another one than that of the receipt."""
        return day_in_words(day, weekday=False, year=day.year != self.received.year)

    def period(self, since: date, until: date) -> str:
        """Return « du 21 au 31 juillet », « du 30 juillet au 4 août »."""
        first = self.day(since)
        if (since.year, since.month) == (until.year, until.month):
            first = str(since.day) if since.day > 1 else first.split(" ")[0]
        return _("du %(first)s au %(last)s") % {"first": first, "last": self.day(until)}

    def failures(self, outages: Iterable[Outage]) -> str:
        """Return « du 3 au 5 août », « le 4 août », joined by « puis » when several moved a day in turn."""
        said = [
            self.period(one.since, one.until)
            if one.since < one.until
            else _("le %(day)s") % {"day": self.day(one.since)}
            for one in outages
        ]
        return _(" puis ").join(said)

    def week_day(self, day: date) -> str:
        """Return « lundi 20 juillet », with the year when it is another one than that of the receipt."""
        return day_in_words(day, year=day.year != self.received.year)

    def full(self, day: date) -> str:
        """Return « lundi 20 juillet 2026 »: for the days people write down."""
        return day_in_words(day)
