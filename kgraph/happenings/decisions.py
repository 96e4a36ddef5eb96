"""Readers' decisions on which claims tell of one event, taken from a table into the store."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad

from kgraph import iri, isodate, pending, rdf
from kgraph.errors import KgraphError
from kgraph.happenings.rules import NEAR
from kgraph.store import GraphStore
from kgraph.vocab import KG

VERDICTS = {"apart": KG.apart, "together": KG.together, "undecided": None}
_RULES = NamedNode(iri.RULES)


class Decision(NamedTuple):
    """Two claims, by IRI, and the property that holds between them; None takes back what was decided."""

    claim: str
    other: str
    verdict: str | None


def take(store: GraphStore, table: Path) -> int:
    """Keep the decisions of a CSV file with the columns claim, other, verdict; returns their number.

    Raises KgraphError, and keeps none, where a line is not understood or names a claim that is not stored.
    """
    found = list(_decisions(table))
    claims = {claim: list(_about(store, claim)) for decision in found for claim in decision[:2]}
    for claim, quads in claims.items():
        if not quads:
            raise KgraphError(f"{table} names {claim}, which is no event claim of this store; correct it.")
    for decision in found:
        _check(decision, claims, table)
    pairs = {frozenset(decision[:2]) for decision in found}
    kept = store.match(graph=_RULES)
    old = [quad for quad in kept if frozenset((rdf.text(quad.subject), rdf.text(quad.object))) in pairs]
    new = [Quad(rdf.node(one), rdf.node(verdict), rdf.node(other), _RULES) for one, other, verdict in found if verdict]
    store.change(delete=old, insert=[*new, *pending.notes(quad for quads in claims.values() for quad in quads)])
    return len(found)


def _decisions(table: Path) -> Iterator[Decision]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as handle:
            for row in csv.DictReader(handle):
                yield _decision(row, table)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "it is not CSV in UTF-8"
        raise KgraphError(f"{table} can't be read: {reason}.") from error


def _decision(row: dict[str, str], table: Path) -> Decision:
    values = [(row.get(name) or "").strip() for name in ("claim", "other", "verdict")]
    if not all(values) or values[2] not in VERDICTS or values[0] == values[1]:
        wanted = f"give two claims and one of {', '.join(VERDICTS)}"
        raise KgraphError(f"{table} has a line that is no decision ({', '.join(values)}); {wanted}.")
    one, other = (iri.PREFIXES["claim"] + value.removeprefix(iri.PREFIXES["claim"]) for value in values[:2])
    return Decision(one, other, VERDICTS[values[2]])


def _about(store: GraphStore, claim: str) -> Iterator[Quad]:
    """What an event claim's document says of it."""
    try:
        node = NamedNode(claim)
    except ValueError:
        return
    quads = [quad for quad in store.match(node) if rdf.text(quad.graph_name).startswith(iri.PREFIXES["document"])]
    if any(quad.predicate.value == KG.status for quad in quads):
        yield from quads


def _check(decision: Decision, claims: dict[str, list[Quad]], table: Path) -> None:
    """Only claims with one code, on days near each other, can be put together."""
    if decision.verdict != KG.together:
        return
    codes = {_one(claims[claim], KG.code) for claim in decision[:2]}
    days = [_one(claims[claim], KG.eventDate) for claim in decision[:2]]
    if len(codes) > 1 or not _near(days):
        raise KgraphError(
            f"{table} puts together {decision.claim} and {decision.other}, which differ in code or lie more than "
            f"{NEAR} days apart; that can't be one event."
        )


def _near(days: list[str]) -> bool:
    if all(isodate.is_day(day) for day in days):
        one, other = map(date.fromisoformat, days)
        return abs((one - other).days) <= NEAR
    return days[0] == days[1] != ""


def _one(quads: Iterable[Quad], predicate: str) -> str:
    return next((rdf.text(quad.object) for quad in quads if quad.predicate.value == predicate), "")
