"""Lines and areas on a map."""

import json

import pytest

from parvis.catalogue.forms.engine import check_all
from tests.catalogue.fields.asking import kept, refusal, text
from tests.factories.catalogue import field, form

SQUARE = "49.18, -0.37\n49.18, -0.36\n49.19, -0.36\n49.19, -0.37"


def test_words_are_enough():
    assert kept("map_line", {"text": "Le long du canal"}) == {"text": "Le long du canal", "geometry": None}
    assert "décrivez le lieu" in refusal("map_area", {})


@pytest.mark.parametrize(
    "points",
    ["49.18, -0.37\n49.19, -0.36", "49,18 ; -0,37\n\n49,19 ; -0,36", "49.18 -0.37\n49.19 -0.36\n49.19 -0.36"],
)
def test_points_are_typed_one_a_line_latitude_first(points):
    assert kept("map_line", {"points": points})["geometry"] == {
        "type": "LineString",
        "coordinates": [[-0.37, 49.18], [-0.36, 49.19]],
    }


def test_geojson_may_be_pasted_alone_or_in_a_feature():
    line = {"type": "LineString", "coordinates": [[-0.37, 49.18], [-0.36, 49.19]]}
    assert kept("map_line", {"points": json.dumps(line)})["geometry"] == line
    assert kept("map_line", {"points": json.dumps({"type": "Feature", "geometry": line})})["geometry"] == line
    assert "ne se lit pas" in refusal("map_line", {"points": '{"type": '})
    assert "ne se lit pas" in refusal("map_line", {"points": '{"a":' * 4000})
    assert "forme attendue" in refusal("map_area", {"points": json.dumps(line)})


def test_an_area_is_closed_by_its_first_point():
    [ring] = kept("map_area", {"points": SQUARE})["geometry"]["coordinates"]
    assert ring[0] == ring[-1] == [-0.37, 49.18]
    assert len(ring) == 5


@pytest.mark.parametrize(
    ("kind", "points", "word"),
    [
        ("map_line", "49.18, -0.37", "deux points"),
        ("map_line", "49.18, -0.37\n49.18, -0.37", "deux points"),
        ("map_area", "49.18, -0.37\n49.19, -0.36", "trois points"),
        ("map_area", "49.18, -0.37\n49.19, -0.36\n49.18, -0.36\n49.19, -0.37", "se croisent"),
        ("map_line", "99, 0\n49, 0", "sur Terre"),
        ("map_line", "49.18\n49.19", "un point par ligne"),
        ("map_line", "\n".join(f"49.{number}, 0" for number in range(100, 400)), "200 points"),
    ],
)
def test_what_makes_no_shape_is_told(kind, points, word):
    assert word in refusal(kind, {"points": points})


def test_an_area_with_a_hole_is_refused():
    ring = [[0, 0], [1, 0], [1, 1], [0, 0]]
    asking = form([field("map_area", "q")])
    refused = check_all(asking, {"q": {"geometry": {"type": "Polygon", "coordinates": [ring, ring]}}})
    assert "sans trou" in refused.errors["q"][0]


def test_they_are_read_with_their_measure():
    line = kept("map_line", {"text": "Chemin", "points": "49.18, -0.37\n49.181, -0.37"})
    assert text("map_line", line).replace("\u00a0", " ") == "Chemin\nLongueur : 111 m"
    square = kept("map_area", {"points": "0, 0\n0, 0.001\n0.001, 0.001\n0.001, 0"})
    assert text("map_area", square).replace("\u00a0", " ") == "Surface : 12 364 m²"
