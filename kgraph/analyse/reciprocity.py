"""Whether each side gets what it gives."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from math import fsum

import networkx as nx

from kgraph.analyse import evidence
from kgraph.analyse.registry import Cell, Table

COLUMNS = (
    "actor", "other", "given", "mean given", "sum given", "got", "mean got", "sum got", "mutual", "mean mutual",
    "balance", "reciprocity", "claim given", "claim got", "iri", "other iri",
)  # fmt: skip


@dataclass(slots=True)
class _Way:
    """What one actor does to another: score, date and claim of each act."""

    acts: list[tuple[float, str, str]] = field(default_factory=list)

    @property
    def total(self) -> float:
        return fsum(score for score, *_ in self.acts)

    @property
    def weights(self) -> tuple[float, float]:
        """The sums of |score| over friendly and over hostile acts."""
        scores = [score for score, *_ in self.acts]
        return fsum(score for score in scores if score > 0), fsum(-score for score in scores if score < 0)

    def cells(self) -> tuple[Cell, ...]:
        mean = round(self.total / len(self.acts), 3) if self.acts else None
        return len(self.acts), mean, round(self.total, 3) + 0.0

    def claim(self) -> str | None:
        """That of the strongest act, of equals the latest."""
        return max(self.acts, key=lambda act: (abs(act[0]), *act[1:]), default=(0.0, "", None))[2]


@dataclass(slots=True)
class _Pair:
    given: _Way = field(default_factory=_Way)
    got: _Way = field(default_factory=_Way)
    mutual: _Way = field(default_factory=_Way)

    @property
    def directed(self) -> int:
        return len(self.given.acts) + len(self.got.acts)

    def weights(self) -> tuple[float, float]:
        """The weight that is reciprocated, in both directions together, and all weight."""
        given, got = self.given.weights, self.got.weights
        return 2 * sum(map(min, given, got)), sum((*given, *got))


def reciprocity(network: nx.MultiDiGraph, *, actor: str | None = None) -> Table:
    """What each pair's sides do to each other; of all pairs, or of ``actor`` (an IRI) with each partner.

    Given is what ``actor`` does to ``other``, got what is done to it; number, mean and sum of the scores. balance = sum
    given - sum got: above 0, the actor is kinder than its partner. Weighted reciprocity r = sum of min(w_ij, w_ji) /
    sum of w_ij over both directions, from 0 (all one way) to 1 (like for like): Squartini, Picciolo, Ruzzenenti and
    Garlaschelli, "Reciprocity of weighted networks" (2013). Weights can't be negative, so friendly acts (w the sum of
    scores above 0) are set against friendly ones, hostile (w the sum of -score) against hostile, and both added up.
    Mutual events, in which nobody gives, stand apart and enter neither. Most directed events first, then by name.
    Raises QueryError for an actor that is not in the network.
    """
    if actor:
        evidence.expect(network, actor)
    pairs = _pairs(network, actor)
    weights = {pair: ways.weights() for pair, ways in pairs.items()}
    rows = tuple(_row(network, pair, ways, *weights[pair]) for pair, ways in pairs.items())
    rests_on = [edge for edge in evidence.edges(network) if actor is None or actor in edge[:2]]
    title = "Reciprocity" + (f": {evidence.name(network, actor)}" if actor and network else "")
    return Table(title, COLUMNS, rows, evidence.note(rests_on, *_remarks(pairs.values(), weights.values())))


def _pairs(network: nx.MultiDiGraph, actor: str | None) -> dict[tuple[str, str], _Pair]:
    """Each pair once, the asked actor first, else the first by name; in the order of the rows."""
    place = {iri: number for number, iri in enumerate(evidence.by_name(network))}
    found: dict[tuple[str, str], _Pair] = {}
    for one, other, event, values in evidence.edges(network):
        if one == other or actor not in (None, one, other):
            continue
        first = actor or min(one, other, key=place.__getitem__)
        pair = found.setdefault((first, other if first == one else one), _Pair())
        act = (values["score"], values["date"] or "", values["claim"])
        if not network.has_edge(other, one, event):
            (pair.given if first == one else pair.got).acts.append(act)
        elif first == one:  # a mutual event comes twice
            pair.mutual.acts.append(act)
    order = sorted(found, key=lambda pair: (-found[pair].directed, *(place[iri] for iri in pair)))
    return {pair: found[pair] for pair in order}


def _row(
    network: nx.MultiDiGraph, pair: tuple[str, str], ways: _Pair, shared: float, weight: float
) -> tuple[Cell, ...]:
    return (
        *(evidence.name(network, iri) for iri in pair), *ways.given.cells(), *ways.got.cells(),
        *ways.mutual.cells()[:2], round(ways.given.total - ways.got.total, 3) + 0.0,
        round(shared / weight, 3) if weight else None, ways.given.claim(), ways.got.claim(), *pair,
    )  # fmt: skip


def _remarks(pairs: Collection[_Pair], weights: Iterable[tuple[float, float]]) -> list[str]:
    shared, weight = map(fsum, zip(*weights, strict=True)) if pairs else (0.0, 0.0)
    if not weight:
        return ["No directed events with a score: no reciprocity to tell."] if pairs else []
    oneway = sum(bool(pair.given.acts) != bool(pair.got.acts) for pair in pairs)
    directed = sum(pair.directed > 0 for pair in pairs)
    return [
        f"Reciprocity of all {shared / weight:.3f}.",
        f"{oneway} of {evidence.plural(directed, 'pair')} with directed events only one way: "
        "a text that tells one side's acts makes it look so.",
    ]
