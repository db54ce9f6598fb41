from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.deadlines.delays import Delay
from parvis.deadlines.errors import EndBeforeStart
from parvis.deadlines.history import History, PiecesAsked
from parvis.deadlines.holidays_fr import PublicHolidays
from parvis.deadlines.outages import Outage, moved_deadline
from parvis.deadlines.silence import Regime, implied_decision

D = date.fromisoformat
MAINLAND = PublicHolidays()
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@st.composite
def outages(draw):
    since = draw(st.dates(date(2026, 1, 1), date(2026, 4, 30)))
    return Outage(since, since + timedelta(days=draw(st.integers(0, 10))))


@pytest.mark.parametrize(
    ("last_day", "since", "until", "moved"),
    [
        ("2026-04-02", "2026-04-01", "2026-04-03", "2026-04-07"),  # Easter
        ("2026-04-01", "2026-04-01", "2026-04-01", "2026-04-02"),
        ("2026-04-04", "2026-04-01", "2026-04-03", "2026-04-04"),
        ("2026-03-31", "2026-04-01", "2026-04-03", "2026-03-31"),
    ],
)
def test_a_last_day_within_an_outage_goes_to_the_next_working_day(last_day, since, until, moved):
    assert moved_deadline(D(last_day), [Outage(D(since), D(until))], MAINLAND) == D(moved)


@given(st.dates(date(2026, 1, 1), date(2026, 6, 30)), st.lists(outages(), max_size=4))
def test_an_outage_never_takes_time_from_anyone(last_day, known):
    moved = moved_deadline(last_day, known, MAINLAND)

    assert moved >= last_day
    assert not any(moved in outage for outage in known)


@given(days, st.integers(0, 80), outages())
def test_an_outage_never_moves_the_delay_of_the_administration(received, after, outage):
    plain = History(received)
    failed = History(
        received, outages=(Outage(received + timedelta(days=after), received + timedelta(days=after + 5)),)
    )

    for regime in (Regime.SVA, Regime.SVR):
        assert implied_decision(failed, regime) == implied_decision(plain, regime)


def test_the_time_to_produce_pieces_moves_and_the_suspension_with_it():
    asked = PiecesAsked(D("2026-07-20"), Delay.parse("15d"))
    outage = Outage(D("2026-08-03"), D("2026-08-05"))

    assert asked.last_day(MAINLAND, (outage,)) == D("2026-08-06")
    assert implied_decision(
        History(D("2026-07-15"), pieces_asked=(asked,), outages=(outage,)), Regime.SVR
    ) == D("2026-10-02")


def test_an_outage_that_ends_before_it_starts_is_refused():
    with pytest.raises(EndBeforeStart):
        Outage(D("2026-04-03"), D("2026-04-01"))
