"""What an editor of queries offers to write: the vocabulary with what each term means, and SPARQL's own words."""

from dataclasses import dataclass
from functools import cache

import pyoxigraph

from kgraph import resources
from kgraph.vocab import KG, NIF, PLOVER, PREFIXES, PROV, RDF, RDFS, SCHEMA, SKOS, XSD, Namespace, plover

_NAMESPACES: dict[str, Namespace] = {
    "kg": KG, "plover": PLOVER, "rdf": RDF, "rdfs": RDFS, "prov": PROV, "nif": NIF, "schema": SCHEMA, "skos": SKOS,
    "xsd": XSD,
}  # fmt: skip
_WORDS = (
    "ASK", "ASC", "BIND", "BY", "CONSTRUCT", "COUNT", "DESC", "DESCRIBE", "DISTINCT", "EXISTS", "FILTER", "FROM",
    "GRAPH", "GROUP", "HAVING", "LIMIT", "MAX", "MIN", "MINUS", "NAMED", "NOT", "OFFSET", "OPTIONAL", "ORDER", "PREFIX",
    "REGEX", "SAMPLE", "SELECT", "STR", "STRAFTER", "STRSTARTS", "SUM", "UNION", "VALUES", "WHERE",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """Something to write: ``kind`` is property, class, name, prefix or keyword, ``meaning`` a sentence or nothing."""

    label: str
    kind: str
    meaning: str = ""


@cache
def words() -> tuple[Word, ...]:
    """All of it: our own terms first, each with what the ontology says of it."""
    meanings = _meanings()
    terms = [
        Word(f"{prefix}:{name}", _kind(name, node), meanings.get(node, ""))
        for prefix, namespace in _NAMESPACES.items()
        for name, node in namespace.terms().items()
    ]
    prefixes = [Word(f"{prefix}:", "prefix", base) for prefix, base in PREFIXES.items()]
    return (*terms, *prefixes, *(Word(word, "keyword") for word in _WORDS))


def _kind(name: str, node: str) -> str:
    if node.startswith(PLOVER.base):
        return "name"
    return "class" if name[:1].isupper() else "property"


def _meanings() -> dict[str, str]:
    comments = {
        triple.subject.value: triple.object.value
        for triple in pyoxigraph.parse(resources.data("ontology.ttl").read_bytes(), pyoxigraph.RdfFormat.TURTLE)
        if triple.predicate.value == RDFS.comment and isinstance(triple.subject, pyoxigraph.NamedNode)
    }
    roots = {PLOVER[root]: code.definition for (root, mode), code in plover().items() if mode is None}
    return comments | roots
