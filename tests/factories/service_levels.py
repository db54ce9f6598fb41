"""Bodies that commit themselves: calendars, agreements, cases lodged at a moment."""

from datetime import datetime

from parvis.cases.models import Agreement, BusinessCalendar, Case, Clock
from parvis.common import actor, clock
from parvis.deadlines.calendars import PARIS
from tests.factories.cases import Town, lodge

OFFICE = {str(day): [["09:00", "12:00"], ["13:30", "17:00"]] for day in range(1, 6)}


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def office(town: Town, **changes) -> BusinessCalendar:
    given = {"name": "Bureau", "hours": OFFICE, **changes}
    return BusinessCalendar.objects.create(organisation=town.body, **given)


def agree(town: Town, **changes) -> Agreement:
    given = {"name": "Tout", "calendar": None, "resolution": "4h", **changes}
    return Agreement.objects.create(organisation=town.body, **given)


def lodged(town: Town, at: str, **changes) -> Case:
    """Lodge a case at that moment."""
    with clock.standing_at(paris(at)):
        return lodge(town, **changes)


def clocks_of(case: Case) -> dict[str, Clock]:
    with actor.acting_as(actor.for_system("tests")):
        found = Clock.objects.filter(case=case)
        return {f"{row.kind}{f':{row.about}' if row.kind == 'next_answer' else ''}": row for row in found}
