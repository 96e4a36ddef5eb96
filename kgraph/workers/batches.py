"""Documents put together so that each batch is some tenths of a second of work, whatever the length of the texts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kgraph.model import Document

MOST = 16  # documents
LONGEST = 40_000  # characters, some seven thousand words; a longer text goes alone


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that are worked out together; ``done`` is how far the reading of sources then is, from 0 to 1."""

    documents: tuple[Document, ...]
    done: float = 1.0

    @property
    def length(self) -> int:
        """Characters of text."""
        return sum(len(document.text) for document in self.documents)

    def alone(self) -> "Iterator[Batch]":
        """Each document as a batch of its own."""
        yield from (Batch((document,), self.done) for document in self.documents)


def batches(documents: Iterable[Document], done: Callable[[], float] = lambda: 1.0) -> Iterator[Batch]:
    """The documents in batches, in their order; ``done`` tells how far reading is."""
    held: list[Document] = []
    length = 0
    for document in documents:
        if held and (len(held) == MOST or length + len(document.text) > LONGEST):
            yield Batch(tuple(held), done())
            held, length = [], 0
        held.append(document)
        length += len(document.text)
    if held:
        yield Batch(tuple(held), done())
