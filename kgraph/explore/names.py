"""By which names actors can be looked for."""

from collections import Counter
from functools import lru_cache

from kgraph.actors.catalogue import catalogue
from kgraph.explore.events import Actor, Events

BETWEEN = " · "  # names


@lru_cache(maxsize=1)  # asked for each page; the events are the same until the store changes
def names(events: Events) -> dict[str, str]:
    """Each actor's IRI with all its names, the usual one first; those of most events come first."""
    often = Counter(events.one.tolist()) + Counter(events.other.tolist())
    order = sorted(range(len(events.actors)), key=lambda number: (-often[number], events.actors[number].name))
    return {events.actors[number].iri: BETWEEN.join(_names(events.actors[number])) for number in order}


def _names(actor: Actor) -> list[str]:
    known = catalogue().get(actor.iri)
    others = (known.name, *known.aliases) if known else ()
    return list(dict.fromkeys(filter(None, (actor.name, actor.country, *others))))
