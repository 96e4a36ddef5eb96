"""The packaged questions: a page that lists them, and for each a page with its form and its answer."""

from html import escape

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from kgraph.errors import KgraphError
from kgraph.explore import answers, asking
from kgraph.explore.asking import Field
from kgraph.query import Query, bind, library
from kgraph.web.explorer import parts, shell
from kgraph.web.explorer.answer import Board, Ways
from kgraph.web.explorer.site import Site


def build(site: Site) -> None:
    """Put the pages at ``/questions``, ``/questions/NAME`` and ``/claim``, which leads on to a claim's document."""

    @ui.page("/questions", response_timeout=shell.PATIENCE)
    def questions() -> None:
        with shell.page("Questions", "/questions"):
            _list()

    @ui.page("/questions/{name}", response_timeout=shell.PATIENCE)
    def question(request: Request, name: str) -> None:
        query = library().get(name)
        with shell.page(query.title if query else "Questions", "/questions"):
            if query is None:
                shell.fault(f"There is no question called {name[:100]!r}; choose one of these.")
                _list()
            else:
                Form(site, query, asking.given(request.url.query)).show()

    @ui.page("/claim", response_timeout=shell.PATIENCE)
    async def claim(id: str = "") -> RedirectResponse | None:
        try:
            return RedirectResponse(await site.graph.ask(lambda store: answers.sentence_of(store, id)))
        except KgraphError as error:
            with shell.page("Claim", "/questions"):
                shell.fault(str(error))
            return None


def _list() -> None:
    ui.html("<h1>Questions to the graph</h1>", sanitize=False)
    with ui.element("p"):
        ui.label("Choose one, or").classes("beside")
        ui.link("write your own in SPARQL", "/editor")
    for group, queries in asking.groups().items():
        ui.html(f"<h2>{group.capitalize()}</h2>", sanitize=False)
        with ui.element("ul").classes("questions"):
            for query in queries:
                with ui.element("li"):
                    ui.link(query.title, asking.address(query, {}))
                    ui.label(query.answers).classes("pale")


class Form:
    """One visitor's question."""

    def __init__(self, site: Site, query: Query, given: dict[str, str]) -> None:
        self.site, self.query, self.given = site, query, given
        self.inputs: dict[str, ui.input | ui.select] = {}

    def show(self) -> None:
        """Build the page; a question that is complete is asked at once."""
        ui.html(f"<h1>{escape(self.query.title)}</h1>", sanitize=False)
        ui.label(self.query.answers).classes("pale")
        asked = asking.fields(self.query)
        with ui.element("div").props('role=search aria-label="The question"').classes("form"):
            for field in asked:
                self.inputs[field.name] = self._input(field)
            ui.button("Ask", on_click=self.ask).props("no-caps unelevated data-testid=ask")
        if any(field.required for field in asked):
            ui.label("* must be given").classes("pale")
        self.board = Board(self.site.pool, self.query.name)
        ui.timer(0, self._begin, once=True)

    async def _begin(self) -> None:
        if asking.complete(self.query, self.given):
            await self._answer()
        if any(field.kind == "actor" for field in asking.fields(self.query)):
            await self._suggest()

    async def _suggest(self) -> None:
        """Names to choose from, as soon as the events are read; any other may be typed."""
        options = "".join(
            f'<option value="{escape(name)}" label="{escape(others)}"></option>' if others
            else f'<option value="{escape(name)}"></option>'
            for name, others in asking.suggestions(await self.site.graph.events())
        )  # fmt: skip
        ui.html(f'<datalist id="actors">{options}</datalist>', sanitize=False)

    def _input(self, field: Field) -> ui.input | ui.select:
        value = self.given.get(field.name, field.value)
        label = field.label + (" *" if field.required else "")
        made: ui.input | ui.select

        def check(given: str | None) -> str | None:
            return asking.fault(field, given or "")

        if field.choices:
            choices = {choice: choice for choice in field.choices}
            value = value.lower() if value.lower() in choices else value.upper()
            free = {} if field.required else {"": field.free}
            made = ui.select(free | choices, value=value if value in choices else "", label=label, validation=check)
        else:
            made = ui.input(label, value=value, placeholder=field.free, validation=check).props(_props(field))
            made.on("keydown.enter", self.ask)
        made.without_auto_validation()
        return made.props(f'outlined dense data-testid="field-{field.name}" hint="{field.hint}"').classes(field.kind)

    async def ask(self) -> None:
        """Ask what the form says, and keep it in the address."""
        sound = [one.validate() for one in self.inputs.values()]  # of each, so that all faults are told
        if not all(sound):
            return
        given = {name: str(one.value or "").strip() for name, one in self.inputs.items()}
        self.given = asking.told(self.query, given)
        parts.keep(asking.address(self.query, self.given))
        await self._answer()

    async def _answer(self) -> None:
        await self.board.show(self._write, self._ways)

    async def _write(self) -> str:
        return await self.site.graph.ask(lambda store: bind(store, self.query, self.given))

    def _ways(self, sparql: str) -> Ways:
        here = asking.address(self.query, self.given)
        return {"Address of this question": here, "See the SPARQL": asking.editing(sparql)}


def _props(field: Field) -> str:
    """What the browser knows of a field: lists and pickers of its own."""
    told = "stack-label" if field.free else ""
    if field.kind == "actor":
        return f"{told} list=actors autocomplete=off"
    if field.kind == "day":
        return "type=date stack-label"
    if field.kind not in {"count", "number"}:
        return told
    bounds = {"min": field.least, "max": field.most, "step": 1 if field.kind == "count" else None}
    return " ".join(["type=number", *(f"{name}={bound:.0f}" for name, bound in bounds.items() if bound is not None)])
