"""RSS and Atom feeds: each entry with a text of its own is a record."""

import io
from collections.abc import Iterator
from typing import Any

import kgraph.sources.markup as markup
from kgraph.errors import SourceError
from kgraph.sources.document import Record
from kgraph.sources.plain import Blob

LIMIT = 5_000_000  # bytes of a feed: what is broken is read at a tenth of a megabyte a second


def feed(blob: Blob) -> Iterator[Record]:
    """The entries of an RSS or Atom feed, in its order; SourceError where ``blob`` is no feed or has none."""
    import feedparser

    if len(blob.data) > LIMIT:
        raise SourceError(f"{blob.name}: is larger than {LIMIT / 1e6:g} MB, too large for a feed; read its pages")
    try:
        found = feedparser.parse(io.BytesIO(blob.data))  # a stream: bytes might be taken for a path or an address
    except (AssertionError, ValueError, RecursionError):
        raise SourceError(f"{blob.name}: is too broken to be read as a feed; have its publisher mend it") from None
    if not found.entries:
        raise SourceError(f"{blob.name}: is no RSS or Atom feed with entries; check the address or file")
    publisher = markup.words(found.feed.get("title", ""))
    for number, entry in enumerate(found.entries, 1):
        yield Record(f"{blob.name} entry {number}", {**_facts(entry), "source": publisher}, number)


def _facts(entry: Any) -> dict[str, object]:
    return {
        "id": entry.get("id") or entry.get("link"),
        "text": _text(entry),
        "title": markup.words(entry.get("title", "")),
        "date": entry.get("published") or entry.get("updated"),
        "url": entry.get("link"),
    }


def _text(entry: Any) -> str:
    """The whole content where the feed carries it, else the summary."""
    parts: list[dict[str, Any]] = [*entry.get("content", ()), entry.get("summary_detail", {})]
    part = next((part for part in parts if part.get("value")), parts[-1])
    value = str(part.get("value", ""))
    return value.strip() if part.get("type") == "text/plain" else markup.words(value)
