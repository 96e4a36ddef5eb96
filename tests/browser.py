"""Headless Chromium for the tests: what a visitor sees and does, and what the browser asked for and complained of."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_core_python.selenium import Axe
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.analysis_page import read
from tests.serving import serving

MISSING = "Chromium and its driver are not installed (Debian: chromium, chromium-driver)"
PATIENCE = 20.0  # seconds
GRAVE = {"serious", "critical"}  # of axe's faults


class Browser:
    """A window on one server."""

    def __init__(self, driver: Chrome, address: str) -> None:
        self._driver, self._address = driver, address.rstrip("/")

    def open(self, path: str) -> "Browser":
        self._driver.get(self._address + path)
        return self

    @contextmanager
    def aside(self, path: str) -> Iterator[None]:
        """Another tab at a path, while the first goes on with what it does."""
        first = self._driver.current_window_handle
        self._driver.switch_to.new_window("tab")
        try:
            self.open(path)
            yield
        finally:
            self._driver.close()
            self._driver.switch_to.window(first)

    @property
    def path(self) -> str:
        """The address below the server's."""
        return self._driver.current_url.removeprefix(self._address)

    def all(self, css: str) -> list[WebElement]:
        return list(self._driver.find_elements(By.CSS_SELECTOR, css))

    def one(self, css: str, holds: Callable[[WebElement], object] = lambda _: True) -> WebElement:
        """The first such element of which something holds, as soon as there is one."""
        found: list[WebElement] = []

        def look() -> bool:
            found[:] = [one for one in self.all(css) if holds(one)]
            return bool(found)

        assert self.until(look), f"no {css} at {self.path}"
        return found[0]

    def named(self, css: str, words: str) -> WebElement:
        """The first such element that holds the words."""
        return self.one(css, lambda one: words in one.text)

    def until(self, holds: Callable[[], object], patience: float = PATIENCE) -> bool:
        """Whether something becomes true before patience ends."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            with suppress(StaleElementReferenceException):
                if holds():
                    return True
            time.sleep(0.05)
        return False

    def click(self, element: WebElement) -> None:
        """With the mouse, in the middle of what is drawn: pictures have no other way."""
        self._driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        x, y = self._resting(element)
        actions = ActionBuilder(self._driver)
        actions.pointer_action.move_to_location(int(x), int(y)).pointer_down().pointer_up()
        actions.perform()

    def _resting(self, element: WebElement) -> tuple[float, float]:
        """The middle of an element that has come to rest: dialogs fly in."""
        middle = "const r = arguments[0].getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]"
        before = None
        for _ in range(100):
            now: tuple[float, float] = tuple(self._driver.execute_script(middle, element))
            if now == before:
                return now
            before = now
            time.sleep(0.05)
        raise AssertionError("it does not come to rest")

    def drag(self, element: WebElement, *places: tuple[float, float]) -> None:
        """With the mouse from the first place on to the last, as shares of the element's width and height."""
        self._driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        box = "const r = arguments[0].getBoundingClientRect(); return [r.x, r.y, r.width, r.height]"
        left, top, width, height = self._driver.execute_script(box, element)
        points = [(int(left + x * width), int(top + y * height)) for x, y in places]
        halfway = tuple((first + last) // 2 for first, last in zip(points[0], points[-1], strict=True))
        actions = ActionBuilder(self._driver)
        actions.pointer_action.move_to_location(*points[0]).pointer_down().move_to_location(*halfway)
        for point in points[1:]:
            actions.pointer_action.move_to_location(*point)
        actions.pointer_action.pointer_up()
        actions.perform()

    def drop(self, element: WebElement, *paths: Path) -> None:
        """Files from outside the browser, on an element's upper edge."""
        self._driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        box = "const r = arguments[0].getBoundingClientRect(); return [r.x + r.width / 2, r.y + 4]"
        x, y = self._driver.execute_script(box, element)
        held = {"items": [], "files": list(map(str, paths)), "dragOperationsMask": 1}
        for what in ("dragEnter", "dragOver", "drop"):
            self._driver.execute_cdp_cmd("Input.dispatchDragEvent", {"type": what, "x": x, "y": y, "data": held})

    @property
    def windows(self) -> int:
        """How many windows and tabs are open."""
        return len(self._driver.window_handles)

    def size(self, width: int, height: int) -> None:
        self._driver.set_window_size(width, height)

    def run(self, script: str, *given: object) -> Any:
        return self._driver.execute_script(script, *given)

    def picture(self, path: str) -> None:
        self._driver.save_screenshot(path)

    def forget(self) -> None:
        """No cookie is left of those who looked before, such as one that wants it dark."""
        self._driver.delete_all_cookies()

    def complaints(self) -> list[str]:
        """What the browser's log has of errors and warnings since it was last asked."""
        return [entry["message"] for entry in self._driver.get_log("browser") if entry["level"] != "INFO"]

    def strangers(self) -> set[str]:
        """The hosts, other than the server, from which anything was asked since this was last asked."""
        told = (json.loads(entry["message"])["message"] for entry in self._driver.get_log("performance"))
        sent = (one["params"]["request"]["url"] for one in told if one["method"] == "Network.requestWillBeSent")
        parts = (urlsplit(address) for address in sent)
        return {part.netloc for part in parts if part.scheme not in {"data", "blob"}} - {urlsplit(self._address).netloc}

    def barriers(self) -> list[str]:
        """The serious and critical faults of accessibility that axe finds, with where they are.

        Asked again where there are some: what is fading in has little contrast.
        """
        self.until(lambda: not self._barriers(), 3.0)
        return self._barriers()

    def _barriers(self) -> list[str]:
        found = Axe().run(self._driver)["violations"]
        return [
            f"{fault['id']}: {[node['target'] for node in fault['nodes']][:3]}"
            for fault in found
            if fault["impact"] in GRAVE
        ]


def missing() -> bool:
    """Whether there is no browser to drive."""
    return not (shutil.which("chromium") and shutil.which("chromedriver"))


@contextmanager
def browsing(address: str, width: int = 1440, height: int = 900) -> Iterator[Browser]:
    """A browser that finds no other host than this machine."""
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking",
        f"--window-size={width},{height}", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=Service(shutil.which("chromedriver") or ""))
    try:
        yield Browser(driver, address)
    finally:
        driver.quit()


@pytest.fixture(scope="session")
def window() -> Iterator[Browser]:
    """One browser for all tests of the explorer, on one server with the sample dispatches."""
    with serving(read().path) as server, browsing(server.address) as opened:
        yield opened


@pytest.fixture
def browser(window: Browser) -> Iterator[Browser]:
    """The browser, in which nothing may have gone wrong in the end, nor anything have left the machine."""
    window.forget()
    window.complaints()
    window.strangers()
    yield window
    assert window.complaints() == []
    assert window.strangers() == set()
