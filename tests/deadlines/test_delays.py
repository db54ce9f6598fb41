from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.deadlines.delays import Delay, Suspension, Unit
from parvis.deadlines.errors import BadDelay
from parvis.deadlines.holidays_fr import PublicHolidays
from parvis.deadlines.months import add_months

D = date.fromisoformat
MAINLAND = PublicHolidays("mainland")

days = st.dates(date(2000, 1, 1), date(2080, 12, 31))
delays = st.builds(Delay, st.integers(1, 24), st.sampled_from(Unit))


@st.composite
def suspensions(draw):
    since = D("2026-01-01") + timedelta(days=draw(st.integers(0, 90)))
    return Suspension(since, since + timedelta(days=draw(st.integers(0, 60))))


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2m", "2026-01-16", "2026-03-16"),
        ("1m", "2026-01-31", "2026-02-28"),
        ("1m", "2028-01-31", "2028-02-29"),
        ("12m", "2028-02-29", "2029-02-28"),
        ("2m-francs", "2026-03-16", "2026-05-17"),
        ("30d", "2026-01-16", "2026-02-15"),
        ("8d-francs", "2026-01-16", "2026-01-25"),
        ("10d-ouvres", "2026-04-30", "2026-05-19"),  # 1, 8 and 14 May are holidays
        ("1d-ouvres", "2026-12-24", "2026-12-28"),
        ("10d-ouvrables", "2026-04-30", "2026-05-15"),
        ("60d-ouvrables", "2026-01-02", "2026-03-13"),
    ],
)
def test_a_delay_ends_on_the_day_the_rule_gives(written, start, end):
    assert Delay.parse(written).end_after(D(start), MAINLAND) == D(end)


@pytest.mark.parametrize(
    "written", ["", "2", "m", "0m", "-2m", "2 m", "2y", "121m", "9999d", "10d-", "٢m", "2M", "10d-ouvrés"]
)
def test_what_is_no_delay_is_refused_with_a_sentence(written):
    with pytest.raises(BadDelay) as refusal:
        Delay.parse(written)

    assert "Écrivez" in str(refusal.value)


@given(delays)
def test_a_delay_is_written_as_it_is_read(delay):
    assert Delay.parse(str(delay)) == delay


@given(delays, days, days)
def test_who_starts_later_never_ends_earlier(delay, one, other):
    first, second = sorted((one, other))

    assert delay.end_after(first, MAINLAND) <= delay.end_after(second, MAINLAND)


@given(delays, days)
def test_a_delay_ends_after_its_start(delay, start):
    assert delay.end_after(start, MAINLAND) > start


@given(st.integers(1, 23), st.sampled_from(Unit), days)
def test_a_longer_delay_never_ends_earlier(amount, unit, start):
    shorter, longer = Delay(amount, unit), Delay(amount + 1, unit)

    assert shorter.end_after(start, MAINLAND) < longer.end_after(start, MAINLAND)


@given(days, st.integers(0, 120))
def test_months_keep_the_day_number_or_take_the_last_day(start, months):
    end = add_months(start, months)

    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@given(delays, st.lists(suspensions(), max_size=4), suspensions())
def test_one_more_suspension_never_shortens_a_delay(delay, others, one_more):
    start = D("2026-01-01")
    without = delay.end_after_suspensions(start, MAINLAND, others)

    assert delay.end_after_suspensions(start, MAINLAND, [*others, one_more]) >= without


@given(delays, suspensions())
def test_the_same_suspension_told_twice_counts_once(delay, suspension):
    start = D("2026-01-01")
    once = delay.end_after_suspensions(start, MAINLAND, [suspension])

    assert delay.end_after_suspensions(start, MAINLAND, [suspension, suspension]) == once


@given(delays, days)
def test_without_suspension_both_reckonings_agree(delay, start):
    assert delay.end_after_suspensions(start, MAINLAND, []) == delay.end_after(start, MAINLAND)


def test_a_suspension_of_working_days_leaves_out_its_working_days_only():
    suspension = Suspension(D("2026-01-09"), D("2026-01-12"))  # Friday to Monday: one working day

    assert Delay.parse("5d-ouvres").end_after_suspensions(D("2026-01-05"), MAINLAND, [suspension]) == D(
        "2026-01-13"
    )


def test_a_suspension_after_the_end_changes_nothing():
    late = Suspension(D("2026-04-01"), D("2026-04-20"))

    assert Delay.parse("2m").end_after_suspensions(D("2026-01-16"), MAINLAND, [late]) == D("2026-03-16")
