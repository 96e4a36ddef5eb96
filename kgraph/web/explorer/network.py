"""The network page: who deals with whom, filtered, and the evidence of a pair beside it."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from anyio import to_thread
from nicegui import ui
from starlette.requests import Request

from kgraph.analyse.evidence import plural
from kgraph.errors import KgraphError
from kgraph.explore import filters
from kgraph.explore.events import Events
from kgraph.explore.filters import Filter, Look
from kgraph.explore.marked import key
from kgraph.explore.view import View, view
from kgraph.web import charts, timecharts
from kgraph.web.explorer import controls, pair, parts, shell
from kgraph.web.explorer.site import Site
from kgraph.web.explorer.span import Span

# where an actor was let go, if it was drawn elsewhere: ECharts says nothing of it itself
GRABBED = """event => {
  const chart = getElement(%d).chart;
  chart.grabbed = chart.convertFromPixel({seriesIndex: 0}, [event.event.offsetX, event.event.offsetY]);
}"""
LET_GO = """event => {
  const chart = getElement(%d).chart, from = chart.grabbed;
  const to = chart.convertFromPixel({seriesIndex: 0}, [event.event.offsetX, event.event.offsetY]);
  if (event.dataType === "node" && from && to && Math.hypot(to[0] - from[0], to[1] - from[1]) > 4)
    emit({iri: event.data.id, x: to[0] - from[0], y: to[1] - from[1]});
}"""
# in a narrow window the panel is below the picture
TO_THE_PANEL = """const panel = document.querySelector(".panel");
if (innerWidth < 960) panel.scrollIntoView(); panel.focus({preventScroll: true});"""

PATIENCE = 10.0  # seconds
FEWEST = (1, 2, 3, 5, 10, 20, 50)  # events of a pair
SMALL = 0.45  # of the usual range of sizes


def build(site: Site) -> None:
    """Put the page at ``/``."""

    @ui.page("/", response_timeout=shell.PATIENCE)
    async def network(request: Request) -> None:
        with shell.page("Network", "/"):
            parts.heading("Who deals with whom")
            try:
                given, look = filters.read(request.url.query), filters.look(request.url.query)
                events = await parts.events(site.graph)
                if not events.event:
                    shell.empty("No events yet: ingest texts, by `kgraph ingest` or on the page Ingest.")
                    return
                seen = await to_thread.run_sync(_seen, events, given)
                await Page(site, events, given, look, seen).show()
            except KgraphError as error:
                shell.fault(str(error))


class Page:
    """One visitor's view: the filter, how it is looked at, and what is drawn of it."""

    def __init__(self, site: Site, events: Events, given: Filter, look: Look, seen: View) -> None:
        self.site, self.events, self.given, self.look, self.seen = site, events, given, look, seen
        self.scale = 1.0

    async def show(self) -> None:
        """Build the page."""
        with controls.fields("/"):
            controls.actors(self.events, self.given.actors, self._wants)
            controls.of_events(self.given, self._wants, sources=self.events.sources)
            counts = {count: f"{count} or more" for count in sorted({*FEWEST, self.given.least})}
            least = parts.option("Events of a pair", self.given.least, counts)
            least.on_value_change(lambda event: self._wants(least=event.value))
        self.root = ui.element("div").classes("split w-full")
        with self.root:
            with ui.element("section").props('aria-label="The network"'):
                self._picture()
            self.panel = ui.element("aside").props('aria-label="Evidence" tabindex=-1 data-testid=evidence')
        self.panel.classes("panel")
        self._tell()
        await self._fill()
        ui.timer(0, self._measure, once=True)

    async def _measure(self) -> None:
        """Draw smaller shapes in a small window, once its size can be asked for."""
        with suppress(TimeoutError):  # who has left the page does not answer
            if await ui.run_javascript("innerWidth < 700", timeout=PATIENCE):
                self.scale = SMALL
                parts.redraw(self.chart, charts.network(self.seen, self.look, self.scale))

    def _picture(self) -> None:
        with ui.element("div").classes("told"):
            self.told = ui.label().props("role=status data-testid=told").classes("pale")
            self.undo = ui.element("div").classes("ways-out")
        self.chart = parts.picture(charts.network(self.seen, self.look), "network")
        self.chart.on("componentClick", self._clicked, ["dataType", "data"])
        self.chart.on("chart:mousedown", js_handler=GRABBED % self.chart.id)
        self.chart.on("chart:mouseup", self._moved, js_handler=LET_GO % self.chart.id)
        self.key = ui.html(sanitize=False)
        parts.heading("When", 2)
        months = self.seen.months
        self.span = Span(
            [name for name, *_ in months], self.given.since, self.given.until, classes="months",
            draw=lambda since, until: timecharts.months(months, since, until), changed=self._between,
        )  # fmt: skip
        self.list = ui.element("div").props("data-testid=pairs")

    # -- what is wanted

    async def _wants(self, **changed: Any) -> None:
        """Show what the filter keeps when some of its fields are others."""
        await self._apply(replace(self.given, **changed))

    async def _between(self, since: str, until: str) -> None:
        await self._apply(replace(self.given, since=since, until=until), months=False)

    async def _apply(self, given: Filter, *, months: bool = True) -> None:
        """Show what another filter keeps, and keep it in the address; of several asked for at once, the last."""
        self.given = given
        seen = await to_thread.run_sync(_seen, self.events, given)
        if given is not self.given:
            return
        self.seen = seen
        with self.root:
            self._draw()
            if months:
                rows = seen.months
                self.span.show(
                    [name for name, *_ in rows], given.since, given.until,
                    lambda since, until: timecharts.months(rows, since, until),
                )  # fmt: skip
            self._tell()
            await self._fill()

    def _draw(self) -> None:
        """Draw the network as it is to be looked at, and keep that in the address."""
        parts.keep(filters.address("/", self.given.address(), self.look.address()))
        parts.redraw(self.chart, charts.network(self.seen, self.look, self.scale))

    def _tell(self) -> None:
        seen = self.seen
        more = f"; {plural(seen.more, 'weaker pair')} not drawn" if seen.more else ""
        self.told.set_text(
            f"{plural(seen.events, 'event')}; shown: {plural(len(seen.nodes), 'actor')} and "
            f"{plural(len(seen.pairs), 'pair')}{more}."
        )
        self.key.set_content(charts.legend({node.actor.kind for node in seen.nodes}))
        self.undo.clear()
        with self.undo:
            if seen.more:
                self._button("Draw more", self._more)
            if hidden := len(self.given.hidden):
                self._button(f"Show {hidden} hidden again", lambda: self._wants(hidden=()))
            if pinned := len(self.look.pins):
                self._button(f"Let {pinned} pinned go", lambda: self._pin(()))
        self.list.clear()
        with self.list:
            self._pairs(seen)

    def _pairs(self, seen: View) -> None:
        """The pairs as a list too: by keyboard, and for who can't see the picture."""
        if not seen.pairs:
            shell.empty("No pair is left: take a filter away.")
            return
        parts.heading("Pairs, those of most events first", 2)
        with ui.element("ul").classes("pairs"):
            for one in seen.pairs:
                ends = one.one.iri, one.other.iri
                with ui.element("li"):
                    self._button(charts.title(one), lambda ends=ends: self._choose(ends))
                    ui.label(charts.told(one)).classes("pale")
        if seen.more:
            self._button("More pairs", self._more)

    async def _more(self) -> None:
        await self._wants(most=min(self.given.most * 2, filters.MOST))

    # -- the picture and the panel

    async def _clicked(self, event: Any) -> None:
        data = event.args.get("data") or {}
        if event.args.get("dataType") == "edge":
            await self._choose((data["source"], data["target"]))
        elif data.get("id") in self.events.number:
            self._actor(data["id"])

    async def _choose(self, ends: tuple[str, str]) -> None:
        """Show a pair's evidence."""
        self.look = replace(self.look, pair=ends)
        with self.root:
            self._draw()
            await self._fill()
            ui.run_javascript(TO_THE_PANEL)

    async def _fill(self) -> None:
        """The evidence of the chosen pair, or how to choose one."""
        self.panel.clear()
        with self.panel:
            ends = self.look.pair
            if ends is None:
                shell.empty("Choose a line of the picture, or a pair below it, to read the sentences behind it.")
                return
            try:
                names = [self.events.actor(end).name for end in ends]
            except KgraphError as error:  # an address that was written by hand
                shell.fault(str(error))
                return
            parts.heading(" – ".join(names), 2).props("data-testid=pair")
            with ui.element("div").classes("ways-out"):
                ui.link("Over time", filters.address("/pair", Look(ends).address(), self.given.address()))
                for name, end in zip(names, ends, strict=True):
                    self._button(name, lambda end=end: self._actor(end))
            ui.html(key(), sanitize=False)
            await pair.listed(self.site, self.events.of_pair(self.given, *ends))

    def _actor(self, iri: str) -> None:
        """What can be done with an actor."""
        actor, given = self.events.actor(iri), self.given
        self.panel.clear()
        with self.panel:
            parts.heading(actor.name, 2).props("data-testid=actor")
            ui.label(charts.KINDS.get(actor.kind, actor.kind)).classes("pale")
            node = next((one for one in self.seen.nodes if one.actor.iri == iri), None)
            if node:
                ui.label(f"{charts.involved(node)}.")
            ui.link("Over time", pair.actor_address(iri, given))
            with ui.element("div").classes("deeds"):
                if iri in given.expanded:
                    self._button("Fewer of its pairs", lambda: self._wants(expanded=_without(given.expanded, iri)))
                else:
                    self._button("More of its pairs", lambda: self._wants(expanded=(*given.expanded, iri)))
                if iri in given.actors:
                    self._button("Others' pairs again", lambda: self._wants(actors=_without(given.actors, iri)))
                else:
                    self._button("Its pairs alone", lambda: self._wants(actors=(*given.actors, iri)))
                self._pinning(iri)
                self._button("Hide", lambda: self._wants(hidden=(*given.hidden, iri)))
        ui.run_javascript(TO_THE_PANEL)

    def _pinning(self, iri: str) -> None:
        places, rest = charts.placed(self.seen, self.look), tuple(one for one in self.look.pins if one[0] != iri)
        if len(rest) < len(self.look.pins):
            self._button("Let go", lambda: self._pin(rest))
        elif iri in places:
            self._button("Pin", lambda: self._pin((*rest, (iri, *places[iri]))))

    def _moved(self, event: Any) -> None:
        """Pin an actor where it was dragged."""
        told, places = event.args, charts.placed(self.seen, self.look)
        x, y = (round(places[told["iri"]][axis] + told[name]) for axis, name in enumerate("xy"))
        self._pin((*(one for one in self.look.pins if one[0] != told["iri"]), (told["iri"], x, y)))

    def _pin(self, pins: tuple[tuple[str, int, int], ...]) -> None:
        self.look = replace(self.look, pins=pins)
        with self.root:
            self._draw()
            self._tell()

    def _button(self, words: str, deed: Any) -> None:
        ui.button(words, on_click=deed).props("flat dense no-caps")


def _seen(events: Events, given: Filter) -> View:
    """What a filter keeps, with its places found already: both take a moment that others should not wait for."""
    seen = view(events, given)
    charts.placed(seen, Look())
    return seen


def _without(actors: tuple[str, ...], iri: str) -> tuple[str, ...]:
    return tuple(actor for actor in actors if actor != iri)
