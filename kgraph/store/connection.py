"""Requests to a SPARQL server that outlive its passing troubles: a dropped connection, a restart, too much to do."""

import random
import ssl
import time
from functools import cache
from itertools import count
from typing import Any

import httpx

from kgraph.errors import StoreError
from kgraph.sources.pace import retry_after
from kgraph.store import credentials

CONNECT, TIMEOUT = 10.0, 120.0  # seconds until there is a connection; without a byte
PATIENCE = 60.0  # seconds within which a request is sent again
_BUSY = {httpx.codes.BAD_GATEWAY, httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.GATEWAY_TIMEOUT}
_TAKEN = (httpx.ReadTimeout, httpx.WriteTimeout)  # the server has the request, and is at it still
_FIRST, _LONGEST = 0.2, 10.0  # seconds between attempts

Reply = httpx.Response | httpx.RequestError


class Connection:
    """A connection to one server, with the credentials that ``credentials.find`` finds for it.

    Redirects are not followed: a body, and what says who one is, goes only where the user has said.
    """

    def __init__(self, address: str, *, timeout: float = TIMEOUT, patience: float = PATIENCE) -> None:
        try:
            url = httpx.URL(address)
            port = url.port or 80
        except httpx.InvalidURL:
            raise _malformed() from None
        if url.scheme not in ("http", "https") or not url.host or not 0 < port < 1 << 16:
            raise _malformed()
        self.url, self._login = credentials.find(url)
        self.has_user = isinstance(self._login, credentials.Login)
        self._timeout, self._patience = timeout, patience
        self._http = httpx.Client(
            auth=self._login,
            verify=_tls(),
            trust_env=False,  # no proxy is told who one is
            timeout=httpx.Timeout(timeout, connect=min(CONNECT, timeout)),
            headers={"User-Agent": "kgraph"},
        )

    def close(self) -> None:
        self._http.close()

    def send(self, method: str, url: httpx.URL, *, patience: float | None = None, **content: Any) -> httpx.Response:
        """The server's answer, whatever it says; StoreError where none comes, or none but that it is busy.

        The request may be sent again though it was carried out, so it must be one that does no harm when done twice.
        """
        if self._http.is_closed:
            raise StoreError(f"The connection to {self.url} has been closed; open the store again.")
        until = time.monotonic() + (self._patience if patience is None else patience)
        for attempt in count():
            reply = self._once(method, url, content)
            pause = _pause(reply, attempt)
            if pause is None or time.monotonic() + pause > until:
                return self._answer(reply, url)
            time.sleep(pause)
        raise AssertionError  # count() never ends

    def hide(self, words: str) -> str:
        """What a server says, without the password or token that it may have repeated."""
        return self._login.hide(words) if self._login else words

    def _once(self, method: str, url: httpx.URL, content: dict[str, Any]) -> Reply:
        try:
            return self._http.request(method, url, **content)
        except httpx.RequestError as error:
            return error

    def _answer(self, reply: Reply, url: httpx.URL) -> httpx.Response:
        where = f"The SPARQL server at {url}"
        if isinstance(reply, _TAKEN):
            raise StoreError(f"{where} gave no answer within {self._timeout:g} seconds; ask for less, or try later.")
        if isinstance(reply, httpx.DecodingError):
            raise StoreError(f"{where} sends an answer that can't be unpacked ({reply}); look after the server.")
        if isinstance(reply, httpx.RequestError):
            reason = self.hide(str(reply)) or type(reply).__name__
            raise StoreError(f"{where} can't be reached ({reason}); check the address, and that the server runs.")
        if reply.status_code in _BUSY:
            raise StoreError(f"{where} is busy or down (status {reply.status_code}); try again later.")
        return reply


@cache
def _tls() -> ssl.SSLContext:
    """Whom to trust; made once, for it takes as long as a hundred questions."""
    return httpx.create_ssl_context()


def _malformed() -> StoreError:
    # without the address: what is malformed may hold a password anywhere
    return StoreError("The address of the SPARQL server is malformed; write it as http://host:port/path.")


def _pause(reply: Reply, attempt: int) -> float | None:
    """How long to wait before another attempt; None where that is of no use.

    What the server has taken and not answered in time is not asked again: it may be at it still. Who asks for no pause
    at all is given one nevertheless.
    """
    if isinstance(reply, httpx.Response):
        if reply.status_code not in _BUSY:
            return None
        asked = retry_after(reply.headers.get("Retry-After", "")) or 0.0
    elif not isinstance(reply, httpx.TransportError) or isinstance(reply, _TAKEN) or _distrusted(reply):
        return None
    else:
        asked = 0.0
    longest = min(_LONGEST, _FIRST * 2**attempt)
    return max(asked, random.uniform(longest / 2, longest))


def _distrusted(error: httpx.RequestError) -> bool:
    """Whether the server's certificate was refused, which no further attempt mends."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause is not None
