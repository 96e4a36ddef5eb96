"""What a text would bring into a graph, before it is stored: its documents, their claims, and the words they stand on.

``read`` and ``keep`` tell what they find and how far they are by a call each time, so that another process can do them.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Literal

from kgraph import iri, sources
from kgraph.errors import SourceError, StoreError
from kgraph.explore.evidence import Mark
from kgraph.explore.marked import marked
from kgraph.graph import roles
from kgraph.model import Claim, Document, Party
from kgraph.sources import Defaults
from kgraph.sources.entries import REFUSED, SUFFIXES, clean
from kgraph.store import Outcome, Store
from kgraph.upkeep import refresh

MOST_BYTES = 5_000_000  # of a file
MOST_FILES = 20
LONGEST_NAME = 200  # bytes, with which every system can keep a file
MOST_TEXTS = 200  # in one go
LONGEST = 300_000  # characters of one text: what a minute or two suffice for
SHOWN = 60_000  # characters of a text on a page
ROWS = 300  # of a table on a page
FEW = 6  # actors to look at afterwards
_MEGA = 1_000_000
_LETTERS = str.maketrans("0123456789", "ghijklmnop")  # so that no fingerprint in a name is taken for a date
_PAUSES = (0.2, 0.5, 1, 2)  # seconds before a store that somebody writes to is tried again

Tell = Callable[[object], None]


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gives to be read: a file's or a pasted text's content, or an address, which is its name."""

    kind: Literal["text", "file", "address"]
    name: str
    content: bytes = b""

    def __str__(self) -> str:
        return "the pasted text" if self.kind == "text" else self.name


@dataclass(frozen=True, slots=True)
class Read:
    """A document with its claims."""

    document: Document
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What storing did: how many documents were added, replaced an older text, and were there."""

    added: int
    replaced: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Row:
    """A claim as a line of a table; ``start`` is where its sentence begins."""

    who: str
    act: str
    whom: str
    status: str
    date: str
    sayers: str
    confidence: float
    start: int


def pasted(text: str) -> Given:
    """A text that was typed or pasted; SourceError where there is none, or too much."""
    content = text.encode(errors="replace")
    if not text.strip():
        raise SourceError("There is nothing to read: paste a text, choose a file or give an address.")
    if len(content) > MOST_BYTES:
        raise SourceError(f"The text is larger than {MOST_BYTES // _MEGA} MB: give it in parts, or as several files.")
    return Given("text", f"pasted-{iri.digest(text, length=8).translate(_LETTERS)}", content)


def uploaded(name: str, content: bytes) -> Given:
    """A file that was sent, by the name it has there; SourceError where it is of no kind that kgraph reads."""
    name = clean(PurePosixPath(name.replace("\\", "/")).name)
    suffix = PurePosixPath(name).suffix.lower()
    if remedy := REFUSED.get(suffix):
        raise SourceError(f"{name} is not in a format that kgraph reads: {remedy}.")
    if suffix not in SUFFIXES:
        raise SourceError(f"{name or 'The file'} is of no kind that kgraph reads: take one of {', '.join(SUFFIXES)}.")
    if len(name.encode()) > LONGEST_NAME:
        raise SourceError(f"{name[:40]}… has too long a name: give it a shorter one.")
    if len(content) > MOST_BYTES:
        raise SourceError(too_large(name))
    return Given("file", name, content)


def too_large(name: str) -> str:
    """Why a file of that name is refused."""
    return f"{clean(name)} is larger than {MOST_BYTES // _MEGA} MB: split it, or read it by `kgraph ingest`."


def address(words: str) -> Given:
    """An address of a page or feed; SourceError for anything else, for a path would lead into this machine."""
    words = words.strip()
    if not words.lower().startswith(("http://", "https://")):
        raise SourceError(f"{words[:100]!r} is no address of a page: write it in full, beginning with https://.")
    return Given("address", words)


def read(given: Given, defaults: Defaults, most: int, tell: Tell) -> None:
    """Tell each document of what was given with its claims, up to a number; a SourceError in place of what can't be.

    ModelError where there is no language model.
    """
    from kgraph.extractors.pipeline import extract  # with spaCy, which only the process that reads shall load

    for number, item in enumerate(islice(_documents(given, defaults), most + 1)):
        if number == most:
            tell(SourceError(f"{given.name}: more than {MOST_TEXTS} texts are too many here; the rest is left out."))
        elif isinstance(item, SourceError):
            tell(item)
        elif len(item.text) > LONGEST:
            name = str(given).capitalize() if given.kind == "text" else item.id
            tell(SourceError(f"{name} is longer than {LONGEST:,} characters; read it by `kgraph ingest`."))
        else:
            ((document, claims),) = extract([item])
            tell(Read(document, claims))


def _documents(given: Given, defaults: Defaults) -> Iterator[Document | SourceError]:
    if given.kind == "address":
        yield from _loaded(given.name, defaults)
        return
    with tempfile.TemporaryDirectory(prefix="kgraph-") as folder:
        path = Path(folder, given.name if given.kind == "file" else f"{given.name}.txt")
        path.write_bytes(given.content)
        for item in _loaded(str(path), defaults):
            yield item if isinstance(item, SourceError) else _renamed(item, given, path)


def _loaded(source: str, defaults: Defaults) -> Iterator[Document | SourceError]:
    for entry in sources.find([source]):
        yield from sources.load(entry, defaults)


def _renamed(document: Document, given: Given, path: Path) -> Document:
    """Under the name it was given by: the same file sent again is the same document, wherever it lay meanwhile."""
    part = document.origin.removeprefix(str(path.resolve()))
    name = document.id if document.id != path.name else given.name
    return replace(document, id=name, origin=f"{given.kind}:{given.name}{part}")


def keep(location: str, texts: Sequence[Read], tell: Tell) -> None:
    """Store documents with their claims and bring events up to date, as ``kgraph ingest`` does; tell what was done.

    Before that it tells how far it is, from 0 to 1. StoreError where the store can't be written to.
    """
    outcomes: Counter[Outcome] = Counter()
    with writer(location) as store:
        for number, text in enumerate(texts, 1):
            outcomes[store.add(text.document, text.claims)] += 1
            tell(number / len(texts) / 2)
        refresh(store, lambda done: tell(0.5 + done / 2))
    tell(Kept(outcomes["added"], outcomes["replaced"], outcomes["unchanged"]))


def writer(location: str) -> Store:
    """The store for writing; another who is at it gets a moment to be done."""
    for pause in _PAUSES:
        try:
            return Store(location)
        except StoreError:
            time.sleep(pause)
    return Store(location)


def rows(document: Document, claims: Iterable[Claim]) -> list[Row]:
    """The claims of a document in the order of its text."""
    return [
        Row(
            *_told(claim), claim.status or "", claim.date or document.date or "", _names(claim.attributed_to),
            claim.confidence, claim.sentence.start,
        )
        for claim in claims
    ]  # fmt: skip


def _told(claim: Claim) -> tuple[str, str, str]:
    """Who, what and whom, of any kind of claim."""
    if claim.kind == "event":
        act = " ".join(filter(None, (claim.event, claim.mode and f"({claim.mode})")))
        return _names(claim.actors), act, _names(claim.recipients)
    if claim.kind == "office":
        return _names([claim.person]), claim.office or "", _names([claim.of])
    return _names(claim.parties[:1]), claim.relation or "", _names(claim.parties[1:])


def _names(parties: Iterable[Party | None]) -> str:
    return ", ".join(dict.fromkeys(party.name for party in parties if party))


def shown(document: Document, claims: Iterable[Claim], prefix: str) -> str:
    """The text as HTML, its claims' words marked; a sentence with claims has the id ``prefix`` and its beginning."""
    text, done, parts = document.text[:SHOWN], 0, list[str]()
    for (start, end), marks in sorted(_marks(claims).items()):
        if done <= start and end <= len(text):
            parts += [escape(text[done:start]), f'<span class="holds" id="{escape(prefix)}{start}">']
            parts += [marked(text[start:end], start, marks), "</span>"]
            done = end
    return "".join([*parts, escape(text[done:])])


