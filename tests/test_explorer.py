"""The explorer in a real browser, on the sample dispatches: nothing it does leaves the machine or breaks the page."""

from urllib.parse import parse_qs, urlsplit

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from kgraph import iri
from kgraph.model import Document
from kgraph.store import Store
from kgraph.upkeep import refresh
from tests.browser import MISSING, Browser, browsing, missing
from tests.claims import event
from tests.serving import serving

pytestmark = [pytest.mark.model, pytest.mark.skipif(missing(), reason=MISSING)]
CANADA, INDIA, USA = (iri.wikidata(number) for number in ("Q16", "Q668", "Q30"))
PAIR = f"one={CANADA}&other={INDIA}"


def edges(browser: Browser) -> list[WebElement]:
    """The lines of the network, widest first."""
    drawn = [one for one in browser.all(".network svg path") if one.get_attribute("stroke-width")]
    return sorted(drawn, key=lambda one: -float(one.get_attribute("stroke-width") or 0))


def asked(browser: Browser) -> dict[str, list[str]]:
    """The query part of the address."""
    return parse_qs(urlsplit(browser.path).query)


def events(browser: Browser) -> int:
    """How many events the network says it is of."""
    return int(browser.named("[data-testid=told]", "events").text.split()[0].replace(",", ""))


def test_an_edge_leads_to_its_sentences(browser: Browser) -> None:
    """A click on the widest line shows what was said, newest first, with the words marked; the address keeps it."""
    browser.open("/").one(".network svg path")
    browser.click(edges(browser)[0])
    assert browser.named("[data-testid=pair]", "Canada").text == "Canada – India"
    assert browser.named("[data-testid=claim] mark.trigger", "").text
    dates = [one.text[:10] for one in browser.all("[data-testid=claim] .what")]
    assert dates == sorted(dates, reverse=True)
    address = browser.path
    browser.open("/?least=2").named("[data-testid=told]", "events")
    assert browser.open(address).named("[data-testid=pair]", "Canada").text == "Canada – India"


def test_a_filter_is_kept_in_the_address(browser: Browser) -> None:
    """Who opens the address sees the same."""
    browser.open("/?code=ASSAULT")
    assert events(browser) == 12
    browser.open("/")
    assert events(browser) > 12


@pytest.mark.parametrize(("words", "found"), [("u.s.a", "United States"), ("biden", "Joe Biden")])
def test_search_by_any_name(browser: Browser, words: str, found: str) -> None:
    """An alias, or one who acts for it, finds an actor, whose pairs alone are then shown; going back shows all again.

    All by keyboard.
    """
    browser.open("/").one(".network svg path")
    whole = events(browser)
    field = browser.one("input[type=search]")
    field.click()
    field.send_keys(words)
    assert browser.until(lambda: [one.text.split("\n")[0] for one in browser.all(".q-menu .q-item")] == [found])
    field.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    assert browser.until(lambda: asked(browser).get("actor") == [USA])
    chip, away = browser.one(".q-chip"), browser.one(".q-chip__icon")
    assert away.rect["y"] < chip.rect["y"] + chip.rect["height"], "what takes the actor away is in its chip"
    assert browser.until(lambda: 0 < events(browser) < whole)
    browser.run("history.back()")
    assert browser.until(lambda: "actor" not in asked(browser) and events(browser) == whole)


def test_brushing_the_histogram(browser: Browser) -> None:
    """A span drawn over the months leaves its events; dates can be typed too, and wrong ones are told."""
    browser.open("/").one(".months svg path")
    whole = events(browser)
    browser.drag(browser.one(".months"), (0.85, 0.5), (0.95, 0.5))
    assert browser.until(lambda: "since" in asked(browser) and 0 < events(browser) < whole)
    since = browser.one("input[aria-label=From]")
    since.send_keys(Keys.CONTROL, "a")
    since.send_keys("2024-13", Keys.ENTER)
    assert browser.named(".dates", "Write 2024")
    since.send_keys(Keys.CONTROL, "a")
    since.send_keys("2024", Keys.ENTER)
    assert browser.until(lambda: asked(browser)["since"] == ["2024"])


def test_an_actor_is_pinned_hidden_and_expanded(browser: Browser) -> None:
    """By mouse and by button; each is in the address, and can be taken back."""
    browser.open("/").one(".network svg path")
    name = browser.one(".network svg text", lambda one: one.text == "Canada")
    browser.drag(name, (0.5, -1.0), (2.5, -3.0))
    assert browser.until(lambda: CANADA in asked(browser).get("pin", [""])[0])
    browser.click(browser.named("button", "Let 1 pinned go"))
    assert browser.until(lambda: "pin" not in asked(browser))
    browser.open(f"/?{PAIR}")
    browser.click(browser.named("[data-testid=evidence] button", "India"))
    browser.click(browser.named("[data-testid=evidence] button", "More of its pairs"))
    assert browser.until(lambda: asked(browser).get("expand") == [INDIA])
    browser.open(f"/?{PAIR}")
    browser.click(browser.named("[data-testid=evidence] button", "Canada"))
    browser.click(browser.named("[data-testid=evidence] button", "Hide"))
    assert browser.until(lambda: asked(browser).get("hide") == [CANADA])
    assert not [one for one in browser.all(".network svg text") if one.text == "Canada"]
    browser.click(browser.named("button", "Show 1 hidden again"))
    assert browser.one(".network svg text", lambda one: one.text == "Canada")


