"""What a page asks of the pool: a query's answer, as far as a page shows it."""

import time
from dataclasses import dataclass

from anyio import to_thread

from kgraph.explore.answers import Rows, Table, Text, Turtle
from kgraph.web.pool import Answer, Cut, Pool
from kgraph.web.protocol import Question

TSV = "text/tab-separated-values"  # a row a line, so that one can stop anywhere


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, the seconds it took, and whether the time limit ended the search before all was found."""

    content: Table | Turtle
    seconds: float
    cut: bool


async def answered(pool: Pool, sparql: str) -> Answered:
    """What a query finds; Refused where it can't be answered, QueryError where a row is too large to be shown."""
    began = time.monotonic()
    cut = False
    async with pool.ask(Question(sparql, accept=f"{TSV}, text/turtle")) as answer:
        taker = Rows() if answer.media == TSV else Text()
        try:
            whole = await _take(answer, taker)
        except Cut:
            whole, cut = False, True
    content = await to_thread.run_sync(_content, taker, whole)
    return Answered(content, time.monotonic() - began, cut)


async def _take(answer: Answer, taker: Rows | Text) -> bool:
    """Whether all was taken; what a page has no room for is not waited for, and its search is ended."""
    async for piece in answer:
        if not taker.take(piece):
            return False
    return True


def _content(taker: Rows | Text, whole: bool) -> Table | Turtle:
    return taker.table(whole=whole) if isinstance(taker, Rows) else taker.turtle(whole=whole)
