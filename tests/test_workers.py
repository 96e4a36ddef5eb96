"""Batches, the line they wait in, and crews whose members die, hang or stumble."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext

import psutil
import pytest

from kgraph.errors import KgraphError, ModelError
from kgraph.model import Document
from kgraph.workers import Batch, batches, cores, crew, line, local, nquads, worked
from kgraph.workers.crew import Alone
from kgraph.workers.task import Found, Lost, lost
from tests.processes import kill, workers

WORDS = "Iran condemned Israel."


def documents(number: int, text: str = WORDS) -> list[Document]:
    return [Document(id=f"d{n}", text=text) for n in range(number)]


def odd(given: Sequence[Document]) -> Found:
    """Work that does to its process what the text says; instead of claims there is nothing to bring."""
    for document in given:
        match document.text:
            case "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            case "hang":
                time.sleep(60)
            case "stumble":
                raise RecursionError("too deep")
            case "slow":
                time.sleep(0.3)
    return [() for _ in given]


def odd_answer(given: Sequence[Document]) -> Found | Exception:
    """As ``task.answer``, of odd work."""
    try:
        return odd(given)
    except Exception as error:
        return lost(error)


def at_once() -> None:
    """Nothing to prepare."""


def now_and_then() -> None:
    """What most processes are ended by before they have begun."""
    if os.getpid() % 4:
        os.kill(os.getpid(), signal.SIGKILL)


def never() -> None:
    """What ends every process before it has begun."""
    os.kill(os.getpid(), signal.SIGKILL)


def asleep() -> None:
    """What takes longer than anybody waits."""
    time.sleep(100)


def running() -> bool:
    """Nobody wants to stop."""
    return False


def without_a_model() -> Exception:
    """What keeps every process from beginning."""
    return ModelError("There is no model.")


@pytest.fixture
def odd_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that do ``odd`` work, and have little patience."""
    monkeypatch.setattr(crew, "claims_of", odd)
    monkeypatch.setattr(local, "answer", odd_answer)
    monkeypatch.setattr(local, "prepare", at_once)
    monkeypatch.setattr(local, "PATIENCE", 5.0)
    monkeypatch.setattr("kgraph.nlp.ensure", lambda: None)


def pairs(texts: Sequence[str]) -> Iterator[Batch]:
    """The texts in batches of two."""
    given = [Document(id=f"d{n}", text=text) for n, text in enumerate(texts)]
    some = (tuple(given[start : start + 2]) for start in range(0, len(given), 2))
    yield from (Batch(two, two) for two in some)


def test_batches_keep_order_and_bounds() -> None:
    """Every document is in one batch, in its place; a long one goes alone, and no batch has too many."""
    given = [*documents(40), Document(id="long", text="x" * 50_000), *documents(3)]
    found = list(batches(given))
    assert [document for batch in found for document in batch.documents] == given
    assert [len(batch.documents) for batch in found] == [16, 16, 8, 1, 3]


def test_known_documents_only_pass() -> None:
    """Documents that only pass keep their place, are no work, and fill no batch without end."""
    given = documents(600)
    found = list(batches(given, known=lambda document: document.id != "d300"))
    assert [document for batch in found for document in batch.documents] == given
    assert [document.id for batch in found for document in batch.new] == ["d300"]
    assert max(len(batch.documents) for batch in found) <= 257


@pytest.mark.usefixtures("odd_work")
def test_known_documents_come_back_in_their_place() -> None:
    """Among others that are worked out they come back in order, with neither claims nor error."""
    given = batches(documents(100), known=lambda document: document.id.endswith("3"))
    found = list(worked(given, 2))
    assert [one.document.id for one in found] == [f"d{n}" for n in range(100)]
    assert [one.document.id for one in found if one.claims is None] == [f"d{n}3" if n else "d3" for n in range(10)]


