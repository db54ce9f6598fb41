"""The whole course of a demand: its silence, its implied decision, the last day to appeal."""

from dataclasses import dataclass
from datetime import date

from parvis.deadlines.appeal import Appeal, distance_delay, run_appeal
from parvis.deadlines.delays import Delay
from parvis.deadlines.errors import BadHistory
from parvis.deadlines.history import History, PiecesAsked
from parvis.deadlines.holidays_fr import MAINLAND
from parvis.deadlines.silence import TWO_MONTHS, Regime, Silence, refuse_late_requests, run_silence

CLOSED, TRANSFERRED_OUT = "closed", "transferred_out"
"""Ends that are neither a decision nor a withdrawal, though clocks stop as by one."""


@dataclass(frozen=True)
class Demand:
    """What is known of a demand, as its clocks need it. Raises BadHistory on a contradiction.

    ``territory`` is that of the body in charge and of its court; ``residence`` where the person lives, "" if
    unknown. ``useful_pieces`` are requests that do not suspend (CRPA L114-5-1), ``mends`` invitations to
    mend a defect of form (L114-6). ``notified_on`` is when an express decision reached the person, if not on
    its day. ``ending`` tells what ended it, for its explanation, when it is ``CLOSED`` or ``TRANSFERRED_OUT``.
    ``reasons_asked_on`` and ``reasons_given_on`` are about an implied rejection (L232-4). ``corrected_on`` are the
    days on which a correction of the person became a version of the demand (L123-1): no clock moves for it.
    """

    history: History
    regime: Regime
    delay: Delay | None = TWO_MONTHS
    territory: str = MAINLAND
    residence: str = ""
    useful_pieces: tuple[PiecesAsked, ...] = ()
    mends: tuple[PiecesAsked, ...] = ()
    notified_on: date | None = None
    reasons_asked_on: date | None = None
    reasons_given_on: date | None = None
    ending: str = ""
    corrected_on: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        decided = self.history.decided_on
        if self.notified_on and (decided is None or self.notified_on < decided):
            raise BadHistory(dates=[self.notified_on])
        asked, given = self.reasons_asked_on, self.reasons_given_on
        if given and (asked is None or given < asked):
            raise BadHistory(dates=[given])


@dataclass(frozen=True)
class Course:
    """What came of a demand: the clock of silence, the implied decision, the appeal against what was decided.

    ``appeal`` is that of the decision in force: express, or implied rejection; an implied acceptance has
    none. ``reasons_in_time`` says that the person asked for the reasons of an implied rejection while it could be
    contested (before it was born, or later, that has no effect); ``reasons_awaited`` that they have none yet: nothing
    can be opposed to them until then.
    """

    silence: Silence | None
    implied_on: date | None
    appeal: Appeal | None
    reasons_awaited: bool = False
    reasons_in_time: bool = False

    @property
    def last_day_to_appeal(self) -> date | None:
        """Return the last day to appeal, None when there is nothing to appeal or no end yet."""
        return self.appeal.last_day if self.appeal and not self.reasons_awaited else None


def run_course(demand: Demand) -> Course:
    """Return the course of a demand; pieces asked too late count for nothing. Raises UnknownTerritory."""
    history, silence, implied = demand.history, None, None
    if demand.delay is not None:
        silence = run_silence(history, demand.regime, demand.delay, territory=demand.territory)
        implied = silence.born_on
    rejected_on = implied if demand.regime == Regime.SVR else None
    told_on = demand.notified_on or history.decided_on
    appeal = _appeal(demand, rejected_on) if rejected_on else None
    in_time = appeal is not None and _asked_in_time(demand, appeal)
    open_ended = in_time and demand.reasons_given_on is None
    if open_ended and told_on is None:
        return Course(silence, implied, appeal, reasons_awaited=True, reasons_in_time=True)
    if in_time and demand.reasons_given_on:
        # CRPA L232-4: the delay is extended until two months after the day the reasons were given.
        appeal = _appeal(demand, demand.reasons_given_on)
    if told_on and (appeal is None or open_ended or told_on <= appeal.last_day):
        # CJA R421-2: an express rejection within the delay of the implied one makes it run again; later, it only
        # confirms it. Reasons asked and never given leave that delay open until then.
        appeal = _appeal(demand, told_on)
    return Course(silence, implied, appeal, reasons_in_time=in_time)


def refuse_ended_clocks(demand: Demand) -> None:
    """Raise ClockEnded when pieces were asked once the delay was over: an ended clock is not suspended."""
    if demand.delay is not None:
        refuse_late_requests(demand.history, demand.regime, demand.delay, territory=demand.territory)


def _appeal(demand: Demand, on: date) -> Appeal:
    delay = distance_delay(demand.territory, demand.residence)
    return run_appeal(on, territory=demand.territory, delay=delay, outages=demand.history.outages)


def _asked_in_time(demand: Demand, appeal: Appeal) -> bool:
    asked = demand.reasons_asked_on
    return asked is not None and appeal.runs_from < asked <= appeal.last_day
