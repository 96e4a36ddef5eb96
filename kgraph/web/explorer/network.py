"""The network page: who deals with whom, filtered, and the evidence of a pair beside it."""

from dataclasses import replace
from typing import Any

from nicegui import ui
from starlette.requests import Request

from kgraph.actors.catalogue import catalogue
from kgraph.errors import KgraphError
from kgraph.explore import filters
from kgraph.explore.events import Events
from kgraph.explore.filters import Filter
from kgraph.explore.view import View, view
from kgraph.vocab import ROOTS, STATUSES
from kgraph.web import charts
from kgraph.web.explorer import pair, shell
from kgraph.web.explorer.graph import Graph
from kgraph.web.explorer.site import Site

ALIASES = 6  # of an actor, in the search
HEARD = {"any": "told or heard", "no": "told by the text itself", "only": "only somebody's account"}
FEWEST = (1, 2, 3, 5, 10, 20, 50)


def build(site: Site) -> None:
    """Put the page at ``/``."""

    @ui.page("/")
    async def network(request: Request) -> None:
        with shell.page("Network", "/"):
            ui.html("<h1>Who deals with whom</h1>", sanitize=False)
            try:
                given, events = filters.read(request.url.query), await site.graph.events()
                if not events.event:
                    shell.empty("No events yet: ingest texts, by `kgraph ingest` or on the page Ingest.")
                    return
                await Page(site.graph, events, given).show()
            except KgraphError as error:
                shell.fault(str(error))


