from datetime import UTC, datetime

import pytest

from parvis.catalogue.forms.lint import lint
from parvis.common import clock
from tests.catalogue.fields.asking import kept, refusal, text, told
from tests.factories.catalogue import definition, field


@pytest.fixture(autouse=True)
def _a_monday():
    with clock.standing_at(datetime(2026, 3, 2, 12, tzinfo=UTC)):
        yield


def test_wishes_are_kept_in_their_order_and_blank_boxes_say_nothing():
    typed = {
        "0.date.day": "10/03/2026",
        "0.period": "afternoon",
        "2.date.day": "04/03/2026",
        "1.period": "any",
    }
    assert kept("appointment_wish", typed) == [
        {"date": "2026-03-10", "period": "afternoon"},
        {"date": "2026-03-04", "period": "any"},
    ]


def test_a_wish_is_told_at_its_box():
    assert "2 mars 2026" in refusal("appointment_wish", {"0.date.day": "01/03/2026"}, "0.date")
    assert "n’existe pas" in refusal("appointment_wish", {"1.date.day": "30/02/2027"}, "1.date")
    assert set(told("appointment_wish", {"0.date.day": "10/03/2026", "0.period": "evening"})) == {
        "q.0.period"
    }


def test_days_that_are_not_open_are_told_with_those_that_are():
    asked = {"weekdays": [2, 4]}
    assert kept("appointment_wish", {"0.date.day": "03/03/2026"}, **asked)
    assert "mardi, jeudi" in refusal("appointment_wish", {"0.date.day": "04/03/2026"}, "0.date", **asked)


def test_there_are_enough_wishes_and_none_twice():
    assert "au moins 2" in refusal("appointment_wish", {"0.date.day": "10/03/2026"}, min_wishes=2)
    twice = {"0.date.day": "10/03/2026", "1.date.day": "10/03/2026"}
    assert "deux fois" in refusal("appointment_wish", twice, "1.date")
    assert "au moins un jour" in refusal("appointment_wish", {"0.period": "morning"})


def test_it_is_read_with_the_day_of_the_week():
    wish = [{"date": "2026-03-10", "period": "morning"}]
    assert text("appointment_wish", wish) == "mardi 10 mars 2026, le matin"


def test_more_wishes_wanted_than_boxes_is_told_to_the_builder():
    remarks = lint(definition([field("appointment_wish", "q", wishes=1, min_wishes=2)]))
    assert [remark.pointer for remark in remarks if remark.level == "error"] == [
        "/form/pages/0/fields/0/min_wishes"
    ]
