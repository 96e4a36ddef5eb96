"""The measures by name, cheap to import: networkx and matplotlib are loaded when a measure runs or draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.errors import QueryError

if TYPE_CHECKING:
    import networkx as nx

Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Table:
    """What a measure found; ``note`` says what it rests on and how far to trust it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure, the options it takes and those it can't do without; functions are named ``module:function``."""

    name: str
    description: str
    function: str
    plot: str | None = None
    options: tuple[str, ...] = ()
    required: tuple[str, ...] = ()

    def run(self, network: nx.MultiDiGraph, **options: str | None) -> Table:
        """Measure a network made by ``project.network``; raises QueryError for options that don't fit."""
        table: Table = _load(self.function)(network, **self._checked(options))
        return table

    def draw(self, network: nx.MultiDiGraph, path: str | Path, **options: str | None) -> None:
        """Draw the measure to a .png, .svg or .pdf file; raises QueryError where there is no picture to draw."""
        if self.plot is None:
            raise QueryError(f"The measure {self.name} has no picture: ask for its table.")
        _load(self.plot)(network, path, **self._checked(options))

    def _checked(self, options: dict[str, str | None]) -> dict[str, str]:
        given = {name: value for name, value in options.items() if value is not None}
        for name in sorted(given.keys() - set(self.options)):
            raise QueryError(f"The measure {self.name} takes no option {name!r}: leave it out.")
        for name in self.required:
            if name not in given:
                raise QueryError(f"The measure {self.name} needs the option {name!r}: name an actor.")
        return given


def _load(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    loaded: Callable[..., Any] = getattr(import_module(f"kgraph.analyse.{module}"), function)
    return loaded


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("ties", "mean score and number of events of each pair", "ties:ties", "plot:ties"),
        Measure("centrality", "who acts, is acted upon, stands between", "centrality:centrality", "charts:centrality"),
        Measure("communities", "groups that cooperate (Louvain)", "communities:communities", "plot:communities"),
        Measure("balance", "friends of friends, enemies of enemies: balanced and unbalanced triads", "balance:balance"),
        Measure("triads", "the most strained triads, strongest first", "balance:triads"),
        Measure("blocs", "the two camps that leave the fewest ties at odds", "balance:blocs", "plot:blocs"),
        Measure(
            "timeline", "events and scores month by month, of all, an actor or a pair", "timeline:timeline",
            "charts:timeline", options=("actor", "other"),
        ),
        Measure(
            "path", "the shortest chain of friendly ties between two actors", "path:path",
            options=("actor", "other"), required=("actor", "other"),
        ),
    )
}  # fmt: skip