def _marks(claims: Iterable[Claim]) -> dict[tuple[int, int], list[Mark]]:
    """The words that claims stand on, by sentence."""
    found: dict[tuple[int, int], list[Mark]] = {}
    for claim in claims:
        trigger = Mark(claim.trigger.start, claim.trigger.end, "trigger", claim.event or claim.office or "")
        parties = [Mark(party.start, party.end, role, party.name, party.why) for role, party in roles(claim)]
        found.setdefault((claim.sentence.start, claim.sentence.end), []).extend([trigger, *parties])
    return found


def table(lines: Sequence[Row], prefix: str) -> str:
    """The rows as an HTML table, each leading to its sentence (see ``shown``) where that is on the page."""
    heads = "".join(f'<th scope="col">{name}</th>' for name in HEADS)
    body = "".join(f"<tr>{_cells(row, prefix)}</tr>" for row in lines[:ROWS])
    return f'<table class="listed"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def left_out(document: Document, lines: Sequence[Row]) -> str:
    """What of a text and its claims is not on the page, in a sentence; nothing where all is."""
    parts = []
    if len(document.text) > SHOWN:
        parts.append(f"the first {SHOWN:,} of {len(document.text):,} characters")
    if len(lines) > ROWS:
        parts.append(f"the first {ROWS} of {len(lines):,} claims")
    return f"Shown are {' and '.join(parts)}; all are stored." if parts else ""


def actors(texts: Iterable[Read]) -> tuple[str, ...]:
    """The IRIs of those who act and are acted upon in the most claims, a few of them."""
    count = Counter(
        party.id
        for text in texts
        for claim in text.claims
        for party in dict.fromkeys([*claim.actors, *claim.recipients])
        if claim.actors and claim.recipients
    )
    return tuple(iri for iri, _ in sorted(count.items(), key=lambda one: (-one[1], one[0]))[:FEW])


HEADS = ("Who", "Act", "Whom", "Status", "Date", "Said by", "Confidence")


def _cells(row: Row, prefix: str) -> str:
    act = f'<a href="#{escape(prefix)}{row.start}">{escape(row.act)}</a>' if row.start < SHOWN else escape(row.act)
    rest = (row.whom, row.status, row.date, row.sayers, f"{row.confidence:g}")
    return f'<td>{escape(row.who)}</td><th scope="row">{act}</th>' + "".join(f"<td>{escape(one)}</td>" for one in rest)
