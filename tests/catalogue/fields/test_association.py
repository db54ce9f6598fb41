import pytest

from tests.catalogue.fields.asking import kept, refusal


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("W141000123", "W141000123"),
        ("w14 1000 123", "W141000123"),
        ("W2A1000123", "W2A1000123"),
        ("W9R1000123", "W9R1000123"),
        ("W011000001", "W011000001"),
        ("732 829 320", "732829320"),
    ],
)
def test_a_number_of_the_directory_or_a_siren_is_taken(typed, number):
    assert kept("association", {"number": typed, "name": "Les Amis"})["number"] == number


@pytest.mark.parametrize("typed", ["W14100012", "X141000123", "732829321", "W141OOO123"])
def test_another_number_is_told_with_both_forms(typed):
    assert "W141000123" in refusal("association", {"number": typed, "name": "Les Amis"}, "number")


def test_one_not_declared_yet_gives_its_name_alone():
    assert kept("association", {"name": "Les Amis"}, number_optional=True)["number"] == ""
    assert "récépissé" in refusal("association", {"name": "Les Amis"}, "number")
