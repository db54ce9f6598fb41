"""Delays of receipts of electronic demands (CRPA L112-11, R112-11-1 to R112-11-4)."""

from datetime import date

from parvis.deadlines.delays import Delay, Unit
from parvis.deadlines.holidays_fr import MAINLAND, PublicHolidays

ONE_WORKING_DAY = Delay(1, Unit.WORKING_DAYS)
TEN_DAYS = Delay(10, Unit.DAYS)


def registration_receipt_due(received: date, *, territory: str = MAINLAND) -> date:
    """Return the last day to send a registration receipt (accusé d’enregistrement): one working day.

    ``received`` is the day the competent administration was seized. Raises UnknownTerritory.
    """
    return ONE_WORKING_DAY.end_after(received, PublicHolidays(territory))


def acknowledgement_due(received: date) -> date:
    """Return the last day to send the acknowledgement of receipt when it could not leave at once: ten days.

    ``received`` is the day the competent administration was seized.
    """
    return TEN_DAYS.end_after(received, ())
