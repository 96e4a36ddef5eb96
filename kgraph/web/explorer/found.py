"""What was found in texts, marked in them, to be stored or discarded."""

from collections.abc import Callable
from functools import partial
from html import escape
from urllib.parse import urlencode

from nicegui import ui

from kgraph.analyse.evidence import plural
from kgraph.errors import KgraphError
from kgraph.explore import preview
from kgraph.explore.filters import Filter
from kgraph.explore.preview import Kept, Read
from kgraph.graph import document_iri
from kgraph.store import Outcome
from kgraph.web.explorer import shell
from kgraph.web.explorer.site import Site
from kgraph.web.reader import Reader

STANDING: dict[Outcome, str] = {
    "added": "new",
    "replaced": "takes the place of what is stored of it",
    "unchanged": "stored already, nothing would change",
}
LEGEND = {
    "actor": "who acts", "trigger": "what is done", "recipient": "to whom", "attributedTo": "who says so",
    "person": "who holds an office, or is related",
}  # fmt: skip


class Found:
    """The texts of one reading; ``done`` is called when they are stored."""

    def __init__(self, site: Site, reader: Reader, texts: list[Read], done: Callable[[], None]) -> None:
        self.site, self.reader, self.texts, self.done = site, reader, texts, done
        self.chosen: list[ui.checkbox] = []

    async def show(self) -> None:
        """Build what is shown of them."""
        foreseen = await self.site.graph.ask(
            lambda store: [store.weigh(one.document, one.claims).outcome for one in self.texts]
        )
        claims = sum(len(one.claims) for one in self.texts)
        self.whole = ui.element("section").props('aria-label="What was found"')
        with self.whole:
            ui.html("<h2>What was found</h2>", sanitize=False)
            whole = f"{plural(claims, 'claim')} in {plural(len(self.texts), 'document')}; the graph is as it was."
            ui.label(whole).props("role=status data-testid=sum")
            with ui.element("div").classes("steps"):
                if self.site.writable:
                    self.button = ui.button("Store", on_click=self._store).props("no-caps")
                ui.button("Discard", on_click=self.whole.delete).props("flat no-caps")
                self.status = ui.label().props("role=status")
            self.faults = ui.element("div")
            with ui.element("ul").classes("key").props('aria-label="What the marks mean"'):
                for role, meaning in LEGEND.items():
                    ui.html(f'<mark class="{role}">{meaning}</mark>', tag="li", sanitize=False)
            for number, outcome in enumerate(foreseen):
                self._text(number, outcome)

    def _text(self, number: int, outcome: Outcome) -> None:
        one = self.texts[number]
        document, name = one.document, one.document.title or one.document.id
        facts = [document.id if document.title else None, document.date or "no date", document.source, document.url]
        with ui.element("article").classes("claim").props("data-testid=text"):
            ui.html(f"<h3>{escape(name)}</h3>", sanitize=False)
            ui.label(" · ".join(filter(None, [*facts, plural(len(one.claims), "claim")]))).classes("pale")
            with ui.element("div").classes("steps"):
                ui.label(f"In the graph: {STANDING[outcome]}.").props("data-testid=standing")
                if self.site.writable:
                    box = ui.checkbox("Store this text", value=outcome != "unchanged")
                    self.chosen.append(box)
            with ui.element("details") as details:
                ui.html("The text, and its claims", tag="summary", sanitize=False)
            if number == 0:
                self._open(details, number)
                details.props("open")
            else:
                details.on("toggle", partial(self._open, details, number), args=[])

    def _open(self, details: ui.element, number: int) -> None:
        """Fill in what was closed at first: of many texts most are never looked at."""
        if len(details.default_slot.children) > 1:
            return
        one, prefix = self.texts[number], f"text-{number}-"
        with details, ui.element("div").classes("sheet"):
            text = ui.html(preview.shown(one.document, one.claims, prefix), sanitize=False).classes("whole scroll")
            text.props('tabindex=0 role=region aria-label="The text, marked"')
            if not one.claims:
                ui.label("No claim was found: the text tells of no act, office or relation that kgraph knows.")
                return
            rows = preview.rows(one.document, one.claims)
            table = ui.html(preview.table(rows, prefix), sanitize=False).classes("scroll")
            table.props('tabindex=0 role=region aria-label="Its claims"')
            if sentence := preview.left_out(one.document, rows):
                ui.label(sentence).classes("pale")

    async def _store(self) -> None:
        texts = [one for one, box in zip(self.texts, self.chosen, strict=True) if box.value]
        self.faults.clear()
        if not texts:
            self._fault("No text is chosen: tick those that are to be stored.")
            return
        self.button.disable()
        kept: list[Kept] = []

        def tell(told: object) -> None:
            if isinstance(told, Kept):
                kept.append(told)
            elif isinstance(told, float):
                self.status.set_text(f"Storing: {told:.0%}")

        try:
            await self.reader.do(partial(preview.keep, self.site.graph.location, texts), tell)
        except KgraphError as error:
            self._fault(str(error))
            self.button.enable()
            self.status.set_text("")
        else:
            self._stored(texts, kept[0])
            self.done()

    def _fault(self, sentence: str) -> None:
        with self.faults:
            shell.fault(sentence)

    def _stored(self, texts: list[Read], kept: Kept) -> None:
        """In place of what was found: what was done with it, and where it is seen now."""
        self.whole.clear()
        with self.whole:
            ui.html("<h2>Stored</h2>", sanitize=False)
            ui.label(f"{kept.added} added, {kept.replaced} replaced, {kept.unchanged} left as they were.").props(
                "role=status data-testid=stored"
            )
            actors = preview.actors(texts)
            if actors:
                ui.link("See whom they name in the network", f"/?{Filter(actors=actors).address()}")
            with ui.element("ul"):
                for one in texts:
                    with ui.element("li"):
                        where = urlencode({"id": document_iri(one.document)})
                        ui.link(one.document.title or one.document.id, f"/document?{where}")
