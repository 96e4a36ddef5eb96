"""The forms in which an answer can be written, and the choice among them that a request makes."""

from collections.abc import Iterable, Iterator

from pyoxigraph import QueryResultsFormat, RdfFormat

# in each table the first is what a request gets that takes anything
RESULTS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
# ``format=`` in an address, for programs that can't set a header
SHORT = {
    "json": "application/sparql-results+json, application/ld+json",
    "xml": "application/sparql-results+xml, application/rdf+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
}


def choose(accept: str, offers: Iterable[str]) -> str | None:
    """The media type that an Accept header likes best, the first of equals; None where it takes none of them."""
    ranges = dict(_ranges(accept)) or {"*/*": 1.0}
    best = max(offers, key=lambda offer: _liking(offer, ranges))
    return best if _liking(best, ranges) > 0 else None


def _liking(offer: str, ranges: dict[str, float]) -> float:
    """How much a media type is liked: what is said of it itself counts more than what is said of its kind."""
    kind = offer.partition("/")[0]
    return next((ranges[said] for said in (offer, f"{kind}/*", "*/*") if said in ranges), 0.0)


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        media, *parameters = (word.strip().lower() for word in part.split(";"))
        if media:
            yield media, _quality(parameters)


def _quality(parameters: Iterable[str]) -> float:
    """A range's ``q``; what can't be read as one doesn't count."""
    said = next((word[2:] for word in parameters if word.startswith("q=")), "1")
    try:
        return min(max(float(said), 0.0), 1.0)
    except ValueError:
        return 1.0
