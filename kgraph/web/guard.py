"""Who may ask: the names the server goes by, the pages that may send it requests, and the token that opens it."""

import hmac
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from kgraph.web.protocol import Refused

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
ANYWHERE = frozenset({"0.0.0.0", "::"})
_OPEN = {"/queries.json"}  # what says nothing of the graph needs no token
_PROGRAMS = ("/sparql", "/queries")
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# NiceGUI writes its page's beginning as a script in the page, and Vue compiles templates in the browser
_PAGES = (
    f"{_NOTHING}; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_COOKIE = "kgraph-token"


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
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                program = scope["path"].startswith(_PROGRAMS)
                headers["Content-Security-Policy"] = _NOTHING if program else _PAGES
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        try:
            self._check(request)
        except Refused as refused:
            await _refuse(refused, scope, receive, send_guarded)
        else:
            arrives = scope["type"] == "http" and self._token and "token" in request.query_params
            await (self._let_in(request) if arrives else self._app)(scope, receive, send_guarded)

    def _check(self, request: HTTPConnection) -> None:
        headers = request.headers
        host = headers.get("host", "")
        if self._hosts is not None and _name(f"//{host}") not in self._hosts:
            names = " or ".join(sorted(self._hosts))
            raise Refused(421, f"This server doesn't go by the name {host[:100]!r}; use {names}.")
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2] != host:
            raise Refused(403, f"A page of {origin[:100]} sent this request; only this server's own page may.")
        if self._token and request.scope["path"] not in _OPEN and not self._knows(request):
            sentence = (
                "This server wants a token: send it in the header `Authorization: Bearer TOKEN`, or open /?token=TOKEN."
            )
            raise Refused(401, sentence, {"WWW-Authenticate": "Bearer"})

    def _knows(self, request: HTTPConnection) -> bool:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        bearer = given.strip() if scheme.lower() == "bearer" else ""
        told = (bearer, request.cookies.get(_COOKIE, ""), request.query_params.get("token", ""))
        return any(hmac.compare_digest(one.encode(), (self._token or "").encode()) for one in told)

    def _let_in(self, request: HTTPConnection) -> Response:
        """The same page without the token in its address, where nobody looks over a shoulder or into a history."""
        response = RedirectResponse(str(request.url.remove_query_params("token").replace(scheme="", netloc="")), 303)
        response.set_cookie(_COOKIE, self._token or "", httponly=True, samesite="strict")
        return response


async def _refuse(refused: Refused, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await WebSocketClose(1008, str(refused))(scope, receive, send)
    else:
        await refusal(refused)(scope, receive, send)


def refusal(refused: Refused) -> Response:
    """The response that a refused request gets."""
    return PlainTextResponse(f"{refused}\n", refused.status, dict(refused.headers))


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
