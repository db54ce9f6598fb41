"""HTML of other products as our little markup."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.catalogue.forms.text import to_html
from parvis.catalogue.imports.markup import from_html, plain_line


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Un</p><p>Deux<br>trois</p>", "Un\n\nDeux\ntrois"),
        ("<h1>Titre</h1>texte", "Titre\n\ntexte"),
        ("Avant<ul><li>un</li>\n<li><p>deux</p></li></ul>après", "Avant\n\n- un\n- deux\n\naprès"),
        ('<a href="https://a.fr/x?y=1">ici</a>.', "[ici](https://a.fr/x?y=1)."),
        ('<a href="https://a.fr/(x)"><b>là</b></a>', "[là](https://a.fr/%28x%29)"),
        ('<a href="javascript:alert(1)">clic</a>', "clic"),
        ('<a href="//evil.example">clic</a>', "clic"),
        ("Voir https://a.fr/b.", "Voir [https://a.fr/b](https://a.fr/b)."),
        ("deux\r\nlignes", "deux\nlignes"),
        ("a &amp; b &eacute;", "a & b é"),
        ("<script>alert(1)</script>bonjour<style>p{}</style>", "bonjour"),
        ("<p onclick='x()'>bonjour</p>", "bonjour"),
        ("1 < 2 et 3 > 2", "1 < 2 et 3 > 2"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<p>&nbsp;</p><p>x</p>", "x"),
    ],
)
def test_what_is_read_is_kept_in_our_markup(html, text):
    assert from_html(html) == text


def test_a_title_is_one_line_without_link():
    assert plain_line('<h1>Un</h1><p>deux <a href="https://a.fr">là</a></p>') == "Un deux là"


@given(st.text(alphabet="<>/a&;b\"'= \n[]()lip", max_size=80))
def test_whatever_comes_in_nothing_live_comes_out(html):
    for tag in re.findall(r"<[^>]*>", to_html(from_html(html))):
        assert re.fullmatch(
            r'</?p>|</?ul>|</?li>|<br>|</a>|<a href="[^"<>]*" rel="noopener noreferrer">', tag
        )
