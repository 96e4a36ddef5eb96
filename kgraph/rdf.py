"""Plain values as RDF terms, and back."""

from decimal import Decimal
from functools import lru_cache

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from kgraph import isodate
from kgraph.vocab import XSD

_DATE_TYPES = {"day": XSD.date, "month": XSD.gYearMonth, "year": XSD.gYear}
Term = NamedNode | BlankNode | Literal | Triple


def text(term: Term | DefaultGraph) -> str:
    """What a term says: an IRI, a literal's words; the default graph has no name."""
    if isinstance(term, DefaultGraph):
        return ""
    return str(term) if isinstance(term, Triple) else term.value


node = lru_cache(maxsize=1 << 16)(NamedNode)


@lru_cache(maxsize=1 << 12)
def integer(value: int) -> Literal:
    return Literal(value)


def boolean(value: bool) -> Literal:
    return Literal(value)


@lru_cache(maxsize=1 << 12)
def decimal(value: float | None) -> Literal | None:
    """A decimal in the form that the store keeps, so that equal numbers stay equal quads."""
    if value is None:
        return None
    plain = format(Decimal(repr(float(value))), "f")
    shortest = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return Literal("0" if shortest == "-0" else shortest, datatype=node(XSD.decimal))


@lru_cache(maxsize=1 << 12)
def date(value: str | None) -> Literal | None:
    """A day, month or year, typed by its form; anything else stays a string."""
    if value is None:
        return None
    return Literal(value, datatype=node(_DATE_TYPES.get(isodate.kind(value) or "", XSD.string)))


def string(value: str | None) -> Literal | None:
    """A string; a lone surrogate, which is no character, becomes a question mark so that offsets hold."""
    return None if value is None else Literal(value.encode("utf-8", "replace").decode("utf-8"))
