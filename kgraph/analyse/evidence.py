"""What a result rests on, told in a sentence or two: the note under every table and the subtitle of every picture."""

from collections.abc import Iterable, Iterator
from typing import Any

import networkx as nx

from kgraph.actors.catalogue import catalogue
from kgraph.errors import QueryError

Edge = tuple[str, str, str, dict[str, Any]]
FEW = 5  # events; below that a measure says more about chance than about the world


def edges(network: nx.MultiDiGraph) -> Iterator[Edge]:
    """Each event once per pair of actors and direction: actor, recipient, event IRI, attributes."""
    yield from network.edges(keys=True, data=True)


def summary(events: Iterable[Edge]) -> str:
    """``8 events in 4 documents of 3 sources between 9 actors, 2024-03-04 to 2024-04``: what something rests on."""
    events = list(events)
    count = plural(len({event for _, _, event, _ in events}), "event")
    documents = plural(len({document for *_, values in events for document in values.get("documents", ())}), "document")
    sources = len({source for *_, values in events for source in values.get("sources", ())})
    told = f"{documents} of {plural(sources, 'source')}" if sources else documents
    actors = plural(len({actor for source, target, *_ in events for actor in (source, target)}), "actor")
    return ", ".join(filter(None, [f"{count} in {told} between {actors}", period(events)]))


def note(events: Iterable[Edge], *remarks: str) -> str:
    """What a table rests on, a warning where that is little, then ``remarks``."""
    events = list(events)
    if not events:
        return "Nothing to measure: no events between two actors here."
    said = [f"Rests on {summary(events)}."]
    if heard := len({event for _, _, event, values in events if values.get("attributed")}):
        said.append(f"{plural(heard, 'event')} only by somebody else's account.")
    if len({event for _, _, event, _ in events}) < FEW:
        said.append(f"Fewer than {FEW} events: too few to conclude from.")
    return " ".join([*said, *remarks])


def period(events: Iterable[Edge]) -> str:
    """First and last date of the events, as the texts give them; empty where none has a date."""
    dates = sorted({values["date"] for *_, values in events if values.get("date")})
    if not dates:
        return ""
    return dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"


def plural(count: int, noun: str) -> str:
    """``1 event``, ``2 events``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def name(network: nx.Graph, actor: str) -> str:
    """The actor's name, also of one who is not in the network; its IRI where it has none."""
    if found := network.nodes.get(actor, {}).get("name"):
        return str(found)
    known = catalogue().get(actor)
    return known.name if known else actor


def by_name(network: nx.Graph) -> list[str]:
    """All actors in the order of their names, IRIs where names are the same."""
    return sorted(network, key=lambda actor: (name(network, actor), actor))


def expect(network: nx.MultiDiGraph, *actors: str) -> None:
    """QueryError for an IRI that takes no part in a network which has events."""
    for actor in actors:
        if network and actor not in network:
            who = name(network, actor)
            raise QueryError(f"{who} has no events here: check the period and the name (people count as their state).")
