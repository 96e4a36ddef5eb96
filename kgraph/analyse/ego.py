"""One actor and those it deals with."""

from itertools import combinations

import networkx as nx

from kgraph.analyse import evidence
from kgraph.analyse.path import events
from kgraph.analyse.registry import Cell, Table
from kgraph.analyse.signed import signed

COLUMNS = (
    "other", "events", "score", "sign", "ties", "friendly", "hostile", "balanced", "code", "date", "claim", "iri",
)  # fmt: skip
SIGNS = {1: "+", -1: "-", 0: "0"}


def ego(network: nx.MultiDiGraph, *, actor: str) -> Table:
    """The actor's ties, most events first, and how those it deals with stand to each other.

    ``score`` is the pair's mean; the event shown is its strongest (greatest |score|, of equals the latest). ``ties``
    counts the actor's other partners that this one deals with, ``friendly`` and ``hostile`` those by sign of the mean;
    ``balanced`` is the share of their triads with the actor whose signs multiply to + (without ties of mean 0). The
    note gives the density, ties among partners / pairs of partners, and the share of all the actor's triads that are
    balanced. Raises QueryError for an actor that is not in the network. Source: Wasserman and Faust, "Social Network
    Analysis" (1994), on ego networks; Cartwright and Harary (1956) on balance.
    """
    evidence.expect(network, actor)
    if not network:
        return Table("Ego network", COLUMNS, (), evidence.note([]))
    graph = signed(network)
    partners = sorted(graph[actor], key=lambda one: (-graph[actor][one]["n"], evidence.name(graph, one), one))
    rows = tuple(_row(network, graph, actor, one) for one in partners)
    rests_on = [edge for one in partners for edge in events(network, actor, one)]
    title = f"Ego network of {evidence.name(network, actor)}"
    return Table(title, COLUMNS, rows, evidence.note(rests_on, *_remarks(graph, actor)))


def _row(network: nx.MultiDiGraph, graph: nx.Graph, actor: str, other: str) -> tuple[Cell, ...]:
    tie = graph[actor][other]
    shared = [third for third in graph[other] if third in graph[actor]]
    signs = [graph[other][third]["sign"] for third in shared]
    best = max(
        (values for *_, values in events(network, actor, other)),
        key=lambda one: (abs(one["score"]), one["date"] or "", one["claim"]),
    )
    products = [tie["sign"] * graph[other][third]["sign"] * graph[actor][third]["sign"] for third in shared]
    return (
        evidence.name(graph, other), tie["n"], round(tie["weight"], 3), SIGNS[tie["sign"]],
        len(shared), signs.count(1), signs.count(-1), _share_balanced(products),
        best["code"], best["date"], best["claim"], other,
    )  # fmt: skip


def _share_balanced(products: list[int]) -> float | None:
    told = len(products) - products.count(0)
    return round(products.count(1) / told, 3) if told else None


def _remarks(graph: nx.Graph, actor: str) -> list[str]:
    own = graph[actor]
    among = [pair for pair in combinations(own, 2) if graph.has_edge(*pair)]
    signs = [graph.edges[pair]["sign"] for pair in among]
    possible = len(own) * (len(own) - 1) // 2
    if not possible:
        return ["One partner only: nothing to tell of ties among partners."]
    products = [sign * own[one]["sign"] * own[two]["sign"] for sign, (one, two) in zip(signs, among, strict=True)]
    remarks = [
        f"Its {len(own)} partners have {len(among)} of {possible} possible ties with each other (density "
        f"{len(among) / possible:.3f}): {signs.count(1)} friendly, {signs.count(-1)} hostile."
    ]
    if (share := _share_balanced(products)) is not None:
        told = len(products) - products.count(0)
        remarks.append(f"Of its {evidence.plural(told, 'triad')} {products.count(1)} balanced ({share:.3f}).")
    return remarks
