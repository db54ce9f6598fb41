from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.deadlines.calendars import ALWAYS, PARIS, Calendar, Closure, SpecialDay
from parvis.deadlines.errors import BadHours, EndBeforeStart, NeverOpen

D = date.fromisoformat
OFFICE = {str(day): [["09:00", "12:00"], ["13:30", "17:00"]] for day in range(1, 6)}
TOWN_HALL = Calendar.of_hours(
    {**OFFICE, "6": [["09:00", "12:00"]]},
    closures=(Closure(D("2026-08-03"), D("2026-08-16"), "congés d’été"),),
    special_days=(
        SpecialDay(D("2026-12-24"), ((9 * 60, 12 * 60),), "veille de Noël"),
        SpecialDay(D("2026-05-08"), ((9 * 60, 12 * 60),), "permanence d’état civil"),
        SpecialDay(D("2026-06-19"), (), "journée du personnel"),
    ),
)

moments = st.integers(0, 5 * 365 * 86_400).map(
    lambda second: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
)
amounts = st.integers(60, 400 * 3600).map(lambda seconds: timedelta(seconds=seconds))
calendars = st.sampled_from(
    [
        TOWN_HALL,
        ALWAYS,
        Calendar.of_hours(OFFICE, territory="974"),
        Calendar.of_hours({"7": [["02:00", "03:00"]]}, territory=""),
    ]
)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-02 10:00", 1, "2026-11-02 11:00"),
        ("2026-11-02 11:30", 1, "2026-11-02 14:00"),  # the lunch break does not count
        ("2026-11-02 11:00", 1, "2026-11-02 12:00"),  # ends with the period, not at the start of the next
        ("2026-11-06 16:00", 2, "2026-11-07 10:00"),  # Friday evening to Saturday morning
        ("2026-11-07 11:00", 2, "2026-11-09 10:00"),  # Saturday to Monday
        ("2026-11-10 16:30", 1, "2026-11-12 09:30"),  # 11 November
        ("2026-07-31 16:00", 5, "2026-08-17 10:00"),  # Saturday morning, then the summer closure
        ("2026-12-24 11:00", 2, "2026-12-26 10:00"),  # half a day, Christmas
        ("2026-05-07 17:00", 3, "2026-05-08 12:00"),  # a holiday on which someone is there
        ("2026-06-18 17:00", 1, "2026-06-20 10:00"),  # a day of its own
        ("2026-03-28 12:00", 6.5, "2026-03-30 17:00"),  # over the change to summer time
        ("2026-11-01 03:00", 1, "2026-11-02 10:00"),
    ],
)
def test_hours_of_opening_are_added(start, hours, due):
    assert TOWN_HALL.add(paris(start), timedelta(hours=hours)) == paris(due)


@given(calendars, moments, amounts)
def test_what_was_added_is_what_elapsed(calendar, start, amount):
    assert calendar.elapsed(start, calendar.add(start, amount)) == amount


@given(calendars, moments, amounts)
def test_going_back_undoes_what_was_added_in_opening_time(calendar, start, amount):
    due = calendar.add(start, amount)

    assert calendar.elapsed(calendar.before(due, amount), due) == amount


@given(calendars, moments, moments, amounts)
def test_who_starts_later_is_never_due_earlier(calendar, one, other, amount):
    first, second = sorted((one, other))

    assert calendar.add(first, amount) <= calendar.add(second, amount)


@given(calendars, moments, amounts)
def test_what_is_due_is_due_in_opening_hours(calendar, start, amount):
    due = calendar.add(start, amount)

    assert calendar.is_open(due - timedelta(seconds=1))


@given(moments, amounts)
def test_a_closure_more_never_makes_anything_due_earlier(start, amount):
    closed = Calendar.of_hours(OFFICE, closures=(Closure(D("2026-03-01"), D("2026-03-20"), "travaux"),))

    assert closed.add(start, amount) >= Calendar.of_hours(OFFICE).add(start, amount)


@given(moments, amounts)
def test_day_and_night_opening_time_is_time(start, amount):
    assert ALWAYS.add(start, amount) == start + amount


