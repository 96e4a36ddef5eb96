"""Time every measure on made-up networks, and beside bare networkx what networkx has; then projection from a store.

usage: python benchmarks/analyse.py [--quick] [--store DIR]

The networks have 200 actors and 5,000 events, and 20,000 and 200,000 (--quick: only the small one, no store): actors in
two camps, a few of them in most events, five years. What networkx has runs in turns with ours, medians are compared;
each starts from the network that it takes (events for PageRank and HITS, ties for the others), already made. The store
has 100,000 claims of made-up news; it is made where DIR has none, in a temporary folder where none is named. Exits with
1 where a goal is missed: 1.2 times networkx's time, one second for the signed triads, five seconds for the projection.
"""

import argparse
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from types import FrameType
from typing import Any

import networkx as nx
from synthetic import build

from kgraph.analyse import MEASURES, centrality, communities, frustration, triads
from kgraph.analyse.project import network
from kgraph.analyse.signed import friendly, signed
from kgraph.store import Store
from kgraph.upkeep import refresh
from kgraph.vocab import plover

SIZES = ((200, 5_000), (20_000, 200_000))
CLAIMS = 100_000
TURNS, BUDGET = 5, 40  # of a comparison: turns, and seconds after which no further one begins
PATIENCE = 60  # seconds for one measure
RATIO, TRIADS, PROJECTION = 1.2, 1.0, 5.0  # goals
FIRST, DAYS = date(2020, 1, 1), 1826
TAIL = 0.7  # the n-th actor is drawn with a weight of n to the power of -TAIL
LOYAL = 0.8  # share of events that are friendly in a camp, or hostile across
MANY_SIDED = 5  # documents by as many sources tell of at most so many events each

Work = Callable[[], object]


class TooLongError(Exception):
    """A measure that has used up its time."""


