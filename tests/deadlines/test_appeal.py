from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.deadlines.appeal import ABROAD, distance_delay, last_day_to_appeal
from parvis.deadlines.holidays_fr import PublicHolidays
from parvis.deadlines.working_days import is_working_day

D = date.fromisoformat


@pytest.mark.parametrize(
    ("notified", "territory", "last_day"),
    [
        (
            "2025-12-31",
            "mainland",
            "2026-03-02",
        ),  # 28 February, its expiry, does not count; 1 March is a Sunday
        ("2026-06-30", "mainland", "2026-08-31"),
        ("2026-09-10", "mainland", "2026-11-12"),  # 11 November
        ("2026-10-24", "mainland", "2026-12-28"),  # Christmas, then a week-end
        ("2026-10-25", "alsace-moselle", "2026-12-28"),
        ("2026-02-02", "mainland", "2026-04-03"),
        ("2026-02-02", "67", "2026-04-07"),  # Good Friday to Easter Monday
        ("2025-10-19", "974", "2025-12-22"),
    ],
)
def test_the_last_day_to_appeal_is_clear_and_worked(notified, territory, last_day):
    assert last_day_to_appeal(D(notified), territory=territory) == D(last_day)


@given(st.dates(date(2010, 1, 1), date(2060, 1, 1)), st.sampled_from(["mainland", "alsace-moselle", "971"]))
def test_the_last_day_to_appeal_is_always_a_working_day(notified, territory):
    assert is_working_day(last_day_to_appeal(notified, territory=territory), PublicHolidays(territory))


@given(st.dates(date(2010, 1, 1), date(2060, 1, 1)), st.dates(date(2010, 1, 1), date(2060, 1, 1)))
def test_who_is_notified_later_never_appeals_earlier(one, other):
    first, second = sorted((one, other))

    assert last_day_to_appeal(first) <= last_day_to_appeal(second)


@pytest.mark.parametrize(
    ("court", "residence", "delay"),
    [
        ("mainland", "", "2m-francs"),
        ("mainland", "75", "2m-francs"),
        ("mainland", "67", "2m-francs"),
        ("mainland", "974", "3m-francs"),
        ("974", "974", "2m-francs"),
        ("974", "976", "3m-francs"),
        ("974", "13", "3m-francs"),
        ("974", ABROAD, "4m-francs"),
        ("mainland", ABROAD, "4m-francs"),
    ],
)
def test_who_lives_far_from_the_court_has_more_time(court, residence, delay):
    assert str(distance_delay(court, residence)) == delay
