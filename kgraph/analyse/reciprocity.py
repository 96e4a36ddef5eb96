"""Whether each side gets what it gives."""

from dataclasses import dataclass, field

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
        return sum(sorted(score for score, *_ in self.acts), 0.0)

    def weight(self, sign: int) -> float:
        """The sum of |score| over friendly (1) or hostile (-1) acts."""
        return sum(sorted(max(0.0, sign * score) for score, *_ in self.acts), 0.0)

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

    def reciprocated(self) -> float:
        return sum(2 * min(self.given.weight(sign), self.got.weight(sign)) for sign in (1, -1))

    def all_weight(self) -> float:
        return sum(way.weight(sign) for way in (self.given, self.got) for sign in (1, -1))


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
    place = {iri: number for number, iri in enumerate(evidence.by_name(network))}
    order = sorted(pairs, key=lambda pair: (-_directed(pairs[pair]), *(place[iri] for iri in pair)))
    rows = tuple(_row(network, pair, pairs[pair]) for pair in order)
    rests_on = [edge for edge in evidence.edges(network) if actor is None or actor in edge[:2]]
    title = "Reciprocity" + (f": {evidence.name(network, actor)}" if actor and network else "")
    return Table(title, COLUMNS, rows, evidence.note(rests_on, *_remarks(list(pairs.values()))))


def _pairs(network: nx.MultiDiGraph, actor: str | None) -> dict[tuple[str, str], _Pair]:
    """Each pair once, the asked actor first, else the first by name."""
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
    return found


def _directed(pair: _Pair) -> int:
    return len(pair.given.acts) + len(pair.got.acts)


def _row(network: nx.MultiDiGraph, pair: tuple[str, str], ways: _Pair) -> tuple[Cell, ...]:
    weight = ways.all_weight()
    return (
        *(evidence.name(network, iri) for iri in pair), *ways.given.cells(), *ways.got.cells(),
        *ways.mutual.cells()[:2], round(ways.given.total - ways.got.total, 3) + 0.0,
        round(ways.reciprocated() / weight, 3) if weight else None, ways.given.claim(), ways.got.claim(), *pair,
    )  # fmt: skip


def _remarks(pairs: list[_Pair]) -> list[str]:
    weight = sum(sorted(pair.all_weight() for pair in pairs))
    if not weight:
        return ["No directed events with a score: no reciprocity to tell."] if pairs else []
    shared = sum(sorted(pair.reciprocated() for pair in pairs)) / weight
    oneway = sum(bool(pair.given.acts) != bool(pair.got.acts) for pair in pairs)
    directed = sum(_directed(pair) > 0 for pair in pairs)
    return [
        f"Reciprocity of all {shared:.3f}.",
        f"{oneway} of {evidence.plural(directed, 'pair')} with directed events only one way: "
        "a text that tells one side's acts makes it look so.",
    ]
