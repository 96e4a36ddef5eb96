"""What the projection keeps and leaves out, on the shared claims; regions."""

from collections.abc import Iterator

import pytest

from kgraph.analyse.project import network
from kgraph.analyse.regions import region
from kgraph.errors import QueryError
from kgraph.happenings import settle
from kgraph.store import Store
from tests.claims import CORPUS, OTHERS, STATES

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
    [({"codes": ("BOMB",)}, "'BOMB' is no PLOVER code"), ({"statuses": ("denied",)}, "'denied' is no status")],
)
def test_nonsense_is_refused(store: Store, filters: dict[str, tuple[str]], says: str) -> None:
    """With what there is to take."""
    with pytest.raises(QueryError, match=says):
        network(store, **filters)  # type: ignore[arg-type]


def test_regions() -> None:
    """Continents, and the present members of a body, letter case aside."""
    assert IRAN in region("Asia") and IRAN not in region("europe")
    assert len(region("asean")) >= 10
    united_kingdom = "http://www.wikidata.org/entity/Q145"
    assert united_kingdom in region("Europe") and united_kingdom not in region("European Union")
    with pytest.raises(QueryError, match="'Middle Earth' is no region"):
        region("Middle Earth")
