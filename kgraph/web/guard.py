"""Who may ask: the names the server goes by, the pages that may send it requests, and the token that opens it."""

import hmac
import secrets
from collections.abc import Collection
from urllib.parse import quote, urlencode, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from kgraph.web.policy import PROGRAMS, mark
from kgraph.web.protocol import Refused

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
ANYWHERE = frozenset({"0.0.0.0", "::"})
LARGEST = 8 * 1024 * 1024  # bytes of any request, an uploaded file included; an address may take less
NONCE = "kgraph.nonce"  # where a request's scope keeps the word that lets the page's own scripts run
_WANTED = "This server wants a token: send it in the header `Authorization: Bearer TOKEN`, or open /?token=TOKEN."
_FORGED = {b"x-forwarded-prefix"}  # NiceGUI would load its scripts from where this header says


class Guard:
    """Middleware that refuses strangers, and tells browsers to run nothing but the page's own script.

    A page from elsewhere that has its name resolved to this machine (DNS rebinding) is found out by the Host header,
    one that sends its visitors' requests here by the Origin, or by what the browser says of who asks (Sec-Fetch-Site).
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None, token: str | None) -> None:
        self._app, self._hosts, self._token = app, hosts, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        scope[NONCE] = nonce = secrets.token_urlsafe(16)
        scope["headers"] = [pair for pair in scope["headers"] if pair[0] not in _FORGED]
        request = HTTPConnection(scope)

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                mark(MutableHeaders(scope=message), scope["path"], nonce)
            await send(message)

        try:
            self._check(request)
        except Refused as refused:
            await _refuse(refused, scope, receive, send_marked)
        else:
            answer = self._let_in(request) if self._arrives(request) else self._app
            await answer(scope, _bounded(receive), send_marked)

    def _check(self, request: HTTPConnection) -> None:
        headers = request.headers
        host = headers.get("host", "")
        if self._hosts is not None and _name(f"//{host}") not in self._hosts:
            names = " or ".join(sorted(self._hosts))
            raise Refused(421, f"This server doesn't go by the name {host[:100]!r}; use {names}.")
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2] != host:
            raise Refused(403, f"A page of {origin[:100]} sent this request; only this server's own page may.")
        if _from_elsewhere(request) and not _is_visit(request):
            raise Refused(403, "A page of another site sent this request; only this server's own page may.")
        if self._token and not (self._knows(request) or self._arrives(request)):
            raise Refused(401, _WANTED, {"WWW-Authenticate": "Bearer", **_again(request)})

    def _knows(self, request: HTTPConnection) -> bool:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        bearer = given.strip().encode("latin-1") if scheme.lower() == "bearer" else b""
        cookie = request.cookies.get(_cookie(request), "")
        return _same(bearer, self._token or "") or _same(cookie.encode(), self._pass)

    def _arrives(self, request: HTTPConnection) -> bool:
        """Whether somebody opens a page with the token in its address."""
        visit = request.scope["type"] == "http" and request.scope["method"] == "GET"
        if not (self._token and visit) or request.scope["path"].startswith(PROGRAMS):
            return False
        return _same(request.query_params.get("token", "").encode(), self._token)

    def _let_in(self, request: HTTPConnection) -> Response:
        """The same page without the token in its address, where nobody looks over a shoulder or into a history."""
        rest = urlencode([pair for pair in request.query_params.multi_items() if pair[0] != "token"])
        # one slash: after two a browser would read another server's name
        path = "/" + quote(request.scope["path"].lstrip("/"))
        response = RedirectResponse(f"{path}?{rest}" if rest else path, 303)
        secure = request.url.scheme == "https"
        response.set_cookie(_cookie(request), self._pass, httponly=True, samesite="strict", secure=secure)
        return response

    @property
    def _pass(self) -> str:
        """What the browser keeps: it opens this server and is not the token, which may be known elsewhere too."""
        return hmac.digest((self._token or "").encode(), b"kgraph explorer", "sha256").hex()


def _same(given: bytes, wanted: str) -> bool:
    return hmac.compare_digest(given, wanted.encode())


def _cookie(request: HTTPConnection) -> str:
    """The cookie's name; browsers don't tell the ports of a machine apart, and each may have a server."""
    return f"kgraph-{(request.scope.get('server') or ('', 0))[1]}"


def _from_elsewhere(request: HTTPConnection) -> bool:
    return request.headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}


def _is_visit(request: HTTPConnection) -> bool:
    """Whether somebody followed a link here, which is opened in a window of its own."""
    told = tuple(request.headers.get(f"sec-fetch-{name}") for name in ("mode", "dest"))
    return request.scope.get("method") == "GET" and told == ("navigate", "document")


def _again(request: HTTPConnection) -> dict[str, str]:
    """For who follows a link from another site: to ask once more, as this site's own visitor, who has the cookie."""
    if not _from_elsewhere(request):
        return {}
    query = request.scope["query_string"].decode("latin-1")
    return {"Refresh": f"0; url=/{quote(request.scope['path'].lstrip('/'))}?{quote(query, safe='=&%+')}"}


def _bounded(receive: Receive) -> Receive:
    """The same, until more was received than any request may hold."""
    size = 0

    async def receive_bounded() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > LARGEST:
            raise HTTPException(413, f"The request is larger than {LARGEST // 1024**2} MiB; send less at a time.")
        return message

    return receive_bounded


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
