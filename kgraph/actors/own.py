"""A user's own tables of actors, kept in the configuration folder and laid over the packaged ones.

A table is a CSV file in one of two shapes, told apart by its header:

- holders of offices, as ``data/actors/leaders.csv``: ``name``, ``country`` (ISO alpha-3 code, or the body's name) and
  ``office``, and where known ``aliases``, ``gender`` (m, f), ``start``, ``end``, ``wikidata`` and ``source``;
- anybody else, as ``data/actors/organisations.csv``: ``name`` and ``kind``, and where known ``aliases``, ``country``
  and ``source``. A row of the kind "state" gives the state of that code more names.

Aliases are parted by "|"; "=Petrov" is a surname that means its bearer without any first name.
"""

import csv
import io
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

import click

from kgraph.actors import tables
from kgraph.errors import TableError
from kgraph.isodate import is_date
from kgraph.model import PartyKind

Row = dict[str, str]
OFFICES = ("name", "aliases", "gender", "country", "office", "start", "end", "wikidata", "source")
ACTORS = ("name", "kind", "aliases", "country", "source")
_KINDS = get_args(PartyKind)
_CODE = re.compile(r"[A-Z]{3}")
_NUMBER = re.compile(r"(?:Q[1-9]\d*)?")
_NAME = re.compile(r"\w[\w .-]*")
_SHORTEST = 2  # characters of a name


@dataclass(frozen=True, slots=True)
class Table:
    """A user's table: its name, which columns it has in full (``OFFICES`` or ``ACTORS``), and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def label(self) -> str:
        """How actors tell that they are from this table."""
        return f"own/{self.name}.csv"

    @property
    def holds_offices(self) -> bool:
        """Whether its rows are terms of office."""
        return self.columns == OFFICES


def folder() -> Path:
    """Where the tables are: ``actors`` in ``KGRAPH_CONFIG``, or in ``kgraph`` among the user's configuration."""
    return Path(os.environ.get("KGRAPH_CONFIG") or click.get_app_dir("kgraph")) / "actors"


def stored() -> list[Path]:
    """The files of the user's tables, by name."""
    return sorted(folder().glob("*.csv"))


def all_tables() -> Iterator[Table]:
    """The tables, by name; a broken one is passed over with a sentence on standard error."""
    for path in stored():
        try:
            yield read(path)
        except TableError as error:
            print(f"kgraph: A table of yours counts for nothing till it is mended: {error}", file=sys.stderr)


def read(path: Path) -> Table:
    """The table in a file, checked; TableError names the line and the column of the first fault."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TableError(f"The table {path.name} can't be read ({error.strerror}); check its path.") from None
    except UnicodeDecodeError:
        raise TableError(f"The table {path.name} is not UTF-8 text; save it as CSV in UTF-8.") from None
    return parse(text, path.name)


def parse(text: str, name: str) -> Table:
    """The table in a CSV text; ``name`` is the file's."""
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [column.strip() for column in next(lines, [])]
        columns = _shape(header, name)
        rows = [_row(header, cells, columns, f"{name} line {lines.line_num}") for cells in lines if any(cells)]
    except csv.Error as error:
        raise TableError(f"{name} line {lines.line_num} is not CSV ({error}); mend the line.") from None
    if not rows:
        raise TableError(f"{name} has no rows; give at least one under its header.")
    return Table(Path(name).stem, columns, tuple(rows))


def keep(name: str, text: str) -> Path:
    """Write a table under its name, in one step: a fault midway leaves an older one as it was."""
    if not _NAME.fullmatch(name):
        raise TableError(f"{name!r} can't be a table's name; take letters, digits, blanks, dots and hyphens.")
    target = folder() / f"{name}.csv"
    scratch = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(scratch).replace(target)
    except OSError as error:
        if scratch:
            with suppress(OSError):
                Path(scratch).unlink(missing_ok=True)
        raise TableError(
            f"The table {name} can't be written to {target.parent} ({error.strerror}); "
            "set KGRAPH_CONFIG to a folder that can be written."
        ) from None
    return target


def add(path: Path) -> Table:
    """Check the table in a file and keep it under the file's name, in the place of an older one."""
    table = read(path)
    keep(table.name, written(table))
    return table


