"""How a pair came to where it is, event by event."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from math import fsum
from typing import Any

import networkx as nx

from kgraph.analyse import evidence, periods
from kgraph.analyse.path import between
from kgraph.analyse.registry import Cell, Table

COLUMNS = ("date", "who", "code", "score", "tone", "sources", "status", "claim", "event")
HALF_LIFE = 30.0  # days after which an event counts half
BOTH = "both"


def escalation(network: nx.MultiDiGraph, *, actor: str, other: str) -> Table:
    """The events between two actors in time, each with the tone that it leaves behind.

    tone(t) = sum of s_i 2^(-(t - t_i)/h) / sum of 2^(-(t - t_i)/h) over the events i up to the end of day t, s the
    score (-10 to 10) and h = 30 days: a mean in which an event counts half after a month. Events of one day have one
    tone, as their order is unknown. A date without its day stands on the first day that it can mean; undated events are
    left out and counted in the note. ``who`` acts is "both" for a mutual event. Raises QueryError for an actor that is
    not in the network and a pair of one. Source: the geometric moving average of Roberts, "Control chart tests based on
    geometric moving averages" (1959), with time gone by in place of the number of values.
    """
    found = between(network, actor, other)
    acts = in_time(network, found)
    tones = tone((day(act["date"]), act["score"]) for act in acts)
    rows = tuple((act["date"], *_cells(network, act), tones[day(act["date"])], *_grounds(act)) for act in acts)
    undated = len({event for _, _, event, _ in found}) - len(acts)
    remarks = [f"{evidence.plural(undated, 'event')} without a date left out."] if undated else []
    return Table(title(network, actor, other), COLUMNS, rows, evidence.note(found, *remarks))


def _cells(network: nx.MultiDiGraph, act: dict[str, Any]) -> tuple[Cell, ...]:
    who = BOTH if act["by"] == BOTH else evidence.name(network, act["by"])
    return who, act["code"], round(act["score"], 3)


def _grounds(act: dict[str, Any]) -> tuple[Cell, ...]:
    return len(act.get("sources", ())), act.get("status"), act["claim"], act["event"]


def title(network: nx.MultiDiGraph, actor: str, other: str) -> str:
    """What table and picture are called."""
    return "Escalation" + (
        f": {' and '.join(evidence.name(network, iri) for iri in (actor, other))}" if network else ""
    )


def in_time(network: nx.MultiDiGraph, found: list[evidence.Edge]) -> list[dict[str, Any]]:
    """The dated events once each, with ``by``, who acts (an IRI, or "both"), and ``event``, by date, then IRI."""
    acts = {
        event: values | {"event": event, "by": BOTH if network.has_edge(other, one, event) else one}
        for one, other, event, values in found
        if values["date"]
    }
    return sorted(acts.values(), key=lambda act: (day(act["date"]), act["event"]))


def day(when: str) -> date:
    """The day of an ISO date, or the first that a month or year can mean."""
    return periods.begin(when)


def tone(scores: Iterable[tuple[date, float]], half_life: float = HALF_LIFE) -> dict[date, float]:
    """The decayed mean score at the end of each day that has events; ``scores`` in time."""
    found: dict[date, float] = {}
    total = weight = 0.0
    before: date | None = None
    for now, group in groupby(scores, key=lambda one: one[0]):
        kept = 0.5 ** ((now - before).days / half_life) if before else 0.0
        new = [score for _, score in group]
        total, weight, before = total * kept + fsum(new), weight * kept + len(new), now
        found[now] = round(total / weight, 3) + 0.0
    return found
