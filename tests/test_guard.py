"""Who is let in, on web addresses and web sockets alike, and what browsers are told of every answer."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from kgraph.store import Store
from kgraph.web import guard
from kgraph.web.guard import LOCAL, NONCE, Guard
from kgraph.web.policy import policy
from tests import claims as c
from tests.serving import Server, serving

HERE, TOKEN = "http://127.0.0.1:8180", "a-long-word"
VISIT = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


async def page(request: Request) -> Response:
    """What was asked for, and with which headers."""
    body = await request.body()
    return PlainTextResponse(f"{request.url.path} {len(body)} {request.headers.get('x-forwarded-prefix')}")


async def socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


class Visitor:
    """A browser before a guarded application that answers anything."""

    def __init__(self, token: str | None = None) -> None:
        routes = [WebSocketRoute("/socket", socket), Route("/{rest:path}", page, methods=["GET", "POST"])]
        self._app = Starlette(routes=routes, middleware=[Middleware(Guard, hosts=LOCAL, token=token)])
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(self._app), base_url=HERE)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return asyncio.run(self._client.get(path, headers=headers))

    def post(self, path: str, content: bytes | AsyncIterator[bytes] = b"") -> httpx.Response:
        return asyncio.run(self._client.post(path, content=content))

    def greeted(self, **headers: str) -> bool:
        """Whether a web socket is opened."""
        told = self._client.build_request("GET", "/socket", headers=headers).headers.raw
        scope = {"type": "websocket", "path": "/socket", "query_string": b"", "server": ("127.0.0.1", 8180)}
        scope["headers"] = [(name.lower(), value) for name, value in told]
        sent: list[str] = []

        async def receive() -> Message:
            return {"type": "websocket.connect"}

        async def send(message: Message) -> None:
            sent.append(message["type"])

        asyncio.run(self._app(scope, receive, send))
        return sent[0] == "websocket.accept"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:8180"}, 200),
        ({"Host": "[::1]:8180"}, 200),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example"}, 421),
        ({"Host": "["}, 421),
        ({"Origin": HERE}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_names_and_origins(headers: dict[str, str], status: int) -> None:
    """Pages and sockets are open to the same askers."""
    assert Visitor().get("/", **headers).status_code == status
    assert Visitor().greeted(**headers) is (status == 200)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (VISIT, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 200),
        ({**VISIT, "Sec-Fetch-Dest": "iframe"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 403),
    ],
)
def test_other_sites_may_link_here_and_no_more(headers: dict[str, str], status: int) -> None:
    """A picture or a script on another page, or of another port, starts no query here."""
    assert Visitor().get("/sparql?query=ASK", **headers).status_code == status


def test_the_token_by_header() -> None:
    """Programs send it each time, to sockets too."""
    browser = Visitor(TOKEN)
    for wrong in ({}, {"Authorization": "Bearer another"}, {"Authorization": f"Basic {TOKEN}"}):
        refused = browser.get("/", **wrong)
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
        assert not browser.greeted(**wrong)
    right = {"Authorization": f"bearer {TOKEN}"}
    assert browser.get("/", **right).status_code == 200
    assert browser.greeted(**right)


def test_the_token_by_address() -> None:
    """People open it once; then it is gone from the address, and a cookie that no script can read stands for it."""
    browser = Visitor(TOKEN)
    assert browser.get("/map?token=another&actor=A").status_code == 401
    let_in = browser.get(f"/map?actor=A%26B&token={TOKEN}&since=")
    assert (let_in.status_code, let_in.headers["location"]) == (303, "/map?actor=A%26B&since=")
    cookie = let_in.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert TOKEN not in cookie
    assert browser.get(let_in.headers["location"]).status_code == 200
    assert browser.greeted()
    assert Visitor(TOKEN).get("/", Cookie="kgraph-8180=" + "0" * 64).status_code == 401


@pytest.mark.parametrize("ask", [
    lambda browser: browser.post(f"/?token={TOKEN}"), lambda browser: browser.get(f"/sparql?query=ASK&token={TOKEN}"),
])  # fmt: skip
def test_the_token_by_address_opens_pages_alone(ask: Callable[[Visitor], httpx.Response]) -> None:
    """Not what a form sends, and no endpoint of programs."""
    assert ask(Visitor(TOKEN)).status_code == 401


@pytest.mark.parametrize("path", ["//evil.example/", "/%5Cevil.example/", "/%0d%0aX:%20y"])
def test_no_way_leads_elsewhere(path: str) -> None:
    """The redirect stays on this server, whatever the address."""
    target = Visitor(TOKEN).get(f"{HERE}{path}?token={TOKEN}").headers["location"]
    assert re.fullmatch(r"/[^/\\\s][^\\\s]*", target)


def test_a_link_from_elsewhere_is_followed_twice() -> None:
    """Browsers keep a strict cookie back from it at first; asked again by this server's own answer, they send it."""
    refused = Visitor(TOKEN).get("/map?actor=A%26B", **VISIT)
    assert (refused.status_code, refused.headers["refresh"]) == (401, "0; url=/map?actor=A%26B")
    assert "refresh" not in Visitor(TOKEN).get("/map").headers


