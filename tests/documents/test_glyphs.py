import pytest

from parvis.documents.glyphs import drawable


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("Éloïse d’Œuvre — 12 €", "Éloïse d’Œuvre — 12 €"),
        ("Ωmega Жук ő", "Ωmega Жук ő"),
        ("李 Martin 😀", "□ Martin □"),
        ("a\x00b\u202ec\u200bd", "abcd"),
        ("\ue000\ufffe\ud800", "□□□"),
    ],
)
def test_what_no_font_draws_is_replaced_and_nothing_else(words, printed):
    assert drawable(words) == printed


def test_lists_and_dictionaries_are_gone_through():
    assert drawable({"a": ["李", {"b": "x"}], "c": 1}) == {"a": ["□", {"b": "x"}], "c": 1}
