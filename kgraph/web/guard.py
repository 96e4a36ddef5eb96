"""Who may ask: the names the server goes by, the pages that may send it requests, and the token that opens it."""

import hmac
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kgraph.web.protocol import Refused

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
ANYWHERE = frozenset({"0.0.0.0", "::"})
_OPEN = {"/", "/page.js", "/page.css", "/queries.json"}  # what says nothing of the graph needs no token
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Middleware that refuses strangers, and tells browsers to run nothing but the page's own script.

    A page from elsewhere that has its name resolved to this machine (DNS rebinding) is found out by the Host header,
    one that sends its visitors' requests here by the Origin.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None, token: str | None) -> None:
        self._app, self._hosts, self._token = app, hosts, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            self._check(scope["path"], Headers(scope=scope))
        except Refused as refused:
            await refusal(refused)(scope, receive, send_guarded)
        else:
            await self._app(scope, receive, send_guarded)

    def _check(self, path: str, headers: Headers) -> None:
        host = headers.get("host", "")
        if self._hosts is not None and _name(f"//{host}") not in self._hosts:
            names = " or ".join(sorted(self._hosts))
            raise Refused(421, f"This server doesn't go by the name {host[:100]!r}; use {names}.")
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2] != host:
            raise Refused(403, f"A page of {origin[:100]} sent this request; only this server's own page may.")
        if self._token and path not in _OPEN and not self._opened(headers.get("authorization", "")):
            sentence = "This server wants a token; send it in the header `Authorization: Bearer TOKEN`."
            raise Refused(401, sentence, {"WWW-Authenticate": "Bearer"})

    def _opened(self, authorization: str) -> bool:
        scheme, _, given = authorization.partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), (self._token or "").encode())


def refusal(refused: Refused) -> Response:
    """The response that a refused request gets."""
    return PlainTextResponse(f"{refused}\n", refused.status, dict(refused.headers))


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
