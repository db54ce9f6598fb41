import pytest

from parvis.catalogue.forms.lint import lint
from tests.catalogue.fields.asking import kept, refusal
from tests.factories.catalogue import definition, field


def test_a_pattern_is_of_the_whole_text_and_told_in_the_builder_s_words():
    asked = {"pattern": r"[A-Z]\d{3}", "message": "Écrivez une lettre et trois chiffres."}
    assert kept("text", "A012", **asked) == "A012"
    for wrong in ("A0123", "xA012", "a012", "A012\nx"):
        assert refusal("text", wrong, **asked) == "Écrivez une lettre et trois chiffres."
    assert "forme attendue" in refusal("text", "a", pattern=r"\d")


def test_a_pattern_that_would_hang_python_is_answered_at_once():
    assert refusal("text", "a" * 250 + "!", pattern="((a+)+)+")


def test_a_text_has_its_length():
    assert "au moins 3" in refusal("text", "ab", min_length=3)
    assert "au plus 4" in refusal("text", "abcde", max_length=4)
    assert "au moins 10" in refusal("long_text", "court", min_length=10)


@pytest.mark.parametrize("pattern", ["(", "(?=a)a", r"(a)\1"])
def test_a_pattern_that_cannot_be_read_is_told_to_the_builder(pattern):
    [error] = [one for one in lint(definition([field("text", "q", pattern=pattern)])) if one.level == "error"]
    assert "ne se lit pas" in error.message
