"""Lists of feeds, as feed readers export them (OPML)."""

import re
from pathlib import Path
from textwrap import shorten
from xml.parsers import expat

from kgraph.errors import SourceError
from kgraph.sources.entries import clean

LIMIT = 5_000_000  # bytes
_WEB = re.compile(r"https?://", re.IGNORECASE)


def feeds(path: str | Path) -> tuple[list[str], list[SourceError]]:
    """The addresses of the feeds listed in the file, each once, in its order; and an error for what is none.

    SourceError where the file can't be read, or lists no feeds.
    """
    name = clean(str(path))
    found = list(dict.fromkeys(_listed(_content(Path(path), name), name)))
    if not found:
        raise SourceError(f"{name}: lists no feeds; export it as OPML from a feed reader")
    addresses = [address for address in found if _WEB.match(address)]
    odd = [address for address in found if not _WEB.match(address)]
    return addresses, [_refused(name, address) for address in odd]


def _content(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():  # reading a pipe or device may never end
            raise SourceError(f"{name}: is neither an http or https address nor a file that lists feeds; check it")
        with path.open("rb") as handle:
            data = handle.read(LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "unknown fault"
        raise SourceError(f"{name}: can't be read as a list of feeds ({reason.lower()}); check the file") from None
    if len(data) > LIMIT:
        raise SourceError(f"{name}: is larger than {LIMIT / 1e6:g} MB, too large for a list of feeds; split it")
    return data


def _listed(data: bytes, name: str) -> list[str]:
    """What the elements' ``xmlUrl`` say. No entity is taken, declared or not: none can grow, or lead anywhere."""
    found: list[str] = []

    def element(_: str, attributes: dict[str, str]) -> None:
        found.extend(value.strip() for key, value in attributes.items() if key.lower() == "xmlurl" and value.strip())

    def entity(*_: object) -> None:
        raise SourceError(f"{name}: declares entities, which no list of feeds needs; take them out")

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise SourceError(f"{name} line {error.lineno}: is no OPML ({reason}); export it anew") from None
    return found


def _refused(name: str, address: str) -> SourceError:
    shown = clean(shorten(address, 200, placeholder="…"))
    return SourceError(f"{name}: lists {shown}, which is no http or https address; correct or remove it")
