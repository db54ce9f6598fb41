import pytest
from django.core.exceptions import ValidationError

from parvis.desk.levels import hours


@pytest.mark.parametrize(
    ("typed", "ranges"),
    [
        ("", []),
        ("09:00-12:00", [["09:00", "12:00"]]),
        ("9h-12h30, 13h30 – 17h", [["09:00", "12:30"], ["13:30", "17:00"]]),
        ("9:00 à 12:00", [["09:00", "12:00"]]),
    ],
)
def test_hours_are_read_as_people_type_them(typed, ranges):
    assert hours.read_ranges(typed) == ranges


@pytest.mark.parametrize("typed", ["matin", "09:00", "09:00-12:00;14:00-17:00"])
def test_hours_that_cannot_be_read_are_told(typed):
    with pytest.raises(ValidationError, match="09:00-12:00"):
        hours.read_ranges(typed)


def test_closures_are_read_line_by_line_with_their_reason():
    typed = "03/08/2026 au 14/08/2026 : congés d’été\n2026-11-12 : inventaire"

    assert hours.read_closures(typed) == [
        {"since": "2026-08-03", "until": "2026-08-14", "why": "congés d’été"},
        {"since": "2026-11-12", "until": "2026-11-12", "why": "inventaire"},
    ]


@pytest.mark.parametrize("typed", ["03/08/2026", "en août : congés", "31/02/2026 : congés"])
def test_a_closure_without_a_reason_or_a_date_is_refused(typed):
    with pytest.raises(ValidationError):
        hours.read_closures(typed)


def test_special_days_are_read_with_their_hours_and_their_reason():
    typed = "24/12/2026 : 09:00-12:00 : veille de Noël\n31/12/2026 : fermé : pont"

    assert hours.read_special_days(typed) == [
        {"day": "2026-12-24", "hours": [["09:00", "12:00"]], "why": "veille de Noël"},
        {"day": "2026-12-31", "hours": [], "why": "pont"},
    ]


def test_a_special_day_that_cannot_be_read_is_told():
    with pytest.raises(ValidationError, match="24/12/2026"):
        hours.read_special_days("24/12/2026 : veille de Noël")


def test_what_is_written_is_read_again():
    closures = [{"since": "2026-08-03", "until": "2026-08-14", "why": "congés"}]
    days = [
        {"day": "2026-12-24", "hours": [["09:00", "12:00"]], "why": "veille"},
        {"day": "2026-12-31", "hours": [], "why": "pont"},
    ]

    assert hours.read_closures(hours.write_closures(closures)) == closures
    assert hours.read_special_days(hours.write_special_days(days)) == days
    assert hours.read_ranges(hours.write_ranges([["09:00", "12:00"]])) == [["09:00", "12:00"]]
