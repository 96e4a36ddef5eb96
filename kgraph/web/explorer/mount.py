"""Puts the explorer's pages on the server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi.exception_handlers import http_exception_handler
from nicegui import Client, ui
from nicegui import app as pages
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response

from kgraph.web.explorer import (
    actor,
    analysis,
    document,
    editor,
    ingest,
    network,
    pair,
    parts,
    questions,
    review,
    shell,
    world,
)  # fmt: skip
from kgraph.web.explorer.signed import sign
from kgraph.web.explorer.site import Site

PAGES = (network, pair, actor, document, questions, editor, world, analysis, ingest, review)
QUICK = 4  # of gzip's levels: 9 takes three times as long for a tenth less, and all wait for it


def mount(app: Starlette, site: Site) -> None:
    """The pages below ``/``, beside what the application answers already; once a process, for NiceGUI is one."""
    for page in PAGES:
        page.build(site)
    begin = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(served: Starlette) -> AsyncIterator[object]:
        reading = asyncio.create_task(site.graph.events())  # so that the first page need not wait for it
        async with begin(served) as state:
            yield state
        reading.cancel()
        site.graph.close()

    app.router.lifespan_context = lifespan  # type: ignore[assignment]
    sign()
    pages.add_exception_handler(404, _missing)
    ui.run_with(
        app, title="kgraph", language="en-US", show_welcome_message=False, tailwind=False,  # type: ignore[arg-type]
        gzip_middleware_factory=partial(GZipMiddleware, compresslevel=QUICK),
    )  # fmt: skip


async def _missing(request: Request, error: Exception) -> Response:
    """What is answered where there is no such page."""
    path = request.url.path
    if path.startswith("/_nicegui") and isinstance(error, HTTPException):  # the pages' own files
        return await http_exception_handler(request, error)
    with Client(ui.page(""), request=request) as client, shell.page("No such page", ""):
        parts.heading("No such page")
        shell.fault(f"There is no page {path[:100]!r} here: choose one above.")
    return client.build_response(request, 404)
