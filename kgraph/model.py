"""The plain frozen values that travel through kgraph: documents, parties, claims.

A claim's record (``Claim.record``) is the output contract of ``kgraph extract --format jsonl``; its field names are
stable.
"""

from dataclasses import dataclass, fields
from typing import Any, Literal, Self

Kind = Literal["event", "office", "relation"]
PartyKind = Literal["state", "person", "igo", "armed-group", "organisation", "people"]
Status = Literal["actual", "planned", "requested", "hypothetical", "negated"]


@dataclass(frozen=True, slots=True)
class Document:
    """One text with what is known about it.

    ``id`` is the file's name or the record's own id, ``date`` an ISO date (publication), ``source`` the publisher,
    ``origin`` the absolute path or the address it was read from: the same origin read again is the same document.
    """

    id: str
    text: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text: character offsets, end exclusive."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Party:
    """Someone who acts, is acted upon or speaks, and the words it was read from.

    ``id`` is an IRI; ``country`` the ISO 3166-1 alpha-3 code of the state it is or acts for; ``why`` says in a few
    words how the reading came about.
    """

    id: str
    name: str
    kind: PartyKind
    country: str | None
    text: str
    start: int
    end: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened; WGS84 degrees where known."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Value:
    """A figure that a claim tells, with its words.

    ``what`` it counts: killed, wounded, displaced, arrested, troops, amount … ``number`` is None where the words give
    none ("dozens"), ``upper`` the end of a range; ``unit`` the ISO 4217 code of an amount; ``qualifier`` "at least",
    "at most" or "about".
    """

    what: str
    number: int | float | None
    upper: int | float | None
    unit: str | None
    qualifier: str | None
    text: str
    start: int
    end: int

    @property
    def summary(self) -> str:
        """What and how many, in short: "killed at least 14", "amount 300000000 USD"; the words where no number is."""
        figure = self.text if self.number is None else f"{self.number}–{self.upper}" if self.upper else f"{self.number}"
        return " ".join(filter(None, (self.what, self.qualifier, figure, self.unit)))


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence says: an event, an office held, or a lasting relation.

    ``date_why`` says how the date was found where its own words don't tell it whole.
    """

    doc: str
    kind: Kind
    sentence: Span
    trigger: Span
    confidence: float
    rule: str
    event: str | None = None
    mode: str | None = None
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    attributed_to: tuple[Party, ...] = ()
    status: Status | None = None
    date: str | None = None
    date_text: str | None = None
    date_why: str | None = None
    place: Place | None = None
    values: tuple[Value, ...] = ()
    score: float | None = None
    person: Party | None = None
    office: str | None = None
    of: Party | None = None
    relation: str | None = None
    parties: tuple[Party, ...] = ()

    @property
    def record(self) -> dict[str, Any]:
        """The claim as JSON-ready values; fields of other kinds of claim are left out."""
        return {name: _plain(getattr(self, name)) for name in _FIELDS[self.kind]}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Self:
        """The claim that ``record`` describes; raises KeyError or TypeError where a field is missing or unknown."""
        values = dict(record)
        for name in ("sentence", "trigger"):
            values[name] = Span(**values[name])
        for name in ("actors", "recipients", "attributed_to", "parties"):
            values[name] = tuple(Party(**party) for party in values.get(name, ()))
        for name in ("person", "of"):
            values[name] = Party(**values[name]) if values.get(name) else None
        values["place"] = Place(**values["place"]) if values.get("place") else None
        values["values"] = tuple(Value(**value) for value in values.get("values", ()))
        return cls(**values)


_COMMON = ("doc", "kind", "sentence", "trigger")
_FIELDS: dict[Kind, tuple[str, ...]] = {
    "event": (
        *_COMMON, "event", "mode", "actors", "recipients", "attributed_to", "status", "date", "date_text",
        "date_why", "place", "values", "score", "confidence", "rule",
    ),
    "office": (*_COMMON, "person", "office", "of", "attributed_to", "confidence", "rule"),
    "relation": (*_COMMON, "relation", "parties", "attributed_to", "confidence", "rule"),
}  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Span | Party | Place | Value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return value
