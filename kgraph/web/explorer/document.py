"""A document's page: its whole text with its claims' words marked, at the sentence of one claim."""

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode

from nicegui import ui
from starlette.requests import Request

from kgraph.brief.records import web_address
from kgraph.errors import KgraphError
from kgraph.explore import filters, marked
from kgraph.explore.evidence import Evidence
from kgraph.explore.texts import Text, texts
from kgraph.web.explorer import pair, parts, shell
from kgraph.web.explorer.site import Site

# the header stands before the top of the page, and who hears the page hears the sentence next
TO_THE_CLAIM = """const claim = document.getElementById("claim");
if (claim) { claim.scrollIntoView({block: "center"}); claim.focus({preventScroll: true}); }"""


def build(site: Site) -> None:
    """Put the page at ``/document``."""

    @ui.page("/document", response_timeout=shell.PATIENCE)
    async def document(request: Request) -> None:
        with shell.page("Document", ""):
            told = dict(parse_qsl(request.url.query))
            try:
                found = await site.graph.ask(lambda store: texts(store, told.get("id", "")))
            except KgraphError as error:
                shell.fault(str(error))
                return
            if len(found) > 1:
                _which(found)
            else:
                _show(site, found[0], told.get("claim", ""))


def _which(found: Sequence[Text]) -> None:
    """Several documents of one name."""
    parts.heading(f"{len(found)} documents are called {found[0].id}")
    with ui.element("ul").classes("pairs"):
        for text in found:
            with ui.element("li"):
                ui.link(_about(text), filters.address("/document", urlencode({"id": text.iri})))


def _about(text: Text) -> str:
    return ", ".join(filter(None, (text.title or text.id, text.source, text.published)))


def _show(site: Site, text: Text, wanted: str) -> None:
    chosen = text.claim(wanted)
    ui.page_title(f"{text.title or text.id} · kgraph")
    parts.heading(text.title or text.id)
    with ui.element("div").classes("ways-out pale"):
        ui.label(", ".join(filter(None, (text.source, text.published, text.id))))
        if source := web_address(text.url):
            ui.link("The source itself", source, new_tab=True).props('rel="noopener noreferrer"')
    ui.html(marked.key(), sanitize=False)
    with ui.element("div").classes("split"):
        ui.html(marked.document(text.text, text.claims, chosen), tag="article", sanitize=False).classes("whole").props(
            "data-testid=text"
        )
        with ui.element("aside").props('aria-label="Claims of this text"').classes("panel"):
            if chosen:
                parts.heading("The claim", 2)
                pair.card(site, chosen)
            parts.heading("All claims of this text", 2)
            _claims(text, chosen)
    ui.run_javascript(TO_THE_CLAIM)


def _claims(text: Text, chosen: Evidence | None) -> None:
    if not text.claims:
        shell.empty("No events were read from this text.")
    with ui.element("ol").classes("pairs"):
        for claim in text.claims:
            with ui.element("li"):
                address = filters.address("/document", urlencode({"id": text.iri, "claim": claim.claim}))
                link = ui.link(f"{claim.code}: {claim.ends}", address)
                if claim == chosen:
                    link.props('aria-current="true"')
                ui.label(" · ".join(filter(None, (claim.date, claim.status)))).classes("pale")
