"""The claims and sentences that a briefing rests on, read from the store."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from urllib.parse import quote, urlsplit

from pyoxigraph import NamedNode

from kgraph import iri
from kgraph.analyse.project import TAKES_PART
from kgraph.rdf import text
from kgraph.store import GraphStore
from kgraph.vocab import JOINT, KG, PLOVER

# each part is found by itself and joined at once: row by row takes several times as long
CLAIMS = f"""
SELECT ?claim ?event ?document ?sentence ?code ?mode ?status ?confidence ?date WHERE {{
  %(wanted)s
  {{ SELECT ?document ?claim ?status WHERE {{
    GRAPH ?document {{ ?claim kg:status ?status }} FILTER(?document != <{iri.TIES}> && ?status != kg:hypothetical) }} }}
  {{ SELECT ?claim ?code WHERE {{ GRAPH ?b {{ ?claim kg:code ?code }} }} }}
  {{ SELECT ?claim ?confidence WHERE {{ GRAPH ?c {{ ?claim kg:confidence ?confidence }} }} }}
  {{ SELECT ?claim ?sentence WHERE {{ GRAPH ?d {{ ?claim prov:wasDerivedFrom ?sentence }} }} }}
  {{ SELECT ?claim ?event WHERE {{ GRAPH <{iri.EVENTS}> {{ ?claim kg:event ?event }} }} }}
  OPTIONAL {{ SELECT ?claim ?mode WHERE {{ GRAPH ?e {{ ?claim kg:mode ?mode }} }} }}
  OPTIONAL {{ SELECT ?event ?day WHERE {{ GRAPH <{iri.EVENTS}> {{ ?event kg:eventDate ?day }} }} }}
  BIND(COALESCE(STR(?day), "") AS ?date)
  %(period)s
}}
"""
PERIOD = """FILTER(?date != "" && SUBSTR("%(since)s", 1, STRLEN(?date)) <= ?date
    && SUBSTR(?date, 1, STRLEN("%(until)s")) <= "%(until)s")"""
PARTIES = """SELECT DISTINCT ?claim ?role ?party WHERE { %s
  VALUES ?role { kg:actor kg:actorFor kg:recipient kg:recipientFor kg:attributedTo }
  GRAPH ?g { ?claim ?role ?party } }"""
SENTENCES = """SELECT ?sentence ?text ?document ?id ?title ?date ?source ?url WHERE { VALUES ?sentence { %s }
  GRAPH ?document { ?sentence nif:anchorOf ?text . ?document kg:documentId ?id .
    OPTIONAL { ?document schema:headline ?title } OPTIONAL { ?document schema:datePublished ?date }
    OPTIONAL { ?document schema:publisher ?source } OPTIONAL { ?document schema:url ?url } } }"""
BATCH = 500
# what would steer a terminal or turn the reading direction, and lone surrogates
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
Pair = tuple[str, str]  # two sides in the order of their IRIs


@dataclass(frozen=True, slots=True)
class Record:
    """A claim: IRIs of its parties by role, and the date of its event."""

    claim: str
    event: str
    document: str
    sentence: str
    code: str
    mode: str
    status: str
    confidence: float
    date: str
    parties: dict[str, tuple[str, ...]] = field(hash=False)

    def pairs(self, persons: bool) -> set[Pair]:
        """The named sides between which it stands, as the network has them."""
        actors, recipients = self._sides(persons)
        met = combinations(actors, 2) if self.code in JOINT and not recipients else ()
        found = [*met, *((one, other) for one in actors for other in recipients)]
        return {(min(pair), max(pair)) for pair in found if pair[0] != pair[1] and not any(map(iri.is_unnamed, pair))}

    def sides(self, persons: bool) -> set[str]:
        """Everybody who takes part."""
        return {side for sides in self._sides(persons) for side in sides}

    def _sides(self, persons: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
        end = "" if persons else "For"
        return self.parties.get("actor" + end, ()), self.parties.get("recipient" + end, ())


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence and the document that it stands in."""

    text: str
    document: str
    title: str
    source: str
    published: str
    url: str


def of_actor(store: GraphStore, actor: str, since: str | None, until: str | None) -> Iterator[Record]:
    """The claims in which an actor, or somebody for it, takes part, but not what is only imagined."""
    limits = {"since": since or "0001", "until": until or "9999"}
    period = PERIOD % limits if since or until else ""
    yield from _records(store, TAKES_PART % {"actor": NamedNode(actor)}, period)


def of_claims(store: GraphStore, claims: Iterable[str]) -> Iterator[Record]:
    """The claims of these IRIs."""
    for some in _batches(claims):
        yield from _records(store, f"VALUES ?claim {{ {_listed(some)} }}", "")


def _records(store: GraphStore, wanted: str, period: str) -> Iterator[Record]:
    parties: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim, role, party in _rows(store, PARTIES % wanted):
        parties[claim][role.removeprefix(KG.base)].add(party)
    for claim, event, document, sentence, code, mode, status, confidence, date in _rows(
        store, CLAIMS % {"wanted": wanted, "period": period}
    ):
        roles = {role: tuple(sorted(found)) for role, found in sorted(parties[claim].items())}
        yield Record(
            claim, event, document, sentence, code.removeprefix(PLOVER.base), mode, status.removeprefix(KG.base),
            float(confidence), date, roles,
        )  # fmt: skip


def words(store: GraphStore, sentences: Iterable[str]) -> dict[str, Words]:
    """The sentences of these IRIs."""
    found: dict[str, Words] = {}
    for some in _batches(sentences):
        for sentence, said, document, name, title, date, source, url in _rows(store, SENTENCES % _listed(some)):
            found[sentence] = Words(
                clean(said), document, clean(title) or clean(name), clean(source), clean(date), web_address(url)
            )
    return found


def clean(value: str) -> str:
    """A text on one line, without control characters."""
    return _CONTROL.sub("\ufffd", " ".join(value.split()))


def web_address(url: str) -> str:
    """An http or https address fit for a link; anything else is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    good = parts.scheme in ("http", "https") and parts.hostname and "\\" not in url
    return quote(url, safe="%/:?#@!$&'()*+,;=-._~[]") if good else ""


def _rows(store: GraphStore, sparql: str) -> Iterator[tuple[str, ...]]:
    rows = [tuple("" if term is None else text(term) for term in row) for row in store.select(sparql).rows]
    yield from sorted(rows)


def _batches(iris: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(iris)
    yield from (ordered[begin : begin + BATCH] for begin in range(0, len(ordered), BATCH))


def _listed(iris: Iterable[str]) -> str:
    return " ".join(str(NamedNode(one)) for one in iris)
