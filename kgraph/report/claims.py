"""Everything about one claim."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kgraph.report.terms import node, plain
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


def claim_report(store: GraphStore, iri: str) -> ClaimReport | None:
    """Everything about the claim of that IRI; None where there is none."""
    named = node(iri)
    facts = dict(_facts(store, named))
    sentences = store.select(_SENTENCE % named).rows
    if not sentences:
        return None
    text, begin, *about = (plain(term) for term in sentences[0])
    names = ("id", "title", "date", "source", "url")
    mentions = tuple(
        Mention(plain(role), int(plain(start)), int(plain(end)), plain(words), plain(name), plain(why))
        for role, start, end, words, name, why in store.select(_MENTIONS % named).rows
    )
    document = {name: value for name, value in zip(names, about, strict=True) if value}
    return ClaimReport(iri, text, int(begin), document, facts, mentions, tuple(_figures(store, named)))


def _figures(store: GraphStore, claim: NamedNode) -> Iterator[tuple[str, str, str]]:
    for row in store.select(_FIGURES % claim).rows:
        _, counts, number, upper, unit, qualifier, words = map(plain, row)
        figure = "–".join(filter(None, (number, upper))) or words
        yield counts, " ".join(filter(None, (qualifier, figure, unit))), words


def _facts(store: GraphStore, claim: NamedNode) -> Iterator[tuple[str, str]]:
    for prop, value, label in store.select(_FACTS % claim).rows:
        name = plain(prop)
        if name.startswith(KG.base):
            yield name.removeprefix(KG.base), plain(label) or plain(value).rpartition("#")[2]
