"""What silence of the administration means, and from which day (CRPA L231-1 to L231-6, L114-2 to L114-5)."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from parvis.deadlines.delays import Delay, Suspension, Unit
from parvis.deadlines.errors import BadHistory
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
class PiecesAsked:
    """One notice of missing pieces (CRPA L114-5): when, the delay set to produce them, when all had come."""

    on: date
    within: Delay
    received_on: date | None = None


@dataclass(frozen=True)
class History:
    """The facts that the silence clock of a demand depends on. Raises BadHistory on a contradiction.

    ``received`` is the day the first body received the demand; ``transferred`` the days on which a body
    forwarded it to another (CRPA L114-2). The order of either list is free.
    """

    received: date
    transferred: tuple[date, ...] = ()
    pieces_asked: tuple[PiecesAsked, ...] = ()

    def __post_init__(self) -> None:
        too_early = [day for day in self.transferred if day < self.received]
        too_early += [asked.on for asked in self.pieces_asked if asked.on < self.received]
        came_before = [
            asked.on for asked in self.pieces_asked if asked.received_on and asked.received_on < asked.on
        ]
        if too_early or came_before:
            raise BadHistory(received=self.received, dates=too_early + came_before)


def implied_decision(
    history: History, regime: Regime, delay: Delay = TWO_MONTHS, *, territory: str = MAINLAND
) -> date | None:
    """Return the day at whose last second silence becomes a decision.

    None when silence has no effect, or while an acceptance waits for pieces that have not come. A week-end
    or a holiday never pushes an implied decision back. Facts later than the decision's birth change
    nothing. For an open request of pieces under rejection, the day returned is the latest one: it comes
    nearer when the pieces come. Raises UnknownTerritory.
    """
    holidays = PublicHolidays(territory)
    match regime:
        case Regime.SVA:
            return _implied_acceptance(history, delay, holidays)
        case Regime.SVR:
            return _implied_rejection(history, delay, holidays)
        case Regime.NONE:
            return None


def due_date(
    received: date, regime: Regime, delay: Delay = TWO_MONTHS, *, territory: str = MAINLAND
) -> date | None:
    """Return the day an implied decision is born if nothing else happens; None without effect."""
    return implied_decision(History(received), regime, delay, territory=territory)


def reasons_due(asked_on: date) -> date:
    """Return the last day to give the reasons of an implied rejection: one month (CRPA L232-4)."""
    return ONE_MONTH.end_after(asked_on, ())


def _implied_acceptance(history: History, delay: Delay, holidays: Container[date]) -> date | None:
    # CRPA L114-3: acceptance runs from receipt by the competent body; L114-5: only once the pieces have come.
    end = delay.end_after(max((history.received, *history.transferred)), holidays)
    for asked in sorted(history.pieces_asked, key=lambda one: one.on):
        if asked.on > end:
            break
        if asked.received_on is None:
            return None
        end = max(end, delay.end_after(asked.received_on, holidays))
    return end


def _implied_rejection(history: History, delay: Delay, holidays: Container[date]) -> date:
    # CRPA L114-3: rejection runs from receipt by the first body, so transfers are ignored; L114-5: it is
    # suspended from the notice until the pieces come or the delay set ends, whichever is first.
    suspensions = [_suspension(asked, holidays) for asked in history.pieces_asked]
    return delay.end_after_suspensions(history.received, holidays, suspensions)


def _suspension(asked: PiecesAsked, holidays: Container[date]) -> Suspension:
    latest = asked.within.end_after(asked.on, holidays)
    return Suspension(asked.on, min(latest, asked.received_on or latest))
