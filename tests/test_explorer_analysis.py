"""The analysis pages in a real browser, on the sample dispatches."""

import os
import signal
import time
import urllib.request
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from kgraph.analyse import MEASURES
from kgraph.web.server import MOST_WORKERS
from tests.analysis_page import read
from tests.browser import MISSING, Browser, missing
from tests.processes import gone
from tests.serving import Server, eventually, serving

pytestmark = [pytest.mark.model, pytest.mark.skipif(missing(), reason=MISSING)]
DRAWN = "const i = document.querySelector('[data-testid=picture]'); return i && i.naturalWidth > 0"


def drawn(browser: Browser) -> bool:
    """Whether the picture comes to be seen."""
    return browser.until(lambda: browser.run(DRAWN))


def choose(browser: Browser, label: str, words: str) -> None:
    """An actor, by any name."""
    field = browser.one(f"input[aria-label='{label}']")
    browser.click(field)
    field.send_keys(words)

    def pick() -> bool:
        for offered in browser.all(".q-menu .q-item"):
            if words in offered.text:
                browser.click(offered)
                return True
        return False

    assert browser.until(pick)


def test_every_measure_is_listed(browser: Browser) -> None:
    """Each with a link to its page."""
    browser.open("/analysis").one(".measures a")
    pages = [link.get_attribute("href").rpartition("/")[2] for link in browser.all(".measures a")]
    assert pages == list(MEASURES)
    assert browser.barriers() == []


def test_a_pair_is_chosen_and_measured(browser: Browser) -> None:
    """Two actors by their names, a picture, a table that leads to documents, and an address that says it all."""
    browser.open("/analysis/escalation").named(".empty", "Choose two actors")
    choose(browser, "Actor *", "Canada")
    choose(browser, "Other actor *", "Bharat")
    assert browser.named("[data-testid=note]", "Rests on 9 events")
    assert drawn(browser)
    assert browser.named("[data-testid=table] a", "India and Canada expel").get_attribute("href").count("/document?id=")
    assert browser.barriers() == []
    browser.open(browser.path).named("[data-testid=note]", "Rests on 9 events")
    since = browser.one("input[aria-label=Since]")
    since.send_keys("2024-10", Keys.TAB)
    assert browser.named("[data-testid=note]", "Rests on 5 events")
    assert browser.path.endswith("&since=2024-10")


def test_a_briefing_is_written(browser: Browser) -> None:
    """A click writes it and hands it to the browser."""
    browser.open("/analysis/ego?actor=India").named("[data-testid=note]", "Rests on")
    assert drawn(browser), "what is drawn moves the button"
    browser.click(browser.named("button", "Write a briefing about India"))
    assert browser.named("[role=status]", "your browser has the file")


def test_faults_say_what_to_do(browser: Browser) -> None:
    """Nobody of that name, no such measure."""
    assert "Nobody called" in browser.open("/analysis/ego?actor=Nemo").one("[role=alert]").text
    assert "choose one" in browser.open("/analysis/nonsense").one("[role=alert]").text


def test_children_come_with_the_first_measure_and_go_with_the_server() -> None:
    """Files are had without a browser; a child that is lost is replaced."""
    with serving(read().path) as server:
        assert eventually(lambda: len(server.children()) == min(max(os.cpu_count() or 1, 2), MOST_WORKERS))
        workers = server.children()
        assert fetch(server, "table.csv").startswith(b"actor,other,events")
        (child,) = server.children() - workers
        os.kill(child, signal.SIGKILL)
        assert eventually(lambda: gone(child))
        time.sleep(0.1)
        assert fetch(server, "picture.svg").startswith(b"<?xml")
        (other,) = server.children() - workers
        server.end()
        assert eventually(lambda: gone(other))


def fetch(server: Server, file: str) -> bytes:
    """A file of the ties, as a download."""
    with urllib.request.urlopen(f"{server.address}analysis/ties/{file}") as answer:
        assert answer.headers["Content-Disposition"] == f'attachment; filename="ties{Path(file).suffix}"'
        content: bytes = answer.read()
    return content
