"""The little markup of definitions."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.catalogue.forms.text import to_html, to_plain


def test_paragraphs_lists_and_links_are_drawn():
    html = to_html("Bonjour.\n\n- un\n- deux\n\nVoir [le site](https://www.service-public.fr).")
    assert html == (
        "<p>Bonjour.</p><ul><li>un</li><li>deux</li></ul>"
        '<p>Voir <a href="https://www.service-public.fr" rel="noopener noreferrer">le site</a>.</p>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '[x](https://a" onclick="b)',
        "<img src=x onerror=y>",
        "[<b>x</b>](https://a.fr)",
    ],
)
def test_no_live_markup_comes_out_of_a_text(text):
    html = to_html(text)
    for tag in re.findall(r"<[^>]*>", html):
        assert re.fullmatch(r'</?p>|</a>|<a href="https://[^"<>]*" rel="noopener noreferrer">', tag)


@given(st.text(max_size=200))
def test_any_text_is_drawn(text):
    assert "<script" not in to_html(text)


def test_a_letter_shows_the_address_of_a_link():
    assert to_plain("Voir [le site](https://a.fr).") == "Voir le site (https://a.fr)."