def written(table: Table) -> str:
    """A table as CSV with all its columns."""
    text = io.StringIO()
    writer = csv.DictWriter(text, table.columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(table.rows)
    return text.getvalue()


def described(path: Path) -> tuple[str, str, int, str]:
    """A stored table's name, what it holds, its number of rows, and what is wrong with it."""
    try:
        table = read(path)
    except TableError as error:
        return path.stem, "", 0, str(error)
    return table.name, "offices" if table.holds_offices else "actors", len(table.rows), ""


def remove(name: str) -> None:
    """Forget a table."""
    path = next((path for path in stored() if name in {path.stem, path.name}), None)
    if path is None:
        raise TableError(f"There is no table of yours called {name!r}; `kgraph actors list` tells which there are.")
    try:
        path.unlink()
    except OSError as error:
        raise TableError(f"The table {name} can't be removed ({error.strerror}); check who owns {path}.") from None


# -- checks


def _shape(header: list[str], name: str) -> tuple[str, ...]:
    """Which of the two shapes a header has."""
    columns = OFFICES if "office" in header else ACTORS
    needed = ("name", "country", "office") if columns == OFFICES else ("name", "kind")
    for column in needed:
        if column not in header:
            raise TableError(
                f"{name} line 1 lacks the column {column}; a table of offices needs name, country and office, "
                "any other name and kind."
            )
    for column in header:
        if column not in columns or header.count(column) > 1:
            fault = "twice" if column in columns else "which kgraph does not know"
            raise TableError(f"{name} line 1 has the column {column!r} {fault}; it takes {', '.join(columns)}.")
    return columns


def _row(header: list[str], cells: list[str], columns: tuple[str, ...], where: str) -> Row:
    if len(cells) != len(header):
        raise TableError(f"{where} has {len(cells)} cells where the header has {len(header)}; mend the line.")
    row = dict.fromkeys(columns, "") | {column: cell.strip() for column, cell in zip(header, cells, strict=True)}
    if (column := fault(row)) is not None:
        raise TableError(f"{where}, column {column}: {row[column]!r} won't do; give {_CHECKS[column][1]}.")
    row["aliases"] = "|".join(part for alias in row["aliases"].split("|") if (part := alias.strip()))
    if "office" in row:
        row["office"] = row["office"].lower()
    return row


def fault(row: Row) -> str | None:
    """The first column of a row whose cell won't do; None where all do."""
    for column, cell in row.items():
        if not cell.isprintable() or not _CHECKS[column][0](row, cell):
            return column
    return None


def _is_country(row: Row, cell: str) -> bool:
    """A state's code; in a table of offices also a body's name; empty for actors that belong nowhere."""
    if cell in _codes():
        return True
    if "office" in row:
        return bool(cell) and not _CODE.fullmatch(cell)
    return not cell and row["kind"] != "state"


@cache
def _codes() -> frozenset[str | None]:
    return frozenset(state.country for state, _, _ in tables.states())


def _in_order(row: Row, end: str) -> bool:
    return not end or (is_date(end) and end >= row["start"][: len(end)])


_CHECKS: dict[str, tuple[Callable[[Row, str], bool], str]] = {
    "name": (lambda _, cell: len(cell) >= _SHORTEST, "a name of two letters or more"),
    "kind": (lambda _, cell: cell in _KINDS, f"one of {', '.join(_KINDS)}"),
    "aliases": (
        lambda _, cell: all(len(part.strip().removeprefix("=")) >= _SHORTEST for part in cell.split("|") if part),
        "names of two letters or more, parted by |",
    ),
    "gender": (lambda _, cell: cell in {"", "m", "f"}, "m, f or nothing"),
    "country": (_is_country, "a state's ISO 3166 alpha-3 code, or for offices the name of an organisation"),
    "office": (lambda _, cell: bool(cell), "an office such as prime minister"),
    "start": (lambda _, cell: not cell or is_date(cell), "a day, month or year such as 2024-03-01, 2024-03 or 2024"),
    "end": (_in_order, "a day, month or year such as 2024-03-01, 2024-03 or 2024 that is not before the start"),
    "wikidata": (lambda _, cell: bool(_NUMBER.fullmatch(cell)), "an item number such as Q30, or nothing"),
    "source": (lambda _, cell: True, "where it is from, in plain text"),
}
