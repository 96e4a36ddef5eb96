"""Who plays the same part: who behaves alike, and who has the same friends and enemies."""

from collections.abc import Callable, Sequence
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from kgraph.analyse import evidence
from kgraph.analyse.registry import Cell, Table
from kgraph.analyse.signed import signed
from kgraph.vocab import ROOTS

MOST = 25  # pairs listed
COMMON = 2  # friends and enemies that two actors share at least: with one, all who deal with the same state are alike
BLOCK = 500  # rows worked on at once, so that memory doesn't grow with the square of the actors
BEHAVIOUR = ("actor", "other", "similarity", "events", "events of other", "alike in", "iri", "other iri")
POSITION = ("actor", "other", "equivalence", "shared", "opposed", "iri", "other iri")

Floats = NDArray[np.float64]
Rows = NDArray[np.int_]
# for some rows, against every actor: how alike (-1 to 1), and what that rests on, 0 for pairs to leave out
Compare = Callable[[Rows], tuple[Floats, Floats]]


def similar(network: nx.MultiDiGraph, *, actor: str | None = None) -> Table:
    """The pairs that behave most alike, or who behaves most like ``actor``; of equals those with more events first.

    similarity = x.y / (|x| |y|), the cosine of two profiles: how many events of each PLOVER root the one does, and how
    many it receives (a mutual event is both). 1 is the same mix of events, whoever the others are and however many
    events there are; pairs with nothing in common (0) are left out. ``alike in`` is what adds most to it. Actors with
    fewer than 5 events are left out, unless asked for. Source: Salton and McGill, "Introduction to modern information
    retrieval" (1983).
    """
    _expect(network, actor)
    everybody = evidence.by_name(network)
    profiles, counts = _profiles(network, everybody)
    kept = [place for place, one in enumerate(everybody) if counts[place] >= evidence.FEW or one == actor]
    actors, events = [everybody[place] for place in kept], counts[kept]
    unit = profiles[kept] / np.linalg.norm(profiles[kept], axis=1, keepdims=True)

    def compare(rows: Rows) -> tuple[Floats, Floats]:
        cosines = unit[rows] @ unit.T
        return cosines, np.where(cosines > 0, np.minimum(events[rows, None], events), 0)

    rows = [
        (
            evidence.name(network, actors[one]), evidence.name(network, actors[other]), value,
            int(events[one]), int(events[other]), _kind(unit[one] * unit[other]), actors[one], actors[other],
        )
        for one, other, value in _most_alike(compare, len(actors), _place(actors, actor))
    ]  # fmt: skip
    remarks = [f"Listed: at most {MOST} pairs."]
    if left := len(everybody) - len(actors):
        remarks.append(f"{evidence.plural(left, 'actor')} with fewer than {evidence.FEW} events left out.")
    return _table("Actors that behave alike", network, BEHAVIOUR, rows, remarks)


def equivalent(network: nx.MultiDiGraph, *, actor: str | None = None) -> Table:
    """The pairs that have most nearly the same friends and enemies, or the nearest to ``actor``.

    equivalence = Pearson's correlation of the two actors' ties to all others (1 friend, -1 enemy, 0 neither), those to
    one another left out: 1 for structurally equivalent actors, tied in the same way to the same others, -1 for
    opposites. It is the first step of CONCOR. ``shared`` counts the friends of both and the enemies of both,
    ``opposed`` the friends of one that are enemies of the other. Pairs that share fewer than 2 are left out, and those
    where one is tied in the same way to everybody, as it then has no correlation, unless the other is, too. Sources:
    Wasserman and Faust, "Social network analysis" (1994), ch. 9; Breiger, Boorman and Arabie, "An algorithm for
    clustering relational data" (1975).
    """
    _expect(network, actor)
    graph = signed(network)
    actors = list(graph)
    signs = nx.to_scipy_sparse_array(graph, weight="sign", dtype=float, format="csr") if actors else None

    def compare(rows: Rows) -> tuple[Floats, Floats]:
        value, same, _ = _correlation(signs, rows)
        return value, np.where((same >= COMMON) & np.isfinite(value), same, 0)

    rows: list[tuple[Cell, ...]] = []
    for one, other, value in _most_alike(compare, len(actors), _place(actors, actor)):
        _, same, opposite = (found[0, other] for found in _correlation(signs, np.array([one])))
        names = (evidence.name(graph, actors[one]), evidence.name(graph, actors[other]))
        rows.append((*names, value, int(same), int(opposite), actors[one], actors[other]))
    remarks = [
        f"Listed: at most {MOST} pairs.",
        f"Pairs that share fewer than {COMMON} friends and enemies left out.",
    ]
    return _table("Actors with the same friends and enemies", network, POSITION, rows, remarks)


