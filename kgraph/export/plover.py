"""Event records with the field names of the PLOVER manual (version 0.7b1, chapter "JSON Data Fields"), one a line.

Only what is told as having happened is an event there. Fields that the manual does not have come last in a record.
"""

import calendar
import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

import pycountry

from kgraph.export.tables import documents, events, when
from kgraph.model import Claim, Document, Party, PartyKind, Place, Value
from kgraph.store import GraphStore
from kgraph.vocab import plover

QUADS = {"verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3, "material conflict": 4}
SIZES = {"killed": "dead", "wounded": "injured", "arrested": "arrested"}
STATELESS: dict[PartyKind, str] = {"igo": "IGO", "armed-group": "IMG"}  # the manual's codes for those of no country


def records(store: GraphStore, out: IO[bytes]) -> None:
    """JSON Lines, sorted by document and place in the text."""
    event_of = events(store)
    for document, found in documents(store):
        for node, claim in found.items():
            if claim.status == "actual":
                record = _record(document, node, event_of.get(node), claim)
                out.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")


def _record(document: Document, node: str, event: str | None, claim: Claim) -> dict[str, Any]:
    first, last = _days(when(document, claim))
    return _filled({
        "id": node,
        "has_event": True,
        "date": first,
        "enddate": last if last != first else None,
        "source": _actors(claim.actors),
        "recipient": _actors(claim.recipients),
        "event": [claim.event],
        "event_loc": _location(claim.place),
        "event_text": [claim.trigger.text],
        "quad_code": QUADS[plover()[claim.event or "", claim.mode].quad],
        "event_scale": claim.score,
        "mode": claim.mode,
        "size_info": dict(_sizes(claim.values)),
        "link": event,
        "text": claim.sentence.text,
        "text_info": {"start": claim.sentence.start, "end": claim.sentence.end},
        "cite_info": _filled({
            "citation": document.id, "url": document.url, "title": document.title, "publication": document.source,
            "date": document.date, "coder": "kgraph",
        }),
        "attributed_to": _actors(claim.attributed_to),
        "confidence": claim.confidence,
        "rule": claim.rule,
    }) | {"source": _actors(claim.actors), "date": first}  # fmt: skip  # both are required


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def _days(date: str | None) -> tuple[str | None, str | None]:
    """The first and the last day of a day, month or year."""
    if date is None or len(date) == len("2024-03-05"):
        return date, date
    if len(date) == len("2024-03"):
        year, month = map(int, date.split("-"))
        return f"{date}-01", f"{date}-{calendar.monthrange(year, month)[1]:02}"
    return f"{date}-01-01", f"{date}-12-31"


def _actors(parties: Iterable[Party]) -> list[dict[str, Any]]:
    return [
        _filled({
            "code": party.country or STATELESS.get(party.kind), "actor_text": party.text, "identifier_id": party.id,
            "identifier_text": party.name,
        })
        for party in parties
    ]  # fmt: skip


def _location(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    country = pycountry.countries.get(alpha_3=place.country) if place.country else None
    return _filled({
        "name": place.name, "latitude": place.lat, "longitude": place.lon,
        "country code": country.alpha_2 if country else None, "cc3": place.country,
    })  # fmt: skip


def _sizes(values: Iterable[Value]) -> Iterator[tuple[str, int | float]]:
    """The first number of each kind that the manual has a field for."""
    for value in reversed(tuple(values)):
        if value.what in SIZES and value.number is not None:
            yield SIZES[value.what], value.number
