"""The shapes of the world's countries on the plane: where things are, as numbers and paths of SVG.

The projection is Equal Earth, which keeps areas true to each other: what is large on the map is large.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from math import asin, cos, radians, sin, sqrt

from kgraph import resources

MIDDLE = 11.5  # degrees: the map ends in the Bering Strait, as the shapes do
WIDE, NORTH, SOUTH = 4000, 84.0, -58.0  # units across, and the parallels where it ends
NEAR = 4  # times as large, around a country
_A = (1.340264, -0.081106, 0.000893, 0.003796)  # of Šavrič, Patterson and Jenny's projection
_FINE = 100  # steps a degree in the shapes

Point = tuple[float, float]
Frame = tuple[float, float, float, float]  # x, y, width, height


def project(east: float, north: float) -> Point:
    """Where a place (degrees) is on the map, from its upper left corner."""
    x, y = _equal_earth(radians((east - MIDDLE + 180) % 360 - 180), radians(north))
    scale, top = _scale()
    return WIDE / 2 + x * scale, (top - y) * scale


@cache
def height() -> int:
    """How high the map is in its units."""
    return round(project(MIDDLE, SOUTH)[1])


def frame(country: str | None) -> Frame:
    """The part of the map around a country (its code); all of it where the country is not to be found."""
    if country in outlines():
        flat = max(_told()["shapes"][country], key=len)  # the mainland
        x, y = _place([(min(flat[at::2]) + max(flat[at::2])) / 2 for at in (0, 1)])
    elif country in dots():
        x, y = dots()[country]
    else:
        return 0, 0, WIDE, height()
    wide, high = WIDE / NEAR, height() / NEAR
    return min(max(x - wide / 2, 0), WIDE - wide), min(max(y - high / 2, 0), height() - high), wide, high


@cache
def outlines() -> dict[str, str]:
    """Each country's shape as the data of a path, by its code."""
    return {code: "".join(map(_ring, rings)) for code, rings in _told()["shapes"].items()}


@cache
def dots() -> dict[str, Point]:
    """Where the states are that are too small for a shape, by their codes."""
    return {code: _place(place) for code, (place,) in _told()["dots"].items()}


@cache
def sea() -> str:
    """The edge of the world as the data of a path."""
    up = [SOUTH + (NORTH - SOUTH) * step / 40 for step in range(41)]
    west, east = ([project(MIDDLE + side, north) for north in up] for side in (-179.999, 179.999))
    return _path([*west, *reversed(east)])


@cache
def _told() -> dict[str, dict[str, list[list[int]]]]:
    """The file of shapes: for each country its rings, or the one place of its dot."""
    found = json.loads(resources.data("web", "countries.json").read_text(encoding="utf-8"))
    return {part: found[part] for part in ("shapes", "dots")}


def _ring(flat: Sequence[int]) -> str:
    return _path(_place(place) for place in zip(flat[::2], flat[1::2], strict=True))


def _place(place: Sequence[float]) -> Point:
    east, north = place
    return project(east / _FINE, north / _FINE)


def _path(points: Iterable[Point]) -> str:
    """A closed line, told by its steps, which are shorter than its places; nothing of what is but a point."""
    (x, y), *rest = ((round(x), round(y)) for x, y in points)
    start, steps = f"M{x} {y}l", []
    for right, down in rest:
        if (right, down) != (x, y):
            steps.append(f"{right - x} {down - y}")
        x, y = right, down
    return f"{start}{' '.join(steps)}z" if steps else ""


def _equal_earth(east: float, north: float) -> Point:
    """Radians on the plane, for a globe of radius 1."""
    a1, a2, a3, a4 = _A
    slope = sqrt(3) / 2
    at = asin(slope * sin(north))
    square, sixth = at**2, at**6
    x = east * cos(at) / (slope * (a1 + 3 * a2 * square + sixth * (7 * a3 + 9 * a4 * square)))
    return x, at * (a1 + a2 * square + sixth * (a3 + a4 * square))


@cache
def _scale() -> Point:
    """Units a radian, and the map's upper end."""
    return WIDE / 2 / _equal_earth(radians(180), 0)[0], _equal_earth(0, radians(NORTH))[1]
