"""Frustration and blocs: against every split there is, on small networks, and against bounds on others."""

import os
import subprocess
import sys
from itertools import combinations, product
from pathlib import Path
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.analyse import MEASURES
from kgraph.analyse.blocs import adjusted_rand, blocs, split, stability
from kgraph.analyse.bounds import bound
from kgraph.analyse.frustration import camps, frustrated, index, with_sign
from kgraph.analyse.packing import Tie, packed
from kgraph.analyse.signed import signed
from kgraph.errors import QueryError
from tests.networks import QUARREL, net

ROOT = Path(__file__).parents[1]
NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def enemies(count: int) -> list[tuple[str, str, float]]:
    """So many actors, all hostile to one another."""
    return [(one, other, -1) for one, other in combinations(NAMES[:count], 2)]


def least(graph: nx.Graph, groups: int) -> int:
    """The fewest ties that a split frustrates, by trying all splits."""
    tries = (dict(zip(graph, blocs, strict=True)) for blocs in product(range(groups), repeat=len(graph)))
    return min(len(frustrated(graph, side)) for side in tries)


def noisy(actors: int, ties: int, wrong: float, seed: int) -> list[tuple[str, str, float]]:
    """Two camps at random, with a share of ties whose sign is wrong."""
    random, pairs = Random(seed), list(combinations(range(actors), 2))
    chosen = random.sample(pairs, ties)
    signs = [(1 if (a - b) % 2 == 0 else -1) * (-1 if random.random() < wrong else 1) for a, b in chosen]
    return [(f"{a:04}", f"{b:04}", sign) for (a, b), sign in zip(chosen, signs, strict=True)]


@st.composite
def networks(draw: st.DrawFn, most: int = 8) -> nx.Graph:
    """Any signed network of up to so many actors, connected or not."""
    pairs = list(combinations(NAMES[: draw(st.integers(2, most))], 2))
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, unique=True))
    signs = draw(st.lists(st.sampled_from([1, -1]), min_size=len(chosen), max_size=len(chosen)))
    return net(*((one, other, sign) for (one, other), sign in zip(chosen, signs, strict=True)))


@pytest.mark.parametrize(
    ("ties", "fewest"),
    [
        ([("A", "B", 1), ("B", "C", -1), ("A", "C", -1)], 0),  # A and B against C
        (enemies(3), 1),  # two of the three share a camp
        (enemies(4), 2),  # two and two: 6 ties, 4 across
        (enemies(5), 4),  # three and two: 10 ties, 6 across
        (QUARREL, 1),  # D apart, for all its friendship with C
        ([*enemies(3), ("C", "Z", -1), ("X", "Z", -1), ("X", "Y", -1), ("Y", "Z", -1)], 2),  # two triangles, a bridge
    ],
)
def test_index_by_hand(ties: list[tuple[str, str, float]], fewest: int) -> None:
    """The fewest frustrated ties, known to be the fewest, and camps that frustrate no more."""
    graph = with_sign(signed(net(*ties)))
    found = index(graph)
    assert (found.low, found.high, found.exact) == (fewest, fewest, True)
    assert len(frustrated(graph, found.sides)) == fewest
    assert camps(graph) == found.sides and found.sides[next(iter(graph))] == 1


@given(networks())
def test_index_is_the_best_of_all_splits(network: nx.MultiDiGraph) -> None:
    """No split of up to eight actors does better, and the index knows it."""
    graph = with_sign(signed(network))
    found = index(graph)
    assert found.exact and found.high == least(graph, 2) == len(frustrated(graph, found.sides))


def numbered(graph: nx.Graph) -> list[Tie]:
    """The ties with actors as numbers."""
    place = {actor: number for number, actor in enumerate(graph)}
    return [(place[one], place[other], sign) for one, other, sign in graph.edges(data="sign")]


@settings(deadline=None)
@given(networks(7))
def test_programming_finds_the_index_by_itself(network: nx.MultiDiGraph) -> None:
    """From a split that frustrates every hostile tie, the solver comes to the best; packed cycles are no more."""
    graph = with_sign(signed(network))
    ties, fewest = numbered(graph), least(graph, 2)
    found = bound(ties, frozenset(number for number, tie in enumerate(ties) if tie[2] < 0), 0)
    assert found.low == len(found.odd) == fewest
    assert packed(ties) <= fewest


def test_two_programs_agree_where_cycles_alone_leave_it_open() -> None:
    """Five enemies: every one of ten triangles needs one tie, each tie is in three: 10/3, hence 4; packing finds 2."""
    ties = numbered(signed(net(*enemies(5))))
    assert packed(ties) == 2
    assert bound(ties, frozenset(range(10)), 2).low == 4


@pytest.mark.parametrize(("actors", "ties", "wrong"), [(60, 150, 0.3), (400, 2000, 0.1), (60, 900, 0.5)])
def test_bounds_hold_between_them_the_index(actors: int, ties: int, wrong: float) -> None:
    """Low is at most high, high is what the camps frustrate and no more than the ties turned wrong."""
    graph = signed(net(*noisy(actors, ties, wrong, 1)))
    found = index(graph)
    assert 0 < found.low <= found.high == len(frustrated(graph, found.sides))
    planted = {actor: int(name) % 2 for actor, name in graph.nodes(data="name")}
    assert found.high <= len(frustrated(graph, planted))
    assert found == index(graph)


