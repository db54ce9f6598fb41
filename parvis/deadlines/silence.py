"""What silence of the administration means, and from which day (CRPA L231-1 to L231-6, L114-2 to L114-5)."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from parvis.deadlines.delays import Delay, Suspension, Unit
from parvis.deadlines.errors import ClockEnded
from parvis.deadlines.history import History, PiecesAsked
from parvis.deadlines.holidays_fr import MAINLAND, PublicHolidays

TWO_MONTHS = Delay(2, Unit.MONTHS)
ONE_MONTH = Delay(1, Unit.MONTHS)


class Regime(StrEnum):
    """What silence means for a procedure, written as in its definition."""

    SVA = "SVA"
    """« Silence vaut acceptation »: silence accepts (CRPA L231-1)."""
    SVR = "SVR"
    """« Silence vaut rejet »: silence rejects (CRPA L231-4)."""
    NONE = "none"
    """Silence has no effect in law: a report, a request for information, a service."""


@dataclass(frozen=True)
class Silence:
    """How the silence clock of a demand runs.

    ``counts_from`` is the day after which the delay counts, None while an acceptance waits for pieces;
    ``plain_end`` the end it would then have, ``ends_on`` the end with its suspensions. ``born_on`` is the
    day at whose last second the implied decision is born, None when something ends the clock before or
    silence has no effect.
    """

    counts_from: date | None
    plain_end: date | None
    suspensions: tuple[Suspension, ...]
    ends_on: date | None
    born_on: date | None

    @property
    def days_suspended(self) -> int:
        """Return how many days did not count; days that two suspensions share do once."""
        return len({day for one in self.suspensions for day in one.days()})


def run_silence(
    history: History, regime: Regime, delay: Delay = TWO_MONTHS, *, territory: str = MAINLAND
) -> Silence:
    """Return how the silence clock runs over these facts. Raises UnknownTerritory.

    A week-end or a holiday never pushes an implied decision back. Facts later than its birth change
    nothing. For an open request of pieces under rejection, the end is the latest one: it comes nearer when
    the pieces come. Without effect in law, the clock is that of the body's own promise: it runs from the
    first receipt, and nothing is born.
    """
    holidays = PublicHolidays(territory)
    suspends = regime == Regime.SVR
    accepts = regime == Regime.SVA
    counts_from = _start_of_acceptance(history, delay, holidays) if accepts else history.received
    suspensions = _suspensions(history, holidays) if suspends else ()
    if counts_from is None:
        return Silence(None, None, (), None, None)
    plain = delay.end_after(counts_from, holidays)
    end = delay.end_after_suspensions(counts_from, holidays, list(suspensions))
    stopped = history.stopped_on is not None and history.stopped_on <= end
    born = None if stopped or regime == Regime.NONE else end
    return Silence(counts_from, plain, _that_counted(suspensions, end), end, born)


def implied_decision(
    history: History, regime: Regime, delay: Delay = TWO_MONTHS, *, territory: str = MAINLAND
) -> date | None:
    """Return the day at whose last second silence becomes a decision; None when it does not.

    See ``run_silence``. Raises UnknownTerritory.
    """
    return run_silence(history, regime, delay, territory=territory).born_on


def due_date(
    received: date, regime: Regime, delay: Delay = TWO_MONTHS, *, territory: str = MAINLAND
) -> date | None:
    """Return the day an implied decision is born if nothing else happens; None without effect."""
    return implied_decision(History(received), regime, delay, territory=territory)


def refuse_late_requests(
    history: History, regime: Regime, delay: Delay = TWO_MONTHS, *, territory: str = MAINLAND
) -> None:
    """Raise ClockEnded when pieces were asked once the delay was over: an ended clock is not suspended."""
    for rank, asked in enumerate(history.requests):
        before = History(
            history.received,
            tuple(day for day in history.transferred if day <= asked.on),
            tuple(history.requests[:rank]),
            outages=history.outages,
        )
        end = run_silence(before, regime, delay, territory=territory).ends_on
        if end is not None and asked.on > end and regime != Regime.NONE:
            raise ClockEnded(ended_on=end, on=asked.on)


def reasons_due(asked_on: date) -> date:
    """Return the last day to give the reasons of an implied rejection: one month (CRPA L232-4)."""
    return ONE_MONTH.end_after(asked_on, ())


def _start_of_acceptance(history: History, delay: Delay, holidays: Container[date]) -> date | None:
    # CRPA L114-3: acceptance only runs from receipt by the competent body, however late the demand was forwarded:
    # the silence of one that was not competent accepts nothing. L114-5: only once the pieces have come.
    start = max([history.received, *history.transferred])
    for asked in history.requests:
        if asked.on > delay.end_after(start, holidays):
            break
        if asked.received_on is None:
            return None
        start = max(start, asked.received_on)
    return start


def _suspensions(history: History, holidays: Container[date]) -> tuple[Suspension, ...]:
    # CRPA L114-3: rejection runs from receipt by the first body, so transfers are ignored; L114-5: it is
    # suspended from the notice until the pieces come or the delay set ends, whichever is first.
    return tuple(_suspension(asked, history, holidays) for asked in history.requests)


def _suspension(asked: PiecesAsked, history: History, holidays: Container[date]) -> Suspension:
    latest = asked.last_day(holidays, history.outages)
    return Suspension(asked.on, min(latest, asked.received_on or latest))


def _that_counted(suspensions: tuple[Suspension, ...], end: date) -> tuple[Suspension, ...]:
    return tuple(one for one in suspensions if one.since <= end)
