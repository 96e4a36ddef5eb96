"""JSON-LD 1.1 that reads like plain JSON, by a context of our own: ``data/context.jsonld``.

A property that the context types stands there with a plain value wherever the value is of that type; any other value
says itself what it is.
"""

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import IO, Any

from pyoxigraph import Literal, NamedNode, Quad

from kgraph import resources
from kgraph.export.rdf import graph
from kgraph.rdf import Term, text
from kgraph.store import GraphStore
from kgraph.vocab import KG, RDF, XSD

_IRI, _TERM = "@id", "@vocab"


def jsonld(store: GraphStore, out: IO[bytes]) -> None:
    """An object for each graph, a line for each subject in it."""
    out.write(f'{{"@context": {_dumped(_context())},\n"@graph": ['.encode())
    out.writelines(_separated(_graphs(store)))
    out.write(b"\n]}\n")


def _graphs(store: GraphStore) -> Iterator[Iterator[bytes]]:
    for name in store.graphs():
        yield _graph(store, name)


def _graph(store: GraphStore, name: NamedNode) -> Iterator[bytes]:
    yield f'{{"id": {_dumped(_compact(name.value))}, "@graph": ['.encode()
    nodes = groupby(graph(store, name), key=lambda quad: text(quad.subject))
    yield from _separated([_dumped(_node(subject, quads)).encode()] for subject, quads in nodes)
    yield b"\n]}"


def _separated(records: Any) -> Iterator[bytes]:
    """Each record, which comes in pieces, on a line of its own."""
    for number, record in enumerate(records):
        yield b",\n" if number else b"\n"
        yield from record


def _node(subject: str, quads: Iterator[Quad]) -> dict[str, Any]:
    """A subject's properties; one value stands alone, several in a list."""
    found: dict[str, list[Any]] = {}
    for quad in quads:
        key, kind = _property(quad.predicate.value)
        found.setdefault(key, []).append(_value(quad.object, kind))
    return {
        "id": _compact(subject),
        **{key: values[0] if len(values) == 1 else values for key, values in found.items()},
    }


def _value(term: Term, kind: str | None) -> Any:
    """A term as the value of a property whose values the context takes for ``kind``."""
    if not isinstance(term, Literal):
        written = _named(text(term)) if kind == _TERM else _compact(text(term))
        return written if kind in (_IRI, _TERM) else {"id": _compact(text(term))}
    datatype = term.datatype.value
    if datatype == kind:
        return int(term.value) if kind == XSD.integer else term.value
    if datatype == XSD.string and kind is None:
        return term.value
    return {"@value": term.value, "@type": _compact(datatype)}


@lru_cache(maxsize=1 << 10)
def _property(iri: str) -> tuple[str, str | None]:
    """The key that stands for a property, and what the context takes its values for."""
    if iri == RDF.type:
        return "type", _TERM
    return _typed().get(iri) or (_named(iri), None)


@cache
def _context() -> dict[str, Any]:
    context: dict[str, Any] = json.loads(resources.data("context.jsonld").read_text(encoding="utf-8"))["@context"]
    return context


@cache
def _typed() -> dict[str, tuple[str, str | None]]:
    """The properties that the context names, by IRI."""
    found: dict[str, tuple[str, str | None]] = {}
    for key, entry in _context().items():
        definition = entry if isinstance(entry, dict) else {"@id": entry}
        if key not in _prefixes() and not key.startswith("@") and not str(definition.get("@id", "")).startswith("@"):
            kind = definition.get("@type")
            found[_full(definition.get("@id", key))] = key, kind if kind in (None, _IRI, _TERM) else _full(kind)
    return found


@cache
def _prefixes() -> dict[str, str]:
    return {key: entry for key, entry in _context().items() if isinstance(entry, str) and entry.endswith(("#", "/"))}


def _full(name: str) -> str:
    prefix, colon, rest = name.partition(":")
    return _prefixes()[prefix] + rest if colon else _context()["@vocab"] + name


def _named(iri: str) -> str:
    """A property, class or code of our vocabulary by its bare name, which the context completes."""
    name = iri.removeprefix(KG.base)
    return name if iri.startswith(KG.base) and name not in _context() else _compact(iri)


@lru_cache(maxsize=1 << 16)
def _compact(iri: str) -> str:
    """An IRI with a prefix, where one fits."""
    prefix = next((name for name, base in _prefixes().items() if name[0] != "@" and iri.startswith(base)), None)
    return iri if prefix is None else f"{prefix}:{iri.removeprefix(_prefixes()[prefix])}"


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
