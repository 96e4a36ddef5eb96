"""What is known before any text is read: who belongs to what, which states border, who held which office, and by what
names and numbers all of them go.

It makes a graph of its own, worked out from the tables of actors: all memberships and borders, and names and terms of
office of those whom the documents name (everybody's would be fifteen times as much, in every store). No question about
the news meets it: nothing in it is a claim or an actor of the news, and its names are SKOS labels.
"""

import hashlib
from collections.abc import Collection, Iterator

from pyoxigraph import NamedNode, Quad

from kgraph import iri, rdf, resources
from kgraph.actors.catalogue import catalogue
from kgraph.actors.tables import Actor
from kgraph.model import PartyKind
from kgraph.rdf import Term
from kgraph.store import GraphStore
from kgraph.vocab import GEOSPARQL, KG, ORG, OWL, RDF, SCHEMA, SKOS

MEMBERSHIPS, BORDERS, IDENTITIES = "memberships.csv", "borders.csv", "identities.csv"

_GRAPH = NamedNode(iri.BACKGROUND)
_VERSION = NamedNode(SCHEMA.version)
# not the ontology's own classes, which are for those whom texts name
_CLASSES: dict[PartyKind, str] = {
    "state": SCHEMA.Country, "person": SCHEMA.Person, "igo": SCHEMA.Organization, "armed-group": SCHEMA.Organization,
    "organisation": SCHEMA.Organization,
}  # fmt: skip
NAMED = "SELECT DISTINCT ?actor { GRAPH ?g { ?actor a kg:Actor } }"


def quads(actors: Collection[str] = ()) -> Iterator[Quad]:
    """The graph for documents that name ``actors`` (IRIs), each fact once; at its end it says its own version."""
    digest = hashlib.sha256()
    for quad in _facts(frozenset(actors)):
        digest.update(f"{quad}\n".encode())
        yield quad
    version = rdf.string(digest.hexdigest())
    yield from _say(iri.BACKGROUND, (RDF.type, rdf.node(KG.Background)), (SCHEMA.version, version))


def ensure(store: GraphStore) -> bool:
    """Bring the graph up to date with the tables and with whom the documents name; returns whether it had to."""
    named = {rdf.text(actor) for (actor,) in store.select(NAMED).rows if actor}
    new = list(quads(named))
    if any(store.match(subject=_GRAPH, predicate=_VERSION, object=new[-1].object, graph=_GRAPH)):
        return False
    old = set(store.match(graph=_GRAPH))
    store.change(delete=sorted(old.difference(new), key=str), insert=[quad for quad in new if quad not in old])
    return True


def _facts(named: frozenset[str]) -> Iterator[Quad]:
    known = {actor: catalogue().actors[actor] for actor in named & catalogue().actors.keys()}
    for row in resources.rows("actors", MEMBERSHIPS):
        member, body = _known(known, row["member"]), _known(known, row["body"])
        yield from _held(KG.Membership, member, body, row["since"], row["until"])
    for row in resources.rows("actors", BORDERS):
        one, other = _known(known, row["one"]).iri, _known(known, row["other"]).iri
        yield from _say(one, (GEOSPARQL.sfTouches, rdf.node(other)))
        yield from _say(other, (GEOSPARQL.sfTouches, rdf.node(one)))
    for row in resources.rows("actors", IDENTITIES):
        number, actor = row["wikidata"], _known(known, row["name"])
        yield from _say(actor.iri, (OWL.sameAs, rdf.node(iri.wikidata(number))))
        yield from _say(actor.iri, (SKOS.note, rdf.string(f"{number} by {row['source']}")))
    for term in catalogue().terms:
        if term.person.iri in named:
            known.setdefault(term.of.iri, term.of)
            yield from _held(KG.Term, term.person, term.of, term.start, term.end, term.office)
    for node in sorted(known):
        yield from _names(known[node])


def _known(known: dict[str, Actor], name: str) -> Actor:
    """The state of an ISO code, or the body of a name, now among the ``known``; KeyError for one that there isn't."""
    actor = catalogue().states.get(name) or catalogue().actors[iri.actor(name)]
    return known.setdefault(actor.iri, actor)


def _held(kind: str, member: Actor, body: Actor, since: str, until: str, office: str | None = None) -> Iterator[Quad]:
    """A membership, or a person's term in an office."""
    return _say(
        iri.background(kind, member.iri, body.iri, since, until, office),
        (RDF.type, rdf.node(KG.Background)),
        (RDF.type, rdf.node(kind)),
        (ORG.member, rdf.node(member.iri)),
        (ORG.organization, rdf.node(body.iri)),
        (SCHEMA.roleName, rdf.string(office)),
        (SCHEMA.startDate, rdf.date(since or None)),
        (SCHEMA.endDate, rdf.date(until or None)),
    )


def _names(actor: Actor) -> Iterator[Quad]:
    kind = _CLASSES.get(actor.kind)
    return _say(
        actor.iri,
        (RDF.type, rdf.node(kind) if kind else None),
        (SKOS.prefLabel, rdf.string(actor.name)),
        *((SKOS.altLabel, rdf.string(name)) for name in sorted({*actor.aliases} - {actor.name})),
    )


def _say(subject: str, *facts: tuple[str, Term | None]) -> Iterator[Quad]:
    node = rdf.node(subject)
    return (Quad(node, rdf.node(name), value, _GRAPH) for name, value in facts if value is not None)
