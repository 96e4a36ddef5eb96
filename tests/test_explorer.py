"""The explorer in a real browser, on the sample dispatches: nothing it does leaves the machine or breaks the page."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.remote.webelement import WebElement

from tests import browser as browsers
from tests.analysis_page import read
from tests.browser import Browser, browsing
from tests.serving import serving

pytestmark = [pytest.mark.model, pytest.mark.skipif(browsers.missing(), reason=browsers.MISSING)]


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    """One browser for all tests here, on one server."""
    with serving(read().path) as server, browsing(server.address) as opened:
        yield opened


@pytest.fixture
def browser(window: Browser) -> Iterator[Browser]:
    """The browser, in which nothing may have gone wrong in the end."""
    window.complaints(), window.strangers()
    yield window
    assert window.complaints() == []
    assert window.strangers() == set()


def edges(browser: Browser) -> list[WebElement]:
    """The lines of the network, widest first."""
    drawn = [one for one in browser.all(".network svg path") if one.get_attribute("stroke-width")]
    return sorted(drawn, key=lambda one: -float(one.get_attribute("stroke-width") or 0))


def test_an_edge_leads_to_its_sentences(browser: Browser) -> None:
    """A click on the widest line shows what was said, newest first, with the words marked."""
    browser.open("/").one(".network svg path")
    browser.click(edges(browser)[0])
    assert browser.named("[data-testid=pair]", "Canada").text == "Canada – India"
    assert browser.named("[data-testid=claim] mark.trigger", "").text


def test_a_filter_is_kept_in_the_address(browser: Browser) -> None:
    """Who opens the address sees the same."""
    browser.open("/?code=ASSAULT")
    told = browser.named("[data-testid=told]", "events").text
    assert told.startswith("12 events")
    assert browser.open("/").named("[data-testid=told]", "events").text != told


def test_no_barriers(browser: Browser) -> None:
    """axe finds no serious fault."""
    browser.open("/").one(".network svg path")
    assert browser.barriers() == []
