"""Readers of a store that another process writes to, in large steps, and tidies as it goes."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kgraph.store import Store

STEPS, QUADS = 60, 20_000
_WRITER = f"""
import sys
from pyoxigraph import Literal, NamedNode, Quad
from kgraph.store import Store

with Store(sys.argv[1], create=True) as store:
    for step in range({STEPS}):
        graph = NamedNode(f"https://example.org/{{step}}")
        words = (Literal(f"what is said at {{number}} of {{step}}") for number in range({QUADS}))
        quads = (Quad(NamedNode(f"{{graph.value}}/{{number}}"), graph, one, graph) for number, one in enumerate(words))
        store.change(insert=quads)
        print(step, flush=True)
"""


@pytest.mark.slow
def test_a_reader_sees_whole_steps(tmp_path: Path) -> None:
    """Opened again and again beside the writer, it can always be read, holds ever more, and no step by half."""
    draw, seen, opened = random.Random(5), 0, 0
    with subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        while writer.poll() is None:
            with Store(tmp_path, read_only=True) as store:
                now = len(store.graphs())
                assert now >= max(1, seen)
                one = NamedNode(f"https://example.org/{draw.randrange(now)}")
                assert sum(1 for _ in store.match(graph=one)) == QUADS
                assert sum(1 for _ in store.match(predicate=one)) == QUADS
            seen, opened = now, opened + 1
    assert writer.returncode == 0
    assert opened > 5
    with Store(tmp_path, read_only=True) as store:
        assert len(store.graphs()) == STEPS


def test_a_reader_keeps_what_it_opened(tmp_path: Path) -> None:
    """What is opened for reading shows what was stored then, whatever a writer does afterwards."""
    with Store(tmp_path / "store", create=True) as store:
        store.change(insert=[])
    kept = Store(tmp_path / "store", read_only=True)
    assert kept.size() == 0
    subprocess.run(
        [sys.executable, "-c", _WRITER.replace(f"range({STEPS})", "range(4)"), str(tmp_path / "store")], check=True
    )
    assert kept.size() == 0
    kept.close()
    with Store(tmp_path / "store", read_only=True) as again:
        assert again.size() == 4 * QUADS
