"""Structural balance of the signed network: its triads, the most strained of them, and its two camps.

Heider, "Attitudes and cognitive organization" (1946); Cartwright and Harary, "Structural balance: a generalization of
Heider's theory" (1956): a triad is balanced if the product of its three signs is positive.
"""

from collections import Counter
from collections.abc import Iterator
from math import prod
from typing import Any

import networkx as nx

from kgraph.analyse import evidence, frustration
from kgraph.analyse.registry import Cell, Table
from kgraph.analyse.signed import signed

KINDS = {3: "balanced: + + +", 1: "unbalanced: + + -", -1: "balanced: + - -", -3: "unbalanced: - - -"}
MOST = 25  # strained triads listed
SEARCH = "The split is the best found by local search, so the true frustration may be lower."


def balance(network: nx.MultiDiGraph) -> Table:
    """Counts of balanced and unbalanced triads, and the frustration of the best two-camp split found.

    share balanced = balanced triads / all triads. Frustration (the line index of Harary, "On the measurement of
    structural balance", 1959) is the number of ties at odds with a split into two camps: hostile within one or friendly
    across; its share is taken of all ties. Ties whose mean score is 0 have no sign and are left out.
    """
    graph = frustration.with_sign(signed(network))
    kinds = [KINDS[sum(signs)] for _, signs, _ in _triads(graph)]
    good = sum(kind.startswith("balanced") for kind in kinds)
    ties, odd = graph.number_of_edges(), len(frustration.frustrated(graph, frustration.camps(graph)))
    rows: list[tuple[Cell, ...]] = [("triads", len(kinds))]
    rows += [(kind, kinds.count(kind)) for kind in sorted(KINDS.values())]
    rows += [
        ("share balanced", round(good / len(kinds), 3) if kinds else None),
        ("ties with a sign", ties), ("ties frustrated", odd),
        ("share frustrated", round(odd / ties, 3) if ties else None),
    ]  # fmt: skip
    remarks = [SEARCH] if odd else ["The network is balanced: a split that frustrates no tie exists."]
    note = evidence.note(evidence.edges(network), *remarks)
    return Table("Structural balance", ("quantity", "value"), tuple(rows) if ties else (), note)


def triads(network: nx.MultiDiGraph) -> Table:
    """The unbalanced triads of greatest strain: strain = |w_ab w_bc w_ac|^(1/3), w the pairs' mean scores.

    The geometric mean is the intensity of a weighted triad in Onnela, Saramäki, Kertész and Kaski, "Intensity and
    coherence of motifs in weighted complex networks" (2005).
    """
    graph = frustration.with_sign(signed(network))
    rows: list[tuple[Any, ...]] = [
        (
            *(evidence.name(graph, actor) for actor in actors),
            *(round(weight, 3) for weight in weights),
            _strain(weights),
        )
        for actors, signs, weights in _triads(graph)
        if KINDS[sum(signs)].startswith("unbalanced")
    ]
    rows.sort(key=lambda row: (-row[6], row))
    remarks = [f"{min(MOST, len(rows))} of {evidence.plural(len(rows), 'unbalanced triad')} listed."]
    columns = ("a", "b", "c", "a-b", "b-c", "a-c", "strain")
    return Table("Strained triads", columns, tuple(rows[:MOST]), evidence.note(evidence.edges(network), *remarks))


def blocs(network: nx.MultiDiGraph) -> Table:
    """The two camps that leave the fewest ties at odds with them, as ``frustration.camps`` finds them.

    ``group`` numbers the connected parts of the network, largest first: camps can be compared only within one.
    """
    graph = frustration.with_sign(signed(network))
    side = frustration.camps(graph)
    odd = frustration.frustrated(graph, side)
    strained = Counter(actor for tie in odd for actor in tie)
    rows = [
        (number, side[actor], evidence.name(graph, actor), graph.degree(actor), strained[actor], actor)
        for number, group in enumerate(frustration.groups(graph), 1)
        for actor in sorted(group, key=lambda actor: (side[actor], evidence.name(graph, actor), actor))
    ]
    remarks = [f"{len(odd):,} of {evidence.plural(graph.number_of_edges(), 'tie')} frustrated."]
    remarks += [SEARCH] if odd else []
    columns = ("group", "bloc", "actor", "ties", "ties frustrated", "iri")
    return Table("Two camps", columns, tuple(rows), evidence.note(evidence.edges(network), *remarks))


def _triads(graph: nx.Graph) -> Iterator[tuple[tuple[str, ...], tuple[int, ...], tuple[float, ...]]]:
    """Every triangle once, actors in the graph's order, with its signs and weights: a-b, b-c, a-c."""
    place = {actor: number for number, actor in enumerate(graph)}
    later = {actor: {other for other in graph[actor] if place[other] > place[actor]} for actor in graph}
    for one in graph:
        for two in sorted(later[one], key=place.__getitem__):
            for three in sorted(later[one] & later[two], key=place.__getitem__):
                ties = (graph[one][two], graph[two][three], graph[one][three])
                yield (one, two, three), tuple(tie["sign"] for tie in ties), tuple(tie["weight"] for tie in ties)


def _strain(weights: tuple[float, ...]) -> float:
    return round(float(abs(prod(weights)) ** (1 / 3)), 3)
