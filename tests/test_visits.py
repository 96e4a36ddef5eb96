"""What is remembered of feeds and pages between runs."""

import json
from pathlib import Path

import pytest

from kgraph.sources.fetch import Seen
from kgraph.sources.visits import Visit, Visits

VISIT = Visit(
    Seen("https://news.example/feed", '"1"', None), "d1", ("urn:1", "urn:2"),
    {"https://news.example/1": Visit(Seen("https://news.example/1", None, "Wed"), "d2")},
)  # fmt: skip


def test_visits_are_remembered(tmp_path: Path) -> None:
    """By whoever comes next, for each store by itself."""
    Visits(tmp_path, "store").put("https://news.example/feed", VISIT)
    assert Visits(tmp_path, "store").get("https://news.example/feed") == VISIT
    assert Visits(tmp_path, "store").all() == {"https://news.example/feed": VISIT}
    assert Visits(tmp_path, "store").get("https://news.example/other") is None
    assert Visits(tmp_path, "another").all() == {}
    Visits(tmp_path, "store").forget("https://news.example/feed")
    assert Visits(tmp_path, "store").get("https://news.example/feed") is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"address": 1}',
        b"[" * 100_000,
        b'{"address": "https://news.example/feed"}',
    ],
)
def test_a_broken_memory_is_none(tmp_path: Path, content: bytes) -> None:
    """It costs another fetch, and no more."""
    visits = Visits(tmp_path, "store")
    visits.put("https://news.example/feed", VISIT)
    [path] = visits.folder.iterdir()
    path.write_bytes(content)
    again = Visits(tmp_path, "store")
    assert again.all() == {}
    assert again.get("https://news.example/feed") is None
    again.put("https://news.example/feed", VISIT)
    assert Visits(tmp_path, "store").get("https://news.example/feed") == VISIT


@pytest.mark.parametrize(
    "spoilt",
    [{"digest": 1}, {"documents": [1]}, {"seen": {"url": 1}}, {"seen": {"x": ""}}, {"pages": 1}, {"faults": [1]}],
)
def test_a_memory_of_another_shape_is_none(tmp_path: Path, spoilt: dict[str, object]) -> None:
    """Whoever wrote it."""
    visits = Visits(tmp_path, "store")
    visits.put("https://news.example/feed", VISIT)
    [path] = visits.folder.iterdir()
    path.write_text(json.dumps(json.loads(path.read_text()) | spoilt))
    assert Visits(tmp_path, "store").get("https://news.example/feed") is None


def test_where_nothing_can_be_kept_nothing_breaks(tmp_path: Path) -> None:
    """The process itself still remembers."""
    (tmp_path / "file").write_text("")
    visits = Visits(tmp_path / "file", "store")
    visits.put("https://news.example/feed", VISIT)
    assert visits.get("https://news.example/feed") == VISIT
