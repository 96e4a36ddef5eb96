"""What a worker does with a batch: the one function that any pool, cluster or data-parallel engine calls."""

from collections.abc import Sequence
from threading import Lock

import pyoxigraph
from pyoxigraph import RdfFormat

from kgraph.errors import KgraphError, ModelError
from kgraph.model import Claim, Document

# a text that meets all that is loaded when it is first needed: the model, actors, the lexicon, cities, numbers
_FIRST = Document("first", "France held talks with Germany in Odessa on Monday and sent 200 soldiers to Mali.")

_ONE = Lock()  # the model is not made for several threads, which some clusters' workers have

Found = list[tuple[Claim, ...]]


class Lost(Exception):
    """A batch brought no result; the text says why, to follow the name of a document."""


def claims_of(documents: Sequence[Document]) -> Found:
    """The claims of each document; the first call in a process loads the model. ModelError where there is none."""
    from kgraph import nlp
    from kgraph.extractors.pipeline import extract

    with _ONE, nlp.passing():
        return [claims for _, claims in extract(documents)]


def prepare() -> Exception | None:
    """Load all that texts need, some seconds' work; gives what kept it from that, fit to travel between processes."""
    try:
        claims_of([_FIRST])
    except Exception as error:
        return error if isinstance(error, KgraphError) else ModelError(f"The language model can't be loaded: {error}.")
    return None


def answer(documents: Sequence[Document]) -> Found | Exception:
    """The claims of each document, or in their place what went wrong, fit to travel between processes."""
    try:
        return claims_of(documents)
    except Exception as error:
        return lost(error)


def lost(error: Exception) -> Exception:
    """An error as the fault of a text, unless it is of another kind: a missing model, say, which all texts meet."""
    if isinstance(error, KgraphError | Lost):
        return error
    name = type(error).__name__
    return Lost(f"can't be worked out, which is a fault of kgraph ({name}: {error}); please report it")


def nquads(documents: Sequence[Document]) -> bytes:
    """The documents' graphs as N-Quads, for bulk loaders; events are worked out once they are in a store."""
    from kgraph.graph import quads

    found = zip(documents, claims_of(documents), strict=True)
    lines = (quad for document, claims in found for quad in quads(document, claims))
    return pyoxigraph.serialize(lines, format=RdfFormat.N_QUADS) or b""
