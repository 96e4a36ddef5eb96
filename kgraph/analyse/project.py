"""From the store to networks: who did what to whom, one edge an event, with people and bodies folded into their state.

A claim's side (``kg:actorFor``, ``kg:recipientFor``) is the state a party is or acts for, else the party itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import permutations
from typing import TYPE_CHECKING, Any, cast

import networkx as nx
from pyoxigraph import NamedNode

from kgraph import iri
from kgraph.analyse import periods
from kgraph.errors import QueryError
from kgraph.graph import PARTY_CLASS
from kgraph.vocab import JOINT, KG, MUTUAL, PLOVER, ROOTS, STATUSES

if TYPE_CHECKING:
    from kgraph.store import GraphStore

# each part is found by itself and joined at once: row by row takes several times as long
CLAIMS = f"""
SELECT ?document ?event ?claim ?code ?date ?score ?confidence ?heard ?actor ?recipient %(told)s WHERE {{
  {{ SELECT ?document ?claim ?status WHERE {{
    VALUES ?status {{ %(statuses)s }}
    GRAPH ?document {{ ?claim kg:status ?status }} FILTER(?document != <{iri.TIES}>)
  }} }}
  %(wanted)s
  {{ SELECT ?claim ?code WHERE {{ GRAPH ?a {{ ?claim kg:code ?code }} }} }}
  {{ SELECT ?claim ?score WHERE {{ GRAPH ?b {{ ?claim kg:score ?score }} }} }}
  {{ SELECT ?claim ?confidence WHERE {{ GRAPH ?c {{ ?claim kg:confidence ?confidence }} }} }}
  {{ SELECT ?claim ?actor WHERE {{ GRAPH ?d {{ ?claim kg:actor%(fold)s ?actor }} }} }}
  {{ SELECT ?claim ?event WHERE {{ GRAPH <{iri.EVENTS}> {{ ?claim kg:event ?event }} }} }}
  OPTIONAL {{ SELECT ?claim ?recipient WHERE {{ GRAPH ?e {{ ?claim kg:recipient%(fold)s ?recipient }} }} }}
  OPTIONAL {{ SELECT ?claim ?heard WHERE {{ GRAPH ?f {{ ?claim kg:attributedTo ?heard }} }} }}
  OPTIONAL {{ SELECT ?event ?date WHERE {{ GRAPH <{iri.EVENTS}> {{ ?event kg:eventDate ?date }} }} }}
}}
"""
TAKES_PART = """{ SELECT DISTINCT ?claim WHERE {
    { GRAPH ?g { ?claim kg:actor %(actor)s } } UNION { GRAPH ?g { ?claim kg:actorFor %(actor)s } }
    UNION { GRAPH ?g { ?claim kg:recipient %(actor)s } } UNION { GRAPH ?g { ?claim kg:recipientFor %(actor)s } }
  } }"""
LABELS = "SELECT DISTINCT ?actor ?label WHERE { GRAPH ?document { ?actor rdfs:label ?label } }"
KINDS = "SELECT DISTINCT ?actor ?kind WHERE { VALUES ?kind { %s } GRAPH ?document { ?actor a ?kind } }"
DOCUMENTS = "SELECT ?document ?value WHERE { GRAPH ?document { ?document schema:%s ?value } }"
ISO_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


@dataclass(slots=True)
class _Happening:
    """One event as its rows come in: its claims with (heard, -confidence, claim) and score, documents and pairs."""

    code: str
    date: str | None
    claims: dict[tuple[bool, float, str], float] = field(default_factory=dict)
    statuses: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)  # actors of claims without a recipient

    def dyads(self) -> Iterator[tuple[str, str]]:
        """Who does it to whom; a mutual event goes both ways, a joint one between its actors if alone."""
        pairs = set(self.pairs)
        if self.code in MUTUAL:
            pairs |= {(other, one) for one, other in pairs}
        if self.code in JOINT:
            pairs |= set(permutations(self.alone, 2))
        yield from ((one, other) for one, other in pairs if one != other)

    @property
    def heard(self) -> bool:
        """Whether all its reports are somebody else's account."""
        return min(self.claims)[0]

    def attributes(self, publishers: Mapping[str, str]) -> dict[str, Any]:
        return {
            "code": self.code, "score": round(sum(self.claims.values()) / len(self.claims), 6), "date": self.date,
            "status": min(self.statuses, key=STATUSES.index), "reports": len(self.claims),
            "claim": min(self.claims)[2], "documents": tuple(sorted(self.documents)),
            "sources": self.sources(publishers), "attributed": self.heard,
        }  # fmt: skip

    def sources(self, publishers: Mapping[str, str]) -> tuple[str, ...]:
        """Who published its reports; a document without a publisher is a source of its own."""
        return tuple(sorted({publishers.get(document, document) for document in self.documents}))


