"""The files that come with the package: tables, lexicon, ontology, dispatches, queries."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable


def data(*names: str) -> Traversable:
    """The packaged file or folder ``data/<names>``."""
    return files("kgraph.data").joinpath(*names)


def queries() -> Iterator[Traversable]:
    """The packaged ``*.rq`` files, by name."""
    found = (entry for entry in files("kgraph.queries").iterdir() if entry.name.endswith(".rq"))
    yield from sorted(found, key=lambda entry: entry.name)
