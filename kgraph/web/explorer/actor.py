"""An actor's page: how it gets on with all others over time, and its strongest pairs."""

from dataclasses import replace
from urllib.parse import parse_qsl

from nicegui import ui
from starlette.requests import Request

from kgraph.actors.catalogue import catalogue
from kgraph.errors import KgraphError
from kgraph.explore import filters
from kgraph.explore.events import Events
from kgraph.explore.filters import Filter, Look
from kgraph.explore.view import of_actor
from kgraph.web import charts
from kgraph.web.explorer import course, pair, parts, shell
from kgraph.web.explorer.course import Course
from kgraph.web.explorer.site import Site

STRONGEST = 25  # pairs at first


def build(site: Site) -> None:
    """Put the page at ``/actor``."""

    @ui.page("/actor", response_timeout=shell.PATIENCE)
    async def actor(request: Request) -> None:
        with shell.page("Actor", ""):
            try:
                given, iri = filters.read(request.url.query), dict(parse_qsl(request.url.query)).get("iri", "")
                await ActorPage(await parts.events(site.graph), given, iri, course.period(request)).show()
            except KgraphError as error:
                shell.fault(str(error))


class ActorPage:
    """One visitor's view of an actor."""

    def __init__(self, events: Events, given: Filter, iri: str, kind: str) -> None:
        self.events, self.iri, self.actor, self.most = events, iri, events.actor(iri), STRONGEST
        self.course = Course(
            events, given, kind, rows=events.with_end(iri), changed=self._list,
            address=lambda given, more: pair.actor_address(iri, given, more),
        )  # fmt: skip

    async def show(self) -> None:
        """Build the page."""
        actor, known = self.actor, catalogue().get(self.actor.iri)
        ui.page_title(f"{actor.name} · kgraph")
        parts.heading(actor.name)
        ui.label(", ".join(filter(None, (charts.KINDS.get(actor.kind, actor.kind), actor.country)))).classes("pale")
        if known and known.aliases:
            ui.label(f"Also called {', '.join(known.aliases)}.").classes("pale")
        if person := self.events.people.get(self.iri):
            ui.label(f"What {person.name} does counts as done by {actor.name}.").props("role=note")
        self.about = ui.element("div").classes("ways-out")
        self.course.show()
        parts.heading("Strongest pairs", 2)
        self.pairs = ui.element("div").props("aria-live=polite")
        await self._list()

    async def _list(self) -> None:
        given = self.course.given
        self.about.clear()
        with self.about:
            only = replace(given, actors=(self.actor.iri,))
            ui.link("In the network", filters.address("/", only.address()))
            ui.label(filters.told(given)).classes("pale")
        found = of_actor(self.events, given, self.actor.iri)
        self.pairs.clear()
        with self.pairs:
            if not found:
                shell.empty("Nothing is left of this actor: take a filter away, or choose a longer time.")
                return
            with ui.element("ul").classes("pairs"):
                for one in found[: self.most]:
                    ends = self.actor.iri, (one.other if one.one == self.actor else one.one).iri
                    with ui.element("li"):
                        address = filters.address("/pair", Look(ends).address(), given.address())
                        ui.link(self.events.actor(ends[1]).name, address)
                        ui.label(charts.told(one)).classes("pale")
            if len(found) > self.most:
                ui.button(f"All {len(found):,} pairs", on_click=lambda: self._all(len(found))).props("flat no-caps")

    async def _all(self, count: int) -> None:
        self.most = count
        await self._list()
