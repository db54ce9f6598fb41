"""Bodies that commit themselves: calendars, agreements, cases lodged at a moment."""

from datetime import datetime

from parvis.cases.models import Agreement, BusinessCalendar, Case, Clock
from parvis.cases.services.levels import save_calendar
from parvis.cases.services.steps import take_steps
from parvis.common import actor, clock
from parvis.deadlines.calendars import PARIS
from parvis.organisations.models import Role
from parvis.organisations.sessions import agent_session
from tests.factories.cases import Town, lodge
from tests.factories.organisations import AgentFactory

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


def edit(town: Town, row: BusinessCalendar, **changes) -> BusinessCalendar:
    """Save that calendar with these changes, as the body's administrator."""
    admin = AgentFactory(organisation=town.body, with_role=Role.BODY_ADMIN)
    given = {"name": row.name, "hours": row.hours, "closures": row.closures}
    return save_calendar(
        organisation_id=town.body.pk, calendar_id=row.pk, by=agent_session(admin.pk), **{**given, **changes}
    )


def sweep(moment: str) -> int:
    """Take the steps due at that moment; their number."""
    with clock.standing_at(paris(moment)), actor.acting_as(actor.NOBODY):
        return take_steps()
