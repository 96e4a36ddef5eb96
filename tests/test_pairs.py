"""What is told between two sides in all: the sums over ties, the names, and that they go with their claims."""

from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode

from kgraph import iri
from kgraph.graph import document_iri
from kgraph.happenings import settle
from kgraph.store import Store
from kgraph.vocab import KG
from tests import claims as c

ISRAEL, SYRIA, EGYPT = (iri.wikidata(c.STATES[name][0]) for name in ("Israel", "Syria", "Egypt"))


def pair(store: Store, one: str, other: str) -> dict[str, str]:
    """What is said of a pair, by the names of the properties."""
    found = store.match(subject=NamedNode(iri.pair(one, other)))
    return {quad.predicate.value.removeprefix(KG.base): quad.object.value for quad in found}  # type: ignore[union-attr]


def filled(path: Path) -> Store:
    """A store with the corpus."""
    store = Store(path / "store", create=True)
    for document, claims in c.CORPUS:
        store.add(document, claims)
    settle(store)
    return store


def test_a_pair_adds_up_what_has_happened(tmp_path: Path) -> None:
    """One bombing, thrice asserted and once in somebody's name; the denial doesn't count."""
    with filled(tmp_path) as store:
        found = pair(store, ISRAEL, SYRIA)
    wanted = {
        "actorName": "Israel", "recipientName": "Syria", "events": "1", "reports": "3", "attributed": "1",
        "friendlyEvents": "0", "friendlyScore": "0", "hostileEvents": "1", "hostileScore": "-10",
        "firstDate": "2024-03-04", "lastDate": "2024-03-05",
    }  # fmt: skip
    assert {name: found[name] for name in wanted} == wanted


def test_a_mutual_act_counts_both_ways(tmp_path: Path) -> None:
    """Egypt's call with Israel is Israel's with Egypt."""
    with filled(tmp_path) as store:
        there, back = pair(store, ISRAEL, EGYPT), pair(store, EGYPT, ISRAEL)
    assert there["friendlyEvents"] == back["friendlyEvents"] == "1"
    assert (there["actorName"], back["actorName"]) == ("Israel", "Egypt")


def test_a_pair_goes_with_its_last_claim(tmp_path: Path) -> None:
    """Nothing is left of a pair of which no text tells any more."""
    with filled(tmp_path) as store:
        for document in (c.DEPOT, c.HARBOUR):
            store.forget(NamedNode(document_iri(document)))
        settle(store)
        assert pair(store, ISRAEL, SYRIA) == {}


def test_only_sides_with_names_have_pairs(tmp_path: Path) -> None:
    """Neither the nameless nor what somebody does to itself."""
    workers = c.STRIKE.actors[0]
    with Store(tmp_path / "store", create=True) as store:
        store.add(c.POSTS, [replace(c.PRAISE, actors=(workers,)), replace(c.GRAIN, recipients=c.GRAIN.actors)])
        settle(store)
        assert not list(store.match(object=NamedNode(KG.Pair)))
