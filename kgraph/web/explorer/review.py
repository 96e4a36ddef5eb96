"""What a reader says of a claim: "Wrong?" in each claim's card, and the page of all verdicts."""

import json
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from html import escape
from urllib.parse import urlencode

from anyio import to_thread
from nicegui import ui

from kgraph.errors import KgraphError
from kgraph.explore import filters, judging
from kgraph.explore.evidence import Evidence
from kgraph.explore.marked import marked
from kgraph.reviews import Judged, judged
from kgraph.vocab import ROOTS, STATUSES
from kgraph.web.explorer import parts, shell
from kgraph.web.explorer.site import Site

CHOICES = {"reject": "The text does not say that", "correct": "It says something else"}
# the browser remembers who reads with it; the server does not
KNOWN = 'return localStorage.getItem("kgraph-reader") || ""'
REMEMBER = 'localStorage.setItem("kgraph-reader", %s)'
CLOSED = "This server is for reading only: start it by `kgraph serve --writable`, or use `kgraph review`."


def build(site: Site) -> None:
    """Put the page of all verdicts at ``/reviews``."""

    @ui.page("/reviews", response_timeout=shell.PATIENCE)
    async def reviews() -> None:
        with shell.page("Verdicts", "/reviews"):
            parts.heading("What readers say of claims")
            try:
                found = await site.graph.ask(judged)
            except KgraphError as error:
                shell.fault(str(error))
                return
            if not found:
                shell.empty("Nobody has judged a claim yet: choose a pair on the page Network, then Wrong? at a claim.")
            with ui.element("div").classes("evidence reviews"):
                for one in found:
                    _verdict(site, one)


def _verdict(site: Site, one: Judged) -> None:
    with ui.element("article").classes("claim").props("data-testid=verdict"):
        ui.label(f"{one.verdict.capitalize()} by {one.by}, {one.at[:10]}").classes("what")
        ui.html(escape(one.sentence), tag="blockquote", sanitize=False)
        ui.label(f"Read as {one.read}.")
        if one.corrected:
            ui.label(f"Corrected to {one.corrected}.")
        with ui.element("div").classes("deeds"):
            ui.link(one.id, filters.address("/document", urlencode({"id": one.document})))
            if site.writable:
                place = ui.element("div")
                undo = partial(_do, place, partial(judging.undo, site.graph.location, one.claim))
                ui.button("Take back", on_click=undo).props("flat dense no-caps")


def control(site: Site, claim: Evidence) -> None:
    """The button by which a reader says that a claim is wrong."""
    asked = Form(site, claim).open if site.writable else _closed
    ui.button("Wrong?", on_click=asked).props("flat dense no-caps data-testid=wrong")


def _closed() -> None:
    with _dialog("This claim can't be changed here") as dialog, ui.card().classes("judging"):
        ui.label(CLOSED).props("role=status")
        ui.button("Close", on_click=dialog.close).props("flat no-caps")


def _dialog(title: str) -> ui.dialog:
    """An open dialog that goes when it is closed."""
    dialog = ui.dialog().props(f'aria-label="{title}"')
    dialog.on("hide", dialog.delete)
    dialog.open()
    return dialog


class Form:
    """One reader's verdict on one claim, while it is being given."""

    def __init__(self, site: Site, claim: Evidence) -> None:
        self.site, self.claim = site, claim

    async def open(self) -> None:
        """Show the form."""
        name = ""
        with suppress(TimeoutError):  # a slow browser; the name can be written anew
            name = await ui.run_javascript(KNOWN, timeout=shell.PATIENCE)
        claim, before = self.claim, judging.reader(self.claim)
        with _dialog("What is wrong?") as self.dialog, ui.card().classes("judging"):
            parts.heading("What is wrong?", 2)
            ui.html(marked(claim.sentence, claim.start, claim.marks), tag="blockquote", sanitize=False)
            ui.label(f"Read as {judging.told(claim)}.").classes("pale")
            self.choice = ui.radio(CHOICES, value="reject").props("data-testid=choice")
            with ui.element("div").classes("fields").bind_visibility_from(self.choice, "value", value="correct"):
                self._fields()
            self.by = ui.input("Your name", value=str(name)).props("outlined dense autocomplete=name maxlength=80")
            self.place = ui.element("div")
            with ui.element("div").classes("deeds"):
                ui.button("Save", on_click=self._save).props("no-caps")
                ui.button("Cancel", on_click=self.dialog.close).props("flat no-caps")
                if before:
                    undo = partial(judging.undo, self.site.graph.location, claim.claim)
                    taken = partial(_do, self.place, undo)
                    ui.button(f"Take back what {before} corrected", on_click=taken).props("flat no-caps")
            ui.link("All verdicts", "/reviews")

    def _fields(self) -> None:
        told = judging.fields(self.claim)
        event = parts.option("What was done", told["event"], list(ROOTS))
        mode = parts.option("How", told["mode"], self._modes(told["event"]))
        event.on_value_change(lambda change: mode.set_options(self._modes(change.value), value=""))
        status = parts.option("Status", told["status"], list(STATUSES))
        date = ui.input("Date", value=told["date"]).props('outlined dense hint="2024, 2024-03 or 2024-03-05"')
        sides = [
            ui.input(label, value=told[name]).props('outlined dense hint="Names, with a semicolon between"')
            for name, label in (("actors", "Who"), ("recipients", "To whom"))
        ]
        self.fields = dict(zip(told, (event, mode, status, date, *sides), strict=True))

    def _modes(self, code: str) -> dict[str, str]:
        return {"": "no mode", **{mode: mode for mode in judging.modes(code)}}

    async def _save(self) -> None:
        location, claim, by = self.site.graph.location, self.claim, self.by.value or ""
        if self.choice.value == "correct":
            given = {name: field.value for name, field in self.fields.items()}
            work = partial(judging.correct, location, claim.claim, judging.changes(claim, given), by)
        else:
            work = partial(judging.reject, location, claim.claim, by)
        ui.run_javascript(REMEMBER % json.dumps(by))
        await _do(self.place, work)


async def _do(place: ui.element, work: Callable[[], None]) -> None:
    """Do it, and open the page anew, for all on it may be otherwise now; what forbids it is told in its place."""
    place.clear()
    with place:
        ui.label("Working out what follows: a moment, please.").props("role=status")
    try:
        await to_thread.run_sync(work)
    except KgraphError as error:
        place.clear()
        with place:
            shell.fault(str(error))
    else:
        ui.navigate.reload()
