"""A thin client for SPARQL 1.1: the Protocol for queries and updates, the Graph Store Protocol for whole graphs."""

import re
from collections.abc import Iterable
from functools import cached_property

import httpx
import pyoxigraph
from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple

from kgraph.errors import QueryError, StoreError
from kgraph.store import servers
from kgraph.store.base import Dataset
from kgraph.store.connection import PATIENCE, TIMEOUT, Connection

_HELLO = 5.0  # seconds of patience with the first request: a mistyped address is soon told
_JSON, _NT, _UPDATE = "application/sparql-results+json", "application/n-triples", "application/sparql-update"
_FITS = {_JSON: {_JSON, "application/json"}, _NT: {_NT, "text/plain"}}
_CUT = "x-sparql-maxrows"  # Virtuoso's word that it has cut the rows off, and at how many
_FORBIDDEN = {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}
_NOT_ALLOWED = re.compile("no permission|permission denied", re.IGNORECASE)
_UNANSWERABLE = {httpx.codes.BAD_REQUEST, httpx.codes.UNPROCESSABLE_ENTITY, httpx.codes.INTERNAL_SERVER_ERROR}
_ABSENT = {httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED}
_EXCERPT = 300  # characters of what a server says


class Endpoint:
    """A SPARQL server by its address (see ``servers`` and ``credentials``).

    StoreError where it can't be used, QueryError where it does not understand or can't answer a query.
    """

    def __init__(self, address: str, *, timeout: float = TIMEOUT, patience: float = PATIENCE) -> None:
        self._link = Connection(address, timeout=timeout, patience=patience)
        stated, hello = servers.stated(self._link.url), min(_HELLO, patience)
        self.address = str(self._link.url.copy_with(fragment=None))
        try:
            self.services = stated or self._recognised(hello)
            self.ask("ASK {}", patience=hello)
        except BaseException:
            self.close()
            raise

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.address!r})"

    def close(self) -> None:
        self._link.close()

    def _recognised(self, patience: float) -> servers.Services:
        reply = self._link.send(
            "POST", self._link.url, patience=patience, data={"query": "ASK {}"}, headers={"Accept": _JSON}
        )
        return servers.recognised(self._link.url, reply.headers, guarded=self._link.has_user)

    # -- questions

    def solutions(self, select: str, dataset: Dataset | None = None) -> tuple[bytes, int | None]:
        """The answer to a SELECT query in SPARQL's JSON, and the number of rows that it was cut off at, if it was."""
        reply = self._query(select, dataset, _JSON)
        cut = reply.headers.get(_CUT, "")
        return reply.content, int(cut) if cut.isdecimal() else None

    def ask(self, ask: str, dataset: Dataset | None = None, *, patience: float | None = None) -> bool:
        """The answer to an ASK query."""
        reply = self._query(ask, dataset, _JSON, patience)
        try:
            found = pyoxigraph.parse_query_results(reply.content, format=QueryResultsFormat.JSON)
            # Virtuoso answers with one row for yes and none for no
            return bool(found) if isinstance(found, QueryBoolean) else any(True for _ in found)
        except (SyntaxError, ValueError):
            raise self._astray(reply, _JSON) from None

    def triples(self, construct: str, dataset: Dataset | None = None) -> bytes:
        """The answer to a CONSTRUCT or DESCRIBE query as N-Triples; QueryError where the server may have cut it off."""
        content = self._query(construct, dataset, _NT).content
        if self._most_rows is not None and content.count(b"\n") >= self._most_rows:
            raise QueryError(
                f"The SPARQL server at {self.address} cuts answers off at {self._most_rows} triples, and this one is "
                "as long; ask for less at a time with LIMIT and OFFSET."
            )
        return content

    @cached_property
    def _most_rows(self) -> int | None:
        """The longest answer that the server gives, where it has such a bound."""
        asked = self.services.server.most_rows
        if asked is None:
            return None
        found = pyoxigraph.parse_query_results(self.solutions(asked)[0], format=QueryResultsFormat.JSON)
        values = [value for row in found for value in row] if isinstance(found, QuerySolutions) else []
        return next((int(one.value) for one in values if isinstance(one, Literal) and one.value.isdecimal()), None)

    def _query(
        self, sparql: str, dataset: Dataset | None, wanted: str, patience: float | None = None
    ) -> httpx.Response:
        form: dict[str, str | list[str]] = {"query": sparql}
        if dataset:
            form |= {"default-graph-uri": list(dataset.default), "named-graph-uri": list(dataset.named)}
        where = self.services.query
        reply = self._link.send("POST", where, patience=patience, data=form, headers={"Accept": wanted})
        if reply.status_code in _UNANSWERABLE:
            raise QueryError(f"The SPARQL server at {where} can't answer the query: {self._words(reply)}.")
        self._check(reply)
        if _media_type(reply) not in _FITS[wanted]:
            raise self._astray(reply, wanted)
        return reply

    # -- changes

    def update(self, sparql: str) -> None:
        """Do what a SPARQL update says, which must do no harm when it is done twice: see ``Connection.send``."""
        where, form = self.services.update, {"Content-Type": _UPDATE}
        self._check(self._link.send("POST", where, content=sparql.encode(), headers=form))

    def write(self, graph: NamedNode, triples: Iterable[Triple]) -> None:
        """Give the server a graph whole, in place of the one of that name; needs ``services.graphs``."""
        if self.services.graphs is None:
            raise StoreError(f"The SPARQL server at {self.address} takes no whole graphs; name an address that does.")
        self._check(
            self._link.send(
                "PUT",
                self.services.graphs,
                params={"graph": graph.value},
                content=pyoxigraph.serialize(triples, format=RdfFormat.N_TRIPLES),
                headers={"Content-Type": _NT},
            )
        )

    # -- answers that are none

    def _check(self, reply: httpx.Response) -> None:
        """StoreError with what to do, unless the server has done what it was asked."""
        if reply.is_success:
            return
        where, status, words = f"The SPARQL server at {reply.request.url}", reply.status_code, self._words(reply)
        if reply.has_redirect_location:
            target = reply.request.url.join(reply.headers["Location"]).copy_with(username=None, password=None)
            raise StoreError(f"{where} sends elsewhere; if you trust it, name the address {target} instead.")
        if status in _FORBIDDEN or _NOT_ALLOWED.search(words):
            raise StoreError(
                f"{where} does not let you do this; set KGRAPH_STORE_USER and KGRAPH_STORE_PASSWORD, or "
                "KGRAPH_STORE_TOKEN, to what it knows you by."
            )
        if status in _ABSENT:
            raise StoreError(f"There is no SPARQL service at {reply.request.url} (status {status}); check the address.")
        raise StoreError(f"{where} can't do this (status {status}): {words}.")

    def _words(self, reply: httpx.Response) -> str:
        """What a server says went wrong, in one short line."""
        plain = re.sub(r"(?s)<(style|script|title).*?</\1>|<[!/]?[a-z][^>]*>", " ", reply.text, flags=re.IGNORECASE)
        first = re.split(r"\n\s*\n", plain.strip(), maxsplit=1)[0]
        return self._link.hide(" ".join(first.split()))[:_EXCERPT].rstrip(" .") or "it gives no reason"

    def _astray(self, reply: httpx.Response, wanted: str) -> StoreError:
        return StoreError(
            f"The server at {reply.request.url} answers with {_media_type(reply) or 'something untyped'} where "
            f"{wanted} was asked for; check that this is the address of its SPARQL service."
        )


def _media_type(reply: httpx.Response) -> str:
    kind: str = reply.headers.get("Content-Type", "")
    return kind.partition(";")[0].strip().lower()
