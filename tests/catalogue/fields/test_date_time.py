from datetime import UTC, datetime

from parvis.common import clock
from tests.catalogue.fields.asking import kept, refusal, text, told


def moment(day, time):
    return {"date.day": day, "time": time}


def test_a_moment_is_a_day_and_a_time():
    assert kept("date_time", moment("29/02/2028", "8h05")) == "2028-02-29T08:05"
    assert text("date_time", "2028-02-29T08:05") == "29 février 2028 à 8\u00a0h\u00a005"


def test_half_a_moment_is_told_where_it_lacks():
    assert set(told("date_time", moment("29/02/2028", ""))) == {"q.time"}
    assert set(told("date_time", moment("", "8h"))) == {"q.date"}
    assert set(told("date_time", moment("", ""))) == {"q.date", "q.time"}


def test_both_are_verified_at_once():
    said = told("date_time", moment("29/02/2027", "25h"))
    assert "n’existe pas" in said["q.date"][0]
    assert "n’existe pas" in said["q.time"][0]


def test_it_keeps_to_the_bounds_of_each():
    with clock.standing_at(datetime(2026, 3, 5, 12, tzinfo=UTC)):
        bounds = {"min": "today+1d", "min_time": "09:00"}
        assert kept("date_time", moment("06/03/2026", "9h"), **bounds) == "2026-03-06T09:00"
        assert "6 mars 2026" in refusal("date_time", moment("05/03/2026", "9h"), "date", **bounds)
        assert "à partir de 9" in refusal("date_time", moment("06/03/2026", "8h"), "time", **bounds)
