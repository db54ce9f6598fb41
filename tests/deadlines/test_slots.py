"""The hours of a digest: once a day each, at the wall clock of the place, whatever the changes of time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.deadlines.slots import next_slot, slot_passed, zone_of

PARIS = ZoneInfo("Europe/Paris")
MINUTES = st.integers(0, 4 * 365 * 24 * 60)


def any_day(_day):
    return True


def weekdays(day):
    return day.weekday() < 5


def at(text, zone=PARIS):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-18T07:59", "2026-03-18T08:00"),
        ("2026-03-18T08:00", "2026-03-18T14:00"),
        ("2026-03-18T14:00", "2026-03-19T08:00"),
        ("2026-03-20T15:00", "2026-03-23T08:00"),
        ("2026-03-21T09:00", "2026-03-23T08:00"),
    ],
    ids=["before the first", "between", "after the last", "friday evening", "saturday"],
)
def test_the_next_slot_is_the_first_hour_to_come_on_an_open_day(now, expected):
    assert next_slot(at(now), [14, 8], PARIS, weekdays) == at(expected)


def test_a_day_has_its_slots_passed_and_a_closed_day_none():
    assert slot_passed(at("2026-03-18T07:59"), [8, 14], PARIS, weekdays) is None
    assert slot_passed(at("2026-03-18T13:00"), [8, 14], PARIS, weekdays) == at("2026-03-18T08:00")
    assert slot_passed(at("2026-03-21T13:00"), [8, 14], PARIS, weekdays) is None


def test_an_hour_that_does_not_exist_comes_once_and_one_that_comes_twice_too():
    gap = next_slot(at("2026-03-29T00:00"), [2], PARIS, any_day)
    assert gap == datetime(2026, 3, 29, 1, tzinfo=UTC)  # 2 h does not exist: 3 h on the wall
    twice = next_slot(at("2026-10-25T00:00"), [2], PARIS, any_day)
    assert twice == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert next_slot(twice, [2], PARIS, any_day) == at("2026-10-26T02:00")


def test_overseas_the_hours_are_those_of_the_place():
    reunion = zone_of("974")
    slot = next_slot(datetime(2026, 3, 18, 1, tzinfo=UTC), [8], reunion, any_day)
    assert slot == datetime(2026, 3, 18, 4, tzinfo=UTC)
    assert zone_of("mainland") == zone_of("57") == PARIS


def test_without_hour_or_open_day_there_is_no_slot():
    assert next_slot(at("2026-03-18T08:00"), [], PARIS, any_day) is None
    assert next_slot(at("2026-03-18T08:00"), [8], PARIS, lambda _day: False) is None


@given(MINUTES, st.sets(st.integers(0, 23), min_size=1, max_size=4))
def test_each_slot_follows_the_last_and_a_day_has_as_many_as_hours(minutes, hours):
    moment = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    first = next_slot(moment, hours, PARIS, any_day)
    assert first is not None
    assert first > moment
    assert first - moment <= timedelta(hours=26)
    assert slot_passed(first, hours, PARIS, any_day) == first
