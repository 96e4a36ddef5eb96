"""By which names actors can be looked for, and people who count as their state or body."""

from collections import Counter
from functools import lru_cache

from kgraph import iri
from kgraph.actors.catalogue import catalogue
from kgraph.explore.events import Actor, Events, Person
from kgraph.report.terms import plain
from kgraph.store import GraphStore
from kgraph.vocab import KG, ORG, SCHEMA, SKOS

BETWEEN = " · "  # names
_TERMS = f"""
SELECT ?person ?name ?side WHERE {{
  GRAPH <{iri.BACKGROUND}> {{
    ?term a <{KG.Term}> ; <{ORG.member}> ?person ; <{ORG.organization}> ?side .
    ?person <{SKOS.prefLabel}> ?name .
    OPTIONAL {{ ?term <{SCHEMA.startDate}> ?start }}
  }}
}} ORDER BY ?start ?side"""


def people(store: GraphStore) -> dict[str, Person]:
    """The people whom a store's texts name and whose offices are known, by IRI, with whom they acted for last."""
    rows = (map(plain, row) for row in store.select(_TERMS).rows)
    return {person: Person(name, side) for person, name, side in rows}


@lru_cache(maxsize=1)  # asked for each page; the events are the same until the store changes
def names(events: Events) -> dict[str, str]:
    """Each actor's IRI with all its names, the usual one first; those of most events come first."""
    often = Counter(events.one.tolist()) + Counter(events.other.tolist())
    order = sorted(range(len(events.actors)), key=lambda number: (-often[number], events.actors[number].name))
    known = {events.actors[number].iri: BETWEEN.join(_names(events.actors[number])) for number in order}
    people = sorted((one.name, iri) for iri, one in events.people.items())
    return known | {iri: f"{name}{BETWEEN}counts as {events.actor(iri).name}" for name, iri in people}


def _names(actor: Actor) -> list[str]:
    known = catalogue().get(actor.iri)
    others = (known.name, *known.aliases) if known else ()
    return list(dict.fromkeys(filter(None, (actor.name, actor.country, *others))))
