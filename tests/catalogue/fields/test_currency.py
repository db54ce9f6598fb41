import pytest

from tests.catalogue.fields.asking import kept, refusal, text


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", "12.00"),
        ("12,5", "12.50"),
        ("1 234,50 €", "1234.50"),
        ("1\u202f234.5€", "1234.50"),
        ("0", "0.00"),
        ("0,10", "0.10"),
        ("123456789012345,67", "123456789012345.67"),
    ],
)
def test_an_amount_keeps_every_cent(typed, value):
    assert kept("currency", typed) == value


def test_parts_of_a_cent_and_amounts_out_of_bounds_are_refused():
    assert "deux chiffres" in refusal("currency", "1,234")
    assert "supérieur à 0 €".replace(" €", "\u00a0€") in refusal("currency", "-5")
    assert kept("currency", "-5", min=-10) == "-5.00"
    assert kept("currency", "-0", min=-10) == "0.00"
    assert "inférieur à 1\u00a0000\u00a0€" in refusal("currency", "1000,01", max=1000)
    assert "en chiffres" in refusal("currency", "douze euros")


def test_it_is_read_with_its_sign():
    assert text("currency", "1234.50") == "1\u00a0234,50\u00a0€"
