"""Triads of the signed network: how many of each kind, and the most strained of them with their evidence.

Heider, "Attitudes and cognitive organization" (1946); Cartwright and Harary, "Structural balance: a generalization of
Heider's theory" (1956): a triad is balanced if the product of its three signs is positive (strong balance). Davis,
"Clustering and structural balance in graphs" (1967): only two friendships and one enmity are at odds (weak balance), as
three enemies can stand in three camps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import product
from math import comb, prod

import networkx as nx
import numpy as np
from scipy import sparse

from kgraph.analyse import evidence, frustration
from kgraph.analyse.registry import Table
from kgraph.analyse.signed import signed

KINDS = ("+ + +", "+ + -", "+ - -", "- - -")  # by number of hostile ties
COLUMNS = (
    "a", "b", "c", "kind", "a-b", "b-c", "a-c", "strain", "fewest events", "claim a-b", "claim b-c", "claim a-c",
)  # fmt: skip
MOST = 25  # strained triads listed
LOOKS = 2_000_000  # triads looked at before the search for the most strained ones gives up


@dataclass(frozen=True, slots=True)
class Counts:
    """Triads by their number of hostile ties, 0 to 3."""

    kinds: tuple[int, int, int, int]

    @property
    def total(self) -> int:
        return sum(self.kinds)

    @property
    def strong(self) -> float | None:
        """The share of + + + and + - -."""
        return (self.kinds[0] + self.kinds[2]) / self.total if self.total else None

    @property
    def weak(self) -> float | None:
        """The share of all but + + -."""
        return 1 - self.kinds[1] / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Triad:
    """Three actors in the network's order and their mean scores a-b, b-c, a-c."""

    actors: tuple[str, str, str]
    weights: tuple[float, float, float]

    @property
    def kind(self) -> str:
        return KINDS[sum(weight < 0 for weight in self.weights)]

    @property
    def strain(self) -> float:
        """The geometric mean of the absolute weights."""
        return float(_intensity(self.weights) ** (1 / 3))

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        one, two, three = self.actors
        return (one, two), (two, three), (one, three)


def adjacency(graph: nx.Graph) -> sparse.csr_array:
    """The signs of the ties as a symmetric matrix, actors in the graph's order."""
    place = {actor: number for number, actor in enumerate(graph)}
    rows = [ties for _, ties in graph.adjacency()]
    signs = np.array([tie["sign"] for ties in rows for tie in ties.values()], dtype=np.int64)
    columns = np.array([place[other] for ties in rows for other in ties], dtype=np.int32)
    begins = np.cumsum([0, *(len(ties) for ties in rows)], dtype=np.int32)
    return sparse.csr_array((signs, columns, begins), shape=(len(place), len(place)))


def count(graph: nx.Graph) -> Counts:
    """Every triad once, from sparse products.

    With P and N the friendly and the hostile ties, each written once, from the actor with fewer ties to the one with
    more, the sum over (X Y) o Z counts the triads with signs X, Y, Z (o: product element by element). That order keeps
    hubs cheap: no actor has more than sqrt(2 m) of m ties ahead.
    """
    signs = adjacency(graph)
    order = np.argsort(abs(signs).sum(axis=0), kind="stable")
    upper = sparse.triu(signs[order][:, order], k=1, format="csr")
    both = [(upper > 0).astype(np.int64), (upper < 0).astype(np.int64)]
    kinds = [0, 0, 0, 0]
    for one, two in product((0, 1), repeat=2):
        walks = both[one] @ both[two]
        for three in (0, 1):
            kinds[one + two + three] += int(walks.multiply(both[three]).sum())
    return Counts((kinds[0], kinds[1], kinds[2], kinds[3]))


def by_chance(graph: nx.Graph) -> tuple[float, float] | None:
    """Strong and weak share to expect if the same signs were dealt out to the same ties at random; None below 3 ties.

    Of p friendly and n hostile ties, m together: strong = (C(p,3) + p C(n,2)) / C(m,3), weak = 1 - C(p,2) n / C(m,3).
    The comparison is that of Leskovec, Huttenlocher and Kleinberg, "Signed networks in social media" (2010).
    """
    friends = sum(sign > 0 for *_, sign in graph.edges(data="sign"))
    foes = graph.number_of_edges() - friends
    if not (ways := comb(friends + foes, 3)):
        return None
    return (comb(friends, 3) + friends * comb(foes, 2)) / ways, 1 - comb(friends, 2) * foes / ways


