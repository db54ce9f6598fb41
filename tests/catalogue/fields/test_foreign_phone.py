import pytest

from tests.catalogue.fields.asking import kept, refusal, text


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("+32 2 506 62 11", "+3225066211"),
        ("0032 2 506 62 11", "+3225066211"),
        ("+44 20 7946 0018", "+442079460018"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+262 692 12 34 56", "+262692123456"),
        ("+590 690 00 12 34", "+590690001234"),
        ("+594 694 20 12 34", "+594694201234"),
    ],
)
def test_a_number_of_any_country_is_read_by_its_prefix(typed, value):
    assert kept("foreign_phone", typed) == value


@pytest.mark.parametrize("typed", ["06 12 34 56 78", "2 506 62 11", "+32", "+999 123", "00", "+32 0 0 0"])
def test_without_a_prefix_it_is_told_to_give_one(typed):
    assert "indicatif du pays" in refusal("foreign_phone", typed)


def test_it_is_read_with_its_prefix_even_when_french():
    assert text("foreign_phone", "+33612345678") == "+33 6 12 34 56 78"
    assert text("foreign_phone", "+3225066211") == "+32 2 506 62 11"
