"""Splits of a signed network into blocs that frustrate few ties: hostile inside a bloc, or friendly across.

From many random splits at once, actors go where they have most friends and fewest enemies, at first with some chance
to go elsewhere (simulated annealing; Kirkpatrick, Gelatt and Vecchi 1983). Actors without a tie between them move
together, so that a sweep over the network is a few products of matrices. The seed is fixed.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

STARTS = 32
SWEEPS = 40  # while cooling
SEED = 1
STAY = 0.5  # less than a tie, so that only what frees ties moves an actor when all is cold

Labels = NDArray[np.int64]  # a row an actor, in the graph's order; a column a split; blocs from 0


@dataclass(slots=True)
class _Search:
    member: NDArray[np.float32]  # actor, split, bloc: 1 where the actor is in the bloc
    classes: list[tuple[Labels, Any]]  # actors without ties between them, and their rows of the matrix of signs
    random: np.random.Generator

    def sweep(self, heat: float) -> bool:
        """Lets every actor choose once; whether one moved."""
        moved = False
        size, splits, blocs = self.member.shape
        for actors, signs in self.classes:
            here = self.member[actors]
            drawn = (signs @ self.member.reshape(size, -1)).reshape(-1, splits, blocs)
            if heat:  # the largest of sums with Gumbel noise is a draw from the Boltzmann distribution
                drawn += heat * self.random.gumbel(size=drawn.shape)
            else:
                drawn += STAY * here
            self.member[actors] = np.eye(blocs, dtype=np.float32)[drawn.argmax(axis=2)]
            moved = moved or not np.array_equal(here, self.member[actors])
        return moved


def search(graph: nx.Graph, blocs: int, given: Labels | None = None) -> Labels:
    """``STARTS`` splits into at most so many blocs, none of which the move of one actor betters, after those ``given``.

    Those given are bettered the same way, but never worsened by chance.
    """
    if not graph:
        return np.empty((0, STARTS), dtype=np.int64)
    classes, ties = _classes(graph), 2 * graph.number_of_edges() / len(graph)
    random = np.random.default_rng(SEED)
    start = random.integers(blocs, size=(len(graph), STARTS))
    hot = _Search(np.eye(blocs, dtype=np.float32)[start], classes, random)
    for heat in np.sqrt(ties) * np.linspace(1, 0, SWEEPS, endpoint=False):
        hot.sweep(float(heat))
    first = np.empty((len(graph), 0), dtype=np.int64) if given is None else given
    cold = _Search(np.concatenate([np.eye(blocs, dtype=np.float32)[first], hot.member], axis=1), classes, random)
    while cold.sweep(0.0):
        pass
    found: Labels = cold.member.argmax(axis=2)
    return found


def odd(graph: nx.Graph, labels: Labels) -> NDArray[np.bool_]:
    """A row a tie, in the graph's order, and a column a split: whether the split frustrates the tie."""
    place = {actor: number for number, actor in enumerate(graph)}
    ends = np.array([(place[one], place[other]) for one, other in graph.edges], dtype=np.int64).reshape(-1, 2)
    friendly = np.array([sign > 0 for *_, sign in graph.edges(data="sign")], dtype=bool)
    found: NDArray[np.bool_] = (labels[ends[:, 0]] == labels[ends[:, 1]]) != friendly[:, None]
    return found


def _classes(graph: nx.Graph) -> list[tuple[Labels, Any]]:
    colours = nx.greedy_color(graph)
    signs = nx.to_scipy_sparse_array(graph, weight="sign", dtype=np.float32, format="csr")
    classes: defaultdict[int, list[int]] = defaultdict(list)
    for number, actor in enumerate(graph):
        classes[colours[actor]].append(number)
    return [(np.array(actors), signs[actors]) for _, actors in sorted(classes.items())]
