"""Points, outlines and distances."""

import struct

import pytest

from parvis.organisations import geometry


def square(west, south, size=1.0):
    return [
        [west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south],
    ]  # fmt: skip


def wkb(polygons):
    """Write a MultiPolygon as PostGIS does."""
    data = b"\x01" + struct.pack("<II", 6, len(polygons))
    for rings in polygons:
        data += b"\x01" + struct.pack("<II", 3, len(rings))
        for ring in rings:
            data += struct.pack("<I", len(ring)) + b"".join(struct.pack("<2d", *point) for point in ring)
    return data.hex()


def test_an_outline_in_wkb_is_read_with_its_holes():
    polygons = [[square(0, 0), square(0.25, 0.25, 0.5)], [square(5, 5)]]
    assert geometry.from_wkb(wkb(polygons)) == polygons


def test_a_point_in_wkb_is_longitude_then_latitude():
    text = (b"\x01" + struct.pack("<I2d", 1, 1.09, 49.44)).hex()
    assert geometry.point_from_wkb(text) == (1.09, 49.44)


@pytest.mark.parametrize(
    ("x", "y", "inside"), [(0.1, 0.1, True), (0.5, 0.5, False), (5.5, 5.5, True), (3, 3, False)]
)
def test_a_point_in_a_hole_is_outside(x, y, inside):
    polygons = [[square(0, 0), square(0.25, 0.25, 0.5)], [square(5, 5)]]
    assert geometry.contains(polygons, x, y) is inside


def test_the_distance_to_an_outline_is_in_metres_and_nothing_inside():
    polygons = [[square(0, 0)]]
    assert geometry.metres_outside(polygons, 0.5, 0.5) == 0
    assert geometry.metres_outside(polygons, 0.5, 1.01) == pytest.approx(1112, rel=0.01)
    # At 60° north a degree of longitude is half as long.
    assert geometry.metres_outside([[square(0, 60)]], -0.01, 60.0001) == pytest.approx(556, rel=0.01)


def test_neighbours_that_share_points_melt_into_one_outline():
    left, right = [[square(0, 0)]], [[square(1, 0)]]
    [[ring]] = geometry.dissolve([left, right])
    assert len(ring) == 7
    assert geometry.box([[ring]]) == geometry.Box(0, 0, 2, 1)


def test_separate_outlines_stay_separate():
    assert len(geometry.dissolve([[[square(0, 0)]], [[square(5, 5)]]])) == 2


def test_the_centre_is_the_middle_of_the_box():
    assert geometry.centre([[square(0, 0)]]) == (0.5, 0.5)
