"""``kgraph watch`` as a newsroom runs it: a process with a real model, feeds and counters."""

import re
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from kgraph.cli.app import main
from kgraph.sources import pace
from kgraph.store import Store
from kgraph.watching import Round
from kgraph.watching.keeping import Kept
from tests.site import Site, feed, html, running, text, texts

pytestmark = [pytest.mark.model, pytest.mark.slow]
FIRST = ("n1", "France recalled its ambassador from Niger on Tuesday.")
SECOND = ("n2", "Iran denied attacking the ship, according to Norwegian officials.")
PATIENCE = 60.0  # seconds


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Addresses of this machine may be read, at any pace; visits are remembered in the test's own folder."""
    from kgraph import nlp

    monkeypatch.setenv("KGRAPH_ALLOW_PRIVATE", "1")
    monkeypatch.setenv("KGRAPH_MODEL", str(nlp.find()))
    monkeypatch.setenv("KGRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(pace, "PAUSE", 0.0)


@pytest.fixture
def site() -> Iterator[Site]:
    with running({"/feed": feed(FIRST)}) as site:
        yield site


def once(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["watch", *map(str, arguments), "--once"])


@contextmanager
def watching(*arguments: str | Path) -> Iterator[tuple["subprocess.Popen[str]", "Queue[str]"]]:
    """A watch of its own and what it says, line by line."""
    command = [sys.executable, "-m", "kgraph", "watch", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        said: Queue[str] = Queue()

        def listen() -> None:
            assert process.stdout is not None
            for line in process.stdout:
                said.put(line)

        hearing = threading.Thread(target=listen)
        hearing.start()
        try:
            yield process, said
        finally:
            process.kill()
            process.wait(PATIENCE)
            hearing.join()


def metrics(shown: str) -> dict[str, float]:
    """Prometheus' own reading of the counters, by name and label."""
    samples = (sample for family in text_string_to_metric_families(shown) for sample in family.samples)
    return {
        sample.name.removeprefix("kgraph_watch_")
        + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for sample in samples
    }


def test_a_list_of_feeds_is_read_once(site: Site, tmp_path: Path) -> None:
    """For cron: a line, what broke, and an exit code; claims are found and events are there."""
    site.pages["/other"] = feed(SECOND)
    listed = tmp_path / "feeds.opml"
    outlines = "".join(f'<outline xmlUrl="{site.address}{path}"/>' for path in ("/feed", "/other", "/gone"))
    listed.write_text(f"<opml><body>{outlines}</body></opml>")
    done = once(listed, "--store", tmp_path / "store")
    line = r"^\d{4}-\d\d-\d\d \S+  3 feeds asked, 2 new documents, [2-9] claims, 1 fault, \d+\.\d s$"
    assert re.search(line, done.output, re.MULTILINE)
    assert f"kgraph: {site.address}/gone: the server answers 404 Not Found; check the address" in done.output
    assert done.exit_code == 1
    site.pages["/gone"] = feed(("n3", "Kenya's president met the president of Uganda."))
    again = once(listed, "--store", tmp_path / "store")
    assert "3 feeds asked, 1 new document," in again.output
    assert again.exit_code == 0
    with Store(tmp_path / "store", read_only=True) as store:
        assert store.stats()["documents"] == 3
        assert store.stats()["events"] >= 2


def test_a_signal_ends_it_in_good_order(site: Site, tmp_path: Path) -> None:
    """With exit code 0; others may read and write between rounds, and a second watch is told of the first."""
    store = tmp_path / "store"
    with watching(f"{site.address}/feed", "--store", store, "--metrics", "0") as (process, said):
        address = re.search(r"http://127\.0\.0\.1:\d+/metrics", said.get(timeout=PATIENCE))
        assert address
        assert "1 feed asked, 1 new document, 1 claim, 0 faults" in said.get(timeout=PATIENCE)
        with Store(store) as beside:
            assert beside.stats()["documents"] == 1
        second = once(f"{site.address}/feed", "--store", store)
        assert second.exit_code == 1
        assert "Another kgraph watch writes to the store" in second.output
        with urlopen(address[0]) as answer:
            shown = metrics(answer.read().decode())
        expected = {"rounds_total": 1, "documents_total": 1, "claims_total event": 1, "feeds": 1, "feeds_up": 1}
        assert expected.items() <= shown.items()
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    done = once(f"{site.address}/feed", "--store", store)
    assert "1 feed asked, 0 new documents, 0 claims, 0 faults" in done.output


def test_ctrl_c_ends_it_too(site: Site, tmp_path: Path) -> None:
    """And says so at once."""
    with watching(f"{site.address}/gone", "--store", tmp_path / "store") as (process, said):
        assert "1 feed asked, 0 new documents, 0 claims, 1 fault" in said.get(timeout=PATIENCE)
        assert "404" in said.get(timeout=PATIENCE)
        process.send_signal(signal.SIGINT)
        assert "stopping after" in said.get(timeout=PATIENCE)
        assert process.wait(PATIENCE) == 0


def test_counters_in_a_file(site: Site, tmp_path: Path) -> None:
    """Whole at any time, for the node exporter."""
    path = tmp_path / "kgraph.prom"
    done = once(f"{site.address}/feed", f"{site.address}/gone", "--store", tmp_path / "store", "--metrics", path)
    assert done.exit_code == 1
    shown = metrics(path.read_text())
    assert shown["faults_total 127.0.0.1"] == 1
    assert (shown["feeds"], shown["feeds_up"], shown["claims_total relation"]) == (2, 1, 0)
    assert shown["last_success_timestamp_seconds"] > 1.7e9
    assert [entry.name for entry in tmp_path.iterdir() if "prom" in entry.name] == ["kgraph.prom"]


def test_counters_count(tmp_path: Path) -> None:
    """Round by round; a round in which nothing could be read or stored is no success."""
    from kgraph.watching.metrics import Meter

    meter = Meter()
    began = datetime(2024, 3, 6, tzinfo=UTC)
    kept = Kept(3, Counter(event=5, office=2))
    meter.note(Round(began, asked=4, feeds=5, up=3, kept=kept, failed=Counter({"a.example": 2}), seconds=2.0))
    meter.note(Round(began, asked=4, feeds=5, up=3, stored=False, seconds=9.0))
    meter.write(tmp_path / "a.prom")
    shown = metrics((tmp_path / "a.prom").read_text())
    assert (shown["documents_total"], shown["claims_total event"], shown["claims_total office"]) == (3, 5, 2)
    assert (shown["rounds_total"], shown["store_faults_total"], shown["faults_total a.example"]) == (2, 1, 2)
    assert (shown["last_round_seconds"], shown["last_success_timestamp_seconds"]) == (9.0, began.timestamp() + 2.0)


def test_the_page_tells_of_all_counters() -> None:
    """docs/watching.md names each, and no other; its service is started with options that there are."""
    from kgraph.watching.metrics import Meter

    page = (Path(__file__).parent.parent / "docs" / "watching.md").read_text(encoding="utf-8")
    table = page[page.index("| name, after") :]
    shown = {re.sub(r"_created.*| .*", "", name) for name in metrics(generate_latest(Meter().registry).decode())}
    named = re.findall(r"`([a-z_]+)(?:\{[a-z]+\})?`", "".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)))
    assert {*named} - {"faults_total"} == {name for name in shown if name + "_total" not in shown}
    options = {option for parameter in main.commands["watch"].params for option in parameter.opts}
    assert set(re.findall(r"--[a-z][a-z-]*", page)) <= options


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--every", "5s"), "no less than 10s"),
        (("--every", "soon"), "no time between rounds"),
        (("--metrics", "counters.txt"), "neither a port nor a file whose name ends in .prom"),
        (("--metrics", "70000"), "neither a port nor a file"),
        (("--metrics", "no-such-folder/a.prom"), "can't be written"),
        (("no-such-list.opml",), "neither an http or https address nor a file that lists feeds"),
    ],
)
def test_what_cannot_be_is_said(site: Site, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    """In a sentence, and before anything is asked."""
    done = once(f"{site.address}/feed", "--store", tmp_path / "store", *arguments)
    assert done.exit_code != 0
    assert words in done.output
    assert site.asked == []


def test_a_port_that_is_taken(site: Site, tmp_path: Path) -> None:
    """Is named."""
    port = site.address.rpartition(":")[2]
    done = once(f"{site.address}/feed", "--store", tmp_path / "store", "--metrics", port)
    assert f"No counters can be shown at 127.0.0.1:{port} (Address already in use)" in done.output


def test_pages_are_followed(site: Site, tmp_path: Path) -> None:
    """Their text stands in place of the feed's, which stays where a page can't be read; each is fetched once."""
    site.pages |= {
        "/feed": feed(FIRST, SECOND, ("n3", "Kenya met Uganda."), link=f"{site.address}/pages/"),
        "/pages/n1": html(FIRST[1], "President Emmanuel Macron met Chancellor Olaf Scholz in Paris on Wednesday."),
        "/pages/n2": text("Secret."),
        "/robots.txt": text("User-agent: *\nDisallow: /pages/n2\n"),
    }
    arguments = (f"{site.address}/feed", "--store", tmp_path / "store", "--follow")
    done = once(*arguments)
    assert "1 feed asked, 3 new documents" in done.output
    assert "robots.txt asks programs not to read it; ask the publisher (and 1 more there)" in done.output
    assert "/pages/n2" not in site.paths
    found = texts(tmp_path / "store")
    assert any("Macron" in one and "recalled" in one for one in found)
    assert {SECOND[1], "Kenya met Uganda."} <= found
    site.pages["/feed"] = feed(FIRST, SECOND, ("n3", "Kenya met Uganda again."), link=f"{site.address}/pages/")
    site.pages["/pages/n3"] = html("Kenya's president met the president of Uganda in Nairobi and spoke of trade.")
    site.asked.clear()
    once(*arguments)
    assert site.paths == ["/robots.txt", "/feed", "/pages/n3"]
    assert "Kenya met Uganda." not in texts(tmp_path / "store")
    assert any("Nairobi" in one for one in texts(tmp_path / "store"))


def test_pages_of_a_host_that_is_away_wait(site: Site, tmp_path: Path) -> None:
    """Its other pages are not tried, the feed's words stand in, and the next round tries again."""
    site.pages["/feed"] = feed(FIRST, SECOND, link="http://127.0.0.1:9/")
    arguments = (f"{site.address}/feed", "--store", tmp_path / "store", "--follow")
    done = once(*arguments)
    assert "can't be told just now" in done.output
    assert FIRST[1] in texts(tmp_path / "store")
    once(*arguments)
    assert "if-none-match" not in site.asked[-1][1]
