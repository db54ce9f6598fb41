from datetime import UTC, datetime

import pytest

from parvis.catalogue.forms.lint import lint
from parvis.common import clock
from tests.catalogue.fields.asking import kept, refusal, text
from tests.factories.catalogue import definition, field


def period(start, end):
    return {"start.day": start, "end.day": end}


def test_a_period_may_be_one_day_and_holds_both_ends():
    assert kept("date_range", period("29/02/2028", "29/02/2028"), max_days=1) == {
        "start": "2028-02-29",
        "end": "2028-02-29",
    }
    assert kept("date_range", period("28/02/2028", "01/03/2028"), min_days=3, max_days=3)
    assert "2 jours au plus" in refusal("date_range", period("28/02/2028", "01/03/2028"), "end", max_days=2)
    assert "au moins 4 jours" in refusal("date_range", period("28/02/2028", "01/03/2028"), "end", min_days=4)


def test_an_end_before_the_start_is_told_at_the_end():
    assert "avant le début" in refusal("date_range", period("02/03/2026", "01/03/2026"), "end")


def test_the_end_may_stay_unknown_where_the_builder_says_so():
    assert kept("date_range", period("01/03/2026", ""), open_end=True) == {"start": "2026-03-01", "end": ""}
    assert "Écrivez le jour" in refusal("date_range", period("01/03/2026", ""), "end")


def test_it_is_read_in_french():
    assert (
        text("date_range", {"start": "2026-03-01", "end": "2026-12-31"})
        == "du 1 mars 2026 au 31 décembre 2026"
    )
    assert text("date_range", {"start": "2026-03-01", "end": ""}) == "à partir du 1 mars 2026"


def test_bounds_follow_the_day_by_months_and_years_too():
    with clock.standing_at(datetime(2028, 2, 29, 12, tzinfo=UTC)):
        assert kept("date", {"day": "28/02/2010"}, max="today-18y") == "2010-02-28"
        assert "28 février 2010" in refusal("date", {"day": "01/03/2010"}, max="today-18y")
        assert "29 mai 2028" in refusal("date", {"day": "01/01/2027"}, min="today+3m")


@pytest.mark.parametrize("kind", ["date", "date_range", "date_time"])
@pytest.mark.parametrize("bounds", [{"min": "2027-02-29"}, {"min": "2027-03-01", "max": "2027-02-01"}])
def test_bounds_that_are_no_day_are_told_to_the_builder(kind, bounds):
    [error] = [one for one in lint(definition([field(kind, "q", **bounds)])) if one.level == "error"]
    assert error.pointer.endswith("/min")
