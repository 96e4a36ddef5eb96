"""How well texts are read: claims against what people coded in the same texts (see ``gold``).

A claim meets a gold line of its sentence where kind and code agree and each gold party is met, by its state, name or
words, on the side where it stands. The sides of CONSULT, AGREE and COOPERATE may be swapped, and an office or
relation may be read off any sentence. Recall counts the core lines; precision takes an event claim that meets no line,
core or bonus, for wrong. Status, sayer and date are looked at where a line is met; one right claim is enough.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from kgraph import gold
from kgraph.extractors import pipeline
from kgraph.gold import Gold, Names
from kgraph.model import Claim, Kind, Party
from kgraph.vocab import MUTUAL

Measure = Literal[
    "events precision", "events recall", "offices recall", "relations recall", "status", "attribution", "date",
]  # fmt: skip
Watcher = Callable[[float, int], None]
_RECALL: dict[Kind, Measure] = {"event": "events recall", "office": "offices recall", "relation": "relations recall"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that was judged, under which measure, and whether it is right."""

    measure: Measure
    right: bool
    about: Gold | Claim


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over all texts. ``share`` is from 0 to 1, None where nothing was counted; F1 has no counts."""

    measure: str
    share: float | None
    right: int | None
    of: int | None


@dataclass(frozen=True, slots=True)
class Fault:
    """A core line that was missed, with its quote, or an event claim that meets no line, with its sentence."""

    fault: Literal["missed", "extra"]
    document: str
    claim: str
    who: str
    whom: str
    words: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of a gold folder and the faults behind them, in the order of the texts."""

    figures: tuple[Figure, ...]
    faults: tuple[Fault, ...]


def evaluate(folder: Path, watch: Watcher = lambda done, documents: None) -> Evaluation:
    """Read the texts of ``folder`` and hold them against their gold lines; SourceError names what is amiss there."""
    texts = gold.read(folder)
    verdicts: list[Verdict] = []
    faults: list[Fault] = []
    extracted = pipeline.extract(text.document for text in texts)
    for number, (text, (document, claims)) in enumerate(zip(texts, extracted, strict=True), 1):
        judged = list(judge(text.gold, claims))
        verdicts += judged
        faults += (_fault(verdict.about, document.id) for verdict in judged if _is_fault(verdict))
        watch(number / len(texts), number)
    return Evaluation(figures(verdicts), tuple(faults))


def judge(lines: Iterable[Gold], claims: Sequence[Claim]) -> Iterator[Verdict]:
    """What is right and wrong about the claims of one text."""
    explained: set[Claim] = set()
    for line in lines:
        found = [claim for claim in claims if meets(line, claim)]
        explained.update(found)
        if line.core:
            yield Verdict(_RECALL[line.kind], bool(found), line)
        if line.kind == "event" and found:
            yield from _details(line, found)
    for claim in claims:
        if claim.kind == "event":
            yield Verdict("events precision", claim in explained, claim)


def _details(line: Gold, found: Sequence[Claim]) -> Iterator[Verdict]:
    yield Verdict("status", any(claim.status in line.status for claim in found), line)
    if line.attributed_to:
        right = any(_is_among(line.attributed_to, claim.attributed_to) for claim in found)
        yield Verdict("attribution", right, line)
    if line.date:
        right = any((claim.date or "").startswith(line.date) for claim in found)
        yield Verdict("date", right, line)


# -- meeting


def meets(line: Gold, claim: Claim) -> bool:
    """Whether a claim says what the coded line says."""
    return line.kind == claim.kind and _MEETING[line.kind](line, claim)


def _event_meets(line: Gold, claim: Claim) -> bool:
    same_sentence = line.start < claim.sentence.end and claim.sentence.start < line.end
    return same_sentence and claim.event in line.event and _sides_meet(line, claim)


def _sides_meet(line: Gold, claim: Claim) -> bool:
    if _all_among(line.actors, claim.actors) and _all_among(line.recipients, claim.recipients):
        return True
    everybody = (*claim.actors, *claim.recipients)
    return claim.event in MUTUAL and _all_among((*line.actors, *line.recipients), everybody)


def _office_meets(line: Gold, claim: Claim) -> bool:
    held = fold(claim.office or "")
    if not (held and claim.person and claim.of):
        return False
    same_office = any(name in held or held in name for name in map(fold, line.office))
    return same_office and _is_among(line.person, [claim.person]) and _is_among(line.of, [claim.of])


def _relation_meets(line: Gold, claim: Claim) -> bool:
    return fold(claim.relation or "") in map(fold, line.relation) and _all_among(line.parties, claim.parties)


_MEETING: dict[Kind, Callable[[Gold, Claim], bool]] = {
    "event": _event_meets,
    "office": _office_meets,
    "relation": _relation_meets,
}


def _all_among(wanted: Iterable[Names], parties: Sequence[Party]) -> bool:
    return all(_is_among(names, parties) for names in wanted)


def _is_among(names: Names, parties: Iterable[Party]) -> bool:
    """Whether one of the parties goes by one of the names."""
    wanted = set(map(fold, names))
    met = (name for party in parties for name in (party.country, party.name, party.id, party.text) if name)
    return any(fold(name) in wanted for name in met)


def fold(name: str) -> str:
    """A name without letter case, punctuation and leading article: "The U.N." becomes "un"."""
    return re.sub(r"[^\w ]", "", name.casefold()).strip().removeprefix("the ")


# -- counting


def figures(verdicts: Iterable[Verdict]) -> tuple[Figure, ...]:
    """The share of right verdicts, measure by measure; behind the events' precision and recall their F1."""
    counts = Counter((verdict.measure, verdict.right) for verdict in verdicts)
    precision, recall, *others = (_figure(name, counts[name, True], counts[name, False]) for name in get_args(Measure))
    return precision, recall, Figure("events F1", _f1(precision.share or 0, recall.share or 0), None, None), *others


def _figure(measure: str, right: int, wrong: int) -> Figure:
    of = right + wrong
    return Figure(measure, right / of if of else None, right, of)


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _is_fault(verdict: Verdict) -> bool:
    return not verdict.right and verdict.measure.endswith(("precision", "recall"))


def _fault(about: Gold | Claim, document: str) -> Fault:
    if isinstance(about, Gold):
        return Fault("missed", document, *_coded(about), about.quote)
    code = f"{about.event} {about.mode or ''}".strip()
    who, whom = (", ".join(party.name for party in side) for side in (about.actors, about.recipients))
    return Fault("extra", document, code, who, whom, about.sentence.text)


def _coded(line: Gold) -> tuple[str, str, str]:
    """What a coded line claims, who and to whom, each party by its first name."""
    if line.kind == "office":
        return line.office[0], line.person[0], line.of[0]
    if line.kind == "relation":
        return line.relation[0], _firsts(line.parties), ""
    return " or ".join(line.event), _firsts(line.actors), _firsts(line.recipients)


def _firsts(parties: Iterable[Names]) -> str:
    return ", ".join(names[0] for names in parties)
