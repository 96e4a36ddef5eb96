"""What is worth telling of the acts found in a sentence: not the same twice, not a promise of harm, not half an act."""

from collections.abc import Iterator

from kgraph import syntax
from kgraph.extractors.coding import THREATENABLE
from kgraph.extractors.matching import Match
from kgraph.extractors.status import SWEARING
from kgraph.model import Party

Parties = tuple[Party, ...]
Found = tuple[Match, tuple[Parties, Parties]]  # an entry with its actors and recipients

# what is done to somebody may be told without who did it
_TELLING_ALONE = {"ASSAULT", "COERCE", "SANCTION", "RETREAT"}
# "the fight against terrorism" is everybody's
_VAGUE = {"battle", "campaign", "defeat", "effort", "fight", "operation", "struggle", "war"}


def told_twice(found: list[Found]) -> Iterator[int]:
    """Anchors that only tell again of an act: the strike, where "a U.S. strike hit two Iranian trucks"."""
    nouns = {match.anchor.i: (match, sides) for match, sides in found if match.entry.pos == "noun"}
    for match, (_, harmed) in found:
        doer = syntax.agent(match.anchor) if match.entry.pos == "verb" else None
        for token in [doer, *syntax.pobjects(doer, "of")] if doer is not None else []:
            noun, (actors, recipients) = nouns.get(token.i, (None, ((), ())))
            if noun is None or noun.entry.event != match.entry.event:
                continue
            if not recipients and len(actors) < 2:
                yield noun.anchor.i
            elif all(party.why == "unnamed" for party in harmed):
                yield match.anchor.i


def no_promises(found: list[Found]) -> Iterator[int]:
    """Anchors that promise a harm, which is no agreement: "vowed", where they "vowed to strike back"."""
    harms = {match.anchor.i for match, _ in found if match.entry.event in THREATENABLE}
    for match, _ in found:
        inner = syntax.children(match.anchor, "xcomp")
        if match.entry.event == "AGREE" and match.anchor.lemma_ in SWEARING and any(t.i in harms for t in inner):
            yield match.anchor.i


def tells_alone(found: Match, recipients: Parties) -> bool:
    """Whether an act is worth telling without its actor: a passive, or a noun whose recipient is known or harmed."""
    known = any(party.why != "unnamed" for party in recipients)
    if found.anchor.lemma_ in _VAGUE:
        return False
    if found.entry.pos == "noun" or found.entry.recipient.slots[0] == "subj":  # "the mayor is on trial"
        return known or found.entry.event in _TELLING_ALONE
    if found.entry.pos != "verb" or syntax.is_infinitive(found.anchor):
        return False
    people = known or any(party.kind != "organisation" for party in recipients)
    reduced = found.anchor.dep_ == "acl"  # "arms captured near the city"
    # "a car bomb killed three soldiers" names no actor either
    return (syntax.is_passive(found.anchor) and (people or not reduced)) or found.entry.event == "ASSAULT"


def confidence(found: Match, actors: Parties, recipients: Parties) -> float:
    """A plain estimate: named parties on both sides and a specific trigger are trusted more."""
    value = 0.9 if len(found.tokens) > 1 else 0.8
    if found.entry.pos == "noun":
        value -= 0.05
    for side in (actors, recipients):
        if not side:
            value -= 0.15
        elif any(party.why == "unnamed" for party in side):
            value -= 0.1
        elif any(party.why.startswith("meant by") for party in side):
            value -= 0.05
    return round(value, 2)
