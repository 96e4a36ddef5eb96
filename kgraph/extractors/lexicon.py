"""The event lexicon: which words in which frame mean which PLOVER code. Knowledge is data; this only reads it.

``data/lexicon/<root>.tsv`` holds one entry a line:

====== ============================================================================================================
trigger the lemmas that must be there, the anchor first: ``condemn``, ``call on``, ``impose sanction``, ``cut off aid``;
        ``*`` is an object of any kind (``return *``), ``^`` marks the subject (``arrive ^peacekeeper``,
        ``strike ^<people>`` for any role noun of that kind)
pos     the anchor's part of speech: ``verb``, ``noun``, ``adj`` or ``modal``
frame   where the actor and, behind ``>``, the recipient stand; alternatives by ``|``, the first that is filled wins
mode    the PLOVER mode, or nothing
example a sentence of our own
claim   what it must yield: ``USA > IRN``, several by comma, ``-`` for nobody; behind it the status unless actual
====== ============================================================================================================

Slots of a frame: ``subj`` and ``obj`` (turned round in the passive), any preposition (``on``, ``with``, ``between``),
``poss`` (possessor), ``mod`` (a name or demonym before the noun), ``comp`` (subject of the clause that is demanded or
said), ``sayer`` (who says so), ``none``. A ``!`` behind the last slot: the side must be filled by somebody known; a
``&``: by two or more ("Chile and Peru met").

``data/lexicon/idle.tsv`` holds what looks like an act and is none ("release a report"), with its example.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache

from kgraph import resources, vocab

_FRAMES = {
    "verb": "subj > obj",
    "noun": "poss|mod|by|from|between|of > on|against|with|to|at|toward|towards",
    "adj": "sayer > none",
    "modal": "sayer! > subj!",
}
IDLE = "IDLE"
ANY_OBJECT, SUBJECT = "*", "^"
_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a frame: slots in order of preference, and who will do.

    Anybody, or only somebody ``known``, only ``several`` together, only an ``armed`` group.
    """

    slots: tuple[str, ...]
    known: bool = False
    several: bool = False
    armed: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the lexicon."""

    words: tuple[str, ...]
    pos: str
    actor: Side
    recipient: Side
    event: str
    mode: str | None
    example: str
    claim: str

    @property
    def name(self) -> str:
        """How a claim's ``rule`` names the entry."""
        return f"{self.event.lower()}/{self.pos}:{' '.join(self.words)}"

    @property
    def weight(self) -> float:
        """How specific the trigger is: its words, an object or a subject of any kind counting half."""
        return len(self.words) - sum(word == ANY_OBJECT or "<" in word for word in self.words) / 2


class Lexicon:
    """The entries by anchor, the most specific first."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        by_anchor: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in entries:
            by_anchor[entry.words[0], entry.pos].append(entry)
        for known in by_anchor.values():
            known.sort(key=lambda entry: (-entry.weight, entry.event != IDLE, not entry.recipient.known))
        self._by_anchor = {key: [(_lemmas(entry), entry) for entry in known] for key, known in by_anchor.items()}

    def at(self, lemma: str, pos: str, around: Set[str]) -> list[Entry]:
        """The entries with the anchor ``lemma`` of spaCy's part of speech ``pos`` whose lemmas are all ``around``."""
        return [entry for needed, entry in self._by_anchor.get((lemma, _POS.get(pos, pos)), ()) if needed <= around]


def _lemmas(entry: Entry) -> frozenset[str]:
    """The lemmas that a sentence must hold for an entry to fit."""
    words = (word.removeprefix(SUBJECT) for word in entry.words if word != ANY_OBJECT)
    return frozenset(word for word in words if not word.startswith("<"))


def entries() -> Iterator[Entry]:
    """All packaged entries, root by root; ValueError names a line that is not well formed."""
    for root in vocab.ROOTS:
        for row in resources.rows("lexicon", f"{root.lower()}.tsv"):
            yield parse(root, row)


def idle() -> Iterator[Entry]:
    """What looks like an act and is none: entries whose event is ``IDLE``."""
    nobody = Side(("none",))
    for row in resources.rows("lexicon", "idle.tsv"):
        yield Entry(tuple(row["trigger"].split()), row["pos"], nobody, nobody, IDLE, None, row["example"], "- > -")


def parse(root: str, row: dict[str, str]) -> Entry:
    """The entry that a table row describes; ValueError where it is not well formed."""
    mode = row["mode"] or None
    if (root, mode) not in vocab.plover():
        raise ValueError(f"{root.lower()}.tsv: {row['trigger']}: PLOVER has no mode {mode!r} of {root}")
    if row["pos"] not in _FRAMES:
        raise ValueError(f"{root.lower()}.tsv: {row['trigger']}: no part of speech {row['pos']!r}")
    actor, _, recipient = (row["frame"] or _FRAMES[row["pos"]]).partition(">")
    return Entry(
        tuple(row["trigger"].split()), row["pos"], _side(actor), _side(recipient), root, mode,
        row["example"], row["claim"],
    )  # fmt: skip


def _side(text: str) -> Side:
    text = text.strip()
    marks = {"known": text.endswith(("!", "~")), "several": text.endswith("&"), "armed": text.endswith("~")}
    return Side(tuple(text.rstrip("!&~").split("|")), **marks)


@cache
def lexicon() -> Lexicon:
    """The packaged lexicon, read once in a process."""
    return Lexicon([*entries(), *idle()])


@cache
def supports() -> dict[str, str]:
    """Support verbs ("launch" an attack, "come under" fire): which side of the noun their subject fills."""
    return {row["verb"]: row["subject"] for row in resources.rows("lexicon", "supports.tsv")}
