"""docs/queries.md lists what there is to ask: it is made from the library, and this says when it must be made anew."""

from pathlib import Path

from kgraph.bind import GROUPS
from kgraph.query import Query, library

PAGE = Path(__file__).parent.parent / "docs" / "queries.md"
TITLES = {
    "pairs": "Pairs", "actors": "Actors", "time": "Time", "evidence": "Evidence", "disagreement": "Disagreement",
    "quality": "Quality",
}  # fmt: skip


def row(asked: Query) -> str:
    """A query's line in the table of its group."""
    given = (p.name if p.default is None else f"{p.name}={p.default}" for p in asked.parameters.values())
    return f"| `{asked.name}` | {asked.answers} | {', '.join(f'`{name}`' for name in given)} | `{asked.example}` |"


def tables() -> str:
    """The page from its first table on."""
    parts = []
    for group in GROUPS:
        rows = [row(asked) for asked in library().values() if asked.group == group]
        head = ["| query | answers | parameters | example |", "| --- | --- | --- | --- |"]
        parts.append("\n".join([f"## {TITLES[group]}", "", *head, *rows, ""]))
    return "\n".join(parts)


def test_the_page_lists_the_library() -> None:
    """Query by query: `python -m tests.test_queries_page` writes the tables anew."""
    assert PAGE.read_text(encoding="utf-8").endswith("\n" + tables())


if __name__ == "__main__":
    before = PAGE.read_text(encoding="utf-8").partition(f"## {TITLES[GROUPS[0]]}\n")[0]
    PAGE.write_text(before + tables(), encoding="utf-8")
