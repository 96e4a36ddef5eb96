"""What feeds and pages said when they were last read into a store, so that only news need be fetched and read.

A file for each address, in a folder for each store: what one store holds says nothing of another. A file that can't be
read counts as none, and one that can't be written costs no more than another fetch.
"""

import json
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, astuple, dataclass, field
from pathlib import Path
from typing import Any

from kgraph import iri
from kgraph.sources.fetch import Seen


@dataclass(frozen=True, slots=True)
class Visit:
    """What an address gave: the version ``seen``, a ``digest`` of what it said, the IRIs of the stored ``documents``.

    Without ``seen`` not all of it is stored yet. ``pages`` are those that a feed's entries led to. ``faults`` are what
    was wrong with it, and is as long as it says nothing new.
    """

    seen: Seen | None
    digest: str
    documents: tuple[str, ...] = ()
    pages: Mapping[str, "Visit"] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


class Visits:
    """The visits for one ``store``, by its full name; ``folder`` holds those for all stores."""

    def __init__(self, folder: Path, store: str) -> None:
        self.folder = folder / iri.digest(store)
        self._known: dict[str, Visit | None] = {}

    def get(self, address: str) -> Visit | None:
        """The last visit to ``address``, if it is remembered."""
        if address not in self._known:
            told, visit = _read(self._file(address))
            self._known[address] = visit if told == address else None
        return self._known[address]

    def all(self) -> dict[str, Visit]:
        """All visits that are remembered, by address."""
        with suppress(OSError):
            for path in self.folder.glob("*.json"):
                address, visit = _read(path)
                self._known.setdefault(address, visit)
        return {address: visit for address, visit in self._known.items() if visit is not None}

    def put(self, address: str, visit: Visit) -> None:
        """Remember a visit once all that it gave is stored."""
        self._known[address] = visit
        text = json.dumps({"address": address, **asdict(visit)}, ensure_ascii=True)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(self._file(address), text)

    def forget(self, address: str) -> None:
        """Let the next visit to ``address`` be like the first."""
        self._known[address] = None
        with suppress(OSError):
            self._file(address).unlink(missing_ok=True)

    def _file(self, address: str) -> Path:
        return self.folder / f"{iri.digest(address, length=32)}.json"


def _read(path: Path) -> tuple[str, Visit | None]:
    """The address that a file is about, and the visit; an empty one and None where it can't be read."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return str(told["address"]), _visit(told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", None


def _visit(told: dict[str, Any]) -> Visit:
    """A visit as it was written; ValueError, KeyError, TypeError or AttributeError where it is none."""
    seen = Seen(**told["seen"]) if told["seen"] else None
    faults = told.get("faults", [])  # which older files lack
    words = [told["digest"], *told["documents"], *faults, *filter(None, astuple(seen) if seen else ())]
    if not all(isinstance(word, str) for word in words):
        raise TypeError
    pages = {address: _visit(page) for address, page in told["pages"].items()}
    return Visit(seen, told["digest"], tuple(told["documents"]), pages, tuple(faults))


def _write(path: Path, text: str) -> None:
    """All of it or nothing, whatever happens meanwhile."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as scratch:
        try:
            scratch.write(text)
            scratch.close()
            Path(scratch.name).replace(path)
        except BaseException:
            Path(scratch.name).unlink(missing_ok=True)
            raise
