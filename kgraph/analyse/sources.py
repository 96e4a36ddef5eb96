"""Who tells what: how reports differ by source, and how much is attributed, planned, demanded or denied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from math import fsum, nan
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from kgraph.analyse import evidence
from kgraph.analyse.registry import Cell, Table
from kgraph.analyse.timeline import between
from kgraph.vocab import STATUSES

COLUMNS = (
    "source", "documents", "events", "mean", "attributed", "planned", "denied", "pairs shared", "difference", "low",
    "high",
)  # fmt: skip
DENIED = "negated"
ALL = "all actors"
DRAWS, SEED = 1000, 1
MANY, FEWER_DRAWS = 2000, 200  # above so many events the interval hardly depends on a few hundred draws more
BAND = (2.5, 97.5)  # percentiles
Array = npt.NDArray[Any]
Pair = tuple[str, str]


@dataclass(slots=True)
class _Told:
    """One event by number: its attributes, the pairs it is between, and each source's documents that tell of it."""

    number: int
    values: dict[str, Any]
    pairs: set[Pair] = field(default_factory=set)
    documents: dict[str, set[str]] = field(default_factory=dict)

    @property
    def happened(self) -> bool:
        return bool(self.values["status"] == "actual")

    def by_others(self, source: str) -> bool:
        """Whether another source tells of it, too or only."""
        return bool(self.documents.keys() - {source})


def sources(network: nx.MultiDiGraph, *, actor: str | None = None, other: str | None = None) -> Table:
    """Each source's documents, events and their mean score, and how far it differs from the others on the same pairs.

    A source is a publisher, or a document that names none. ``attributed``, ``planned`` and ``denied`` are shares of the
    source's events (an event's status is the firmest that any report gives it; attributed is what all reports have
    from somebody else). ``mean`` and ``difference`` are of what happened (status actual), scores -10 to 10.

    difference = sum over pairs d of n_d (m_d - o_d) / sum of n_d, where n_d and m_d are number and mean of the source's
    events between the pair d, o_d is the mean of those that at least one other source tells, and d runs over
    the pairs of which both tell: direct standardisation to the source's own pairs (as of rates in epidemiology: Fleiss,
    "Statistical Methods for Rates and Proportions", 1981), since a source that writes of wars only is not therefore
    grim. An event that several tell has one score, so the difference is in what they choose to tell.
    ``low`` and ``high`` are a 95 % percentile interval of 1,000 bootstrap samples of events (Efron and Tibshirani,
    "An Introduction to the Bootstrap", 1993), None where the source or the others have fewer than 5 events there (200
    samples where there are more than 2,000).

    Of all events, those of ``actor``, or between ``actor`` and ``other`` (IRIs); QueryError as for ``timeline``.
    """
    found = list(between(network, actor, other))
    by_source: dict[str, list[_Told]] = defaultdict(list)
    happened: dict[Pair, list[_Told]] = defaultdict(list)
    for event in _told(found, network.graph.get("publishers", {})):
        for source in event.documents:
            by_source[source].append(event)
        for pair in event.pairs if event.happened else ():
            happened[pair].append(event)
    rows = [_row(source, by_source[source], happened) for source in sorted(by_source)]
    rows.sort(key=lambda row: -int(row[2] or 0))
    return Table("Reports by source", COLUMNS, tuple(rows), evidence.note(found, *_remarks(rows)))


def shares(network: nx.MultiDiGraph, *, actor: str | None = None) -> Table:
    """Of the events of each acting side: the share attributed, and that of each status; with ``actor`` only its row.

    share = events with the mark / all events, of everyone in the first row; each event counts once for each side that
    acts (a meeting for all who meet). The status is the firmest that any report gives; ``denied`` is what is said not
    to have happened; ``attributed`` is what all reports have from somebody else.
    """
    evidence.expect(network, *([actor] if actor else []))
    acts: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for one, _, event, values in evidence.edges(network):
        acts[one][event] = values
    everything = {event: values for events in acts.values() for event, values in events.items()}
    chosen = [actor] if actor else evidence.by_name(network)
    rows: list[tuple[Cell, ...]] = [
        (evidence.name(network, one), *_shares(acts[one].values()), one) for one in chosen if one in acts or actor
    ]
    rows.sort(key=lambda row: -int(row[1] or 0))
    columns = ("actor", "events", "attributed", *("denied" if one == DENIED else one for one in STATUSES), "iri")
    note = evidence.note(evidence.edges(network), f"Shares of fewer than {evidence.FEW} events are left open.")
    return Table(
        "What is attributed, planned, demanded and denied", columns,
        ((ALL, *_shares(everything.values()), None), *rows) if everything else (), note,
    )  # fmt: skip


