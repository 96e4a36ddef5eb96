"""From what a text tells of itself to a ``Document``: one set of field names, whatever the format."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

import kgraph.sources.dates as dates
import kgraph.sources.plain as plain
from kgraph import iri
from kgraph.errors import SourceError
from kgraph.model import Document
from kgraph.sources.entries import Entry, clean

FIELDS = {
    "id": ("id",),
    "text": ("text", "body", "content"),
    "title": ("title",),
    "date": ("date",),
    "source": ("source", "publisher"),
    "url": ("url",),
}
_YEAR = len("2024")
SURROGATE = re.compile("[\ud800-\udfff]")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What to take where a text tells nothing of its own; SourceError for a date that cannot be read."""

    date: str | None = None
    title: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        known = dates.normalise(self.date) if self.date else None
        if self.date and not known:
            raise SourceError(f"{self.date!r} is no date; write it as 2024-10-09, 2024-10 or 2024")
        if self.date and known and len(known) == _YEAR and self.date.strip() != known:
            raise SourceError(f"{self.date!r} may be more than one day; write it as 2024-10-09, 2024-10 or 2024")
        object.__setattr__(self, "date", known)


@dataclass(frozen=True, slots=True)
class Record:
    """One text as found: ``where`` names it in errors, ``fields`` are its values under names of ``FIELDS``.

    ``number`` is its line or place within a file of many, None where the file is the text.
    """

    where: str
    fields: Mapping[str, object]
    number: int | None = None


def document(record: Record, entry: Entry, defaults: Defaults) -> Document:
    """The document that ``record`` of ``entry`` is; SourceError where it holds no text, or too much."""
    values = {str(name).strip().casefold(): value for name, value in record.fields.items()}
    text = _text(record.where, values)
    told = {name: _told(values, name) for name in FIELDS if name != "text"}
    name, origin = _names(entry, record, told["id"], text)
    address = told["url"] or ""
    return Document(
        id=name,
        text=text,
        title=told["title"] or defaults.title,
        date=dates.normalise(told["date"] or "") or _date_of_name(entry) or defaults.date,
        source=told["source"] or defaults.source,
        url=address if _ADDRESS.fullmatch(address) else None,
        origin=origin,
    )


def _names(entry: Entry, record: Record, told: str | None, text: str) -> tuple[str, str]:
    """Id and origin; a record without an id of its own goes by its number."""
    if entry.format == "stdin":
        name = f"stdin-{iri.digest(text, length=8)}"
        return told or name, name
    if record.number is None:
        return told or entry.name, clean(entry.origin)
    return told or f"{entry.name}#{record.number}", f"{clean(entry.origin)}#{told or record.number}"


def _text(where: str, values: Mapping[str, object]) -> str:
    found = (values.get(name) for name in FIELDS["text"])
    text = next((value for value in found if isinstance(value, str) and value.strip()), None)
    if text is None:
        raise SourceError(f"{where}: holds no text; fill it or leave it out")
    if "\0" in text:
        raise plain.not_text(where)
    if len(text) > plain.LIMIT:
        raise plain.too_large(where)
    return SURROGATE.sub("\ufffd", text)


def _told(values: Mapping[str, object], name: str) -> str | None:
    """The first of the field's names that holds a word or number."""
    found = (values.get(synonym) for synonym in FIELDS[name])
    words = (clean(" ".join(str(value).split())) for value in found if isinstance(value, str | int | float))
    return next(filter(None, words), None)


def _date_of_name(entry: Entry) -> str | None:
    on_disk = entry.format not in ("url", "stdin")
    return dates.from_name(PurePath(entry.name).name) if on_disk else None
