"""Which sentences a briefing cites, and under which numbers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kgraph.brief.facts import Cited
from kgraph.brief.records import Pair, Record


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentences' numbers by IRI, those of each tie in one run, and the ties of which they tell in that order."""

    numbers: dict[str, int]
    ties: tuple[Pair | None, ...]
    records: Mapping[Pair | None, tuple[Record, ...]]

    def cite(self, text: str, records: Iterable[Record], quiet: bool = False) -> Cited:
        """Words with the numbers of the sentences that show it."""
        sentences = {record.sentence for record in records}
        listed = sorted(self.numbers[one] for one in sentences if one in self.numbers)
        return Cited(text, tuple(listed), len(sentences) - len(listed), quiet)

    def first(self, records: Iterable[Record]) -> int | None:
        """The first of the sentences that show something, if any is listed."""
        return min(self.cite("", records).numbers, default=None)


def choose(
    records: Mapping[Pair | None, Sequence[Record]], ties: Iterable[Pair | None], urgent: Iterable[Record], limit: int
) -> Evidence:
    """At most ``limit`` sentences, numbered tie by tie, the latest first.

    First comes a sentence of each tie, the firmest; then what is ``urgent``; then the latest. So nothing that is drawn
    is without its sentence while there is room.
    """
    ties = tuple(ties)
    ordered = {tie: tuple(sorted(records[tie], key=_latest)) for tie in ties}
    best = [min(found, key=_firmness) for found in ordered.values() if found]
    rest = sorted((record for found in ordered.values() for record in found), key=_latest)
    kept = set(list(dict.fromkeys(record.sentence for record in [*best, *urgent, *rest]))[:limit])
    told = dict.fromkeys(record.sentence for found in ordered.values() for record in found if record.sentence in kept)
    return Evidence({sentence: number for number, sentence in enumerate(told, 1)}, ties, ordered)


def by_event(records: Iterable[Record]) -> dict[str, list[Record]]:
    """The claims that tell that an event happened."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if record.status == "actual":
            found[record.event].append(record)
    return found


def latest(records: Iterable[Record]) -> list[Record]:
    """The latest first, what has no date last."""
    return sorted(records, key=_latest)


def _latest(record: Record) -> tuple[list[int], str, str]:
    return [-ord(char) for char in record.date] or [0], record.sentence, record.claim


def _firmness(record: Record) -> tuple[bool, bool, float, str]:
    heard = "attributedTo" in record.parties
    return record.status != "actual", heard, -record.confidence, record.claim
