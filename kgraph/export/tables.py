"""The claims as one table, a row each, for spreadsheets and statistics."""

import csv
import io
from collections.abc import Iterable
from operator import attrgetter
from typing import IO

from kgraph import recall
from kgraph.model import Claim, Document, Party
from kgraph.store import GraphStore

COLUMNS = (
    "document", "published", "source", "claim", "kind", "code", "mode", "actors", "recipients", "status",
    "attributed_to", "date", "place", "values", "score", "person", "office", "of", "relation", "parties",
    "confidence", "rule", "trigger", "sentence",
)  # fmt: skip


def claims(store: GraphStore, out: IO[bytes]) -> None:
    """CSV in UTF-8, sorted by document and place in the text; several parties in one cell are joined by ``; ``."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for document, found in sorted(recall.documents(store), key=lambda pair: (pair[0].id, pair[0].text)):
        writer.writerows(_row(document, iri, claim) for iri, claim in found.items())
    text.detach()


def _row(document: Document, iri: str, claim: Claim) -> tuple[object, ...]:
    return (
        document.id, document.date, document.source, iri, claim.kind, claim.event, claim.mode, _names(claim.actors),
        _names(claim.recipients), claim.status, _names(claim.attributed_to), claim.date,
        claim.place and claim.place.name, "; ".join(value.summary for value in claim.values), claim.score,
        claim.person and claim.person.name, claim.office,
        claim.of and claim.of.name, claim.relation, _names(claim.parties), claim.confidence, claim.rule,
        claim.trigger.text, claim.sentence.text,
    )  # fmt: skip


def _names(parties: Iterable[Party]) -> str:
    return "; ".join(dict.fromkeys(map(attrgetter("name"), parties)))
