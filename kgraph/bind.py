"""A query's head, which declares its parameters, and the binding of values to them.

The head is made of comments: ``# group:`` (one of ``GROUPS``), ``# title:``, ``# answers:``, ``# example:`` and, one a
line, ``# param NAME: TYPE | description`` or ``# param NAME: TYPE = DEFAULT | description``. TYPE is one of ``TYPES``;
the default ``any`` leaves the variable free. ``# pair NAME: A B`` binds one variable more, the pair of the sides that
the parameters A and B name, where the graph sums up what one did to the other; ``# pairs NAME: A B`` does so for either
direction. The values go in at each line ``# VALUES``, which becomes one VALUES clause; the parameter ``limit`` goes in
at each line ``# LIMIT``. What stands between ``# ONLY NAME`` and ``# END`` is left out where the parameter NAME is
free, and what stands between ``# UNLESS NAME`` and ``# END`` where it has a value.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from pyoxigraph import Literal, NamedNode

from kgraph import iri, rdf
from kgraph.errors import MisaskedError, QueryError
from kgraph.naming import fixed, resolve
from kgraph.store import GraphStore
from kgraph.vocab import KG, PLOVER, ROOTS, STATUSES

ANY = "any"
GROUPS = ("pairs", "actors", "time", "evidence", "disagreement", "quality")
VALUES = re.compile(r"^[ \t]*# VALUES[ \t]*$", re.MULTILINE)
LIMIT = re.compile(r"^[ \t]*# LIMIT[ \t]*$", re.MULTILINE)
BLOCK = re.compile(
    r"^[ \t]*# (ONLY|UNLESS) (\w+)[ \t]*\n(.*?)^[ \t]*# END[ \t]*\n", re.MULTILINE | re.DOTALL | re.ASCII
)
_BLOCK_LINE = re.compile(r"^[ \t]*(# (?:ONLY|UNLESS)\b.*?)[ \t]*$", re.MULTILINE)
_HEAD = re.compile(r"^#[ \t]*(group|title|answers|example):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_PARAMETER = re.compile(
    r"^#[ \t]*param[ \t]+(\w+):[ \t]*(\w+)[ \t]*(?:=[ \t]*(.*?)[ \t]*)?\|[ \t]*(.*?)[ \t]*$", re.MULTILINE | re.ASCII
)
_PAIR = re.compile(r"^#[ \t]*(pairs?)[ \t]+(\w+):[ \t]*(\w+)[ \t]+(\w+)[ \t]*$", re.MULTILINE | re.ASCII)


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
    group: str = ""
    title: str = ""
    answers: str = ""
    example: str = ""
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    pairs: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def parse(text: str, name: str = "query") -> Query:
    """A query from its text; QueryError where its head names a type there isn't, or there's no line for the values."""
    parameters = {found[1]: Parameter(*found.groups()) for found in _PARAMETER.finditer(text)}
    for parameter in parameters.values():
        if parameter.type not in TYPES:
            raise QueryError(
                f"The query {name} gives {parameter.name} the type {parameter.type}; take {_either(TYPES)}."
            )
    for line, marker, needed in (
        ("# VALUES", VALUES, parameters.keys() - {"limit"}),
        ("# LIMIT", LIMIT, parameters.keys() & {"limit"}),
    ):
        if needed and not marker.search(text):
            raise QueryError(
                f"The query {name} has no line `{line}` where the values of its parameters belong; add it."
            )
    for line in _BLOCK_LINE.findall(BLOCK.sub(lambda block: "" if block[2] in parameters else block[0], text)):
        raise QueryError(f"The query {name} has the line `{line}`; it takes a parameter, and a line `# END` below.")
    head = dict(_HEAD.findall(text))
    if head.get("group", GROUPS[0]) not in GROUPS:
        raise QueryError(f"The query {name} is in the group {head['group']}; take {_either(GROUPS)}.")
    pairs = {name: ((a, b), (b, a)) if kind == "pairs" else ((a, b),) for kind, name, a, b in _PAIR.findall(text)}
    for side in {side for directions in pairs.values() for side in directions[0]}:
        if side not in parameters or parameters[side].type != "actor" or parameters[side].default is not None:
            raise QueryError(f"The query {name} pairs {side}, which is no actor that must be given; declare it so.")
    return Query(name, text, parameters=parameters, pairs=pairs, **head)


def asks_store(query: Query, given: Mapping[str, str]) -> bool:
    """Whether the store must be asked who is meant by a parameter's value."""
    actors = {name for name, parameter in query.parameters.items() if parameter.type == "actor"}
    return any(fixed(given[name]) is None for name in actors & given.keys())


