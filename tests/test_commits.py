"""Documents stored in steps: in the end the store is as if they were added one by one."""

import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from kgraph.errors import StoreError
from kgraph.model import Claim, Document
from kgraph.store import Store
from kgraph.store.commits import Commits

WAYS = pytest.mark.parametrize("beside", [True, False])


def texts(number: int) -> list[Document]:
    """So many texts from half as many origins: each is followed at once by another version of it."""
    return [
        Document(id=f"{one // 2}", text=f"Words, version {one % 2}, of text {one // 2}.", origin=f"origin-{one // 2}")
        for one in range(number)
    ]


def dump(folder: Path) -> list[str]:
    with Store(folder, read_only=True) as store:
        return list(map(str, store.quads()))


@WAYS
def test_as_one_by_one(tmp_path: Path, beside: bool) -> None:
    """Versions take each other's place, though they come in one step, and all is told of in its order."""
    told: list[str] = []
    given = texts(60)
    with (
        Store(tmp_path / "steps", create=True) as store,
        Commits(store, lambda outcome, claims: told.append(outcome), beside=beside) as commits,
    ):
        for document in [*given, *given]:
            commits.add(document, ())
    with Store(tmp_path / "one", create=True) as store:
        expected = [store.add(document, ()) for document in [*given, *given]]
    assert told == expected
    assert Counter(told)["added"] == 30
    assert dump(tmp_path / "steps") == dump(tmp_path / "one")


class Slow(Store):
    """A store that commits each document alone, only when told, and fails at one text."""

    STEP = 2

    def __init__(self, path: Path, broken: str = "") -> None:
        super().__init__(path, create=True)
        self.go, self.broken = threading.Event(), broken

    def change(self, drop: Iterable[NamedNode] = (), delete: Iterable[Quad] = (), insert: Iterable[Quad] = ()) -> None:
        assert self.go.wait(30)
        insert = list(insert)
        if self.broken and any(self.broken in str(quad.object) for quad in insert):
            raise StoreError("The disk is full.")
        super().change(drop, delete, insert)


@WAYS
def test_what_is_under_way_counts(tmp_path: Path, beside: bool) -> None:
    """A text that was added is known, and one that another takes the place of is not, whether they are stored yet."""
    old, new = (Document(id="a", text=text, origin="one place") for text in ("Old words.", "New words."))
    with Store(tmp_path / "store", create=True) as store, Commits(store, lambda *_: None, beside=beside) as commits:
        commits.add(old, ())
        assert commits.has(old)
        assert not commits.has(new)
        commits.add(new, ())
        assert not commits.has(old)
        assert commits.has(new)


def test_nobody_waits_for_others(tmp_path: Path) -> None:
    """Who adds a document, or asks for one, need not wait until others are stored."""
    told: list[str] = []
    with Slow(tmp_path / "store") as store, Commits(store, lambda outcome, claims: told.append(outcome)) as commits:
        commits.add(Document(id="a", text="One."), ())
        commits.add(Document(id="b", text="Two."), ())
        assert not commits.has(Document(id="c", text="Three."))
        assert told == []
        store.go.set()
    assert told == ["added", "added"]


@WAYS
def test_silence_keeps_nothing_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: bool) -> None:
    """What was added is stored when its time has come, though nothing else is added."""
    monkeypatch.setattr("kgraph.store.commits.SECONDS", 0.1)
    told: list[str] = []
    with (
        Store(tmp_path / "store", create=True) as store,
        Commits(store, lambda outcome, claims: told.append(outcome), beside=beside) as commits,
    ):
        commits.add(Document(id="a", text="One."), ())
        until = time.monotonic() + 10
        while not store.has(Document(id="a", text="One.")) and time.monotonic() < until:
            time.sleep(0.01)
            commits.tend()
        assert store.stats()["documents"] == 1
    assert told == ["added"]


@WAYS
def test_what_fails_is_raised(tmp_path: Path, beside: bool) -> None:
    """A document that can't be stored ends the run; those before it, and those under way, are stored and told of."""
    told: list[Sequence[Claim]] = []
    store = Slow(tmp_path / "store", broken="text 5")
    store.go.set()
    with (
        store,
        pytest.raises(StoreError, match="disk is full"),
        Commits(store, lambda outcome, claims: told.append(claims), beside=beside) as commits,
    ):
        for number in range(100):
            commits.add(Document(id=str(number), text=f"This is text {number}."), ())
    with Store(tmp_path / "store", read_only=True) as again:
        assert again.stats()["documents"] == len(told)
        assert all(again.has(Document(id=str(number), text=f"This is text {number}.")) for number in range(5))
    assert len(told) <= 5 + 3  # no more were under way


def test_they_come_together_and_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many documents are inserted together; one that is alone waits for others no longer than a second."""
    sizes: list[int] = []
    real = Store.change

    def change(store: Store, drop: object = (), delete: object = (), insert: Iterable[Quad] = ()) -> None:
        sizes.append(len(list(insert)))
        real(store, drop, delete, insert)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "change", change)
    monkeypatch.setattr(Store, "STEP", 100)
    with (
        Store(tmp_path / "store", create=True) as store,
        Commits(store, lambda outcome, claims: None, beside=False) as commits,
    ):
        for number in range(50):
            commits.add(Document(id=str(number), text=f"This is text {number}."), ())
        assert min(sizes, default=0) >= 100
        several = len(sizes)
        monkeypatch.setattr("kgraph.store.commits.SECONDS", 0.0)
        commits.add(Document(id="last", text="This is the last."), ())
        assert len(sizes) == several + 1


def test_an_error_elsewhere_loses_nothing(tmp_path: Path) -> None:
    """Whatever ends the work, what was added is stored, and it is that error which is raised."""
    with (
        Store(tmp_path / "store", create=True) as store,
        pytest.raises(KeyError),
        Commits(store, lambda outcome, claims: None) as commits,
    ):
        for document in texts(7):
            commits.add(document, ())
        raise KeyError("elsewhere")
    with Store(tmp_path / "store", read_only=True) as store:
        assert store.stats()["documents"] == 4
