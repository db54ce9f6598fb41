import pytest

from tests.catalogue.fields.asking import kept, refusal, text


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("14h30", "14:30"),
        ("14 h 30", "14:30"),
        ("14:30", "14:30"),
        ("14.30", "14:30"),
        ("1430", "14:30"),
        ("9h", "09:00"),
        ("9", "09:00"),
        ("00:00", "00:00"),
        ("8h05", "08:05"),
        ("14 H 30 min", "14:30"),
    ],
)
def test_a_time_is_read_as_it_is_written(typed, value):
    assert kept("time", typed) == value


@pytest.mark.parametrize(
    ("typed", "word"),
    [("25h", "n’existe pas"), ("14h60", "n’existe pas"), ("midi", "14 h 30"), ("14h5", "14 h 30")],
)
def test_a_time_that_is_none_is_told(typed, word):
    assert word in refusal("time", typed)


def test_it_keeps_to_its_bounds_and_its_step():
    opening = {"min": "08:30", "max": "17:00", "step": 15}
    assert kept("time", "17h", **opening) == "17:00"
    assert "à partir de 8\u00a0h\u00a030" in refusal("time", "8h15", **opening)
    assert "jusqu’à 17\u00a0h" in refusal("time", "17h15", **opening)
    assert "toutes les 15 minutes" in refusal("time", "9h10", **opening)


def test_it_is_read_in_french():
    assert text("time", "08:05") == "8\u00a0h\u00a005"
    assert text("time", "14:00") == "14\u00a0h"
