"""How many ties of a signed network are frustrated at least, by linear and integer programming.

The frustrated ties are a smallest set that meets every negative cycle (one with an odd number of hostile ties). The
linear program over the cycles is often tight; the XOR model of Aref, Mason and Wilson, "A modeling and computational
study of the frustration index in signed networks" (2020), with these cycles as cuts, settles what it leaves open.
"""

from collections.abc import Iterator
from itertools import pairwise
from math import ceil
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array, hstack
from scipy.sparse.csgraph import dijkstra

from kgraph.analyse.packing import Tie

LINEAR, INTEGER = 600, 200  # ties; with more it takes too long
ROUNDS = 15  # of cuts by negative cycles, each a linear program
NODES = 500  # of the search tree: unlike seconds the same on every machine
SECONDS = 60.0  # several times what so many nodes take
CLOSE = 1e-6


class Bound(NamedTuple):
    """At least ``low`` ties are frustrated; the best split known frustrates the ties numbered ``odd``."""

    low: int
    odd: frozenset[int]


def bound(ties: list[Tie], odd: frozenset[int], low: int) -> Bound:
    """What is known of a block whose actors are numbered from 0: as a start, it packs ``low`` negative cycles.

    A split is known that frustrates ``odd``; the one returned is another only if that is better.
    """
    if low >= len(odd) or len(ties) > LINEAR:
        return Bound(min(low, len(odd)), odd)
    cuts: dict[tuple[int, ...], None] = {}
    shares = np.zeros(len(ties))
    for _ in range(ROUNDS):
        new = [cycle for cycle in _cycles(ties, shares) if cycle not in cuts]
        if not new:
            break
        cuts |= dict.fromkeys(new)
        solved = linprog(
            np.ones(len(ties)), A_ub=-_rows(list(cuts), len(ties)), b_ub=-np.ones(len(cuts)), bounds=(0, 1)
        )
        low, shares = max(low, ceil(solved.fun - CLOSE)), solved.x
        if low >= len(odd):
            return Bound(len(odd), odd)
    return _settle(ties, odd, list(cuts), low) if len(ties) <= INTEGER else Bound(low, odd)


def _settle(ties: list[Tie], odd: frozenset[int], cuts: list[tuple[int, ...]], low: int) -> Bound:
    """Is there a split that frustrates fewer ties than ``odd``? x is an actor's camp, f whether a tie is frustrated."""
    size, count = 1 + max(max(tie[:2]) for tie in ties), len(ties)
    model, floor = _xor(ties, size)
    cycles = hstack([csr_array((len(cuts), size)), _rows(cuts, count)])
    better = hstack([csr_array((1, size)), csr_array(np.ones((1, count)))])
    degree = np.bincount([end for tie in ties for end in tie[:2]])
    upper = np.ones(size + count)
    upper[int(degree.argmax())] = 0  # the camps may be swapped, so one actor's is free to choose
    solved = milp(
        np.repeat([0.0, 1.0], [size, count]), integrality=np.repeat([1, 0], [size, count]),
        bounds=Bounds(np.zeros(size + count), upper),
        constraints=[
            LinearConstraint(model, floor, np.inf), LinearConstraint(cycles, 1, np.inf),
            LinearConstraint(better, low, len(odd) - 1),
        ],
        options={"node_limit": NODES, "time_limit": SECONDS, "mip_rel_gap": 0.0},
    )  # fmt: skip
    if solved.status == 2:  # infeasible
        return Bound(len(odd), odd)
    if solved.x is not None:
        side = solved.x[:size] > 0.5
        odd = frozenset(n for n, (one, other, sign) in enumerate(ties) if (side[one] == side[other]) != (sign > 0))
    if solved.status == 0:
        return Bound(len(odd), odd)
    dual = solved.mip_dual_bound
    return Bound(min(len(odd), max(low, ceil(dual - CLOSE))) if dual is not None and np.isfinite(dual) else low, odd)


def _xor(ties: list[Tie], size: int) -> tuple[Any, NDArray[np.float64]]:
    """Friendly: f >= x - y, f >= y - x. Hostile: f >= x + y - 1, f >= 1 - x - y."""
    rows, columns, values = [], [], []
    floor: list[float] = []
    for number, (one, other, sign) in enumerate(ties):
        for turn in (1, -1):
            rows += [len(floor)] * 3
            columns += [one, other, size + number]
            values += [turn, -turn * sign, 1]
            floor.append(0.0 if sign > 0 else float(turn))
    return csr_array((values, (rows, columns)), shape=(len(floor), size + len(ties))), np.array(floor)


def _rows(cycles: list[tuple[int, ...]], count: int) -> Any:
    """A row a cycle, 1 in the columns of its ties."""
    rows = np.repeat(np.arange(len(cycles)), [len(cycle) for cycle in cycles])
    columns = np.array([tie for cycle in cycles for tie in cycle], dtype=np.int64)
    return csr_array((np.ones(len(columns)), (rows, columns)), shape=(len(cycles), count))


def _cycles(ties: list[Tie], shares: NDArray[np.float64]) -> Iterator[tuple[int, ...]]:
    """Negative cycles whose ties' shares sum up to less than 1, one through each actor at most.

    In the double cover each actor stands twice; a friendly tie joins its ends on the same side, a hostile one across.
    The shortest negative cycle through an actor is the shortest path from one of its two to the other. What the path
    walks twice cancels out and leaves a set of cycles of which one is negative.
    """
    size = 1 + max(max(tie[:2]) for tie in ties)
    joined = {}
    for number, (one, other, sign) in enumerate(ties):
        for side in (0, size):
            far = other + (side if sign > 0 else size - side)
            joined[one + side, far] = joined[far, one + side] = number
    rows, columns = np.array(list(joined)).T
    lengths = np.maximum(shares, 0)[list(joined.values())] + 1e-5  # of equal cycles the shorter
    cover = coo_array((lengths, (rows, columns)), shape=(2 * size, 2 * size)).tocsr()
    far, before = dijkstra(cover, indices=np.arange(size), limit=1.0, return_predecessors=True)
    for actor in range(size):
        if not np.isfinite(far[actor, actor + size]):
            continue
        walk = [actor + size]
        while walk[-1] != actor:
            walk.append(int(before[actor, walk[-1]]))
        met = [joined[step] for step in pairwise(walk)]
        cycle = tuple(sorted(tie for tie in set(met) if met.count(tie) == 1))
        if shares[list(cycle)].sum() < 1 - 1e-4:
            yield cycle
