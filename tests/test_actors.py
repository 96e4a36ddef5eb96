"""Who is meant: questions to the catalogue, and noun phrases read in a text."""

import pytest

from kgraph import iri
from kgraph.actors.catalogue import catalogue
from kgraph.actors.names import finder
from kgraph.actors.tables import Actor, Term
from tests.docs import NLP, build, find, plain, resolver

KNOWN = catalogue()
STATES = [
    ("Iran", "IRN"), ("iran", "IRN"), ("IRN", "IRN"), ("irn", "IRN"), ("Islamic Republic of Iran", "IRN"),
    ("Niger", "NER"), ("Nigeria", "NGA"), ("Guinea", "GIN"), ("Guinea-Bissau", "GNB"), ("Equatorial Guinea", "GNQ"),
    ("Papua New Guinea", "PNG"), ("DR Congo", "COD"), ("Democratic Republic of the Congo", "COD"), ("Congo", "COD"),
    ("Republic of the Congo", "COG"), ("Congo-Brazzaville", "COG"), ("North Korea", "PRK"), ("DPRK", "PRK"),
    ("South Korea", "KOR"), ("Republic of Korea", "KOR"), ("Sudan", "SDN"), ("South Sudan", "SSD"),
    ("Dominica", "DMA"), ("Dominican Republic", "DOM"), ("Georgia", "GEO"), ("Jordan", "JOR"), ("Chad", "TCD"),
    ("Turkey", "TUR"), ("Türkiye", "TUR"), ("Turkiye", "TUR"), ("Burma", "MMR"), ("Myanmar", "MMR"),
    ("Swaziland", "SWZ"), ("Eswatini", "SWZ"), ("Ivory Coast", "CIV"), ("Côte d'Ivoire", "CIV"), ("Macedonia", "MKD"),
    ("Holy See", "VAT"), ("UK", "GBR"), ("Britain", "GBR"), ("U.S.", "USA"), ("America", "USA"), ("UAE", "ARE"),
    ("Kosovo", "UNK"), ("Taiwan", "TWN"), ("Palestine", "PSE"), ("Czechia", "CZE"), ("Timor-Leste", "TLS"),
    ("Côte d’Ivoire", "CIV"),
]  # fmt: skip
OFFICES = [
    ("prime minister", "ISR", "2024-03-01", ["Benjamin Netanyahu"]),
    ("premier", "DEU", "2010-01-01", ["Angela Merkel"]), ("president", "USA", "2023-06-01", ["Joe Biden"]),
    ("president", "USA", "2023", ["Joe Biden"]),
    ("president", "USA", "2025-02-01", ["Donald Trump"]), ("president", "FRA", "2023-06-01", ["Emmanuel Macron"]),
    ("top diplomat", "USA", "2022-05-05", ["Antony Blinken"]), ("beekeeper", "USA", "2022-05-05", []),
]  # fmt: skip
LEADERS = [
    ("FRA", "Emmanuel Macron"), ("RUS", "Vladimir Putin"), ("USA", "Joe Biden"), ("CHN", "Xi Jinping"),
    ("DEU", "Olaf Scholz"),
    ("IND", "Narendra Modi"),
    ("ISR", "Benjamin Netanyahu"),
    ("ITA", "Giorgia Meloni"),
]  # fmt: skip
TERMS = [
    ("2021-01-20", "2025-01-20", "2021-01-20", True), ("2021-01-20", "2025-01-20", "2021-01-19", False),
    ("2021-01-20", "2025-01-20", "2025-01-20", True), ("2021-01-20", "2025-01-20", "2025-01-21", False),
    ("1989", "", "1989-02-01", True), ("1989", "", "2031-02-01", True), ("2010", "2012", "2012-12-31", True),
    ("2010-05", "2012-06", "2012-06-30", True), ("2010-05", "2012-06", "2012-07-01", False), ("", "2012", "1990", True),
    ("2021-01-20", "2025-01-20", "2025", True),
    ("2021-01-20", "2025-01-20", "2021", True),
]  # fmt: skip


@pytest.mark.parametrize(("name", "code"), STATES)
def test_find_states(name: str, code: str) -> None:
    """A state is found by code, name or alias, and not by its neighbours' names."""
    assert [actor.country for actor in KNOWN.find(name) if actor.kind == "state"] == [code]


def test_find_nobody() -> None:
    """An unknown name is nobody's."""
    assert KNOWN.find("Ruritania") == []
    assert KNOWN.get("https://example.org/nobody") is None


