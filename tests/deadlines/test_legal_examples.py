"""Every worked example of the specification of the law, as a lawyer would read it."""

from datetime import date

import pytest

from parvis.deadlines.appeal import last_day_to_appeal
from parvis.deadlines.delays import Delay
from parvis.deadlines.history import History, PiecesAsked
from parvis.deadlines.silence import Regime, due_date, implied_decision

SVA, SVR = Regime.SVA, Regime.SVR
D = date.fromisoformat


def notice(received_on: str | None) -> tuple[PiecesAsked, ...]:
    came = D(received_on) if received_on else None
    return (PiecesAsked(D("2026-07-20"), Delay.parse("15d"), came),)


EXAMPLES = [
    (History(D("2026-01-16")), SVR, "2026-03-16", "2026-05-18"),
    (History(D("2025-12-31")), SVA, "2026-02-28", None),
    (History(D("2023-12-30")), SVA, "2024-02-29", None),
    (History(D("2026-07-15"), pieces_asked=notice("2026-07-31")), SVA, "2026-09-30", None),
    (
        History(D("2026-07-15"), pieces_asked=notice(received_on="2026-07-31")),
        SVR,
        "2026-09-26",
        "2026-11-27",
    ),
    (History(D("2026-07-15"), pieces_asked=notice(None)), SVR, "2026-09-30", "2026-12-01"),
    (History(D("2026-03-02"), transferred=(D("2026-03-09"),)), SVR, "2026-05-02", "2026-07-03"),
    (History(D("2026-03-02"), transferred=(D("2026-03-09"),)), SVA, "2026-05-09", None),
]


@pytest.mark.parametrize(("history", "regime", "born_on", "last_day"), EXAMPLES)
def test_each_example_gives_its_implied_decision_and_its_last_day_to_appeal(
    history, regime, born_on, last_day
):
    decision = implied_decision(history, regime, Delay.parse("2m"))

    assert decision == D(born_on)
    if last_day:
        assert last_day_to_appeal(decision) == D(last_day)


def test_an_express_decision_notified_on_27_march_2015_may_be_appealed_until_28_may():
    assert last_day_to_appeal(D("2015-03-27")) == D("2015-05-28")


@pytest.mark.parametrize(
    ("received", "expected"), [("2026-01-16", "2026-03-16"), ("2025-12-31", "2026-02-28")]
)
def test_the_due_date_of_a_case_without_history_is_the_implied_decision(received, expected):
    assert due_date(D(received), SVR, Delay.parse("2m")) == D(expected)


def test_silence_without_effect_has_no_due_date():
    assert due_date(D("2026-01-16"), Regime.NONE, Delay.parse("2m")) is None
