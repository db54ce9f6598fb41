"""What clocks are derived from, and the territory whose holidays count."""

from datetime import UTC, datetime

import pytest

from parvis.cases.commitments import pauses_of
from parvis.cases.story import Fact, Story, territory_of
from parvis.organisations.models import OrganisationKind
from tests.factories.organisations import OrganisationFactory


def fact(kind: str, day: str, **data: object) -> Fact:
    return Fact(kind, datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=UTC), data)


def story(*facts: Fact, regime: str = "SVR", delay: str = "2m", channel: str = "web") -> Story:
    return Story((fact("received", "2026-07-15"), *facts), regime, delay, channel)


@pytest.mark.parametrize(
    ("insee_code", "territory"),
    [("57463", "alsace-moselle"), ("97411", "974"), ("76540", "mainland"), ("", "mainland")],
)
def test_the_calendar_is_that_of_the_department_of_the_body(insee_code, territory):
    assert territory_of(OrganisationFactory.build(insee_code=insee_code)) == territory


def test_the_calendar_of_a_department_is_its_own(system):
    body = OrganisationFactory.create(kind=OrganisationKind.DEPARTMENT, municipality=True)
    body.territory.code = "974"

    assert territory_of(body) == "974"


@pytest.mark.parametrize(
    ("code", "territory"),
    [
        ("01", "971"),
        ("04", "974"),
        ("06", "976"),
        ("44", "alsace-moselle"),
        ("28", "mainland"),
        ("93", "mainland"),
    ],
)
def test_the_calendar_of_a_region_is_that_of_its_seat_and_never_of_a_department_of_its_number(
    code, territory
):
    region = OrganisationFactory.build(kind=OrganisationKind.REGION, insee_code=code)

    assert territory_of(region) == territory


@pytest.mark.parametrize(
    ("department", "territory"), [("971", "971"), ("67", "alsace-moselle"), ("76", "mainland")]
)
@pytest.mark.parametrize("kind", [OrganisationKind.EPCI, OrganisationKind.SCHOOL])
def test_a_body_without_a_code_keeps_the_calendar_of_the_one_above_it(kind, department, territory):
    above = OrganisationFactory.build(kind=OrganisationKind.DEPARTMENT, insee_code=department)

    assert territory_of(OrganisationFactory.build(kind=kind, insee_code="", parent=above)) == territory


def test_a_closing_taken_back_never_happened():
    told = story(fact("closed", "2026-07-20"), fact("reopened", "2026-07-21"))

    assert told.ending is None
    assert str(told.course.implied_on) == "2026-09-15"


def test_a_decision_stays_the_answer_whatever_is_done_after():
    told = story(fact("decided", "2026-07-20", outcome="granted"), fact("reopened", "2026-07-21"))

    assert told.ending is not None
    assert told.course.implied_on is None


def test_what_was_asked_once_decided_counts_for_nothing():
    asked = fact("pieces_asked", "2026-07-25", request="r", due_on="2026-08-10", suspends=True)
    told = story(fact("decided", "2026-07-20", outcome="granted"), asked)

    assert told.demand.history.pieces_asked == ()


def test_pieces_that_came_in_part_are_still_awaited():
    asked = fact("pieces_asked", "2026-07-20", request="r", due_on="2026-08-04", suspends=True)
    some = fact("pieces_received", "2026-07-25", request="r", complete=False)
    rest = fact("pieces_received", "2026-07-31", request="r", complete=True)

    assert story(asked, some).demand.history.pieces_asked[0].received_on is None
    assert str(story(asked, some, rest).course.implied_on) == "2026-09-26"


def test_a_transfer_within_a_body_moves_nothing():
    inside = fact("transferred", "2026-07-20", leaves_body=False)

    assert story(inside, regime="SVA").demand.history.transferred == ()


def test_an_acceptance_recorded_is_not_taken_back_by_handing_the_case_on():
    late = fact("transferred", "2026-10-01", leaves_body=True)
    born = fact("implied", "2026-09-15", outcome="implied_granted", born_on="2026-09-15")

    assert str(story(born, late, regime="SVA").course.implied_on) == "2026-09-15"
    assert str(story(late, regime="SVA").course.implied_on) == "2026-12-01"


def test_facts_written_after_the_clock_was_put_back_never_come_before_the_receipt():
    asked = fact("pieces_asked", "2026-07-10", request="r", due_on="2026-08-04", suspends=True)
    given = fact("pieces_received", "2026-07-12", request="r", complete=True)
    decided = fact("decided", "2026-07-11", outcome="granted")
    told = story(asked, given, decided)

    assert {one.on.day for one in told.facts} == {15}
    assert told.course.implied_on is None
    assert told.ending is not None


def test_reasons_given_while_the_clock_was_put_back_are_given_the_day_they_were_asked():
    asked, given = fact("reasons_asked", "2026-10-20"), fact("reasons_given", "2026-10-19")

    assert str(story(asked, given).demand.reasons_given_on) == "2026-10-20"


def test_a_wait_that_ends_once_the_clock_was_put_back_lasted_no_time():
    waiting = fact("moved", "2026-07-20", origin="received", to="waiting_for_person")
    back = fact("moved", "2026-07-18", origin="waiting_for_person", to="in_progress")
    (pause,) = pauses_of(story(waiting, back), frozenset({"waiting_for_person"}))

    assert pause.since == pause.until == waiting.at
