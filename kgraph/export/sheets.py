"""Tables as files: CSV for spreadsheets and statistics, Parquet for data frames."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import IO

from kgraph.errors import KgraphError
from kgraph.store import GraphStore

Row = tuple[object, ...]

_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_GROUP = 20_000  # rows of a Parquet file that are written in one go


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with the type of their values, any of which may be None, and the way to their rows."""

    columns: dict[str, type]
    rows: Callable[[GraphStore], Iterator[Row]]


def write_csv(table: Table, store: GraphStore, out: IO[bytes], *, safe_cells: bool = False) -> None:
    """CSV in UTF-8; with ``safe_cells`` no text is taken for a formula when a spreadsheet opens it."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    rows = table.rows(store)
    writer.writerows(map(safe, rows) if safe_cells else rows)
    text.detach()


def safe(row: Iterable[object]) -> Row:
    """Words that would begin a formula get an apostrophe before them; numbers are left as they are."""
    return tuple(f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell for cell in row)


def write_parquet(table: Table, store: GraphStore, out: IO[bytes]) -> None:
    """Parquet, with the columns' types."""
    parquet_rows(table.columns, table.rows(store), out)


def parquet_rows(columns: Mapping[str, type], rows: Iterable[Row], out: IO[bytes]) -> None:
    """Rows as Parquet; each column with the type of its values, any of which may be None."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise KgraphError(
            "Parquet files need pyarrow; install it with `pip install '.[parquet]'` in kgraph's folder."
        ) from None
    kinds = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64()}
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in columns.items()])
    with parquet.ParquetWriter(out, schema) as writer:
        for group in _groups(rows):
            values = [list(column) for column in zip(*group, strict=True)]
            writer.write_table(pyarrow.table(values, schema=schema))


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while group := list(islice(remaining, _GROUP)):
        yield group
