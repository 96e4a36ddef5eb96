"""A run of `kgraph ingest` against a real SPARQL server that is slow, busy, cut off, stopped and started again."""

import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from kgraph.errors import StoreError
from kgraph.ingesting import Ingest
from kgraph.reading import Reading
from kgraph.sources import Defaults
from kgraph.store import GraphStore, Store
from kgraph.store.remote import RemoteStore
from tests.news import write
from tests.proxy import TROUBLES, troubled
from tests.servers import Missing, oxigraph

TEXTS = 20
SENTENCES = (
    "gave no answer within 1 seconds; ask for less, or try later.",
    "check the address, and that the server runs.",
)

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("news") / "news.jsonl", TEXTS)


@pytest.fixture(scope="module")
def undisturbed(news: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The dump of the store that the texts make when nothing befalls them."""
    with Store(tmp_path_factory.mktemp("undisturbed") / "store", create=True) as store:
        ingest(store, news)
        return list(map(str, store.quads()))


def ingest(store: GraphStore, news: Path, watch: object = None) -> Ingest:
    run = Ingest(store, Reading([str(news)], Defaults()))
    if watch is not None:
        run.watch = watch  # type: ignore[assignment]
    assert run.run() and run.settle()
    return run


def dump(address: str) -> list[str]:
    with RemoteStore(address, read_only=True) as store:
        return list(map(str, store.quads()))


@pytest.mark.slow
def test_every_trouble_is_outlived(news: Path, undisturbed: list[str], tmp_path: Path) -> None:
    """Whatever befalls one change in ten, the runs end with a sentence or at the end, and nothing is lost."""
    said = []
    with ExitStack() as stack:
        try:
            address = stack.enter_context(oxigraph(tmp_path))
        except Missing as missing:
            pytest.skip(str(missing))
        proxy = stack.enter_context(troubled(address))
        for _ in range(60):
            try:
                with RemoteStore(proxy.address, timeout=1.0, patience=10.0) as store:
                    ingest(store, news)
                break
            except StoreError as error:
                said.append(str(error))
        else:
            pytest.fail("no run came to its end")
        assert dump(address) == undisturbed
    assert said  # a server that hangs ends a run
    assert all(sentence.endswith(SENTENCES) for sentence in said)
    assert min(proxy.made.values()) > 0, dict(zip(TROUBLES, proxy.made.values(), strict=True))


def test_a_restart_is_waited_for(news: Path, undisturbed: list[str], tmp_path: Path) -> None:
    """A server that is stopped in the middle and started again gets the rest of the same run."""
    with ExitStack() as first, ExitStack() as second:
        try:
            address = first.enter_context(oxigraph(tmp_path))
        except Missing as missing:
            pytest.skip(str(missing))
        port = int(address.rpartition(":")[2])

        def restart() -> None:
            first.close()
            time.sleep(1.0)
            second.enter_context(oxigraph(tmp_path, port))

        threads = []

        def watch(done: float, documents: int) -> None:
            if documents == TEXTS // 2:
                threads.append(threading.Thread(target=restart))
                threads[0].start()

        with RemoteStore(address) as store:
            run = ingest(store, news, watch)
        threads[0].join()
        assert (run.outcomes["added"], run.count) == (TEXTS, TEXTS)
        assert dump(address) == undisturbed


def test_a_document_in_parts_is_not_there(news: Path) -> None:
    """A change that was cut short between two requests leaves no document that would be passed over."""
    from kgraph.extractors.pipeline import extract
    from kgraph.graph import document_iri, quads
    from kgraph.sources import read
    from kgraph.store.remote import _operations

    ((document, claims),) = extract(document for document in list(read(str(news)))[:1])
    whole = quads(document, claims)
    assert whole[0].subject == whole[0].graph_name  # as made, the document's own words come first
    (operation,) = _operations([], [], whole)
    assert operation.rindex(f"{document_iri(document)}> <http") > operation.rindex("/claim/")
