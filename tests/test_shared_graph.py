"""The store that all pages of the explorer share."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from kgraph.analyse.project import network
from kgraph.store import Store
from kgraph.upkeep import refresh
from kgraph.web.explorer import graph as shared
from kgraph.web.explorer.graph import Graph
from tests import claims as c


def grow(folder: Path, *documents: int) -> None:
    with Store(folder, create=True) as store:
        for number in documents:
            store.add(*c.CORPUS[number])
        refresh(store)


def test_what_changes_while_it_is_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another page finds a newer store while the events of the older are read: these are not kept for it."""
    grow(tmp_path / "store", 0)
    graph = Graph(str(tmp_path / "store"))

    def slow(store: Any, **given: Any) -> Any:
        found = network(store, **given)
        monkeypatch.setattr(shared, "network", network)
        grow(tmp_path / "store", 1, 2)
        asyncio.run(graph.ask(lambda newer: newer.size()))
        return found

    monkeypatch.setattr(shared, "network", slow)
    first, then = (len(asyncio.run(graph.events()).event) for _ in range(2))
    assert 0 < first < then
    graph.close()