def _told(edges: Iterable[evidence.Edge], publishers: dict[str, str]) -> list[_Told]:
    found: dict[str, _Told] = {}
    for one, other, event, values in edges:
        told = found.setdefault(event, _Told(len(found), values))
        told.pairs.add((min(one, other), max(one, other)))
        for document in values.get("documents", ()):
            told.documents.setdefault(publishers.get(document, document), set()).add(document)
    return list(found.values())


def _row(source: str, own: list[_Told], happened: Mapping[Pair, list[_Told]]) -> tuple[Cell, ...]:
    scores = [event.values["score"] for event in own if event.happened]
    documents = {document for event in own for document in event.documents[source]}
    return (
        source, len(documents), len(own), round(fsum(scores) / len(scores), 3) if scores else None,
        _share(bool(event.values.get("attributed")) for event in own),
        *(_share(event.values["status"] == status for event in own) for status in ("planned", DENIED)),
        *_compared(source, {pair for event in own for pair in event.pairs}, happened),
    )  # fmt: skip


def _compared(source: str, pairs: Iterable[Pair], happened: Mapping[Pair, list[_Told]]) -> tuple[Cell, ...]:
    """Number of pairs that others tell of too, the difference on them, and its interval."""
    entries = [
        (event.number, at, event.values["score"], source in event.documents, event.by_others(source))
        for at, pair in enumerate(sorted(pairs)) for event in happened.get(pair, ())
    ]  # fmt: skip
    if not entries:
        return 0, None, None, None
    sample = _Sample(entries)
    if not sample.shared:
        return 0, None, None, None
    return sample.shared, round(sample.difference(np.ones(sample.size)), 3), *sample.interval()


class _Sample:
    """The events on a source's pairs as arrays, one entry for each event and pair: who tells of it, and its score."""

    def __init__(self, entries: list[tuple[int, int, float, bool, bool]]) -> None:
        events, self.pair, self.score, own, others = (np.array(column) for column in zip(*entries, strict=True))
        both = np.isin(self.pair, np.intersect1d(self.pair[own], self.pair[others]))
        self.pair, self.score, self.own, self.others = self.pair[both], self.score[both], own[both], others[both]
        told, self.event = np.unique(events[both], return_inverse=True)
        self.size, self.shared = len(told), len(np.unique(self.pair))

    def difference(self, weights: Array) -> float:
        """The mean difference where each event counts so often; nan where no pair is left that both tell of."""
        (n, m), (others_n, others_m) = (self._means(weights[self.event] * side) for side in (self.own, self.others))
        both = (n > 0) & (others_n > 0)
        return float(np.average((m - others_m)[both], weights=n[both])) if both.any() else nan

    def interval(self) -> tuple[float | None, float | None]:
        """Events are drawn, not entries: one between several pairs is in or out as a whole."""
        if min(len(np.unique(self.event[side])) for side in (self.own, self.others)) < evidence.FEW:
            return None, None
        random = np.random.default_rng(SEED)
        draws = DRAWS if self.size <= MANY else FEWER_DRAWS
        samples = (random.integers(self.size, size=self.size) for _ in range(draws))
        drawn = [self.difference(np.bincount(sample, minlength=self.size)) for sample in samples]
        low, high = np.nanpercentile(drawn, BAND)
        return round(float(low), 3), round(float(high), 3)

    def _means(self, weights: Array) -> tuple[Array, Array]:
        number: Array = np.bincount(self.pair, weights)
        total: Array = np.bincount(self.pair, weights * self.score)
        return number, np.divide(total, number, out=np.zeros_like(total), where=number > 0)


def _shares(events: Collection[dict[str, Any]]) -> tuple[Cell, ...]:
    if len(events) < evidence.FEW:
        return len(events), *[None] * (1 + len(STATUSES))
    attributed = _share(bool(values.get("attributed")) for values in events)
    return len(events), attributed, *(_share(values["status"] == status for values in events) for status in STATUSES)


def _share(marks: Iterable[bool]) -> float | None:
    marked = list(marks)
    return round(sum(marked) / len(marked), 3) if marked else None


def _remarks(rows: list[tuple[Cell, ...]]) -> list[str]:
    if len(rows) == 1:
        return ["One source only: nothing to compare it with."]
    open_ends = sum(row[8] is not None and row[9] is None for row in rows)
    said = ["The difference is from the others' mean on the same pairs, of what happened."]
    if open_ends:
        said.append(f"{evidence.plural(open_ends, 'source')} with too few events for an interval.")
    return said
