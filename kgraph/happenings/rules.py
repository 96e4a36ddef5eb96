"""What readers have decided of claims: that two tell of one event, or that they don't."""

from dataclasses import dataclass
from typing import Self

from pyoxigraph import NamedNode

from kgraph import iri
from kgraph.rdf import text
from kgraph.store import GraphStore
from kgraph.vocab import KG

NEAR = 7  # days between two claims that may be put together


@dataclass(frozen=True, slots=True)
class Rules:
    """Pairs of claims, in both orders."""

    apart: frozenset[tuple[str, str]] = frozenset()
    together: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, store: GraphStore) -> Self:
        """The rules that are kept in the store."""
        return cls(_pairs(store, KG.apart), _pairs(store, KG.together))


def _pairs(store: GraphStore, predicate: str) -> frozenset[tuple[str, str]]:
    found = [
        (text(q.subject), text(q.object)) for q in store.match(None, NamedNode(predicate), None, NamedNode(iri.RULES))
    ]
    return frozenset(pair for one, other in found for pair in ((one, other), (other, one)))


NONE = Rules()