def test_get() -> None:
    """What is found by name is got by IRI; a state's is Wikidata's."""
    [iran] = KNOWN.find("Iran")
    assert iran.iri == iri.wikidata("Q794")
    assert KNOWN.get(iran.iri) is iran


def test_no_two_states_share_a_name() -> None:
    """A state's name in a text means one state."""
    shared = {
        text: {form.actor.name for form in forms if form.sense == "name" and form.actor.kind == "state"}
        for text, forms in KNOWN.forms.items()
    }
    assert {text: names for text, names in shared.items() if len(names) > 1} == {}
    assert len({state.iri for state in KNOWN.states.values()}) == len(KNOWN.states)


@pytest.mark.parametrize(
    ("word", "code"),
    [("Nigerien", "NER"), ("Nigerian", "NGA"), ("Guinean", "GIN"), ("Congolese", "COD"), ("Swazi", "SWZ")],
)
def test_adjectives(word: str, code: str) -> None:
    """Neighbours' adjectives are kept apart."""
    assert {form.actor.country for form in KNOWN.forms[word] if form.sense == "adjective"} == {code}


@pytest.mark.parametrize(("office", "country", "date", "names"), OFFICES)
def test_holders(office: str, country: str, date: str, names: list[str]) -> None:
    """An office is held by whoever held it on that day, under whichever name it goes there."""
    assert [person.name for person in KNOWN.holders(office, KNOWN.states[country], date)] == names


def test_all_holders() -> None:
    """Without a date, all who ever held the office."""
    names = [person.name for person in KNOWN.holders("president", KNOWN.states["USA"], None)]
    assert {"Joe Biden", "Donald Trump"} <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("country", "name"), LEADERS)
def test_leader(country: str, name: str) -> None:
    """“The leader” of a state is who governs it."""
    leader = KNOWN.leader(KNOWN.states[country], "2023-06-01")
    assert leader is not None
    assert leader.name == name


def test_two_offices_are_one_person() -> None:
    """Who held several offices is one person with several terms."""
    [macron] = KNOWN.find("Emmanuel Macron")
    assert {term.office for term in KNOWN.terms_of(macron)} >= {"economy minister", "president"}
    assert KNOWN.by_surname("Macron", "2023-06-01") == [macron]


@pytest.mark.parametrize("name", ["ISIS", "PKK", "M23", "Boko Haram"])
def test_rebels_act_for_nobody(name: str) -> None:
    """A group has the country of the state it acts for, not of the one it fights."""
    assert [actor.country for actor in KNOWN.find(name)] == [None]


def test_same_office() -> None:
    """Offices go by several names, but different ones stay apart."""
    assert KNOWN.same_office("secretary of state", "foreign minister")
    assert KNOWN.same_office("envoy", "envoy")
    assert not KNOWN.same_office("president", "prime minister")


@pytest.mark.parametrize(("start", "end", "date", "covered"), TERMS)
def test_term(start: str, end: str, date: str, covered: bool) -> None:
    """A term runs from its first to its last day; a month or a year counts whole."""
    somebody = Actor("x:1", "Somebody", "person")
    assert Term(somebody, "envoy", somebody, start, end).covers(date) is covered


