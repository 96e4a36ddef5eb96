"""Questions to the store: the packaged library, or any SPARQL of one's own, with answers as plain rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from pyoxigraph import Literal, QueryBoolean, QueryTriples, Triple

from kgraph import resources
from kgraph.bind import Parameter, Query, bind, parse
from kgraph.errors import MisaskedError
from kgraph.naming import resolve
from kgraph.store import Answer, GraphStore, Term
from kgraph.vocab import XSD

__all__ = ["Parameter", "Query", "Result", "bind", "library", "named", "parse", "plain", "resolve", "run"]

Value = str | int | float | bool | None

_NUMBERS: dict[str, Callable[[str], Value]] = {
    XSD.integer: int, XSD.decimal: float, XSD.double: float, XSD.float: float, XSD.boolean: {"true", "1"}.__contains__
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """Plain rows. CONSTRUCT and DESCRIBE give subject, predicate and object, and the triples themselves beside them."""

    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]
    triples: tuple[Triple, ...] = ()


@cache
def library() -> dict[str, Query]:
    """The packaged queries by name, in alphabetical order."""
    names = {file.name.removesuffix(".rq"): file for file in resources.queries()}
    return {name: parse(file.read_text(encoding="utf-8"), name) for name, file in names.items()}


def named(name: str) -> Query:
    """The packaged query of that name; QueryError with names like it."""
    if name in library():
        return library()[name]
    near = ", ".join(get_close_matches(name, library(), n=3, cutoff=0.5) or library())
    raise MisaskedError(f"There is no query called {name!r}; there is {near}; or name a .rq file.")


def run(store: GraphStore, query: Query | str, parameters: Mapping[str, str] | None = None) -> Result:
    """The answer to a query, or to the packaged query of that name, with its parameters as they were typed.

    QueryError where the query or a parameter is wrong; AmbiguousName where a name means several actors.
    """
    asked = named(query) if isinstance(query, str) else query
    sparql = bind(store, asked, parameters or {})
    return store.reading(lambda: _result(store.query(sparql)))


def _result(answer: Answer) -> Result:
    if isinstance(answer, QueryBoolean):
        return Result(("answer",), [(bool(answer),)])
    if isinstance(answer, QueryTriples):
        triples = tuple(sorted(answer, key=str))
        return Result(("subject", "predicate", "object"), [tuple(map(plain, triple)) for triple in triples], triples)
    columns = tuple(variable.value for variable in answer.variables)
    return Result(columns, [tuple(map(plain, solution)) for solution in answer])


def plain(term: Term | None) -> Value:
    """A term as a plain value: numbers and truth values as such, anything else as its text."""
    if isinstance(term, Literal):
        return _NUMBERS.get(term.datatype.value, str)(term.value)
    return str(term) if isinstance(term, Triple) else term.value if term else None
