"""Time the explorer on made-up news, in a real browser and for many people at once, in milliseconds.

usage: python benchmarks/explorer.py [--store FOLDER] [--claims N] [--people N]     100,000 event claims and 20 people

The store is made as benchmarks/queries.py makes it where FOLDER has none. A step counts from the click, or from the
beginning of the request, until what was asked for is drawn: by a new browser with nothing kept for the first page. Many
people are connections without a browser, for two processors can't draw twenty; they come within ten seconds, and each
looks for one to three seconds between steps. Exits with 1 where a goal is missed. Needs Chromium and its driver.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from visitors import FEWEST, Times, visit

from queries import make

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.browser import Browser, browsing, missing
from tests.serving import serving

RUNS, ROUNDS, PATIENCE = 5, 4, 120.0
DRAWN = ".network svg path[stroke-width]"
CLAIM = "[data-testid=claim]"
GOALS = {
    "first page": 2000, "filter": 500, "evidence": 300, "many: open": 500, "many: filter": 500, "many: evidence": 500,
}  # fmt: skip
# notes how long it takes from the last click until something holds and the browser has drawn it
WATCH = """
window.took = null;
let pressed = null;
addEventListener("click", () => pressed = performance.now(), true);
const before = document.querySelector("[data-testid=told]").textContent;
const holds = new Function("before", "return " + arguments[0]);
const watch = new MutationObserver(() => {
  if (pressed === null || !holds(before)) return;
  watch.disconnect();
  requestAnimationFrame(() => setTimeout(() => window.took = performance.now() - pressed));
});
watch.observe(document, {subtree: true, childList: true, characterData: true});
"""


def main() -> None:
    """Make the store where it is missing, measure, and print the table."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--store", type=Path)
    options.add_argument("--claims", type=int, default=100_000)
    options.add_argument("--people", type=int, default=20)
    given = options.parse_args()
    if missing():
        sys.exit("Chromium and its driver are needed (Debian: chromium, chromium-driver).")
    with tempfile.TemporaryDirectory() as folder:
        path = given.store or Path(folder) / "store"
        if not path.exists():
            make(path, given.claims)
        begin = time.monotonic()
        with serving(path) as server:
            with browsing(server.address) as browser:
                shown(browser)
                print(f"from nothing to the first page, the graph being read: {time.monotonic() - begin:.1f} s")
            times = measured(server.address)
            times |= {f"many: {step}": took for step, took in visit(server.address, given.people, ROUNDS).items()}
    sys.exit(show(times))


def measured(address: str) -> Times:
    """What one person sees, with nobody else there."""
    times: Times = {"first page": [], "filter": [], "evidence": []}
    for number in range(RUNS):
        with browsing(address) as browser:
            times["first page"].append(shown(browser))
            times["filter"] += filtered(browser)
            times["evidence"].append(read(browser, number))
    return times


def shown(browser: Browser) -> float:
    """Open the network and wait until it is drawn."""
    browser.open("/")
    return took(browser, f"return document.querySelector('{DRAWN}') && performance.now()")


def filtered(browser: Browser) -> Iterator[float]:
    """Leave out pairs of few events, and let them in again."""
    for choice in ("5 or more", "1 or more"):
        browser.run(WATCH, "document.querySelector('[data-testid=told]').textContent !== before")
        browser.one(f"[aria-label='{FEWEST}']").click()
        browser.named(".q-menu .q-item", choice).click()
        yield took(browser, "return window.took")


def read(browser: Browser, number: int) -> float:
    """Click one of the widest lines and wait for its first claim."""
    shown(browser)
    browser.run(WATCH, f"document.querySelector('{CLAIM}')")
    lines = sorted(browser.all(DRAWN), key=lambda line: -float(line.get_attribute("stroke-width") or 0))
    browser.click(lines[number])
    return took(browser, "return window.took")


def took(browser: Browser, script: str) -> float:
    """The number that a script gives, as soon as it gives one."""
    until = time.monotonic() + PATIENCE
    while not (number := browser.run(script)):
        assert time.monotonic() < until, f"nothing came at {browser.path}"
        time.sleep(0.05)
    return float(number)


def show(times: Times) -> int:
    """Print the table; 1 where a goal is missed."""
    print(f"{'step':18}{'times':>7}{'median ms':>12}{'worst ms':>12}{'goal ms':>10}")
    missed = 0
    for step, took in times.items():
        median, goal = statistics.median(took), GOALS[step]
        missed += median >= goal
        print(f"{step:18}{len(took):7}{median:12.0f}{max(took):12.0f}{goal:10}{'' if median < goal else '  missed'}")
    return int(missed > 0)


if __name__ == "__main__":
    main()
