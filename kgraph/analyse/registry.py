"""The measures by name, cheap to import: networkx and matplotlib are loaded when a measure runs or draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.errors import QueryError

if TYPE_CHECKING:
    import networkx as nx

Cell = str | float | int | None
Option = str | int | None


@dataclass(frozen=True, slots=True)
class Table:
    """What a measure found; ``note`` says what it rests on and how far to trust it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure, the options it takes and those it can't do without; functions are named ``module:function``.

    ``statuses`` are those of the claims that it is about where nobody asks for others.
    """

    name: str
    group: str
    description: str
    function: str
    plot: str
    options: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ("actual",)

    def run(self, network: nx.MultiDiGraph, **options: Option) -> Table:
        """Measure a network made by ``project.network``; raises QueryError for options that don't fit."""
        table: Table = _load(self.function)(network, **self._checked(options))
        return table

    def draw(self, network: nx.MultiDiGraph, path: str | Path, **options: Option) -> None:
        """Draw the measure to a .png, .svg or .pdf file; raises QueryError for options that don't fit."""
        _load(self.plot)(network, path, **self._checked(options))

    def _checked(self, options: Mapping[str, Option]) -> dict[str, Option]:
        given: dict[str, Option] = {name: value for name, value in options.items() if value is not None}
        for name in sorted(given.keys() - set(self.options)):
            raise QueryError(f"The measure {self.name} takes no option {name!r}: leave it out.")
        if not given.keys() >= set(self.required):
            wanted = "two actors: name both" if len(self.required) > 1 else "an actor: name one"
            raise QueryError(f"The measure {self.name} needs {wanted}.")
        return given


def _load(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    loaded: Callable[..., Any] = getattr(import_module(f"kgraph.analyse.{module}"), function)
    return loaded


_PAIR = ("actor", "other")
_ALL = ("actual", "planned", "requested", "hypothetical", "negated")
MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("ties", "pairs", "mean score and number of events of each pair", "ties:ties", "plot:ties"),
        Measure(
            "dyads", "pairs", "events and scores of each pair, period by period", "dyads:dyads", "heatmap:dyads",
            options=(*_PAIR, "period"),
        ),
        Measure(
            "mediators", "pairs", "who has friendly ties to both sides of a hostile pair", "mediators:mediators",
            "mediator_plot:mediators", options=_PAIR,
        ),
        Measure(
            "path", "pairs", "the shortest chain of friendly ties between two actors", "path:path", "chain_plot:path",
            options=_PAIR, required=_PAIR,
        ),
        Measure(
            "hostile-path", "pairs", "the shortest chain of hostile ties between two actors", "path:hostile",
            "chain_plot:hostile", options=_PAIR, required=_PAIR,
        ),
        Measure(
            "centrality", "actors", "who acts, is acted upon, stands between", "centrality:centrality",
            "bars:centrality",
        ),
        Measure(
            "standing", "actors", "who stands well with whom counts: status and PN centrality of the signed network",
            "standing:standing", "bars:standing",
        ),
        Measure("similar", "actors", "who behaves alike, by the acts they do and suffer", "roles:similar",
                "bars:similar", options=("actor",)),
        Measure("equivalent", "actors", "who has the same friends and enemies", "roles:equivalent",
                "bars:equivalent", options=("actor",)),
        Measure("ego", "actors", "an actor's ties, and the ties between those it deals with", "ego:ego",
                "ego_plot:ego", options=("actor",), required=("actor",)),
        Measure(
            "communities", "groups", "groups that cooperate (Louvain)", "communities:communities", "plot:communities"
        ),
        Measure("labels", "groups", "groups that cooperate (label propagation)", "communities:labels", "plot:labels"),
        Measure(
            "blocs", "groups", "the camps that leave the fewest ties at odds", "blocs:blocs", "plot:blocs",
            options=("groups",),
        ),
        Measure(
            "balance", "balance", "friends of friends, enemies of enemies: balanced and unbalanced triads",
            "balance:balance", "balance_plot:balance",
        ),
        Measure("triads", "balance", "the most strained triads, strongest first", "triads:triads", "triad_plot:triads"),
        Measure(
            "tension", "balance", "how balance moves over time", "tension:tension", "tension_plot:tension",
            options=("period",),
        ),
        Measure(
            "timeline", "time", "events and scores period by period, of all, an actor or a pair, with their band",
            "timeline:timeline", "charts:timeline", options=(*_PAIR, "period"),
        ),
        Measure(
            "changes", "time", "when the tone of an actor or a pair changed, and the events around", "changes:changes",
            "change_plot:changes", options=(*_PAIR, "period"),
        ),
        Measure(
            "escalation", "time", "how a pair came to where it is, event by event", "escalation:escalation",
            "escalation_plot:escalation", options=_PAIR, required=_PAIR,
        ),
        Measure(
            "movers", "time", "pairs whose tone rises or falls, against their own past and everybody's",
            "movers:movers", "bars:movers", options=("period",),
        ),
        Measure("reciprocity", "time", "whether each side gets what it gives", "reciprocity:reciprocity",
                "bars:reciprocity", options=("actor",)),
        Measure(
            "answers", "time", "whether one side answers the other, and after how long", "answers:answers",
            "change_plot:answers", options=(*_PAIR, "period"), required=_PAIR,
        ),
        Measure(
            "sources", "sources", "how reports differ by source, of all, an actor or a pair", "sources:sources",
            "source_plot:sources", options=_PAIR, statuses=_ALL,
        ),
        Measure(
            "shares", "sources", "shares of what is attributed, planned, demanded and denied", "sources:shares",
            "source_plot:shares", options=("actor",), statuses=_ALL,
        ),
        Measure(
            "coverage", "sources", "documents and events period by period: a gap in the texts is no peace",
            "coverage:coverage", "source_plot:coverage", options=("period",), statuses=_ALL,
        ),
    )
}  # fmt: skip
