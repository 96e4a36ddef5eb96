"""The editor of queries: SPARQL with the vocabulary at hand, and the answer below it."""

import json

from nicegui import ui
from starlette.requests import Request

from kgraph import resources
from kgraph.explore import answers, asking, completion
from kgraph.web.explorer import parts, shell
from kgraph.web.explorer.answer import Board
from kgraph.web.explorer.site import Site

START = """# Who does most to whom, and how often: an example to change
SELECT ?actor ?recipient (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {
  GRAPH ?document {
    ?claim kg:actor/rdfs:label ?actor ;
      kg:recipient/rdfs:label ?recipient ;
      kg:status kg:actual
  }
}
GROUP BY ?actor ?recipient
ORDER BY DESC(?claims)
LIMIT 20
"""
_HELP = (
    "Queries only read, and end at the server’s time limit. Each document is a graph of its own: write "
    "<code>GRAPH ?document { … }</code>; prefixes need no declaration. Ctrl+Space offers words, Ctrl+Enter runs, "
    "Esc and then Tab leaves the editor."
)


def build(site: Site) -> None:
    """Put the page at ``/editor``."""

    @ui.page("/editor", response_timeout=shell.PATIENCE)
    def editor(request: Request) -> None:
        with shell.page("SPARQL", "/questions"):
            ui.html("<h1>Ask in SPARQL</h1>", sanitize=False)
            Editor(site, asking.given(request.url.query).get("query", "")).show()


class Editor:
    """One visitor's query."""

    def __init__(self, site: Site, query: str) -> None:
        self.site, self.query = site, query

    def show(self) -> None:
        """Build the page; a query that stands in the address is asked at once."""
        ui.html(f'<p class="pale">{_HELP}</p>', sanitize=False)
        self.code = ui.codemirror(
            self.query or START, language="SPARQL", line_wrapping=True, indent="  ", keymap={"Mod-Enter": self.run}
        ).classes("editor")
        with ui.element("div").classes("form"):
            ui.button("Run", on_click=self.run).props("no-caps unelevated data-testid=run")
            words = {word.label: _told(word) for word in completion.words() if word.kind not in {"keyword", "prefix"}}
            self.words = ui.select(words, label="Insert a term", with_input=True, on_change=self._insert)
            self.words.props("outlined dense options-dense").classes("terms")
        self.board = Board(self.site.pool, "answer")
        ui.timer(0, self._begin, once=True)

    async def _begin(self) -> None:
        words = [(word.label, word.kind, word.meaning) for word in completion.words()]
        script = resources.data("web", "editor.js").read_text(encoding="utf-8").partition("\n")[2]
        given = f"getElement({self.code.id}), {json.dumps(words)}, 'SPARQL query'"
        ui.run_javascript(f"({script.strip().rstrip(';')})({given})")
        if self.query:
            await self._answer()

    async def run(self) -> None:
        """Ask what stands in the editor, and keep it in the address where that is not too long."""
        self.query = self.code.value
        parts.keep(asking.editing(self.query) or "/editor")
        await self._answer()

    async def _answer(self) -> None:
        self.code.decorations = []
        wrong = await self.board.show(self._write, lambda sparql: {"Address of this query": asking.editing(sparql)})
        if wrong and (place := answers.place(wrong)):
            self.code.decorations = [{"kind": "line", "line": place[0], "class": "wrong"}]
            self.code.reveal_line(place[0])

    async def _write(self) -> str:
        return self.query

    def _insert(self) -> None:
        """Put the chosen term where the cursor is."""
        if self.words.value:
            term = json.dumps(f"{self.words.value} ")
            ui.run_javascript(
                f"const view = getElement({self.code.id}).editor;"
                f"view.dispatch(view.state.replaceSelection({term})); view.focus();"
            )
            self.words.set_value(None)


def _told(word: completion.Word) -> str:
    return f"{word.label}: {word.meaning}" if word.meaning else word.label