def test_batches_are_read_as_they_are_wanted() -> None:
    """No document is read before the batch that it is in is asked for."""
    read = []
    coming = batches(read.append(n) or document for n, document in enumerate(documents(100)))  # type: ignore[func-returns-value]
    next(coming)
    assert len(read) == 17


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("texts", "lost"),
    [
        (["fine"] * 12, {}),
        (["slow", "fine", *["fine"] * 10], {}),
        (["fine"] * 3 + ["stumble"] + ["fine"] * 8, {"d3": "RecursionError: too deep"}),
    ],
)
@pytest.mark.usefixtures("odd_work")
def test_order_whoever_is_first(jobs: int, texts: list[str], lost: dict[str, str]) -> None:
    """Documents come back in their order, and one that makes the code stumble costs itself alone."""
    found = list(worked(pairs(texts), jobs))
    assert [one.document.id for one in found] == [f"d{n}" for n in range(12)]
    assert {one.document.id for one in found if one.error} == set(lost)
    assert all(lost[one.document.id] in str(one.error) for one in found if one.error)


@pytest.mark.parametrize(("what", "why"), [("kill", "ended the process that read it"), ("hang", "takes too long")])
@pytest.mark.usefixtures("odd_work")
def test_a_deadly_text_is_set_aside(monkeypatch: pytest.MonkeyPatch, what: str, why: str) -> None:
    """A text that kills or hangs its process twice is named, and all others are there, its batch's other too."""
    monkeypatch.setattr(local, "PATIENCE", 5.0 if what == "kill" else 1.5)
    found = list(worked(pairs(["fine"] * 5 + [what] + ["fine"] * 8), 2))
    assert [one.document.id for one in found] == [f"d{n}" for n in range(14)]
    assert [(one.document.id, why in str(one.error)) for one in found if one.error] == [("d5", True)]


@pytest.mark.usefixtures("odd_work")
def test_no_text_is_blamed_for_what_did_not_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that are killed as they start cost no text anything; others are started."""
    monkeypatch.setattr(local, "prepare", now_and_then)
    monkeypatch.setattr(local, "STILLBORN", 1000)
    found = list(worked(pairs(["fine", "slow"] * 7 + ["kill"]), 2))
    assert [one.document.id for one in found if one.error] == ["d14"]
    assert len(found) == 15


@pytest.mark.usefixtures("odd_work")
def test_no_text_is_blamed_for_who_died_idle() -> None:
    """A process that is killed while it waits for work has had none; what it is given next goes to another."""
    with local.processes(6) as crew:
        for ticket in [crew.submit(Batch((one,), (one,))) for one in documents(12, "slow")]:
            crew.result(ticket, running)
        children = workers(os.getpid())
        assert len(children) > local.RETURNS
        assert all(map(kill, children))
        psutil.wait_procs(children, 30)
        assert [crew.result(crew.submit(batch), running) for batch in pairs(["fine"] * 16)] == [[(), ()]] * 8


@pytest.mark.usefixtures("odd_work")
def test_nobody_is_started_for_nothing() -> None:
    """One batch after the other needs one process, however many there may be."""
    with local.processes(6) as crew:
        for batch in pairs(["fine"] * 4):
            crew.result(crew.submit(batch), running)
        assert len(workers(os.getpid())) == 1


@pytest.mark.usefixtures("odd_work")
def test_ctrl_c_is_not_for_workers() -> None:
    """Processes hear no Ctrl-C, from their first moment on: it reaches all of the terminal's processes."""
    with local.processes(2) as crew:
        tickets = [crew.submit(batch) for batch in pairs(["fine"] * 4)]
        children = workers(os.getpid())
        for _ in range(20):
            for child in children:
                child.send_signal(signal.SIGINT)
            time.sleep(0.05)
        assert [crew.result(ticket, running) for ticket in tickets] == [[(), ()]] * 2
        assert {child.pid for child in children} == {child.pid for child in workers(os.getpid())} != set()


