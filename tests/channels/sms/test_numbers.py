import pytest

from parvis.channels.sms.numbers import mobile
from parvis.channels.sms.stop import is_stop


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("+33 7 56 78 90 12", "+33756789012"),
        ("0690 12 34 56", "+590690123456"),
        ("02 31 00 00 00", ""),
        ("bonjour", ""),
        ("", ""),
    ],
)
def test_only_mobile_numbers_receive(typed, number):
    assert mobile(typed) == number


@pytest.mark.parametrize("said", ["STOP", "stop 36111", "Arrêt", " Stop. ", "STOPSMS", "ARRETER"])
def test_words_that_stop(said):
    assert is_stop(said)


@pytest.mark.parametrize("said", ["Le stop est tombé rue Haute", "Stop au bruit !", "merci", ""])
def test_a_sentence_is_read_by_a_human(said):
    assert not is_stop(said)
