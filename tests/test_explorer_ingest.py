"""Ingesting in a real browser, on a server of its own that may be written to."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph.store import Store
from tests.analysis_page import read
from tests.browser import MISSING, Browser, browsing, missing
from tests.processes import gone
from tests.serving import Server, eventually, serving

pytestmark = [pytest.mark.model, pytest.mark.skipif(missing(), reason=MISSING)]

TEXT = "<script>alert(1)</script> Norway condemned Chile on 3 May 2024. Peru said that Chile had agreed to pay."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample dispatches' store."""
    folder = tmp_path_factory.mktemp("ingest") / "store"
    shutil.copytree(read().path, folder)
    return folder


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    """A server that may write to it."""
    environment = {"KGRAPH_ALLOW_PRIVATE": ""}
    with serving(store, "--writable", environment=environment) as started:
        yield started


@pytest.fixture(scope="module")
def opened(server: Server) -> Iterator[Browser]:
    """A browser on it."""
    with browsing(server.address) as found:
        yield found


@pytest.fixture
def page(opened: Browser) -> Iterator[Browser]:
    """The page, in which nothing may have gone wrong in the end, nor anything have left the machine."""
    opened.open("/ingest").one("textarea")
    yield opened
    assert opened.complaints() == []
    assert opened.strangers() == set()


def give(page: Browser, text: str, title: str = "") -> None:
    """Paste a text, or leave what is there, and have it read."""
    page.one("textarea").send_keys(text)
    if title:
        page.one("input[aria-label=Title]").send_keys(title)
    page.click(page.named("button", "Read"))
    page.one("[data-testid=sum]")


def store_it(page: Browser) -> None:
    """Store what was found."""
    page.click(page.named("button", "Store"))


def test_a_pasted_text_is_shown_and_then_stored(page: Browser) -> None:
    """What is found is marked in the text, which is never markup; once it is stored the network shows it."""
    give(page, TEXT, title="<b>From Oslo</b>")
    assert page.one("[data-testid=standing]").text == "In the graph: new."
    assert "<script>alert(1)</script>" in page.one(".sheet .whole").text
    assert "condemned" in [mark.text for mark in page.all("mark.trigger")]
    heads = [head.text for head in page.all(".sheet thead th")]
    rows = [[cell.text for cell in row.find_elements("css selector", "td, th")] for row in page.all(".sheet tbody tr")]
    told = [dict(zip(heads, row, strict=True)) for row in rows]
    first, last = told[0], told[-1]
    assert (first["Who"], first["Act"], first["Whom"], first["Date"]) == (
        "Norway", "ACCUSE (disapprove)", "Chile", "2024-05-03"
    )  # fmt: skip
    assert last["Said by"] == "Peru"
    assert page.barriers() == []
    store_it(page)
    assert page.one("[data-testid=stored]").text == "1 added, 0 replaced, 0 left as they were."
    assert page.barriers() == []
    page.click(page.named("a", "in the network"))
    assert page.named(".pairs li", "Norway").text.startswith("Chile – Norway")


def test_what_is_there_is_told_apart(page: Browser) -> None:
    """A text that is stored is told from one that would replace it; what changes nothing is not ticked."""
    text = "Kenya and Ghana signed a treaty."
    give(page, text)
    store_it(page)
    page.one("[data-testid=stored]")
    give(page, text)
    assert "stored already" in page.one("[data-testid=standing]").text
    store_it(page)
    assert page.named(".fault", "No text is chosen")
    page.click(page.named("button", "Discard"))
    assert page.until(lambda: not page.all("[data-testid=sum]"))
    give(page, "", title="A title")
    assert "takes the place" in page.one("[data-testid=standing]").text


def test_files_and_addresses(page: Browser, server: Server, tmp_path: Path) -> None:
    """Files of known kinds are read, others refused in a sentence, as is an address of the server itself."""
    contents = {"one.txt": b"Kenya praised Peru.", "two.pdf": b"%PDF", "three.md": b"x" * 5_000_001}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    page.one("input[type=file]").send_keys("\n".join(str(tmp_path / name) for name in contents))
    assert page.named(".files li", "one.txt")
    assert page.named(".fault", "two.pdf is not in a format that kgraph reads")
    assert page.named(".fault", "three.md is larger than 5 MB")
    page.one("input[type=url]").send_keys(server.address)
    page.click(page.named("button", "Read"))
    assert page.named(".fault", "127.0.0.1 is in a private network")
    assert [text.text for text in page.all("[data-testid=text] h3")] == ["one.txt"]


@pytest.mark.parametrize("place", [".drop", "textarea"])
def test_files_are_dropped(page: Browser, tmp_path: Path, place: str) -> None:
    """Beside the browser's own button too, where it would open them in other tabs."""
    contents = {"one.txt": "Kenya praised Peru.", "two.txt": "Chile condemned Norway."}
    for name, content in contents.items():
        (tmp_path / name).write_text(content)
    page.drop(page.one(place), *(tmp_path / name for name in contents))
    assert page.until(lambda: len(page.all(".files li")) == len(contents))
    assert page.windows == 1
    page.click(page.named("button", "Read"))
    assert page.named("[data-testid=sum]", "2 claims in 2 documents")


def test_another_writer(page: Browser, store: Path) -> None:
    """While another process writes a sentence says so, and what was found can be stored afterwards."""
    give(page, "Kenya condemned Peru.")
    with Store(store):
        store_it(page)
        assert page.named(".fault", "Another process writes to the store")
    store_it(page)
    assert page.one("[data-testid=stored]")


def test_without_leave_to_write(browser: Browser) -> None:
    """On a server that only reads one can look, and is told how to store."""
    browser.open("/ingest").one("textarea")
    assert "kgraph serve --writable" in browser.one("[data-testid=readonly]").text
    give(browser, "Kenya condemned Peru.")
    assert [button.text for button in browser.all("[data-testid=found] button")] == ["Discard"]


def test_the_reader_ends_with_the_server(server: Server) -> None:
    """Even where the server is killed and can't end it."""
    children = server.children()
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()
    assert len(children) > min(max(os.cpu_count() or 1, 2), 4)
    assert all(eventually(lambda child=child: gone(child)) for child in children)
