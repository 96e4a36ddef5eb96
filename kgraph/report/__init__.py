"""What a person wants to see of a graph: everything about a claim, an event or an actor, and a whole at a glance."""

from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import NamedNode

from kgraph.iri import PREFIXES
from kgraph.query import Result, resolve, run
from kgraph.report.actors import ActorReport, actor_report
from kgraph.report.claims import ClaimReport, Mention, claim_report
from kgraph.report.events import EventReport, event_report
from kgraph.store import GraphStore

__all__ = ["ActorReport", "ClaimReport", "EventReport", "Highlights", "Mention", "find", "highlights"]

_STRONGEST = """SELECT ?claim ?score WHERE { GRAPH ?g { ?claim kg:status kg:actual ; kg:score ?score ;
  kg:confidence ?sure ; kg:actorFor ?a ; kg:recipientFor ?b . FILTER(?a != ?b)
  FILTER NOT EXISTS { ?claim kg:attributedTo ?x } FILTER NOT EXISTS { ?a a kg:Unnamed }
  FILTER NOT EXISTS { ?b a kg:Unnamed } } }
ORDER BY %s(?score) DESC(?sure) ?claim LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Highlights:
    """A graph at a glance: counts, the friendliest and most hostile pairs, and a claim of each kind."""

    counts: dict[str, int]
    friendly: Result
    hostile: Result
    claims: tuple[ClaimReport, ...]


def find(store: GraphStore, name: str) -> ClaimReport | EventReport | ActorReport:
    """The claim, event or actor called ``name``: an IRI, the end of a claim's or event's IRI, an ISO code or a name.

    Raises QueryError where there is none, AmbiguousName where several actors share the name.
    """
    if claim := claim_report(store, _full(name, "claim")):
        return claim
    if event := event_report(store, _full(name, "event")):
        return event
    return actor_report(store, resolve(store, name))


def _full(name: str, kind: str) -> str:
    """The IRI of a claim or event of which ``name`` is the whole or the end."""
    return name if name.startswith(PREFIXES[kind]) else PREFIXES[kind] + quote(name.removeprefix(f"{kind}/"), safe="")


def highlights(store: GraphStore, pairs: int = 5) -> Highlights:
    """The graph at a glance, with ``pairs`` pairs of either kind."""
    limit = {"limit": str(pairs)}
    chosen = [row[0] for order in ("DESC", "ASC") for row in store.select(_STRONGEST % order).rows]
    claims = [claim_report(store, claim.value) for claim in chosen if isinstance(claim, NamedNode)]
    return Highlights(
        store.stats(), run(store, "friendly", limit), run(store, "hostile", limit), tuple(c for c in claims if c)
    )
