"""What is told to have happened from one side to another in all, so that the whole network can be asked at a glance.

A pair is ordered; all that is said of it comes from its ties. Whoever has no name is known within one text only,
and has no pair.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Quad

from kgraph import iri, rdf
from kgraph.actors.catalogue import catalogue
from kgraph.rdf import text
from kgraph.store import GraphStore
from kgraph.vocab import KG, RDF, RDFS

Sides = tuple[str, str]  # actor, recipient

_GRAPH = NamedNode(iri.TIES)
_BATCH = 500


def renew(store: GraphStore, pairs: Iterable[Sides]) -> None:
    """Sum up anew what is told to have happened from one side to the other."""
    named = sorted(pair for pair in pairs if pair[0] != pair[1] and not any(map(iri.is_unnamed, pair)))
    for start in range(0, len(named), _BATCH):
        _renew(store, named[start : start + _BATCH])


def _renew(store: GraphStore, pairs: list[Sides]) -> None:
    sums = {iri.pair(*pair): _Sum() for pair in pairs}
    for tie in _ties(store, sums):
        sums[tie[KG.pair]].add(tie)
    new = {
        quad
        for one, other in pairs
        if (told := sums[iri.pair(one, other)]).told
        for quad in _pair(one, other, _name(store, one), _name(store, other), told)
    }
    old = set(store.facts(map(rdf.node, sums), graph=_GRAPH))
    if old != new:
        store.change(delete=sorted(old - new, key=str), insert=sorted(new - old, key=str))


def _ties(store: GraphStore, pairs: Iterable[str]) -> Iterator[dict[str, str]]:
    """The ties of pairs, each as predicate to value."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in store.having(rdf.node(KG.pair), map(rdf.node, pairs), _GRAPH):
        found[text(quad.subject)][quad.predicate.value] = text(quad.object)
    yield from found.values()


def _name(store: GraphStore, side: str) -> str:
    """A side's usual name; of several the first by alphabet where no table knows it."""
    known = catalogue().get(side)
    if known is not None:
        return known.name
    labels = store.match(rdf.node(side), rdf.node(RDFS.label))
    return min((text(quad.object) for quad in labels), default=side)


class _Sum:
    """The ties of one pair, added up."""

    def __init__(self) -> None:
        self.told = False
        self.events = self.reports = self.attributed = self.friendly_events = self.hostile_events = 0
        self.friendly = self.hostile = 0.0
        self.dates: list[str] = []

    def add(self, tie: Mapping[str, str]) -> None:
        """One more tie; only what is said to have happened counts, and an event once, with its reports' mean score."""
        self.told = True
        if tie[KG.status] != KG.actual:
            return
        count, reports = int(tie[KG.events]), int(tie[KG.reports])
        score = float(tie[KG.scoreSum]) * count / reports
        self.events += count
        self.reports += reports
        self.attributed += int(tie[KG.attributed])
        self.friendly += max(score, 0)
        self.hostile += min(score, 0)
        self.friendly_events += count if score > 0 else 0
        self.hostile_events += count if score < 0 else 0
        self.dates += (tie[name] for name in (KG.firstDate, KG.lastDate) if name in tie)


def _pair(one: str, other: str, actor: str, recipient: str, told: _Sum) -> Iterator[Quad]:
    node = rdf.node(iri.pair(one, other))
    facts = (
        (RDF.type, rdf.node(KG.Pair)), (KG.actorFor, rdf.node(one)), (KG.recipientFor, rdf.node(other)),
        (KG.actorName, rdf.string(actor)), (KG.recipientName, rdf.string(recipient)),
        (KG.events, rdf.integer(told.events)), (KG.reports, rdf.integer(told.reports)),
        (KG.attributed, rdf.integer(told.attributed)),
        (KG.friendlyEvents, rdf.integer(told.friendly_events)), (KG.hostileEvents, rdf.integer(told.hostile_events)),
        (KG.friendlyScore, rdf.decimal(round(told.friendly, 6))),
        (KG.hostileScore, rdf.decimal(round(told.hostile, 6))),
        (KG.firstDate, rdf.date(min(told.dates, default=None))), (KG.lastDate, rdf.date(max(told.dates, default=None))),
    )  # fmt: skip
    yield from (Quad(node, rdf.node(name), value, _GRAPH) for name, value in facts if value is not None)
