"""What a person wants to see of a graph: everything about a claim or an actor, and the highlights of a whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kgraph.errors import QueryError
from kgraph.iri import BASE
from kgraph.query import Result, Value, resolve, run
from kgraph.store import GraphStore
from kgraph.vocab import KG

_FACTS = """SELECT ?property ?value ?label WHERE {
  GRAPH ?g { %s ?property ?value OPTIONAL { ?value <http://www.w3.org/2000/01/rdf-schema#label> ?label } }
} ORDER BY ?property ?value"""
_MENTIONS = """SELECT DISTINCT ?role ?begin ?end ?words ?name ?why WHERE { GRAPH ?g {
  %s kg:mention ?m . ?m kg:mentionRole ?role ; kg:mentionBegin ?begin ; kg:mentionEnd ?end ; kg:mentionText ?words ;
  kg:mentionOf/rdfs:label ?name . OPTIONAL { ?m kg:mentionWhy ?why } } } ORDER BY ?role ?begin ?name"""
_FIGURES = """SELECT DISTINCT ?begin ?counts ?number ?upper ?unit ?qualifier ?words WHERE { GRAPH ?g {
  %s kg:value ?v . ?v kg:counts ?counts ; kg:valueText ?words ; kg:valueBegin ?begin .
  OPTIONAL { ?v kg:number ?number } OPTIONAL { ?v kg:upper ?upper }
  OPTIONAL { ?v kg:unit ?unit } OPTIONAL { ?v kg:qualifier ?qualifier } } } ORDER BY ?begin"""
_SENTENCE = """SELECT ?text ?begin ?document ?title ?date ?source ?url WHERE { GRAPH ?g {
  %s prov:wasDerivedFrom ?s . ?s nif:anchorOf ?text ; nif:beginIndex ?begin . ?g kg:documentId ?document .
  OPTIONAL { ?g schema:headline ?title } OPTIONAL { ?g schema:datePublished ?date }
  OPTIONAL { ?g schema:publisher ?source } OPTIONAL { ?g schema:url ?url } } }"""
_CLAIMS_OF = """SELECT DISTINCT ?claim WHERE { GRAPH ?g { ?claim kg:actor|kg:recipient|kg:person|kg:party %s } }
ORDER BY ?claim LIMIT 1"""
_STRONGEST = """SELECT ?claim ?score WHERE { GRAPH ?g { ?claim kg:status kg:actual ; kg:score ?score ;
  kg:confidence ?sure ; kg:actorFor ?a ; kg:recipientFor ?b . FILTER(?a != ?b)
  FILTER NOT EXISTS { ?claim kg:attributedTo ?x } FILTER NOT EXISTS { ?a a kg:Unnamed }
  FILTER NOT EXISTS { ?b a kg:Unnamed } } }
ORDER BY %s(?score) DESC(?sure) ?claim LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Mention:
    """The words in which a claim names a party: offsets into the document's text, end exclusive."""

    role: str
    start: int
    end: int
    words: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class ClaimReport:
    """Everything about a claim: ``facts`` are its values by property name, ``start`` is where its sentence begins.

    ``figures`` are what it counts with the number and the words: ("killed", "at least 14", "at least 14 soldiers").
    """

    iri: str
    sentence: str
    start: int
    document: dict[str, str]
    facts: dict[str, str]
    mentions: tuple[Mention, ...]
    figures: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ActorReport:
    """Everything about an actor: names and kind, offices held or given, and its events with others."""

    iri: str
    name: str
    kinds: tuple[str, ...]
    aliases: tuple[str, ...]
    offices: tuple[tuple[Value, ...], ...]
    relations: Result


@dataclass(frozen=True, slots=True)
class Highlights:
    """A graph at a glance: counts, the friendliest and most hostile pairs, and a claim of each kind."""

    counts: dict[str, int]
    friendly: Result
    hostile: Result
    claims: tuple[ClaimReport, ...]


def find(store: GraphStore, name: str) -> ClaimReport | ActorReport:
    """The claim or actor called ``name``: an IRI, the end of a claim's IRI, an ISO code or a name.

    Raises QueryError where there is none, AmbiguousName where several actors share the name.
    """
    node = f"{BASE}claim/{name.removeprefix('claim/')}"
    for candidate in (name, node):
        if candidate.startswith(f"{BASE}claim/") and (report := _claim(store, candidate)):
            return report
    return _actor(store, resolve(store, name))


def highlights(store: GraphStore, pairs: int = 5) -> Highlights:
    """The graph at a glance, with ``pairs`` pairs of either kind."""
    limit = {"limit": str(pairs)}
    chosen = [row[0] for order in ("DESC", "ASC") for row in store.select(_STRONGEST % order).rows]
    claims = [_claim(store, claim.value) for claim in chosen if isinstance(claim, NamedNode)]
    return Highlights(
        store.stats(), run(store, "friendly", limit), run(store, "hostile", limit), tuple(c for c in claims if c)
    )


def _claim(store: GraphStore, iri: str) -> ClaimReport | None:
    node = _node(iri)
    facts = dict(_facts(store, node))
    sentences = store.select(_SENTENCE % node).rows
    if not sentences:
        return None
    text, begin, *about = (_plain(term) for term in sentences[0])
    names = ("id", "title", "date", "source", "url")
    mentions = tuple(
        Mention(_plain(role), int(_plain(start)), int(_plain(end)), _plain(words), _plain(name), _plain(why))
        for role, start, end, words, name, why in store.select(_MENTIONS % node).rows
    )
    document = {name: value for name, value in zip(names, about, strict=True) if value}
    return ClaimReport(iri, text, int(begin), document, facts, mentions, tuple(_figures(store, node)))


def _figures(store: GraphStore, node: NamedNode) -> Iterator[tuple[str, str, str]]:
    for row in store.select(_FIGURES % node).rows:
        _, counts, number, upper, unit, qualifier, words = map(_plain, row)
        figure = "–".join(filter(None, (number, upper))) or words
        yield counts, " ".join(filter(None, (qualifier, figure, unit))), words


def _facts(store: GraphStore, node: NamedNode) -> Iterator[tuple[str, str]]:
    for prop, value, label in store.select(_FACTS % node).rows:
        name = _plain(prop)
        if name.startswith(KG.base):
            yield name.removeprefix(KG.base), _plain(label) or _plain(value).rpartition("#")[2]


def _actor(store: GraphStore, iri: str) -> ActorReport:
    from kgraph.actors.catalogue import catalogue

    node = _node(iri)
    known = catalogue().get(iri)
    rows = store.select(f"SELECT DISTINCT ?l WHERE {{ GRAPH ?g {{ {node} rdfs:label ?l }} }} ORDER BY ?l").rows
    labels = [_plain(row[0]) for row in rows]
    if not labels:
        raise QueryError(f"Nothing is told of {known.name if known else iri} in this store; see `kgraph query actors`.")
    types = store.select(f"SELECT DISTINCT ?t WHERE {{ GRAPH ?g {{ {node} a ?t }} }} ORDER BY ?t").rows
    kinds = tuple(name for row in types if (name := _plain(row[0]).removeprefix(KG.base)) != "Actor")
    offices = run(store, "offices").rows
    name = known.name if known else labels[0]
    return ActorReport(
        iri, name, kinds, known.aliases if known else tuple(labels[1:]),
        tuple(row for row in offices if name in row), run(store, "partners", {"a": iri}),
    )  # fmt: skip


def _node(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError:
        raise QueryError(f"{iri!r} is neither a known name nor an IRI; see `kgraph query actors`.") from None


def _plain(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
