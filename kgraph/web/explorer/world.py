"""The map: how every country stands to one actor, and where the events took place."""

from dataclasses import replace
from html import escape
from typing import Any
from weakref import WeakKeyDictionary

from anyio import to_thread
from nicegui import ui
from starlette.requests import Request

from kgraph.errors import KgraphError
from kgraph.explore import world as worlds
from kgraph.explore.events import Events
from kgraph.explore.world import Look, Places, World
from kgraph.web import timecharts, worldmap
from kgraph.web.explorer import controls, parts, shell
from kgraph.web.explorer.site import Site
from kgraph.web.explorer.span import Draw, Span

WAYS = {"to": "the countries", "by": "the actor", "both": "both"}
NEAR = {False: "the world", True: "near the actor"}
NOTE = (
    "A country leads to its pair with the actor. Shapes: Natural Earth (public domain); places: GeoNames (CC BY 4.0). "
    "Borders are drawn to help the eye and claim nothing."
)


def build(site: Site) -> None:
    """Put the page at ``/map``."""
    known: WeakKeyDictionary[Events, Places] = WeakKeyDictionary()

    async def found(events: Events) -> Places:
        """Where the events took place, read once as long as the store stays as it is."""
        if events not in known:
            known[events] = await site.graph.ask(lambda store: worlds.places(store, events))
        return known[events]

    @ui.page("/map", response_timeout=shell.PATIENCE)
    async def world_map(request: Request) -> None:
        with shell.page("Map", "/map"):
            title = parts.heading("The map")
            try:
                look, events = worlds.read(request.url.query), await parts.events(site.graph)
                if not events.event:
                    shell.empty("No events yet: ingest texts, by `kgraph ingest` or on the page Ingest.")
                    return
                where = await found(events)
                seen = await to_thread.run_sync(worlds.world, events, where, look)
                Page(title, events, where, look, seen).show()
            except KgraphError as error:
                shell.fault(str(error))


class Page:
    """One visitor's map: what it looks at, and what is drawn of it."""

    def __init__(self, title: ui.html, events: Events, where: Places, look: Look, seen: World) -> None:
        self.title, self.events, self.where = title, events, where
        self.look, self.seen = replace(look, of=seen.of.iri), seen

    def show(self) -> None:
        """Build the page."""
        self._controls()
        with ui.element("div").classes("split w-full"):
            with ui.element("section").props('aria-label="The map"'):
                self.told = ui.label().props("role=status data-testid=told").classes("pale")
                self.map = ui.html(sanitize=False)
                ui.html(worldmap.legend(), sanitize=False)
                ui.label(NOTE).classes("pale")
                parts.heading("When", 2)
                names, since, until, draw = self._months()
                self.span = Span(names, since, until, draw=draw, classes="months", changed=self._between)
            with ui.element("aside").props('aria-label="The map as tables" tabindex=0').classes("panel"):
                self.tables = ui.html(sanitize=False)
        self._draw()

    def _controls(self) -> None:
        look = self.look
        with controls.fields("/map"):
            controls.actor(self.events, "of", "The map of", look.of, self._wants, clearable=False)
            way = parts.option("Who acts", look.way, WAYS)
            way.on_value_change(lambda event: self._wants(way=event.value))
            near = parts.option("Show", look.near, NEAR)
            near.on_value_change(lambda event: self._wants(near=event.value))
            controls.of_events(look.given, self._filter, sources=self.events.sources)

    async def _wants(self, **changed: Any) -> None:
        """Look at something else."""
        await self._apply(replace(self.look, **changed))

    async def _between(self, since: str, until: str) -> None:
        await self._filter(since=since, until=until)

    async def _filter(self, **changed: Any) -> None:
        await self._apply(replace(self.look, given=replace(self.look.given, **changed)))

    async def _apply(self, look: Look) -> None:
        """Show what another look sees, and keep it in the address; of several asked for at once, the last."""
        self.look = look
        seen = await to_thread.run_sync(worlds.world, self.events, self.where, look)
        if look is not self.look:
            return
        self.seen = seen
        parts.keep(look.address())
        self._draw()
        self.span.show(*self._months())

    def _months(self) -> tuple[list[str], str, str, Draw]:
        """What the slider over the dates is drawn of."""
        rows, given = self.seen.months, self.look.given
        names = [name for name, *_ in rows]
        return names, given.since, given.until, lambda since, until: timecharts.months(rows, since, until)

    def _draw(self) -> None:
        seen, kept = self.seen, self.look.given.address()
        self.title.set_content(escape(worldmap.heading(seen)))
        self.told.set_text(worldmap.summary(seen))
        self.map.set_content(worldmap.draw(seen, self.look.near, kept))
        self.tables.set_content(worldmap.country_table(seen, kept) + worldmap.place_table(seen))
