"""What changed between two periods, worked out by hand, and as the command tells it."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from click.testing import CliRunner, Result
from scipy.stats import bootstrap

from kgraph.analyse.compare import among, compare
from kgraph.analyse.registry import Table
from kgraph.cli.app import main
from kgraph.happenings import settle
from kgraph.store import Store
from tests.claims import CORPUS
from tests.networks import QUARREL, meet, net

BEFORE = [
    ("A", "B", 4, "2024-01-05"), ("B", "A", 2, "2024-02"), ("A", "C", -5, "2024-01-01"), ("C", "A", -3, "2024-03"),
    ("C", "D", 1, "2024-02-02"),
]  # fmt: skip
AFTER = [("A", "B", -1, "2024-04-01"), ("A", "C", -2, "2024-04-02"), ("A", "E", 7, "2024-05"), ("E", "A", 3, "2024-04")]
TITLES = (
    "Pairs whose tone moved most", "Pairs whose number of events moved most", "Pairs that turned", "New pairs",
    "Pairs fallen silent", "Actors whose activity changed most",
)  # fmt: skip
TONE, NUMBER, TURNED, NEW, SILENT, ACTORS = TITLES


def published(graph: nx.MultiDiGraph, **months: int) -> nx.MultiDiGraph:
    """So many documents a month of 2024, all by one publisher."""
    dates = {f"{month}:{number}": f"2024-{month[1:]}-09" for month, count in months.items() for number in range(count)}
    graph.graph.update(published=dates, publishers=dict.fromkeys(dates, "P"))
    return graph


def turned(graph: nx.MultiDiGraph, prefix: str = "") -> nx.MultiDiGraph:
    """The same events the other way round; with a prefix as events of their own."""
    edges = [(one, other, prefix + key, values) for one, other, key, values in graph.edges(keys=True, data=True)]
    found = nx.MultiDiGraph()
    found.add_nodes_from(reversed(list(graph.nodes(data=True))))
    found.add_edges_from(reversed(edges))
    return found


def later(*events: Any) -> nx.MultiDiGraph:
    """A network of other events than those of ``net``."""
    return turned(net(*events), "later ")


def tables(before: nx.MultiDiGraph, after: nx.MultiDiGraph, **spans: Any) -> dict[str, Table]:
    """The tables by their titles, the first as ``whole``."""
    first, *others = compare(before, after, **spans)
    return {"whole": first} | {table.title: table for table in others}


def whole(table: Table) -> dict[Any, tuple[Any, ...]]:
    """Each quantity's a, b and change."""
    return {row[0]: row[1:4] for row in table.rows}


@pytest.fixture(scope="module")
def found() -> dict[str, Table]:
    """What changed from BEFORE to AFTER."""
    return tables(net(*BEFORE), later(*AFTER))


def test_pairs_whose_tone_moved(found: dict[str, Table]) -> None:
    """AB fell from (4 + 2) / 2 = 3 to -1, AC rose from (-5 - 3) / 2 = -4 to -2; too few events for intervals."""
    assert found[TONE].columns == (
        "actor", "other", "score a", "score b", "change", "low", "high", "events a", "events b", "actor iri",
        "other iri", "claim",
    )  # fmt: skip
    assert found[TONE].rows == (
        ("A", "B", 3, -1, -4, None, None, 2, 1, "x:A", "x:B", "c0"),
        ("A", "C", -4, -2, 2, None, None, 2, 1, "x:A", "x:C", "c1"),
    )


def test_pairs_whose_number_moved(found: dict[str, Table]) -> None:
    """Both lost one of two events."""
    assert [row[:5] for row in found[NUMBER].rows] == [("A", "B", 2, 1, -1), ("A", "C", 2, 1, -1)]


def test_pairs_that_turned(found: dict[str, Table]) -> None:
    """Only AB changed its sign; AC is hostile still."""
    assert [(*row[:2], *row[7:9]) for row in found[TURNED].rows] == [("A", "B", "+", "-")]


def test_new_and_silent_pairs(found: dict[str, Table]) -> None:
    """AE has two events of mean 5, the latest in May (an event dated 2024-05); of CD nothing is told any more."""
    assert found[NEW].rows == (("A", "E", 2, 5, "+", "2024-05", "x:A", "x:E", "c2"),)
    assert found[SILENT].rows == (("C", "D", 1, 1, "+", "2024-02-02", "x:C", "x:D", "c4"),)


def test_actors(found: dict[str, Table]) -> None:
    """C went from three events to one, E from none to two; of A's four are four left, so it is not listed."""
    assert [row[:4] for row in found[ACTORS].rows] == [
        ("C", 3, 1, -2), ("E", 0, 2, 2), ("B", 2, 1, -1), ("D", 1, 0, -1),
    ]  # fmt: skip