PHRASES = [
    ("Iran", "IRN", "Iran/NNP/ROOT/GPE"),
    ("Kremlin", "RUS", "the/DT/det>Kremlin Kremlin/NNP/ROOT/ORG"),
    ("Türkiye", "TUR", "Türkiye/NNP/ROOT/GPE"),
    ("Burma", "MMR", "Burma/NNP/ROOT/GPE"),
    ("Swaziland", "SWZ", "Swaziland/NNP/ROOT/GPE"),
    ("Bissau", "GNB", "Guinea/NNP/compound>Bissau/ORG -/HYPH/punct>Bissau/ORG Bissau/NNP/ROOT/ORG"),
    ("Guinea", "GNQ", "Equatorial/NNP/compound>Guinea/GPE Guinea/NNP/ROOT/GPE"),
    ("Republic", "COD", "the/DT/det>Republic Democratic/NNP/compound>Republic/GPE Republic/NNP/ROOT/GPE "
     "of/IN/prep>Republic/GPE the/DT/det>Congo/GPE Congo/NNP/pobj>of/GPE"),
    ("Republic", "COG", "the/DT/det>Republic Republic/NNP/ROOT/GPE of/IN/prep>Republic/GPE the/DT/det>Congo/GPE "
     "Congo/NNP/pobj>of/GPE"),
    ("Korea", "PRK", "North/NNP/compound>Korea/GPE Korea/NNP/ROOT/GPE"),
    ("Iranians", "IRN", "Iranians/NNPS/ROOT/NORP"),
    ("ministry", "IRN", "the/DT/det>ministry Iranian/JJ/amod>ministry/NORP foreign/JJ/amod>ministry ministry/NN/ROOT"),
    ("officials", "ISR USA", "Israeli/JJ/amod>officials/NORP and/CC/cc>Israeli U.S./NNP/conj>Israeli/GPE "
     "officials=official/NNS/ROOT"),
    ("officials", "OMN", "officials=official/NNS/ROOT from/IN/prep>officials Oman/NNP/pobj>from/GPE"),
    ("soldiers", "NER", "Nigerien/JJ/amod>soldiers/NORP soldiers=soldier/NNS/ROOT"),
    ("soldiers", "NGA", "Nigerian/JJ/amod>soldiers/NORP soldiers=soldier/NNS/ROOT"),
    ("protesters", "IRN", "Iranian/JJ/amod>protesters/NORP protesters=protester/NNS/ROOT"),
    ("troops", "NATO", "NATO/NNP/compound>troops/ORG troops=troop/NNS/ROOT"),
    ("sites", "IRN", "Iran/NNP/poss>sites/GPE 's/POS/case>Iran nuclear/JJ/amod>sites sites=site/NNS/ROOT"),
    ("Iran", "IRN OMN", "Iran/NNP/ROOT/GPE and/CC/cc>Iran Oman/NNP/conj>Iran/GPE"),
    ("Iran", "IRN", "Iran/NNP/ROOT/GPE and/CC/cc>Iran Tehran/NNP/conj>Iran/GPE"),
    ("Isfahan", "IRN", "Isfahan/NNP/ROOT/GPE"),
    ("Watch", "Harbour Watch", "Harbour/NNP/compound>Watch/ORG Watch/NNP/ROOT/ORG"),
    ("Karimi", "Leila Karimi", "Foreign/NNP/compound>Minister Minister/NNP/compound>Karimi "
     "Leila/NNP/compound>Karimi/PERSON Karimi/NNP/ROOT/PERSON"),
    ("Jordan", "Michael Jordan", "Michael/NNP/compound>Jordan/PERSON Jordan/NNP/ROOT/PERSON"),
    ("Jordan", "JOR", "Jordan/NNP/ROOT/GPE"),
    ("Adams", "Georgia Adams", "Georgia/NNP/compound>Adams/PERSON Adams/NNP/ROOT/PERSON"),
    ("Georgia", "GEO", "Georgia/NNP/ROOT/GPE"),
    ("d’Ivoire", "CIV", "Côte/NNP/compound>d’Ivoire/GPE d’Ivoire/NNP/ROOT/GPE"),
    ("Monday", "", "Monday/NNP/ROOT/DATE"),
    ("Union", "Harbour Union Ministry of Education", "the/DT/det>Union/ORG Harbour/NNP/compound>Union/ORG "
     "Union/NNP/ROOT/ORG "
     "and/CC/cc>Union/ORG "
     "the/DT/det>Ministry/ORG Ministry/NNP/conj>Union/ORG of/IN/prep>Ministry/ORG Education/NNP/pobj>of/ORG"),
    ("Patrol", "Cedar Patrol", "the/DT/det>Patrol Cedar/NNP/compound>Patrol/ORG Patrol/NNP/ROOT/ORG"),
    ("Court", "IRN", "Iran/NNP/nsubj>left/GPE left=leave/VBD/ROOT ./. | the/DT/det>Court "
     "Supreme/NNP/compound>Court/ORG Court/NNP/ROOT/ORG"),
    ("Stone", "Ada Stone", "Navy/NNP/compound>Stone/ORG Capt./NNP/compound>Stone/ORG Ada/NNP/compound>Stone/PERSON "
     "Stone/NNP/ROOT/PERSON"),

]  # fmt: skip


@pytest.mark.parametrize(("word", "expected", "text"), PHRASES, ids=plain)
def test_phrases(word: str, expected: str, text: str) -> None:
    """Names, demonyms with roles, seats of government and what belongs to somebody all lead to an actor."""
    doc = build(text)
    parties = resolver(doc).parties(find(doc, word))
    assert " ".join(party.country or party.name for party in parties) == expected
    assert all(doc.text[party.start : party.end] == party.text and party.why for party in parties)


