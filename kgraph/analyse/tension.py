"""How the balance of the signed network moves over time."""

import networkx as nx

from kgraph.analyse import evidence, frustration, periods
from kgraph.analyse.registry import Cell, Table
from kgraph.analyse.signed import signed
from kgraph.analyse.triads import count

WINDOW = 4  # periods: a year of quarters
COLUMNS = (
    "period", "events", "events in window", "ties", "triads", "balanced, strong", "balanced, weak",
    "frustrated, at least", "frustrated, at most", "since",
)  # fmt: skip


def tension(network: nx.MultiDiGraph, *, period: str = "quarter") -> Table:
    """For each period from the first to the last: balance of the network of its events and those of three before it.

    The window of four periods (a year, of quarters) ends with the period; each pair's tie is its mean score there, and
    pairs without events there have none. ``events`` are those of the period itself, ``ties`` those of the window with a
    sign. Shares from 0 to 1: balanced triads of all triads, strong (+ + + and + - -; Cartwright and Harary 1956) and
    weak (all but + + -; Davis 1967); frustrated ties of all ties by the bounds of ``frustration.index`` (Harary 1959),
    which are the same where it is exact. None where the window has no triad, or no tie. Doreian and Mrvar, "Structural
    balance and signed international relations" (2015), follow the imbalance of states through time in this way.

    ``since`` is the window's first day; the first rows reach back to the first period only. An event whose date
    is coarser than a period is left out and counted in the note. Raises QueryError for an unknown period.
    """
    found = dated(network, period)
    names = periods.between(min(found), max(found), period) if found else []
    rows = []
    for number, name in enumerate(names):
        window = names[max(0, number - WINDOW + 1) : number + 1]
        edges = [edge for one in window for edge in found.get(one, ())]
        first = periods.begin(window[0]).isoformat()
        rows.append((name, _events(found.get(name, [])), _events(edges), *_balance(network, edges), first))
    note = evidence.note(evidence.edges(network), *_remarks(network, found, rows, period))
    return Table(f"Balance by {period}", COLUMNS, tuple(rows), note)


def dated(network: nx.MultiDiGraph, period: str) -> dict[str, list[evidence.Edge]]:
    """The events by period; those of which too little is known are in none."""
    found: dict[str, list[evidence.Edge]] = {}
    for edge in evidence.edges(network):
        if name := periods.period(edge[3]["date"], period):
            found.setdefault(name, []).append(edge)
    return found


def _balance(network: nx.MultiDiGraph, edges: list[evidence.Edge]) -> tuple[Cell, ...]:
    """Ties, triads, strong and weak share of balanced triads, least and greatest share of frustrated ties."""
    window = nx.MultiDiGraph()
    window.add_nodes_from((actor, network.nodes[actor]) for edge in edges for actor in edge[:2])
    window.add_edges_from(edges)
    graph = frustration.with_sign(signed(window))
    if not (ties := graph.number_of_edges()):
        return 0, 0, None, None, None, None
    triads, odd = count(graph), frustration.index(graph)
    shares = (triads.strong, triads.weak, odd.low / ties, odd.high / ties)
    return ties, triads.total, *(None if share is None else round(share, 3) for share in shares)


def _events(edges: list[evidence.Edge]) -> int:
    return len({event for _, _, event, _ in edges})


def _remarks(
    network: nx.MultiDiGraph, found: dict[str, list[evidence.Edge]], rows: list[tuple[Cell, ...]], period: str
) -> list[str]:
    """What to know about the rows: how long the window is, what was left out, where little or no balance is known."""
    remarks = [f"Each row is of the {WINDOW} {period}s that end with it."]
    if undated := _events(list(evidence.edges(network))) - len({edge[2] for edges in found.values() for edge in edges}):
        remarks.append(f"{evidence.plural(undated, 'event')} without a {period} left out.")
    if without := sum(row[5] is None for row in rows):
        remarks.append(f"{evidence.plural(without, 'row')} without a triad: balance there is unknown, not perfect.")
    if few := sum(row[4] in range(1, evidence.FEW) for row in rows):
        remarks.append(f"{evidence.plural(few, 'row')} of fewer than {evidence.FEW} triads: read no trend from them.")
    if bounded := sum(row[7] != row[8] for row in rows):
        remarks.append(f"In {evidence.plural(bounded, 'row')} frustration is known by bounds only.")
    return remarks
