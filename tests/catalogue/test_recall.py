"""Texts that recall what was answered."""

import pytest

from parvis.catalogue.forms.text import to_html
from parvis.catalogue.recall import recall


def drawn(text, **values):
    return to_html(recall(text).text(values))


@pytest.mark.parametrize("address", ["https://exemple.fr/a?b=c#d", "mailto:a@exemple.fr", "/aide/"])
def test_the_address_of_a_link_may_be_an_option_of_the_body(address):
    assert f'href="{address}"' in drawn("[lire]({{ options.lien }})", options={"lien": address})


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "", "https://a) [x](https://b", 'https://a" onclick="x']
)
def test_an_option_that_is_no_address_makes_no_link_of_its_own(address):
    html = drawn("[lire]({{ options.lien }})", options={"lien": address})
    assert "javascript" not in html.partition("href")[2]
    assert 'href="https://b' not in html
    assert '" onclick' not in html


def test_what_a_person_answered_is_only_a_piece_of_an_address():
    assert "<a " not in drawn("[lire]({{ site }})", site="https://exemple.fr")
    assert 'href="https://exemple.fr/https%3A%2F%2Fb"' in drawn(
        "[lire](https://exemple.fr/{{ site }})", site="https://b"
    )
