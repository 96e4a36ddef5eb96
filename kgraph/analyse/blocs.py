"""Blocs of the signed network: two to seven that leave as few ties as possible frustrated, and how firm they are."""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from kgraph.analyse import evidence, frustration, splits
from kgraph.analyse.registry import Table
from kgraph.analyse.signed import friendly, signed
from kgraph.analyse.splits import STARTS, Labels
from kgraph.errors import QueryError

WORDS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven"}  # more can't be told apart in a picture
NEAR = 0.02  # of a part's ties: a start so much worse than the best is near-best
COLUMNS = ("group", "bloc", "actor", "ties", "ties frustrated", "stability", "iri")


@dataclass(frozen=True, slots=True)
class Split:
    """The signed network in blocs, numbered from 1 in each of its connected parts, which come largest first.

    ``firm`` is each actor's stability, ``agreement`` the mean adjusted Rand index between the starts in the first part;
    no split frustrates fewer ties than ``low``.
    """

    graph: nx.Graph
    parts: list[list[str]]
    bloc: dict[str, int]
    firm: dict[str, float]
    agreement: float | None
    low: int

    @property
    def frustrated(self) -> list[tuple[str, str]]:
        """The ties hostile inside a bloc or friendly across."""
        return frustration.frustrated(self.graph, self.bloc)


def blocs(network: nx.MultiDiGraph, groups: int = 2) -> Table:
    """The split into at most ``groups`` blocs that leaves the fewest ties frustrated, and how firm each place in it is.

    ``group`` numbers the connected parts of the network, largest first: blocs can be compared only within one. ``ties``
    counts those with a sign. ``stability``, from 0 to 1, is the share of the best and near-best starts (at most 2 % of
    the part's ties worse than the best) in which the actor sits with its bloc, the starts' blocs matched so that as
    many actors as possible agree. What is minimised, and how: see ``split``. Raises QueryError for less than 2 or more
    than 7 groups.
    """
    found = split(network, groups)
    graph, odd = found.graph, found.frustrated
    strained = Counter(actor for tie in odd for actor in tie)
    rows = [
        (
            number, found.bloc[actor], evidence.name(graph, actor), graph.degree(actor), strained[actor],
            round(found.firm[actor], 3), actor,
        )
        for number, part in enumerate(found.parts, 1)
        for actor in sorted(part, key=lambda actor: (found.bloc[actor], evidence.name(graph, actor), actor))
    ]  # fmt: skip
    remarks = _remarks(found, groups) if rows else []
    return Table(f"{WORDS[groups]} blocs", COLUMNS, tuple(rows), evidence.note(evidence.edges(network), *remarks))


def split(network: nx.MultiDiGraph, groups: int = 2) -> Split:
    """Minimises F = the number of ties hostile inside a bloc or friendly across; a tie's sign is its mean score's.

    The criterion of Doreian and Mrvar, "A partitioning approach to structural balance" (1996), both kinds of error at
    equal cost. With two blocs min F is the line index of balance, from ``frustration.index``. With more, each part gets
    the best of 32 annealed starts (``splits.search``), of its two camps, and of its friendly parts (Davis 1967), both
    bettered as far as single moves go.
    """
    if groups not in WORDS:
        raise QueryError(f"{groups!r} is no number of blocs: take one from 2 to {max(WORDS)}.")
    graph = frustration.with_sign(signed(network))
    camps = frustration.index(graph)
    given = np.array([(camps.sides[actor] - 1, place) for actor, place in _friends(graph, groups)]).reshape(-1, 2)
    labels = splits.search(graph, groups, given if groups > 2 else given[:, :0])
    parts, row = frustration.groups(graph), {actor: number for number, actor in enumerate(graph)}
    costs = _costs(graph, parts, labels)
    bloc: dict[str, int] = {}
    firm: dict[str, float] = {}
    agreement = None
    for part, (ties, cost) in zip(parts, costs, strict=True):
        own = labels[[row[actor] for actor in part]]
        chosen = _numbered([camps.sides[actor] for actor in part] if groups == 2 else own[:, cost.argmin()].tolist())
        bloc |= dict(zip(part, (chosen + 1).tolist(), strict=True))
        starts, cost = own[:, -STARTS:], cost[-STARTS:]
        near = starts[:, cost <= cost.min() + NEAR * ties]
        firm |= dict(zip(part, stability(chosen, near, groups).tolist(), strict=True))
        agreement = mean_rand(starts, groups) if agreement is None else agreement
    return Split(graph, parts, bloc, firm, agreement, camps.low if groups == 2 else 0)


