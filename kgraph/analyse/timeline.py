"""How relations go, month by month."""

from collections.abc import Iterator

import networkx as nx

from kgraph.analyse import evidence
from kgraph.analyse.registry import Table
from kgraph.errors import QueryError

COLUMNS = ("month", "events", "cooperative", "conflictual", "sum", "mean")
MONTH = len("2024-03")


def timeline(network: nx.MultiDiGraph, *, actor: str | None = None, other: str | None = None) -> Table:
    """Number of events, of cooperative (s > 0) and conflictual (s < 0) ones, sum and mean of their scores s per month.

    Of all events, those with ``actor`` on either side, or those between ``actor`` and ``other`` in either direction
    (IRIs). A mutual event counts once. Months without events have no row; events of which only the year or nothing is
    known are left out and counted in the note. Raises QueryError for ``other`` without ``actor``, and for an actor that
    is not in the network. Monthly scores are the usual series of event data research (Schrodt and Gerner, "Analyzing
    International Event Data", 2000).
    """
    found = list(between(network, actor, other))
    scores = {event: (values["date"], values["score"]) for *_, event, values in found if _has_month(values["date"])}
    months: dict[str, list[float]] = {}
    for date, score in scores.values():
        months.setdefault(date[:MONTH], []).append(score)
    rows = tuple((month, *_summary(months[month])) for month in sorted(months))
    undated = len({event for *_, event, _ in found}) - len(scores)
    remarks = [f"{evidence.plural(undated, 'event')} without a month left out."] if undated else []
    return Table(_title(network, actor, other), COLUMNS, rows, evidence.note(found, *remarks))


def between(network: nx.MultiDiGraph, actor: str | None, other: str | None) -> Iterator[evidence.Edge]:
    """The events of all, of ``actor``, or between ``actor`` and ``other``."""
    if other and not actor:
        raise QueryError("A second actor was given without a first: name both, or one with 'actor'.")
    wanted = {iri for iri in (actor, other) if iri}
    evidence.expect(network, *sorted(wanted))
    for edge in evidence.edges(network):
        if wanted <= set(edge[:2]):
            yield edge


def _title(network: nx.MultiDiGraph, actor: str | None, other: str | None) -> str:
    names = [evidence.name(network, iri) if iri in network else iri for iri in (actor, other) if iri]
    return "Events by month" + (f": {' and '.join(names)}" if names else "")


def _has_month(date: str | None) -> bool:
    return date is not None and len(date) >= MONTH


def _summary(scores: list[float]) -> tuple[int, int, int, float, float]:
    total = sum(scores)
    good, bad = sum(score > 0 for score in scores), sum(score < 0 for score in scores)
    return len(scores), good, bad, round(total, 3), round(total / len(scores), 3)
