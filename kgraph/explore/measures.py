"""The measures as pages ask for them: an address that carries a measure with its options, and a table with links."""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl, urlencode

import networkx as nx

from kgraph import iri
from kgraph.analyse import MEASURES, Measure
from kgraph.analyse import Table as Measured
from kgraph.analyse.periods import PERIODS
from kgraph.analyse.project import within
from kgraph.analyse.regions import region
from kgraph.analyse.registry import Option
from kgraph.errors import QueryError
from kgraph.explore import filters
from kgraph.explore.answers import Cell, Table, page, short
from kgraph.explore.filters import Filter

ROWS = 2000  # of a table that a page shows
GROUPS = range(2, 8)
_NAMES = ("actor", "mediator", "other", "from", "to", "who", "a", "b", "c")  # columns that hold names of actors
_BETWEEN = {
    "with a": ("mediator", "a"), "with b": ("mediator", "b"), "hostility": ("a", "b"), "a-b": ("a", "b"),
    "b-c": ("b", "c"), "a-c": ("a", "c"),
}  # fmt: skip
_ALIKE = {"similar", "equivalent"}  # compare two actors, who need have nothing to do with each other


@dataclass(frozen=True, slots=True)
class Wish:
    """A measure, the events that it is about, and its options: empty, or 0 groups, means as usual.

    ``actor`` and ``other`` are names or IRIs; a measure that takes no actor is wanted of the actor's events only.
    """

    measure: str
    events: Filter
    actor: str = ""
    other: str = ""
    period: str = ""
    groups: int = 0

    @property
    def complete(self) -> bool:
        """Whether the measure has all that it can't do without."""
        return all(getattr(self, name) for name in MEASURES[self.measure].required)

    @property
    def options(self) -> dict[str, Option]:
        """What the measure is run with."""
        return {name: getattr(self, name) or None for name in MEASURES[self.measure].options}

    @property
    def only(self) -> str:
        """Whose events alone are wanted; empty where the measure itself takes an actor."""
        return "" if "actor" in MEASURES[self.measure].options else self.actor

    def query(self) -> str:
        """The query part of the wish's address."""
        usual = set(self.events.statuses) == set(MEASURES[self.measure].statuses)
        told = [(name, getattr(self, name)) for name in ("actor", "other", "period", "groups")]
        statuses = [] if usual else [("status", status) for status in self.events.statuses]
        own = urlencode([(name, value) for name, value in [*told, *statuses] if value])
        return "&".join(filter(None, (own, replace(self.events, statuses=filters.DEFAULT.statuses).address())))

    def address(self, file: str = "") -> str:
        """The address of the wish's page, or of one of its files."""
        return filters.address(f"/analysis/{self.measure}" + (f"/{file}" if file else ""), self.query())


@dataclass(frozen=True, slots=True)
class Found:
    """What a measure found; the documents of its claims, each with its name, and the IRIs of the actors by name."""

    table: Measured
    documents: Mapping[str, tuple[str, str]]
    actors: Mapping[str, str]


def groups() -> dict[str, list[Measure]]:
    """The measures by group, in the registry's order."""
    found: dict[str, list[Measure]] = {}
    for measure in MEASURES.values():
        found.setdefault(measure.group, []).append(measure)
    return found


def title(name: str) -> str:
    """A measure's name as a heading."""
    return name.replace("-", " ").capitalize()


def read(name: str, query: str) -> Wish:
    """The wish that an address tells; what the measure doesn't take is let go. QueryError for what is wrong."""
    measure = MEASURES.get(name)
    if measure is None:
        raise QueryError(f"There is no measure {name[:40]!r}: choose one on the page Analysis.")
    given = {key: value.strip() for key, value in parse_qsl(query)}
    told = filters.read(query)
    events = Filter(
        since=told.since, until=told.until, codes=told.codes, heard=told.heard, region=told.region,
        statuses=told.statuses if given.get("status") else measure.statuses,
    )  # fmt: skip
    if events.region:
        region(events.region)
    taken = {option: given.get(option, "") for option in measure.options}
    period, groups = taken.get("period", ""), taken.get("groups", "")
    if period and period not in PERIODS:
        raise QueryError(f"{period[:40]!r} is no period: take one of {', '.join(PERIODS)}.")
    if groups and groups not in map(str, GROUPS):
        raise QueryError(f"{groups[:40]!r} groups can't be made: take {GROUPS[0]} to {GROUPS[-1]}.")
    return Wish(name, events, given.get("actor", ""), taken.get("other", ""), period, int(groups or 0))


def usual(measure: Measure, option: str) -> str:
    """What an option is where nobody says otherwise."""
    return str(inspect.signature(_function(measure)).parameters[option].default)


def rule(measure: Measure) -> list[str]:
    """How a measure is worked out and whose idea that is, in paragraphs; so of the functions that it refers to."""
    own = _function(measure)
    told = inspect.getdoc(own) or ""
    beside = [getattr(inspect.getmodule(own), name, None) for name in dict.fromkeys(re.findall(r"``(\w+)``", told))]
    more = [
        f"{other.__name__}: {inspect.getdoc(other)}"
        for other in beside
        if inspect.isfunction(other) and other.__module__ == own.__module__ and other is not own
    ]
    return [" ".join(part.split()) for text in (told, *more) for part in re.split(r"\n\n|\n(?=- )", text)]


