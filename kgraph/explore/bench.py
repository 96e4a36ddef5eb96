"""Where measures are run and drawn for pages, and briefings written: a store, and the networks that were read last."""

import io
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import networkx as nx

from kgraph import brief
from kgraph.analyse import MEASURES
from kgraph.analyse.project import network
from kgraph.analyse.registry import Table
from kgraph.explore.filters import Filter
from kgraph.explore.measures import Found, Wish, claims, narrow
from kgraph.export import sheets
from kgraph.report.terms import node, plain
from kgraph.store import GraphStore

FILES = {
    "picture.svg": "image/svg+xml", "picture.png": "image/png", "picture.pdf": "application/pdf",
    "table.csv": "text/csv", "table.json": "application/json",
}  # fmt: skip
KEPT = 4  # networks
_DOCUMENTS = """
SELECT ?claim ?document ?id ?title WHERE {
  VALUES ?claim { %s }
  GRAPH ?document {
    ?claim prov:wasDerivedFrom ?where .
    ?document kg:documentId ?id .
    OPTIONAL { ?document schema:headline ?title }
  }
}"""


class Bench:
    """Runs one wish after the other on a store, which is taken as it is while the bench lasts."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        self._networks: dict[tuple[str, Filter], nx.MultiDiGraph] = {}

    def found(self, wish: Wish) -> Found:
        """The measure's table, and where its claims and actors lead; QueryError for options that don't fit."""
        net = self._network(wish)
        table = MEASURES[wish.measure].run(net, **wish.options)
        return Found(table, self._documents(claims(table)), _actors(net))

    def file(self, wish: Wish, name: str) -> bytes:
        """The measure's picture, or its whole table, as one of ``FILES``; errors as for ``found``."""
        measure, kind = MEASURES[wish.measure], Path(name).suffix
        if kind in {".csv", ".json"}:
            return self._written(measure.run(self._network(wish), **wish.options), kind)
        with tempfile.TemporaryDirectory() as folder:
            scratch = Path(folder, name)
            measure.draw(self._network(wish), scratch, **wish.options)
            return scratch.read_bytes()

    def briefing(self, wish: Wish) -> bytes:
        """The HTML briefing of the wish's actor or actors in its period; QueryError where nothing is told of them."""
        actors = tuple(filter(None, (wish.actor, wish.other)))
        with tempfile.TemporaryDirectory() as folder:
            scratch = Path(folder, "briefing.html")
            brief.write(self._store, actors, scratch, since=wish.events.since or None, until=wish.events.until or None)
            return scratch.read_bytes()

    def _written(self, table: Table, kind: str) -> bytes:
        """All rows as JSON records, or as CSV in which no text is taken for a formula."""
        if kind == ".json":
            records = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
            return json.dumps(records, ensure_ascii=False, indent=2).encode()
        out = io.BytesIO()
        sheet = sheets.Table(dict.fromkeys(table.columns, str), lambda _: iter(table.rows))
        sheets.write_csv(sheet, self._store, out, safe_cells=True)
        return out.getvalue()

    def _network(self, wish: Wish) -> nx.MultiDiGraph:
        whole = wish.only, Filter(statuses=wish.events.statuses)
        known = self._networks.pop(whole, None)  # put in again, so that it outlasts its parts
        if known is None:
            known = network(self._store, statuses=wish.events.statuses, actor=wish.only or None)
        self._keep(whole, known)
        part = wish.only, wish.events
        if part not in self._networks:
            self._keep(part, narrow(known, wish.events))
        return self._networks[part]

    def _keep(self, key: tuple[str, Filter], net: nx.MultiDiGraph) -> None:
        self._networks = dict(list(self._networks.items())[1 - KEPT :]) | {key: net}

    def _documents(self, told: Sequence[str]) -> dict[str, tuple[str, str]]:
        """The document of each claim, and its title or id."""
        if not told:
            return {}
        found = self._store.select(_DOCUMENTS % " ".join(str(node(claim)) for claim in told))
        rows = (tuple(map(plain, row)) for row in found.rows)
        return {claim: (document, title or name) for claim, document, name, title in rows}


def _actors(net: nx.MultiDiGraph) -> dict[str, str]:
    """The IRI of each actor by its name, where no other has the same."""
    found: dict[str, str] = {}
    twice = set()
    for actor, name in net.nodes(data="name"):
        if name in found:
            twice.add(name)
        found[name] = actor
    return {name: actor for name, actor in found.items() if name not in twice}
