import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.ui import contrast

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_black_on_white_is_the_highest_contrast():
    assert contrast.contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_grey_of_the_specification_just_passes():
    assert contrast.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@given(colours, colours)
def test_contrast_does_not_depend_on_the_order(one, other):
    assert contrast.contrast(one, other) == contrast.contrast(other, one)


@given(colours)
def test_a_colour_comes_back_from_oklch(colour):
    back = contrast.from_oklch(*contrast.to_oklch(colour))
    assert max(abs(a - b) for a, b in zip(contrast.parse(colour), contrast.parse(back), strict=True)) < 0.02


@given(colours)
def test_any_colour_becomes_readable_on_light_papers(colour):
    papers = ("#faf8f4", "#ffffff", "#f2efe8")
    readable = contrast.readable_on(colour, papers)
    assert min(contrast.contrast(readable, paper) for paper in papers) >= contrast.AA_TEXT


@given(colours)
def test_any_colour_becomes_readable_on_dark_papers(colour):
    readable = contrast.readable_on(colour, ("#171512", "#211e1a"))
    assert contrast.contrast(readable, "#211e1a") >= contrast.AA_TEXT


@pytest.mark.parametrize("wrong", ["", "red", "#fff", "#12345g", "123456"])
def test_what_is_not_a_colour_is_refused(wrong):
    with pytest.raises(contrast.BadColour):
        contrast.parse(wrong)
