"""Keys, values and codes made of words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.catalogue.imports.naming import code_of, cut, key_of, value_of


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Nom de l’élève", "nom_de_l_eleve"),
        ("2e choix", "e_choix"),
        ("…", "champ"),
        ("Today", "today_"),
        ("Null", "null_"),
    ],
)
def test_a_key_is_made_of_words(words, key):
    assert key_of(words) == key


@given(st.text(max_size=90), st.integers(0, 12))
def test_keys_values_and_codes_are_accepted_and_free(words, times):
    keys, values, codes = [], [], []
    for _ in range(times):
        keys.append(key_of(words, keys))
        values.append(value_of(words, values))
        codes.append(code_of(words, codes))
    assert len(set(keys)) == len(set(values)) == len(set(codes)) == times
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,49}", key) for key in keys)
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", value) for value in values)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) and len(code) <= 100 for code in codes)


def test_a_long_text_is_cut_at_a_word():
    assert cut("un deux trois quatre", 15) == "un deux trois…"
    assert cut("court", 15) == "court"
    assert len(cut("a" * 40, 15)) == 15
