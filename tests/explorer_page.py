"""The pictures of docs/explorer.md, of the sample dispatches: ``python -m tests.explorer_page [NAME...]`` takes them.

Each page is opened by its address in a wide and in a narrow window. What can't be shown is named, and the others go on.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image

from tests.analysis_page import PICTURES, read
from tests.browser import Browser, browsing
from tests.serving import Server, serving

WIDTHS, HEIGHT = (1440, 480), 900
FRAME = 143  # what a headless window is higher than the page in it
COLOURS = 160
WIKIDATA = "http://www.wikidata.org/entity/"
ISRAEL, IRAN = f"{WIKIDATA}Q801", f"{WIKIDATA}Q794"
PAIR = urlencode({"one": IRAN, "other": ISRAEL})
QUERY = """SELECT ?actor (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {
  GRAPH ?document { ?claim kg:actor/rdfs:label ?actor }
}
GROUP BY ?actor ORDER BY DESC(?claims) ?actor LIMIT 10"""
TEXT = """Norway on Friday accused Chile of breaking the fisheries accord. Chile rejected the charge and recalled its \
ambassador from Oslo. Peru's foreign minister said Chile would send a delegation to Lima next week."""


def network(browser: Browser) -> None:
    browser.open(f"/?{PAIR}").one(".network svg path[stroke-width]")
    browser.one("[data-testid=claim]")


def pair(browser: Browser) -> None:
    browser.open(f"/pair?{PAIR}").one("[data-testid=claim]")


def actor(browser: Browser) -> None:
    browser.open(f"/actor?{urlencode({'iri': IRAN})}").one("main svg path")


def document(browser: Browser) -> None:
    network(browser)
    browser.one("[data-testid=document]").click()
    browser.one("[data-testid=text] mark")


def wrong(browser: Browser) -> None:
    network(browser)
    browser.click(browser.one("[data-testid=wrong]"))
    browser.one("[data-testid=choice]")
    assert browser.until(lambda: not browser.all(".q-transition--scale-enter-active")), "the dialog doesn't stand still"


def world(browser: Browser) -> None:
    browser.open(f"/map?{urlencode({'of': ISRAEL, 'way': 'both'})}").one("svg.world .land")


def analysis(browser: Browser) -> None:
    browser.open("/analysis/mediators").one("[data-testid=table] .ag-row")
    drawn = "const shown = document.querySelector('[data-testid=picture] img, img[data-testid=picture]');"
    assert browser.until(lambda: browser.run(f"{drawn} return shown?.naturalWidth")), "no picture is drawn"


def question(browser: Browser) -> None:
    browser.open("/questions/between?a=Israel&b=Iran").one(".ag-row")


def editor(browser: Browser) -> None:
    browser.open(f"/editor?{urlencode({'query': QUERY})}").one(".ag-row")


def ingest(browser: Browser) -> None:
    browser.open("/ingest").one("textarea").send_keys(TEXT)
    browser.click(browser.named("button", "Read"))
    browser.one("[data-testid=text] mark")


PAGES: dict[str, Callable[[Browser], None]] = {
    "network": network, "pair": pair, "actor": actor, "document": document, "wrong": wrong, "map": world,
    "analysis": analysis, "question": question, "editor": editor, "ingest": ingest,
}  # fmt: skip


def file(name: str, width: int) -> Path:
    return PICTURES / f"explorer-{name}-{width}.png"


def take(browser: Browser, name: str, width: int) -> None:
    """Open a page in a window of that width and keep what is seen of it."""
    browser.size(width, HEIGHT + FRAME)
    PAGES[name](browser)
    browser.run("document.activeElement.blur()")
    assert not browser.all("[role=alert]"), browser.one("[role=alert]").text
    with tempfile.TemporaryDirectory() as folder:
        browser.picture(f"{folder}/picture.png")
        with Image.open(f"{folder}/picture.png") as picture:
            small = picture.convert("RGB").quantize(COLOURS, kmeans=3, dither=Image.Dither.NONE)
            small.save(file(name, width), optimize=True)


@contextmanager
def _server() -> Iterator[Server]:
    """One that may write, on a store of its own."""
    with tempfile.TemporaryDirectory() as folder:
        store = shutil.copytree(read().path, Path(folder) / "store")
        with serving(store, "--writable") as running:
            yield running


def main(names: list[str]) -> int:
    """Take the pictures of these pages, or of all; 1 where one is missing."""
    missing = 0
    with _server() as server, browsing(server.address) as browser:
        for name in names or PAGES:
            for width in WIDTHS:
                try:
                    take(browser, name, width)
                except AssertionError as error:
                    missing += 1
                    print(f"explorer-{name}-{width}.png is not taken: {error}", file=sys.stderr)
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