KINDS = [
    ("state", "Iran", "Iran/NNP/ROOT/GPE"),
    ("people", "Iranians", "Iranians/NNPS/ROOT/NORP"),
    ("people", "protesters", "Iranian/JJ/amod>protesters/NORP protesters=protester/NNS/ROOT"),
    ("igo", "UN", "the/DT/det>UN UN/NNP/ROOT/ORG"),
    ("person", "Karimi", "Leila/NNP/compound>Karimi/PERSON Karimi/NNP/ROOT/PERSON"),
    ("armed-group", "ISIS", "ISIS/NNP/ROOT/ORG"),
    ("armed-group", "Isis", "Isis/NNP/ROOT/ORG"),
    ("armed-group", "fighters", "Isis/NNP/compound>fighters/ORG fighters=fighter/NNS/ROOT"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "word", "text"), KINDS, ids=plain)
def test_kinds(kind: str, word: str, text: str) -> None:
    """An actor has one of the closed kinds, and an IRI that its name leads to."""
    doc = build(text)
    [party] = resolver(doc).parties(find(doc, word))
    assert party.kind == kind
    known = KNOWN.get(party.id)
    assert known is None or known.name == party.name
    if kind == "armed-group":
        assert party.id == KNOWN.find("ISIS")[0].iri


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("MEX", "New/NNP/compound>Mexico/GPE Mexico/NNP/ROOT/GPE"),
        ("GBR", "British/NNP/compound>Columbia/GPE Columbia/NNP/ROOT/GPE"),
        ("IND", "Indian/NNP/compound>Ocean/LOC Ocean/NNP/ROOT/LOC"),
        ("FRA", "Paris/NNP/compound>Hilton/PERSON Hilton/NNP/ROOT/PERSON"),
        ("FRA", "Paris/NNP/compound>Hilton/ORG Hilton/NNP/ROOT/ORG"),
        ("FRA", "Paris/NNP/compound>accord/GPE accord/NN/ROOT"),
        ("TCD", "Chad/NNP/compound>Smith/PERSON Smith/NNP/ROOT/PERSON"),
        ("TCD", "Lake/NNP/compound>Chad/LOC Chad/NNP/ROOT/LOC"),
        ("GEO", "Georgian/NNP/compound>Bay/LOC Bay/NNP/ROOT/LOC"),
        ("KOR", "Korean/NNP/compound>War/EVENT War/NNP/ROOT/EVENT"),
    ],
    ids=plain,
)
def test_no_state(code: str, text: str) -> None:
    """A state's name within another name says nothing of that state."""
    doc = build(text)
    assert code not in [party.country for party in resolver(doc).parties(doc[1])]


def test_strangers() -> None:
    """Somebody without a name is a party of this text only, the same for the same words."""
    doc = build(
        "Masked=masked/JJ/amod>protesters protesters=protester/NNS/nsubj>left left=leave/VBD/ROOT ./. | "
        "The/DT/det>protesters masked/JJ/amod>protesters protesters=protester/NNS/nsubj>wept wept=weep/VBD/ROOT ./."
    )
    reading = resolver(doc)
    [first], [second] = (reading.parties(find(doc, "protesters", n)) for n in (0, 1))
    assert (first.kind, first.country, first.why) == ("people", None, "unnamed")
    assert first.id == second.id
    assert first.id.startswith(iri.BASE + "unnamed/")


def test_named_unit() -> None:
    """A unit with a name of its own is somebody, in this text and in others."""
    doc = build("the/DT/det>Brigade Cedar/NNP/compound>Brigade/ORG Brigade/NNP/ROOT/ORG")
    [party] = resolver(doc).parties(find(doc, "Brigade"))
    assert party.id == iri.actor("Cedar Brigade")


UNNAMED = [
    "Navy/NNP/compound>Capt./ORG Capt./NNP/ROOT/ORG",
    "Air/NNP/compound>Capt./ORG Force/NNP/compound>Capt./ORG Capt./NNP/ROOT/ORG",
    "Supreme/NNP/compound>Court/ORG Court/NNP/ROOT/ORG",
    "Special/NNP/compound>Court/ORG Court/NNP/ROOT/ORG",
]


@pytest.mark.parametrize("text", UNNAMED, ids=plain)
def test_no_name_of_its_own(text: str) -> None:
    """A service with a rank, or a body without a word that sets it apart, is no name, whatever was recognised."""
    doc = build(text)
    assert finder(NLP).find(doc) == {}
