"""Questions in SPARQL: the packaged library, files of one's own, and their typed parameters.

A query's head is made of comments: ``# title:``, ``# answers:``, ``# example:`` and, one a line,
``# param NAME: TYPE | description`` or ``# param NAME: TYPE = DEFAULT | description``. TYPE is one of ``TYPES``; the
default ``any`` leaves the variable free. The values go in at the line ``# VALUES``, which becomes one VALUES clause;
the parameter ``limit`` goes in at the line ``# LIMIT``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache

from pyoxigraph import QueryBoolean, QueryTriples, Triple

from kgraph import resources
from kgraph.errors import QueryError
from kgraph.naming import resolve
from kgraph.store import Store

__all__ = ["TYPES", "Parameter", "Query", "Result", "bind", "library", "named", "parse", "plain", "resolve", "run"]

Value = str | int | float | bool | None

ANY = "any"
VALUES = re.compile(r"^[ \t]*# VALUES[ \t]*$", re.MULTILINE)
LIMIT = re.compile(r"^[ \t]*# LIMIT[ \t]*$", re.MULTILINE)
_HEAD = re.compile(r"^#[ \t]*(title|answers|example):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_PARAMETER = re.compile(
    r"^#[ \t]*param[ \t]+(\w+):[ \t]*(\w+)[ \t]*(?:=[ \t]*(.*?)[ \t]*)?\|[ \t]*(.*?)[ \t]*$", re.MULTILINE | re.ASCII
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query asks for; ``default`` is None where a value must be given."""

    name: str
    type: str
    default: str | None
    description: str


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL text with what its head says about it."""

    name: str
    text: str
    title: str = ""
    answers: str = ""
    example: str = ""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """Plain rows. CONSTRUCT and DESCRIBE give subject, predicate and object, and the triples themselves beside them."""

    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]
    triples: tuple[Triple, ...] = ()


def parse(text: str, name: str = "query") -> Query:
    """A query from its text; QueryError where its head asks for a type there isn't, or has no place for the values."""
    parameters = {found[1]: Parameter(found[1], found[2], found[3], found[4]) for found in _PARAMETER.finditer(text)}
    for parameter in parameters.values():
        if parameter.type not in TYPES:
            raise QueryError(
                f"Parameter {parameter.name} of {name} has the type {parameter.type}; take {_list(TYPES)}."
            )
    for marker, needed in ((VALUES, parameters.keys() - {"limit"}), (LIMIT, parameters.keys() & {"limit"})):
        if needed and not marker.search(text):
            line = "# VALUES" if marker is VALUES else "# LIMIT"
            raise QueryError(f"The query {name} has parameters but no line `{line}` where their values belong; add it.")
    head = dict(_HEAD.findall(text))
    return Query(name, text, head.get("title", ""), head.get("answers", ""), head.get("example", ""), parameters)


@cache
def library() -> Mapping[str, Query]:
    """The packaged queries by name, in alphabetical order."""
    found = {}
    for file in resources.queries():
        name = file.name.removesuffix(".rq")
        found[name] = parse(file.read_text(encoding="utf-8"), name)
    return found


def named(name: str) -> Query:
    """The packaged query of that name; QueryError with names like it."""
    if name in library():
        return library()[name]
    near = get_close_matches(name, library(), n=3, cutoff=0.5) or list(library())
    raise QueryError(f"There is no query called {name!r}; try {_list(near)}, or name a .rq file.")


def run(store: Store, query: Query | str, parameters: Mapping[str, str] | None = None) -> Result:
    """The answer to a query, or to the packaged query of that name; QueryError or AmbiguousName where it can't be put."""
    asked = query if isinstance(query, Query) else named(query)
    answer = store.query(bind(store, asked, parameters or {}))
    if isinstance(answer, QueryBoolean):
        return Result(("answer",), [(bool(answer),)])
    if isinstance(answer, QueryTriples):
        triples = tuple(sorted(answer, key=str))
        rows = [(plain(triple.subject), plain(triple.predicate), plain(triple.object)) for triple in triples]
        return Result(("subject", "predicate", "object"), rows, triples)
    columns = tuple(variable.value for variable in answer.variables)
    return Result(columns, [tuple(plain(term) for term in solution) for solution in answer])
