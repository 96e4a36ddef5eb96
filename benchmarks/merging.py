"""Whether claims from two texts lead to one event where the texts tell of one happening, and only there.

usage: python benchmarks/merging.py [--errors [dev|test|corpus]]

``same_event.jsonl`` holds pairs of short texts of our own: in each text a quote tells of one happening, with the event
code that it must be read as, and ``same`` says whether both quotes tell of the same one. Rules may be improved on the
part ``dev``; ``test`` is for the figure. Printed are precision and recall of "same", over the pairs whose happenings
were both read: for each pair in a store of its own, then for every two texts of all in one store, where two happenings
are the same if a chain of pairs says so.
"""

import argparse
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import networkx as nx

from kgraph import happenings
from kgraph.api import Graph, extract
from kgraph.iri import EVENTS
from kgraph.model import Claim, Document
from kgraph.store import GraphStore, text
from kgraph.vocab import PLOVER

PAIRS = Path(__file__).with_name("same_event.jsonl")
CLAIMS = """
SELECT ?id ?event ?why {{
  VALUES (?id ?code ?first ?last) {{ {wanted} }}
  GRAPH ?document {{
    ?document kg:documentId ?id .
    ?claim a kg:EventClaim ; kg:code ?code ; kg:triggerBegin ?trigger ; prov:wasDerivedFrom ?sentence .
    ?sentence nif:beginIndex ?begin ; nif:endIndex ?end .
  }}
  FILTER (?begin <= ?first && ?last <= ?end)
  OPTIONAL {{ GRAPH <{events}> {{ ?claim kg:event ?event . OPTIONAL {{ ?claim kg:eventWhy ?why }} }} }}
}}
ORDER BY DESC(?first <= ?trigger && ?trigger < ?last) ?trigger
"""

Reading = tuple[Document, tuple[Claim, ...]]


@dataclass(frozen=True, slots=True)
class Report:
    """A text, and the words in it that tell of the happening."""

    id: str
    publisher: str
    date: str
    text: str
    event: str
    quote: str

    @property
    def document(self) -> Document:
        """The text as it is read."""
        return Document(self.id, self.text, date=self.date, source=self.publisher)

    @property
    def wanted(self) -> str:
        """The row of ``CLAIMS`` that looks for the happening."""
        first = self.text.index(self.quote)
        return f'("{self.id}" <{PLOVER.terms()[self.event]}> {first} {first + len(self.quote)})'


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports, whether they tell of one happening, and why one must say so."""

    id: str
    part: str
    same: bool
    why: str
    reports: tuple[Report, Report]


@dataclass(frozen=True, slots=True)
class Found:
    """The event that a report's happening leads to (None: to none), and the reason that the graph gives."""

    event: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was expected of two reports and what the graph says; None where one of the happenings was not read."""

    name: str
    part: str
    same: bool
    merged: bool | None
    why: str


def pairs() -> list[Pair]:
    """All pairs of the file."""
    records = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    return [
        Pair(**{**record, "reports": tuple(Report(**report) for report in record["reports"])}) for record in records
    ]


def found(store: GraphStore, reports: Iterable[Report]) -> dict[str, Found]:
    """For each report whose happening was read, by its id, where it leads; the claim in the quoted words goes first."""
    rows = store.select(CLAIMS.format(wanted=" ".join(report.wanted for report in reports), events=EVENTS)).rows
    claims: dict[str, Found] = {}
    for name, event, why in rows:
        if name is not None:
            claims.setdefault(
                text(name), Found(text(event) if event else None, text(why) if why else "no reason given")
            )
    return claims


def stored(readings: Iterable[Reading], reports: Iterable[Report]) -> dict[str, Found]:
    """Where the reports' happenings lead when just these texts are in the store."""
    with tempfile.TemporaryDirectory() as folder, Graph(Path(folder) / "store") as graph:
        for document, claims in readings:
            graph.add(document, claims)
        happenings.settle(graph.store)
        return found(graph.store, reports)


def verdict(name: str, part: str, same: bool, why: str, two: tuple[Found | None, Found | None]) -> Verdict:
    """The verdict on two happenings."""
    left, right = two
    if left is None or right is None:
        return Verdict(name, part, same, None, why)
    merged = left.event is not None and left.event == right.event
    told = f"{why} (the graph: {left.why}; {right.why})" if merged else why
    return Verdict(name, part, same, merged, told)


def alone(all_pairs: list[Pair], read: dict[str, Reading]) -> Iterator[Verdict]:
    """The verdict on each pair in a store of its own."""
    for pair in all_pairs:
        left, right = pair.reports
        where = stored((read[left.id], read[right.id]), pair.reports)
        yield verdict(pair.id, pair.part, pair.same, pair.why, (where.get(left.id), where.get(right.id)))


def together(all_pairs: list[Pair], read: dict[str, Reading]) -> Iterator[Verdict]:
    """The verdict on every two texts, all of them in one store."""
    reports = {report.id: report for pair in all_pairs for report in pair.reports}
    whys = {frozenset(report.id for report in pair.reports): pair.why for pair in all_pairs}
    told: nx.Graph[str] = nx.Graph()
    told.add_nodes_from(reports)
    told.add_edges_from([tuple(report.id for report in pair.reports) for pair in all_pairs if pair.same])
    happening = {name: n for n, names in enumerate(nx.connected_components(told)) for name in names}
    where = stored(read.values(), reports.values())
    for left, right in combinations(sorted(reports), 2):
        why = whys.get(frozenset((left, right)), "no pair says that they are the same")
        two = (where.get(left), where.get(right))
        yield verdict(f"{left} {right}", "corpus", happening[left] == happening[right], why, two)


def ratio(part: int, whole: int) -> str:
    """A share with three decimals; a dash of nothing."""
    return f"{part / whole:.3f}" if whole else "-"


def row(name: str, verdicts: list[Verdict]) -> str:
    """A line of the table."""
    read = [v for v in verdicts if v.merged is not None]
    same, merged = sum(v.same for v in read), sum(bool(v.merged) for v in read)
    right = sum(v.same and bool(v.merged) for v in read)
    counts = "".join(f"{n:>8}" for n in (len(verdicts), len(read), same, merged, right))
    return f"{name:8}{counts}{ratio(right, merged):>11}{ratio(right, same):>8}"


def errors(verdicts: list[Verdict]) -> Iterator[str]:
    """A line for each verdict that is wrong or could not be given."""
    for v in verdicts:
        if v.merged is None:
            if v.part != "corpus":
                yield f"not read   {v.name}"
        elif v.merged != v.same:
            yield f"{'merged' if v.merged else 'kept apart'}  {v.name}: {v.why}"


def main() -> None:
    """Print the table, and the errors of one part if asked."""
    parser = argparse.ArgumentParser(description="Measure how claims of different texts are merged into events.")
    parser.add_argument(
        "--errors", nargs="?", const="dev", choices=("dev", "test", "corpus"), help="list them for a part"
    )
    asked = parser.parse_args().errors
    all_pairs = pairs()
    documents = [report.document for pair in all_pairs for report in pair.reports]
    read = {document.id: (document, claims) for document, claims in extract(documents)}
    verdicts = [*alone(all_pairs, read), *together(all_pairs, read)]
    print(f"{'part':8}{'pairs':>8}{'read':>8}{'same':>8}{'merged':>8}{'right':>8}{'precision':>11}{'recall':>8}")
    for part in ("dev", "test", "corpus"):
        print(row(part, [v for v in verdicts if v.part == part]))
    if asked:
        print(*errors([v for v in verdicts if v.part == asked]), sep="\n")


if __name__ == "__main__":
    main()
