"""The files that come with the package: tables, lexicon, ontology, dispatches, queries."""

import csv
import io
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable


def data(*names: str) -> Traversable:
    """The packaged file or folder ``data/<names>``."""
    return files("kgraph.data").joinpath(*names)


def rows(*names: str) -> Iterator[dict[str, str]]:
    """The rows of the packaged table ``data/<names>``: quoted cells in a ``.csv``, plain ones in a ``.tsv``."""
    text = data(*names).read_text(encoding="utf-8")
    lines = io.StringIO(text, newline="")
    if names[-1].endswith(".tsv"):
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    else:
        yield from csv.DictReader(lines)


def queries() -> Iterator[Traversable]:
    """The packaged ``*.rq`` files, by name."""
    found = (entry for entry in files("kgraph.queries").iterdir() if entry.name.endswith(".rq"))
    yield from sorted(found, key=lambda entry: entry.name)