def _profiles(network: nx.MultiDiGraph, actors: list[str]) -> tuple[Floats, Rows]:
    """Each actor's events by root, those it does and then those it receives, and how many events it has."""
    place = {actor: number for number, actor in enumerate(actors)}
    column = {root: number for number, root in enumerate(ROOTS)}
    seen = set()
    for one, other, event, values in evidence.edges(network):
        kind = column[values["code"]]
        seen |= {(place[one], kind, event), (place[other], kind + len(ROOTS), event)}
    profiles, events = np.zeros((len(actors), 2 * len(ROOTS))), np.zeros(len(actors), dtype=int)
    for row, kind, _ in seen:
        profiles[row, kind] += 1
    for row, _ in {(row, event) for row, _, event in seen}:
        events[row] += 1
    return profiles, events


def _kind(parts: Floats) -> str:
    kind = int(np.argmax(np.round(parts, 9)))
    return f"{'receiving' if kind >= len(ROOTS) else 'acting'}: {ROOTS[kind % len(ROOTS)]}"


def _correlation(signs: Any, rows: Rows) -> tuple[Floats, Floats, Floats]:
    """Of some rows with all: Pearson's r without the two themselves (nan if there is none), same and opposite ties."""
    others = signs.shape[0] - 2
    chosen = signs[rows]
    product, ties = (chosen @ signs).toarray(), (abs(chosen) @ abs(signs)).toarray()
    direct = chosen.toarray()
    sums, squares = signs.sum(axis=1), abs(signs).sum(axis=1)
    mine, theirs = sums[rows, None] - direct, sums - direct
    spread = others * (squares[rows, None] - direct**2) - mine**2
    scale = np.sqrt(spread * (others * (squares - direct**2) - theirs**2))
    same, opposite = (ties + product) / 2, (ties - product) / 2
    alone = np.where((same == others) & (opposite == 0), 1.0, np.nan)
    return np.divide(others * product - mine * theirs, scale, out=alone, where=scale > 0), same, opposite


def _most_alike(compare: Compare, size: int, actor: int | None) -> list[tuple[int, int, float]]:
    """The most alike pairs, each once, or those of one actor: likeness, what it rests on, then names decide."""
    best = np.zeros((0, 4))
    blocks = [np.arange(start, min(start + BLOCK, size)) for start in range(0, size, BLOCK)]
    for rows in blocks if actor is None else [np.array([actor])]:
        value, weight = compare(rows)
        columns = np.arange(size)
        listed = (weight > 0) & (columns > rows[:, None] if actor is None else columns != actor)
        value = np.where(listed, np.round(value, 3), -np.inf)
        ranked = np.sort(np.concatenate([value[listed], best[:, 2]]))[-MOST:]
        one, other = np.nonzero(listed & (value >= (ranked[0] if ranked.size else 0)))
        found = np.column_stack([rows[one], other, value[one, other], weight[one, other]])
        best = np.concatenate([best, found])
        best = best[np.lexsort((best[:, 1], best[:, 0], -best[:, 3], -best[:, 2]))][:MOST]
    return [(int(one), int(other), float(value)) for one, other, value, _ in best]


def _expect(network: nx.MultiDiGraph, actor: str | None) -> None:
    if actor is not None:
        evidence.expect(network, actor)


def _place(actors: list[str], actor: str | None) -> int | None:
    return actors.index(actor) if actor in actors else None


def _table(
    title: str, network: nx.MultiDiGraph, columns: tuple[str, ...], rows: Sequence[tuple[Cell, ...]], remarks: list[str]
) -> Table:
    return Table(title, columns, tuple(rows), evidence.note(evidence.edges(network), *remarks))
