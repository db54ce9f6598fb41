"""Patterns say what Python's regular expressions say, in a bounded time."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.catalogue.expressions.errors import BadPattern
from parvis.catalogue.expressions.patterns import compile_pattern

atoms = st.sampled_from(
    ["a", "b", "é", ".", "[ab]", "[^a]", "[a-c-]", r"\d", r"\.", "^", "$", "[.]", r"[\d_]"]
)
patterns = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("({}|{})".format, inner, inner),
        st.builds("(?:{}){}".format, inner, st.sampled_from(["?", "*", "+", "{2}", "{1,}", "{0,2}"])),
    ),
    max_leaves=6,
)


@settings(max_examples=800, deadline=None)
@given(patterns, st.text("abcé1._\n", max_size=6))
def test_a_pattern_is_found_where_python_finds_it(pattern, text):
    theirs = re.compile(pattern.replace("$", r"\Z"), re.ASCII)
    assert compile_pattern(pattern).found_in(text) == bool(theirs.search(text))


REFUSED = r"""
(a a) *a a** a+? a++ [ [] [b-a] a{2,1} a{x} a{ a{0} a{999} {2} a{100}{100} (((){100}){100}){100}
\ \b \1 (?=a) (?P<n>a) (?i)a [[:alpha:]] \p{L}
"""


@pytest.mark.parametrize("pattern", [*REFUSED.split(), "(" * 30 + ")" * 30])
def test_a_pattern_outside_our_part_is_refused_with_a_sentence(pattern):
    with pytest.raises(BadPattern, match="modèle"):
        compile_pattern(pattern)


def test_a_pattern_that_takes_for_ever_elsewhere_does_not_here():
    assert not compile_pattern("^(a+)+$").found_in("a" * 5000 + "b")
    assert not compile_pattern("(x+x+)+y").found_in("x" * 5000)
