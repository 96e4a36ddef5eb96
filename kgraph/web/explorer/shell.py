"""What all pages have in common: the header with its ways, light and dark, and how a fault is told."""

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui

from kgraph import resources

PAGES = (
    ("/", "Network"), ("/map", "Map"), ("/analysis", "Analysis"), ("/questions", "Questions"), ("/ingest", "Ingest"),
    ("/reviews", "Verdicts"),
)  # fmt: skip
# going back and forth shows what was seen then; a leap within the page is neither
BACK = "window.onpopstate = () => { if (!location.hash) location.reload(); }"
DARK = "kgraph-dark"  # the cookie that keeps the choice
PATIENCE = 30.0  # seconds that a page may take where the machine is busy


@contextmanager
def page(title: str, here: str) -> Iterator[None]:
    """A page's frame; its content goes into the block."""
    ui.page_title(f"{title} · kgraph")
    ui.add_css(resources.data("web", "explorer.css").read_text(encoding="utf-8"))
    ui.run_javascript(BACK)
    dark = ui.dark_mode(value=_chosen())
    ui.colors(primary="#00588F", negative="#A03B00")
    with ui.header().classes("bar"):
        ui.link("Skip to the content", "#content").classes("skip")
        ui.link("kgraph", "/").classes("brand")
        with ui.element("nav").props('aria-label="Pages"').classes("ways"):
            for address, name in PAGES:
                link = ui.link(name, address)
                if address == here:
                    link.props('aria-current="page"')
        ui.space()
        ui.button(icon="contrast", on_click=lambda: _turn(dark)).props(
            'flat round dense color=white aria-label="Light or dark"'
        )
    with ui.element("main").props('id=content tabindex="-1"').classes("content"):
        yield


def _chosen() -> bool | None:
    """Whether the visitor wants it dark; None, as the system has it, until somebody chooses."""
    request = ui.context.client.request
    return {"yes": True, "no": False}.get(request.cookies.get(DARK, "")) if request else None


def _turn(dark: ui.dark_mode) -> None:
    """Dark to light and light to dark, here and on the pages to come."""
    dark.set_value(not dark.value)
    value = "yes" if dark.value else "no"
    ui.run_javascript(f"document.cookie = '{DARK}={value}; path=/; max-age=31536000; SameSite=Strict'")


def fault(sentence: str) -> None:
    """A fault, told where the content would be."""
    with ui.element("div").props("role=alert").classes("fault"):
        ui.label(sentence)


def empty(sentence: str) -> None:
    """What to do where there is nothing to show."""
    ui.label(sentence).classes("empty")
