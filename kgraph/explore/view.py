"""What the network page shows: the strongest pairs that a filter keeps, and the months for its slider."""

from collections import Counter
from dataclasses import dataclass

from kgraph.explore.events import Actor, Events, Pair
from kgraph.explore.filters import Filter


@dataclass(frozen=True, slots=True)
class Node:
    """An actor that is drawn, with the events of its pairs, drawn or not."""

    actor: Actor
    events: int


@dataclass(frozen=True, slots=True)
class View:
    """Actors and pairs to draw, strongest first; ``more`` pairs are kept by the filter and not drawn.

    ``events`` counts what the filter keeps; ``months`` has a row a month (name, events, hostile ones, mean score), of
    all dates, so that a slider over them stays as it is.
    """

    nodes: tuple[Node, ...]
    pairs: tuple[Pair, ...]
    more: int
    events: int
    months: tuple[tuple[str, int, int, float], ...]


def view(events: Events, given: Filter) -> View:
    """What a filter keeps; QueryError for a region that there is not."""
    wanted = events.wanted(given)
    keep = wanted & events.within(given)
    pairs = events.between(keep, given.least)
    shown = pairs[: given.most]
    size: Counter[str] = Counter()
    for pair in pairs:
        size[pair.one.iri] += pair.events
        size[pair.other.iri] += pair.events
    actors = {actor.iri: actor for pair in shown for actor in (pair.one, pair.other)}
    nodes = sorted(
        (Node(actor, size[actor.iri]) for actor in actors.values()), key=lambda node: (-node.events, node.actor.name)
    )
    told = len({events.event[row] for row in keep.nonzero()[0]})
    return View(tuple(nodes), tuple(shown), len(pairs) - len(shown), told, tuple(events.months(wanted)))