@given(networks(6), st.integers(3, 4))
def test_blocs_are_the_best_of_all_splits(network: nx.MultiDiGraph, groups: int) -> None:
    """For three and four blocs of up to six actors; stability is a share, blocs are numbered from 1."""
    graph = with_sign(signed(network))
    table = blocs(network, groups)
    side = {row[6]: row[1] for row in table.rows}
    assert set(side.values()) <= set(range(1, groups + 1)) and side.keys() == set(graph)
    assert len(frustrated(graph, side)) == least(graph, groups)
    assert all(0 <= row[5] <= 1 for row in table.rows)


def test_blocs_by_hand() -> None:
    """D alone; C's tie with D is at odds; all starts agree; Y and Z are a part of their own."""
    table = blocs(net(*QUARREL, ("Y", "Z", -1)))
    assert table.columns == ("group", "bloc", "actor", "ties", "ties frustrated", "stability", "iri")
    assert table.rows == (
        (1, 1, "A", 3, 0, 1, "x:A"), (1, 1, "B", 3, 0, 1, "x:B"), (1, 1, "C", 3, 1, 1, "x:C"),
        (1, 2, "D", 3, 1, 1, "x:D"), (2, 1, "Y", 1, 0, 1, "x:Y"), (2, 2, "Z", 1, 0, 1, "x:Z"),
    )  # fmt: skip
    assert "1 of 7 ties frustrated (14.3%): no split has fewer." in table.note
    assert "the mean adjusted Rand index in group 1 is 1.000" in table.note


def test_three_enemies_need_three_blocs() -> None:
    """Three who are hostile to all others each have a bloc; a fourth bloc would be of no use."""
    network = net(*enemies(3))
    assert [row[1] for row in blocs(network, 3).rows] == [1, 2, 3]
    assert "0 of 3 ties frustrated (0.0%): no split has fewer." in blocs(network, 3).note
    assert [row[1] for row in blocs(network, 4).rows] == [1, 2, 3]
    assert "More blocs than 3 would free no tie." in blocs(network, 4).note


def test_an_actor_between_two_blocs_is_not_firm() -> None:
    """X has a friend in either of two camps of four: it sits as well in the one as in the other, the rest don't."""
    camp_ties = [(a, b, 5) for camp in ("ABCD", "EFGH") for a, b in combinations(camp, 2)]
    across = [(a, b, -5) for a, b in zip("ABCD", "EFGH", strict=True)]
    table = blocs(net(*camp_ties, *across, ("X", "A", 1), ("X", "E", 1)))
    firm = {row[2]: row[5] for row in table.rows}
    assert 0.2 < firm.pop("X") < 0.8
    assert set(firm.values()) == {1}


def test_stability_matches_blocs_before_it_compares() -> None:
    """The first start has the blocs' numbers swapped, the second moves the last of five: 1, and 1/2 for that one."""
    chosen, starts = np.array([0, 0, 0, 1, 1]), np.array([[1, 1, 1, 0, 0], [0, 0, 0, 1, 0]]).T
    assert stability(chosen, starts, 2).tolist() == [1, 1, 1, 1, 0.5]


@pytest.mark.parametrize(
    ("one", "other", "rand"),
    [
        ([0, 0, 1, 1], [1, 1, 0, 0], 1),  # the same
        ([0, 0, 0, 0], [0, 0, 0, 0], 1),  # nothing to tell apart
        ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),  # A = 0, E = 2 x 2 / 6, M = 2: (0 - 2/3) / (2 - 2/3)
        ([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2], 8 / 33),  # A = 2, E = 6 x 3 / 15, M = 4.5: 0.8 / 3.3
    ],
)
def test_adjusted_rand(one: list[int], other: list[int], rand: float) -> None:
    """(A - E) / (M - E) by hand."""
    assert adjusted_rand(np.array(one), np.array(other), 3) == pytest.approx(rand)


def test_blocs_are_the_same_whatever_the_order_of_events() -> None:
    """Events that come in backwards change nothing."""
    events = [*noisy(40, 120, 0.2, 3), *enemies(4)]
    for groups in (2, 3):
        assert blocs(net(*events), groups).rows == blocs(net(*reversed(events)), groups).rows


PROGRAM = """
import sys
from kgraph.analyse import MEASURES
from tests.test_blocs import enemies, net, noisy
network = net(*noisy(40, 90, 0.2, 3), *enemies(4))
print(MEASURES["blocs"].run(network, groups=3))
MEASURES["blocs"].draw(network, sys.argv[1], groups=3)
"""


def test_blocs_and_their_picture_are_the_same_in_every_process(tmp_path: Path) -> None:
    """Sets of strings have another order in every process; nothing may follow it."""
    found = []
    for seed in ("1", "2"):
        file = tmp_path / f"{seed}.svg"
        command = [sys.executable, "-c", PROGRAM, str(file)]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=True)
        found.append((done.stdout, file.read_bytes()))
    assert found[0] == found[1]


def test_more_blocs_never_frustrate_more_than_two() -> None:
    """The two camps are among the starts."""
    network = net(*noisy(40, 120, 0.3, 2))
    odd = [len(split(network, groups).frustrated) for groups in (2, 3, 7)]
    assert odd[1] <= odd[0] and odd[2] <= odd[0]


@pytest.mark.parametrize("groups", [1, 8, 0, -2])
def test_wrong_number_of_blocs(groups: int) -> None:
    """Between two and seven."""
    with pytest.raises(QueryError, match="from 2 to 7"):
        MEASURES["blocs"].run(net(*QUARREL), groups=groups)


@pytest.mark.parametrize("groups", [2, 3])
def test_no_blocs_in_nothing(groups: int) -> None:
    """No events, and events without a sign."""
    assert blocs(nx.MultiDiGraph(), groups).rows == blocs(net(("A", "B", 0)), groups).rows == ()
    assert index(nx.Graph()).exact
