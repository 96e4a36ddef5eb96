"""A run from sources into a store: what it counts, where it may be stopped, and how the next one goes on."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from kgraph.cli.app import main
from kgraph.ingesting import Ingest
from kgraph.reading import Reading
from kgraph.sources import Defaults
from kgraph.store import Store
from kgraph.workers.batches import MOST
from tests.news import write

pytestmark = pytest.mark.model
TEXTS = 30


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("news") / "news.jsonl", TEXTS)


def run(folder: Path, news: Path, **how: object) -> tuple[Ingest, bool]:
    """A run, and whether it came to its end."""
    with Store(folder, create=True) as store:
        one = Ingest(store, Reading([str(news)], Defaults()), **how)  # type: ignore[arg-type]
        return one, one.run() and one.settle()


def dump(folder: Path) -> list[str]:
    with Store(folder, read_only=True) as store:
        return list(map(str, store.quads()))


def after(times: int) -> Callable[[], bool]:
    """A wish to stop that comes when it has been asked for so often."""
    asked = 0

    def stopping() -> bool:
        nonlocal asked
        asked += 1
        return asked > times

    return stopping


def test_counts(news: Path, tmp_path: Path) -> None:
    """New texts are added, known ones left, and told to be read again they are found unchanged."""
    first, ended = run(tmp_path / "store", news)
    assert ended
    assert first.outcomes == {"added": TEXTS}
    assert first.claims["event"] > TEXTS
    second, _ = run(tmp_path / "store", news)
    assert second.outcomes == {"unchanged": TEXTS}
    assert not second.claims
    third, _ = run(tmp_path / "store", news, again=True)
    assert third.outcomes == {"unchanged": TEXTS}
    assert third.claims == first.claims


def test_progress_ends_at_the_end(news: Path, tmp_path: Path) -> None:
    """What is told of progress only grows, counts every text, and ends at the whole; also where nothing is new."""
    for _ in range(2):
        told: list[tuple[float, int]] = []
        run(tmp_path / "store", news, watch=lambda done, count, told=told: told.append((done, count)))
        assert told == sorted(told)
        assert [count for _, count in told] == list(range(1, TEXTS + 1))
        assert told[-1][0] == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("times", [0, 1, 40, 70])
def test_stopped_anywhere(news: Path, tmp_path: Path, times: int) -> None:
    """Wherever a run is stopped, its texts are whole, and the next run makes of it what one run makes."""
    run(tmp_path / "whole", news)
    first, ended = run(tmp_path / "store", news, stopping=after(times))
    with Store(tmp_path / "store", read_only=True) as store:
        assert store.stats()["documents"] == first.outcomes["added"]
    second, _ = run(tmp_path / "store", news)
    assert first.outcomes["added"] + second.outcomes["added"] == TEXTS
    assert second.outcomes["unchanged"] == first.outcomes["added"]
    assert dump(tmp_path / "store") == dump(tmp_path / "whole")
    assert not ended or times > TEXTS


def test_what_is_worked_out_is_stored(news: Path, tmp_path: Path) -> None:
    """A batch that was worked out when the wish to stop came is stored whole, for it would be done again."""
    taken: list[int] = []
    one, ended = run(
        tmp_path / "store", news, watch=lambda done, number: taken.append(number), stopping=lambda: bool(taken)
    )
    assert not ended
    assert one.outcomes == {"added": MOST}


def test_a_copy_of_what_changes_stays(tmp_path: Path) -> None:
    """Of two files with the same text one changes: the other's text, passed over when it was read, is there still."""
    for name in ("1.jsonl", "2.jsonl"):
        (tmp_path / name).write_text('{"id": "a", "text": "Old words."}\n', encoding="utf-8")
    sources = [str(tmp_path / "1.jsonl"), str(tmp_path / "2.jsonl")]

    def ingest() -> dict[str, int]:
        with Store(tmp_path / "store", create=True) as store:
            one = Ingest(store, Reading(sources, Defaults()))
            assert one.run()
            return dict(one.outcomes)

    assert ingest() == {"added": 1, "unchanged": 1}
    (tmp_path / "1.jsonl").write_text('{"id": "a", "text": "New words."}\n', encoding="utf-8")
    assert ingest() == {"replaced": 1, "added": 1}
    assert ingest() == {"unchanged": 2}
    with Store(tmp_path / "store", read_only=True) as store:
        assert store.stats()["documents"] == 2


def test_faults_are_named(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can't be read, and what the code stumbles over, are named, and all others are stored."""
    from kgraph.extractors import pipeline

    real = pipeline.claims

    def stumble(document: object, doc: object) -> object:
        if getattr(document, "id", "") == "news-7-20":
            raise ValueError("odd")
        return real(document, doc)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "claims", stumble)
    (tmp_path / "broken.jsonl").write_text("{no json\n", encoding="utf-8")
    result = CliRunner().invoke(
        main, ["ingest", str(news), str(tmp_path / "broken.jsonl"), "--store", str(tmp_path / "store"), "--jobs", "1"]
    )
    assert result.exit_code == 1
    assert f"{TEXTS} documents: {TEXTS - 1} added" in result.stdout
    assert "broken.jsonl line 1: not valid JSON" in result.stderr
    assert "news-7-20: can't be worked out, which is a fault of kgraph (ValueError: odd)" in result.stderr
    assert "2 could not be read; the rest is stored." in result.stderr


@pytest.mark.slow
def test_ctrl_c_says_how_far(tmp_path: Path) -> None:
    """Ctrl-C ends a run after the text in hand: it says how far it came and how to go on, and exits with 130."""
    many = write(tmp_path / "news.jsonl", 3000)
    command = [sys.executable, "-m", "kgraph", "ingest", str(many), "--store", str(tmp_path / "store"), "--jobs", "1"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        process.stderr.readline() if process.wait(4) else None  # type: ignore[union-attr]
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "press Ctrl-C again to stop at once" in err
    assert "of the texts; what is read is stored. Give the same command to go on." in err
    assert " documents: " in out
