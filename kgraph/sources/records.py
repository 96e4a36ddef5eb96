"""Files of many texts: JSON Lines and CSV, read line by line, so that they may be larger than memory.

Values are kept as the file's format spells them, newlines included: offsets count from what a JSON or CSV reader gives.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from textwrap import shorten
from typing import Any

import kgraph.sources.plain as plain
from kgraph.errors import SourceError
from kgraph.sources.document import FIELDS, Record
from kgraph.sources.entries import Entry, clean

_TOLD = 200  # characters of field names that an error tells
_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # how ``plain.opened`` hands on bytes that are not UTF-8


def jsonl(entry: Entry) -> Iterator[Record | SourceError]:
    """One JSON object a line; a broken line is an error of its own and the rest goes on."""
    empty = True
    with plain.opened(entry) as handle:
        for number, line in enumerate(plain.lines(handle), 1):
            if line.strip():
                empty = False
                yield _parsed(line, f"{entry.name} line {number}", number)
    if empty:
        yield _no_records(entry)


def table(entry: Entry) -> Iterator[Record | SourceError]:
    """CSV with a header; the delimiter (comma, semicolon or tab) is the one the header uses most."""
    csv.field_size_limit(plain.LIMIT)
    with plain.opened(entry, newline="") as handle:
        lines = _uncut(plain.lines(handle), entry.name)
        first = next(lines, "")
        reader = csv.reader(chain([first], lines), delimiter=max(",;\t", key=first.count))
        _, header = next(_numbered(reader, entry.name), (1, []))
        if fault := _without_text(entry.name, header):
            raise fault
        yield from _rows(reader, header, entry)


def _parsed(line: str, where: str, number: int) -> Record | SourceError:
    if len(line) > plain.LIMIT:
        return plain.too_large(where)
    if _NOT_UTF8.search(line):
        return plain.not_text(where)
    try:
        fields = json.loads(line.rstrip("\n"))
    except json.JSONDecodeError as error:
        return SourceError(f"{where}: not valid JSON ({error.msg}, column {error.colno}); mend or remove the line")
    except (ValueError, RecursionError):
        return SourceError(f"{where}: JSON too large a number or too deep to read; mend or remove the line")
    if not isinstance(fields, dict):
        return SourceError(f"{where}: not a JSON object; write each text as one object a line")
    return _without_text(where, fields) or Record(where, fields, number)


def _rows(reader: Any, header: list[str], entry: Entry) -> Iterator[Record | SourceError]:
    empty = True
    for number, row in _numbered(reader, entry.name):
        where = f"{entry.name} line {number}"
        empty = False
        if any(_NOT_UTF8.search(value) for value in row):
            yield plain.not_text(where)
        else:
            yield Record(where, dict(zip(header, row, strict=False)), number)
    if empty:
        yield _no_records(entry)


def _numbered(reader: Any, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line it begins on; SourceError where no row can be made out."""
    number = reader.line_num + 1
    try:
        for row in reader:
            if row:
                yield number, row
            number = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(f"{name} line {number}: not valid CSV ({error}); mend it, the rest was not read") from None


def _uncut(lines: Iterable[str], name: str) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if len(line) > plain.LIMIT:
            raise plain.too_large(f"{name} line {number}")
        yield line


def _without_text(where: str, names: Iterable[str]) -> SourceError | None:
    """The error for fields among which none holds the text."""
    if {name.strip().casefold() for name in names} & set(FIELDS["text"]):
        return None
    told = ", ".join(name[:_TOLD] for name in islice(names, _TOLD))
    found = clean(shorten(told, _TOLD)) or "none"
    return SourceError(f"{where}: no field named {', '.join(FIELDS['text'])} (found: {found}); rename the one to read")


def _no_records(entry: Entry) -> SourceError:
    return SourceError(f"{entry.name}: holds no records; fill it or leave it out")
