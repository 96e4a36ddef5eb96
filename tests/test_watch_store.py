"""The store that a watch keeps: it misses nothing, it may be busy, down or new, and nobody else is locked out."""

import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest
from pyoxigraph import NamedNode

from kgraph import ingesting, iri, pending
from kgraph.errors import ClusterError, StoreError
from kgraph.store import Store, commits
from kgraph.vocab import KG
from kgraph.watching import Watch, keeping
from tests.servers import oxigraph
from tests.site import Site, feed, html, texts
from tests.watches import FIRST, SECOND, Clock, Make, tagged, told
from tests.watches import alone as alone
from tests.watches import clock as clock
from tests.watches import make as make
from tests.watches import site as site


def test_another_store_misses_nothing(make: Make, tmp_path: Path) -> None:
    """What one has says nothing of another."""
    make().round()
    assert make(store="other").round().kept.documents == 1
    assert texts(tmp_path / "other") == {FIRST[1]}


def test_a_new_store_at_the_same_place_misses_nothing(make: Make, tmp_path: Path) -> None:
    """Neither between two runs nor between two rounds."""
    watch = make()
    watch.round()
    shutil.rmtree(tmp_path / "store")
    assert watch.round().kept.documents == 1
    shutil.rmtree(tmp_path / "store")
    assert make().round().kept.documents == 1
    shutil.rmtree(tmp_path / "store")
    Store(tmp_path / "store", create=True).close()
    assert watch.round().kept.documents == 1


def test_pages_that_say_nothing_new_are_missed_by_a_new_store(make: Make, site: Site, tmp_path: Path) -> None:
    """Also when their feed has changed meanwhile, and only some of its entries are new."""
    link = f"{site.address}/pages/"
    site.pages |= {
        "/feed": feed(FIRST, link=link),
        "/pages/n1": html(FIRST[1], "It did so on Monday, in a note to the government in Niamey."),
        "/pages/n2": html(SECOND[1], "It said so on Monday, in a note to the press in Tehran."),
    }
    make(follow=True).round()
    site.pages["/feed"] = feed(SECOND, FIRST, link=link)
    assert make(follow=True).round().kept.documents == 1
    with Store(tmp_path / "store") as store:
        [first] = [name for name in store.graphs() if any("Niamey" in str(quad) for quad in store.match(graph=name))]
        store.forget(first)
    assert make(follow=True).round().kept.documents == 1


def test_a_want_of_memory_passes(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps texts from being read ends no watch: it is told, and they are read in another round."""
    watch = make()
    with monkeypatch.context() as poor:
        poor.setattr(ingesting, "worked", Mock(side_effect=ClusterError("There is a want of memory.")))
        done = watch.round()
    assert (done.kept.documents, "want of memory" in told(done)) == (0, True)
    assert watch.round().kept.documents == 1


def test_a_store_from_an_older_copy_misses_nothing(make: Make, site: Site, tmp_path: Path) -> None:
    """What it does not hold is asked for again."""
    make().round()
    shutil.copytree(tmp_path / "store", tmp_path / "copy")
    site.pages["/feed"] = tagged(feed(SECOND, FIRST))
    make().round()
    shutil.rmtree(tmp_path / "store")
    shutil.copytree(tmp_path / "copy", tmp_path / "store")
    assert make().round().kept.documents == 1
    assert texts(tmp_path / "store") == {FIRST[1], SECOND[1]}


def test_a_store_that_is_busy_is_waited_for(make: Make, site: Site, tmp_path: Path) -> None:
    """For a moment; then its texts wait for the next round, and the feed is asked for them anew."""
    watch = make()
    Store(tmp_path / "store", create=True).close()
    with Store(tmp_path / "store"):
        done = watch.round()
        assert (done.stored, done.kept.documents) == (False, 0)
        assert "Another process writes to the store" in told(done)
        assert watch.round().news == ()
    done = watch.round()
    assert (done.stored, done.kept.documents, told(done)) == (True, 1, "the store: is well again")


def test_a_store_that_is_soon_free_is_no_fault(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within the pauses."""
    other = Store(tmp_path / "store", create=True)
    monkeypatch.setattr(keeping, "PAUSES", (0.1, 0.1))
    watch = make(store="store")
    monkeypatch.setattr(watch._keeper, "_nap", lambda seconds: other.close())
    done = watch.round()
    assert (done.stored, done.kept.documents, done.faults) == (True, 1, 0)


def test_a_server_that_is_down_is_no_end(make: Make, site: Site, tmp_path: Path) -> None:
    """While it is, no feed is asked in vain."""
    watch = Watch(
        lambda: ([f"{site.address}/feed"], []), "http://user:secret@127.0.0.1:9/sparql", 60.0, tmp_path / "visits"
    )  # fmt: skip
    done = next(watch.rounds())
    assert not done.stored
    assert "can't be reached" in told(done)
    assert "secret" not in told(done)
    assert site.asked == []


def test_a_server_comes_back(make: Make, site: Site, clock: Clock, tmp_path: Path) -> None:
    """What came meanwhile is asked for and stored then, and nothing twice."""
    with oxigraph(tmp_path) as address:
        watch = make(server=address)
        assert watch.round().kept.documents == 1
    site.pages["/feed"] = tagged(feed(SECOND, FIRST))
    down = watch.round()
    assert (down.stored, down.kept.documents) == (False, 0)
    assert "can't be reached" in told(down)
    asked = len(site.asked)
    assert (watch.round().news, len(site.asked)) == ((), asked)
    with oxigraph(tmp_path, int(address.rpartition(":")[2])):
        back = watch.round()
        assert (back.stored, back.kept.documents, told(back)) == (True, 1, "the store: is well again")
        assert make(server=address).round().kept.documents == 0
        assert "if-none-match" in site.asked[-1][1]


def test_a_foreign_folder_is_an_end(make: Make, tmp_path: Path) -> None:
    """It won't become a store."""
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "file").write_text("")
    with pytest.raises(StoreError, match="is not a kgraph store"):
        next(make().rounds())


def test_one_store_has_one_watch(make: Make, tmp_path: Path) -> None:
    """The second says so; when the first has ended, it may."""
    first = make().rounds()
    next(first)
    with pytest.raises(StoreError, match="Another kgraph watch writes to the store"):
        next(make().rounds())
    next(make(store="other").rounds())
    first.close()
    next(make().rounds())


def test_events_that_wait_are_worked_out(make: Make, tmp_path: Path) -> None:
    """Where another run was ended between a text and its events, though no feed has news."""
    watch = make()
    watch.round()
    note = pending.Note(KG.terms()["consult"], "2024-03-06", KG.actual, None, None).quad
    with Store(tmp_path / "store") as store:
        store.change(insert=[note])
    make().round()
    with Store(tmp_path / "store", read_only=True) as store:
        assert not list(store.match(graph=NamedNode(iri.PENDING)))


def test_an_end_between_texts_is_taken_up(
    make: Make, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not stored yet is not taken for seen."""
    monkeypatch.setattr(commits, "SECONDS", 0.0)  # each text is stored alone
    site.pages["/feed"] = tagged(feed(FIRST, SECOND))
    done = make(stopping=lambda: (tmp_path / "store").exists() and bool(texts(tmp_path / "store"))).round()
    assert done.kept.documents == 1
    assert make().round().kept.documents == 1
    assert texts(tmp_path / "store") == {FIRST[1], SECOND[1]}
