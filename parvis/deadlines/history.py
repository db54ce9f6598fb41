"""The facts that the clocks of a demand depend on, each dated."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from parvis.deadlines.delays import Delay
from parvis.deadlines.errors import BadHistory, ClockEnded
from parvis.deadlines.outages import Outage, moved_deadline


@dataclass(frozen=True)
class PiecesAsked:
    """One notice of missing pieces (CRPA L114-5): when, the delay set to produce them, when all had come."""

    on: date
    within: Delay
    received_on: date | None = None

    def last_day(self, holidays: Container[date], outages: tuple[Outage, ...] = ()) -> date:
        """Return the last day to produce the pieces; an outage of ours that covers it moves it."""
        return moved_deadline(self.within.end_after(self.on, holidays), outages, holidays)


@dataclass(frozen=True)
class History:
    """The facts that the silence clock of a demand depends on.

    ``received`` is the day the first body received the demand; ``transferred`` the days on which a body
    forwarded it to another (CRPA L114-2). ``decided_on`` is the day an express decision was notified,
    ``withdrawn_on`` the day the person took the demand back. The order of lists is free.

    Raises BadHistory on a contradiction, ClockEnded when pieces are asked or the demand forwarded after the
    end.
    """

    received: date
    transferred: tuple[date, ...] = ()
    pieces_asked: tuple[PiecesAsked, ...] = ()
    decided_on: date | None = None
    withdrawn_on: date | None = None
    outages: tuple[Outage, ...] = ()

    def __post_init__(self) -> None:
        ends = [day for day in (self.decided_on, self.withdrawn_on) if day]
        gestures = [*self.transferred, *(asked.on for asked in self.pieces_asked)]
        too_early = [day for day in (*gestures, *ends) if day < self.received]
        came_before = [
            asked.on for asked in self.pieces_asked if asked.received_on and asked.received_on < asked.on
        ]
        if too_early or came_before:
            raise BadHistory(received=self.received, dates=too_early + came_before)
        late = [day for day in gestures if ends and day > min(ends)]
        if late:
            raise ClockEnded(ended_on=min(ends), on=min(late))

    @property
    def stopped_on(self) -> date | None:
        """Return the day an express decision or a withdrawal ended the demand; None while it waits."""
        return min((day for day in (self.decided_on, self.withdrawn_on) if day), default=None)

    @property
    def requests(self) -> list[PiecesAsked]:
        """Return the requests of pieces in the order they were made."""
        return sorted(self.pieces_asked, key=lambda asked: asked.on)
