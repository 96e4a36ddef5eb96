"""Brings up to date whatever in a store is worked out from its documents."""

from collections.abc import Callable

from kgraph import background
from kgraph.happenings import settle
from kgraph.store import GraphStore


def refresh(store: GraphStore, watch: Callable[[float], None] = lambda done: None) -> None:
    """Work out events, ties and background where documents have come or gone.

    ``watch`` is told how far it is, from 0 to 1.
    """
    settle(store, watch)
    background.ensure(store)