def test_the_whole(found: dict[str, Table]) -> None:
    """Means (4 + 2 - 5 - 3 + 1) / 5 = -0.2 and (-1 - 2 + 7 + 3) / 4 = 1.75; AB and CD were friendly, AE is."""
    assert whole(found["whole"]) == {
        "documents published": (0, 0, 0), "sources publishing": (0, 0, 0), "actors": (4, 4, 0), "pairs": (3, 3, 0),
        "friendly pairs": (2, 1, -1), "hostile pairs": (1, 2, 1), "triads balanced, strong": (None, None, None),
        "triads balanced, weak": (None, None, None),
        "events": (5, 4, -1), "mean score": (-0.2, 1.75, 1.95),
    }  # fmt: skip
    assert found["whole"].note.startswith("Rests on 9 events")


def test_a_meeting_is_one_event() -> None:
    """A mutual event has an edge each way and counts once, in pairs, for actors and in the whole."""
    before, after = net(("A", "B", 1)), net(("A", "B", 1))
    meet(after, "A", "B", 5)
    changed = tables(before, after)
    assert changed[NUMBER].rows[0][:5] == ("A", "B", 1, 2, 1)
    assert [row[:3] for row in changed[ACTORS].rows] == [("A", 1, 2), ("B", 1, 2)]
    assert whole(changed["whole"])["mean score"] == (1, 3, 2)


def test_shares_of_balanced_triads() -> None:
    """Of the quarrel's four triads two are balanced, and none is of three enemies; of the first three ties all are."""
    changed = whole(tables(net(*QUARREL), net(*QUARREL[:3]))["whole"])
    assert changed["triads balanced, strong"] == changed["triads balanced, weak"] == (0.5, 1, 0.5)
    enemies = whole(tables(net(("A", "B", -1), ("B", "C", -1), ("A", "C", -1)), net())["whole"])
    assert enemies["triads balanced, strong"] == (0, None, None)
    assert enemies["triads balanced, weak"] == (1, None, None)


def test_interval_of_a_mean() -> None:
    """Seven events before and nine after: the interval is that of scipy's percentile bootstrap."""
    random = np.random.default_rng(5)
    one, other = random.uniform(-9, 3, 7).tolist(), random.uniform(-3, 9, 9).tolist()
    row: Any = tables(net(*(("A", "B", x) for x in one)), net(*(("B", "A", x) for x in other)))[TONE].rows[0]
    second = bootstrap(
        (other, one), lambda x, y, axis: x.mean(axis) - y.mean(axis), n_resamples=4000, method="percentile", rng=1,
    ).confidence_interval  # fmt: skip
    assert row[4] == pytest.approx(np.mean(other) - np.mean(one), abs=0.001)
    assert (row[5], row[6]) == (pytest.approx(second.low, abs=0.5), pytest.approx(second.high, abs=0.5))


def test_interval_of_a_number() -> None:
    """From 40 to 90 events: Poisson counts differ by 50 with a standard deviation of (40 + 90)^(1/2) = 11.4."""
    table = tables(net(*[("A", "B", 1)] * 40), net(*[("A", "B", 1)] * 90))[NUMBER]
    change: Any = table.rows[0][4:7]
    assert change == (50, pytest.approx(50 - 22.3, abs=3), pytest.approx(50 + 22.3, abs=3))
    assert "Of 20 intervals one leaves out 0 by chance." in table.note


def test_what_is_certain_stands_first() -> None:
    """AB's small and certain change comes before the larger one of AC, which rests on an event each."""
    steady = [("A", "B", score) for score in (1, 1, 2, 2, 1, 2)]
    changed = tables(net(*steady, ("A", "C", -9)), net(*((a, b, s + 2) for a, b, s in steady), ("A", "C", 9)))
    assert [row[:2] for row in changed[TONE].rows] == [("A", "B"), ("A", "C")]


def test_uneven_coverage_is_told() -> None:
    """Ten documents to four: who fell silent may only have lost its chronicler; ten to eight are even enough."""
    spans = {"a": ("2024-01", "2024-02"), "b": ("2024-03", None)}
    many, few = (published(net(*events), m01=6, m02=4, m03=1, m04=3) for events in (BEFORE, AFTER))
    changed = tables(many, few, **spans)
    words = "Coverage differs: documents published in a: 10, in b: 4; silence may be a gap in the texts."
    assert all(words in changed[title].note for title in ("whole", SILENT, NEW, NUMBER, ACTORS))
    assert whole(changed["whole"])["documents published"] == (10, 4, -6)
    assert whole(changed["whole"])["sources publishing"] == (1, 1, 0)
    even = tables(published(net(*BEFORE), m01=10, m03=8), published(net(*AFTER), m01=10, m03=8), **spans)
    assert "Coverage" not in even[SILENT].note


def test_events_in_both_periods_are_told(found: dict[str, Table]) -> None:
    """Of an event that is known by its year only both periods may tell."""
    both = tables(net(*BEFORE), net(*BEFORE[:2]))["whole"].note
    assert "2 events in both: the periods overlap, or dates tell too little." in both
    assert "in both" not in found["whole"].note


