"""The page for ingesting: give texts, see what is found in them, and only then store it."""

import asyncio
from functools import partial

from nicegui import app, background_tasks, events, ui

from kgraph.errors import KgraphError, SourceError
from kgraph.explore import preview
from kgraph.explore.preview import MOST_BYTES, MOST_FILES, MOST_TEXTS, Given, Read
from kgraph.sources import Defaults
from kgraph.sources.entries import SUFFIXES
from kgraph.web.explorer import shell
from kgraph.web.explorer.found import Found
from kgraph.web.explorer.site import Site
from kgraph.web.reader import Reader

# the browser itself takes files only where its own button is, and opens those that are dropped beside it
_CHOSEN = f"""(event) => {{
  const source = event.dataTransfer ?? event.target, files = [...source.files];
  if (event.dataTransfer && !files.length) return;
  event.preventDefault();
  if (files.length > {MOST_FILES}) emit(files.length);
  else getElement(%d).$refs.qRef.addFiles(files);
  if (source === event.target) source.value = "";
}}"""
_HELD = '(event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); }'
_REJECTED = "(refused) => emit(refused.map((one) => one.file.name))"


def build(site: Site) -> None:
    """Put the page at ``/ingest``."""
    reader = Reader()
    app.on_shutdown(reader.close)

    @ui.page("/ingest", response_timeout=shell.PATIENCE)
    async def ingest() -> None:
        with shell.page("Ingest", "/ingest"):
            ui.html("<h1>Read texts into the graph</h1>", sanitize=False)
            Page(site, reader).show()


