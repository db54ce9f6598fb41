"""Time limits of an appeal to the judge (code de justice administrative, R421-1, R421-2, R421-5, R421-7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from parvis.deadlines.delays import Delay, Unit
from parvis.deadlines.holidays_fr import MAINLAND, PublicHolidays, canonical_territory, is_overseas
from parvis.deadlines.outages import Outage, moved_deadline
from parvis.deadlines.working_days import next_working_day

TWO_CLEAR_MONTHS = Delay(2, Unit.CLEAR_MONTHS)
ABROAD = "abroad"
"""Residence of a person who lives outside France."""


@dataclass(frozen=True)
class Appeal:
    """The time limit of an appeal, step by step.

    ``runs_from`` is the day an express decision was notified or an implied rejection was born; ``expires_on``
    the end of the clear delay; ``worked_on`` the first working day from then; ``last_day`` that day, moved
    when the service failed on it.
    """

    runs_from: date
    delay: Delay
    expires_on: date
    worked_on: date
    last_day: date


def run_appeal(
    decision_on: date,
    *,
    territory: str = MAINLAND,
    delay: Delay = TWO_CLEAR_MONTHS,
    outages: Iterable[Outage] = (),
) -> Appeal:
    """Return how the time limit of an appeal runs.

    ``decision_on`` is the day an express decision was notified, or the day at whose last second an implied
    rejection was born: the two months run from the day after. They are clear (délai franc): neither that
    day nor the day of expiry counts, so that a decision of 30 June may be appealed until 31 August. A last
    day on a Saturday, a Sunday or a public holiday goes to the next working day. Whether the limit can be
    opposed to the person depends on the receipt (CRPA L112-6). Raises UnknownTerritory.
    """
    holidays = PublicHolidays(territory)
    expires = delay.end_after(decision_on, holidays)
    worked = next_working_day(expires, holidays)
    return Appeal(decision_on, delay, expires, worked, moved_deadline(worked, outages, holidays))


def last_day_to_appeal(
    decision_born_on: date, *, territory: str = MAINLAND, delay: Delay = TWO_CLEAR_MONTHS
) -> date:
    """Return the last day on which a decision may be brought before the judge: see ``run_appeal``."""
    return run_appeal(decision_born_on, territory=territory, delay=delay).last_day


def distance_delay(territory: str, residence: str) -> Delay:
    """Return the delay of an appeal for a person who lives far from the judge (CJA, R421-7).

    One month more before a court of the mainland for who lives overseas, and before a court overseas for
    who does not live in its territory; two months more for who lives abroad. ``territory`` is the court's;
    ``residence`` is a territory, ``ABROAD``, or "" when it is not known: the plain two months. Raises
    UnknownTerritory.
    """
    court = canonical_territory(territory)
    if not residence:
        return TWO_CLEAR_MONTHS
    if residence == ABROAD:
        return Delay(4, Unit.CLEAR_MONTHS)
    home = canonical_territory(residence)
    far = home != court if is_overseas(court) else is_overseas(home)
    return Delay(3, Unit.CLEAR_MONTHS) if far else TWO_CLEAR_MONTHS
