"""A pair's page: how two actors get on over time, and the evidence; its claims are shown beside the network too."""

from collections.abc import Sequence
from urllib.parse import urlencode

from nicegui import ui
from starlette.requests import Request

from kgraph.analyse.evidence import plural
from kgraph.brief.records import web_address
from kgraph.errors import KgraphError, QueryError
from kgraph.explore import filters
from kgraph.explore.events import Events
from kgraph.explore.evidence import Evidence, evidence
from kgraph.explore.filters import Filter, Look
from kgraph.explore.marked import key, marked
from kgraph.web.explorer import course, parts, review, shell
from kgraph.web.explorer.course import Course
from kgraph.web.explorer.site import Site

PAGE = 15  # events at a time


def build(site: Site) -> None:
    """Put the page at ``/pair``."""

    @ui.page("/pair", response_timeout=shell.PATIENCE)
    async def pair(request: Request) -> None:
        with shell.page("Pair", ""):
            try:
                given, look = filters.read(request.url.query), filters.look(request.url.query)
                if look.pair is None:
                    raise QueryError("Two actors are wanted: choose a pair on the page Network.")
                await PairPage(site, await parts.events(site.graph), given, look.pair, course.period(request)).show()
            except KgraphError as error:
                shell.fault(str(error))


class PairPage:
    """One visitor's view of a pair."""

    def __init__(self, site: Site, events: Events, given: Filter, ends: tuple[str, str], kind: str) -> None:
        self.site, self.events, self.ends = site, events, ends
        self.names = [events.actor(end).name for end in ends]
        self.course = Course(
            events, given, kind, rows=events.with_ends(*ends), changed=self._read,
            address=lambda given, more: filters.address("/pair", Look(ends).address(), given.address(), more),
        )  # fmt: skip

    async def show(self) -> None:
        """Build the page."""
        ui.page_title(f"{' – '.join(self.names)} · kgraph")
        parts.heading(" – ".join(self.names))
        self.about = ui.element("div").classes("ways-out")
        self.course.show()
        parts.heading("Evidence", 2)
        ui.html(key(), sanitize=False)
        self.told = ui.element("div").props("data-testid=evidence aria-live=polite")
        await self._read()

    async def _read(self) -> None:
        given = self.course.given
        self.about.clear()
        with self.about:
            ui.link("In the network", filters.address("/", Look(self.ends).address(), given.address()))
            for name, end in zip(self.names, self.ends, strict=True):
                ui.link(name, actor_address(end, given))
            ui.label(filters.told(given)).classes("pale")
        self.told.clear()
        with self.told:
            await listed(self.site, self.events.of_pair(given, *self.ends))


def actor_address(iri: str, given: Filter, more: str = "") -> str:
    """Where an actor's own page is, with one query part more."""
    return filters.address("/actor", urlencode({"iri": iri}), given.address(), more)


async def listed(site: Site, told: Sequence[str]) -> None:
    """The newest claims of some events; older ones on demand."""
    ui.label(f"{plural(len(told), 'event')}, newest first.").classes("pale").props("data-testid=count")
    if not told:
        shell.empty("Nothing is left of this pair: take a filter away, or choose a longer time.")
        return
    await more(site, ui.element("div").classes("evidence"), told)


async def more(site: Site, place: ui.element, told: Sequence[str]) -> None:
    """The next claims, and a button for those after them."""
    with place:
        try:
            found = await site.graph.ask(lambda store: evidence(store, told[:PAGE]))
        except KgraphError as error:
            shell.fault(str(error))
            return
        for claim in found:
            card(site, claim)
        if rest := told[PAGE:]:
            button = ui.button(f"Older ({plural(len(rest), 'event')})").props("flat no-caps")

            async def further() -> None:
                button.set_visibility(False)
                await more(site, place, rest)
                button.delete()

            button.on_click(further)


def card(site: Site, claim: Evidence) -> None:
    """One claim: what and when, the sentence, where it stands, who says so, and how sure the reading is."""
    with ui.element("article").classes("claim").props("data-testid=claim"):
        what = " ".join(filter(None, (claim.code, claim.mode and f"({claim.mode})")))
        ui.label(" · ".join(filter(None, (claim.date or "no date", what, claim.ends, claim.status)))).classes("what")
        quote(claim)
        if sayers := claim.named("attributedTo"):
            ui.label(f"Said by {', '.join(sayers)}.")
        where = ", ".join(filter(None, (claim.title or claim.id, claim.source, claim.published)))
        with ui.element("div").classes("pale"):
            address = filters.address("/document", urlencode({"id": claim.document, "claim": claim.claim}))
            ui.link(where, address).props("data-testid=document")
            if source := web_address(claim.url):
                ui.link("source", source, new_tab=True).props(
                    'rel="noopener noreferrer" aria-label="The source itself"'
                )
            ui.label(f"Confidence {claim.confidence:g}, by the rule {claim.rule}.")
        review.control(site, claim)


def quote(claim: Evidence) -> None:
    """A claim's sentence with its words marked; what stands in it is text, whatever it looks like."""
    ui.html(marked(claim.sentence, claim.start, claim.marks), tag="blockquote", sanitize=False)
