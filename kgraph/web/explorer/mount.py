"""Puts the explorer's pages on the server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from nicegui import ui
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware

from kgraph.web.explorer import actor, analysis, document, editor, ingest, network, pair, questions, review, world
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
    ui.run_with(
        app, title="kgraph", language="en-US", show_welcome_message=False, tailwind=False,  # type: ignore[arg-type]
        gzip_middleware_factory=partial(GZipMiddleware, compresslevel=QUICK),
    )  # fmt: skip
