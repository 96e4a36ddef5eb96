"""The lexicon proves itself: every entry's example yields the claim that the entry promises."""

from collections.abc import Iterator

import pytest

from kgraph import vocab
from kgraph.extractors.lexicon import Entry, entries, idle
from kgraph.extractors.pipeline import extract
from kgraph.model import Claim, Document, Party

pytestmark = pytest.mark.model
ENTRIES = list(entries())
IDLE = list(idle())


@pytest.fixture(scope="module")
def read() -> dict[str, tuple[Claim, ...]]:
    """The claims of every example, by the example."""
    documents = [Document(id=f"example-{n}", text=entry.example) for n, entry in enumerate([*ENTRIES, *IDLE])]
    return {document.text: claims for document, claims in extract(documents)}


def names(parties: tuple[Party, ...]) -> set[str]:
    """A party by its country's code, or by its name where it has none."""
    return {party.country if party.kind in {"state", "person"} and party.country else party.name for party in parties}


def sides(promise: str) -> Iterator[set[str]]:
    """The two sides that a promise like ``USA, GBR > IRN`` names."""
    for side in promise.split(">"):
        yield {name.strip() for name in side.split(",")} - {"-", ""}


def promised(entry: Entry) -> tuple[set[str], set[str], str]:
    """Actors, recipients and status that the entry's last column promises."""
    words = entry.claim.split()
    status = words.pop() if words and words[-1] in vocab.STATUSES else "actual"
    actors, recipients = sides(" ".join(words))
    return actors, recipients, status


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name.replace(" ", "-"))
def test_example(entry: Entry, read: dict[str, tuple[Claim, ...]]) -> None:
    """The entry itself fires on its example and finds who did it to whom, and whether it happened."""
    actors, recipients, status = promised(entry)
    found = [
        (names(claim.actors), names(claim.recipients), claim.status)
        for claim in read[entry.example]
        if claim.rule == entry.name and claim.mode == entry.mode
    ]
    assert (actors, recipients, status) in found, entry.example


@pytest.mark.parametrize("entry", IDLE, ids=lambda entry: entry.name.replace(" ", "-"))
def test_idle(entry: Entry, read: dict[str, tuple[Claim, ...]]) -> None:
    """What looks like an act and is none yields no claim by its anchor."""
    found = [claim.rule for claim in read[entry.example]]
    assert not any(rule.partition(":")[2].split()[0] == entry.words[0] for rule in found), found


def test_all_roots_are_there() -> None:
    """Each of PLOVER's roots has entries."""
    assert {entry.event for entry in ENTRIES} == set(vocab.ROOTS)


def test_no_entry_stands_twice() -> None:
    """No two entries ask for the same words in the same frame."""
    keys = [(entry.words, entry.pos, entry.actor, entry.recipient) for entry in ENTRIES]
    assert len(keys) == len(set(keys))
