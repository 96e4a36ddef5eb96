"""Finding what there is to read: files, folders, addresses, standard input. Nothing is opened here."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kgraph.errors import SourceError

Format = Literal["text", "html", "jsonl", "csv", "feed", "url", "stdin"]
IN_FOLDERS: dict[str, Format] = {
    ".txt": "text", ".md": "text", ".html": "html", ".htm": "html", ".jsonl": "jsonl", ".csv": "csv",
}  # fmt: skip
SUFFIXES: dict[str, Format] = {**IN_FOLDERS, ".xml": "feed", ".rss": "feed", ".atom": "feed"}
REFUSED = {
    ".pdf": "convert it to text, e.g. with pdftotext",
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".epub"), "convert it to text, e.g. with pandoc"),
    ".json": "write its records one a line into a .jsonl file",
}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to read, not yet opened.

    ``name`` is what its document will be called unless it tells a name of its own, ``origin`` the absolute path or the
    address, ``size`` in bytes where known. ``error`` says why it cannot be read; ``load`` hands it on.
    """

    name: str
    format: Format = "text"
    origin: str = ""
    size: int | None = None
    error: SourceError | None = None


def find(sources: Iterable[str | os.PathLike[str]]) -> list[Entry]:
    """What ``sources`` (paths, addresses, ``-`` for standard input) hold, each thing once, in the order given.

    Folders are walked to the bottom, sorted by relative path; hidden files, unknown suffixes and links to other folders
    are passed over. What is missing or unfit becomes an entry with an error.
    """
    found: dict[str, Entry] = {}
    for source in sources:
        for entry in _entries(os.fspath(source)):
            found.setdefault(entry.origin or str(entry.error), entry)
    return list(found.values())


def clean(name: str) -> str:
    """``name`` on one line and encodable: control characters and file name bytes that are not UTF-8 become U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", name)


def _entries(source: str) -> Iterator[Entry]:
    if source == "-":
        yield Entry("-", "stdin", origin="-")
    elif not source:
        yield Entry("", error=SourceError("a source without a name was given; give a path, an address or -"))
    elif _WEB.match(source):
        yield Entry(clean(source), "url", origin=source)
    elif _SCHEME.match(source):
        yield _refused(source, "is no address kgraph reads; give one that starts with https:// or http://")
    else:
        yield from _on_disk(source)


def _on_disk(source: str) -> Iterator[Entry]:
    try:
        folder = stat.S_ISDIR(Path(source).stat().st_mode)
    except (OSError, ValueError) as error:
        yield _refused(source, _reason(error))
        return
    if folder:
        yield from _in_folder(source)
    else:
        yield _file(Path(source), Path(source).name, SUFFIXES.get(Path(source).suffix.lower(), "text"))


def _in_folder(folder: str) -> Iterator[Entry]:
    entries: list[Entry] = []
    unopened: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=unopened.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            form = IN_FOLDERS.get(Path(name).suffix.lower())
            if form and not name.startswith("."):
                path = Path(root, name)
                entries.append(_file(path, path.relative_to(folder).as_posix(), form))
    entries += [_refused(error.filename, _reason(error)) for error in unopened]
    yield from sorted(entries, key=lambda entry: entry.name)
    if not entries:
        yield _refused(folder, f"holds nothing to read; put {', '.join(IN_FOLDERS)} files there")


def _file(path: Path, name: str, form: Format) -> Entry:
    """The entry of one file; only regular files are taken, since reading a pipe or device may never end."""
    try:
        status = path.stat()
    except OSError as error:
        return _refused(name, _reason(error), str(path))
    if not stat.S_ISREG(status.st_mode):
        return _refused(name, "is no regular file; copy its content into one, or give - and pipe it in", str(path))
    if remedy := REFUSED.get(Path(name).suffix.lower()):
        return _refused(name, f"is not in a format kgraph reads; {remedy}", str(path))
    return Entry(clean(name), form, os.path.realpath(path), status.st_size)


def _refused(name: str, reason: str, path: str | None = None) -> Entry:
    return Entry(clean(name), error=SourceError(f"{clean(path or name)}: {reason}"))


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError | ValueError):
        return "there is no such file or folder; check the path"
    return f"cannot be read ({(error.strerror or 'unknown fault').lower()}); check the path and its permissions"
