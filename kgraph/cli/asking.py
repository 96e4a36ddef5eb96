"""The store as commands open it that ask it something."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kgraph.cli import output

if TYPE_CHECKING:
    from kgraph.store import GraphStore


@contextmanager
def asked(location: str) -> Iterator["GraphStore"]:
    """A store to be read; where an ingest was cut short before events were worked out, that is told."""
    from kgraph import pending
    from kgraph.store import open_store

    with open_store(location, read_only=True) as store:
        if pending.waits(store):
            output.complain(
                "not all that was read is worked out into events yet; the ingest that was cut short does it when it is "
                "given again, and so does `kgraph check --repair`."
            )
        yield store
