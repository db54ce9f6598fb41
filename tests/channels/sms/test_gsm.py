"""How many parts an SMS takes (3GPP TS 23.038 and 23.040)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.channels.sms.gsm import GSM, UCS2, Size, cut, size, spared


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", Size(GSM, 1), id="empty"),
        pytest.param("a" * 160, Size(GSM, 1), id="160 letters"),
        pytest.param("a" * 161, Size(GSM, 2), id="161 letters"),
        pytest.param("a" * 306, Size(GSM, 2), id="two full parts"),
        pytest.param("a" * 307, Size(GSM, 3), id="one letter more"),
        pytest.param("€" * 80, Size(GSM, 1), id="80 euros are 160 septets"),
        pytest.param("€" * 81, Size(GSM, 2), id="81 euros"),
        pytest.param("a" * 152 + "€" + "b" * 153, Size(GSM, 3), id="an escape is not cut in two"),
        pytest.param("éèàù", Size(GSM, 1), id="accents of the alphabet"),
        pytest.param("ê" * 70, Size(UCS2, 1), id="70 of the others"),
        pytest.param("ê" * 71, Size(UCS2, 2), id="71 of the others"),
        pytest.param("😀" * 35, Size(UCS2, 1), id="a pair counts twice"),
        pytest.param("a" * 66 + "😀" * 2, Size(UCS2, 1), id="70 units"),
        pytest.param("a" * 66 + "😀" * 3, Size(UCS2, 2), id="a pair is not cut in two"),
    ],
)
def test_the_parts_of_a_text(text, expected):
    assert size(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("L’accueil\u00a0: 10\u202f€ – œuvre…", "L'accueil : 10 € - oeuvre...", id="typography"),
        pytest.param("Fête à Nîmes, garçon", "Fete à Nimes, garcon", id="accents beyond the alphabet"),
        pytest.param("Déjà réglé", "Déjà réglé", id="accents of the alphabet stay"),
        pytest.param("مرحبا", "مرحبا", id="another script stays"),
    ],
)
def test_a_text_is_spared_without_losing_what_it_says(text, expected):
    assert spared(text) == expected


@given(st.text(max_size=900), st.integers(min_value=1, max_value=4))
def test_what_is_cut_fits(text, most):
    assert size(cut(text, most)).parts <= most


@given(st.text(max_size=600))
def test_sparing_never_takes_more_parts(text):
    assert size(spared(text)).parts <= max(size(text).parts, size(text).parts + text.count("…"))
