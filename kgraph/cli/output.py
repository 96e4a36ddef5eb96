"""Printing: tables for eyes, CSV and JSON for programs. What comes from texts never reaches the terminal as control."""

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from kgraph.iri import BASE, WIKIDATA

if TYPE_CHECKING:
    from rich.console import Console

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WHOLE, _SENTENCE = 24, 60  # characters
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
    """Print rows in one of the formats ``table``, ``csv`` and ``json``."""
    {"table": _table, "csv": _csv, "json": _json}[form](columns, list(rows), title, note)


def _table(columns: Sequence[str], rows: list[Row], title: str, note: str) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[number], int | float) for row in rows)
        longest = max((len(_short(clean(row[number]))) for row in rows), default=0)
        # short cells stay whole and names are kept narrow, so that the room goes to the sentences
        table.add_column(
            column.replace("_", " "), justify="right" if numeric else "left", overflow="fold",
            no_wrap=longest <= _WHOLE, max_width=_WHOLE if longest < _SENTENCE else None,
        )  # fmt: skip
    for row in rows:
        table.add_row(*(Text(_short(clean(value))) for value in row))
    out = console()
    if rows:
        out.print(table)
    else:
        out.print("Nothing found.")
    if note:
        out.print(Text(clean(note), style="dim"))


def _short(text: str) -> str:
    """An IRI of ours or of Wikidata without what all of them begin with; `kgraph show` takes it so."""
    return text.removeprefix(BASE) if text.startswith(BASE) else text.replace(WIKIDATA, "wd:")


def _csv(columns: Sequence[str], rows: list[Row], title: str, note: str) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    click.echo(buffer.getvalue(), nl=False)


def _json(columns: Sequence[str], rows: list[Row], title: str, note: str) -> None:
    records = [dict(zip(columns, row, strict=True)) for row in rows]
    click.echo(json.dumps(records, ensure_ascii=False, indent=2))


def line(text: str = "", **style: Any) -> None:
    """One line of our own words with values from texts made harmless."""
    click.echo(click.style(_CONTROL.sub("\ufffd", text), **style) if style else _CONTROL.sub("\ufffd", text))


def complain(text: str) -> None:
    """One line on standard error."""
    click.echo(f"kgraph: {_CONTROL.sub(chr(0xFFFD), text)}", err=True)
