"""Plane geometry on outlines: few points, short distances, no library needed.

An outline is a GeoJSON MultiPolygon: polygons → rings → [longitude, latitude] in degrees (WGS 84). The first
ring of a polygon is its limit, the others its holes.
"""

import itertools
import math
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Ring = list[list[float]]
Polygons = list[list[Ring]]

METRES_PER_DEGREE = 111_195.0
DECIMALS = 5  # about one metre


@dataclass(frozen=True)
class Box:
    """The smallest box around an outline, in degrees."""

    west: float
    south: float
    east: float
    north: float


def from_wkb(text: str) -> Polygons:
    """Return the polygons of a MultiPolygon in hexadecimal little-endian WKB (ISO 13249), coordinates
    rounded.
    """
    data, position, polygons = bytes.fromhex(text), 9, []
    for _polygon in range(struct.unpack_from("<I", data, 5)[0]):
        rings, position = [], position + 9
        for _ring in range(struct.unpack_from("<I", data, position - 4)[0]):
            size = struct.unpack_from("<I", data, position)[0]
            numbers = struct.unpack_from(f"<{2 * size}d", data, position + 4)
            rings.append(
                [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in zip(*[iter(numbers)] * 2, strict=True)]
            )
            position += 4 + 16 * size
        polygons.append(rings)
    return polygons


def point_from_wkb(text: str) -> tuple[float, float]:
    """Return the longitude and latitude of a Point in hexadecimal little-endian WKB."""
    longitude, latitude = struct.unpack_from("<2d", bytes.fromhex(text), 5)
    return longitude, latitude


def box(polygons: Polygons) -> Box:
    """Return the box around an outline."""
    points = [point for polygon in polygons for point in polygon[0]]
    longitudes, latitudes = [point[0] for point in points], [point[1] for point in points]
    return Box(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def centre(polygons: Polygons) -> tuple[float, float]:
    """Return the longitude and latitude of the middle of the box: good enough to centre a map."""
    around = box(polygons)
    return (around.west + around.east) / 2, (around.south + around.north) / 2


def contains(polygons: Polygons, longitude: float, latitude: float) -> bool:
    """Say whether a point lies in the outline and in none of its holes."""
    return any(
        _in_ring(polygon[0], longitude, latitude)
        and not any(_in_ring(hole, longitude, latitude) for hole in polygon[1:])
        for polygon in polygons
    )


def metres_outside(polygons: Polygons, longitude: float, latitude: float) -> float:
    """Return how far a point lies from the outline, in metres; 0 inside it."""
    if contains(polygons, longitude, latitude):
        return 0.0
    across = math.cos(math.radians(latitude))
    return METRES_PER_DEGREE * min(
        _to_segment(
            (start[0] - longitude) * across,
            start[1] - latitude,
            (end[0] - longitude) * across,
            end[1] - latitude,
        )
        for start, end in _edges(polygons)
    )


def dissolve(outlines: Iterable[Polygons]) -> Polygons:
    """Return the common outline of neighbours whose shared limits have the same points: those limits vanish.

    Each ring that is left becomes a polygon of its own, holes (enclaves) included: for drawing, not for
    measuring.
    """
    after: dict[tuple[float, ...], list[tuple[float, ...]]] = defaultdict(list)
    edges = {(tuple(start), tuple(end)) for polygons in outlines for start, end in _edges(polygons)}
    for start, end in edges:
        if start != end and (end, start) not in edges:
            after[start].append(end)
    rings = []
    while after:
        point = first = next(iter(after))
        ring = [list(first)]
        while point in after:
            following = after[point].pop()
            if not after[point]:
                del after[point]
            ring.append(list(following))
            point = following
        if point == first and len(ring) > 3:
            rings.append(ring)
    return [[ring] for ring in rings]


def _edges(polygons: Polygons) -> Iterator[tuple[list[float], list[float]]]:
    for polygon in polygons:
        for ring in polygon:
            yield from itertools.pairwise(ring)


def _in_ring(ring: Ring, x: float, y: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _to_segment(x1: float, y1: float, x2: float, y2: float) -> float:
    """Return the distance from the origin to a segment."""
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = 0.0 if length == 0 else max(0.0, min(1.0, -(x1 * (x2 - x1) + y1 * (y2 - y1)) / length))
    return math.hypot(x1 + along * (x2 - x1), y1 + along * (y2 - y1))
