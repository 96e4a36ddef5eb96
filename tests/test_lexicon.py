"""The lexicon proves itself: every entry's example yields the claim that the entry promises."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kgraph import vocab
from kgraph.extractors.lexicon import Entry, Lexicon, entries, idle, parse
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


WEIGHTS = [
    ("return", 1), ("return *", 1.5), ("return vase", 2), ("return * to", 2.5), ("strike ^<people>", 1.5),
    ("arrive ^peacekeeper", 2), ("name <people>", 1.5),
]  # fmt: skip


@pytest.mark.parametrize(("trigger", "weight"), WEIGHTS)
def test_weight(trigger: str, weight: float) -> None:
    """Each word of a trigger weighs one; an object, or a role noun, of any kind only half."""
    assert small("AID", trigger).weight == weight


def test_order() -> None:
    """At an anchor the weightier comes first; of equals what is idle, then what asks for somebody known."""
    triggers = ["return", "return *", "return vase"]
    known = parse("AID", row("return vase", "subj>to!"))
    made = Lexicon(
        [*(small("AID", one) for one in triggers), known, small("IDLE", "return *"), small("IDLE", "return vase")]
    )
    found = made.at("return", "VERB", {"return", "vase"})
    assert [(entry.event, " ".join(entry.words), entry.recipient.known) for entry in found] == [
        ("IDLE", "return vase", False),
        ("AID", "return vase", True),
        ("AID", "return vase", False),
        ("IDLE", "return *", False),
        ("AID", "return *", False),
        ("AID", "return", False),
    ]
    assert made.at("return", "NOUN", {"return", "vase"}) == []
    assert [" ".join(entry.words) for entry in made.at("return", "VERB", {"return"})] == [
        "return *",
        "return *",
        "return",
    ]


def row(trigger: str, frame: str = "") -> dict[str, str]:
    return {"trigger": trigger, "pos": "verb", "frame": frame, "mode": "", "example": "", "claim": ""}


def small(event: str, trigger: str) -> Entry:
    """An entry of this trigger alone."""
    return replace(parse("AID", row(trigger)), event=event)
