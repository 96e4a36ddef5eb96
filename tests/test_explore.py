"""What the explorer shows, without a browser: filters and their addresses, events, marked texts, pictures."""

import re
from html import unescape
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph import background, iri, isodate
from kgraph.analyse import periods
from kgraph.analyse.periods import PERIODS
from kgraph.analyse.project import network
from kgraph.analyse.timeline import timeline
from kgraph.errors import QueryError
from kgraph.explore import filters, marked, series
from kgraph.explore.events import Events, Person
from kgraph.explore.evidence import Mark, evidence
from kgraph.explore.filters import DEFAULT, Filter, Look
from kgraph.explore.names import names, people
from kgraph.explore.texts import texts
from kgraph.explore.view import of_actor, view
from kgraph.model import Document
from kgraph.store import Store
from kgraph.upkeep import refresh
from kgraph.vocab import ROOTS, STATUSES
from kgraph.web import charts, timecharts
from tests.claims import CORPUS, DEPOT, event
from tests.networks import meet, net

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(str.strip)
SEVERAL = st.lists(WORDS.filter(bool), unique=True, max_size=3).map(tuple)
DATES = st.sampled_from(["", "2024", "2024-03", "2024-02-29"])
PLACES = st.integers(-9999, 9999)


def some(values: tuple[str, ...], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the values, in their order."""
    chosen = st.sets(st.sampled_from(values), min_size=least)
    return chosen.map(lambda found: tuple(value for value in values if value in found))


SPANS = st.tuples(DATES, DATES).map(lambda limits: tuple(sorted(limits)) if all(limits) else limits)
FILTERS = st.builds(
    lambda span, **given: Filter(*span, **given), span=SPANS, codes=some(ROOTS), statuses=some(STATUSES, 1),
    heard=st.sampled_from([None, True, False]), source=WORDS, region=WORDS,
    least=st.integers(1, 10**6), actors=SEVERAL, hidden=SEVERAL, expanded=SEVERAL,
    most=st.integers(1, filters.MOST),
)  # fmt: skip
LOOKS = st.builds(
    Look, pair=st.none() | st.lists(WORDS.filter(bool), min_size=2, max_size=2, unique=True).map(tuple),
    pins=SEVERAL.flatmap(lambda who: st.tuples(*(st.tuples(st.just(one), PLACES, PLACES) for one in who))),
)  # fmt: skip


@given(FILTERS, LOOKS)
def test_what_is_seen_has_an_address(wanted: Filter, look: Look) -> None:
    """Filter and look come back from one address; the ones that a visitor begins with need none."""
    address = filters.address("/", wanted.address(), look.address()).partition("?")[2]
    assert (filters.read(address), filters.look(address)) == (wanted, look)
    assert DEFAULT.address() == Look().address() == ""


@pytest.mark.parametrize(
    "address",
    ["since=2024-13", "until=2023-02-29", "since=0000", "since=March", "code=PEACE", "status=true", "heard=maybe",
     "least=0", "most=many"],
)  # fmt: skip
def test_addresses_that_say_nothing(address: str) -> None:
    """What is wrong is named."""
    with pytest.raises(QueryError, match=re.escape(address.partition("=")[2])):
        filters.read(address)
    with pytest.raises(QueryError, match="2024-03 is after 2024-02-29"):
        filters.read("since=2024-03&until=2024-02-29")
    with pytest.raises(QueryError, match="pins nobody"):
        filters.look("pin=1,two,x:A")


def test_pairs() -> None:
    """Both directions are one pair, an event both ways counts once; an event of three is one of the whole's."""
    graph = net(("A", "B", 3), ("B", "A", -5, "2024-04"), ("A", "C", 1, "2024-01-31"))
    meet(graph, "A", "B", 2)
    nx.set_edge_attributes(graph, {edge: {"status": "actual", "attributed": False} for edge in graph.edges(keys=True)})
    graph.add_edge("x:A", "x:C", key="e0", **graph.edges["x:A", "x:B", "e0"])
    events = Events(graph)
    seen = view(events, DEFAULT)
    told = [(charts.title(pair), pair.events, pair.friendly, pair.hostile, pair.score) for pair in seen.pairs]
    assert told == [("A – B", 3, 2, 1, 0.0), ("A – C", 2, 2, 0, 2.0)]
    assert (seen.events, seen.more, seen.months[0][:3], seen.months[-1][:3]) == (
        4,
        0,
        ("2024-01", 1, 0),
        ("2024-04", 1, 1),
    )
    assert [row[1] for row in seen.months] == [1, 0, 2, 1]
    assert [(node.actor.name, node.events, node.pairs) for node in seen.nodes] == [
        ("A", 5, 2),
        ("B", 3, 1),
        ("C", 2, 1),
    ]
    assert events.of_pair(DEFAULT, "x:B", "x:A") == ["e1", "meeting", "e0"]


@pytest.mark.parametrize(
    ("wanted", "count"),
    [(Filter(codes=("AID",)), 3), (Filter(since="2024-03"), 2), (Filter(until="2024-03-01"), 2),
     (Filter(since="2025"), 0), (Filter(actors=("x:C",)), 1), (Filter(hidden=("x:C",)), 2), (Filter(least=2), 3),
     (Filter(statuses=("negated",)), 0), (Filter(heard=True), 0), (Filter(source="Gazette"), 0),
     (Filter(region="africa"), 0), (Filter(actors=("x:?",)), 0)],
    ids=lambda value: value.address() if isinstance(value, Filter) else "",
)  # fmt: skip
def test_filters(wanted: Filter, count: int) -> None:
    """Each keeps what it says; the fewest events of a pair cut pairs, not events."""
    events = Events(net(("A", "B", 3), ("B", "A", -5, "2024-04-02"), ("A", "C", 1, "2023")))
    assert view(events, wanted).events == count


def test_strongest_first_the_rest_on_demand() -> None:
    """Only the strongest pairs are drawn, and those of whom a visitor wants to see more."""
    events = Events(net(*(("A", name, 1) for name in "BCD" for _ in range(ord("E") - ord(name))), ("X", "Y", 1)))
    few = view(events, Filter(most=1))
    assert ([charts.title(pair) for pair in few.pairs], few.more) == (["A – B"], 3)
    more = view(events, Filter(most=1, expanded=("x:A",)))
    assert ([charts.title(pair) for pair in more.pairs], more.more) == (["A – B", "A – C", "A – D"], 1)
    assert [pair.events for pair in of_actor(events, Filter(least=2), "x:A")] == [3, 2]
    with pytest.raises(QueryError, match="x:Z"):
        events.actor("x:Z")


@pytest.mark.parametrize("kind", PERIODS)
def test_series(kind: str) -> None:
    """A line through time says what the measure says, with the periods in which nothing happened."""
    dated = [(-5.0, "2024-01-30"), (4.0, "2024-02-02"), (1.0, "2024-02-05"), (0.0, "2024-02-05"), (9.0, "2024-12")]
    graph = net(*(("A", "B", score, date) for score, date in dated), ("B", "C", 3, "2024-02-05"))
    events = Events(graph)
    points = series.series(events, events.with_ends("x:A", "x:B"), kind)
    told = [
        (one.period, one.events, one.friendly, one.hostile, one.mean, one.low, one.high) for one in points if one.events
    ]
    measured = timeline(graph, actor="x:A", other="x:B", period=kind).rows
    assert told == [row[:4] + row[5:] for row in measured]
    assert len(points) == len(periods.between(points[0].period, points[-1].period, kind))


ENDS = {"day": "2002-03-01", "week": "2004-W53", "month": "2020-01", "quarter": "2040-Q1", "year": "2100"}
LINES = {kind: periods.between(periods.period("2001-01-01", kind) or "", last, kind) for kind, last in ENDS.items()}


@given(st.integers(1, 400), st.data(), st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_a_chosen_span_comes_back(length: int, data: st.DataObject, kind: str) -> None:
    """The part of a slider that gives two dates is the part that two dates give."""
    names_ = LINES[kind][:length]
    first = data.draw(st.integers(0, len(names_) - 1))
    last = data.draw(st.integers(first, len(names_) - 1))
    start, end = (100 * at / max(len(names_) - 1, 1) for at in (first, last))
    since, until = series.dates(names_, start, end)
    assert all(not date or isodate.is_date(date) for date in (since, until))
    assert series.span(names_, since, until) == ((first, last) if len(names_) > 1 else (0, 0))


MARKS = st.builds(
    lambda start, length, role: Mark(start, start + length, role, "<b>", "why"),
    st.integers(-3, 30), st.integers(0, 12), st.sampled_from([*marked.WORDS, "<role>"]),
)  # fmt: skip


@given(st.text(st.sampled_from("<>&\"'ab "), max_size=30), st.integers(0, 3), st.lists(MARKS, max_size=6))
def test_text_is_never_markup(text: str, start: int, marks: list[Mark]) -> None:
    """Whatever is marked, a reader reads the text, and no tag is there but ours."""
    html = marked.marked(text, start, marks)
    plain = re.sub(r'<mark class="[^"<>]*" title="[^"<>]*">|</mark>', "", html)
    assert unescape(plain) == text
    assert "<" not in plain


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The five small documents, and one with a script in it."""
    made = Store(tmp_path_factory.mktemp("explore") / "store", create=True)
    for document, claims in (*CORPUS, SCRIPTED):
        made.add(document, claims)
    refresh(made)
    return made


SCRIPT = Document(
    id="script.txt", date="2024-03-07",
    text="<script>alert(1)</script> Iran attacked Israel. Oman praised <b>Qatar</b>.",
    url="javascript:alert(1)", title="<script>title</script>", origin="/archive/script.txt",
)  # fmt: skip
SCRIPTED = (
    SCRIPT,
    (
        event(SCRIPT, "<script>alert(1)</script> Iran attacked Israel.", "attacked", "ASSAULT", ("Iran",), ("Israel",)),
        event(SCRIPT, "Oman praised <b>Qatar</b>.", "praised", "SUPPORT", ("Oman",), ("Qatar",)),
    ),
)


def test_a_document_is_shown_as_text(store: Store) -> None:
    """A stored script is read, not run; the chosen claim's sentence can be gone to, and all claims are marked."""
    (found,) = texts(store, "script.txt")
    assert texts(store, found.iri) == [found]
    assert [claim.code for claim in found.claims] == ["ASSAULT", "SUPPORT"]
    html = marked.document(found.text, found.claims, found.claims[1])
    assert "<script" not in html
    assert "<b>" not in html
    assert html.count('id="claim"') == 1
    assert unescape(re.sub(r"</?(?:mark|span)[^>]*>", "", html)) == SCRIPT.text
    assert re.findall(r'<mark class="(\w+)"', html) == ["actor", "trigger", "recipient"] * 2
    assert 'id="claim"' not in marked.document(found.text, found.claims, found.claim("nowhere"))


def test_documents_that_are_not_there(store: Store) -> None:
    """An unknown name is told; a text without claims is shown."""
    with pytest.raises(QueryError, match="no document"):
        texts(store, "nowhere.txt")
    with pytest.raises(QueryError, match="No document"):
        texts(store, "")
    assert texts(store, "quiet.txt")[0].claims == ()


def test_evidence_of_a_pair(store: Store) -> None:
    """A pair's events lead to the sentences that tell of them, denials only where they are wanted."""
    events = Events(network(store, statuses=STATUSES))
    ends = [next(one.iri for one in events.actors if one.name == name) for name in ("Israel", "Syria")]
    told = evidence(store, events.of_pair(DEFAULT, *ends))
    assert {claim.status for claim in told} == {"actual", "negated"}  # one event, which a text also denies
    assert [claim.id for claim in told if claim.sentence == DEPOT.text.partition(". ")[0] + "."] == [DEPOT.id]
    assert set(events.sources) == {"Harbour Gazette", "Morning Lantern"}
    assert view(events, Filter(source="Morning Lantern")).events == 1


def test_names(store: Store) -> None:
    """Whoever is looked for is found by any name, who is in the most events first."""
    known = names(Events(network(store, statuses=STATUSES)))
    assert next(iter(known.values())).startswith("Iran · IRN")
    assert "United States of America" in known["http://www.wikidata.org/entity/Q30"].split(" · ")


def test_people_count_as_their_side() -> None:
    """Who is no actor of the network is found by name, and means the state or body that he acts for."""
    told = {"x:P": Person("Ada Stone", "x:A"), "x:B": Person("B", "x:A"), "x:Q": Person("Q", "x:nobody")}
    events = Events(net(("A", "B", 3), ("B", "C", -1)), told)
    assert names(events) == {"x:B": "B", "x:A": "A", "x:C": "C", "x:P": "Ada Stone · counts as A"}
    assert [events.side(one) for one in ("x:P", "x:B", "x:Q")] == ["x:A", "x:B", "x:Q"]
    assert events.actor("x:P").name == "A"
    assert view(events, Filter(actors=("x:P",))) == view(events, Filter(actors=("x:A",)))
    assert events.of_pair(DEFAULT, "x:B", "x:P") == events.of_pair(DEFAULT, "x:A", "x:B") != []


def test_people_of_a_store(tmp_path: Path) -> None:
    """They are those whom the texts name, with the side of their last office."""
    macron, france = iri.wikidata("Q3052772"), iri.wikidata("Q142")
    with Store(tmp_path / "store", create=True) as store:
        assert people(store) == {}
        store.change(insert=list(background.quads([macron])))
        assert people(store) == {macron: Person("Emmanuel Macron", france)}


def test_the_network_as_a_picture() -> None:
    """Sign is told by colour and by line style, kind by shape; tooltips have names and no markup, pins stay."""
    graph = net(("A", "B", 3), ("A", "B", 2), ("A", "{b}", -1), ("B", "C", 0))
    nx.set_node_attributes(graph, {"x:A": "person"}, "kind")
    look = Look(pair=("x:B", "x:A"), pins=(("x:C", 12, 34),))
    drawn = charts.network(view(Events(graph), DEFAULT), look)
    (told,) = drawn["series"]
    lines = {(line["source"], line["target"]): line for line in told["links"]}
    styles = {ends: (line["lineStyle"]["color"], line["lineStyle"]["type"]) for ends, line in lines.items()}
    assert len(set(map(str, styles.values()))) == 3
    assert styles["x:A", "x:B"] == (charts.FRIENDLY, "solid")
    assert lines["x:A", "x:B"]["lineStyle"]["width"] > lines["x:B", "x:C"]["lineStyle"]["width"]
    assert lines["x:A", "x:B"]["lineStyle"]["opacity"] > lines["x:B", "x:C"]["lineStyle"]["opacity"]
    assert lines["x:A", "x:B"]["tooltip"]["formatter"] == "A – B\n2 events, 0 hostile, mean score +2.5"
    nodes = {node["id"]: node for node in told["data"]}
    assert nodes["x:A"]["symbol"] != nodes["x:B"]["symbol"]
    assert (nodes["x:C"]["x"], nodes["x:C"]["y"]) == (12, 34)
    assert "{" not in nodes["x:{b}"]["tooltip"]["formatter"]
    assert drawn["tooltip"]["renderMode"] == "richText"
    assert "body of states" not in charts.legend({"person", "state"})


def test_time_as_a_picture() -> None:
    """What is not chosen is faint, the band is drawn where there is one, and the picture is told in words."""
    events = Events(net(*(("A", "B", score, "2024-03-01") for score in (-4, -2, 3)), ("A", "B", 1, "2024-05-01")))
    points = series.series(events, np.ones(len(events.event), dtype=bool), "month")
    drawn = timecharts.timeline(points, "2024-05", "")
    low, high, mean, *_, hostile, _ = drawn["series"]
    assert [bar["itemStyle"]["opacity"] for bar in hostile["data"]] == [timecharts.FAINT, timecharts.FAINT, 1]
    assert [point["value"] for point in mean["data"]] == [-1.0, None, 1.0]
    assert low["data"][0] + high["data"][0] == points[0].high
    assert low["data"][1:] == [None, None]
    assert "2024-03: 3 events, 2 hostile, mean score -1.0 (95 %:" in drawn["aria"]["label"]["description"]
    assert timecharts.timeline((), "", "")["aria"]["label"]["description"] == "No dated events."
    months = timecharts.months(view(events, DEFAULT).months, "", "2024-03-15")
    assert (months["dataZoom"][0]["startValue"], months["dataZoom"][0]["endValue"]) == (0, 0)
