"""What docs/ontology.md shows of the ontology and of the store: ``python -m tests.ontology_page`` writes it anew."""

import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import rdflib
from click.testing import CliRunner
from pyoxigraph import Quad, RdfFormat, serialize
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from kgraph import iri, ontology
from kgraph.cli.app import main
from kgraph.store import Store
from kgraph.vocab import KG, PREFIXES, ROOTS
from kgraph.vocab import RDF as TYPES

PAGE = Path(__file__).parent.parent / "docs" / "ontology.md"
SHOWN = PREFIXES | iri.PREFIXES
HIDDEN = (iri.BACKGROUND, iri.PENDING)
MADE = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def block(text: str, language: str, nth: int = 0) -> str:
    """The ``nth`` fenced block in a language."""
    found = re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return str(found[nth])


def fill_store(folder: Path) -> None:
    """The store that the page's sentence and command make, as ``store`` in a folder."""
    text = PAGE.read_text(encoding="utf-8")
    path = folder / "raid.txt"
    path.write_text(block(text, "news"), encoding="utf-8")
    command = ["ingest", str(path), "--date", "2024-10-09", "--source", "Harbour Gazette"]
    result = CliRunner().invoke(main, [*command, "--store", str(folder / "store")])
    assert result.exit_code == 0, result.output


def quads(folder: Path) -> list[Quad]:
    """What the page shows of the store: all but the file's place and what every store has."""
    with Store(folder / "store", read_only=True) as store:
        found = [quad for quad in store.quads() if quad.graph_name.value not in HIDDEN]
    return sorted((quad for quad in found if quad.predicate.value != KG.originKey), key=_order)


def _order(quad: Quad) -> tuple[str, str, bool, str, str]:
    name = quad.predicate.value
    return str(quad.graph_name), str(quad.subject), name != TYPES.type, name, str(quad.object)


def made(folder: Path) -> dict[str, str]:
    """The parts of the page that are made, by name."""
    graph = rdflib.Graph(bind_namespaces="none").parse(data=ontology.turtle(), format="turtle")
    return {
        "sentence": _sentence(folder),
        "classes": _table(("class", "what it is", "a kind of"), _classes(graph)),
        "properties": _table(("property", "of", "leads to", "what it says", "a kind of"), _properties(graph)),
        "foreign": _table(("property", "what it says here"), _foreign(graph)),
    }


def _sentence(folder: Path) -> str:
    written = (serialize(quads(folder), format=RdfFormat.TRIG, prefixes=SHOWN) or b"").decode()
    body = "".join(line for line in written.splitlines(keepends=True) if not line.startswith("@prefix"))
    prefixes = sorted(name for name in SHOWN if re.search(rf"(?<![\w<]){name}:", body))
    heads = "".join(f"@prefix {name}: <{SHOWN[name]}> .\n" for name in prefixes)
    return f"```trig\n{heads}{body.replace(chr(9), '  ')}```\n"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [heads, ["---" for _ in heads], *rows]
    return "".join(f"| {' | '.join(cells)} |\n".replace("|  |", "| |") for cells in lines)


def _classes(graph: rdflib.Graph) -> Iterator[list[str]]:
    for term in _terms(graph, OWL.Class):
        yield [_code(graph, term), _words(graph, term), _names(graph, term, RDFS.subClassOf)]


def _properties(graph: rdflib.Graph) -> Iterator[list[str]]:
    """A row each, but one for all plain edges."""
    edges = [URIRef(KG.terms()[root.lower()]) for root in ROOTS]
    for term in _terms(graph, OWL.ObjectProperty, OWL.DatatypeProperty):
        if term not in edges:
            yield _property(graph, term)
    _, *cells = _property(graph, edges[0])
    yield [" ".join(_code(graph, edge) for edge in edges), *(cell.replace(ROOTS[0], "…") for cell in cells)]


def _property(graph: rdflib.Graph, term: URIRef) -> list[str]:
    domain = graph.value(term, RDFS.domain)
    union = graph.value(domain, OWL.unionOf)
    of = [domain] if union is None else list(graph.items(union))
    leads = "a date" if graph.value(term, RDFS.range) == RDFS.Literal else _names(graph, term, RDFS.range)
    above = _names(graph, term, RDFS.subPropertyOf)
    return [_code(graph, term), ", ".join(_code(graph, kind) for kind in of), leads, _words(graph, term), above]


def _foreign(graph: rdflib.Graph) -> Iterator[list[str]]:
    for term, note in sorted(graph.subject_objects(SKOS.scopeNote)):
        yield [_code(graph, term), str(note)]


def _terms(graph: rdflib.Graph, *kinds: URIRef) -> list[URIRef]:
    """Our own terms of some kinds, in the order of the vocabulary."""
    known = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    return [URIRef(term) for term in KG.terms().values() if URIRef(term) in known]


def _words(graph: rdflib.Graph, term: URIRef) -> str:
    return str(graph.value(term, RDFS.comment))


def _names(graph: rdflib.Graph, term: URIRef, predicate: URIRef) -> str:
    return ", ".join(sorted(_code(graph, above) for above in graph.objects(term, predicate)))


def _code(graph: rdflib.Graph, term: rdflib.term.Node | None) -> str:
    return f"`{term.n3(graph.namespace_manager)}`" if isinstance(term, URIRef) else ""


def write() -> None:
    """Put the made parts into the page as they are now."""
    with tempfile.TemporaryDirectory() as folder:
        fill_store(Path(folder))
        parts = made(Path(folder))
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(MADE.sub(lambda found: found[1] + parts[found[2]] + found[3], text), encoding="utf-8")


if __name__ == "__main__":
    write()