def bind(store: GraphStore | None, query: Query, given: Mapping[str, str]) -> str:
    """The query's text with a value for each parameter, as a serialised term: what was typed never becomes syntax.

    A parameter that is left free is left out, and no store is needed where ``asks_store`` says so. QueryError for a
    parameter that is unknown, missing or of the wrong type; AmbiguousName for an actor's name.
    """
    for name in given.keys() - query.parameters.keys():
        takes = f"it takes {', '.join(query.parameters)}" if query.parameters else "it takes none"
        raise MisaskedError(f"The query {query.name} has no parameter {name!r}; {takes}.")
    found = {name: _term(store, query, parameter, given.get(name)) for name, parameter in query.parameters.items()}
    terms = {name: term for name, term in found.items() if term is not None}
    limit = terms.pop("limit", "")
    asked = BLOCK.sub(lambda block: block[3] if (block[1] == "ONLY") == (block[2] in terms) else "", query.text)
    return LIMIT.sub(f"LIMIT {limit}", VALUES.sub(lambda _: _values(query, terms), asked))


def _values(query: Query, terms: Mapping[str, str]) -> str:
    """A VALUES clause with one row, and one for each pair with a row for each direction; nothing where all is free."""
    clauses = [_clause(tuple(terms), [tuple(terms.values())])] if terms else []
    for name, directions in query.pairs.items():
        pairs = (iri.pair(terms[one][1:-1], terms[other][1:-1]) for one, other in directions)
        clauses.append(_clause((name,), [(f"<{pair}>",) for pair in pairs]))
    return " ".join(clauses)


def _clause(names: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    heads = " ".join(f"?{name}" for name in names)
    values = " ".join(f"({' '.join(row)})" for row in rows)
    return f"VALUES ({heads}) {{ {values} }}"


def _term(store: GraphStore | None, query: Query, parameter: Parameter, given: str | None) -> str | None:
    """The value as a serialised term; None where the variable stays free."""
    value = parameter.default if given is None else given
    if value is None:
        raise MisaskedError(f"The query {query.name} needs {parameter.name}, {parameter.description}: {query.example}")
    if value == parameter.default == ANY:
        return None
    try:
        return TYPES["count" if parameter.name == "limit" else parameter.type](store, value)
    except ValueError as error:
        raise MisaskedError(f"The parameter {parameter.name} can't be {value!r}: {error}.") from None


def _actor(store: GraphStore | None, value: str) -> str:
    return _node(fixed(value) or resolve(_needed(store), value))


def _needed(store: GraphStore | None) -> GraphStore:
    if store is None:
        raise QueryError(
            "An actor's name can only be looked up in a store; name the store, or give an IRI or ISO code."
        )
    return store


def _happening(_: GraphStore | None, value: str) -> str:
    return _node(value if ":" in value else iri.PREFIXES["event"] + value.removeprefix("event/"))


def _node(value: str) -> str:
    try:
        return str(NamedNode(value))
    except ValueError:  # what the reader of IRIs says quotes the fault as it is
        raise ValueError("no IRI is written so") from None


def _code(_: GraphStore | None, value: str) -> str:
    return f"<{PLOVER.terms()[_one_of(ROOTS, value.upper())]}>"


def _status(_: GraphStore | None, value: str) -> str:
    return f"<{KG.terms()[_one_of(STATUSES, value.lower())]}>"


def _one_of(known: tuple[str, ...], value: str) -> str:
    if value not in known:
        raise ValueError(f"take {_either(get_close_matches(value, known) or known)}")
    return value


def _date(_: GraphStore | None, value: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value, re.ASCII):
        raise ValueError("a date is written 2024, 2024-03 or 2024-03-05")
    return str(Literal(value))


def _day(_: GraphStore | None, value: str) -> str:
    try:
        return str(rdf.date(date.fromisoformat(value).isoformat()))
    except ValueError:
        raise ValueError("a day is written 2024-03-05") from None


def _number(_: GraphStore | None, value: str) -> str:
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", value, re.ASCII):
        raise ValueError("a number is written 10, -2 or 0.5")
    return value


def _count(_: GraphStore | None, value: str) -> str:
    if not re.fullmatch(r"\d+", value, re.ASCII):
        raise ValueError("it must be a whole number, such as 10")
    return value


def _text(_: GraphStore | None, value: str) -> str:
    try:
        return str(Literal(value))
    except UnicodeEncodeError:
        raise ValueError("it holds half a character; write it in UTF-8") from None


def _either(names: Iterable[str]) -> str:
    *rest, last = names
    return f"{', '.join(rest)} or {last}" if rest else last


TYPES: dict[str, Callable[[GraphStore | None, str], str]] = {
    "actor": _actor, "happening": _happening, "event": _code, "status": _status, "date": _date, "day": _day,
    "text": _text, "number": _number, "count": _count,
}  # fmt: skip
