"""Made-up news of any size, the same each time: documents with their claims, as the extractors would give them.

usage: python benchmarks/synthetic.py STORE [CLAIMS]   makes a store of so many event claims (100,000)

Five event claims a document, over ten years, and in one of ten documents who holds an office or is whose ally. Who
acts, who speaks, which code: a few of each are common and most are rare, as in real news (Zipf). Every third claim
reports something that was lately reported already. Import ``corpus`` for the values, ``quads`` for the documents'
graphs, ``build`` for a new store, ``fill`` for one that is there.
"""

import random
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph
from pyoxigraph import Quad

from kgraph import graph, iri, pending
from kgraph.actors.catalogue import catalogue
from kgraph.model import Claim, Document, Kind, Party, PartyKind, Place, Span, Status, Value
from kgraph.store import GraphStore, Store
from kgraph.vocab import ROOTS, plover

FIRST, DAYS = date(2015, 1, 1), 3652
PER_DOCUMENT, STATES, PERSONS, SOURCES = 5, 200, 1000, 60
BATCH = 400  # documents in one commit
STATUSES: dict[Status, int] = {"actual": 70, "planned": 11, "requested": 8, "hypothetical": 4, "negated": 7}
COMMON = ("USA", "CHN", "RUS", "ISR", "IRN", "FRA", "GBR", "IND", "UKR", "TUR", "SYR", "DEU", "EGY", "JPN", "SAU")
SYLLABLES = ("ba", "dor", "el", "fi", "gan", "hu", "ka", "lo", "mir", "na", "os", "pe", "ri", "sa", "tu", "ven")
SPOKEN, AGAIN, TOLD, PLACED, ALONE, COUNTED = 0.25, 0.33, 0.6, 0.2, 0.08, 0.05  # shares of claims
LASTING, UNDATED = 0.1, 0.02  # shares of documents
OFFICES = ("president", "foreign minister", "prime minister", "spokesperson", "defence minister", "ambassador")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who may act or be acted upon."""

    iri: str
    name: str
    kind: PartyKind
    country: str


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that texts may report."""

    code: str
    mode: str | None
    actor: Who
    recipient: Who | None
    day: date
    place: Place | None


def drawn(things: Sequence[T], draw: random.Random) -> Iterator[T]:
    """Endless draws from ``things``, the first most often: the n-th with a weight of 1/n."""
    weights = list(accumulate(1 / (n + 1) for n in range(len(things))))
    while True:
        yield from draw.choices(things, cum_weights=weights, k=1000)


