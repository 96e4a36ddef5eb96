"""The reports of events, as the documents' graphs hold them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kgraph import iri, rdf
from kgraph.actors.catalogue import catalogue
from kgraph.pending import dyads
from kgraph.rdf import text
from kgraph.store import GraphStore
from kgraph.vocab import KG, MUTUAL, PLOVER

Side = str | None
_MUTUAL = frozenset(PLOVER.terms()[root] for root in MUTUAL)


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
        found = ((_known(a), _known(b)) for a, b in dyads(self.code, self.actors, self.recipients))
        if self.code in _MUTUAL:
            found = (_sorted(a, b) for a, b in found)
        return frozenset(pair for pair in found if pair != (None, None))


def _known(side: Side) -> Side:
    return None if side is None or iri.is_unnamed(side) else side


def _sorted(one: Side, other: Side) -> tuple[Side, Side]:
    if one is None or other is None:
        return one or other, None
    return (one, other) if one <= other else (other, one)


_SELECT = """
SELECT ?g ?claim ?code ?when ?told ?status ?mode ?place ?published ?publisher ?alone WHERE {
  %(where)s
  OPTIONAL { GRAPH ?g { ?claim kg:date ?told } }
  OPTIONAL { GRAPH ?g { ?claim kg:mode ?mode } }
  OPTIONAL { GRAPH ?g { ?claim kg:place ?place } }
  OPTIONAL { GRAPH ?g { ?g schema:datePublished ?published } }
  OPTIONAL { GRAPH ?g { ?g schema:publisher ?publisher } }
  OPTIONAL { GRAPH ?g { ?g kg:notMerged ?alone } }
}"""
_SIDES = """
SELECT ?claim ?role ?side ?person WHERE {
  %(where)s
  VALUES ?role { kg:actorFor kg:recipientFor kg:actor kg:recipient }
  GRAPH ?g { ?claim ?role ?side }
  OPTIONAL { GRAPH ?g { ?side a kg:Person . BIND(?side AS ?person) } }
}"""
_DATED = """VALUES ?code {{ {codes} }} VALUES ?when {{ {dates} }}
  GRAPH ?g {{ ?claim kg:eventDate ?when ; kg:code ?code ; kg:status ?status }}"""
_UNDATED = """VALUES ?code {{ {codes} }} VALUES ?g {{ <{document}> }}
  GRAPH ?g {{ ?claim kg:code ?code ; kg:status ?status . FILTER NOT EXISTS {{ ?claim kg:eventDate ?when }} }}"""


def dated(store: GraphStore, codes: Iterable[str], dates: Iterable[str]) -> list[Report]:
    """The reports with one of the codes that are filed under one of the dates (days, months or years)."""
    return list(
        _reports(store, _DATED.format(dates=" ".join(str(rdf.date(date)) for date in dates), codes=_iris(codes)))
    )


def undated(store: GraphStore, codes: Iterable[str], document: str) -> list[Report]:
    """The reports with one of the codes in a document that are filed under no date."""
    return list(_reports(store, _UNDATED.format(document=document, codes=_iris(codes))))


def _iris(names: Iterable[str]) -> str:
    return " ".join(f"<{name}>" for name in names)


def _reports(store: GraphStore, where: str) -> Iterator[Report]:
    sides: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    people: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for claim, role, side, person in _rows(store, _SIDES % {"where": where}):
        sides[claim][role].add(side)
        if person:
            people[claim].add((role, person))
    rows = {row[1]: row for row in _rows(store, _SELECT % {"where": where})}
    for graph, claim, code, when, told, status, mode, place, published, publisher, alone in rows.values():
        yield Report(
            claim, graph, code, status, when or graph, bool(told),
            frozenset(sides[claim][KG.actorFor]), frozenset(sides[claim][KG.recipientFor]), frozenset(people[claim]),
            mode or None, _precise(place), published or None, publisher or None, bool(alone),
        )  # fmt: skip


def _precise(place: str) -> str | None:
    return None if place in _countries() else place or None


@cache
def _countries() -> frozenset[str]:
    """Places that are whole countries."""
    return frozenset(iri.place(state.name, code) for code, state in catalogue().states.items())


def _rows(store: GraphStore, select: str) -> Iterator[tuple[str, ...]]:
    """The rows as text; what is unbound is empty."""
    for row in store.select(select).rows:
        yield tuple("" if term is None else text(term) for term in row)
