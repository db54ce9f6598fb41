import pytest
from django.core.exceptions import ValidationError

from parvis.desk.levels import lengths


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("2 jours", "2d"),
        ("2j", "2d"),
        ("1\u00a0jour", "1d"),
        ("4 heures", "4h"),
        ("4h", "4h"),
        ("30 min", "30min"),
        ("2d", "2d"),
    ],
)
def test_a_length_is_read_as_people_type_it(typed, kept):
    assert lengths.read_length(typed) == kept
    assert lengths.read_length(lengths.write_length(kept)) == kept


@pytest.mark.parametrize("typed", ["deux jours", "0 jour", "2", "2 lunes"])
def test_a_length_that_cannot_be_read_is_told(typed):
    with pytest.raises(ValidationError, match="2 jours"):
        lengths.read_length(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("75 % agent", {"share": 75, "tell": ["assignee"]}),
        ("+2 heures : responsables", {"after": "2h", "tell": ["managers"]}),
        ("+1 jour service, Aude Morin", {"after": "1d", "tell": ["team", "agent:7"]}),
    ],
)
def test_an_alert_is_read_and_written_again_the_same(typed, kept):
    assert lengths.read_step(typed, {"aude morin": 7}) == kept
    names = {"agent:7": "Aude Morin"}
    assert lengths.read_step(lengths.write_step(kept, names), {"aude morin": 7}) == kept


@pytest.mark.parametrize("typed", ["0 % agent", "101 % agent", "+lundi agent", "75 %", "75 % Zoé Absente"])
def test_an_alert_that_cannot_be_read_is_told(typed):
    with pytest.raises(ValidationError):
        lengths.read_step(typed, {})
