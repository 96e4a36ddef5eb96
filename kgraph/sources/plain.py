"""From bytes to text: encodings, newlines and the size limit."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from kgraph.errors import SourceError
from kgraph.sources.entries import Entry, Format

LIMIT = 20_000_000  # bytes of a file or page, characters of a record
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CODES = {"idna", "punycode", "raw_unicode_escape", "unicode_escape", "utf_7"}  # of Python's that no page is written in
_WEB_NAMES = {"iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252"}  # as browsers do


@dataclass(frozen=True, slots=True)
class Blob:
    """A whole file or page as bytes; ``url`` is where a page was found in the end, ``charset`` what it declares."""

    name: str
    format: Format
    data: bytes
    url: str | None = None
    charset: str | None = None


def decode(blob: Blob, charset: str | None = None) -> str:
    """The text of ``blob`` without byte order mark, newlines as ``\\n``; SourceError where it is not text.

    Tried in turn: the byte order mark, UTF-8, the encoding the page declares (its own or ``charset``).
    """
    for name in (_marked(blob.data) or "utf-8", blob.charset, charset):
        try:
            text = _decoded(blob.data, _WEB_NAMES.get(name.lower(), name)) if name else "\0"
        except (LookupError, ValueError):
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise not_text(blob.name)


def _decoded(data: bytes, encoding: str) -> str:
    if codecs.lookup(encoding).name.replace("-", "_") in _CODES:  # some take time by the square of the length
        raise LookupError(encoding)
    return data.decode(encoding)


def whole(handle: BinaryIO, name: str) -> bytes:
    """All bytes of ``handle``; SourceError beyond the limit."""
    data = handle.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise too_large(name)
    return data


@contextmanager
def opened(entry: Entry, newline: str | None = None) -> Iterator[TextIO]:
    """The file behind ``entry`` for reading line by line; bytes that are not UTF-8 come as lone surrogates."""
    with Path(entry.origin).open("rb") as handle:
        head = handle.peek(1)
        encoding = _marked(head) or "utf-8"
        if encoding != "utf-16" and b"\0" in head:
            raise not_text(entry.name)
        try:
            yield io.TextIOWrapper(handle, encoding, errors="surrogateescape", newline=newline)
        except UnicodeDecodeError:
            raise not_text(entry.name) from None


def lines(handle: TextIO) -> Iterator[str]:
    """The lines of ``handle``; one beyond the limit comes cut to ``LIMIT + 1`` characters, its rest is passed over."""
    while line := handle.readline(LIMIT + 1):
        yield line
        while len(line) > LIMIT and not line.endswith(("\n", "\r")):
            line = handle.readline(LIMIT + 1)


def not_text(where: str) -> SourceError:
    """The error for bytes that no encoding fits."""
    return SourceError(f"{where}: is not text in UTF-8; convert it to UTF-8, e.g. with iconv")


def too_large(where: str) -> SourceError:
    """The error for what is beyond the limit."""
    return SourceError(f"{where}: is larger than {LIMIT / 1e6:g} MB; split it into smaller texts")


def _marked(data: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), None)
