"""Saying that a claim is wrong, in a real browser, on a server of its own: the network changes, and changes back."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from kgraph import iri, reviews
from kgraph.store import Store
from kgraph.upkeep import refresh
from tests import claims as c
from tests.browser import MISSING, Browser, browsing, missing
from tests.serving import serving

pytestmark = [pytest.mark.model, pytest.mark.skipif(missing(), reason=MISSING)]

IRAN, ISRAEL = (iri.wikidata(c.STATES[name][0]) for name in ("Iran", "Israel"))
PAIR = "/?" + urlencode({"one": IRAN, "other": ISRAEL})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the corpus, in which Iran does one thing to Israel: it threatens it."""
    made = tmp_path_factory.mktemp("review") / "store"
    with Store(made, create=True) as store:
        for document, claims in c.CORPUS:
            store.add(document, claims)
        refresh(store)
    return made


@pytest.fixture(scope="module")
def opened(folder: Path) -> Iterator[Browser]:
    """A browser on a server that may write to it."""
    with serving(folder, "--writable") as server, browsing(server.address) as found:
        yield found


@pytest.fixture
def page(opened: Browser, folder: Path) -> Iterator[Browser]:
    """The browser, on a graph that nobody has judged; nothing goes wrong, and nothing leaves the machine."""
    yield opened
    assert opened.complaints() == []
    assert opened.strangers() == set()
    with Store(folder) as store:
        for review in reviews.reviews(store):
            reviews.undo(store, review.claim)
        refresh(store)


def pairs(browser: Browser) -> str:
    """The pairs that the network shows."""
    return browser.named("[data-testid=pairs]", "Pairs").text


def asked(browser: Browser, choice: str) -> Browser:
    """The form of the pair's one claim, with a choice made."""
    browser.click(browser.open(PAIR).one("[data-testid=wrong]"))
    browser.click(browser.named(".judging .q-radio", choice))
    return browser


def field(browser: Browser, label: str) -> WebElement:
    return browser.one(f'.judging input[aria-label="{label}"]')


def save(browser: Browser) -> None:
    browser.click(browser.named(".judging button", "Save"))


def written(browser: Browser, label: str, words: str) -> None:
    """Put other words into a field."""
    place = field(browser, label)
    place.send_keys(Keys.CONTROL, "a")
    place.send_keys(words)


def test_a_rejected_claim_takes_its_edge_with_it(page: Browser) -> None:
    """In a reader's name, without which it is refused; the verdict is listed, and taken back there."""
    asked(page, "does not say")
    assert page.barriers() == []
    save(page)
    page.named(".judging [role=alert]", "needs a reader's name")
    written(page, "Your name", "Ana Ruiz")
    save(page)
    page.named("[data-testid=evidence]", "Nothing is left of this pair")
    assert "Iran – Israel" not in pairs(page)
    page.open("/reviews").named("[data-testid=verdict]", "Rejected by Ana Ruiz")
    assert page.barriers() == []
    page.click(page.named("[data-testid=verdict] button", "Take back"))
    page.named("main", "Nobody has judged a claim yet")
    page.open(PAIR).one("[data-testid=claim]")
    assert "Iran – Israel" in pairs(page)


def test_a_corrected_claim_makes_another_edge(page: Browser) -> None:
    """The form holds what was read, tells what it can't understand, and remembers who reads."""
    page.open("/").run('localStorage.setItem("kgraph-reader", "Ben")')
    asked(page, "something else")
    assert field(page, "Who").get_attribute("value") == "Iran"
    assert field(page, "Your name").get_attribute("value") == "Ben"
    assert page.barriers() == []
    written(page, "To whom", "Nemo of Nowhere")
    save(page)
    page.named(".judging [role=alert]", "Nobody called 'Nemo of Nowhere' is known")
    written(page, "To whom", "Egypt")
    save(page)
    page.named("[data-testid=evidence]", "Nothing is left of this pair")
    assert "Egypt – Iran" in pairs(page)
    page.click(page.named("[data-testid=pairs] button", "Egypt – Iran"))
    page.named("[data-testid=claim]", "reader/Ben")
    page.click(page.one("[data-testid=wrong]"))
    page.click(page.named(".judging button", "Take back what Ben corrected"))
    page.named("[data-testid=evidence]", "Nothing is left of this pair")


def test_where_nothing_may_be_written_it_says_how(browser: Browser) -> None:
    """The button is there, and tells what to do."""
    browser.open("/").one("[data-testid=pairs] button").click()
    browser.click(browser.one("[data-testid=wrong]"))
    browser.named("[role=dialog]", "kgraph serve --writable")
    assert browser.barriers() == []
