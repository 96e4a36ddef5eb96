"""Whether a SPARQL text calls another server: by SERVICE, or in an update by LOAD.

The parser that will run the text is asked itself, so that nothing can hide from it in a string, a comment or an IRI:
both words are misspelt wherever they stand, and a text that was well-formed and no longer is had one as a keyword.
"""

import re
from collections.abc import Callable
from tempfile import TemporaryDirectory
from uuid import uuid4

import pyoxigraph

from kgraph.rdf import Term
from kgraph.vocab import PREFIXES

_WORDS = re.compile("service|load", re.IGNORECASE)
_MISSPELT = {"service": "xqserqx", "load": "xqlo"}  # as long as the words, and no keyword begins so


def calls_out(text: str, *, update: bool) -> bool:
    """Whether a well-formed query or update calls another server; nothing of it is run."""
    if not _WORDS.search(text):
        return False
    well_formed = _update_is_well_formed if update else _query_is_well_formed
    return well_formed(text) and not well_formed(_WORDS.sub(lambda word: _MISSPELT[word[0].lower()], text))


def _query_is_well_formed(text: str) -> bool:
    """A value for a variable that the query can't have is refused after it was parsed, before it is run."""
    unknown: dict[pyoxigraph.Variable, Term] = {pyoxigraph.Variable(f"v{uuid4().hex}"): pyoxigraph.Literal("")}
    return _parses(lambda: pyoxigraph.Store().query(text, prefixes=PREFIXES, substitutions=unknown))


def _update_is_well_formed(text: str) -> bool:
    """A store that is open for reading refuses an update after it was parsed, before it is run."""
    with TemporaryDirectory(prefix="kgraph-") as folder:
        pyoxigraph.Store(folder)
        store = pyoxigraph.Store.read_only(folder)
        return _parses(lambda: store.update(text, prefixes=PREFIXES))


def _parses(run: Callable[[], object]) -> bool:
    try:
        run()
    except SyntaxError:
        return False
    except RuntimeError:
        return True
    raise AssertionError("pyoxigraph ran a text that it was only to parse")
