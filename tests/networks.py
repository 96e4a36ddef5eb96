"""Small networks made by hand, for tests of the measures and their pictures."""

import networkx as nx

# two friends, a third who is friend of both, and D, at odds with A and B but not with C
QUARREL = [("A", "B", 3), ("B", "C", 1), ("A", "C", 4), ("A", "D", -1), ("D", "B", -8), ("C", "D", 2)]


def net(*events: tuple[str, str, float] | tuple[str, str, float, str | None]) -> nx.MultiDiGraph:
    """A network whose actors' IRIs are ``x:`` and their names; event number n is ``e<n>``."""
    graph = nx.MultiDiGraph()
    for number, (one, other, score, *date) in enumerate(events):
        for name in (one, other):
            graph.add_node(f"x:{name}", name=name, kind="state")
        graph.add_edge(
            f"x:{one}", f"x:{other}", key=f"e{number}", code="AID", score=score, date=date[0] if date else "2024-03-01",
            status="actual", reports=1, claim=f"c{number}", documents=(f"d{number // 2}",), attributed=False,
        )  # fmt: skip
    return graph


def meet(graph: nx.MultiDiGraph, one: str, other: str, score: float) -> None:
    """Adds a mutual event."""
    for pair in ((one, other), (other, one)):
        values = {"score": score, "code": "CONSULT", "date": "2024-03-02", "claim": "m"}
        graph.add_edge(*(f"x:{name}" for name in pair), key="meeting", **values)
