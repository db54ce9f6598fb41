"""The clocks of a case: its facts, handed to the pure arithmetic of ``deadlines``."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from parvis.cases.models import Case, PieceRequest
from parvis.deadlines.delays import Delay, Unit
from parvis.deadlines.errors import UnknownTerritory
from parvis.deadlines.history import History, PiecesAsked
from parvis.deadlines.holidays_fr import MAINLAND, PublicHolidays, canonical_territory
from parvis.deadlines.silence import Regime, implied_decision
from parvis.organisations.models import OrganisationKind


def first_due_date(case: Case) -> date | None:
    """Return the due date of a case just born."""
    return due_date(case, transferred=(), pieces=())


def due_date(case: Case, *, transferred: Iterable[datetime], pieces: Iterable[PieceRequest]) -> date | None:
    """Return the day by which an answer is due: the implied decision's (CRPA L231-1 to -6), or the body's promise.

    ``transferred`` are the moments the case changed body; only pieces that suspend count (L114-5-1).
    """
    if not case.delay:
        return None
    delay = Delay.parse(case.delay)
    if case.regime not in {Regime.SVA, Regime.SVR}:
        return delay.end_after(_day(case.first_received_at), PublicHolidays(territory_of(case)))
    history = History(
        _day(case.first_received_at),
        tuple(_day(moment) for moment in transferred),
        tuple(_asked(request) for request in pieces if request.suspends),
    )
    return implied_decision(history, Regime(case.regime), delay, territory=territory_of(case))


def territory_of(case: Case) -> str:
    """Return the territory whose public holidays count: the department of the body in charge."""
    body = case.organisation
    code = body.insee_code or (
        body.territory.code if body.kind == OrganisationKind.DEPARTMENT and body.territory else ""
    )
    department = code[:3] if code[:2] in {"97", "98"} else code[:2]
    try:
        return canonical_territory(department)
    except UnknownTerritory:  # a region or a State service: the calendar of the mainland
        return MAINLAND


def _asked(request: PieceRequest) -> PiecesAsked:
    asked_on = _day(request.asked_at)
    within = Delay(max((request.due_on - asked_on) // timedelta(days=1), 0), Unit.DAYS)
    return PiecesAsked(asked_on, within, _day(request.answered_at) if request.answered_at else None)


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
