"""Promises as people say them."""

from datetime import datetime

import pytest

from parvis.deadlines.wording import before_in_words

NOW = datetime(2026, 11, 16, 10, 0)  # a Monday  # noqa: DTZ001 - told in the zone it is read in


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-11-16 17:00", "aujourd’hui avant 17 h"),
        ("2026-11-17 12:00", "demain avant midi"),
        ("2026-11-19 12:00", "avant jeudi midi"),
        ("2026-11-19 12:30", "avant jeudi à 12 h 30"),
        ("2026-11-22 09:00", "avant dimanche à 9 h"),
        ("2026-11-23 09:00", "avant le lundi 23 novembre à 9 h"),
        ("2027-01-04 17:30", "avant le lundi 4 janvier 2027 à 17 h 30"),
        ("2026-11-17 00:00", "d’ici ce soir"),
        ("2026-11-18 00:00", "d’ici demain soir"),
        ("2026-11-20 00:00", "d’ici jeudi soir"),
        ("2026-12-02 00:00", "d’ici le mardi 1er décembre au soir"),
        ("2026-11-16 09:00", "avant le lundi 16 novembre à 9 h"),
    ],
)
def test_a_promise_is_said_as_one_says_it(due, said):
    assert before_in_words(datetime.fromisoformat(due), NOW).replace("\u00a0", " ") == said