class Page:
    """One visitor's view: the filter, and what is drawn of it."""

    def __init__(self, graph: Graph, events: Events, given: Filter) -> None:
        self.graph, self.events, self.given = graph, events, given
        self.seen = view(events, given)

    async def show(self) -> None:
        """Build the page."""
        self._controls()
        with ui.element("div").classes("split w-full"):
            with ui.element("section").props('aria-label="The network"'):
                self.told = ui.label().props("role=status data-testid=told").classes("pale")
                self.chart = ui.echart(charts.network(self.seen), renderer="svg").classes("network")
                self.chart.on("componentClick", self._clicked, ["dataType", "data"])
                self.months = ui.echart(charts.months(self.seen.months, self.given.since, self.given.until))
                self.months.classes("months").on("chart:datazoom", self._zoomed, ["start", "end"])
                self.list = ui.element("div")
            self.panel = ui.element("aside").props('aria-label="Evidence" data-testid=evidence').classes("panel")
        with self.panel:
            shell.empty("Choose a line of the picture, or a pair below it, to read the sentences behind it.")
        self._tell()

    def _controls(self) -> None:
        given = self.given
        with ui.element("div").props('role=search aria-label="Filters"').classes("filters"):
            names = {actor.iri: _label(actor.iri, actor.name) for actor in self.events.actors}
            self._choice("actors", names, list(given.actors), "Actors, by any name", multiple=True).props(
                "use-chips use-input input-debounce=0"
            )
            self._choice("codes", {root: root for root in ROOTS}, list(given.codes), "Acts", multiple=True)
            self._choice("statuses", {one: one for one in STATUSES}, list(given.statuses), "Status", multiple=True)
            heard = {None: "any", False: "no", True: "only"}[given.heard]
            self._choice("heard", HEARD, heard, "Hearsay")
            self._choice("source", ["", *self.events.sources], given.source, "Source", with_input=True)
            self._choice("region", ["", *_regions()], given.region, "Region", with_input=True)
            self._choice("least", {count: f"{count} or more" for count in FEWEST}, given.least, "Events of a pair")
            ui.button("All again", on_click=lambda: self._apply(filters.DEFAULT, anew=True)).props("flat no-caps")

    def _choice(self, name: str, options: Any, value: Any, label: str, **more: Any) -> ui.select:
        chosen = ui.select(
            options, value=value, label=label, with_input=more.pop("with_input", name == "actors"), **more
        )
        chosen.on_value_change(lambda event: self._changed(name, event.value))
        return chosen.props(f'outlined dense options-dense aria-label="{label}"')

    def _changed(self, name: str, value: Any) -> None:
        if name == "heard":
            value = {"any": None, "no": False, "only": True}[value]
        elif isinstance(value, list):
            value = tuple(value)
        changed: dict[str, Any] = {name: getattr(filters.DEFAULT, name) if value in (None, ()) else value}
        self._apply(replace(self.given, **changed))

    def _zoomed(self, event: Any) -> None:
        names = [name for name, *_ in self.seen.months]
        low, high = (round(event.args[end] / 100 * (len(names) - 1)) for end in ("start", "end"))
        since = names[low] if low > 0 else ""
        until = names[high] if high < len(names) - 1 else ""
        if (since, until) != (self.given.since, self.given.until):
            self._apply(replace(self.given, since=since, until=until), months=False)

    def _apply(self, given: Filter, *, months: bool = True, anew: bool = False) -> None:
        """Show what another filter keeps, and keep it in the address."""
        self.given, self.seen = given, view(self.events, given)
        address = given.address()
        if anew:
            ui.navigate.to("/")
            return
        ui.navigate.history.push("/" + (f"?{address}" if address else ""))
        _replace(self.chart, charts.network(self.seen))
        if months:
            _replace(self.months, charts.months(self.seen.months, given.since, given.until))
        self._tell()

    def _tell(self) -> None:
        seen = self.seen
        more = f"; {seen.more:,} pairs more with fewer events" if seen.more else ""
        self.told.set_text(
            f"{seen.events:,} events; shown: {len(seen.nodes)} actors and {len(seen.pairs)} pairs{more}."
        )
        self.list.clear()
        with self.list:
            self._pairs(seen)

    def _pairs(self, seen: View) -> None:
        """The pairs as a list too: by keyboard, and for who can't see the picture."""
        if not seen.pairs:
            shell.empty("No pair is left: take a filter away.")
            return
        ui.html("<h2>Pairs, those of most events first</h2>", sanitize=False)
        with ui.element("ul").classes("pairs"):
            for one in seen.pairs:
                ends = one.one.iri, one.other.iri
                with ui.element("li"):
                    ui.button(charts.title(one), on_click=lambda _, ends=ends: self._open(*ends)).props(
                        "flat dense no-caps"
                    )
                    ui.label(f"{one.events:,} events, {one.hostile:,} hostile, mean score {one.score:+.1f}")
        if seen.more:
            ui.button("More pairs", on_click=lambda: self._apply(replace(self.given, most=self.given.most * 2))).props(
                "flat no-caps"
            )

    async def _clicked(self, event: Any) -> None:
        data = event.args.get("data") or {}
        if event.args.get("dataType") == "edge":
            await self._open(data["source"], data["target"])
        elif data.get("id"):
            self._actor(data["id"])

    async def _open(self, one: str, other: str) -> None:
        self.panel.clear()
        with self.panel:
            await pair.panel(self.graph, self.events, self.given, one, other)

    def _actor(self, iri: str) -> None:
        """What can be done with an actor."""
        actor = self.events.actors[self.events.number[iri]]
        self.panel.clear()
        with self.panel:
            ui.html("<h2></h2>", sanitize=False).clear()
            ui.label(actor.name).classes("text-lg font-bold")
            if iri in self.given.actors:
                rest = tuple(one for one in self.given.actors if one != iri)
                ui.button("Show everybody again", on_click=lambda: self._apply(replace(self.given, actors=rest)))
            else:
                only = (*self.given.actors, iri)
                ui.button("Show all its pairs", on_click=lambda: self._apply(replace(self.given, actors=only)))
            hidden = (*self.given.hidden, iri)
            ui.button("Hide", on_click=lambda: self._apply(replace(self.given, hidden=hidden))).props("flat")


def _replace(chart: ui.echart, options: charts.Options) -> None:
    chart.options.clear()
    chart.options.update(options)
    chart.update()


def _label(iri: str, name: str) -> str:
    """A name with others of the same actor, so that any of them finds it."""
    known = catalogue().get(iri)
    others = [alias for alias in (known.aliases if known else ()) if alias != name][:ALIASES]
    return f"{name} ({', '.join(others)})" if others else name


def _regions() -> list[str]:
    from kgraph.analyse.regions import names

    return names()
