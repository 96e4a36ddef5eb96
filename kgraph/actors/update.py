"""Leaders from a SPARQL endpoint in Wikidata's shape, kept as a table of the user's.

The query is ``data/actors/leaders.rq``. What it finds is kept whole or not at all.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import urlsplit

from pyoxigraph import QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from kgraph import resources
from kgraph.actors import own, tables
from kgraph.actors.own import Row, Table
from kgraph.errors import SourceError, TableError
from kgraph.iri import WIKIDATA
from kgraph.sources import fetch

TIMEOUT = 90.0  # seconds without a byte; Wikidata's own queries end after 60
_GENDER = {f"{WIKIDATA}Q6581097": "m", f"{WIKIDATA}Q6581072": "f"}
_LENGTH = {"9": 4, "10": 7, "11": 10}  # of an ISO date, by Wikidata's precision
_IDENTITY = ("name", "country", "office", "start", "end", "wikidata")
_POLITY = re.compile(r" of the (?:state|republic|kingdom|union)$")
Solution = dict[str, str]


def update(endpoint: str, name: str | None = None) -> Table:
    """Fetch the leaders and keep them as the table ``name``, else by the name of the endpoint's host.

    TableError where the endpoint does not answer, or tells of nobody; an older table stays as it was.
    """
    query = resources.data("actors", "leaders.rq").read_text(encoding="utf-8")
    try:
        answer = fetch.ask(endpoint, {"query": query}, QueryResultsFormat.JSON.media_type, timeout=TIMEOUT)
    except SourceError as error:
        raise TableError(f"No leaders were fetched: {error}.") from None
    host = urlsplit(endpoint).hostname or "endpoint"
    rows = sorted(_rows(_solutions(endpoint, answer), host), key=lambda row: tuple(row.values()))
    once = {tuple(row[column] for column in _IDENTITY): row for row in reversed(rows)}
    if not once:
        raise TableError(f"{endpoint} tells of no leaders in Wikidata's shape; check that it is the right endpoint.")
    table = Table(name or host.replace(":", "-"), own.OFFICES, tuple(reversed(once.values())))
    own.keep(table.name, own.written(table))
    return table


def _solutions(endpoint: str, answer: bytes) -> list[Solution]:
    """The rows of the answer, values as text; a date that is told to be unknown stands as ""."""
    try:
        found = parse_query_results(answer, format=QueryResultsFormat.JSON)
        if not isinstance(found, QuerySolutions):
            raise SyntaxError("it answers yes or no")
        names = [variable.value for variable in found.variables]
        return [
            {
                name: term.value
                for name in names
                if (term := solution[name]) is not None and not isinstance(term, Triple)
            }
            for solution in found
        ]
    except (SyntaxError, ValueError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise TableError(f"{endpoint} does not answer with SPARQL results in JSON ({reason}); check it.") from None


def _rows(solutions: Iterable[Solution], source: str) -> Iterator[Row]:
    """The solutions as rows of a table; those of unknown states or with a date that nobody knows are left out."""
    for found in solutions:
        person = found["person"]
        row = {
            "name": found["name"].strip(), "aliases": "", "gender": _GENDER.get(found.get("gender", ""), ""),
            "country": found["iso3"], "office": found.get("office") or _office(found["label"], _forms()[found["iso3"]]),
            "start": _date(found, "start"), "end": _date(found, "end"),
            "wikidata": person.removeprefix(WIKIDATA) if person.startswith(WIKIDATA) else "", "source": source,
        }  # fmt: skip
        if own.fault(row) is None:
            yield row


def _date(found: Solution, which: str) -> str:
    """An ISO date as exact as it is known, "" where there is none; what is told to be unknown stays no date."""
    value = found.get(which, "")
    precision = found.get(f"{which}_precision")
    return value[: _LENGTH.get(precision, 0) or len(value)] if precision else value.partition("T")[0]


def _office(label: str, state: frozenset[str]) -> str:
    """The office without the state: "Prime Minister of Israel", "Israeli prime minister" are both "prime minister"."""
    words = label.split()
    for at in range(len(words) - 1, 0, -1):
        if words[at] == "of" and state & _parts(words[at + 1 :]):
            words = words[:at]
    words = _POLITY.sub("", " ".join(word.lower() for word in words if word not in state)).split()
    known = _offices()
    return next((office for at in range(len(words)) if (office := " ".join(words[at:])) in known), " ".join(words))


def _parts(words: list[str]) -> set[str]:
    """All stretches of a phrase."""
    return {" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)}


@cache
def _offices() -> frozenset[str]:
    return frozenset(row["office"] for row in tables.leaders())


@cache
def _forms() -> dict[str, frozenset[str]]:
    """The names and adjectives of each state, by its code."""
    forms: dict[str, frozenset[str]] = defaultdict(frozenset)
    for state, known, _ in tables.states():
        forms[state.country or ""] = frozenset(form.text for form in known if form.sense != "metonym")
    return forms