class Page:
    """One visitor's texts, from the giving to what was found in them."""

    def __init__(self, site: Site, reader: Reader) -> None:
        self.site, self.reader = site, reader
        self.files: dict[str, Given] = {}
        self.work: asyncio.Task[None] | None = None

    def show(self) -> None:
        """Build the page."""
        ui.label("Give texts, see what is found in them, and store it then, or not.").classes("pale")
        if not self.site.writable:
            ui.label(self._how()).props("data-testid=readonly").classes("fault")
        with ui.element("section").props('aria-label="Texts to read"').classes("give") as place:
            self.text = ui.textarea("Paste a text").props("outlined autogrow").classes("pasted")
            with ui.element("div"):
                self._uploads(place)
                self.address = ui.input("Or the address of a page or feed").props("outlined dense type=url")
        with ui.element("div").props('role=group aria-label="About the texts"').classes("filters about"):
            self.told = {
                name: ui.input(label).props("outlined dense")
                for name, label in (("title", "Title"), ("date", "Date, like 2024-10-09"), ("source", "Source"))
            }
            ui.label("For texts that tell nothing of their own.").classes("pale")
        with ui.element("div").classes("steps"):
            self.button = ui.button("Read", on_click=self._begin).props("no-caps")
            self.halt = ui.button("Stop", on_click=self._stopped).props("flat no-caps")
            self.status = ui.label().props("role=status data-testid=status")
        self.progress = ui.linear_progress(0, show_value=False).props('aria-label="Progress"')
        self.place = ui.element("div").props("data-testid=found")
        self._rest()
        ui.context.client.on_delete(self._stop)

    def _how(self) -> str:
        if self.site.graph.location.startswith(("http://", "https://")):
            return "You can look at what is found, but not store it here: use `kgraph ingest`, for the graph is remote."
        return (
            "You can look at what is found, but not store it: start the server by `kgraph serve --writable` for that."
        )

    # -- what is given

    def _uploads(self, place: ui.element) -> None:
        """The button for files, which can be dropped anywhere on the place too."""
        sender = ui.upload(multiple=True, auto_upload=True, max_file_size=MOST_BYTES, on_upload=self._sent)
        sender.classes("unseen").props("no-thumbnails").on("rejected", self._rejected, js_handler=_REJECTED)
        with ui.element("label").classes("drop"):
            kinds = ", ".join(SUFFIXES)
            ui.label(f"Drop files here, or choose them ({kinds}; {MOST_FILES} of {MOST_BYTES // 1_000_000} MB at most)")
            chooser = ui.element("input").props(f'type=file multiple accept="{",".join(SUFFIXES)}"')
            chooser.on("change", self._too_many, js_handler=_CHOSEN % sender.id)
        place.on("dragover", js_handler=_HELD).on("drop", self._too_many, js_handler=_CHOSEN % sender.id)
        self.listed = ui.element("ul").classes("files").props('aria-label="Files to read"')
        self.refused = ui.element("div").props("data-testid=refused")

    async def _sent(self, event: events.UploadEventArguments) -> None:
        try:
            given = preview.uploaded(event.file.name, await event.file.read())
            if len(self.files) >= MOST_FILES and given.name not in self.files:
                raise SourceError(f"{given.name} is one too many: read {MOST_FILES} files at a time.")
        except SourceError as error:
            self._refuse(str(error))
        else:
            self.files[given.name] = given
            self._list()

    def _rejected(self, event: events.GenericEventArguments) -> None:
        for name in event.args:
            self._refuse(preview.too_large(str(name)))

    def _too_many(self, event: events.GenericEventArguments) -> None:
        self._refuse(f"{event.args} files are too many: read {MOST_FILES} at a time, or a folder by `kgraph ingest`.")

    def _refuse(self, sentence: str) -> None:
        with self.refused:
            shell.fault(sentence)

    def _list(self) -> None:
        self.listed.clear()
        with self.listed:
            for given in self.files.values():
                with ui.element("li"):
                    ui.label(f"{given.name}, {max(len(given.content) // 1000, 1):,} kB")
                    away = ui.button("Leave out", on_click=partial(self._drop, given.name))
                    away.props("flat dense no-caps").props["aria-label"] = f"Leave out {given.name}"

    def _drop(self, name: str) -> None:
        self.files.pop(name, None)
        self._list()

    def _given(self) -> tuple[list[Given], Defaults]:
        """What there is to read, and what is said of it; SourceError where something of it is wrong."""
        text, address = self.text.value or "", (self.address.value or "").strip()
        given = [*self.files.values()]
        if text.strip() or not (given or address):
            given.insert(0, preview.pasted(text))
        if address:
            given.append(preview.address(address))
        return given, Defaults(**{name: (field.value or "").strip() or None for name, field in self.told.items()})

    # -- reading

    def _begin(self) -> None:
        self.refused.clear()
        self.place.clear()
        try:
            given, defaults = self._given()
        except SourceError as error:
            with self.place:
                shell.fault(str(error))
        else:
            self.work = background_tasks.create(self._read(given, defaults), name="ingest: read")

    async def _read(self, given: list[Given], defaults: Defaults) -> None:
        texts: list[Read] = []
        faults: list[str] = []

        def tell(told: object) -> None:
            if isinstance(told, Read):
                texts.append(told)
                self.status.set_text(f"{len(texts)} read so far, the last of them {told.document.id}.")
            else:
                faults.append(str(told))

        try:
            for number, one in enumerate(given):
                self._busy(f"Reading {number + 1} of {len(given)}, {one}.{self._wait()}", number / len(given))
                try:
                    await self.reader.do(partial(preview.read, one, defaults, MOST_TEXTS - len(texts)), tell)
                except KgraphError as error:
                    faults.append(f"Reading {one}: {error}")
            await self._show(texts, faults)
        finally:
            if not self.button.is_deleted:
                self._rest()

    def _wait(self) -> str:
        if self.reader.busy:
            return " Another reading is under way; this one comes next."
        return "" if self.reader.warm else " The language model is loaded first, which takes some seconds."

    def _busy(self, sentence: str, done: float) -> None:
        self.progress.props(remove="indeterminate") if done else self.progress.props("indeterminate")
        self.progress.set_value(done)
        self._rest(sentence)

    def _rest(self, sentence: str = "") -> None:
        """Show how things stand; where nothing is under way there is nothing to say."""
        self.status.set_text(sentence)
        self.button.set_enabled(not sentence)
        self.halt.set_visibility(bool(sentence))
        self.progress.set_visibility(bool(sentence))

    def _stop(self) -> None:
        if self.work is not None:
            self.work.cancel()

    def _stopped(self) -> None:
        self._stop()
        with self.place:
            shell.empty("Stopped; the graph is as it was.")

    async def _show(self, texts: list[Read], faults: list[str]) -> None:
        with self.place:
            for sentence in faults:
                shell.fault(sentence)
            if texts:
                try:
                    await Found(self.site, self.reader, texts, self._clear).show()
                except KgraphError as error:
                    shell.fault(str(error))

    def _clear(self) -> None:
        """Make room for other texts."""
        for field in (self.text, self.address, *self.told.values()):
            field.set_value("")
        self.files.clear()
        self._list()
