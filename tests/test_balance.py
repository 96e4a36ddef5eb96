"""Balance over triads, ties and walks, against examples worked out by hand and second implementations."""

import random
from collections.abc import Mapping
from itertools import combinations
from math import e, prod
from time import process_time

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm

from kgraph.analyse import triads as triad
from kgraph.analyse import walks
from kgraph.analyse.balance import balance
from kgraph.analyse.signed import signed
from tests.networks import QUARREL, meet, net

Signs = dict[tuple[int, int], int]
PAIRS = list(combinations(range(8), 2))
SIGNS = st.dictionaries(st.sampled_from(PAIRS), st.sampled_from((1, -1)), min_size=1)
WEIGHTS = st.dictionaries(st.sampled_from(PAIRS), st.sampled_from((-9.5, -7, -2, 0.5, 2, 7, 10)), min_size=3)


def graph_of(weights: Mapping[tuple[int, int], float]) -> nx.Graph:
    """A signed network with these mean scores."""
    graph = nx.Graph()
    for (one, other), weight in weights.items():
        graph.add_edge(str(one), str(other), weight=weight, sign=1 if weight > 0 else -1, n=1)
    return graph


def drawn(actors: int, each: int, friendly: float) -> nx.Graph:
    """A random network with hubs, of which a share is friendly."""
    chance = random.Random(1)
    return graph_of(
        {
            pair: chance.randint(1, 20) / (2 if chance.random() < friendly else -2)
            for pair in nx.barabasi_albert_graph(actors, each, seed=1).edges
        }
    )


def by_hand(graph: nx.Graph) -> list[tuple[tuple[str, ...], tuple[float, ...]]]:
    """Every three actors who all have ties, and these ties' scores."""
    return [
        (three, tuple(graph.edges[pair]["weight"] for pair in combinations(three, 2)))
        for three in combinations(graph, 3)
        if all(graph.has_edge(*pair) for pair in combinations(three, 2))
    ]


def test_balance() -> None:
    """Of four triads ABC (+ + +) and ABD (+ - -) are balanced, BCD and ACD (+ + -) in no sense.

    4 friendly and 2 hostile ties by chance: strong (4 + 4 * 1) / 20, weak 1 - 6 * 2 / 20. D apart from the others
    frustrates only C's friendship with D, 1 tie of 6.
    """
    rows = dict(balance(net(*QUARREL)).rows)
    walked = rows.pop("walk-based balance")
    assert rows == {
        "triads": 4, "triads + + +": 1, "triads + + -": 2, "triads + - -": 1, "triads - - -": 0,
        "share balanced, strong": 0.5, "share balanced, strong, by chance": 0.4,
        "share balanced, weak": 0.5, "share balanced, weak, by chance": 0.4,
        "ties with a sign": 6, "ties hostile": 2, "frustration index": "exact",
        "ties frustrated, at least": 1, "ties frustrated, at most": 1,
        "share frustrated, at least": 0.167, "share frustrated, at most": 0.167,
        "walk-based balance, standard error": 0,
    }  # fmt: skip
    matrix = triad.adjacency(signed(net(*QUARREL))).toarray()
    assert walked == pytest.approx(expm(matrix).trace() / expm(abs(matrix)).trace(), rel=0.005)


def test_three_enemies_are_weakly_balanced() -> None:
    """A triad - - - counts as balanced by Davis only; one of its three ties must be frustrated."""
    rows = dict(balance(net(("A", "B", -1), ("B", "C", -1), ("A", "C", -1))).rows)
    assert (rows["share balanced, strong"], rows["share balanced, weak"]) == (0, 1)
    assert (rows["ties frustrated, at least"], rows["share frustrated, at most"]) == (1, 0.333)


def test_a_meeting_counts_once() -> None:
    """A mutual event has an edge each way: A and B then stand at (-3 + 1) / 2, not at (-3 + 1 + 1) / 3."""
    graph = net(("A", "B", -3), ("B", "C", 1), ("A", "C", 1))
    meet(graph, "A", "B", 1)
    ((*_, kind, tie, _, _, strain, fewest, _, _, _),) = triad.triads(graph).rows
    assert (kind, tie, strain, fewest) == ("+ + -", -1, 1, 1)


