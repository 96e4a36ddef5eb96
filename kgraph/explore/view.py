"""What the network page shows: the strongest pairs that a filter keeps, and the months for its slider."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kgraph.explore.events import Actor, Events, Pair
from kgraph.explore.filters import Filter

FURTHER = 25  # pairs of an actor that is expanded


@dataclass(frozen=True, slots=True)
class Node:
    """An actor that is drawn, with the events and the number of its pairs, drawn or not."""

    actor: Actor
    events: int
    pairs: int


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
    shown = _shown(pairs, given)
    return View(_nodes(shown, pairs), shown, len(pairs) - len(shown), events.count(keep), tuple(events.months(wanted)))


def of_actor(events: Events, given: Filter, actor: str) -> list[Pair]:
    """The pairs of an actor (IRI) that a filter keeps, those of most events first."""
    return events.between(events.wanted(given) & events.within(given) & events.with_end(actor), given.least)


def _shown(pairs: Sequence[Pair], given: Filter) -> tuple[Pair, ...]:
    """The strongest pairs, then weaker ones of the actors that are expanded."""
    shown = dict.fromkeys(pairs[: given.most])
    for actor in given.expanded:
        shown |= dict.fromkeys([pair for pair in pairs if actor in (pair.one.iri, pair.other.iri)][:FURTHER])
    return tuple(shown)


def _nodes(shown: Iterable[Pair], pairs: Iterable[Pair]) -> tuple[Node, ...]:
    events: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for pair in pairs:
        for end in (pair.one.iri, pair.other.iri):
            events[end] += pair.events
            count[end] += 1
    actors = {actor.iri: actor for pair in shown for actor in (pair.one, pair.other)}
    nodes = (Node(actor, events[actor.iri], count[actor.iri]) for actor in actors.values())
    return tuple(sorted(nodes, key=lambda node: (-node.events, node.actor.name)))