class Newsroom:
    """Writes document after document."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.actors = drawn(_actors(self.draw), self.draw)
        self.codes = drawn(_codes(), self.draw)
        self.sources = drawn([f"{_word(self.draw)} Courier" for _ in range(SOURCES)], self.draw)
        self.recent: deque[Happening] = deque(maxlen=200)

    def document(self, number: int, day: date, claims: int) -> tuple[Document, tuple[Claim, ...]]:
        """One document and its claims, a sentence each."""
        name = f"dispatch-{number:07}.txt"
        sentences: list[str] = []
        found: list[Claim] = []
        start = 0
        for _ in range(claims):
            claim = self.claim(name, start, day)
            found.append(claim)
            sentences.append(claim.sentence.text)
            start = claim.sentence.end + 1
        if self.draw.random() < LASTING:
            found.append(self.lasting(name, start))
            sentences.append(found[-1].sentence.text)
        source = next(self.sources)
        published = None if self.draw.random() < UNDATED else day.isoformat()
        document = Document(
            name, " ".join(sentences), f"Dispatch {number}", published, source,
            f"https://news.example/{number}", f"https://news.example/{number}",
        )  # fmt: skip
        return document, tuple(found)

    def lasting(self, document: str, start: int) -> Claim:
        """Who holds an office, or who is whose ally, in a sentence that begins at ``start``."""
        line, draw = _Line(start), self.draw
        one, other = next(self.actors), next(self.actors)
        while other == one or other.kind != "state":
            other = next(self.actors)
        party, trigger, of = line.party(one), line.word("is"), line.party(other)
        told: dict[str, Any] = {"relation": "ally", "parties": (party, of)}
        if one.kind == "person":
            told = {"person": party, "office": draw.choice(OFFICES), "of": of}
        kind: Kind = "office" if one.kind == "person" else "relation"
        return Claim(document, kind, line.sentence, trigger, draw.choice((0.5, 0.7, 0.8)), f"{kind}:is", **told)

    def claim(self, document: str, start: int, day: date) -> Claim:
        """A claim whose sentence begins at ``start``."""
        what, draw = self.happening(day), self.draw
        sayer = next(self.actors) if draw.random() < SPOKEN else None
        told = f"on {what.day:%d %B %Y}" if draw.random() < TOLD else None
        line = _Line(start)
        actor = line.party(what.actor)
        trigger = line.word(f"{what.code.lower()}-{what.mode}" if what.mode else what.code.lower())
        recipient = line.party(what.recipient) if what.recipient else None
        for words in (f"in {what.place.name}" if what.place else None, told, "said" if sayer else None):
            if words:
                line.word(words)
        speaker = line.party(sayer) if sayer else None
        counted = draw.choice(range(1, 40)) if draw.random() < COUNTED else None
        value = line.word(f"{counted} killed") if counted else None
        return Claim(
            doc=document, kind="event", sentence=line.sentence, trigger=trigger,
            confidence=draw.choice((0.5, 0.7, 0.8, 0.9)), rule=f"{what.code.lower()}:{trigger.text}",
            event=what.code, mode=what.mode, actors=(actor,), recipients=(recipient,) if recipient else (),
            attributed_to=(speaker,) if speaker else (),
            status=draw.choices(list(STATUSES), weights=list(STATUSES.values()))[0],
            date=what.day.isoformat() if told else None, date_text=told, place=what.place,
            values=(Value("killed", counted, None, None, None, value.text, value.start, value.end),) if value else (),
            score=plover()[what.code, what.mode].score,
        )  # fmt: skip

    def happening(self, day: date) -> Happening:
        """Something new, or what was lately reported already."""
        draw = self.draw
        if self.recent and draw.random() < AGAIN:
            return draw.choice(self.recent)
        actor, recipient = next(self.actors), next(self.actors)
        alone = actor == recipient or draw.random() < ALONE
        place = _capital(recipient.country) if draw.random() < PLACED else None
        code, mode = next(self.codes)
        happened = day - timedelta(days=draw.choice((0, 0, 1, 1, 2, 5)))
        new = Happening(code, mode, actor, None if alone else recipient, happened, place)
        self.recent.append(new)
        return new


class _Line:
    """A sentence that grows word by word, at an offset into its document."""

    def __init__(self, start: int) -> None:
        self.start, self.text = start, ""

    def word(self, words: str) -> Span:
        begin = self.start + len(self.text)
        self.text += f"{words} "
        return Span(begin, begin + len(words), words)

    def party(self, who: Who) -> Party:
        span = self.word(who.name)
        return Party(who.iri, who.name, who.kind, who.country, span.text, span.start, span.end, f"name: {who.name}")

    @property
    def sentence(self) -> Span:
        text = self.text.rstrip() + "."
        return Span(self.start, self.start + len(text), text)


def corpus(claims: int, seed: int = 4) -> Iterator[tuple[Document, tuple[Claim, ...]]]:
    """Documents with ``claims`` event claims in all, in the order of their dates."""
    room = Newsroom(seed)
    documents = -(-claims // PER_DOCUMENT)
    for number in range(documents):
        day = FIRST + timedelta(days=number * DAYS // documents)
        yield room.document(number, day, min(PER_DOCUMENT, claims - number * PER_DOCUMENT))


def quads(claims: int, seed: int = 4) -> Iterator[list[Quad]]:
    """The documents' graphs, one after the other."""
    for document, found in corpus(claims, seed):
        yield graph.quads(document, found)


def build(path: Path, claims: int, seed: int = 4) -> None:
    """A new store with the documents' graphs and the notes of what is to be worked out from them."""
    Store(path, create=True).close()
    made = pyoxigraph.Store(str(path / "graph"))
    made.bulk_extend(quad for sheet in quads(claims, seed) for quad in (*sheet, *pending.notes(sheet)))
    made.optimize()  # what comes in bulk lies in many overlapping files, and is read at a quarter of the speed


def fill(store: GraphStore, claims: int, seed: int = 4) -> None:
    """Put the documents' graphs into an empty store, many in one commit; no notes are made."""
    for sheets in _batches(quads(claims, seed), BATCH):
        store.change(insert=[quad for sheet in sheets for quad in sheet])


def _batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    batch: list[T] = []
    for thing in things:
        batch.append(thing)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _actors(draw: random.Random) -> list[Who]:
    """States and invented persons: a few states that are much in the news first, the others as they fall."""
    known = catalogue().states
    states = [Who(known[code].iri, known[code].name, "state", code) for code in known]
    first = [next(state for state in states if state.country == code) for code in COMMON]
    others = draw.sample([state for state in states if state.country not in COMMON], STATES - len(COMMON))
    persons: dict[str, Who] = {}
    while len(persons) < PERSONS:
        name = f"{_word(draw)} {_word(draw)}"
        persons[name] = Who(iri.actor(name), name, "person", draw.choice(first + others[:50]).country)
    return first + draw.sample([*others, *persons.values()], len(others) + PERSONS)


def _codes() -> list[tuple[str, str | None]]:
    """The plain roots before those with a mode."""
    return sorted(plover(), key=lambda code: (code[1] is not None, ROOTS.index(code[0]), code[1] or ""))


def _word(draw: random.Random) -> str:
    return "".join(draw.choices(SYLLABLES, k=3)).capitalize()


@cache
def _capital(country: str) -> Place:
    """A made-up town of a state, always at the same spot."""
    draw = random.Random(country)
    return Place(f"{_word(draw)} City", country, round(draw.uniform(-60, 70), 4), round(draw.uniform(-180, 180), 4))


def main(path: str, claims: int) -> None:
    """Make the store and say how much is in it."""
    build(Path(path), claims)
    with Store(path, read_only=True) as store:
        print(f"{store.size():,} quads of {claims:,} claims in {path}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
