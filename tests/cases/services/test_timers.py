"""Timers fire once at their moment, survive a stop, and mean nothing once the case has moved."""

from datetime import datetime, timedelta

import pytest

from parvis.cases.models import BusinessCalendar, Case, Timer, TimerState
from parvis.cases.services.timers import fire_timers, shifted
from parvis.cases.services.transitions import make_transition
from parvis.cases.workflow_times import earlier, later
from parvis.common import actor, clock
from tests.factories.cases import lodge
from tests.factories.workflows import examination, town_with, transition

pytestmark = pytest.mark.django_db


def days(count: int) -> dict:
    return {"count": count, "unit": "days"}


@pytest.fixture
def town(system):
    made = examination()
    made["transitions"] += [
        transition("forget", ["examined"], "done", when={"on": "delay", "after": days(15)}),
        transition(
            "remind",
            ["examined"],
            "same",
            when={"on": "delay", "after": days(5), "times": 2},
            actions=[{"do": "set_tags", "add": ["relancé"]}],
        ),
        transition(
            "eve", ["examined"], "waiting", when={"on": "date", "date": "wished_on", "minus": days(1)}
        ),
    ]
    return town_with(made)


def examined(town, **answers) -> Case:
    case = lodge(town, answers=answers)
    with town.acting():
        make_transition(case_id=case.pk, key="take", by=town.session())
    return case


def sweep(days_later: float) -> int:
    with clock.standing_at(clock.now() + timedelta(days=days_later)), actor.acting_as(actor.NOBODY):
        return fire_timers()


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def states(case: Case) -> dict[str, str]:
    return dict(Timer.objects.filter(case=case).values_list("transition", "state"))


def test_a_timer_fires_at_its_moment_and_once(town):
    case = examined(town)
    assert sweep(4) == 0
    assert sweep(6) == 1
    assert fresh(case).track["tags"] == {"all": ["relancé"]}
    assert sweep(6) == 0


def test_a_reminder_comes_as_often_as_it_says_then_the_case_moves_and_its_timers_with_it(town):
    case = examined(town)
    now = clock.now()
    for after in (6, 11.5, 14):
        with clock.standing_at(now + timedelta(days=after)):
            sweep(0)
    assert case.journal.filter(kind="status_moved").count() == 3
    sweep(16)
    assert fresh(case).status == "done"
    assert states(case) == {"forget": TimerState.FIRED, "remind": TimerState.FIRED}


def test_a_timer_of_a_status_that_was_left_is_cancelled(town):
    case = examined(town)
    with town.acting():
        make_transition(case_id=case.pk, key="finish", by=town.session())
    assert set(states(case).values()) == {TimerState.CANCELLED}
    assert sweep(20) == 0
    assert fresh(case).status == "done"


def test_a_date_in_the_answers_sets_a_timer_before_it(town):
    wished = (clock.today() + timedelta(days=10)).isoformat()
    case = examined(town, wished_on=wished)
    due = Timer.objects.get(case=case, transition="eve").due_at
    assert timedelta(days=8) < due - clock.now() < timedelta(days=10)


def test_a_condition_that_does_not_hold_yet_is_looked_at_again(system):
    made = examination()
    later_on = {"on": "delay", "after": days(5)}
    made["transitions"].append(
        transition("forget", ["examined"], "done", when=later_on, condition="reason == 'fini'")
    )
    town = town_with(made)
    case = examined(town, reason="en cours")
    assert sweep(6) == 0
    assert states(case) == {"forget": TimerState.WAITING}
    Case.objects.filter(pk=case.pk).update(answers={"reason": "fini"})
    assert sweep(7) == 1
    assert fresh(case).status == "done"


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2026-03-28T10:00:00+01:00", 1, "days", "2026-03-29T10:00:00+02:00"),  # summer time begins
        ("2026-03-28T10:00:00+01:00", 24, "hours", "2026-03-29T11:00:00+02:00"),
        ("2026-10-24T10:00:00+02:00", 1, "weeks", "2026-10-31T10:00:00+01:00"),
        ("2026-01-31T10:00:00+01:00", 1, "months", "2026-02-28T10:00:00+01:00"),
        ("2026-04-30T10:00:00+02:00", 1, "working_days", "2026-05-04T10:00:00+02:00"),  # 1 May is a holiday
        ("2026-03-28T02:30:00+01:00", 1, "days", "2026-03-29T03:30:00+02:00"),  # 2.30 does not exist
    ],
    ids=["summer-day", "summer-hours", "winter-week", "short-month", "holiday", "missing-hour"],
)
def test_a_delay_ends_at_the_same_hour_of_the_wall_clock(start, amount, unit, end):
    moment = datetime.fromisoformat(start)
    assert later(moment, amount, unit, territory="mainland") == datetime.fromisoformat(end)


def test_a_delay_is_counted_backward_too():
    end = datetime.fromisoformat("2026-05-04T10:00:00+02:00")
    found = earlier(end, 1, "working_days", territory="mainland")
    assert found == datetime.fromisoformat("2026-04-30T10:00:00+02:00")


def test_working_days_are_those_of_the_calendar_of_the_body(town):
    BusinessCalendar.objects.create(
        organisation=town.body,
        name="Mairie",
        hours={"2": [["09:00", "12:00"]]},  # open on Tuesdays alone
        closures=[{"since": "2026-03-10", "until": "2026-03-10", "why": "Inventaire"}],
    )
    case = lodge(town)
    monday = datetime.fromisoformat("2026-03-02T10:00:00+01:00")

    assert shifted(case, monday, 2, "working_days") == monday + timedelta(days=15)
    assert shifted(case, monday, 2, "days") == monday + timedelta(days=2)
