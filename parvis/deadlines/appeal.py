"""Time limits of an appeal to the judge (code de justice administrative, R421-1, R421-2, R421-5)."""

from datetime import date

from parvis.deadlines.delays import Delay, Unit
from parvis.deadlines.holidays_fr import MAINLAND, PublicHolidays
from parvis.deadlines.working_days import next_working_day

TWO_CLEAR_MONTHS = Delay(2, Unit.CLEAR_MONTHS)


def last_day_to_appeal(
    decision_born_on: date, *, territory: str = MAINLAND, delay: Delay = TWO_CLEAR_MONTHS
) -> date:
    """Return the last day on which a decision may be brought before the judge.

    ``decision_born_on`` is the day an express decision was notified, or the day at whose last second an
    implied rejection was born: the two months run from the day after. They are clear (délai franc): neither
    that day nor the day of expiry counts, so that a decision of 30 June may be appealed until 31 August. A
    last day on a Saturday, a Sunday or a public holiday goes to the next working day. Whether the limit can
    be opposed to the person depends on the receipt (CRPA L112-6). Raises UnknownTerritory.
    """
    holidays = PublicHolidays(territory)
    return next_working_day(delay.end_after(decision_born_on, holidays), holidays)
