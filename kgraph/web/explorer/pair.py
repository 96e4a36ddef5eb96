"""The evidence of a pair: its claims, newest first, each with its sentence, marked."""

from collections.abc import Sequence
from urllib.parse import urlencode

from nicegui import ui

from kgraph.explore.events import Events
from kgraph.explore.evidence import Evidence, evidence
from kgraph.explore.filters import Filter
from kgraph.explore.marked import marked
from kgraph.web.explorer import shell
from kgraph.web.explorer.graph import Graph

PAGE = 15  # events at a time


async def panel(graph: Graph, events: Events, given: Filter, one: str, other: str) -> None:
    """The newest claims of a pair that the filter keeps; older ones on demand."""
    names = [events.actors[events.number[end]].name for end in (one, other)]
    ui.html("<h2>Evidence</h2>", sanitize=False)
    ui.label(" – ".join(names)).classes("text-lg font-bold").props("data-testid=pair")
    told = events.of_pair(given, one, other)
    ui.label(f"{len(told):,} events, newest first.").classes("pale")
    if not told:
        shell.empty("Nothing is left of this pair: take a filter away.")
        return
    place = ui.element("div").classes("evidence")
    await more(graph, place, told)


async def more(graph: Graph, place: ui.element, told: Sequence[str]) -> None:
    """The next claims, and a button for those after them."""
    found = await graph.ask(lambda store: evidence(store, told[:PAGE]))
    with place:
        for claim in found:
            card(claim)
        if rest := told[PAGE:]:
            button = ui.button(f"Older ({len(rest):,} events)").props("flat no-caps")

            async def further() -> None:
                button.delete()
                await more(graph, place, rest)

            button.on_click(further)


def card(claim: Evidence) -> None:
    """One claim: what and when, the sentence, where it stands, who says so, and how sure the reading is."""
    with ui.element("article").classes("claim").props("data-testid=claim"):
        what = " ".join(filter(None, (claim.code, claim.mode and f"({claim.mode})")))
        ui.label(" · ".join(filter(None, (claim.date, what, claim.status)))).classes("font-bold")
        ui.html(f"<blockquote>{marked(claim.sentence, claim.start, claim.marks)}</blockquote>", sanitize=False)
        if sayers := claim.named("attributedTo"):
            ui.label(f"Said by {', '.join(sayers)}.")
        with ui.element("div").classes("pale"):
            where = ", ".join(filter(None, (claim.title or claim.id, claim.source, claim.published)))
            ui.link(where, "/document?" + urlencode({"id": claim.document, "claim": claim.claim}))
            ui.label(f"Confidence {claim.confidence:g}, by the rule {claim.rule}.")