def triads(network: nx.MultiDiGraph) -> Table:
    """The 25 triads of greatest strain that are not balanced, each with the claims that show it.

    strain = |w_ab w_bc w_ac|^(1/3), 0 to 10, with w the pairs' mean scores (-10 to 10): the intensity of a weighted
    triad in Onnela, Saramäki, Kertész and Kaski, "Intensity and coherence of motifs in weighted complex networks"
    (2005). Kind ``+ + -`` is at odds with strong and weak balance, ``- - -`` with strong balance only. ``fewest
    events`` is the number of events on the least known of the three ties. A claim is the best report of the tie's
    strongest event of its own sign.
    """
    graph = frustration.with_sign(signed(network))
    found, all_seen = strained(graph, MOST)
    rows = tuple(
        (
            *(evidence.name(graph, actor) for actor in triad.actors),
            triad.kind,
            *(round(weight, 3) for weight in triad.weights),
            round(triad.strain, 3),
            min(graph.edges[pair]["n"] for pair in triad.pairs),
            *(_claim(network, *pair, graph.edges[pair]["sign"]) for pair in triad.pairs),
        )
        for triad in found
    )
    remarks = [] if all_seen else [f"Only the {LOOKS:,} triads with the strongest ties were looked at."]
    if thin := sum(row[8] == 1 for row in rows):
        remarks.append(f"{thin} of the {evidence.plural(len(rows), 'triad')} have a tie that rests on a single event.")
    return Table("Strained triads", COLUMNS, rows, evidence.note(evidence.edges(network), *remarks))


def strained(graph: nx.Graph, most: int) -> tuple[list[Triad], bool]:
    """The unbalanced triads of greatest strain, strongest first, and whether no triad left unseen could be among them.

    Ties join strongest first, so a triad shows up with its weakest tie; once that tie and two of the strongest could
    not beat what is found, the rest need not be looked at.
    """
    place = {actor: number for number, actor in enumerate(graph)}

    def rank(triad: Triad) -> tuple[float, list[int]]:
        return -_intensity(triad.weights), [place[actor] for actor in triad.actors]

    strongest = max((abs(weight) for *_, weight in graph.edges(data="weight")), default=0.0)
    found: list[Triad] = []
    least, looks = 0.0, 0
    for weight, closed in _closing(graph, place):
        if _intensity((strongest, strongest, weight)) < least:
            break
        looks += len(closed)
        found += (triad for triad in closed if prod(triad.weights) < 0)
        if len(found) >= 4 * most:
            found = nsmallest(most, found, key=rank)
            least = _intensity(found[-1].weights)
        if looks > LOOKS:
            return nsmallest(most, found, key=rank), False
    return nsmallest(most, found, key=rank), True


def _closing(graph: nx.Graph, place: dict[str, int]) -> Iterator[tuple[float, list[Triad]]]:
    """Ties from the strongest on: the weight, and the triads that this tie closes among those before it."""
    near: dict[str, set[str]] = {actor: set() for actor in graph}
    for one, other, weight in sorted(graph.edges(data="weight"), key=lambda tie: -abs(tie[2])):
        triads = (sorted((one, other, third), key=place.__getitem__) for third in near[one] & near[other])
        yield (
            weight,
            [
                Triad((a, b, c), (graph[a][b]["weight"], graph[b][c]["weight"], graph[a][c]["weight"]))
                for a, b, c in triads
            ],
        )
        near[one].add(other)
        near[other].add(one)


def _intensity(weights: tuple[float, ...]) -> float:
    """The product of the absolute weights, the same in whichever order they come."""
    return prod(sorted(abs(weight) for weight in weights))


def _claim(network: nx.MultiDiGraph, one: str, other: str, sign: int) -> str:
    """The claim of the strongest event between two actors that has the sign of their tie."""
    events = {
        event: values
        for source, target in ((one, other), (other, one))
        for event, values in network.get_edge_data(source, target, default={}).items()
        if values["score"] * sign > 0
    }
    return str(events[min(events, key=lambda event: (-abs(events[event]["score"]), event))]["claim"])
