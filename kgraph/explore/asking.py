"""The packaged questions as forms: their parameters as typed fields, and the address that asks one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qsl, urlencode

from kgraph.bind import ANY, GROUPS, TYPES, Parameter
from kgraph.explore.events import Events
from kgraph.explore.names import BETWEEN, names
from kgraph.query import Query, library
from kgraph.vocab import ROOTS, STATUSES

LONGEST = 16_000  # characters of an address: more than any packaged question has, and servers take as much
SUGGESTED = 1000  # actors
_CHOICES = {"event": ROOTS, "status": STATUSES}
_HINTS = {
    "actor": "a name, an ISO code or an IRI",
    "date": "such as 2024, 2024-03 or 2024-03-05",
    "happening": "as it stands in answers",
}
_FREE = {ANY: "any", "0001": "from the beginning", "9999": "to the end"}
_BOUNDS = {"limit": (1.0, 100_000.0), "count": (0.0, None), "number": (None, None)}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as somebody fills it in.

    ``value`` stands in it from the beginning, ``free`` says what it means to leave it empty; it is empty where a value
    must be given. ``choices`` are all values that there are, none where any may be typed; numbers lie between ``least``
    and ``most``.
    """

    name: str
    kind: str
    label: str
    hint: str
    required: bool
    value: str
    free: str
    choices: tuple[str, ...]
    least: float | None
    most: float | None


def groups() -> dict[str, list[Query]]:
    """The packaged questions by group, in the order in which the groups are told elsewhere."""
    return {group: [query for query in library().values() if query.group == group] for group in GROUPS}


def fields(query: Query) -> list[Field]:
    """What a question's form asks for."""
    return [_field(parameter) for parameter in query.parameters.values()]


def _field(parameter: Parameter) -> Field:
    default = parameter.default
    least, most = _BOUNDS.get("limit" if parameter.name == "limit" else parameter.type, (None, None))
    return Field(
        name=parameter.name, kind=parameter.type, label=parameter.description[:1].upper() + parameter.description[1:],
        hint=_HINTS.get(parameter.type, ""), required=default is None,
        value="" if default is None or default in _FREE else default, free=_FREE.get(default or "", ""),
        choices=_CHOICES.get(parameter.type, ()), least=least, most=most,
    )  # fmt: skip


def fault(field: Field, value: str) -> str | None:
    """What is wrong with a value as far as can be said without the graph, as a sentence."""
    if not value.strip():
        return "Give a value here." if field.required else None
    if field.kind == "actor":
        return None
    try:
        TYPES[field.kind](None, value.strip())
    except ValueError as error:
        return f"{str(error)[:1].upper()}{str(error)[1:]}."
    if field.least is not None and float(value) < field.least:
        return f"Take {field.least:,.0f} or more."
    if field.most is not None and float(value) > field.most:
        return f"Take {field.most:,.0f} or less."
    return None


def given(address: str) -> dict[str, str]:
    """The values that the query part of an address tells; an empty one is none."""
    return {name: value.strip() for name, value in parse_qsl(address) if value.strip()}


def told(query: Query, values: Mapping[str, str]) -> dict[str, str]:
    """The values without those that a question has anyway, in the order of its parameters; unknown ones at the end."""
    usual = {field.name: field.value for field in fields(query)}
    order = [*usual, *(name for name in values if name not in usual)]
    return {name: values[name] for name in order if values.get(name, "") not in {"", usual.get(name, "")}}


def address(query: Query, values: Mapping[str, str]) -> str:
    """Where a question with these values is asked."""
    asked = urlencode(told(query, values))
    return f"/questions/{query.name}" + (f"?{asked}" if asked else "")


def complete(query: Query, values: Mapping[str, str]) -> bool:
    """Whether all that must be given is given."""
    return all(values.get(field.name) for field in fields(query) if field.required)


def editing(sparql: str) -> str | None:
    """Where a query of one's own is opened; None where it is too long for an address."""
    return _within(f"/editor?{urlencode({'query': sparql})}")


def download(sparql: str, form: str) -> str | None:
    """Where the whole answer to a query is fetched in a form (csv, json, turtle); None where that is too long."""
    return _within(f"/sparql?{urlencode({'query': sparql, 'format': form})}")


def _within(address: str) -> str | None:
    return address if len(address) <= LONGEST else None


def suggestions(events: Events) -> list[tuple[str, str]]:
    """Who may be meant in a form: what to type, and other names by which one finds it; the most active first.

    An actor whose name others bear too is told by its IRI.
    """
    bearers = Counter(actor.name for actor in events.actors)
    return [_suggestion(node, known, bearers) for node, known in islice(names(events).items(), SUGGESTED)]


def _suggestion(node: str, known: str, bearers: Mapping[str, int]) -> tuple[str, str]:
    name, _, others = known.partition(BETWEEN)
    return (name, others) if bearers[name] <= 1 else (node, known)