def test_a_body_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address takes more than that, uploads included, whether their length is told or not."""
    monkeypatch.setattr(guard, "LARGEST", 1000)
    assert Visitor().post("/", b"x" * 1000).status_code == 200
    assert Visitor().post("/", b"x" * 1001).status_code == 413

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b"x" * 100

    assert Visitor().post("/", pieces()).status_code == 413


def test_headers() -> None:
    """Each answer, a refusal too, says what it may do in a browser; what nobody may set is taken out."""
    for headers, status in (({}, 200), ({"Origin": "null"}, 403)):
        answer = Visitor().get("/", **headers)
        assert answer.status_code == status
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in answer.headers
    assert Visitor().get("/", **{"X-Forwarded-Prefix": "//evil.example"}).text == "/ 0 None"


@pytest.mark.parametrize(
    ("path", "loose"),
    [
        ("/sparql", set()),
        ("/queries/pair", set()),
        ("/_nicegui/x/static/nicegui.js", set()),
        ("/", {"script-src 'unsafe-eval'", "style-src 'unsafe-inline'"}),
        ("/map", {"script-src 'unsafe-eval'", "style-src 'unsafe-inline'"}),
    ],
)
def test_policies(path: str, loose: set[str]) -> None:
    """Nothing from elsewhere on any address; two loose sources on the explorer's pages, as docs/explorer.md tells."""
    rules = [rule.split() for rule in policy(path, "once").split("; ")]
    assert ["default-src", "'none'"] in rules
    assert ["frame-ancestors", "'none'"] in rules
    assert {f"{name} {source}" for name, *sources in rules for source in sources if "unsafe" in source} == loose
    known = {"'none'", "'self'", "'nonce-once'", "'unsafe-eval'", "'unsafe-inline'", "data:"}
    assert {source for _, *sources in rules for source in sources} <= known


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The explorer behind a token, on a few documents."""
    folder = tmp_path_factory.mktemp("guard") / "store"
    with Store(folder, create=True) as store:
        for document, claims in c.CORPUS:
            store.add(document, claims)
    with serving(folder, environment={"KGRAPH_TOKEN": TOKEN}) as running:
        yield running


def asked(server: Server, path: str, **headers: str) -> httpx.Response:
    return httpx.get(f"{server.address}{path}", headers={"Authorization": f"Bearer {TOKEN}", **headers})


def test_only_signed_scripts_stand_in_the_page(server: Server) -> None:
    """Each has the nonce of this one answer, the next answer another."""
    nonces = set()
    for _ in range(2):
        answer = asked(server, "")
        [nonce] = re.findall(r"'nonce-([\w-]{20,})'", answer.headers["content-security-policy"])
        scripts = re.findall(r"<script\b[^>]*>", answer.text)
        assert len(scripts) > 5
        assert [script for script in scripts if f'nonce="{nonce}"' not in script] == []
        nonces.add(nonce)
    assert len(nonces) == 2
    assert NONCE not in answer.text


def test_what_the_pages_are_made_of_is_kept(server: Server) -> None:
    """Scripts and styles carry their version in their address, so browsers need ask for them once; pages they don't."""
    files = re.findall(r'src="(/_nicegui/[^"]+)"', asked(server, "").text)
    assert files
    for file in files:
        assert "immutable" in asked(server, file.lstrip("/")).headers["cache-control"]
        assert httpx.get(f"{server.address}{file.lstrip('/')}").status_code == 401
    assert asked(server, "").headers["cache-control"] == "no-store"


def test_no_prefix_is_taken_from_a_request(server: Server) -> None:
    """NiceGUI would write it into the page."""
    assert "evil.example" not in asked(server, "", **{"X-Forwarded-Prefix": "//evil.example"}).text


def test_nothing_tells_of_the_inside(server: Server) -> None:
    """No list of addresses, no documentation that would be fetched from elsewhere, no name of the server's program."""
    for path in ("docs", "redoc", "openapi.json"):
        answer = asked(server, path)
        assert (answer.status_code, "server" in answer.headers) == (404, False)


@pytest.mark.parametrize(
    ("headers", "opens"),
    [
        ({"Authorization": f"Bearer {TOKEN}"}, True),
        ({"Authorization": f"Bearer {TOKEN}", "Origin": "https://evil.example"}, False),
        ({"Authorization": "Bearer another"}, False),
        ({}, False),
    ],
)
def test_the_pages_socket_is_guarded(server: Server, headers: dict[str, str], opens: bool) -> None:
    """What the pages speak through, in either way, is open to none but those whom the pages are open to."""
    path = "_nicegui_ws/socket.io/?EIO=4&transport="
    answer = httpx.get(f"{server.address}{path}polling", headers=headers)
    assert (answer.status_code == 200, "sid" in answer.text) == (opens, opens)
    try:
        with connect(f"{server.address.replace('http', 'ws')}{path}websocket", additional_headers=headers) as talk:
            assert opens and "sid" in str(talk.recv(5))
    except InvalidStatus as refused:
        assert (opens, refused.response.status_code) == (False, 403)
