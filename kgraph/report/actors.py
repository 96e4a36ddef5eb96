"""Everything about one actor."""

from dataclasses import dataclass

from kgraph.errors import QueryError
from kgraph.query import Result, Value, run
from kgraph.report.terms import node, plain
from kgraph.store import GraphStore
from kgraph.vocab import KG


@dataclass(frozen=True, slots=True)
class ActorReport:
    """Everything about an actor: names and kind, offices held or given, and its events with others."""

    iri: str
    name: str
    kinds: tuple[str, ...]
    aliases: tuple[str, ...]
    offices: tuple[tuple[Value, ...], ...]
    relations: Result


def actor_report(store: GraphStore, iri: str) -> ActorReport:
    """Everything about the actor of that IRI; QueryError where the store tells nothing of it."""
    from kgraph.actors.catalogue import catalogue

    named = node(iri)
    known = catalogue().get(iri)
    rows = store.select(f"SELECT DISTINCT ?l WHERE {{ GRAPH ?g {{ {named} rdfs:label ?l }} }} ORDER BY ?l").rows
    labels = [plain(row[0]) for row in rows]
    if not labels:
        raise QueryError(f"Nothing is told of {known.name if known else iri} in this store; see `kgraph query actors`.")
    types = store.select(f"SELECT DISTINCT ?t WHERE {{ GRAPH ?g {{ {named} a ?t }} }} ORDER BY ?t").rows
    kinds = tuple(name for row in types if (name := plain(row[0]).removeprefix(KG.base)) != "Actor")
    offices = run(store, "offices").rows
    name = known.name if known else labels[0]
    return ActorReport(
        iri, name, kinds, known.aliases if known else tuple(labels[1:]),
        tuple(row for row in offices if name in row), run(store, "partners", {"a": iri}),
    )  # fmt: skip
