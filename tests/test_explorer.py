"""The explorer in a real browser, on the sample dispatches: nothing it does leaves the machine or breaks the page."""

import pytest
from selenium.webdriver.remote.webelement import WebElement

from tests.browser import MISSING, Browser, missing

pytestmark = [pytest.mark.model, pytest.mark.skipif(missing(), reason=MISSING)]


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
