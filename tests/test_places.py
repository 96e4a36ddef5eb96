"""Places: which one is meant by a name, and where an event took place."""

import pytest

from kgraph.actors import places
from kgraph.actors.catalogue import catalogue
from kgraph.extractors import where
from tests.docs import build, find, plain, resolver

KNOWN = catalogue()
CITIES = [
    ("Geneva", "", "CHE"), ("Paris", "", "FRA"), ("London", "", "GBR"), ("Doha", "", "QAT"), ("Kyiv", "", "UKR"),
    ("Santiago", "", "CHL"), ("Aleppo", "", "SYR"), ("The Hague", "", "NLD"), ("Gaza", "", "PSE"),
    ("Tripoli", "", "LBY"), ("Burma", "", "MMR"), ("Swaziland", "", "SWZ"), ("Türkiye", "", "TUR"),
    ("Tripoli", "Fishermen of Lebanon went home.", "LBN"), ("Georgetown", "Guyana welcomed the envoys.", "GUY"),
    ("Hyderabad", "", "IND"), ("Hyderabad", "Traders in Pakistan protested.", "PAK"),
    ("Valencia", "", None), ("Valencia", "Spain received the envoys.", "ESP"), ("Xanadu", "China", None),
    ("Kiev", "", "UKR"), ("Bombay", "", "IND"), ("Rangoon", "", "MMR"), ("Saigon", "", "VNM"), ("Sana'a", "", "YEM"),
    ("Valencia", "Spanish ministers met.", "ESP"),
    ("Gaya", "Nigeria closed the market.", "NGA"),
    ("Odessa", "Ukraine counted the ships.", "UKR"), ("San Jose", "Costa Rica has no army.", "CRI"),
    ("Odessa", "American farmers met there.", "USA"), ("Alexandria", "Iran bought wheat.", "EGY"),
    ("Pristina", "", "UNK"),
    ("Sana’a", "", "YEM"),
]  # fmt: skip
COUNTRIES = [
    ("Oman", "OMN", 23.6, 58.4), ("Egypt", "EGY", 30.1, 31.2), ("Georgia", "GEO", 41.7, 44.8),
    ("Jordan", "JOR", 31.9, 35.9), ("Niger", "NER", 13.5, 2.1), ("Guinea", "GIN", 9.5, -13.7),
    ("Mexico", "MEX", 19.4, -99.1), ("Panama", "PAN", 9.0, -79.5),
]  # fmt: skip


@pytest.mark.parametrize(("name", "context", "country"), CITIES)
def test_city(name: str, context: str, country: str | None) -> None:
    """The city that is meant is in the country the text mentions, or much larger than its namesakes."""
    place = places.find(name, context, KNOWN)
    assert (place.country if place else None) == country
    assert places.state_of(name, context, KNOWN) == country


@pytest.mark.parametrize(("name", "country", "lat", "lon"), COUNTRIES)
def test_country(name: str, country: str, lat: float, lon: float) -> None:
    """A country comes before cities of its name and stands at its capital, in degrees."""
    place = places.find(name, "", KNOWN)
    assert place is not None
    assert place.country == country
    assert place.name == KNOWN.states[country].name
    assert (place.lat, place.lon) == (pytest.approx(lat, abs=0.3), pytest.approx(lon, abs=0.3))


def test_every_capital_is_on_the_map() -> None:
    """Nearly every country has coordinates: only capitals smaller than GeoNames' list go without."""
    capitals = [code for code, capital in KNOWN.capitals.items() if capital]
    nowhere = [
        code for code in capitals if (place := places.find(KNOWN.states[code].name, "", KNOWN)) and not place.lat
    ]
    assert len(nowhere) < len(capitals) / 8
    assert not {"USA", "UKR", "IND", "BRA", "CHE", "TCD", "YEM", "ZAF"} & set(nowhere)


