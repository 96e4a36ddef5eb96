"""The graph for other tools, in the format that is named or that a file's suffix names. Same graph, same bytes."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kgraph.errors import KgraphError
from kgraph.export import cypher, jsonld, networks, plover, rdf
from kgraph.export.sheets import Table, write_csv, write_parquet
from kgraph.export.tables import TABLES
from kgraph.store import GraphStore

GRAPHS: dict[str, Callable[[GraphStore, IO[bytes]], None]] = {
    "ttl": rdf.turtle,
    "trig": rdf.trig,
    "nq": rdf.nquads,
    "jsonld": jsonld.jsonld,
    "graphml": networks.graphml,
    "gexf": networks.gexf,
    "cypher": cypher.statements,
    "plover": plover.records,
}
SHEETS: dict[str, Callable[[Table, GraphStore, IO[bytes]], None]] = {"csv": write_csv, "parquet": write_parquet}
FORMATS = (*GRAPHS, *SHEETS)
DEFAULT_TABLE = "claims"


def write(
    store: GraphStore, path: str | Path, form: str | None = None, what: str | None = None, safe_cells: bool = False
) -> None:
    """Write the graph to ``path``; an export that fails leaves an older file as it was.

    Without ``form`` the suffix names the format. KgraphError for a format that is not in ``FORMATS``, for options that
    it does not take, and where the file can't be written.
    """
    path = Path(path)
    form = form or path.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        suffixes = ", ".join(f".{name}" for name in FORMATS)
        raise KgraphError(f"{path} has no suffix that names a format; take one of {suffixes}, or name the format.")
    work = exporter(form, what, safe_cells)
    with replacing(path) as handle:
        work(store, handle)


def exporter(form: str, what: str | None = None, safe_cells: bool = False) -> Callable[[GraphStore, IO[bytes]], None]:
    """What writes a format: the whole graph, or as CSV and Parquet the table ``what``.

    ``safe_cells`` keeps a spreadsheet from taking words in CSV for formulas. KgraphError for options that the format
    does not take.
    """
    if form in GRAPHS and what:
        raise KgraphError(f"Only CSV and Parquet files hold one table of several; leave out {what!r} for {form}.")
    if form != "csv" and safe_cells:
        raise KgraphError(f"Only CSV files have cells to make safe; leave the option out for {form}.")
    if form in GRAPHS:
        return GRAPHS[form]
    table = TABLES[what or DEFAULT_TABLE]
    if safe_cells:
        return lambda store, out: write_csv(table, store, out, safe_cells=True)
    return lambda store, out: SHEETS[form](table, store, out)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes ``path``'s place when all is written; KgraphError where it can't be."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as handle:
            scratch = Path(handle.name)
            try:
                yield handle
            except BaseException:
                scratch.unlink(missing_ok=True)
                raise
        scratch.chmod(0o666 & ~_umask())
        scratch.replace(path)
    except OSError as error:
        raise KgraphError(f"{path} can't be written: {error.strerror}; name another file.") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
