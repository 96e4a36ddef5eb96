"""Short ways for tests to write texts and read them back."""

from pathlib import Path

from kgraph import sources
from kgraph.errors import SourceError
from kgraph.model import Document
from kgraph.sources import Defaults


def load(*names: object, **defaults: str) -> list[Document | SourceError]:
    """Everything the named sources give, errors among it."""
    entries = sources.find([str(name) for name in names])
    return [item for entry in entries for item in sources.load(entry, Defaults(**defaults))]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def only(path: object, **defaults: str) -> Document:
    [item] = load(path, **defaults)
    assert isinstance(item, Document), item
    return item


def fault(path: object) -> str:
    [item] = load(path)
    assert isinstance(item, SourceError), item
    return str(item)
