import pytest

from tests.catalogue.fields.asking import kept, refusal


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("AB-123-CD", "AB-123-CD"),
        ("ab 123 cd", "AB-123-CD"),
        ("AB123CD", "AB-123-CD"),
        ("WW-123-AB", "WW-123-AB"),
        ("1234 AB 14", "1234 AB 14"),
        ("123abc75", "123 ABC 75"),
        ("1 A 01", "1 A 01"),
        ("12 AB 2A", "12 AB 2A"),
        ("12 AB 20", "12 AB 20"),
        ("12-AB-2b", "12 AB 2B"),
        ("1234 AB 971", "1234 AB 971"),
        ("123 AB 976", "123 AB 976"),
    ],
)
def test_plates_of_today_and_of_before_2009_are_kept_with_their_separators(typed, value):
    assert kept("licence_plate", typed) == value


@pytest.mark.parametrize("typed", ["IO-123-UU", "AB-12-CD", "1234 AB 96", "12 AB 00", "AB-１２３-CD"])
def test_what_no_french_vehicle_bears_is_told_with_both_forms(typed):
    said = refusal("licence_plate", typed)
    assert "AB-123-CD" in said
    assert "1234 AB 14" in said


def test_a_foreign_plate_is_taken_where_it_may_be():
    assert kept("licence_plate", "1-ABC-234", abroad=True) == "1ABC234"
    assert kept("licence_plate", "ab123cd", abroad=True) == "AB-123-CD"
    refusal("licence_plate", "1-ABC-234")
