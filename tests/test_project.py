"""What the projection keeps and leaves out, on the shared claims; regions."""

from collections.abc import Iterator
from typing import Any

import networkx as nx
import pytest

from kgraph.analyse.project import network
from kgraph.analyse.regions import region
from kgraph.analyse.ties import ties
from kgraph.errors import QueryError
from kgraph.happenings import settle
from kgraph.store import Store
from tests.claims import ACCOUNT, BOMBING, CORPUS, OTHERS, RAID, STATES

ISRAEL, SYRIA, IRAN, OMAN = (
    f"http://www.wikidata.org/entity/{STATES[name][0]}" for name in ("Israel", "Syria", "Iran", "Oman")
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The shared documents, stored."""
    with Store(tmp_path_factory.mktemp("graph"), create=True) as opened:
        for document, claims in CORPUS:
            opened.add(document, claims)
        settle(opened)
        yield opened


def told(graph: nx.MultiDiGraph) -> list[tuple[str, str, str, str | None, int]]:
    """Each edge as actor, code, recipient, date and number of reports."""
    name = graph.nodes(data="name")
    rows = [(name[a], v["code"], name[b], v["date"], v["reports"]) for a, b, v in graph.edges(data=True)]
    return sorted(rows, key=str)


def test_network_holds_what_happened(store: Store) -> None:
    """One edge an event, mutual ones both ways, persons as their state; nothing planned, demanded, denied, imagined."""
    assert told(network(store)) == [
        ("Egypt", "CONSULT", "Israel", "2024-03-12", 1),
        ("Iran", "CONSULT", "Qatar", "2024-03-12", 1),
        ("Iran", "SUPPORT", "Oman", "2024-04", 1),
        ("Iran", "THREATEN", "Israel", "2024-03-05", 1),
        ("Israel", "ASSAULT", "Syria", "2024-03-04", 3),
        ("Israel", "CONSULT", "Egypt", "2024-03-12", 1),
        ("Qatar", "CONSULT", "Iran", "2024-03-12", 1),
        ("Qatar", "CONSULT", "United States", "2024-03-12", 1),
        ("Russia", "AID", "Syria", "2024", 1),
        ("United Nations", "REQUEST", "Israel", "2024-03-12", 1),
        ("United States", "CONSULT", "Qatar", "2024-03-12", 1),
    ]


def test_network_says_where_it_is_from(store: Store) -> None:
    """An edge leads to a claim and its documents; nodes have names and kinds."""
    graph = network(store)
    israel, syria = (f"http://www.wikidata.org/entity/{STATES[name][0]}" for name in ("Israel", "Syria"))
    (bombing,) = graph[israel][syria].values()
    scores = [claim.score or 0 for claim in (BOMBING, ACCOUNT, RAID)]
    assert bombing["score"] == pytest.approx(sum(scores) / 3, abs=1e-6)
    assert (len(bombing["documents"]), bombing["attributed"]) == (2, False)
    assert store.select(f"SELECT ?s {{ GRAPH ?g {{ <{bombing['claim']}> prov:wasDerivedFrom ?s }} }}").rows
    assert graph.nodes[OTHERS["United Nations"][0]] == {"name": "United Nations", "kind": "igo"}
    assert "account" not in ties(graph).note


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        ("2024-03-05", None, 10),  # of the aid only the year is known
        ("2024-03-06", None, 9),
        ("2024-04", None, 2),
        ("2025", None, 0),
        (None, "2024-03-04", 2),
        (None, "2024-03", 10),
        ("2024-03-04", "2024-03-05", 3),
    ],
)
def test_network_of_a_period(store: Store, since: str | None, until: str | None, count: int) -> None:
    """Both ends belong to the period, and dates compare as far as both reach."""
    assert network(store, since=since, until=until).number_of_edges() == count


def test_network_of_an_actor(store: Store) -> None:
    """An actor's events are its own and those of who acts for it; a person's are the person's only."""
    assert told(network(store, actor=OTHERS["Leila Karimi"][0])) == [("Iran", "SUPPORT", "Oman", "2024-04", 1)]
    codes = [row[1] for row in told(network(store, actor=f"http://www.wikidata.org/entity/{STATES['Iran'][0]}"))]
    assert sorted(set(codes)) == ["CONSULT", "SUPPORT", "THREATEN"]


@pytest.mark.parametrize("options", [{"actor": "not an IRI> }"}, {"since": "March"}, {"until": "2024-3"}])
def test_network_refuses_nonsense(store: Store, options: dict[str, str]) -> None:
    """What is no IRI or date is named in the error."""
    with pytest.raises(QueryError, match=next(iter(options.values()))[:5]):
        network(store, **options)


def codes(store: Store, **filters: object) -> list[str]:
    """The codes of the edges that a filter leaves."""
    return sorted(code for *_, code in network(store, **filters).edges(data="code"))  # type: ignore[arg-type]


def test_only_some_codes(store: Store) -> None:
    """PLOVER roots."""
    assert codes(store, codes=("ASSAULT", "AID")) == ["AID", "ASSAULT"]


def test_other_statuses(store: Store) -> None:
    """What is denied or planned is asked for by its status, and an edge tells the firmest that it has."""
    denied = network(store, statuses=("negated",))
    assert {status for *_, status in denied.edges(data="status")} == {"negated"}
    both = network(store, statuses=("negated", "actual"))
    assert both.number_of_edges() >= network(store).number_of_edges()
    assert {status for *_, status in both.edges(data="status")} <= {"actual", "negated"}


def test_hearsay_apart(store: Store) -> None:
    """What all reports have from somebody else, and the rest, are together everything."""
    whole, heard, own = (network(store, attributed=value) for value in (None, True, False))
    assert heard.number_of_edges() + own.number_of_edges() == whole.number_of_edges()
    assert all(value for *_, value in heard.edges(data="attributed"))


def test_what_several_sources_tell(store: Store) -> None:
    """The bombing is in two documents of two publishers."""
    assert codes(store, sources=2) == ["ASSAULT"]
    (tie,) = network(store, sources=2).edges(data=True)
    assert (tie[0], tie[1], len(tie[2]["sources"])) == (ISRAEL, SYRIA, 2)
    assert not codes(store, sources=3)


def test_persons_apart(store: Store) -> None:
    """Who acts for a state is a node of its own where asked for."""
    karimi = OTHERS["Leila Karimi"][0]
    assert karimi not in network(store)
    assert [(one, code) for one, _, code in network(store, persons=True).out_edges(karimi, data="code")] == [
        (karimi, "SUPPORT")
    ]


def test_a_region(store: Store) -> None:
    """What involves a state of it on either side."""
    assert codes(store, region={OMAN}) == ["SUPPORT"]
    assert codes(store, region=frozenset()) == []


def test_documents_are_known(store: Store) -> None:
    """With dates and publishers, those without an event too."""
    graph = network(store)
    assert len(graph.graph["published"]) >= len({d for *_, found in graph.edges(data="documents") for d in found})
    assert set(graph.graph["publishers"].values()) >= {
        name for *_, names in graph.edges(data="sources") for name in names if "://" not in name
    }


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        ({"codes": ("BOMB",)}, "'BOMB' is no PLOVER code"),
        ({"statuses": ("denied",)}, "'denied' is no status"),
        ({"since": "spring"}, "'spring' is no date"),
        ({"since": "2024-10-10", "until": "2024-09"}, "2024-10-10 is after 2024-09"),
    ],
)
def test_nonsense_is_refused(store: Store, filters: dict[str, Any], says: str) -> None:
    """With what there is to take."""
    with pytest.raises(QueryError, match=says):
        network(store, **filters)


def test_regions() -> None:
    """Continents, and the present members of a body, letter case aside."""
    assert IRAN in region("Asia") and IRAN not in region("europe")
    assert len(region("asean")) >= 10
    united_kingdom = "http://www.wikidata.org/entity/Q145"
    assert united_kingdom in region("Europe") and united_kingdom not in region("European Union")
    with pytest.raises(QueryError, match="'Middle Earth' is no region"):
        region("Middle Earth")