def _friends(graph: nx.Graph, groups: int) -> list[tuple[str, int]]:
    """Each actor and the friendly part it is in, largest first; all beyond the last bloc share it."""
    place = {
        actor: min(number, groups - 1)
        for number, part in enumerate(frustration.groups(friendly(graph)))
        for actor in part
    }
    return [(actor, place.get(actor, groups - 1)) for actor in graph]


def _costs(graph: nx.Graph, parts: list[list[str]], labels: Labels) -> list[tuple[int, NDArray[np.int64]]]:
    """The number of ties of each part, and how many of them each split frustrates."""
    part = {actor: number for number, actors in enumerate(parts) for actor in actors}
    home = np.array([part[one] for one, _ in graph.edges], dtype=np.int64)
    costs = np.zeros((len(parts), labels.shape[1]), dtype=np.int64)
    np.add.at(costs, home, splits.odd(graph, labels))
    return list(zip(np.bincount(home, minlength=len(parts)).tolist(), costs, strict=True))


def _numbered(labels: list[int]) -> NDArray[np.int64]:
    """The same blocs, numbered from 0 in the order in which they come up."""
    number: dict[int, int] = {}
    return np.array([number.setdefault(label, len(number)) for label in labels])


def stability(chosen: NDArray[np.int64], starts: Labels, groups: int) -> NDArray[np.float64]:
    """The share of ``starts`` (columns) that put each actor in its ``chosen`` bloc, blocs matched to agree most."""
    agree = np.zeros(len(chosen), dtype=np.float64)
    for start in starts.T:
        rows, columns = linear_sum_assignment(_shared(chosen, start, groups), maximize=True)
        agree += rows[columns.argsort()][start] == chosen
    agree /= starts.shape[1]
    return agree


def mean_rand(starts: Labels, groups: int) -> float:
    """The adjusted Rand index (Hubert and Arabie, "Comparing partitions", 1985), mean over all pairs of starts."""
    return float(np.mean([adjusted_rand(one, other, groups) for one, other in combinations(starts.T, 2)]))


def adjusted_rand(one: NDArray[np.int64], other: NDArray[np.int64], groups: int) -> float:
    """(A - E) / (M - E): A pairs together in both, E as many by chance, M the mean of those together in either."""
    shared = _shared(one, other, groups)
    both, left, right = (float((n * (n - 1) / 2).sum()) for n in (shared, shared.sum(axis=1), shared.sum(axis=0)))
    chance, most = left * right / max(1, len(one) * (len(one) - 1) / 2), (left + right) / 2
    return 1.0 if most == chance else (both - chance) / (most - chance)


def _shared(one: NDArray[np.int64], other: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    """How many actors each bloc of the one has in common with each of the other."""
    return np.bincount(one * groups + other, minlength=groups**2).reshape(groups, groups)


def _remarks(found: Split, groups: int) -> list[str]:
    odd, ties = len(found.frustrated), found.graph.number_of_edges()
    said = [f"{odd:,} of {evidence.plural(ties, 'tie')} frustrated ({odd / ties:.1%}): {certainty(odd, found.low)}."]
    if (used := max(found.bloc.values())) < groups:
        said.append(f"More blocs than {used} would free no tie.")
    where = " in group 1" if len(found.parts) > 1 else ""
    said.append(
        f"Over {STARTS} starts the mean adjusted Rand index{where} is {found.agreement:.3f}"
        " (1: always the same blocs, 0: alike by chance only)."
    )
    return said


def certainty(odd: int, low: int) -> str:
    """How far to trust that no split frustrates fewer than ``odd`` ties, if it must be ``low`` at least."""
    if odd == low or not odd:
        return "no split has fewer"
    return f"the best split found, and none has fewer than {low:,}" if low else "the best split found"