def test_a_pair_over_time(browser: Browser) -> None:
    """Brushing the line of a pair filters the evidence below it."""
    browser.open(f"/pair?{PAIR}").one("[data-testid=claim]")
    assert browser.barriers() == []
    assert browser.named("[data-testid=count]", "9 events")
    browser.drag(browser.one(".timeline"), (0.7, 0.75), (0.97, 0.75))
    assert browser.named("[data-testid=count]", "5 events")
    assert {one.text[:7] for one in browser.all("[data-testid=claim] .what")} == {"2024-10"}


def test_an_actor_over_time(browser: Browser) -> None:
    """An actor's page keeps its dates and periods in the address, and leads to the actor's pairs."""
    browser.open(f"/actor?iri={USA}&period=year").one(".timeline svg path")
    assert browser.barriers() == []
    browser.one("input[aria-label=From]").send_keys("2024", Keys.ENTER)
    assert browser.until(lambda: asked(browser) == {"iri": [USA], "since": ["2024"], "period": ["year"]})
    browser.click(browser.named(".pairs a", "Iran"))
    assert browser.named("h1", "United States – Iran")


def test_a_sentence_leads_to_its_text(browser: Browser) -> None:
    """The whole text opens at the claim's sentence, in sight."""
    browser.open(f"/pair?{PAIR}")
    sentence = browser.one("[data-testid=claim] blockquote").text
    browser.click(browser.one("[data-testid=document]"))
    chosen = browser.one("#claim")
    assert chosen.text == sentence
    assert browser.until(lambda: browser.run("return document.activeElement.id") == "claim")
    top, bottom, height = browser.run(
        "const r = document.getElementById('claim').getBoundingClientRect(); return [r.top, r.bottom, innerHeight]"
    )
    assert 0 < top < bottom < height
    assert browser.barriers() == []


def test_wrong_addresses(browser: Browser) -> None:
    """What is wrong in an address is told on the page, with what to do."""
    for address in (
        "/?since=never",
        "/pair?one=x",
        "/pair?one=x&other=y",
        "/actor?iri=x",
        "/document?id=x",
        "/actor",
        f"/pair?one={CANADA}&other={CANADA}",
    ):
        assert browser.open(address).one("[role=alert]").text.endswith(".")
    panel = browser.open(f"/?one={CANADA}&other=y").one("[data-testid=evidence]")
    assert browser.until(lambda: panel.text.startswith("'y' has no events here"))
    assert browser.open("/nowhere").named("[role=alert]", "There is no page '/nowhere' here")
    assert [line for line in browser.complaints() if "404" not in line] == []


def test_no_barriers(browser: Browser) -> None:
    """axe finds no serious fault, in light and in dark, on a wide and a narrow page."""
    browser.open(f"/?{PAIR}").one(".network svg path")
    assert browser.barriers() == []
    browser.click(browser.one('button[aria-label="Light or dark"]'))
    assert browser.barriers() == []
    browser.size(480, 900)
    assert browser.barriers() == []
    browser.size(1440, 900)


def test_dark_stays_dark(browser: Browser) -> None:
    """Who chose it has it on the next page too."""
    browser.open(f"/?{PAIR}").one(".network svg path")
    before = bool(browser.all("body.body--dark"))
    browser.click(browser.one('button[aria-label="Light or dark"]'))
    assert browser.until(lambda: bool(browser.all("body.body--dark")) is not before)
    browser.open("/reviews").one("h1")
    assert bool(browser.all("body.body--dark")) is not before


def test_a_stored_script_is_text(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A text with markup in it, in its title and in a name shows as it is, and nothing of it runs."""
    text = "<script>document.title = 'run'</script><img src=x onerror=alert(1)> Iran attacked Israel."
    trap = Document(
        id="trap", text=text, title="<img src=x onerror=alert(2)>", url="javascript:alert(3)", origin="/trap"
    )
    with Store(tmp_path_factory.mktemp("trap") / "store", create=True) as store:
        store.add(trap, [event(trap, text, "attacked", "ASSAULT", ("Iran",), ("Israel",))])
        refresh(store)
        path = store.path
    with serving(path) as server, browsing(server.address) as browser:
        browser.open("/").one(".network svg path")
        browser.click(browser.one("[data-testid=pairs] li button"))
        assert browser.one("[data-testid=claim] blockquote").text == text
        assert browser.named("[data-testid=document]", "<img")
        assert not browser.all("[data-testid=claim] [aria-label='The source itself']")
        browser.click(browser.one("[data-testid=document]"))
        assert browser.one("[data-testid=text]").text == text
        assert "run" not in browser.run("return document.title")
        assert not browser.all("main img, main script")
        assert browser.complaints() == []
        assert browser.strangers() == set()
