"""Centralities and standing against examples worked out by hand, against networkx, and where they degenerate."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.analyse import centrality as measure
from kgraph.analyse.centrality import between_and_close, centrality, eigenvector, hits, leading
from kgraph.analyse.registry import Table
from kgraph.analyse.signed import signed
from kgraph.analyse.standing import pn, standing, status
from tests.networks import QUARREL, net

NAMES = "ABCDEFGH"
EVENTS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(-10, 10)).filter(lambda e: e[0] != e[1]),
    min_size=1, max_size=25,
)  # fmt: skip


def by_actor(table: Table, *columns: str) -> dict[object, tuple[object, ...]]:
    """The values of some columns by actor."""
    return {row[0]: tuple(row[table.columns.index(column)] for column in columns) for row in table.rows}


def test_closeness() -> None:
    """On A-B-C apart from D-E: B is (2/4) / 1, A (2/4) / ((1 + 2)/2) = 1/3, D (1/4) / 1."""
    table = centrality(net(("A", "B", -3), ("B", "C", 7), ("D", "E", 1)))
    assert by_actor(table, "closeness") == {"A": (0.333,), "B": (0.5,), "C": (0.333,), "D": (0.25,), "E": (0.25,)}


def test_eigenvector() -> None:
    """On the chain A-B-C lambda is sqrt 2, so the ends have 1/sqrt 2 of the middle; the smaller part D-E has 0."""
    table = centrality(net(("A", "B", -3), ("B", "C", 7), ("D", "E", 1)))
    assert by_actor(table, "eigenvector") == {"A": (0.707,), "B": (1,), "C": (0.707,), "D": (0,), "E": (0,)}
    assert "largest connected part (3 of 5 actors) and 0 outside it" in table.note


def test_hubs_and_authorities() -> None:
    """A acts on B (3 and 1 = 4) and C (2), D on B (2).

    W W' = [[20, 8], [8, 4]] for the hubs A and D has eigenvalues 12 +- sqrt(128), of the larger h_D/h_A =
    (12 + 11.3137 - 20) / 8 = 0.414; then a_B ~ 4 + 2 x 0.414 = 4.828 and a_C ~ 2, so a_C/a_B = 0.414.
    """
    table = centrality(net(("A", "B", -3), ("A", "B", 1), ("A", "C", 2), ("D", "B", -2)))
    assert by_actor(table, "hub", "authority") == {"A": (1, 0), "B": (0, 1), "C": (0, 0.414), "D": (0.414, 0)}


def test_hubs_of_equal_weight_share() -> None:
    """On A to B to C two pairs of eigenvectors tie; both hubs and both authorities get 1, on every run."""
    hub, authority = hits(net(("A", "B", 2), ("B", "C", 2)))
    assert np.allclose([hub[f"x:{name}"] for name in "ABC"], [1, 1, 0])
    assert np.allclose([authority[f"x:{name}"] for name in "ABC"], [0, 1, 1])


def test_nothing_flows() -> None:
    """Where all scores are 0, nobody is a hub or authority, and the rest is still told."""
    table = centrality(net(("A", "B", 0), ("C", "B", 0)))
    assert by_actor(table, "hub", "authority", "closeness")["B"] == (0, 0, 1)


@settings(max_examples=40, deadline=None)
@given(EVENTS)
def test_paths_as_networkx_finds_them(events: list[tuple[str, str, int]]) -> None:
    """Betweenness and closeness are those of networkx, whatever the network."""
    graph = signed(net(*events))
    between, close, remark = between_and_close(graph)
    assert between == pytest.approx(nx.betweenness_centrality(graph))
    assert close == pytest.approx(nx.closeness_centrality(graph))
    assert not remark


@settings(max_examples=40, deadline=None)
@given(EVENTS)
def test_spectra_solve_their_equations(events: list[tuple[str, str, int]]) -> None:
    """x is an eigenvector; authorities are what hubs act upon and the other way round, up to scale."""
    network = net(*events)
    graph = signed(network)
    well_tied = eigenvector(graph)
    x = np.array([well_tied[actor] for actor in graph])
    links = nx.to_numpy_array(graph, weight=None)
    largest = max(np.linalg.eigvalsh(nx.to_numpy_array(graph.subgraph(measure.main_part(graph)), weight=None)))
    assert np.allclose(links @ x, largest * x, atol=1e-6)
    acts = np.zeros(links.shape)
    place = {actor: number for number, actor in enumerate(graph)}
    for one, other, values in network.edges(data=True):
        acts[place[one], place[other]] += abs(values["score"])
    hub, authority = (np.array([found[actor] for actor in graph]) for found in hits(network))
    for from_, to in ((acts.T @ hub, authority), (acts @ authority, hub)):
        assert np.allclose(from_, from_.max() * to, atol=1e-6)


def random_network(actors: int, ties: int) -> nx.MultiDiGraph:
    """Chance ties, more of them at the first actors."""
    chance = np.random.default_rng(7)
    ends = (actors * chance.random((ties, 2)) ** 2).astype(int)
    return net(*((f"{a:04}", f"{b:04}", float(a % 3 - 1)) for a, b in ends if a != b))


def test_large_networks_are_sampled_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """The estimates lie about their standard errors from the exact values, and the note tells the largest error."""
    monkeypatch.setattr(measure, "EXACT", 200)
    graph = signed(random_network(400, 900))
    between, close, remark = between_and_close(graph)
    words = remark.split()
    assert remark.startswith(
        f"Betweenness and closeness are estimated from paths that start at 100 of {len(graph)} act"
    )
    off_between, off_close = float(words[-3]), float(words[-1].rstrip("."))
    exact_between, exact_close = nx.betweenness_centrality(graph), nx.closeness_centrality(graph)
    gaps = [abs(between[actor] - exact_between[actor]) for actor in graph]
    assert off_between / 5 < max(gaps) < 4 * off_between
    gaps = [abs(close[actor] - exact_close[actor]) for actor in graph]
    assert off_close / 5 < max(gaps) < 4 * off_close
    assert between_and_close(graph) == (between, close, remark)


def test_standard_errors_cover(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over 60 samples an actor's estimates spread as the standard error of each says (30% off at most)."""
    graph = signed(random_network(150, 400))
    links = nx.to_scipy_sparse_array(graph, weight=None, dtype=float, format="csr")
    busiest = list(graph).index(max(graph, key=graph.degree))
    means, errors = [], []
    for seed in range(60):
        starts = np.random.default_rng(seed).choice(len(graph), 30, replace=False)
        own = np.zeros((len(graph), 30), dtype=bool)
        own[starts, np.arange(30)] = True
        mean, error = measure._mean(measure._from_starts(links, starts)[1], own)
        means.append(mean[busiest])
        errors.append(error[busiest])
    assert np.std(means) == pytest.approx(np.mean(errors), rel=0.3)


