"""The claims as one table, a row each, for spreadsheets and statistics."""

import csv
import io
from collections import defaultdict
from typing import IO

from pyoxigraph import Literal, NamedNode

from kgraph.store import Store, Term
from kgraph.vocab import KG

COLUMNS = (
    "document", "published", "source", "claim", "kind", "code", "mode", "actors", "recipients", "status",
    "attributed_to", "date", "place", "score", "person", "office", "of", "relation", "parties", "confidence", "rule",
    "trigger", "sentence",
)  # fmt: skip
_FACTS = {
    "code": KG.code, "mode": KG.mode, "status": KG.status, "date": KG.date, "score": KG.score, "office": KG.office,
    "relation": KG.relation, "confidence": KG.confidence, "rule": KG.rule, "trigger": KG.trigger,
}  # fmt: skip
_ROLES = {
    "actors": KG.actor, "recipients": KG.recipient, "attributed_to": KG.attributedTo, "person": KG.person, "of": KG.of,
    "parties": KG.party,
}  # fmt: skip
_CLAIMS = """SELECT ?claim ?kind ?document ?published ?source ?sentence ?begin ?place WHERE { GRAPH ?g {
  VALUES ?kind { kg:EventClaim kg:OfficeClaim kg:RelationClaim }
  ?claim a ?kind ; kg:triggerBegin ?begin ; prov:wasDerivedFrom/nif:anchorOf ?sentence . ?g kg:documentId ?document .
  OPTIONAL { ?g schema:datePublished ?published } OPTIONAL { ?g schema:publisher ?source }
  OPTIONAL { ?claim kg:place/schema:name ?place } } } ORDER BY ?document ?begin ?claim"""
_VALUES = "SELECT ?claim ?value WHERE {{ GRAPH ?g {{ ?claim <{}> ?value }} }} ORDER BY ?claim ?value"
_NAMES = "SELECT ?claim ?name WHERE {{ GRAPH ?g {{ ?claim <{}>/rdfs:label ?name }} }} ORDER BY ?claim ?name"


def claims(store: Store, out: IO[bytes]) -> None:
    """CSV in UTF-8, sorted by document and place in the text; several parties in one cell are joined by ``; ``."""
    cells: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for column, sparql in (
        *((name, _VALUES.format(term)) for name, term in _FACTS.items()),
        *((name, _NAMES.format(term)) for name, term in _ROLES.items()),
    ):
        for claim, value in store.select(sparql).rows:
            cells[_plain(claim)][column].append(_plain(value))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for claim, kind, document, published, source, sentence, _, place in store.select(_CLAIMS).rows:
        row = {column: "; ".join(dict.fromkeys(values)) for column, values in cells[_plain(claim)].items()}
        told = {"document": document, "published": published, "source": source, "sentence": sentence, "place": place}
        kinds = {"claim": _plain(claim), "kind": _plain(kind).removeprefix(KG.base).removesuffix("Claim").lower()}
        writer.writerow(row | {name: _plain(term) for name, term in told.items()} | kinds)
    out.write(buffer.getvalue().encode("utf-8", "replace"))


def _plain(term: Term | None) -> str:
    """A literal's text; a code or status by its last part; another IRI as it is; nothing for None."""
    if isinstance(term, NamedNode):
        return term.value.rpartition("#")[2] if "#" in term.value and "/vocab#" not in term.value else _own(term.value)
    return term.value if isinstance(term, Literal) else ""


def _own(value: str) -> str:
    return value.removeprefix(KG.base) if value.removeprefix(KG.base)[:1].islower() else value
