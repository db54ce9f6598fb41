import pytest

from parvis.catalogue.field_types import registry
from tests.catalogue.fields.asking import kept, refusal, text
from tests.factories.catalogue import field, form


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ({"hours": "2", "minutes": "30"}, 150),
        ({"minutes": "90"}, 90),
        ({"hours": "1,5"}, 90),
        ({"hours": "0"}, 0),
        ({"hours": "0", "minutes": "05"}, 5),
    ],
)
def test_a_length_is_counted_in_minutes(typed, minutes):
    assert kept("duration", typed) == minutes


def test_days_are_asked_only_where_they_count():
    assert kept("duration", {"days": "2", "hours": "1"}, units=["days", "hours"]) == 2940
    assert kept("duration", {"days": "2", "hours": "1"}) == 60


def test_it_is_told_what_it_cannot_be():
    assert "entier" in refusal("duration", {"minutes": "1,5"})
    assert "en chiffres" in refusal("duration", {"hours": "deux"}, "hours")
    assert "au moins 30" in refusal("duration", {"minutes": "10"}, min=30)
    assert "1 h 30" in refusal("duration", {"hours": "2"}, max=90).replace("\u00a0", " ")
    assert "supérieur à 0" in refusal("duration", {"hours": "-2"})


def test_what_is_drawn_again_is_the_same_length_in_whole_boxes():
    [question] = form([field("duration", "q")]).questions()
    assert registry.get("duration").typed(question, 90) == {"days": "", "hours": "1", "minutes": "30"}
    assert registry.get("duration").typed(question, 0)["minutes"] == "0"


def test_it_is_read_in_words():
    assert text("duration", 150).replace("\u00a0", " ") == "2 h 30 min"
    assert text("duration", 2940).replace("\u00a0", " ") == "2 jours 1 h"
    assert text("duration", 0).replace("\u00a0", " ") == "0 min"
