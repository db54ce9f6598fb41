"""Tiles under maps come from one place, named by the operator and allowed by the content security policy."""

import pytest

from config.environment import BadEnvironment, origin_of


def test_the_origin_of_tiles_is_what_the_policy_allows():
    assert origin_of("https://data.geopf.fr/wmts?z={z}&x={x}&y={y}") == "https://data.geopf.fr"
    assert origin_of("") == ""


@pytest.mark.parametrize("url", ["http://data.geopf.fr/{z}", "data.geopf.fr", "https://"])
def test_tiles_in_clear_or_without_host_are_refused(url):
    with pytest.raises(BadEnvironment, match="PARVIS_TILES_URL"):
        origin_of(url)
