"""Pictures of the measures, to .png, .svg or .pdf files."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from kgraph.analyse import canvas, evidence, frustration
from kgraph.analyse.canvas import FRIENDLY, GROUPS, HOSTILE, NEUTRAL, PALE, SHAPES
from kgraph.analyse.centrality import centrality as centrality_table
from kgraph.analyse.communities import partition
from kgraph.analyse.diagram import Look, diagram, legend
from kgraph.analyse.project import friendly, signed
from kgraph.analyse.timeline import between
from kgraph.analyse.timeline import timeline as timeline_table

ACTORS = 30  # more names than that can't be read on a page
BARS = 20


def ties(network: nx.MultiDiGraph, path: str | Path) -> None:
    """The signed network: friends near and joined by solid blue lines, enemies by dashed orange-red ones."""
    graph = _busiest(signed(network))
    with canvas.sheet(path, "Ties between actors", _subtitle(network, graph)) as figure:
        if graph.number_of_edges():
            legend(figure, diagram(figure, graph, {}))
        else:
            canvas.nothing(figure)


def communities(network: nx.MultiDiGraph, path: str | Path) -> None:
    """The friendly ties, with one colour and shape for each Louvain community."""
    whole = friendly(signed(network))
    number = {actor: number for number, group in enumerate(partition(whole)) for actor in group}
    graph = _busiest(whole)
    with canvas.sheet(path, "Communities of cooperation", _subtitle(network, graph)) as figure:
        if graph:
            looks = {actor: _look(number[actor]) for actor in graph}
            shown = sorted({number[actor] for actor in graph})
            legend(figure, diagram(figure, graph, looks), {f"community {one + 1}": _look(one) for one in shown})
        else:
            canvas.nothing(figure, "Nothing to draw: no friendly ties here.")


def blocs(network: nx.MultiDiGraph, path: str | Path) -> None:
    """The largest connected part of the signed network in two camps; ties at odds with them stand out."""
    whole = frustration.with_sign(signed(network))
    side = frustration.camps(whole)
    graph = _busiest(whole.subgraph(next(iter(frustration.groups(whole)), [])))
    odd = frustration.frustrated(graph, side)
    with canvas.sheet(path, "Two camps and the ties at odds with them", _subtitle(network, graph)) as figure:
        if graph:
            looks = {actor: _look(side[actor] - 1) for actor in graph}
            drawn = diagram(figure, graph, looks, strong=odd)
            legend(figure, drawn, {f"camp {one + 1}": _look(one) for one in (0, 1)})
        else:
            canvas.nothing(figure)


def centrality(network: nx.MultiDiGraph, path: str | Path) -> None:
    """PageRank, strength and betweenness of the first actors as horizontal bars."""
    rows = centrality_table(network).rows[:BARS]
    shown = f"the {len(rows)} of highest PageRank" if len(rows) < len(network) else ""
    with canvas.sheet(path, "Centrality of actors", _described(network, shown)) as figure:
        if not rows:
            canvas.nothing(figure)
            return
        left, middle, right = figure.subplots(1, 3, sharey=True)
        figure.subplots_adjust(left=0.2, right=0.97, top=0.83, bottom=0.12, wspace=0.12)
        names = [_short(str(row[0])) for row in rows]
        _bars(left, "PageRank\n(share of attention)", names, {"": [row[5] for row in rows]})
        strengths = {"acting": [row[3] for row in rows], "acted upon": [row[4] for row in rows]}
        _bars(middle, "Strength\n(sum of absolute scores)", names, strengths)
        _bars(right, "Betweenness\n(share of shortest paths)", names, {"": [row[6] for row in rows]})
        middle.legend(loc="lower right", fontsize=10)


def timeline(
    network: nx.MultiDiGraph, path: str | Path, *, actor: str | None = None, other: str | None = None
) -> None:
    """Mean score a month as a line about zero, over bars that count cooperative and conflictual events."""
    table = timeline_table(network, actor=actor, other=other)
    found = evidence.summary(between(network, actor, other))
    with canvas.sheet(path, table.title, found if table.rows else "") as figure:
        if not table.rows:
            canvas.nothing(figure)
            return
        top, bottom = figure.subplots(2, 1, sharex=True)
        figure.subplots_adjust(left=0.09, right=0.97, top=0.84, bottom=0.08, hspace=0.14)
        months = {date.fromisoformat(f"{row[0]}-01"): row for row in table.rows}
        _mean_line(top, {month: float(row[5] or 0) for month, row in months.items()})
        _count_bars(bottom, list(months), [int(row[2] or 0) for row in table.rows], [int(row[3] or 0) for row in table.rows])
        locator = AutoDateLocator(minticks=3, maxticks=9)
        bottom.xaxis.set_major_locator(locator)
        bottom.xaxis.set_major_formatter(ConciseDateFormatter(locator))


def _subtitle(network: nx.MultiDiGraph, graph: nx.Graph) -> str:
    return _described(network, f"the {len(graph)} actors with most events" if len(graph) == ACTORS else "")
