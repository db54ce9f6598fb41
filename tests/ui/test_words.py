import datetime as dt
from decimal import Decimal

import pytest
from django.utils import translation

from parvis.common import clock
from parvis.ui import words
from parvis.ui.templatetags import parvis as tags

NBSP = "\u00a0"
PARIS = dt.timezone(dt.timedelta(hours=1))


def said_with(words_):
    """Spaces that do not break, written plainly in these tests."""
    return words_.replace(NBSP, " ").replace("\u202f", " ")


@pytest.fixture(autouse=True)
def _in_march():
    with clock.standing_at(dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)), translation.override("fr"):
        yield


def test_a_date_of_this_year_is_said_without_the_year():
    assert tags.date_words(dt.date(2026, 3, 16)) == "lundi 16 mars"


def test_a_date_of_another_year_is_said_with_it():
    assert tags.date_words(dt.date(2027, 3, 16)) == "mardi 16 mars 2027"


def test_the_first_of_a_month_is_said_as_such():
    assert tags.date_short(dt.date(2026, 4, 1)) == "1er avril"


def test_a_moment_is_read_in_local_time():
    late = dt.datetime(2026, 3, 15, 23, 30, tzinfo=dt.UTC)
    assert tags.date_words(late) == "lundi 16 mars"
    assert said_with(tags.moment_words(late)) == "lundi 16 mars à 0 h 30"


def test_hours_are_said_with_h():
    assert tags.time_words(dt.time(17, 30)) == f"17{NBSP}h{NBSP}30"
    assert tags.time_words(dt.time(9, 0)) == f"9{NBSP}h"


@pytest.mark.parametrize(
    ("value", "said"),
    [(Decimal("12.5"), "12,50 €"), (12, "12 €"), ("0.05", "0,05 €"), (1234567, "1 234 567 €")],
)
def test_amounts_are_said_in_euros(value, said):
    assert said_with(tags.amount(value)) == said
    assert f"{NBSP}€" in tags.amount(value)


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 octets"),
        (999, "999 octets"),
        (340_000, "340 ko"),
        (2_430_000, "2,4 Mo"),
        (10_000_000, "10 Mo"),
        (999_700, "1 Mo"),
        (7_250_000_000, "7,2 Go"),
    ],
)
def test_sizes_are_said_in_decimal_units(size, said):
    assert said_with(tags.filesize_words(size)) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("0299000000", "02 99 00 00 00"),
        ("+33299000000", "02 99 00 00 00"),
        ("+442079460000", "+44 20 7946 0000"),
        ("3939", "3939"),
        ("accueil", "accueil"),
    ],
)
def test_numbers_are_grouped_as_they_are_said(number, said):
    assert said_with(tags.phone(number)) == said


def test_french_spaces_do_not_break():
    assert tags.nbsp("« Oui ; c'est ouvert ! »") == f"«{NBSP}Oui{NBSP}; c’est ouvert{NBSP}!{NBSP}»"


def test_nothing_gives_nothing():
    assert [tags.date_words(None), tags.time_words(None), tags.amount(""), tags.filesize_words(None)] == [
        ""
    ] * 4
    assert [tags.phone(None), tags.nbsp(""), tags.amount("douze"), tags.moment_words(None)] == [""] * 4


def test_english_follows_the_language():
    with translation.override("en"):
        assert tags.date_words(dt.date(2026, 3, 16)) == "Monday 16 March"
        assert tags.time_words(dt.time(17, 30)) == "17:30"
        assert tags.amount("12.5") == "€12.50"
        assert said_with(tags.filesize_words(2_430_000)) == "2.4 MB"
        assert tags.moment_words(dt.datetime(2026, 3, 16, 17, 30, tzinfo=PARIS)) == "Monday 16 March at 17:30"


def test_the_language_of_words_is_french_unless_english_is_asked():
    with translation.override("de"):
        assert words.language() == "fr"
