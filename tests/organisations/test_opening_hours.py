"""Opening hours, said as people say them."""

from datetime import date, datetime, time

import pytest

from parvis.organisations.opening_hours import hours_in_words, in_words, open_at

HOURS = {
    **{str(day): [["09:00", "12:00"], ["13:30", "17:00"]] for day in range(1, 5)},
    "5": [["09:00", "12:00"]],
}


@pytest.mark.parametrize(
    ("at", "is_open", "sentence"),
    [
        ("2026-11-23 09:00", True, "Ouvert, ferme à 12 h."),
        ("2026-11-23 16:59", True, "Ouvert, ferme à 17 h."),
        ("2026-11-23 08:00", False, "Fermé, ouvre aujourd’hui à 9 h."),
        ("2026-11-23 12:00", False, "Fermé, ouvre aujourd’hui à 13 h 30."),
        ("2026-11-23 17:00", False, "Fermé, ouvre demain à 9 h."),
        ("2026-11-27 12:30", False, "Fermé, ouvre lundi à 9 h."),
    ],
)
def test_open_or_closed_and_until_when(at, is_open, sentence):
    assert open_at(HOURS, datetime.fromisoformat(at)) == (is_open, sentence)


def test_a_day_off_is_closed_and_the_next_opening_skips_it():
    days_off = {date(2026, 12, 25)}
    assert open_at(HOURS, datetime.fromisoformat("2026-12-25 10:00"), closed_days=days_off) == (
        False,
        "Fermé, ouvre lundi à 9 h.",
    )
    assert not open_at(HOURS, datetime.fromisoformat("2026-12-24 18:00"), closed_days=days_off).is_open


def test_an_opening_in_more_than_a_week_says_its_date():
    assert open_at(
        {"5": [["09:00", "12:00"]]},
        datetime.fromisoformat("2026-12-18 13:00"),
        closed_days={date(2026, 12, 25)},
    ) == (
        False,
        "Fermé, ouvre vendredi 1 à 9 h.",
    )


def test_without_a_day_of_opening_in_a_fortnight_it_is_only_closed():
    always = type("Always", (), {"__contains__": lambda _self, _day: True})()
    assert (
        open_at(HOURS, datetime.fromisoformat("2026-11-23 10:00"), closed_days=always).sentence
        == "Fermé en ce moment."
    )


@pytest.mark.parametrize("hours", [{}, {"1": []}])
def test_nothing_is_said_of_hours_nobody_told(hours):
    assert open_at(hours, datetime.fromisoformat("2026-11-23 10:00")) == (None, "")
    assert hours_in_words(hours) == []


def test_the_week_is_told_by_runs_of_days_with_the_same_hours():
    assert hours_in_words(HOURS) == [
        "lundi à jeudi : de 9 h à 12 h et de 13 h 30 à 17 h",
        "vendredi : de 9 h à 12 h",
        "samedi et dimanche : fermé",
    ]


def test_three_slots_in_a_day_are_listed():
    line = hours_in_words({"6": [["18:00", "19:00"], ["08:00", "10:00"], ["12:00", "13:00"]]})[1]
    assert line == "samedi : de 8 h à 10 h, de 12 h à 13 h et de 18 h à 19 h"


def test_minutes_are_said_only_when_there_are_some():
    assert [in_words(time(17)), in_words(time(9, 5))] == ["17 h", "9 h 05"]
