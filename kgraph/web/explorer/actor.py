"""An actor's page: how it gets on with all others over time, and its strongest pairs."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from nicegui import ui
from starlette.requests import Request

from kgraph.actors.catalogue import catalogue
from kgraph.analyse.periods import PERIODS
from kgraph.errors import KgraphError
from kgraph.explore import filters
from kgraph.explore.events import Events
from kgraph.explore.filters import Filter, Look
from kgraph.explore.series import Point, series
from kgraph.explore.view import of_actor
from kgraph.web import charts, timecharts
from kgraph.web.explorer import pair, parts, shell
from kgraph.web.explorer.site import Site
from kgraph.web.explorer.span import Draw, Span

STRONGEST = 25  # pairs at first


def build(site: Site) -> None:
    """Put the page at ``/actor``."""

    @ui.page("/actor", response_timeout=shell.PATIENCE)
    async def actor(request: Request) -> None:
        with shell.page("Actor", ""):
            parts.back()
            try:
                given, iri = filters.read(request.url.query), dict(parse_qsl(request.url.query)).get("iri", "")
                await ActorPage(await parts.events(site.graph), given, iri, pair.period(request)).show()
            except KgraphError as error:
                shell.fault(str(error))


class ActorPage:
    """One visitor's view of an actor."""

    def __init__(self, events: Events, given: Filter, iri: str, kind: str) -> None:
        self.events, self.given, self.kind, self.most = events, given, kind, STRONGEST
        self.actor = events.actor(iri)

    async def show(self) -> None:
        """Build the page."""
        actor, known = self.actor, catalogue().get(self.actor.iri)
        ui.page_title(f"{actor.name} · kgraph")
        parts.heading(actor.name)
        ui.label(", ".join(filter(None, (charts.KINDS.get(actor.kind, actor.kind), actor.country)))).classes("pale")
        if known and known.aliases:
            ui.label(f"Also called {', '.join(known.aliases)}.").classes("pale")
        self.about = ui.element("div").classes("ways-out")
        period = parts.option("Period", self.kind, list(PERIODS)).classes("short")
        period.on_value_change(lambda event: self._fold(event.value))
        ui.html(timecharts.legend(), sanitize=False)
        names, draw = self._line()
        self.span = Span(
            names, self.given.since, self.given.until, draw=draw, classes="timeline", changed=self._brushed
        )
        parts.heading("Strongest pairs", 2)
        self.pairs = ui.element("div").props("aria-live=polite")
        self._list()

    def _line(self) -> tuple[list[str], Draw]:
        keep = self.events.wanted(self.given) & self.events.with_end(self.actor.iri)
        points: Sequence[Point] = series(self.events, keep, self.kind)
        return [point.period for point in points], lambda since, until: timecharts.timeline(points, since, until)

    async def _fold(self, kind: str) -> None:
        self.kind = kind
        self._keep()
        names, draw = self._line()
        self.span.show(names, self.given.since, self.given.until, draw)

    async def _brushed(self, since: str, until: str) -> None:
        self.given = replace(self.given, since=since, until=until)
        self._keep()
        self._list()

    def _keep(self) -> None:
        kind = urlencode({"period": self.kind}) if self.kind != "month" else ""
        parts.keep(filters.address(pair.actor_address(self.actor.iri, self.given), kind))

    def _list(self) -> None:
        self.about.clear()
        with self.about:
            only = replace(self.given, actors=(self.actor.iri,))
            ui.link("In the network", filters.address("/", only.address()))
            ui.label(filters.told(self.given)).classes("pale")
        found = of_actor(self.events, self.given, self.actor.iri)
        self.pairs.clear()
        with self.pairs:
            if not found:
                shell.empty("Nothing is left of this actor: take a filter away, or choose a longer time.")
                return
            with ui.element("ul").classes("pairs"):
                for one in found[: self.most]:
                    ends = self.actor.iri, (one.other if one.one == self.actor else one.one).iri
                    with ui.element("li"):
                        address = filters.address("/pair", Look(ends).address(), self.given.address())
                        ui.link(self.events.actor(ends[1]).name, address)
                        ui.label(charts.told(one)).classes("pale")
            if len(found) > self.most:
                ui.button(f"All {len(found):,} pairs", on_click=lambda: self._all(len(found))).props("flat no-caps")

    def _all(self, count: int) -> None:
        self.most = count
        self._list()
