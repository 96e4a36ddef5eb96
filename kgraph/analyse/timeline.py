"""How relations go, period by period."""

from collections.abc import Iterator, Sequence

import networkx as nx
import numpy as np

from kgraph.analyse import evidence, periods
from kgraph.analyse.registry import Table
from kgraph.errors import QueryError

COLUMNS = ("period", "events", "cooperative", "conflictual", "sum", "mean", "low", "high")
ENOUGH = 3  # events for a band
DRAWS, SEED = 1_000, 5
BAND = (2.5, 97.5)  # percentiles


def timeline(
    network: nx.MultiDiGraph, *, actor: str | None = None, other: str | None = None, period: str = "month"
) -> Table:
    """Events of each period, cooperative (s > 0) and conflictual (s < 0) ones, sum and mean of their scores s.

    Of all events, those with ``actor`` on either side, or those between ``actor`` and ``other`` in either direction
    (IRIs). A mutual event counts once. Periods without events have no row; events that are dated too vaguely for the
    period are left out and counted in the note. Scores run from -10 (conflict) to 10. Raises QueryError for ``other``
    without ``actor``, for an actor that is not in the network, and for an unknown period.

    ``low`` and ``high`` bound the mean with 95 % confidence: the percentiles 2.5 and 97.5 of the means of 1,000 samples
    of n events, drawn with replacement from the period's n. They tell of chance among events like those reported, not
    of what the texts leave out; with few events the band is too narrow, and below 3 there is none.

    Sources: Schrodt and Gerner, "Analyzing International Event Data" (2000), on such series; Efron, "Bootstrap methods:
    another look at the jackknife" (1979), on the band.
    """
    found = list(between(network, actor, other))
    folded = {name: [edge[3]["score"] for edge in events] for name, events in periods.fold(found, period).items()}
    rows = tuple((name, *_summary(scores), *band(scores)) for name, scores in folded.items())
    few = sum(len(scores) < ENOUGH for scores in folded.values())
    remarks = periods.left_out(found, period)
    if few:
        remarks.append(f"No band for {evidence.plural(few, period)} of fewer than {ENOUGH} events.")
    return Table(f"Events by {period}{of(network, actor, other)}", COLUMNS, rows, evidence.note(found, *remarks))


def between(network: nx.MultiDiGraph, actor: str | None, other: str | None) -> Iterator[evidence.Edge]:
    """The events of all, of ``actor``, or between ``actor`` and ``other``."""
    if other and not actor:
        raise QueryError("A second actor was given without a first: name both, or one with 'actor'.")
    wanted = {iri for iri in (actor, other) if iri}
    evidence.expect(network, *sorted(wanted))
    for edge in evidence.edges(network):
        if wanted <= set(edge[:2]):
            yield edge


def band(scores: Sequence[float]) -> tuple[float, float] | tuple[None, None]:
    """The 95 % band of a mean by the percentile bootstrap; the order of scores is no matter."""
    if len(scores) < ENOUGH:
        return None, None
    values, counts = np.unique(scores, return_counts=True)
    # how often each score is drawn is multinomial: the same samples, without writing each of them out
    drawn = np.random.default_rng(SEED).multinomial(len(scores), counts / len(scores), DRAWS)
    low, high = np.percentile(drawn @ values / len(scores), BAND)
    return round(float(low), 3), round(float(high), 3)


def of(network: nx.MultiDiGraph, actor: str | None, other: str | None) -> str:
    """The end of a title: whom it is about."""
    names = [evidence.name(network, iri) if iri in network else iri for iri in (actor, other) if iri]
    return f": {' and '.join(names)}" if names else ""


def _summary(scores: Sequence[float]) -> tuple[int, int, int, float, float]:
    total = sum(sorted(scores))
    good, bad = sum(score > 0 for score in scores), sum(score < 0 for score in scores)
    return len(scores), good, bad, round(total, 3), round(total / len(scores), 3)
