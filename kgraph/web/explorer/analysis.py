"""The analysis pages: a measure with its options, its table with ways back to the evidence, its picture, its rule."""

import asyncio
import re
from collections.abc import Awaitable
from dataclasses import replace
from html import escape
from typing import Any

from anyio import to_thread
from nicegui import app, ui
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kgraph.analyse import MEASURES, Measure
from kgraph.errors import KgraphError, QueryError
from kgraph.explore import answers, measures
from kgraph.explore.bench import FILES
from kgraph.explore.events import Events
from kgraph.explore.measures import Found, Wish
from kgraph.naming import resolve
from kgraph.web import tables
from kgraph.web.explorer import options, parts, shell
from kgraph.web.explorer.graph import Graph
from kgraph.web.explorer.measuring import BRIEFING, Measuring
from kgraph.web.explorer.site import Site
from kgraph.web.explorer.working import Working

WATCHING = 1.0  # seconds between two looks whether somebody still waits for a file


def build(site: Site) -> None:
    """Put the pages at ``/analysis`` and ``/analysis/MEASURE``, and the files of a measure below its page."""
    measuring = Measuring(site.graph)
    app.on_shutdown(measuring.close)

    @ui.page("/analysis", response_timeout=shell.PATIENCE)
    async def overview() -> None:
        with shell.page("Analysis", "/analysis"):
            parts.heading("Analysis")
            _list()

    @ui.page("/analysis/{name}", response_timeout=shell.PATIENCE)
    async def one(request: Request, name: str) -> None:
        with shell.page(measures.title(name), "/analysis"):
            try:
                events = await parts.events(site.graph)
                wish = await _meant(site.graph, events, measures.read(name, request.url.query))
            except KgraphError as error:
                shell.fault(str(error))
                _list()
                return
            if events.event:
                await Page(site.graph, measuring, events, wish).show()
            else:
                shell.empty("No events yet: ingest texts, by `kgraph ingest` or on the page Ingest.")

    @app.get("/analysis/{name}/{file}")
    async def file(request: Request, name: str, file: str) -> Response:
        try:
            events = await site.graph.events()  # a file has no page that could say that it takes a moment
            wish = await _meant(site.graph, events, measures.read(name, request.url.query))
            if file not in FILES:
                raise QueryError(f"A measure has no file {file[:40]!r}: take one of {', '.join(FILES)}.")
            content = await _while_there(request, measuring.file(wish, file))
        except KgraphError as error:
            return PlainTextResponse(f"{error}\n", 404)
        named = f'attachment; filename="{name}.{file.rpartition(".")[2]}"'
        return Response(content, media_type=FILES[file], headers={"Content-Disposition": named})


async def _meant(graph: Graph, events: Events, wish: Wish) -> Wish:
    """The wish with IRIs in place of names; QueryError for a name that means nobody, or several."""

    async def known(name: str) -> str:
        return await graph.ask(lambda store: resolve(store, name)) if name else ""

    actor, other = await known(wish.actor), await known(wish.other)
    return replace(wish, actor=actor if wish.only else events.side(actor), other=events.side(other))


async def _while_there(request: Request, work: Awaitable[bytes]) -> bytes:
    """What work comes to; it is let go when the browser no longer waits for it."""
    task = asyncio.ensure_future(work)
    while not task.done():
        await asyncio.wait([task], timeout=WATCHING)
        if not task.done() and await request.is_disconnected():
            task.cancel()
            return b""
    return task.result()


def _list() -> None:
    """All measures, by group."""
    for group, found in measures.groups().items():
        parts.heading(group.capitalize(), 2)
        with ui.element("ul").classes("measures"):
            for measure in found:
                with ui.element("li"):
                    ui.link(measures.title(measure.name), f"/analysis/{measure.name}")
                    ui.label(_sentence(measure)).classes("pale")


def _paragraph(text: str) -> str:
    """A paragraph of a docstring as HTML."""
    told = re.sub("``(.+?)``", r"<code>\1</code>", escape(text))
    return f"<p>{told}</p>"


def _sentence(measure: Measure) -> str:
    return f"{measure.description[0].upper()}{measure.description[1:]}."