def main() -> None:
    """Print a line as soon as it is measured."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--quick", action="store_true")
    options.add_argument("--store", type=Path)
    given = options.parse_args()
    missed: list[str] = []
    for actors, events in SIZES[: 1 if given.quick else None]:
        made = events_network(actors, events)
        ties = signed(made)
        tell(f"\n{actors:,} actors, {events:,} events, {ties.number_of_edges():,} ties")
        missed += beside_networkx(made, ties)
        missed += triad_count(ties)
        every_measure(made)
    if not given.quick:
        missed += projection(given.store)
    tell("\n" + ("missed: " + "; ".join(missed) if missed else "all goals met"))
    sys.exit(bool(missed))


def tell(line: str) -> None:
    """Print at once, for what comes next may take long."""
    print(line, flush=True)


def events_network(actors: int, events: int, seed: int = 5) -> nx.MultiDiGraph:
    """A network as ``project.network`` makes it."""
    draw = random.Random(seed)
    graph = nx.MultiDiGraph()
    names = [f"x:{number:05}" for number in range(actors)]
    graph.add_nodes_from((name, {"name": f"Actor {name[2:]}", "kind": "state"}) for name in names)
    camp = {name: draw.random() < 0.5 for name in names}
    weights = list(accumulate((number + 1) ** -TAIL for number in range(actors)))
    codes = sorted((code, mode or "", value.score) for (code, mode), value in plover().items())
    friends, foes = [code for code in codes if code[2] > 0], [code for code in codes if code[2] < 0]
    number = 0
    while number < events:
        one, other = draw.choices(names, cum_weights=weights, k=2)
        if one != other:
            kind = friends if (camp[one] == camp[other]) == (draw.random() < LOYAL) else foes
            graph.add_edge(one, other, key=f"e{number:06}", **_attributes(number, *draw.choice(kind), draw))
            number += 1
    published = {document: values["date"] for *_, values in graph.edges(data=True) for document in values["documents"]}
    graph.graph.update(published=published, publishers={document: f"s{document[-1]}" for document in published})
    return graph


def _attributes(number: int, code: str, _: str, score: float, draw: random.Random) -> dict[str, Any]:
    documents = tuple(sorted({f"d{number // MANY_SIDED:06}", f"d{draw.randrange(number + 1) // MANY_SIDED:06}"}))
    return {
        "code": code, "score": score, "date": (FIRST + timedelta(days=draw.randrange(DAYS))).isoformat(),
        "status": "actual", "reports": len(documents), "claim": f"c{number:06}", "documents": documents,
        "sources": tuple(sorted({f"s{document[-1]}" for document in documents})), "attributed": draw.random() < 0.2,
    }  # fmt: skip


def beside_networkx(made: nx.MultiDiGraph, ties: nx.Graph) -> Iterator[str]:
    """A line for what networkx has; yields what takes too long."""
    tell(f"\n{'beside networkx':28}{'kgraph s':>10}{'networkx s':>12}{'ratio':>8}{'turns':>7}")
    for name, ours, bare in comparisons(made, ties):
        mine, theirs = in_turns(ours, bare)
        ratio = statistics.median(mine) / statistics.median(theirs)
        tell(f"{name:28}{statistics.median(mine):10.3f}{statistics.median(theirs):12.3f}{ratio:8.2f}{len(mine):7}")
        if ratio > RATIO:
            yield f"{name} takes {ratio:.2f} times as long as networkx at {len(made):,} actors"


def comparisons(made: nx.MultiDiGraph, ties: nx.Graph) -> Iterator[tuple[str, Work, Work]]:
    """What networkx has too: its name, our way and the bare one, with the same parameters and the same sample."""
    for *_, values in made.edges(data=True):
        values["size"] = abs(values["score"])
    friends = friendly(ties)
    for *_, tie in friends.edges(data=True):
        tie["millionths"] = round(tie["strength"] * 1e6)
    sample = min(len(ties), centrality.SAMPLE) if len(ties) > centrality.EXACT else len(ties)
    yield (
        "pagerank", lambda: centrality.pagerank(made),
        lambda: nx.pagerank(made, 0.85, tol=centrality.TOLERANCE, max_iter=centrality.ROUNDS, weight="size"),
    )  # fmt: skip
    yield "hits", lambda: centrality.hits(made), lambda: nx.hits(made, max_iter=1000)
    yield "eigenvector", lambda: centrality.eigenvector(ties), lambda: _bare_eigenvector(ties)
    yield "betweenness and closeness", lambda: centrality.between_and_close(ties), lambda: _paths(ties, sample)
    yield (
        "louvain", lambda: communities.partition(friends),
        lambda: nx.community.louvain_communities(friends, weight="strength", seed=1),
    )  # fmt: skip
    yield (
        "label propagation", lambda: communities.propagation(friends),
        lambda: list(nx.community.asyn_lpa_communities(friends, weight="millionths", seed=1)),
    )  # fmt: skip


def _bare_eigenvector(ties: nx.Graph) -> None:
    nx.eigenvector_centrality_numpy(ties.subgraph(max(nx.connected_components(ties), key=len)))


def _paths(ties: nx.Graph, sample: int) -> None:
    nx.betweenness_centrality(ties, k=sample, seed=1)
    for actor in random.Random(1).sample(list(ties), sample):
        nx.closeness_centrality(ties, actor)


def in_turns(ours: Work, bare: Work) -> tuple[list[float], list[float]]:
    """Seconds of both, now one and now the other first."""
    mine: list[float] = []
    theirs: list[float] = []
    while len(mine) < TURNS and sum(mine + theirs) < BUDGET:
        both = [(mine, ours), (theirs, bare)]
        for times, work in both if len(mine) % 2 else reversed(both):
            times.append(seconds(work))
    return mine, theirs


def seconds(work: Work) -> float:
    """How long it takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def triad_count(ties: nx.Graph) -> Iterator[str]:
    """A line for the signed triads; yields if they take too long. networkx counts triangles without their signs."""
    graph = frustration.with_sign(ties)
    took = statistics.median(seconds(lambda: triads.count(graph)) for _ in range(TURNS))
    tell(f"\nsigned triads: {triads.count(graph).total:,} counted in {took:.3f} s (goal {TRIADS:g})")
    if took > TRIADS:
        yield f"the signed triads of {len(ties):,} actors take {took:.2f} s"


def every_measure(made: nx.MultiDiGraph) -> None:
    """A line a measure, from the network of events to the table, of the busiest pair where it is about a pair."""
    pair = max(Counter((one, other) for one, other, _ in made.edges(keys=True)).items(), key=lambda item: item[1])[0]
    tell(f"\n{'measure':16}{'s':>8}{'rows':>8}")
    for measure in MEASURES.values():
        given = dict(zip(measure.required, pair, strict=False))
        begin = time.perf_counter()
        try:
            with patience():
                rows = f"{len(measure.run(made, **given).rows):8,}"
        except TooLongError:
            rows = f"  skipped: not done in {PATIENCE} s"
        tell(f"{measure.name:16}{time.perf_counter() - begin:8.2f}{rows}")


@contextmanager
def patience() -> Iterator[None]:
    """Ends what is inside after ``PATIENCE`` seconds."""

    def ring(_: int, __: FrameType | None) -> None:
        raise TooLongError

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)


def projection(given: Path | None) -> Iterator[str]:
    """A line for the way from a store to the network; yields if it takes too long."""
    with tempfile.TemporaryDirectory() as folder:
        path = given or Path(folder) / "store"
        if not path.exists():
            tell(f"\nmaking a store of {CLAIMS:,} claims")
            build(path, CLAIMS)
            with Store(path) as store:
                refresh(store)
        with Store(path, read_only=True) as store:
            times = [seconds(lambda: network(store)) for _ in range(3)]
            edges = network(store).number_of_edges()
    took = statistics.median(times)
    tell(f"\nprojection: {edges:,} edges in {took:.2f} s (goal {PROJECTION:g})")
    if took > PROJECTION:
        yield f"projection takes {took:.1f} s"


if __name__ == "__main__":
    main()
