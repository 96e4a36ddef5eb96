"""What the endpoint says of itself, in the SPARQL 1.1 Service Description vocabulary."""

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from kgraph import resources
from kgraph.web.formats import GRAPHS

_SD = "http://www.w3.org/ns/sparql-service-description#"
_PREFIXES = {
    "sd": _SD, "format": "http://www.w3.org/ns/formats/", "dcterms": "http://purl.org/dc/terms/",
}  # fmt: skip


def describe(address: str, media: str, *, writable: bool) -> bytes:
    """The service description of the endpoint at ``address``, in one of the forms for graphs."""
    text = resources.data("web", "service.ttl").read_bytes()
    triples = [quad.triple for quad in parse(text, RdfFormat.TURTLE, base_iri=address)]
    if writable:
        update = NamedNode(f"{_SD}SPARQL11Update")
        triples.append(Triple(NamedNode(f"{address}#service"), NamedNode(f"{_SD}supportedLanguage"), update))
    return serialize(triples, format=GRAPHS[media], prefixes=_PREFIXES) or b""
