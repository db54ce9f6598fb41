from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.deadlines.delays import Delay
from parvis.deadlines.errors import BadHistory
from parvis.deadlines.history import History, PiecesAsked
from parvis.deadlines.silence import Regime, due_date, implied_decision, reasons_due

D = date.fromisoformat
FIFTEEN_DAYS = Delay.parse("15d")
received_days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@st.composite
def pieces(draw, received):
    on = received + timedelta(days=draw(st.integers(0, 80)))
    came = draw(st.none() | st.integers(0, 60))
    within = draw(st.sampled_from([FIFTEEN_DAYS, Delay.parse("1m"), Delay.parse("8d-francs")]))
    return PiecesAsked(on, within, None if came is None else on + timedelta(days=came))


@st.composite
def histories(draw):
    received = draw(received_days)
    asked = draw(st.lists(pieces(received), max_size=3))
    moved = draw(st.lists(st.integers(0, 40), max_size=2))
    return History(received, tuple(received + timedelta(days=days) for days in moved), tuple(asked))


@given(histories(), st.sampled_from(Regime))
def test_nothing_that_happens_brings_an_implied_decision_before_the_plain_delay(history, regime):
    plain = due_date(history.received, regime)
    decision = implied_decision(history, regime)

    assert decision is None or decision >= plain


@given(received_days)
def test_acceptance_and_rejection_fall_on_the_same_day_when_nothing_happens(received):
    assert due_date(received, Regime.SVA) == due_date(received, Regime.SVR)


@given(histories())
def test_a_transfer_never_moves_a_rejection(history):
    stayed = History(history.received, (), history.pieces_asked)

    assert implied_decision(history, Regime.SVR) == implied_decision(stayed, Regime.SVR)


@given(histories())
def test_the_order_in_which_facts_are_told_does_not_matter(history):
    told_backwards = History(history.received, history.transferred[::-1], history.pieces_asked[::-1])

    for regime in Regime:
        assert implied_decision(told_backwards, regime) == implied_decision(history, regime)


@given(received_days, st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_pieces_that_come_later_never_bring_the_decision_nearer(received, asked_after, came_after, later):
    asked = received + timedelta(days=asked_after)

    def decision(came, regime):
        request = PiecesAsked(asked, FIFTEEN_DAYS, asked + timedelta(days=came))
        return implied_decision(History(received, pieces_asked=(request,)), regime)

    for regime in (Regime.SVA, Regime.SVR):
        assert decision(came_after, regime) <= decision(came_after + later, regime)


def test_acceptance_waits_as_long_as_the_pieces_do_not_come():
    asked = PiecesAsked(D("2026-07-20"), FIFTEEN_DAYS)

    assert implied_decision(History(D("2026-07-15"), pieces_asked=(asked,)), Regime.SVA) is None


def test_two_requests_of_pieces_that_overlap_suspend_their_common_days_once():
    first = PiecesAsked(D("2026-07-20"), FIFTEEN_DAYS, D("2026-07-31"))
    second = PiecesAsked(D("2026-07-25"), FIFTEEN_DAYS, D("2026-08-03"))

    assert implied_decision(History(D("2026-07-15"), pieces_asked=(first, second)), Regime.SVR) == D(
        "2026-09-29"
    )


def test_a_transfer_while_the_file_is_incomplete_starts_acceptance_at_the_later_of_both():
    asked = PiecesAsked(D("2026-07-20"), FIFTEEN_DAYS, D("2026-07-31"))
    history = History(D("2026-07-15"), (D("2026-08-05"),), (asked,))

    assert implied_decision(history, Regime.SVA) == D("2026-10-05")


def test_pieces_asked_after_the_decision_was_born_change_nothing():
    asked = PiecesAsked(D("2026-04-01"), FIFTEEN_DAYS)

    for regime in (Regime.SVA, Regime.SVR):
        assert implied_decision(History(D("2026-01-16"), pieces_asked=(asked,)), regime) == D("2026-03-16")


def test_an_implied_decision_is_born_on_a_sunday_or_a_holiday_all_the_same():
    assert due_date(D("2026-10-25"), Regime.SVR) == D("2026-12-25")


def test_working_days_of_a_delay_follow_the_territory():
    five = Delay.parse("5d-ouvres")

    assert due_date(D("2026-03-31"), Regime.SVR, five) == D("2026-04-08")
    assert due_date(D("2026-03-31"), Regime.SVR, five, territory="alsace-moselle") == D("2026-04-09")


def test_reasons_of_an_implied_rejection_are_due_within_a_month():
    assert reasons_due(D("2026-01-31")) == D("2026-02-28")


@pytest.mark.parametrize(
    "facts",
    [
        {"transferred": (D("2026-07-01"),)},
        {"pieces_asked": (PiecesAsked(D("2026-07-01"), FIFTEEN_DAYS),)},
        {"pieces_asked": (PiecesAsked(D("2026-07-20"), FIFTEEN_DAYS, D("2026-07-19")),)},
    ],
)
def test_facts_that_contradict_each_other_are_refused(facts):
    with pytest.raises(BadHistory):
        History(D("2026-07-15"), **facts)
