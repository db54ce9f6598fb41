"""Answers drawn by chance."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from parvis.catalogue import sampling
from parvis.catalogue.expressions.patterns import compile_pattern

TODAY = date(2026, 11, 22)
seeds = st.integers(0, 2**32).map(Random)


@pytest.mark.parametrize(
    "pattern",
    [r"[A-Z]{2}-\d{3}-[A-Z]{2}", r"\d+(,\d{2})?", "a*b|c.d", "[^x]{3}", "(ab|cd){2,4}x?", "é+", "", r"\."],
)
@given(luck=seeds)
def test_a_text_follows_the_pattern_it_was_drawn_for(pattern, luck):
    assert compile_pattern(f"^(?:{pattern})$").found_in(sampling.following(pattern, luck))


def test_a_pattern_nothing_follows_is_told():
    with pytest.raises(LookupError):
        sampling.following("a^b", Random(1))


@given(luck=seeds, least=st.integers(1, 40), more=st.integers(0, 40))
def test_words_keep_to_their_length(luck, least, more):
    text = sampling.words(luck, least, least + more)
    assert 1 <= len(text) <= least + more
    assert text == text.strip()


@given(luck=seeds)
def test_a_day_keeps_to_its_bounds(luck):
    assert sampling.day(luck, TODAY, date(2026, 1, 1), date(2026, 1, 3)).year == 2026
    assert sampling.day(luck, TODAY, least=TODAY) >= TODAY
    assert sampling.day(luck, TODAY, most=TODAY) <= TODAY


SCHEMA = {
    "type": "object",
    "required": ["a", "b"],
    "properties": {
        "a": {"enum": ["x", "y"]},
        "b": {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 3, "maximum": 5}},
        "c": {"type": ["string", "null"], "maxLength": 9},
        "d": {"type": "number", "minimum": -1, "maximum": 1},
        "e": {"const": 3},
        "f": {"type": "string", "format": "date"},
        "g": {"type": "string", "pattern": "^[a-c]{2}$"},
        "h": {"oneOf": [{"type": "boolean"}]},
    },
}


@given(luck=seeds)
def test_a_value_follows_its_schema(luck):
    Draft202012Validator(SCHEMA).validate(sampling.instance(SCHEMA, luck, TODAY))


def test_what_is_typed_is_spoilt_box_by_box_then_whole():
    typed = {"a": "x", "b": [{"c": 1.5}], "d": None}
    spoilt = list(sampling.spoilt(typed, Random(1)))
    assert len(spoilt) == 5 * 4
    first = spoilt[0]
    assert first["a"] not in ("x", "")
    assert (first["b"][0]["c"], first["d"]) == ("1.5", "")
    assert len({spoilt[3]["a"], spoilt[3]["b"][0]["c"], spoilt[3]["d"]}) == 1
