import re
from pathlib import Path

import pytest

from parvis.ui import charter
from parvis.ui.contrast import AA_SHAPE, AA_TEXT, BadColour, contrast

STATIC = Path(charter.__file__).parent / "static" / "parvis"


@pytest.mark.parametrize("hue", range(0, 360, 15))
def test_every_hue_reads_on_every_paper_in_both_themes(hue):
    shown = charter.charter(str(hue))
    light = [contrast(shown.light["civic"], paper) for paper in charter.LIGHT_PAPERS]
    dark = [contrast(shown.dark["civic"], paper) for paper in charter.DARK_PAPERS]
    assert min(light + dark) >= AA_TEXT
    for tokens in (shown.light, shown.dark):
        assert contrast(tokens["civic"], tokens["civic-wash"]) >= AA_TEXT
        assert contrast(tokens["civic-on"], tokens["civic"]) >= AA_TEXT
        assert contrast(tokens["civic-on"], tokens["civic-strong"]) >= AA_TEXT


def test_a_readable_colour_is_served_as_it_was_asked():
    shown = charter.charter(charter.key_of({"colour": "#8A1538"}))
    assert shown.light["civic"] == "#8a1538"
    assert not shown.corrected


def test_a_pale_colour_is_darkened_and_the_change_is_told():
    shown = charter.charter(charter.key_of({"colour": "#f5a623"}))
    assert shown.corrected
    assert shown.ratio >= AA_TEXT


def test_a_body_without_a_charter_has_the_default_one():
    assert charter.key_of(None) == charter.key_of({}) == charter.DEFAULT_KEY


def test_a_hue_goes_round_the_wheel():
    assert charter.key_of({"hue": 372}) == "12"


@pytest.mark.parametrize("key", ["", "1234", "zzzzzz", "../etc"])
def test_a_key_that_is_neither_a_hue_nor_a_colour_is_refused(key):
    with pytest.raises(BadColour):
        charter.charter(key)


def tokens(block):
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))


def stylesheet_blocks():
    css = (STATIC / "foundation.css").read_text(encoding="utf-8")
    return re.findall(r":root[^{]*\{([^}]*--paper[^}]*)\}", css)


def test_dark_is_written_twice_the_same():
    _, system, chosen, *_ = stylesheet_blocks()
    assert tokens(system) == tokens(chosen)


@pytest.mark.parametrize("place", [0, 1])
def test_every_ink_reads_on_every_paper_and_every_state_on_its_wash(place):
    named = tokens(stylesheet_blocks()[place])
    papers = [named[paper] for paper in ("paper", "surface", "sunk")]
    for ink in ("ink", "ink-soft", "ink-faint", "received", "waiting", "late", "done"):
        assert min(contrast(named[ink], paper) for paper in papers) >= AA_TEXT, ink
    for state in ("received", "waiting", "late", "done"):
        assert contrast(named[state], named[f"{state}-wash"]) >= AA_TEXT, state
    assert min(contrast(named["edge"], paper) for paper in papers) >= AA_SHAPE


@pytest.mark.parametrize("place", [0, 1])
def test_the_papers_of_the_arithmetic_are_those_of_the_stylesheet(place):
    named = tokens(stylesheet_blocks()[place])
    papers = (charter.LIGHT_PAPERS, charter.DARK_PAPERS)[place]
    assert tuple(named[paper] for paper in ("paper", "surface", "sunk")) == papers


def test_the_default_charter_is_the_one_written_in_the_stylesheet():
    light, dark, *_ = (tokens(block) for block in stylesheet_blocks())
    shown = charter.charter(charter.DEFAULT_KEY)
    assert {name: light[name] for name in shown.light} == shown.light
    assert {name: dark[name] for name in shown.dark} == shown.dark
