"""The map in a real browser, on the sample dispatches."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser import MISSING, Browser, missing

pytestmark = [pytest.mark.model, pytest.mark.skipif(missing(), reason=MISSING)]
ISRAEL = "of=http%3A%2F%2Fwww.wikidata.org%2Fentity%2FQ801"


def test_a_country_leads_to_its_pair(browser: Browser) -> None:
    """A click on Iran shows what is between it and the actor."""
    iran = browser.open(f"/map?{ISRAEL}").one('svg.world [data-code="IRN"]')
    assert "hostile" in (iran.get_attribute("class") or "")
    browser.click(iran)
    assert browser.until(lambda: browser.path.startswith("/pair?one="))
    browser.named("h1", "Iran")


def test_countries_by_keyboard(browser: Browser) -> None:
    """The table leads where the map does."""
    link = browser.open(f"/map?{ISRAEL}").named("table.listed a", "Iran")
    link.send_keys(Keys.ENTER)
    assert browser.until(lambda: browser.path.startswith("/pair?one="))
    browser.named("h1", "Iran")


def test_what_is_chosen_is_kept_in_the_address(browser: Browser) -> None:
    """Who opens the address sees the same, and the way back leads to what was seen before."""
    before = browser.open(f"/map?{ISRAEL}").named("h1", "What countries do to Israel").text
    browser.click(browser.one('input[aria-label="Who acts"]'))
    browser.click(browser.named("[role=option]", "the actor"))
    after = browser.named("h1", "What Israel does to countries").text
    assert browser.until(lambda: "way=by" in browser.path)
    address = browser.path
    browser.run("history.back()")
    browser.named("h1", before)
    browser.open(address).named("h1", after)


def test_places_are_drawn(browser: Browser) -> None:
    """An event is where it took place, and says so."""
    browser.open("/map?of=http%3A%2F%2Fwww.wikidata.org%2Fentity%2FQ159&way=both")
    assert browser.one("svg.world circle.spot title").get_attribute("textContent") == "Ankara, Turkey: 1 event"
    browser.named("table.listed th", "Ankara, Turkey")


def test_what_is_wrong_in_an_address_is_said(browser: Browser) -> None:
    """An unknown actor or filter is a sentence that says what to do, not a broken page."""
    assert "choose somebody" in browser.open("/map?of=x:nobody").one("[role=alert]").text
    assert "take one of" in browser.open("/map?code=NOISE").one("[role=alert]").text


def test_no_barriers(browser: Browser) -> None:
    """axe finds no serious fault, wide or narrow."""
    browser.open(f"/map?{ISRAEL}&way=both").one("svg.world .land")
    assert browser.barriers() == []
