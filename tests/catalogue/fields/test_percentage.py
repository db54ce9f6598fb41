from tests.catalogue.fields.asking import kept, refusal, text


def test_a_share_is_read_with_or_without_its_sign():
    assert kept("percentage", "20") == 20
    assert kept("percentage", "20 %") == 20
    assert kept("percentage", "33,33%", decimals=2) == 33.33


def test_it_stays_between_none_and_all_unless_said_otherwise():
    assert "inférieur à 100" in refusal("percentage", "101")
    assert "supérieur à 0" in refusal("percentage", "-1")
    assert kept("percentage", "150", max=200) == 150
    assert "entier" in refusal("percentage", "12,5")


def test_it_is_read_in_french():
    assert text("percentage", 12.5, decimals=1) == "12,5\u00a0%"