EVENTS = [
    ("met", "Geneva", "Envoys=envoy/NNS/nsubj>met met=meet/VBD/ROOT in/IN/prep>met Geneva/NNP/pobj>in/GPE"),
    ("held", "Doha", "Iran/NNP/nsubj>held/GPE held=hold/VBD/ROOT talks=talk/NNS/dobj>held in/IN/prep>talks "
     "Doha/NNP/pobj>in/GPE with/IN/prep>talks Oman/NNP/pobj>with/GPE"),
    ("attacked", "Oman", "Iran/NNP/nsubj>attacked/GPE attacked=attack/VBD/ROOT ships=ship/NNS/dobj>attacked "
     "off/IN/prep>attacked Oman/NNP/pobj>off/GPE"),
    ("attacked", "Mosul", "Iran/NNP/nsubj>attacked/GPE attacked=attack/VBD/ROOT ships=ship/NNS/dobj>attacked "
     "near/IN/prep>ships Mosul/NNP/pobj>near/GPE in/IN/prep>Mosul Iraq/NNP/pobj>in/GPE"),
    ("met", "Ukraine", "Envoys=envoy/NNS/nsubj>met met=meet/VBD/ROOT in/IN/prep>met eastern/JJ/amod>Ukraine "
     "Ukraine/NNP/pobj>in/GPE"),
    ("met", None, "Envoys=envoy/NNS/nsubj>met from/IN/prep>Envoys Oman/NNP/pobj>from/GPE met=meet/VBD/ROOT "
     "at/IN/prep>met Iran/NNP/poss>request/GPE 's/POS/case>Iran request/NN/pobj>at"),
    ("attacked", None, "Iran/NNP/nsubj>attacked/GPE attacked=attack/VBD/ROOT Oman/NNP/dobj>attacked/GPE "
     "in/IN/prep>attacked March/NNP/pobj>in/DATE"),
    ("attacked", None, "Iran/NNP/nsubj>attacked/GPE attacked=attack/VBD/ROOT Oman/NNP/dobj>attacked/GPE "
     "in/IN/prep>attacked the/DT/det>Gulf Gulf/NNP/pobj>in/LOC"),
    ("bombed", None, "Iran/NNP/nsubj>bombed/GPE bombed=bomb/VBD/ROOT Oman/NNP/dobj>bombed/GPE"),
    ("attacked", "Mosul", "Iran/NNP/nsubj>attacked/GPE attacked=attack/VBD/ROOT ships=ship/NNS/dobj>attacked "
     "in/IN/prep>ships the/DT/det>city port/NN/compound>city city/NN/pobj>in of/IN/prep>city Mosul/NNP/pobj>of/GPE"),
    ("met", "Muscat", "Envoys=envoy/NNS/nsubj>met met=meet/VBD/ROOT in/IN/prep>met the/DT/det>capital "
     "Omani/JJ/amod>capital/NORP capital/NN/pobj>in ,/,/punct>capital Muscat/NNP/appos>capital/GPE"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "name", "text"), EVENTS, ids=plain)
def test_of_event(word: str, name: str | None, text: str) -> None:
    """An event took place where a phrase of place at it or its object says, the nearest first."""
    doc = build(text)
    token = find(doc, word)
    place = where.of_event(token, token, resolver(doc))
    assert (place.name if place else None) == name


def test_trigger_before_clause() -> None:
    """What stands at the trigger comes before what stands at its verb."""
    doc = build(
        "Iran/NNP/nsubj>held held=hold/VBD/ROOT talks=talk/NNS/dobj>held in/IN/prep>talks Muscat/NNP/pobj>in/GPE "
        "and/CC/cc>held drills=drill/NNS/conj>talks near/IN/prep>held Mosul/NNP/pobj>near/GPE"
    )
    place = where.of_event(find(doc, "talks"), find(doc, "held"), resolver(doc))
    assert place is not None
    assert (place.name, place.country) == ("Muscat", "OMN")