def _function(measure: Measure) -> Callable[..., Any]:
    module, _, name = measure.function.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"kgraph.analyse.{module}"), name)
    return found


def narrow(network: nx.MultiDiGraph, given: Filter) -> nx.MultiDiGraph:
    """The events of a network that a filter's dates, codes, hearsay and region keep.

    The same as reading the store with them, which takes seconds where there are many events.
    """
    states = region(given.region) if given.region else None
    kept = sorted(
        (one, other, event)
        for one, other, event, values in network.edges(keys=True, data=True)
        if within(values["date"], given.since or None, given.until or None)
        and (not given.codes or values["code"] in given.codes)
        and (given.heard is None or values["attributed"] == given.heard)
        and (states is None or one in states or other in states)
    )
    ends = {end for edge in kept for end in edge[:2]}
    graph = nx.MultiDiGraph(**network.graph | {"since": given.since or None, "until": given.until or None})
    graph.add_nodes_from((node, values) for node, values in network.nodes(data=True) if node in ends)
    graph.add_edges_from((*edge, network.edges[edge]) for edge in kept)
    return graph


def claims(table: Measured) -> list[str]:
    """The claims (IRIs) that the rows which a page shows rest on."""
    places = [number for number, column in enumerate(table.columns) if _is_claim(column)]
    return list(dict.fromkeys(str(row[place]) for row in table.rows[:ROWS] for place in places if row[place]))


def linked(wish: Wish, found: Found) -> Table:
    """The first rows with links to actors, pairs and claims, and without their IRIs."""
    columns = found.table.columns
    hidden = _iris(found.table)
    rows = [_Row(wish, found, dict(zip(columns, row, strict=True))) for row in found.table.rows[:ROWS]]
    shown = [column for column in columns if column not in hidden]
    ends = _ends(wish, columns)
    cells = [(*map(row.cell, shown), *([row.pair(*ends)] if ends else [])) for row in rows]
    return Table((*shown, *(["pair"] if ends else [])), tuple(cells), len(found.table.rows), True)


def _ends(wish: Wish, columns: tuple[str, ...]) -> tuple[str, str] | None:
    """The columns that hold the two actors whose pair a row is about; of an actor's own network, the other alone."""
    if wish.measure in _ALIKE:
        return None
    for one, other in (("actor", "other"), ("from", "to")):
        if one in columns and other in columns:
            return one, other
    return ("", "other") if "other" in columns else None


@dataclass(frozen=True, slots=True)
class _Row:
    wish: Wish
    found: Found
    values: Mapping[str, Any]

    def cell(self, column: str) -> Cell:
        """A value with where it leads."""
        value = self.values[column]
        if value is None:
            return Cell(None)
        if _is_claim(column):
            return self._claim(str(value))
        if column in _BETWEEN:
            return Cell(value, self._evidence(*map(self._actor, _BETWEEN[column])))
        if column in _NAMES:
            return Cell(value, self._network(self._actor(column)))
        if str(value).startswith(iri.PREFIXES["document"]):  # a source without a name
            return Cell(short(value), page(value))
        return Cell(value)

    def pair(self, one: str, other: str) -> Cell:
        """The two actors, with the page about what is between them."""
        ends = self._actor(one) if one else self.wish.actor, self._actor(other)
        names = {node: name for name, node in self.found.actors.items()}
        told = " – ".join(str(self.values[end]) if end else names.get(ends[0], "") for end in (one, other))
        return Cell(told, self._evidence(*ends))

    def _actor(self, column: str) -> str:
        """The IRI of the actor whose name a column holds; empty where it can't be told."""
        if node := self.values.get(f"{column} iri"):
            return str(node)
        named = next((name for name in self.values if name in _NAMES), "")
        if column == named and "iri" in self.values:
            return self.values["iri"] or ""
        return self.found.actors.get(self.values[column], "")

    def _network(self, actor: str) -> str:
        return filters.address("/", urlencode({"actor": actor}), self._filter()) if actor else ""

    def _evidence(self, one: str, other: str) -> str:
        return (
            filters.address("/pair", urlencode({"one": one, "other": other}), self._filter()) if one and other else ""
        )

    def _filter(self) -> str:
        return self.wish.events.address()

    def _claim(self, claim: str) -> Cell:
        document, name = self.found.documents.get(claim, ("", ""))
        return Cell(name, "/document?" + urlencode({"id": document, "claim": claim})) if document else Cell(None)


def _is_claim(column: str) -> bool:
    return column.startswith("claim") or column.endswith("claim")


def _iris(table: Measured) -> set[str]:
    """The columns that hold nothing but IRIs of actors or events, which say nothing to a reader."""
    return {
        column
        for number, column in enumerate(table.columns)
        if column.endswith("iri") or all(str(row[number]).startswith(iri.PREFIXES["event"]) for row in table.rows)
    }
