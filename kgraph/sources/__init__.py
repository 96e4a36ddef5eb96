"""Reading texts, wherever they are, into documents: files, folders, pages, feeds, standard input.

>>> from kgraph import sources
>>> for entry in sources.find(["news/", "https://example.org/feed"]):  # doctest: +SKIP
...     for document in sources.load(entry):
...         print(document)
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kgraph.errors import SourceError
from kgraph.model import Document
from kgraph.sources import feeds, markup, records
from kgraph.sources.document import Defaults, Record, document
from kgraph.sources.entries import Entry, Format, find
from kgraph.sources.plain import Blob, whole

__all__ = ["Defaults", "Entry", "documents", "find", "load", "read", "within"]

_NOTHING = Defaults()
_LINE_BY_LINE: dict[Format, Callable[[Entry], Iterator[Record | SourceError]]] = {
    "jsonl": records.jsonl,
    "csv": records.table,
}
_WHOLE: dict[Format, Callable[[Blob], Iterator[Record]]] = {
    "text": markup.text,
    "html": markup.page,
    "feed": feeds.feed,
}


def load(entry: Entry, defaults: Defaults = _NOTHING) -> Iterator[Document | SourceError]:
    """The documents of ``entry``; what cannot be read comes as an error in its place, and the rest goes on."""
    yield from documents(_records(entry), entry, defaults)


def documents(
    found: Iterable[Record | SourceError], entry: Entry, defaults: Defaults = _NOTHING
) -> Iterator[Document | SourceError]:
    """The documents that the records found in ``entry`` are; no two of them have the same id."""
    seen: set[str] = set()
    for record in found:
        yield record if isinstance(record, SourceError) else _document(record, entry, defaults, seen)


def within(blob: Blob) -> Iterator[Record | SourceError]:
    """What a page, feed or text holds; an error that ends the reading is the last item."""
    try:
        yield from _WHOLE[blob.format](blob)
    except SourceError as error:
        yield error


def read(
    *sources: str, date: str | None = None, title: str | None = None, source: str | None = None
) -> Iterator[Document]:
    """The documents of ``sources``; the keywords as in ``Defaults``. Raises the first SourceError met."""
    defaults = Defaults(date=date, title=title, source=source)
    for entry in find(sources):
        for item in load(entry, defaults):
            if isinstance(item, SourceError):
                raise item
            yield item


def _document(record: Record, entry: Entry, defaults: Defaults, seen: set[str]) -> Document | SourceError:
    try:
        found = document(record, entry, defaults)
    except SourceError as error:
        return error
    if found.id in seen:  # the second would replace the first in the store
        return SourceError(f"{record.where}: the id {found.id!r} is taken by an earlier record; give it one of its own")
    seen.add(found.id)
    return found


def _records(entry: Entry) -> Iterator[Record | SourceError]:
    """What ``entry`` holds; an error that ends the reading is the last item."""
    try:
        if entry.error:
            yield entry.error
        elif entry.format in _LINE_BY_LINE:
            yield from _LINE_BY_LINE[entry.format](entry)
        else:
            yield from within(_blob(entry))
    except SourceError as error:
        yield error
    except OSError as error:
        what = "its permissions" if isinstance(error, PermissionError) else "that it is still there"
        yield SourceError(f"{entry.name}: cannot be read ({error.strerror or error}); check {what}")


def _blob(entry: Entry) -> Blob:
    if entry.format == "url":
        from kgraph.sources import fetch

        return fetch.fetch(entry.origin)
    if entry.format == "stdin":
        return Blob("standard input", "text", whole(sys.stdin.buffer, "standard input"))
    with Path(entry.origin).open("rb") as handle:
        return Blob(entry.name, entry.format, whole(handle, entry.name))
