"""Questions and the editor in a real browser: forms, tables, completion, faults, and a query that does not end."""

import time
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from kgraph.explore import answers
from tests.browser import MISSING, Browser, missing

pytestmark = [pytest.mark.model, pytest.mark.skipif(missing(), reason=MISSING)]

CELL = ".ag-row[row-index='0'] .ag-cell[col-id='c{}']"
TOLD = "[data-testid=told]"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"GRAPH ?g{n} {{ ?s{n} ?p{n} ?o{n} }}" for n in range(5)) + " }"


def editor(query: str) -> str:
    return "/editor?" + urlencode({"query": query})


def written(browser: Browser, text: str) -> WebElement:
    """The editor, in which this was typed in place of what was there."""
    page = browser.one(".cm-content[aria-label='SPARQL query']")
    page.click()
    page.send_keys(Keys.CONTROL, "a")
    page.send_keys(text)
    return page


def fill(browser: Browser, field: str, value: str) -> None:
    given = browser.one(f"input[data-testid=field-{field}]")
    given.clear()
    given.send_keys(value)


def rows(browser: Browser) -> str:
    return browser.named(TOLD, " s.").text.partition(",")[0]


def test_a_question_is_asked_by_its_form(browser: Browser) -> None:
    """From the list to the form, which says what is missing; then the rows, and an address that shows the same."""
    browser.open("/questions").named(".questions a", "Between two actors").click()
    browser.one("[data-testid=ask]").click()
    assert browser.named(".q-field", "Give a value here.")
    fill(browser, "a", "Canada")
    assert browser.until(lambda: browser.all("datalist option[value=India]")), "names are suggested"
    fill(browser, "b", "India" + Keys.ENTER)
    assert rows(browser) == "12 rows"
    assert browser.one(CELL.format(0)).text == "2024-10-15"
    assert browser.path == "/questions/between?a=Canada&b=India"
    browser.one(".ag-header-cell[col-id=c0]").click()
    assert browser.named(CELL.format(0), "2023"), "the earliest comes first"
    assert browser.barriers() == []
    browser.open("/questions/between?a=Canada&b=India")
    assert rows(browser) == "12 rows"
    browser.open("/questions/between?a=Canada&b=India&limit=3")
    assert rows(browser) == "3 rows"
    browser.one("input[data-testid=field-limit]").send_keys("0", Keys.ENTER)
    assert browser.until(lambda: rows(browser) == "12 rows")
    browser.run("history.back()")
    assert browser.until(lambda: rows(browser) == "3 rows"), "going back shows what was asked before"


def test_an_answer_can_be_taken_away(browser: Browser) -> None:
    """As CSV and JSON, whole."""
    browser.open("/questions/friendly?limit=3")
    assert rows(browser) == "3 rows"
    files = {link.text: link.get_attribute("href") or "" for link in browser.all(".ways-out a")}
    assert len(httpx.get(files["Download as CSV"]).text.splitlines()) == 4
    assert len(httpx.get(files["Download as JSON"]).json()["results"]["bindings"]) == 3
    browser.open("/editor?" + urlsplit(files["See the SPARQL"]).query)
    assert rows(browser) == "3 rows"


def test_a_row_leads_to_its_sentence(browser: Browser) -> None:
    """A claim's cell is a link to its document, at that claim."""
    claim = "SELECT ?claim { GRAPH ?g { ?claim a kg:EventClaim } } LIMIT 1"
    browser.open(editor(claim)).one(CELL.format(0) + " a").click()
    assert browser.until(lambda: browser.path.startswith("/document?"))
    assert set(parse_qs(urlsplit(browser.path).query)) == {"id", "claim"}
    browser.one("h1")


def test_a_query_of_ones_own(browser: Browser) -> None:
    """Written with the words that are offered, and run by the keyboard; the address carries it."""
    browser.open("/editor")
    page = written(browser, "SELECT ?claim { GRAPH ?g { ?claim a kg:EventCl")  # brackets close themselves
    assert browser.named(".cm-tooltip-autocomplete", "kg:EventClaim")
    time.sleep(0.2)  # the list takes no key before one can have seen it
    page.send_keys(Keys.ENTER)
    assert browser.until(lambda: "kg:EventClaim" in page.text), "the word is written out"
    page.send_keys(Keys.CONTROL, Keys.ENTER)
    assert rows(browser).endswith("rows")
    [query] = parse_qs(urlsplit(browser.path).query)["query"]
    assert query == "SELECT ?claim { GRAPH ?g { ?claim a kg:EventClaim}}"
    assert browser.barriers() == []


def test_a_term_is_looked_up_by_its_meaning(browser: Browser) -> None:
    """And put where the cursor is."""
    browser.open("/editor")
    page = written(browser, "ASK { ?claim ")
    browser.one(".terms input").send_keys("how far the reading")
    browser.named("[role=option]", "kg:confidence").click()
    assert browser.until(lambda: "?claim kg:confidence" in page.text)


def test_a_fault_names_its_place(browser: Browser) -> None:
    """In one sentence, and in the text."""
    browser.open(editor("SELECT * {\n  GRAPH ?g { ?s a none:Such } }"))
    assert "line 2, column" in browser.named("[role=alert]", "prefix").text
    assert "none:Such" in browser.one(".cm-line.wrong").text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ("DELETE WHERE { ?s ?p ?o }", "SELECT, ASK, CONSTRUCT or DESCRIBE"),
    ],
)
def test_queries_only_read_and_ask_nobody(browser: Browser, query: str, says: str) -> None:
    """What would write, or call another server, is refused."""
    browser.open(editor(query))
    assert browser.named("[role=alert]", says)


def test_a_graph_is_shown_as_text(browser: Browser) -> None:
    """CONSTRUCT gives Turtle; nothing in it or in a table is markup."""
    words = '"<script>document.title=1</script><img src=x onerror=document.title=1>"'
    browser.open(editor(f"CONSTRUCT {{ <https://example.org/> rdfs:label {words} }} {{}}"))
    assert words in browser.one("pre.turtle").text
    browser.open(editor(f"SELECT ({words} AS ?words) {{}}"))
    assert browser.one(CELL.format(0)).text == words.strip('"')
    assert not browser.all("main img")


def test_more_rows_than_a_page_bears(browser: Browser) -> None:
    """The first are shown, and it says so."""
    browser.open(editor("SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"))
    assert f"the first {answers.ROWS:,} are shown" in browser.named(TOLD, " s.").text
    assert browser.one(CELL.format(0))


def test_a_slow_query_holds_up_nobody(browser: Browser) -> None:
    """While it runs in one tab, the network opens in another and others' queries are answered; it can be stopped."""
    browser.open(editor(RUNAWAY))
    assert browser.named(TOLD, "Running")
    with browser.aside("/"):
        began = time.monotonic()
        assert browser.one(".network svg path")
        browser.open("/questions/friendly?limit=3")
        assert rows(browser) == "3 rows"
        assert time.monotonic() - began < 10
    assert browser.named(TOLD, "Running")
    browser.named("button", "Stop").click()
    assert browser.named(TOLD, "Stopped.")


def test_there_is_no_such_question(browser: Browser) -> None:
    """The page says so, and lists those there are."""
    browser.open("/questions/nothing")
    assert browser.named("[role=alert]", "no question")
    assert len(browser.all(".questions a")) > 40
    assert browser.barriers() == []