def test_no_triads_no_share() -> None:
    """Two ties make no triad: shares are unknown, the network can be split, K is 1."""
    rows = dict(balance(net(("A", "B", 1), ("B", "C", -1))).rows)
    assert rows["share balanced, strong"] is rows["share balanced, weak, by chance"] is None
    assert (rows["triads"], rows["ties frustrated, at most"], rows["walk-based balance"]) == (0, 0, 1)


def test_ties_without_a_sign() -> None:
    """A network whose only tie has the mean score 0 has no balance, and the note says why."""
    table = balance(net(("A", "B", 2), ("B", "A", -2)))
    assert table.rows == ()
    assert "all mean scores are 0" in table.note
    assert triad.triads(net(("A", "B", 0))).rows == ()


@given(SIGNS)
def test_counts_are_those_of_looking_at_every_three(signs: Signs) -> None:
    """Sparse products count what a look at all threes counts."""
    kinds = [sum(weight < 0 for weight in weights) for _, weights in by_hand(graph_of(signs))]
    found = triad.count(graph_of(signs))
    assert found.kinds == tuple(kinds.count(number) for number in range(4))
    if kinds:
        assert found.strong == pytest.approx(sum(number % 2 == 0 for number in kinds) / len(kinds))
        assert found.weak == pytest.approx(sum(number != 1 for number in kinds) / len(kinds))


@given(SIGNS.filter(lambda signs: len(signs) > 2))
def test_chance_is_the_mean_over_all_ways_to_deal_signs(signs: Signs) -> None:
    """The signs of three ties drawn at random are those of any three ties of the network."""
    drawn = [sum(sign < 0 for sign in three) for three in combinations(signs.values(), 3)]
    strong, weak = triad.by_chance(graph_of(signs)) or (None, None)
    assert strong == pytest.approx(sum(number % 2 == 0 for number in drawn) / len(drawn))
    assert weak == pytest.approx(sum(number != 1 for number in drawn) / len(drawn))


def test_as_many_triads_as_triangles() -> None:
    """On a network with hubs the kinds sum up to what networkx finds without signs."""
    graph = drawn(2_000, 10, 0.66)
    assert triad.count(graph).total == sum(nx.triangles(graph).values()) / 3


def test_counting_a_large_network_takes_less_than_a_second() -> None:
    """20,000 actors with 200,000 ties and hubs, in time of the processor: other work on the machine is not ours."""
    graph = drawn(20_000, 10, 0.66)
    assert graph.number_of_edges() > 199_000
    times = []
    for _ in range(2):
        begun = process_time()
        triad.count(graph)
        times.append(process_time() - begun)
    assert min(times) < 1


def test_triads() -> None:
    """BCD is strained by (1 * 2 * 8)^(1/3) = 2.52, ACD by (4 * 2 * 1)^(1/3) = 2; ties and claims a-b, b-c, a-c."""
    table = triad.triads(net(*QUARREL))
    assert table.rows == (
        ("B", "C", "D", "+ + -", 1, 2, -8, 2.52, 1, "c1", "c5", "c4"),
        ("A", "C", "D", "+ + -", 4, 2, -1, 2.0, 1, "c2", "c5", "c3"),
    )
    assert "2 of the 2 triads have a tie that rests on a single event." in table.note


def test_a_claim_shows_the_sign_of_its_tie() -> None:
    """A and B stand at (4 - 9 + 2 - 6) / 4: c1 shows it, the strongest hostile event; of two like it the first."""
    events = [("A", "B", 4), ("B", "A", -9), ("A", "B", 2), ("A", "B", -6), ("A", "C", 1), ("C", "B", 3), ("B", "C", 3)]
    assert triad.triads(net(*events)).rows == (
        ("A", "B", "C", "+ + -", -2.25, 3, 1, 1.89, 1, "c1", "c5", "c4"),
    )  # fmt: skip


