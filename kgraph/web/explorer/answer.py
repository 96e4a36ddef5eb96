"""Where an answer is shown on a page: running and stopping, the table, and the ways to take it away."""

from collections.abc import Awaitable, Callable, Mapping
from html import escape

from nicegui import ui

from kgraph.errors import KgraphError
from kgraph.explore import answers, asking
from kgraph.explore.answers import Table, Turtle
from kgraph.web import tables
from kgraph.web.asked import Answered, answered
from kgraph.web.explorer import shell
from kgraph.web.explorer.working import Working
from kgraph.web.pool import Pool
from kgraph.web.protocol import Refused

_FORMS = {"csv": "CSV", "json": "JSON", "turtle": "Turtle"}
_ENDINGS = {"csv": "csv", "json": "json", "turtle": "ttl"}
Ways = Mapping[str, str | None]  # the words of a link, and where it leads if it can


class Board:
    """One visitor's answers, one at a time; who leaves the page, or asks anew, ends the search."""

    def __init__(self, pool: Pool, name: str) -> None:
        self._pool, self._name = pool, name
        self._working = Working()
        self._place = ui.element("section").props('aria-label="Answer" data-testid=answer').classes("w-full")

    async def show(self, write: Callable[[], Awaitable[str]], ways: Callable[[str], Ways]) -> str | None:
        """Ask the query that ``write`` gives, and show its answer; what is wrong with it, as a sentence.

        ``ways`` gives the links that shall stand above the answer to a query.
        """
        self._place.clear()

        async def ask() -> tuple[str, Answered]:
            sparql = await write()
            return sparql, await answered(self._pool, sparql)

        try:
            found = await self._working.on("Running …", ask)
        except (Refused, KgraphError) as error:
            with self._place:
                shell.fault(str(error))
            return str(error)
        if found is not None:
            sparql, answer = found
            self._tell(answer)
            with self._place:
                self._links(ways(sparql), sparql, isinstance(answer.content, Table))
                _content(answer.content)
        return None

    def _tell(self, answer: Answered) -> None:
        content = answer.content
        if isinstance(content, Table):
            found = answers.count(content)
        else:
            found = "A graph" if content.whole else "A graph; its beginning is shown"
        cut = " The time limit ended the search before all was found; ask for less." if answer.cut else ""
        self._working.told.set_text(f"{found}, {answer.seconds:.2f} s.{cut}")

    def _links(self, ways: Ways, sparql: str, rows: bool) -> None:
        """The page's own links, and downloads of the whole answer."""
        files = {form: asking.download(sparql, form) for form in (("csv", "json") if rows else ("turtle",))}
        with ui.element("p").classes("ways-out"):
            for words, address in ways.items():
                if address:
                    ui.link(words, address)
            for form, address in files.items():
                if address:
                    ui.link(f"Download as {_FORMS[form]}", address).props(f'download="{self._name}.{_ENDINGS[form]}"')
            if None in {*ways.values(), *files.values()}:
                ui.label("This query is too long for an address: send it to /sparql by POST.").classes("pale")


def _content(content: Table | Turtle) -> None:
    if isinstance(content, Turtle):
        ui.html(f'<pre tabindex="0" class="turtle">{escape(content.text)}</pre>', sanitize=False)
    elif not content.rows:
        shell.empty("Nothing in the graph answers this: ask for more, or of somebody else.")
    else:
        few = "few" if len(content.rows) <= tables.FEW else "many"
        ui.aggrid(tables.grid(content), auto_size_columns=False).classes(f"answer {few}")
