import pytest

from tests.catalogue.fields.asking import kept, refusal


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0750655E", "0750655E"),
        ("075 0654 d", "0750654D"),
        ("6200001G", "6200001G"),
        ("9740001H", "9740001H"),
    ],
)
def test_the_letter_of_a_school_is_verified(typed, number):
    assert kept("school", {"number": typed})["number"] == number


@pytest.mark.parametrize(
    ("typed", "word"), [("0750655F", "n’existe pas"), ("0750655", "une lettre"), ("750655E", "sept chiffres")]
)
def test_a_wrong_one_is_told(typed, word):
    assert word in refusal("school", {"number": typed}, "number")


def test_parents_may_give_the_name_alone_where_the_builder_says_so():
    assert kept("school", {"name": "École Jules Verne"}, number_optional=True)["number"] == ""
    assert "nom de l’établissement" in refusal("school", {"number": "0750655E"}, "name", number_optional=True)
