"""The whole answer to a SELECT query from a server that cuts long answers off: page by page, in one strict order."""

import json
import re
from collections.abc import Callable

_TAIL = re.compile(r"(?P<before>.*[}])(?P<order>.*?)(?P<slice>\b(?:LIMIT|OFFSET)\b.*)?", re.DOTALL | re.IGNORECASE)
_PICKED = re.compile(r"\b(?:MIN|MAX|SAMPLE)\s*\(", re.IGNORECASE)  # Virtuoso does not order by what these pick
_ORDERED = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)


def whole(ask: Callable[[str], bytes], prologue: str, select: str, first: bytes, size: int) -> bytes:
    """All rows in SPARQL's JSON; ``first`` is the answer that was cut off at ``size`` rows.

    Begins anew, for its order was not strict: rows that the query leaves in no order could come twice or never.
    """
    answer = json.loads(first)
    ordered = _strictly_ordered(select, answer["head"]["vars"])
    rows: list[object] = []
    while len(rows) % size == 0:
        page = json.loads(ask(f"{prologue}SELECT * {{ {{ {ordered}\n}} }} LIMIT {size} OFFSET {len(rows)}"))
        found = page["results"]["bindings"]
        rows += found
        if not found:
            break
    answer["results"]["bindings"] = rows
    return json.dumps(answer).encode()


def _strictly_ordered(select: str, columns: list[str]) -> str:
    """The query with all its columns as the last things that it orders by."""
    parts = _TAIL.fullmatch(select)
    if parts is None:
        return select
    term = "STR(?{0}) ?{0}" if _PICKED.search(select) else "?{0}"
    columns_too = " ".join(term.format(column) for column in columns)
    by = "" if _ORDERED.search(parts["order"]) else "ORDER BY "
    return f"{parts['before']}{parts['order']}\n{by}{columns_too}\n{parts['slice'] or ''}"
