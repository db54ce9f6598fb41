"""What a portal page weighs before its own words (ARCHITECTURE §8: 60 kB and 8 requests on first view)."""

import gzip
from pathlib import Path

from django.template.loader import render_to_string
from django.test import RequestFactory

from parvis.ui import charter

STATIC = Path(charter.__file__).parent / "static" / "parvis"
STYLES = ["foundation.css", "components.css", "portal.css"]


def weight(*names):
    return sum(len(gzip.compress((STATIC / name).read_bytes())) for name in names)


def test_the_stylesheets_of_a_portal_page_weigh_under_twelve_kilobytes():
    served = len(gzip.compress(charter.stylesheet(charter.charter("205")).encode()))
    assert weight(*STYLES) + served <= 12_000


def test_all_that_a_portal_page_loads_weighs_under_sixteen_kilobytes():
    assert weight(*STYLES, "icons.svg", "js/parvis.js") <= 16_000


def test_a_portal_page_makes_eight_requests_at_most(settings):
    html = render_to_string("layouts/portal.html", {}, RequestFactory().get("/"))
    loaded = html.count('rel="stylesheet"') + html.count("<script") + html.count('rel="icon"')
    page_and_sprite = 2
    assert loaded + page_and_sprite <= 8


def test_no_stylesheet_hides_the_outline_of_focus_without_giving_another():
    css = (STATIC / "foundation.css").read_text(encoding="utf-8")
    assert ":focus-visible { outline: var(--ring) solid var(--civic)" in css
