"""Opening hours are those of the wall clock of the platform, wherever its territory is."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings

from config.environment import BadEnvironment, Environment
from parvis.cases.calendars import Calendars, calendar_from

REUNION = ZoneInfo("Indian/Reunion")
WEEK = {str(day): [["08:00", "12:00"]] for day in range(1, 6)}


def test_hours_of_an_overseas_body_are_those_of_its_clocks():
    with override_settings(TIME_ZONE="Indian/Reunion"):
        drawn = calendar_from(hours=WEEK, territory="974", closures=[], special_days=[])
    opening = datetime(2027, 12, 17, 8, tzinfo=REUNION)

    assert drawn.is_open(opening)
    # Friday morning, then Monday 20 December, a holiday there.
    assert drawn.add(opening, timedelta(hours=5)) == datetime(2027, 12, 21, 9, tzinfo=REUNION)


def test_day_and_night_is_told_by_the_same_clock():
    with override_settings(TIME_ZONE="Indian/Reunion"):
        assert Calendars().get(None).zone == REUNION


def test_a_zone_that_nobody_knows_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setenv("PARVIS_TIME_ZONE", "Indian/Reunoin")
    with pytest.raises(BadEnvironment, match="PARVIS_TIME_ZONE"):
        Environment.read()
