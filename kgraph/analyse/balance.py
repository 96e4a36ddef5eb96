"""Structural balance of the signed network: over triads, over all its ties, over all its closed walks."""

import networkx as nx

from kgraph.analyse import evidence, frustration, walks
from kgraph.analyse.registry import Cell, Table
from kgraph.analyse.signed import signed
from kgraph.analyse.triads import KINDS, by_chance, count


def balance(network: nx.MultiDiGraph) -> Table:
    """How far the network is from friends of friends being friends, and enemies of enemies too, in three ways.

    Triads: counts by signs; share balanced, strong = (+ + + and + - -) / all (Cartwright and Harary 1956); share
    balanced, weak = all but + + - / all (Davis 1967); both from 0 to 1, None without triads. Beside them the shares to
    expect if the same signs stood on the same ties at random (Leskovec, Huttenlocher and Kleinberg 2010): what is above
    is balance, not mere friendliness.

    Ties: the frustration index (Harary 1959), the fewest ties hostile within or friendly across two camps; ``at least``
    and ``at most`` are its bounds, which meet where it is ``exact``. Its share is taken of all ties with a sign.

    Walks: K = tr exp(A) / tr exp(|A|), from 0 to 1, A the signs of the ties without weights (Estrada and Benzi 2014),
    to 3 significant digits. Above 1,000 actors it is an estimate, see ``walks.balance``; its standard error is then not
    0. Ties whose mean score is 0 have no sign and are left out, and with them actors who have no other.
    """
    graph = frustration.with_sign(signed(network))
    if not graph:
        remarks = ["No tie has a sign: all mean scores are 0."] if network else []
        return _table(network, [], *remarks)
    rows = [*_triads(graph), *_ties(graph), *_walks(graph)]
    return _table(network, rows, "The measure triads lists the strained ones with their claims.")


def _table(network: nx.MultiDiGraph, rows: list[tuple[Cell, ...]], *remarks: str) -> Table:
    note = evidence.note(evidence.edges(network), *remarks)
    return Table("Structural balance", ("quantity", "value"), tuple(rows), note)


def _triads(graph: nx.Graph) -> list[tuple[Cell, ...]]:
    found = count(graph)
    strong, weak = by_chance(graph) or (None, None)
    return [
        ("triads", found.total),
        *((f"triads {kind}", number) for kind, number in zip(KINDS, found.kinds, strict=True)),
        ("share balanced, strong", _share(found.strong)),
        ("share balanced, strong, by chance", _share(strong)),
        ("share balanced, weak", _share(found.weak)),
        ("share balanced, weak, by chance", _share(weak)),
    ]


def _ties(graph: nx.Graph) -> list[tuple[Cell, ...]]:
    ties, found = graph.number_of_edges(), frustration.index(graph)
    return [
        ("ties with a sign", ties),
        ("ties hostile", sum(sign < 0 for *_, sign in graph.edges(data="sign"))),
        ("frustration index", "exact" if found.exact else "bounds"),
        ("ties frustrated, at least", found.low),
        ("ties frustrated, at most", found.high),
        ("share frustrated, at least", _share(found.low / ties)),
        ("share frustrated, at most", _share(found.high / ties)),
    ]


def _walks(graph: nx.Graph) -> list[tuple[Cell, ...]]:
    found = walks.balance(graph)
    return [
        ("walk-based balance", float(f"{found.value:.3g}")),
        ("walk-based balance, standard error", float(f"{found.error:.2g}")),
    ]


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