@given(WEIGHTS, st.integers(1, 6))
def test_the_most_strained_are_those_of_looking_at_every_three(
    weights: dict[tuple[int, int], float], most: int
) -> None:
    """Stopping early loses none, and like strains stand in the order of names."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted(graph_of(weights)))
    graph.add_edges_from(graph_of(weights).edges(data=True))
    wanted = sorted(
        (-prod(sorted(map(abs, scores))), three) for three, scores in by_hand(graph) if prod(scores) < 0
    )  # fmt: skip
    found, all_seen = triad.strained(graph, most)
    assert [one.actors for one in found] == [three for _, three in wanted[:most]]
    assert all_seen


def test_the_search_for_strain_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too many triads are alike, the search stops and the note says so."""
    monkeypatch.setattr(triad, "LOOKS", 20)
    names = "ABCDEFGH"
    table = triad.triads(net(*((one, other, -1) for one, other in combinations(names, 2))))
    assert len(table.rows) in range(20, triad.MOST + 1)
    assert "Only the 20 triads with the strongest ties were looked at." in table.note


def test_walks() -> None:
    """A triad + + - has eigenvalues 1, 1, -2 and without signs -1, -1, 2: K = (2 e + e^-2) / (e^2 + 2 e^-1) = 0.686."""
    found = walks.balance(signed(net(("A", "B", 1), ("B", "C", 1), ("A", "C", -1))))
    assert found.value == pytest.approx((2 * e + e**-2) / (e**2 + 2 / e))
    assert found.error == 0


@given(st.lists(st.booleans(), min_size=8, max_size=8), SIGNS)
def test_walks_of_a_balanced_network(side: list[bool], signs: Signs) -> None:
    """K is 1 exactly where two camps explain all ties."""
    graph = graph_of({(one, other): 1 if side[one] == side[other] else -1 for one, other in signs})
    assert walks.balance(graph).value == pytest.approx(1)
    assert (walks.balance(graph_of(signs)).value > 1 - 1e-9) == nx.is_bipartite(_switched(signs))


def _switched(signs: Signs) -> nx.Graph:
    """Bipartite if and only if the signed network is balanced: a friendly tie becomes a path of two."""
    graph = nx.Graph()
    for (one, other), sign in signs.items():
        nx.add_path(graph, (one, other) if sign < 0 else (one, (one, other), other))
    return graph


@pytest.fixture
def few_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Networks count as large above 100 actors, so that estimates can be told quickly."""
    monkeypatch.setattr(walks, "DENSE", 100)


@pytest.mark.usefixtures("few_in_full")
@pytest.mark.parametrize("friendly", [0.3, 0.66, 0.97])
def test_large_networks_are_estimated(friendly: float) -> None:
    """Random vectors come within four standard errors of scipy's exponential, and the same on every run."""
    graph = drawn(250, 5, friendly)
    found = walks.balance(graph)
    assert found == walks.balance(graph)
    matrix = triad.adjacency(graph).toarray().astype(float)
    exact = expm(matrix).trace() / expm(abs(matrix)).trace()
    assert found.value == pytest.approx(exact, rel=1e-6, abs=4 * found.error)
    assert 0 < found.error < 0.05 * exact


@pytest.mark.parametrize("actors", [90, 720])
@pytest.mark.usefixtures("few_in_full")
def test_walks_do_not_overflow(actors: int) -> None:
    """Where everybody is everybody's friend e to the largest eigenvalue, 719, is no number, and K is 1."""
    graph = graph_of(dict.fromkeys(combinations(range(actors), 2), 1.0))
    assert walks.balance(graph).value == pytest.approx(1)


@pytest.mark.usefixtures("few_in_full")
def test_walks_where_eigenvalues_are_few() -> None:
    """Many pairs apart from each other are balanced, whether friends or enemies."""
    found = walks.balance(graph_of({(2 * number, 2 * number + 1): (-1.0) ** number for number in range(100)}))
    assert found.value == pytest.approx(1, abs=4 * found.error)
