"""The graph for other tools, in the format that a file's suffix names. Same graph, same bytes."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kgraph.errors import KgraphError
from kgraph.export import networks, rdf, tables
from kgraph.store import GraphStore

FORMATS: dict[str, Callable[[GraphStore, IO[bytes]], None]] = {
    ".ttl": rdf.turtle,
    ".trig": rdf.trig,
    ".nq": rdf.nquads,
    ".jsonld": rdf.jsonld,
    ".graphml": networks.graphml,
    ".gexf": networks.gexf,
    ".csv": tables.claims,
}


def write(store: GraphStore, path: str | Path) -> None:
    """Write the whole graph to ``path``; an export that fails leaves an older file as it was.

    Raises KgraphError for a suffix that is not in ``FORMATS`` and where the file can't be written.
    """
    path = Path(path)
    export = FORMATS.get(path.suffix.lower())
    if export is None:
        raise KgraphError(f"{path} has no suffix that names a format; take {', '.join(FORMATS)}.")
    with _replacing(path) as handle:
        export(store, handle)


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes ``path``'s place when all is written."""
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
