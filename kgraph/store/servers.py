"""Which SPARQL servers there are, and under which addresses each answers.

One address is enough for the servers in ``SERVERS``. For any other it takes queries and updates both; where it does
not, or where the server hides what it is, the address' fragment says so::

    https://host/repositories/news#update=/repositories/news/statements
    https://host/sparql#server=virtuoso&query=/sparql&update=/sparql-auth
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

import httpx

from kgraph.errors import StoreError


@dataclass(frozen=True, slots=True)
class Server:
    """A kind of server: the header that gives it away, its services' names, and what is peculiar to it.

    ``guarded`` is the name of the service that asks who one is. ``longest``: the bytes of an update that it surely
    takes. ``most_rows`` asks how many rows or triples an answer has at most.
    """

    name: str
    header: str
    begins: str
    query: str
    update: str
    graphs: str | None
    guarded: str | None = None
    longest: int = 100_000_000
    most_rows: str | None = None


OTHER = Server("other", "", "", "", "", None)
SERVERS = (
    Server("oxigraph", "server", "oxigraph", "query", "update", "store"),
    Server("fuseki", "fuseki-request-id", "", "query", "update", "data"),
    # Virtuoso takes whole graphs too, but guesses what they are by their words, and refuses those that quote HTML
    Server(
        "virtuoso", "server", "virtuoso", "sparql", "sparql", None, guarded="sparql-auth", longest=4_000_000,
        most_rows="SELECT (bif:virtuoso_ini_item_value('SPARQL', 'ResultSetMaxRows') AS ?n) {}",
    ),
)  # fmt: skip
_KEYS = ("server", "query", "update", "graphs")


@dataclass(frozen=True, slots=True)
class Services:
    """Where a server is asked, told, and given whole graphs (None: it takes none)."""

    server: Server
    query: httpx.URL
    update: httpx.URL
    graphs: httpx.URL | None


def stated(url: httpx.URL) -> Services | None:
    """The services that the fragment of an address names; None where it has no fragment."""
    if not url.fragment:
        return None
    told = dict(parse_qsl(url.fragment, keep_blank_values=True))
    kinds = {kind.name: kind for kind in (*SERVERS, OTHER)}
    kind = kinds.get(told.get("server", OTHER.name))
    if kind is None or not told or set(told) - set(_KEYS):
        raise StoreError(
            "What stands behind the # of the SPARQL server's address is not understood; it may hold "
            f"server={'|'.join(kinds)}, query=, update= and graphs=, joined by &."
        )
    bare = url.copy_with(fragment=None)
    usual = _services(kind, bare, guarded=False)
    return Services(
        kind, _joined(bare, told, "query", usual.query), _joined(bare, told, "update", usual.update),
        bare.join(told["graphs"]) if "graphs" in told else usual.graphs,
    )  # fmt: skip


def recognised(url: httpx.URL, headers: Mapping[str, str], *, guarded: bool) -> Services:
    """The services of the server that answers with such headers; ``guarded``: those that ask who one is."""
    for kind in SERVERS:
        if headers.get(kind.header, "").lower().startswith(kind.begins) and kind.header in headers:
            return _services(kind, url, guarded=guarded)
    return _services(OTHER, url, guarded=guarded)


def _services(kind: Server, url: httpx.URL, *, guarded: bool) -> Services:
    if kind is OTHER:
        return Services(kind, url, url, None)
    base = _base(kind, url)
    names = (kind.guarded, kind.guarded) if guarded and kind.guarded else (kind.query, kind.update)
    query, update = map(base.join, names)
    return Services(kind, query, update, base.join(kind.graphs) if kind.graphs else None)


def _base(kind: Server, url: httpx.URL) -> httpx.URL:
    """The address below which the services lie, whether it was given or that of one of them."""
    above, _, last = url.path.rstrip("/").rpartition("/")
    names = {"sparql", kind.query, kind.update, kind.graphs, kind.guarded}
    return url.copy_with(path=f"{above}/" if last in names else f"{above}/{last}/".replace("//", "/"), query=None)


def _joined(url: httpx.URL, told: Mapping[str, str], key: str, usual: httpx.URL) -> httpx.URL:
    return url.join(told[key]) if key in told else usual
