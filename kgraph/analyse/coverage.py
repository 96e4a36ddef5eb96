"""How densely the texts cover the time, so that nobody reads a gap in them as peace."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sized
from itertools import groupby

import networkx as nx

from kgraph.analyse import evidence, periods
from kgraph.analyse.project import within
from kgraph.analyse.registry import Table

COLUMNS = ("documents", "sources", "events", "events a document")
GAPS = 8  # told one by one


def coverage(network: nx.MultiDiGraph, *, period: str = "month") -> Table:
    """Per period: documents published, sources that published any, events dated there, events a document.

    events a document = events / documents, both of the period: how much happened for each text; above the usual where
    later texts look back. Documents count by publication date whether they tell of an event or not, events by their own
    date (the publication's where none is told). Every period from the first document's to the last's has a row; what is
    dated outside of these is counted in the note. Where no document has a date, the events' first and last period bound
    the table; of a network of some period (its graph's ``since`` and ``until``) the documents are that period's. On why
    gaps matter: Weidmann, "A closer look at reporting bias in conflict event data", American Journal of Political
    Science 60 (2016). QueryError for an unknown period.
    """
    dates = published(network, network.graph.get("since"), network.graph.get("until"))
    out: dict[str, list[str]] = defaultdict(list)
    for document, date in dates.items():
        if when := periods.period(date, period):
            out[when].append(document)
    events = {event: periods.period(values["date"], period) for *_, event, values in evidence.edges(network)}
    happened = Counter(when for when in events.values() if when)
    named = _span(out or happened, period)
    rows = tuple(
        (when, len(out[when]), len(publishers(network, out[when])), happened[when], _each(happened[when], out[when]))
        for when in named
    )
    outside = len(events) - sum(happened[when] for when in named)
    undated = len(dates) - sum(map(len, out.values()))
    silent = gaps(named, (when for when in named if out[when]))
    remarks = _remarks(silent, undated, outside, period)
    note = " ".join([evidence.note(evidence.edges(network)), *remarks])  # gaps are told even where nothing happened
    return Table(f"Coverage by {period}", (period, *COLUMNS), rows, note)


def gaps(named: Iterable[str], covered: Iterable[str]) -> list[str]:
    """The periods without documents, neighbours joined: ``2024-03 to 2024-05``."""
    known = set(covered)
    found = [list(run) for covers, run in groupby(named, key=known.__contains__) if not covers]
    return [run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in found]


def published(network: nx.MultiDiGraph, since: str | None, until: str | None) -> dict[str, str]:
    """The dates of the documents that came out between two days, months or years, both included; by their IRIs."""
    dates: dict[str, str] = network.graph.get("published", {})
    return {document: date for document, date in dates.items() if within(date, since, until)}


def publishers(network: nx.MultiDiGraph, documents: Iterable[str]) -> set[str]:
    """Who published them; a document without a publisher is a source of its own."""
    known: dict[str, str] = network.graph.get("publishers", {})
    return {known.get(document, document) for document in documents}


def _span(known: Iterable[str], period: str) -> list[str]:
    known = sorted(known)
    return periods.between(known[0], known[-1], period) if known else []


def _each(events: int, documents: Sized) -> float | None:
    return round(events / len(documents), 3) if documents else None


def _remarks(silent: list[str], undated: int, outside: int, period: str) -> list[str]:
    said = []
    if silent:
        more = f" and {evidence.plural(len(silent) - GAPS, 'more gap')}" if len(silent) > GAPS else ""
        said.append(f"No documents in {', '.join(silent[:GAPS])}{more}: silence there is no peace.")
    if outside:
        said.append(f"{evidence.plural(outside, 'event')} dated before or after these, or to no {period}, left out.")
    if undated:
        said.append(f"{evidence.plural(undated, 'document')} not dated to the {period} left out.")
    return said
