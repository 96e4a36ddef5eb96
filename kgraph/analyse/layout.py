"""Where actors and their names go in a picture: friends near, enemies apart, no name on another."""

from collections.abc import Iterable, Iterator
from math import cos, hypot, sin, tau

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Box = tuple[float, float, float, float]  # left, bottom, right, top
HOSTILE_LENGTH = 2.2  # a hostile tie's wanted length; a friendly one's is 1
ROUNDS = 300
ANGLES = (0, 4, 2, 6, 1, 7, 3, 5)  # eighths of a turn, best liked first: sides, above, below, corners
GAPS = (4.0, 12.0, 24.0)  # between dot and name
SWEEPS = 4


def positions(graph: nx.Graph, width: float, height: float) -> dict[str, tuple[float, float]]:
    """A place for each actor in a frame of ``width`` by ``height``.

    Minimises the stress, the sum of (|x_i - x_j| - d_ij)^2 / d_ij^2 over all pairs, d the length of the shortest path,
    hostile ties longer than friendly ones (Gansner, Koren and North, "Graph drawing by stress majorization", 2004).
    """
    if len(graph) < 2:
        return dict.fromkeys(graph, (width / 2, height / 2))
    wanted = _distances(graph)
    points = _spread(_widest_flat(_majorise(wanted, _start(wanted))))
    low, high = points.min(axis=0), points.max(axis=0)
    reach = np.maximum(high - low, (high - low).max() / 4)
    placed = ((points - (low + high) / 2) / reach + 0.5) * np.array([width, height])
    return {actor: (float(x), float(y)) for actor, (x, y) in zip(graph, placed, strict=True)}


def _distances(graph: nx.Graph) -> Points:
    def length(_one: str, _other: str, tie: dict[str, float]) -> float:
        return 1.0 if tie["sign"] > 0 else HOSTILE_LENGTH

    place = {actor: number for number, actor in enumerate(graph)}
    found = np.full((len(place), len(place)), np.nan)
    for actor, reached in nx.all_pairs_dijkstra_path_length(graph, weight=length):
        for other, distance in reached.items():
            found[place[actor], place[other]] = distance
    return np.where(np.isnan(found), max(np.nanmax(found), 1.0) * 0.8 + 1, found)


def _start(wanted: Points) -> Points:
    """Classical scaling, with a nudge so that no two actors start from one point."""
    size = len(wanted)
    centre = np.eye(size) - 1 / size
    values, vectors = np.linalg.eigh(-0.5 * centre @ wanted**2 @ centre)
    turn = np.arange(size) * 2.4
    points: Points = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 0.0))
    points += 0.05 * np.column_stack([np.cos(turn), np.sin(turn)])
    return points


def _majorise(wanted: Points, points: Points) -> Points:
    weight = np.divide(1.0, wanted**2, where=wanted > 0, out=np.zeros_like(wanted))
    inverse = np.linalg.pinv(np.diag(weight.sum(axis=1)) - weight)
    for _ in range(ROUNDS):
        apart = np.linalg.norm(points[:, None] - points[None], axis=2)
        pull = -weight * wanted / np.maximum(apart, 1e-9)
        np.fill_diagonal(pull, 0.0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        points = inverse @ pull @ points
    return points


def _widest_flat(points: Points) -> Points:
    """Turned so that the longest side lies flat; the first point that leans clearly leans left and up."""
    points = points - points.mean(axis=0)
    _, vectors = np.linalg.eigh(points.T @ points)
    turned: Points = points @ vectors[:, ::-1]
    for axis, sign in ((0, -1.0), (1, 1.0)):
        lean = turned[int(np.abs(turned[:, axis]).argmax()), axis]
        turned[:, axis] *= sign * (np.sign(lean) or 1.0)
    return turned


def _spread(points: Points) -> Points:
    """Half of the way to even spacing along either axis, so that a far outlier doesn't press the others together."""
    ranks = points.argsort(axis=0).argsort(axis=0) / max(len(points) - 1, 1)
    low, high = points.min(axis=0), points.max(axis=0)
    even: Points = low + (high - low) * ranks
    return (points + even) / 2


def labels(
    places: dict[str, tuple[float, float]],
    sizes: dict[str, tuple[float, float]],
    radii: dict[str, float],
    ties: Iterable[tuple[str, str]],
    frame: Box,
) -> dict[str, tuple[float, float]]:
    """The centre of each actor's label, near its dot, clear of other labels, dots and, where possible, ties.

    ``sizes`` are the labels' widths and heights, all in the units of ``places``. Each label takes the cheapest of some
    places around its dot; a few sweeps let the early ones make room for the late.
    """
    dots = {actor: _box(places[actor], (2 * radii[actor], 2 * radii[actor])) for actor in places}
    lines = [(places[one], places[other]) for one, other in ties]
    chosen: dict[str, tuple[float, float]] = {}
    for _ in range(SWEEPS):
        for actor in sorted(places, key=lambda actor: -radii[actor]):
            taken = [_box(chosen[other], sizes[other]) for other in chosen if other != actor]
            taken += [box for other, box in dots.items() if other != actor]
            options = _around(places[actor], sizes[actor], radii[actor])
            chosen[actor] = min(
                (_cost(_box(spot, sizes[actor]), taken, lines, frame) + dislike, spot) for dislike, spot in options
            )[1]
    return chosen


def _around(
    centre: tuple[float, float], size: tuple[float, float], radius: float
) -> Iterator[tuple[float, tuple[float, float]]]:
    """How much a place is disliked in itself, and the place."""
    for gap in GAPS:
        for rank, eighth in enumerate(ANGLES):
            x, y = cos(tau * eighth / 8), sin(tau * eighth / 8)
            reach = radius + gap
            spot = centre[0] + x * reach + _sign(x) * size[0] / 2, centre[1] + y * reach + _sign(y) * size[1] / 2
            yield rank + 2.5 * (gap - GAPS[0]), spot


def _sign(value: float) -> int:
    return 0 if abs(value) < 0.1 else 1 if value > 0 else -1


def _box(centre: tuple[float, float], size: tuple[float, float]) -> Box:
    (x, y), (width, height) = centre, size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _cost(
    box: Box, taken: list[Box], lines: list[tuple[tuple[float, float], tuple[float, float]]], frame: Box
) -> float:
    """Square pixels of overlap weigh most, then leaving the frame, then pixels of ties underneath."""
    outside = max(0.0, frame[0] - box[0], box[2] - frame[2]) + max(0.0, frame[1] - box[1], box[3] - frame[3])
    return (
        100 * outside + sum(_overlap(box, other) for other in taken) + 0.3 * sum(_inside(box, line) for line in lines)
    )


def _overlap(one: Box, other: Box) -> float:
    width, height = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0


def _inside(box: Box, line: tuple[tuple[float, float], tuple[float, float]]) -> float:
    """The length of the line's part inside the box (Liang and Barsky's clipping)."""
    start, end = line
    first, last = 0.0, 1.0
    for axis in (0, 1):
        run = end[axis] - start[axis]
        low, high = box[axis] - start[axis], box[axis + 2] - start[axis]
        if run == 0:
            if low > 0 or high < 0:
                return 0.0
            continue
        enter, leave = sorted((low / run, high / run))
        first, last = max(first, enter), min(last, leave)
    return max(0.0, last - first) * hypot(end[0] - start[0], end[1] - start[1])
