"""What every page is given."""

from dataclasses import dataclass

from kgraph.web.explorer.graph import Graph
from kgraph.web.pool import Pool


@dataclass(frozen=True, slots=True)
class Site:
    """The graph, the pool of processes that runs what visitors ask, and whether they may change the graph."""

    graph: Graph
    pool: Pool
    writable: bool
