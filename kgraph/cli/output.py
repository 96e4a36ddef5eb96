"""Printing: tables for eyes, CSV and JSON for programs. What comes from texts never reaches the terminal as control."""

import codecs
import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import click

from kgraph.cli.options import SAFE_CELLS
from kgraph.errors import KgraphError
from kgraph.iri import BASE, WIKIDATA

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer
    from rich.console import Console

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WHOLE, _SENTENCE = 25, 60  # characters
Row = Sequence[Any]


def clean(value: object) -> str:
    """A value as plain text: control characters replaced, nothing interpreted."""
    if value is None:
        return ""
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return _CONTROL.sub("\ufffd", text)


def console(stderr: bool = False) -> "Console":
    """A rich console; in a pipe as wide as the longest line needs, so that nothing is cut."""
    from rich.console import Console

    terminal = (sys.stderr if stderr else sys.stdout).isatty()
    return Console(stderr=stderr, width=None if terminal else 160, highlight=False, soft_wrap=False, emoji=False)


def show(form: str, columns: Sequence[str], rows: Iterable[Row], title: str = "", note: str = "") -> None:
    """Print rows in one of the formats ``table``, ``csv``, ``json`` and ``parquet``."""
    if form != "csv" and safe_cells():
        raise click.UsageError("Only CSV has cells to make safe; leave --safe-cells out, or take --format csv.")
    {"table": _table, "csv": _csv, "json": _json, "parquet": _parquet}[form](columns, list(rows), title, note)


def _table(columns: Sequence[str], rows: list[Row], title: str, note: str) -> None:
    from rich.text import Text

    out = console()
    cells = [[_short(clean(value)) for value in row] for row in rows]
    longest = [max((len(row[n]) for row in cells), default=0) for n in range(len(columns))]
    numeric = [bool(rows) and all(isinstance(row[n], int | float | None) for row in rows) for n in range(len(columns))]
    heads = [column.replace("_", " ") for column in columns]
    needed = sum(3 + max(len(head), min(width, _WHOLE)) for head, width in zip(heads, longest, strict=True))
    if title and rows:
        out.print(Text(title, style="bold"))
    if not rows:
        out.print("Nothing found.")
    elif needed > out.width:
        _expanded(out, heads, cells)
    else:
        _grid(out, heads, cells, longest, numeric)
    if note:
        out.print(Text(clean(note), style="dim"))


def _grid(out: "Console", heads: list[str], cells: list[list[str]], longest: list[int], numeric: list[bool]) -> None:
    """A line a row; short cells stay whole and names are kept narrow, so that the room goes to the sentences."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head, width, right in zip(heads, longest, numeric, strict=True):
        table.add_column(
            head, justify="right" if right else "left", overflow="fold", no_wrap=width <= _WHOLE,
            max_width=_WHOLE if width < _SENTENCE else None,
        )  # fmt: skip
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    out.print(table)


def _expanded(out: "Console", heads: list[str], cells: list[list[str]]) -> None:
    """A block a row and a line a cell, where the terminal is too narrow for a line a row."""
    from rich.table import Table
    from rich.text import Text

    for row in cells:
        block = Table.grid(padding=(0, 2))
        for head, cell in zip(heads, row, strict=True):
            if cell:
                block.add_row(Text(head, style="dim"), Text(cell))
        out.print(block)
        out.print()


def _short(text: str) -> str:
    """An IRI of ours or of Wikidata without what all of them begin with; `kgraph show` takes it so."""
    return text.removeprefix(BASE) if text.startswith(BASE) else text.replace(WIKIDATA, "wd:")


def _csv(columns: Sequence[str], rows: list[Row], title: str, note: str) -> None:
    from kgraph.export.sheets import safe

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(map(safe, rows) if safe_cells() else rows)
    data(buffer.getvalue())


def safe_cells() -> bool:
    """Whether the command that runs was given ``--safe-cells``."""
    context = click.get_current_context(silent=True)
    return context is not None and context.meta.get(SAFE_CELLS, False)


def _json(columns: Sequence[str], rows: list[Row], title: str, note: str) -> None:
    records = [dict(zip(columns, row, strict=True)) for row in rows]
    data(json.dumps(records, ensure_ascii=False, indent=2) + "\n")


def _parquet(columns: Sequence[str], rows: list[Row], title: str, note: str) -> None:
    from kgraph.export.sheets import parquet_rows

    kinds = {column: _kind([row[number] for row in rows]) for number, column in enumerate(columns)}
    typed = (tuple(None if v is None else kinds[c](v) for c, v in zip(columns, row, strict=True)) for row in rows)
    with stream("parquet") as out:
        parquet_rows(kinds, typed, out)


def _kind(values: Sequence[Any]) -> type:
    """The type that a column's values have in common; numbers of both kinds are decimals."""
    kinds = {type(value) for value in values if value is not None}
    return next((kind for kind in (int, float) if kinds and kinds <= {int, kind}), str)


def line(text: str = "", **style: Any) -> None:
    """One line of our own words with values from texts made harmless."""
    click.echo(click.style(_CONTROL.sub("\ufffd", text), **style) if style else _CONTROL.sub("\ufffd", text))


def data(text: str) -> None:
    """Text for programs: true in a pipe or a file, made harmless where it goes to a terminal."""
    click.echo(_CONTROL.sub("\ufffd", text) if sys.stdout.isatty() else text, nl=False)


@contextmanager
def stream(form: str) -> Iterator[IO[bytes]]:
    """Standard output for a file's bytes: true in a pipe or a file, made harmless where it goes to a terminal."""
    if not sys.stdout.isatty():
        yield sys.stdout.buffer
        return
    if form == "parquet":
        raise KgraphError("Parquet is no text to look at; send it to a file: `kgraph ... > table.parquet`.")
    with io.BufferedWriter(_Terminal()) as out:
        yield out


class _Terminal(io.RawIOBase):
    """Takes UTF-8 and shows it."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def writable(self) -> bool:
        return True

    def write(self, data: "ReadableBuffer", /) -> int:
        click.echo(_CONTROL.sub("\ufffd", self._decoder.decode(bytes(data))), nl=False)
        return memoryview(data).nbytes


def complain(text: str) -> None:
    """One line on standard error."""
    click.echo(f"kgraph: {_CONTROL.sub(chr(0xFFFD), text)}", err=True)
