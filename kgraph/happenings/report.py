"""The reports of events, as the documents' graphs hold them."""

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache, lru_cache

from pyoxigraph import Quad

from kgraph import iri, rdf
from kgraph.actors.catalogue import catalogue
from kgraph.pending import Side, sides
from kgraph.rdf import text
from kgraph.store import GraphStore
from kgraph.vocab import KG, MUTUAL_CODES, SCHEMA

_TOLD = frozenset({
    KG.code, KG.status, KG.eventDate, KG.date, KG.actor, KG.recipient, KG.actorFor, KG.recipientFor, KG.mode, KG.place,
})  # fmt: skip
Facts = dict[str, list[str]]  # of one subject: predicate to values, as text


@dataclass(frozen=True, slots=True)
class Report:
    """One event claim, as far as it matters for telling which event it reports. All but dates are IRIs.

    ``when`` is the date it is filed under, a document's IRI where there is none; ``told`` whether the text tells it.
    ``place`` is None for a whole country. ``people`` are the persons named on either side.
    """

    claim: str
    document: str
    code: str
    status: str
    when: str
    told: bool
    actors: frozenset[str]
    recipients: frozenset[str]
    people: frozenset[tuple[str, str]] = frozenset()
    mode: str | None = None
    place: str | None = None
    published: str | None = None
    publisher: str | None = None
    alone: bool = False

    @property
    def pairs(self) -> frozenset[tuple[Side, Side]]:
        """Who does it to whom, without those whom only this text knows; in a mutual act the order means nothing."""
        return _pairs(self.code, self.actors, self.recipients)


@lru_cache(maxsize=1 << 14)  # asked again for each event that a report may belong to
def _pairs(code: str, actors: frozenset[str], recipients: frozenset[str]) -> frozenset[tuple[Side, Side]]:
    found = ((_known(a), _known(b)) for a, b in sides(code, actors, recipients))
    if code in MUTUAL_CODES:
        found = (_sorted(a, b) for a, b in found)
    return frozenset(pair for pair in found if pair != (None, None))


def _known(side: Side) -> Side:
    return None if side is None or iri.is_unnamed(side) else side


def _sorted(one: Side, other: Side) -> tuple[Side, Side]:
    if one is None or other is None:
        return one or other, None
    return (one, other) if one <= other else (other, one)


def dated(store: GraphStore, codes: Iterable[str], dates: Iterable[str]) -> list[Report]:
    """The reports with one of the codes that are filed under one of the dates (days, months or years)."""
    terms = [term for term in map(rdf.date, dates) if term is not None]
    return _reports(store, set(codes), store.having(rdf.node(KG.eventDate), terms))


def undated(store: GraphStore, codes: Iterable[str], document: str) -> list[Report]:
    """The reports with one of the codes in a document that are filed under no date."""
    terms = [rdf.node(code) for code in codes]
    found = _reports(store, set(codes), store.having(rdf.node(KG.code), terms, rdf.node(document)))
    return [report for report in found if report.when == document]


def _reports(store: GraphStore, codes: Set[str], quads: Iterable[Quad]) -> list[Report]:
    """The event claims among subjects of documents' graphs, by all that is said of them."""
    claims: dict[str, Facts] = defaultdict(lambda: defaultdict(list))
    documents: dict[str, str] = {}
    for quad in quads:
        predicate = quad.predicate.value
        if predicate in _TOLD:
            node = text(quad.subject)
            claims[node][predicate].append(text(quad.object))
            documents[node] = text(quad.graph_name)
    wanted = {node: facts for node, facts in claims.items() if KG.status in facts and codes & set(facts[KG.code])}
    about = _documents(store, {documents[node] for node in wanted})
    persons = _Persons(store)
    return [_report(node, facts, documents[node], about[documents[node]], persons) for node, facts in wanted.items()]


def _documents(store: GraphStore, names: Iterable[str]) -> dict[str, Facts]:
    """What matters of the documents: when and where they were published, and whether they are to stand alone."""
    found: dict[str, Facts] = defaultdict(lambda: defaultdict(list))
    nodes = [rdf.node(name) for name in sorted(names)]
    for predicate in (SCHEMA.datePublished, SCHEMA.publisher, KG.notMerged):
        for quad in store.facts(nodes, rdf.node(predicate)):
            found[text(quad.subject)][predicate].append(text(quad.object))
    return found


class _Persons:
    """Which actors are persons, asked once each."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._known: dict[str, bool] = {}

    def __contains__(self, actor: str) -> bool:
        if actor not in self._known:
            question = f"ASK {{ GRAPH ?g {{ <{actor}> a <{KG.Person}> }} }}"
            self._known[actor] = self._store.ask(question)
        return self._known[actor]


def _report(claim: str, facts: Facts, document: str, about: Facts, persons: _Persons) -> Report:
    acting = [(role, actor) for role in (KG.actor, KG.recipient) for actor in facts[role]]
    sides = {*facts[KG.actorFor], *facts[KG.recipientFor]}
    return Report(
        claim, document, facts[KG.code][0], facts[KG.status][0],
        when=_one(facts, KG.eventDate) or document, told=_one(facts, KG.date) == _one(facts, KG.eventDate) is not None,
        actors=frozenset(facts[KG.actorFor]), recipients=frozenset(facts[KG.recipientFor]),
        people=frozenset(pair for pair in acting if pair[1] not in sides and pair[1] in persons),
        mode=_one(facts, KG.mode), place=_precise(_one(facts, KG.place)), published=_one(about, SCHEMA.datePublished),
        publisher=_one(about, SCHEMA.publisher), alone=bool(_one(about, KG.notMerged)),
    )  # fmt: skip


def _one(facts: Facts, predicate: str) -> str | None:
    return min(facts.get(predicate, ()), default=None)


def _precise(place: str | None) -> str | None:
    return None if place in _countries() else place


@cache
def _countries() -> frozenset[str]:
    """Places that are whole countries."""
    return frozenset(iri.place(state.name, code) for code, state in catalogue().states.items())
