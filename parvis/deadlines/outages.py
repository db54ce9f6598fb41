"""Failures of the service: they move the deadlines of persons, never those of the administration."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date

from parvis.deadlines.errors import EndBeforeStart
from parvis.deadlines.working_days import ONE_DAY, next_working_day


@dataclass(frozen=True)
class Outage:
    """The days on which the service failed, both included. Raises EndBeforeStart."""

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise EndBeforeStart(since=self.since, until=self.until)

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until


def moved_deadline(last_day: date, outages: Iterable[Outage], holidays: Container[date]) -> date:
    """Return the last day a person has, moved when the service failed on it.

    The rule of the platform: a deadline of the person whose last day falls in an outage goes to the first
    working day after the outage. No text writes it for teleservices; it is that of judicial acts, whose
    delay « est prorogé jusqu’au premier jour ouvrable suivant » when they cannot be sent on its last day
    (code de procédure civile, art. 748-7). A failure never harms the person (Défenseur des droits, 2019); a
    delay that runs against the administration does not move.
    """
    moving = outages_that_move(last_day, outages, holidays)
    return next_working_day(moving[-1].until + ONE_DAY, holidays) if moving else last_day


def outages_that_move(last_day: date, outages: Iterable[Outage], holidays: Container[date]) -> list[Outage]:
    """Return the outages that move a last day, in order: the one it falls in, then those the day moved falls in."""
    found = []
    for outage in sorted(outages, key=lambda one: one.since):
        if last_day in outage:
            found.append(outage)
            last_day = next_working_day(outage.until + ONE_DAY, holidays)
    return found
