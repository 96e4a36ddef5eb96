"""From sources to claims with faults set aside: what ``ingest`` and ``extract`` share.

A source that can't be read costs only itself: its error is kept and the rest goes on.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from kgraph import sources
from kgraph.errors import SourceError
from kgraph.model import Claim, Document
from kgraph.sources import Defaults
from kgraph.sources.document import FIELDS
from kgraph.workers import batches, worked

_SYNTAX = 10  # characters around a field, in JSON
Watcher = Callable[[float, int], None]


@dataclass
class Reading:
    """A run over sources. While ``documents`` is consumed ``errors`` fills, and ``done`` goes from 0 to 1."""

    sources: Iterable[str]
    defaults: Defaults
    errors: list[SourceError] = field(default_factory=list)
    done: float = 0.0

    def documents(self) -> Iterator[Document]:
        """The documents that can be read, in the order of the sources."""
        entries = sources.find(list(self.sources))
        whole = sum(entry.size or 1 for entry in entries) or 1
        before = 0
        for entry in entries:
            size, read = entry.size or 1, 0
            for item in sources.load(entry, self.defaults):
                if isinstance(item, SourceError):
                    self.errors.append(item)
                    continue
                read += _length(item)
                self.done = (before + min(read, size)) / whole
                yield item
            before += size
            self.done = before / whole

    def claims(
        self, jobs: int | None = 1, watch: Watcher = lambda done, documents: None
    ) -> Iterator[tuple[Document, tuple[Claim, ...]]]:
        """Each document with its claims, worked out by ``jobs`` processes (None: as in ``kgraph.workers``).

        ``watch`` is told how far it is, from 0 to 1, and how many documents are done.
        """
        for number, one in enumerate(worked(batches(self.documents(), lambda: self.done), jobs), 1):
            if one.error is not None:
                self.errors.append(one.error)
            else:
                yield one.document, one.claims or ()
            watch(one.done, number)


def _length(document: Document) -> int:
    """About how many bytes of a file a document takes, for a bar that moves evenly."""
    told = (getattr(document, name) for name in FIELDS)
    return sum(len(value) + _SYNTAX for value in told if value)