@pytest.mark.usefixtures("odd_work")
def test_what_is_not_begun_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who wants to stop waits for no process that is still about to begin."""
    monkeypatch.setattr(local, "prepare", asleep)
    began = time.monotonic()
    assert list(worked(pairs(["fine"] * 20), 2, stopping=lambda: time.monotonic() - began > 1)) == []
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("begin", "error"), [(never, "were ended before they had begun"), (without_a_model, "There is no model")]
)
@pytest.mark.usefixtures("odd_work")
def test_where_no_process_can_begin(monkeypatch: pytest.MonkeyPatch, begin: Callable[[], object], error: str) -> None:
    """What keeps every process from beginning ends the run, with a sentence, and sets no text aside."""
    monkeypatch.setattr(local, "prepare", begin)
    monkeypatch.setattr(local, "STILLBORN", 4)
    with pytest.raises(KgraphError, match=error):
        list(worked(pairs(["fine"] * 20), 2))


_OPENED = """
import sys
from kgraph.model import Document
from kgraph.workers.task import answer, prepare
from tests.news import texts

given, opened = [Document(**text) for text in texts(50)], []
assert prepare() is None
sys.addaudithook(lambda event, args: opened.append(args[0]) if event == "open" else None)
found = answer(given)
assert sum(map(len, found)) > 50
print(opened)
"""


@pytest.mark.model
def test_who_has_begun_has_loaded_all() -> None:
    """A worker that says it has begun opens no file at its first text: seconds in which its end would cost a text."""
    done = subprocess.run([sys.executable, "-c", _OPENED], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr


class Fickle(Alone):
    """A crew that loses every batch once."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def submit(self, batch: Batch) -> object:  # type: ignore[override]
        self.asked.append(tuple(document.id for document in batch.documents))
        return batch

    def result(self, ticket: object, stopping: Callable[[], bool]) -> Found:
        assert isinstance(ticket, Batch)
        if len(ticket.documents) > 1:
            raise Lost("went away")
        return [()]


def test_a_lost_batch_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a lost worker had is tried once more, a document at a time, and nothing is set aside."""
    fickle = Fickle()
    monkeypatch.setattr(line, "hire", lambda jobs, dask: nullcontext(fickle))
    found = list(worked(pairs(["fine"] * 4)))
    assert [one.error for one in found] == [None] * 4
    assert fickle.asked == [("d0", "d1"), ("d0",), ("d1",), ("d2", "d3"), ("d2",), ("d3",)]


@pytest.mark.usefixtures("odd_work")
def test_stopping_ends_the_line() -> None:
    """Once it is to stop, nothing more is read, and what is done comes back in order."""
    read = []
    taken = []

    def given() -> Iterator[Batch]:
        for batch in pairs(["fine"] * 400):
            read.append(batch)
            yield batch

    for one in worked(given(), 2, stopping=lambda: len(taken) >= 20):
        taken.append(one.document.id)
    assert taken == [f"d{n}" for n in range(len(taken))]
    assert 20 <= len(taken) < 60
    assert len(read) < 60


def test_errors_of_ours_pass() -> None:
    """A fault that no text has made, such as a missing model, ends the run with its own words."""
    assert isinstance(lost(ModelError("There is no model.")), ModelError)
    assert isinstance(lost(ValueError("odd")), Lost)


def test_cores_are_what_may_be_used() -> None:
    """The number of processes started unasked is between one and eight."""
    assert 1 <= cores() <= min(8, os.cpu_count() or 1)


@pytest.mark.model
def test_nquads_are_a_store_s() -> None:
    """What a bulk loader gets is the graph that ``add`` would make, but for what is worked out of several texts."""
    import pyoxigraph

    from kgraph.extractors.pipeline import extract
    from kgraph.graph import quads

    given = documents(2)
    expected = {quad for document, claims in extract(given) for quad in quads(document, claims)}
    assert set(pyoxigraph.parse(nquads(given), format=pyoxigraph.RdfFormat.N_QUADS)) == expected
    assert expected