def test_long_tables_are_cut() -> None:
    """Of thirty new pairs 25 are listed, and the note says so."""
    table = tables(nx.MultiDiGraph(), net(*(("A", f"B{number:02}", 1) for number in range(30))))[NEW]
    assert [row[1] for row in table.rows] == [f"B{number:02}" for number in range(25)]
    assert "25 of 30 listed." in table.note


def test_order_of_events_is_no_matter() -> None:
    """The same events in another order give the same tables."""
    one, other = net(*BEFORE), later(*AFTER)
    assert compare(turned(one), turned(other)) == compare(one, other)


def test_nothing_to_compare() -> None:
    """Two empty networks give seven empty tables."""
    empty = compare(nx.MultiDiGraph(), nx.MultiDiGraph())
    assert [table.rows for table in empty] == [()] * 7
    assert empty[0].note.startswith("Nothing to measure")


def test_among() -> None:
    """Only what passes between the named ones is left, with what is known of the texts."""
    kept = among(published(net(*BEFORE), m01=1), ["x:A", "x:C", "x:Z"])
    assert [edge[:2] for edge in kept.edges] == [("x:A", "x:C"), ("x:C", "x:A")]
    assert kept.graph["published"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The shared documents, stored."""
    folder = tmp_path_factory.mktemp("compare") / "graph"
    with Store(folder, create=True) as opened:
        for document, claims in CORPUS:
            opened.add(document, claims)
        settle(opened)
    yield folder


def run(store: Path, *arguments: str) -> Result:
    """The command's result; an exception that reaches the user fails the test."""
    result = CliRunner().invoke(main, ["compare", *arguments, "--store", str(store)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


HALVES = ("--a", "2024-03-01..2024-03-11", "--b", "2024-03-12..")


def test_command(store: Path) -> None:
    """Before 12 March Israel bombs Syria and Iran threatens Israel; later they are not told of any more."""
    result = run(store, *HALVES)
    assert result.exit_code == 0, result.stderr
    assert "What changed from a = 2024-03-01..2024-03-11 to b = 2024-03-12.." in result.stdout
    assert "Pairs that turned: none." in result.stdout
    assert "Pairs fallen silent" in result.stdout


def test_command_for_programs(store: Path) -> None:
    """JSON and CSV hold all tables in one, the same in both, each row with its table."""
    rows = json.loads(run(store, *HALVES, "--format", "json").stdout)
    silent = [(row["actor"], row["other"], row["events a"]) for row in rows if row["table"] == SILENT]
    assert ("Iran", "Israel", 1) in silent
    assert ("Israel", "Syria", 1) in silent
    plain = list(csv.DictReader(io.StringIO(run(store, *HALVES, "--format", "csv").stdout)))
    assert [list(row) for row in plain] == [list(row) for row in rows]
    assert [row["actor"] for row in plain] == [row["actor"] or "" for row in rows]


def test_command_with_actors(store: Path) -> None:
    """One actor gives all its pairs, two only what passes between them, a region what involves it."""

    def pairs(*filters: str) -> set[tuple[str, str]]:
        rows = json.loads(run(store, *HALVES, *filters, "--format", "json").stdout)
        return {(row["actor"], row["other"]) for row in rows if row["other"]}

    assert {"Israel"} < set.union(*map(set, pairs("--actor", "Israel")))
    assert all("Israel" in pair for pair in pairs("--actor", "Israel"))
    assert pairs("--actor", "Israel", "--actor", "Iran") == {("Iran", "Israel")}
    assert ("Egypt", "Israel") in pairs("--region", "Africa")
    assert ("Iran", "Israel") not in pairs("--region", "Africa")


def test_command_without_events(store: Path) -> None:
    """Where neither period has an event one sentence says so."""
    result = run(store, "--a", "..1950", "--b", "1951..1960")
    assert (result.exit_code, result.stdout) == (0, "Nothing to measure: no events between two actors here.\n")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("2024 to 2025", "'2024 to 2025' is no period"),
        ("..", "'..' is no period"),
        ("2024-13..", "'2024-13' is no date"),
        ("2024-02-30..2024-03", "'2024-02-30' is no date"),
        ("March..April", "'March' is no date"),
        ("2024-1..2024-2", "'2024-1' is no date"),
        ("20240101..", "'20240101' is no date"),
        ("2024-06..2024-01", "ends before it begins"),
        ("2025..2024-12-31", "ends before it begins"),
    ],
)
def test_no_period(store: Path, given: str, words: str) -> None:
    """What is no period is named in one sentence, and the exit code is that of a misunderstanding."""
    result = run(store, "--a", given, "--b", "2024..")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert words in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--a", "2024.."], 2, "--b"),
        ([*HALVES, "--actor", "Atlantis"], 1, "Atlantis"),
        ([*HALVES, "--region", "Mordor"], 1, "Mordor"),
        ([*HALVES, "--format", "docx"], 2, "docx"),
    ],
)
def test_command_refuses(store: Path, arguments: list[str], code: int, words: str) -> None:
    """A missing period, a stranger and an unknown region or format are named."""
    result = run(store, *arguments)
    assert (result.exit_code, words in result.stderr) == (code, True)
