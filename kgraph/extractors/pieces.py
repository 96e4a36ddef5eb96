"""Very long texts, which would not fit in memory as one parse: read in pieces, as if each were a text of its own.

A text up to ``LONGEST`` characters is one piece. A longer one is cut between paragraphs, else between lines, sentences
or words; what one piece names, the next does not know.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from kgraph.model import Claim, Document, Party, Span, Value

LONGEST = 100_000  # characters: about 1 GB while they are parsed
_ENDS = ("\n\n", "\n", ". ", " ")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document as a document: where it begins, and whether it is the last."""

    whole: Document
    part: Document
    start: int
    last: bool


def pieces(document: Document) -> Iterator[Piece]:
    """The pieces of a document in their order; joined, they are its text."""
    text, start = document.text, 0
    while len(text) - start > LONGEST:
        end = _end(text, start)
        yield Piece(document, replace(document, text=text[start:end]), start, last=False)
        start = end
    yield Piece(document, replace(document, text=text[start:]) if start else document, start, last=True)


def _end(text: str, start: int) -> int:
    """Where a piece from ``start`` on ends: behind the last such end in its second half."""
    found = ((text.rfind(end, start + LONGEST // 2, start + LONGEST), len(end)) for end in _ENDS)
    return next((at + length for at, length in found if at >= 0), start + LONGEST)


def moved(claim: Claim, by: int) -> Claim:
    """The claim with all its offsets counted from so many characters before."""
    if not by:
        return claim
    return replace(claim, **{field.name: _moved(getattr(claim, field.name), by) for field in fields(claim)})


def _moved(value: Any, by: int) -> Any:
    if isinstance(value, Span | Party | Value):
        return replace(value, start=value.start + by, end=value.end + by)
    return tuple(_moved(item, by) for item in value) if isinstance(value, tuple) else value