def network(
    store: GraphStore,
    *,
    since: str | None = None,
    until: str | None = None,
    actor: str | None = None,
    region: Collection[str] | None = None,
    codes: Collection[str] = (),
    statuses: Collection[str] = ("actual",),
    attributed: bool | None = None,
    sources: int = 1,
    persons: bool = False,
) -> nx.MultiDiGraph:
    """Events as edges from actor to recipient; a mutual event has one each way.

    Nodes are IRIs with ``name`` and ``kind``. An edge's key is the event's IRI; its attributes are ``code`` (PLOVER
    root), ``score`` (mean of the reports, -10 to 10), ``date`` (the event's, else the publication's, ISO or None),
    ``status`` (of several the firmest), ``reports`` (number of claims), ``claim`` (the most confident one),
    ``documents``, ``sources`` (publishers) and ``attributed`` (whether all reports are somebody else's account). What
    happens within one state has no edge, nor what involves somebody whom the texts do not name.

    ``since`` and ``until`` are inclusive ISO days, months or years, compared as far as both dates reach; undated events
    then drop out. ``actor`` keeps the events that this IRI, or somebody acting for it, takes part in; ``region`` those
    with one of these IRIs on either side; ``codes`` those with one of these PLOVER roots; ``statuses`` the claims with
    one of these; ``attributed`` what is (or isn't) only somebody's account; ``sources`` what at least so many tell of.
    ``persons`` keeps who acts for a state apart from it. The graph's own ``published`` (ISO date) and ``publishers``
    are those of all documents by their IRIs, ``since`` and ``until`` as given. Raises QueryError for what is no date,
    IRI, root or status.
    """
    _check(since, until, codes, statuses)
    found = store.reading(lambda: _happenings(store, actor, statuses, persons))
    publishers, published = (_of_documents(store, name) for name in ("publisher", "datePublished"))
    kept = {
        event: happening
        for event, happening in found.items()
        if within(happening.date, since, until)
        and (not codes or happening.code in codes)
        and (attributed is None or happening.heard == attributed)
        and (sources <= 1 or len(happening.sources(publishers)) >= sources)
    }
    edges = sorted(
        (one, other, event)
        for event, happening in kept.items()
        for one, other in happening.dyads()
        if not (iri.is_unnamed(one) or iri.is_unnamed(other)) and (region is None or one in region or other in region)
    )
    known = store.reading(lambda: _actors(store))
    graph = _graph(edges, known, {event: one.attributes(publishers) for event, one in kept.items()})
    graph.graph.update(publishers=publishers, published=published, since=since, until=until)
    return graph


def _graph(
    edges: list[tuple[str, str, str]], known: dict[str, tuple[str, str]], attributes: dict[str, dict[str, Any]]
) -> nx.MultiDiGraph:
    nodes = {end: known.get(end, (end, None)) for edge in edges for end in edge[:2]}
    graph = nx.MultiDiGraph()
    for node, (name, kind) in sorted(nodes.items(), key=lambda item: (item[1][0], item[0])):
        graph.add_node(node, name=name, kind=kind)
    for one, other, event in edges:
        graph.add_edge(one, other, key=event, **attributes[event])
    return graph


def _check(since: str | None, until: str | None, codes: Collection[str], statuses: Collection[str]) -> None:
    for limit in (since, until):
        if limit is not None and not ISO_DATE.fullmatch(limit):
            raise QueryError(f"{limit!r} is no date: write it like 2024, 2024-03 or 2024-03-05.")
    periods.check_order(since, until)
    for given, known, what in ((codes, ROOTS, "PLOVER code"), (statuses, STATUSES, "status")):
        for one in given:
            if one not in known:
                raise QueryError(f"{one!r} is no {what}: take one of {', '.join(known)}.")


def _happenings(
    store: GraphStore, actor: str | None, statuses: Collection[str], persons: bool
) -> dict[str, _Happening]:
    found: dict[str, _Happening] = {}
    only = min(statuses, default="")
    for document, event, claim, code, date, score, confidence, heard, doer, recipient, *status in _values(
        store, _question(actor, statuses, persons)
    ):
        one = found.get(event)
        if one is None:
            one = found[event] = _Happening(code.removeprefix(PLOVER.base), date)
        one.claims[heard is not None, -float(confidence), claim] = float(score)
        one.statuses.add(status[0].removeprefix(KG.base) if status else only)
        one.documents.add(document)
        if recipient is None:
            one.alone.add(doer)
        else:
            one.pairs.add((doer, recipient))
    return found


def _question(actor: str | None, statuses: Collection[str], persons: bool) -> str:
    try:
        wanted = TAKES_PART % {"actor": NamedNode(actor)} if actor else ""
    except ValueError:
        raise QueryError(f"{actor!r} is no IRI: look the actor up by name first.") from None
    asked = " ".join(f"<{KG.terms()[status]}>" for status in statuses)
    told = "?status" if len(set(statuses)) > 1 else ""  # a column costs time
    return CLAIMS % {"statuses": asked, "told": told, "wanted": wanted, "fold": "" if persons else "For"}


def within(date: str | None, since: str | None, until: str | None) -> bool:
    """Whether something may have happened between two dates; what has none, only where none are asked for."""
    if date is None:
        return since is None and until is None
    late = since is None or date[: len(since)] >= since[: len(date)]
    return late and (until is None or date[: len(until)] <= until[: len(date)])


def _of_documents(store: GraphStore, name: str) -> dict[str, str]:
    return store.reading(lambda: dict(_values(store, DOCUMENTS % name)))


def _actors(store: GraphStore) -> dict[str, tuple[str, str]]:
    """Name and kind of each actor; of several the first by alphabet."""
    names: dict[str, str] = {}
    for node, label in _values(store, LABELS):
        names[node] = min(names.get(node, label), label)
    classes = {iri: kind for kind, iri in PARTY_CLASS.items()}
    kinds: dict[str, str] = {}
    for node, found in _values(store, KINDS % " ".join(f"<{name}>" for name in classes)):
        kinds[node] = min(kinds.get(node, classes[found]), classes[found])
    return {node: (name, kinds[node]) for node, name in names.items() if node in kinds}


def _values(store: GraphStore, sparql: str) -> Iterator[tuple[Any, ...]]:
    """The rows as text while they come in; where a reader may have to begin anew, so must whoever takes them."""
    rows = cast(Iterable[Iterable[Any]], store.query(sparql))
    for row in rows:
        yield tuple([None if term is None else term.value for term in row])
