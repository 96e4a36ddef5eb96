"""What programs are answered: the endpoint at ``/sparql``, the packaged queries at ``/queries``."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Collection
from dataclasses import asdict

import anyio
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from kgraph.query import library
from kgraph.web.description import describe
from kgraph.web.formats import GRAPHS, choose
from kgraph.web.guard import Guard, refusal
from kgraph.web.pool import Answer, Cut, Pool
from kgraph.web.protocol import Refused, read
from kgraph.web.worker import Packaged, Task

LARGEST = 4 * 1024 * 1024  # bytes of a request
SENDING = 30.0  # seconds that a client has to send its request, and to take each piece of an answer


def build(pool: Pool, *, writable: bool, hosts: Collection[str] | None, token: str | None) -> Starlette:
    """The application on a pool of workers; ``hosts`` are the names it goes by (None: any)."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await pool.start()
        try:
            yield
        finally:
            await pool.close()

    routes = [
        Route("/sparql", Endpoint(pool, writable)),
        Route("/queries.json", _queries),
        Route("/queries/{name}", Filler(pool)),
    ]
    return Starlette(routes=routes, lifespan=lifespan, middleware=[Middleware(Guard, hosts=hosts, token=token)])


async def _queries(_: Request) -> Response:
    """The packaged queries: what each answers and the parameters it takes."""
    return JSONResponse([
        {
            "name": query.name, "title": query.title, "answers": query.answers, "example": query.example,
            "parameters": [asdict(parameter) for parameter in query.parameters.values()],
        }
        for query in library().values()
    ])  # fmt: skip


class Asking:
    """An ASGI application that puts a task to a worker, and lets it go where the client goes away."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            wanted = await self.wanted(Request(scope, receive))
        except Refused as refused:
            wanted = refusal(refused)
        except ClientDisconnect:
            return
        if isinstance(wanted, Response):
            await wanted(scope, receive, send)
            return
        async with anyio.create_task_group() as both:
            both.start_soon(_watch, receive, both.cancel_scope)
            await self._respond(wanted, scope, receive, send)
            both.cancel_scope.cancel()

    async def wanted(self, request: Request) -> Task | Response:
        """What the request wants done, or the response where that needs no worker; Refused where it can't be."""
        raise NotImplementedError

    async def _respond(self, task: Task, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with self._pool.ask(task) as answer:
                await _stream(answer, send)
        except Refused as refused:
            await refusal(refused)(scope, receive, send)
        except (Cut, TimeoutError):
            return  # the server breaks off a response that is not ended, so that no part passes for the whole


class Endpoint(Asking):
    """The SPARQL endpoint."""

    def __init__(self, pool: Pool, writable: bool) -> None:
        super().__init__(pool)
        self._writable = writable

    async def wanted(self, request: Request) -> Task | Response:
        headers = request.headers
        body = await _body(request)
        address, accept = request.scope["query_string"], headers.get("accept", "")
        question = read(request.method, address, headers.get("content-type", ""), body, accept)
        if question is None:
            return _description(request, accept, self._writable)
        if question.update and not self._writable:
            raise Refused(403, "This endpoint is for reading only; start it with --writable to send updates.")
        return question


class Filler(Asking):
    """The text of a packaged query with the values for its parameters that stand in the address."""

    async def wanted(self, request: Request) -> Task | Response:
        if request.method not in {"GET", "HEAD"}:
            raise Refused(405, "This address takes GET; put the parameters in the address.", {"Allow": "GET"})
        name = request.path_params["name"]
        if name not in library():
            raise Refused(404, f"There is no query called {name[:100]!r}; /queries.json lists those there are.")
        return Packaged(name, dict(request.query_params))


async def _watch(receive: Receive, scope: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()


async def _body(request: Request) -> bytes:
    """What was sent, as far as it is not too much."""
    body = bytearray()
    too_large = Refused(413, f"The request is larger than {LARGEST // 1024**2} MiB; send less at a time.")
    if request.headers.get("content-length", "0").rjust(20, "0") > str(LARGEST).rjust(20, "0"):
        raise too_large
    try:
        async with asyncio.timeout(SENDING):
            async for piece in request.stream():
                body += piece
                if len(body) > LARGEST:
                    raise too_large
    except TimeoutError:
        raise Refused(408, f"The request did not arrive within {SENDING:g} seconds; send it again.") from None
    return bytes(body)


def _description(request: Request, accept: str, writable: bool) -> Response:
    media = choose(accept, GRAPHS)
    if media is None:
        raise Refused(406, f"The service description can't be had in that form; accept {', '.join(GRAPHS)}.")
    address = str(request.url.replace(query="", fragment=""))
    return Response(describe(address, media, writable=writable), media_type=media)


async def _stream(answer: Answer, send: Send) -> None:
    """Send the answer as it comes; TimeoutError where the client takes none of it for too long."""
    content_type = f"{answer.media}; charset=utf-8" if answer.media.startswith("text/") else answer.media
    headers = [(b"content-type", content_type.encode()), (b"vary", b"Accept")] if answer.media else []
    await send({"type": "http.response.start", "status": 200 if answer.media else 204, "headers": headers})
    async for piece in answer:
        async with asyncio.timeout(SENDING):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
