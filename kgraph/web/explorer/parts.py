"""Pieces that several pages are made of: headings, pictures, and the wait for the events."""

import asyncio
from collections.abc import Awaitable, Callable
from html import escape
from typing import Any

from nicegui import ui

from kgraph import isodate
from kgraph.explore.events import Events
from kgraph.web.charts import Options
from kgraph.web.explorer.graph import Graph

SOON = 1.0  # seconds that a page waits for the events before it says so
ARRIVAL = 30.0  # seconds that a browser has to open its connection


def heading(words: str, level: int = 1) -> ui.html:
    """A heading; the words may be anybody's."""
    return ui.html(escape(words), tag=f"h{level}", sanitize=False)


def picture(options: Options, classes: str) -> ui.echart:
    """A picture whose inks the style sheet makes fit for light and dark."""
    return ui.echart(options, renderer="svg").classes(f"picture {classes}")


def redraw(chart: ui.echart, options: Options) -> None:
    """Show other options in the same picture."""
    chart.options.clear()
    chart.options.update(options)
    chart.update()


async def events(graph: Graph) -> Events:
    """All events; where they have to be read first the page comes at once and says so."""
    reading = asyncio.ensure_future(graph.events())
    done, _ = await asyncio.wait([reading], timeout=SOON)
    if done:
        return await reading
    note = ui.label("Reading the graph: a moment, please.").props("role=status").classes("empty")
    await ui.context.client.connected(timeout=ARRIVAL)
    found = await reading
    note.delete()
    return found


def date(label: str, value: str, chosen: Callable[[str], Awaitable[None]]) -> ui.input:
    """A field for a year, month or day; ``chosen`` is told what was typed in it when that is whole."""
    wrong = {"Write 2024, 2024-03 or 2024-03-05": lambda told: not told or isodate.is_date(told.strip())}
    field = ui.input(label, value=value, placeholder="2024-03", validation=wrong)

    async def typed() -> None:
        if field.validate():
            await chosen(str(field.value or "").strip())

    return field.props(f'outlined dense aria-label="{label}"').on("blur", typed).on("keydown.enter", typed)


def keep(address: str) -> None:
    """Put what is seen into the browser's address; going back opens it anew."""
    ui.navigate.history.push(address)


def option(label: str, value: Any, options: Any, **more: Any) -> ui.select:
    """A field with a choice."""
    return ui.select(options, value=value, label=label, **more).props(
        f'outlined dense options-dense aria-label="{label}"'
    )
