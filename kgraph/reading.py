"""From sources to claims with faults set aside: what ``ingest`` and ``extract`` share.

A source that can't be read costs only itself: its error is kept and the rest goes on.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from kgraph import sources
from kgraph.errors import SourceError
from kgraph.model import Claim, Document
from kgraph.sources import Defaults

Watcher = Callable[[float, int], None]


@dataclass
class Reading:
    """A run over sources. ``errors`` fills while ``documents`` or ``claims`` are consumed.

    ``watch`` is told how far the run is, from 0 to 1, and how many documents it has given out.
    """

    sources: Iterable[str]
    defaults: Defaults
    watch: Watcher = lambda done, documents: None
    errors: list[SourceError] = field(default_factory=list)
    count: int = 0

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
                read += len(item.text)
                self.count += 1
                yield item
                self.watch((before + min(read, size)) / whole, self.count)
            before += size
            self.watch(before / whole, self.count)

    def claims(
        self, skip: Callable[[Document], bool] = lambda document: False
    ) -> Iterator[tuple[Document, tuple[Claim, ...]]]:
        """Each document with its claims; those that ``skip`` is true of are passed over unread."""
        from kgraph.extractors.pipeline import extract

        yield from extract(document for document in self.documents() if not skip(document))