class Page:
    """One visitor's view of a measure."""

    def __init__(self, graph: Graph, measuring: Measuring, events: Events, wish: Wish) -> None:
        self.graph, self.measuring, self.events, self.wish = graph, measuring, events, wish
        self.measure = MEASURES[wish.measure]

    async def show(self) -> None:
        """Build the page; the table and the picture follow."""
        ui.link("All measures", "/analysis")
        parts.heading(measures.title(self.measure.name))
        ui.label(_sentence(self.measure)).classes("pale")
        usual = await to_thread.run_sync(options.usual, self.measure)
        options.fields(self.events, self.wish, usual, self._wants)
        self.working = Working()
        self.place = ui.element("section").props('aria-label="Result" data-testid=result').classes("w-full")
        rule = "".join(map(_paragraph, await to_thread.run_sync(measures.rule, self.measure)))
        told = f"<summary>How it is worked out</summary>{rule}"
        ui.html(told, tag="details", sanitize=False).props("data-testid=rule").classes("rule")
        with ui.element("section").props("aria-label=Briefing").classes("w-full"):
            self.briefings = ui.element("div")
            self.writing = Working()
        ui.timer(0, self._run, once=True)

    async def _wants(self, **changed: Any) -> None:
        """Measure with what the fields say, and keep it in the address."""
        wish = options.changed(self.wish, changed)
        if wish != self.wish:
            self.wish = wish
            parts.keep(wish.address())
            await self._run()

    async def _run(self) -> None:
        wish = self.wish
        self._offer_briefing()
        if not wish.complete:
            self.working.stop()
            self.place.clear()
            with self.place:
                both = "two actors" if "other" in self.measure.required else "an actor"
                shell.empty(f"Choose {both} above to see the result.")
            return
        self.place.classes("waiting")
        try:
            found = await self.working.on("Measuring …", lambda: self.measuring.table(wish))
        except KgraphError as error:
            self._fault(error)
            return
        if wish is self.wish:
            self._show(found)

    def _fault(self, error: KgraphError) -> None:
        self.place.clear()
        self.place.classes(remove="waiting")
        with self.place:
            shell.fault(str(error))

    def _show(self, found: Found | None) -> None:
        """The result, or nothing where its making was stopped."""
        self.place.clear()
        self.place.classes(remove="waiting")
        if found is None:
            return
        with self.place:
            parts.heading(found.table.title, 2)
            ui.label(found.table.note).props("data-testid=note")
            if found.actors:
                _picture(self.wish, found)
                _table(self.wish, found)

    def _offer_briefing(self) -> None:
        self.writing.stop()
        self.briefings.clear()
        actors = [
            self.events.actor(one).name for one in (self.wish.actor, self.wish.other) if one in self.events.number
        ]
        if not actors:
            return
        with self.briefings:
            parts.heading("Briefing", 2)
            named = " and ".join(actors)
            ui.label(f"What the texts tell of {named}, each number with its sentences, in one file to be handed on.")
            place = ui.element("div")

            async def write() -> None:
                place.clear()
                try:
                    page = await self.writing.on("Writing …", lambda: self.measuring.file(self.wish, BRIEFING))
                except KgraphError as error:
                    with place:
                        shell.fault(str(error))
                    return
                if page is not None:
                    ui.download.content(page, f"briefing-{'-'.join(actors)}.html", "text/html")
                    self.writing.told.set_text("Written: your browser has the file.")

            ui.button(f"Write a briefing about {named}", on_click=write).props("no-caps unelevated")


def _picture(wish: Wish, found: Found) -> None:
    """The picture as an image, in which nothing can run, and its files."""
    with ui.element("div").classes("drawn").props('role=region tabindex=0 aria-label="Picture"'):
        drawing = ui.label("Drawing …").props("role=status").classes("empty")
        image = ui.element("img").props("data-testid=picture")
        image.props["src"] = wish.address("picture.svg")
        image.props["alt"] = f"{found.table.title}. The table below has its figures."
        image.on("load", lambda: drawing.set_visibility(False), [])
        image.on("error", lambda: drawing.set_text("The picture could not be drawn: load the page again."), [])
    with ui.element("p").classes("ways-out"):
        ui.label("Picture:")
        for kind in ("PNG", "SVG", "PDF"):
            _download(kind, wish.address(f"picture.{kind.lower()}"), "the picture")
        ui.label("Table:")
        for kind in ("CSV", "JSON"):
            _download(kind, wish.address(f"table.{kind.lower()}"), "the table")


def _download(kind: str, address: str, what: str) -> None:
    ui.link(kind, address).props(f'download aria-label="{kind}: download {what}"')


def _table(wish: Wish, found: Found) -> None:
    table = measures.linked(wish, found)
    if table.rows:
        ui.label(answers.count(table) + ("; all are in the downloads." if len(table.rows) < table.count else "."))
        few = "few" if len(table.rows) <= tables.FEW else "many"
        ui.aggrid(tables.grid(table), auto_size_columns=False).classes(f"answer {few}").props("data-testid=table")