@given(calendars, moments, amounts, st.sampled_from(["UTC", "Pacific/Auckland", "America/Cayenne"]))
def test_the_zone_in_which_a_moment_is_told_changes_nothing(calendar, start, amount, zone):
    assert calendar.add(start.astimezone(ZoneInfo(zone)), amount) == calendar.add(start, amount)


def test_the_hour_that_summer_time_skips_is_no_opening_time():
    night = Calendar.of_hours({"7": [["02:00", "03:00"]]}, territory="")

    assert night.add(paris("2026-03-28 12:00"), timedelta(hours=1)) == paris("2026-04-05 03:00")


def test_the_hour_that_winter_time_repeats_counts_twice():
    night = Calendar.of_hours({"7": [["02:00", "03:00"]]}, territory="")

    assert night.elapsed(paris("2026-10-25 00:00"), paris("2026-10-25 12:00")) == timedelta(hours=2)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-11-11", "Armistice"),
        ("2026-08-05", "congés d’été"),
        ("2026-06-19", "journée du personnel"),
        ("2026-11-08", ""),
        ("2026-11-09", None),
        ("2026-05-08", None),
    ],
)
def test_a_day_off_says_why(day, why):
    assert TOWN_HALL.why_closed(D(day)) == why


def test_the_next_opening_is_now_within_opening_hours():
    assert TOWN_HALL.next_opening(paris("2026-11-02 10:00")) == paris("2026-11-02 10:00")
    assert TOWN_HALL.next_opening(paris("2026-11-02 12:00")) == paris("2026-11-02 13:30")
    assert TOWN_HALL.next_opening(paris("2026-08-01 12:00")) == paris("2026-08-17 09:00")


def test_open_days_close_one_after_the_other():
    closings = [TOWN_HALL.closing_after(paris("2026-11-10 09:00"), rank) for rank in (1, 2, 3)]

    assert closings == [paris("2026-11-12 17:00"), paris("2026-11-13 17:00"), paris("2026-11-14 12:00")]


@pytest.mark.parametrize("hours", [{}, {"1": []}])
def test_a_calendar_without_one_open_hour_is_refused(hours):
    with pytest.raises(NeverOpen) as refusal:
        Calendar.of_hours(hours)

    assert "pas une seule heure" in str(refusal.value)


def test_a_calendar_that_a_closure_never_lets_open_is_refused_when_asked():
    closed = Calendar.of_hours(OFFICE, closures=(Closure(D("2000-01-01"), D("2200-01-01"), "fermé"),))

    with pytest.raises(NeverOpen):
        closed.add(paris("2026-11-02 10:00"), timedelta(hours=1))


@pytest.mark.parametrize(
    "ranges",
    [
        [["12:00", "09:00"]],
        [["09:00", "09:00"]],
        [["09:00", "12:00"], ["11:00", "14:00"]],
        [["9h", "12h"]],
        [["09:00"]],
        [["09:00", "25:00"]],
    ],
)
def test_hours_that_make_no_sense_are_refused(ranges):
    with pytest.raises(BadHours):
        Calendar.of_hours({"1": ranges})


def test_a_day_that_is_none_is_refused():
    with pytest.raises(BadHours):
        Calendar.of_hours({"lundi": [["09:00", "12:00"]]})


def test_a_closure_that_ends_before_it_starts_is_refused():
    with pytest.raises(EndBeforeStart):
        Closure(D("2026-08-16"), D("2026-08-03"), "congés")


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        TOWN_HALL.add(datetime(2026, 11, 2, 10), timedelta(hours=1))  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize(("opens", "closes", "minutes"), [("01:00", "02:30", 60), ("02:30", "04:00", 60)])
def test_hours_that_begin_or_end_while_summer_time_is_skipped_lose_what_no_clock_showed(
    opens, closes, minutes
):
    night = Calendar.of_hours({"7": [[opens, closes]]})

    open_time = night.elapsed(paris("2026-03-29 00:00"), paris("2026-03-29 12:00"))
    assert open_time == timedelta(minutes=minutes)