@pytest.mark.parametrize(
    "graph",
    [
        nx.cycle_graph(1201), nx.star_graph(1200), nx.complete_bipartite_graph(20, 1000), nx.path_graph(1100),
        nx.empty_graph(1100), nx.disjoint_union_all([nx.complete_graph(2)] * 600),
    ],
    ids=["cycle", "star", "bipartite", "path", "no ties", "pairs"],
)  # fmt: skip
def test_large_and_awkward_networks_have_an_answer(graph: nx.Graph) -> None:
    """No iteration fails, and the eigenvector solves its equation in the largest part."""
    part = measure.main_part(graph)
    well_tied = eigenvector(graph)
    x = np.array([well_tied[actor] for actor in part])
    links = nx.to_scipy_sparse_array(graph, nodelist=part, weight=None, dtype=float)
    image = links @ x
    assert np.allclose(image, x @ image / (x @ x or 1) * x, atol=1e-5)
    between, close, _ = between_and_close(graph)
    assert all(0 <= value <= 1 for values in (between, close) for value in values.values())


def test_solvers_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Lanczos iterations of large networks find what LAPACK finds."""
    graph = signed(random_network(200, 700))
    signs = nx.to_scipy_sparse_array(graph, weight="sign", dtype=float, format="csr")
    exact = leading(signs)
    monkeypatch.setattr(measure, "DENSE", 10)
    assert np.allclose(leading(signs), exact, atol=1e-6)


def test_pn() -> None:
    """A and B friends, C enemy of B: with n = 3, x_A = 1 + x_B/4, x_B = 1 + x_A/4 - x_C/2, x_C = 1 - x_B/2.

    Put into the second: x_B = 1 + 1/4 + x_B/16 - 1/2 + x_B/4, so x_B = 0.75 / 0.6875 = 12/11; A is 14/11, C 5/11.
    """
    table = standing(net(("A", "B", 3), ("B", "C", -1)))
    assert [row[:4] for row in table.rows] == [
        ("A", 1, 0, 1.272727), ("B", 1, 1, 1.090909), ("C", 0, 1, 0.454545),
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(EVENTS)
def test_pn_is_the_inverse(events: list[tuple[str, str, int]]) -> None:
    """The iteration finds what the (pseudo)inverse of the formula gives."""
    graph = signed(net(*events))
    signs = nx.to_numpy_array(graph, weight="sign")
    weights = np.where(signs < 0, -2, signs)
    inverse = np.linalg.pinv(np.eye(len(graph)) - weights / (2 * len(graph) - 2), rcond=1e-10)
    assert list(pn(graph).values()) == pytest.approx(inverse.sum(axis=1).tolist(), abs=1e-8)


def test_pn_of_two_enemies() -> None:
    """The matrix has no inverse; x = 1 - x is the limit."""
    assert list(pn(signed(net(("A", "B", -1)))).values()) == pytest.approx([0.5, 0.5])


def test_status() -> None:
    """A-B friends and C their enemy: a balanced triangle has lambda 2 and the camps for an eigenvector."""
    table = standing(net(("A", "B", 3), ("B", "C", -1), ("A", "C", -9), ("Y", "Z", 0)))
    assert by_actor(table, "status") == {"A": (1,), "B": (1,), "C": (-1,), "Y": (None,), "Z": (None,)}
    assert "Status is of the largest connected part (3 of 5 actors)." in table.note


def test_status_of_a_quarrel() -> None:
    """The statuses solve lambda s = A s for the largest lambda, with a positive sum."""
    graph = signed(net(*QUARREL))
    found = np.array(list(status(graph).values()))
    signs = nx.to_numpy_array(graph, weight="sign")
    assert np.allclose(signs @ found, max(np.linalg.eigvalsh(signs)) * found)
    assert found.sum() > 0
    assert abs(found).max() == pytest.approx(1)


def test_equal_camps_are_told() -> None:
    """Of two enemies the first by name is positive, and the note says that it means nothing."""
    table = standing(net(("B", "A", -1)))
    assert by_actor(table, "status") == {"A": (1,), "B": (-1,)}
    assert "means nothing" in table.note


def test_three_enemies_have_no_status() -> None:
    """Any two of them may be set against the third: no order fits best, and none is told."""
    table = standing(net(*((one, other, -1) for one, other in combinations("ABC", 2))))
    assert by_actor(table, "status") == {"A": (None,), "B": (None,), "C": (None,)}
    assert "No status" in table.note


def test_nobody_stands_anywhere() -> None:
    """An empty network has empty tables."""
    empty = nx.MultiDiGraph()
    assert (centrality(empty).rows, standing(empty).rows) == ((), ())
