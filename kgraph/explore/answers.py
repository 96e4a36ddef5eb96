"""An answer as it is shown: so many rows as a page can bear, each cell a plain value, with where it leads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from kgraph import iri
from kgraph.errors import QueryError
from kgraph.query import Value, plain
from kgraph.store import GraphStore, Term, text
from kgraph.vocab import PREFIXES

ROWS = 1000  # that are shown
COUNTED = 100_000  # rows: of more it is only said that there are more
LETTERS = 2_000_000  # of all rows that are shown
CELL = 2000  # characters of a cell
LINE = 4 * 1024**2  # bytes of a row
TURTLE = 200_000  # bytes of a graph that is shown
_EXACT = 2**53  # what a browser can't count beyond
_PLACE = re.compile(r"at line (\d+), column (\d+)")
_SHORT: Mapping[str, str] = PREFIXES | {"": iri.BASE}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value to show; ``to`` is the address of the page about it, empty where there is none."""

    value: Value
    to: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The first rows of an answer; ``count`` are found in all, or at least, where they were not all ``counted``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    count: int
    counted: bool


@dataclass(frozen=True, slots=True)
class Turtle:
    """The beginning of a graph as Turtle, or all of it where it is ``whole``."""

    text: str
    whole: bool


class Rows:
    """Takes an answer in tab-separated values piece by piece; of a row too many it keeps nothing but the count."""

    def __init__(self) -> None:
        self._rest = b""
        self._head: bytes | None = None
        self._kept: list[bytes] = []
        self._room = LETTERS
        self._count = 0

    def take(self, piece: bytes) -> bool:
        """Whether more is wanted; QueryError where a row is too large to be shown."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        if len(self._rest) > LINE:
            raise QueryError(f"A row of the answer is larger than {LINE // 1024**2} MiB; ask for less of it.")
        for line in lines:
            self._line(line)
        return self._count <= COUNTED

    def _line(self, line: bytes) -> None:
        if self._head is None:
            self._head = line
            return
        self._count += 1
        if len(self._kept) < ROWS and self._room > 0:
            self._kept.append(line)
            self._room -= len(line)

    def table(self, *, whole: bool) -> Table:
        """What has come, ``whole`` if that was all."""
        lines = [self._rest if self._head is None else self._head, *self._kept]
        found = parse_query_results(b"\n".join(lines) + b"\n" * (self._head is not None), QueryResultsFormat.TSV)
        if isinstance(found, QueryBoolean):
            return Table(("answer",), ((Cell("yes" if found else "no"),),), 1, whole)
        assert isinstance(found, QuerySolutions)
        columns = tuple(variable.value for variable in found.variables)
        rows = tuple(_linked(columns, tuple(map(cell, solution))) for solution in found)
        return Table(columns, rows, self._count, whole)


class Text:
    """Takes a graph in Turtle piece by piece, as far as it is shown."""

    def __init__(self) -> None:
        self._held = b""

    def take(self, piece: bytes) -> bool:
        """Whether more is wanted."""
        self._held += piece
        return len(self._held) <= TURTLE

    def turtle(self, *, whole: bool) -> Turtle:
        """What has come, up to the end of a line."""
        cut = self._held if whole else self._held[:TURTLE].rpartition(b"\n")[0]
        return Turtle(cut.decode(errors="replace"), whole)


def cell(term: Term | None) -> Cell:
    """A term as it is shown: numbers as numbers, IRIs shortened, long texts cut."""
    if isinstance(term, NamedNode):
        return Cell(short(term.value), page(term.value))
    return Cell(_value(term))


def _linked(columns: tuple[str, ...], cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """A row in which a document that is told by its id, as the packaged questions do, leads to its page."""
    if "document" not in columns:
        return cells
    at = columns.index("document")
    if not isinstance(cells[at].value, str) or cells[at].to:
        return cells
    to = "/document?" + urlencode({"id": str(cells[at].value)})
    return (*cells[:at], Cell(cells[at].value, to), *cells[at + 1 :])


def _value(term: Term | None) -> Value:
    try:
        value = plain(term)
    except ValueError:  # a literal that is no value of its own type
        value = term.value if isinstance(term, Literal) else str(term)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float) and not (isfinite(value) and abs(value) < _EXACT):
        return str(value)
    if isinstance(value, str) and len(value) > CELL:
        return value[:CELL] + " …"
    return value


def short(node: str) -> str:
    """An IRI with its prefix; one of the graph's own without what all of them begin with."""
    for prefix, base in _SHORT.items():
        rest = node.removeprefix(base)
        if rest != node and re.fullmatch(r"[\w./#=,-]+", rest):
            return f"{prefix}:{rest}" if prefix else rest
    return node


def page(node: str) -> str:
    """The address of the page about a node, by its IRI; empty where there is none."""
    if node.startswith(iri.PREFIXES["document"]):
        return "/document?" + urlencode({"id": node.partition("#")[0]})
    if node.startswith(iri.PREFIXES["claim"]):
        return "/claim?" + urlencode({"id": node})
    if node.startswith(iri.PREFIXES["event"]):
        return "/questions/event?" + urlencode({"event": node})
    if node.startswith((iri.WIKIDATA, iri.PREFIXES["actor"], iri.PREFIXES["people"])):
        return "/actor?" + urlencode({"iri": node})
    return ""


def sentence_of(store: GraphStore, claim: str) -> str:
    """The address of the document of a claim, at its sentence; QueryError where there is no such claim."""
    try:
        graphs = {text(quad.graph_name) for quad in store.match(subject=NamedNode(claim))}
    except ValueError:
        graphs = set()
    documents = sorted(graph for graph in graphs if graph.startswith(iri.PREFIXES["document"]))
    if not documents:
        raise QueryError(f"There is no claim {claim[:200]!r} here; take one from an answer.")
    return "/document?" + urlencode({"id": documents[0], "claim": claim})


def place(sentence: str) -> tuple[int, int] | None:
    """The line and the column that a fault in a query names, both from 1 on."""
    found = _PLACE.search(sentence)
    return (int(found[1]), int(found[2])) if found else None


def count(answer: Table) -> str:
    """How many rows there are, and how many of them are shown."""
    told = f"{answer.count:,}" if answer.counted else f"at least {min(answer.count, COUNTED):,}"
    rows = "row" if answer.count == 1 else "rows"
    cut = f"; the first {len(answer.rows):,} are shown" if len(answer.rows) < answer.count else ""
    return f"{told} {rows}{cut}"
