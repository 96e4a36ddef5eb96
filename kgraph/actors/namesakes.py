"""Names that several bear: whom one means is told by the words around it, else by the rest of the text.

``data/actors/namesakes.csv`` has a row for each meaning of a name: an actor of the catalogue ("known"; a state is its
ISO code), an actor of its own, "nobody", or a "person". Its cues are words that tell of this meaning, as do the other
names of a known actor. A cue that holds the name itself counts first, then the sentence, then the text. Where two
meanings have cues in one sentence, or none has any and none is usual, nobody is chosen.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from operator import attrgetter, itemgetter

from spacy.tokens import Doc, Token

from kgraph import iri, syntax
from kgraph.actors import tables
from kgraph.actors.catalogue import Catalogue
from kgraph.actors.name import Name
from kgraph.actors.tables import Actor, Form

_HE = {"he", "him", "his", "himself", "she", "her", "hers", "herself"}


@dataclass(frozen=True)
class Meaning:
    """One meaning of a name. ``actor`` is None where it is nobody, or a person of the text."""

    name: str
    title: str
    actor: Actor | None
    is_person: bool
    is_usual: bool
    cues: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the cues; those in lower case also at the beginning of a sentence."""
        cues = [f"(?i:{re.escape(cue)})" if cue.islower() else re.escape(cue) for cue in self.cues]
        return re.compile(rf"(?<!\w)(?:{'|'.join(cues)})(?!\w)" if cues else "(?!)")


class Namesakes:
    """The table of namesakes, and the decision for each name of a text that stands in it."""

    def __init__(self, known: Catalogue) -> None:
        self._known = known
        self._meanings: dict[str, list[Meaning]] = defaultdict(list)
        for row in tables.namesakes():
            self._meanings[row["name"]].append(self._meaning(row))

    def __iter__(self) -> Iterator[str]:
        return iter(self._meanings)

    def meanings(self, name: str) -> list[Meaning]:
        """What a name may mean, as the table has it."""
        return self._meanings.get(name, [])

    def _meaning(self, row: dict[str, str]) -> Meaning:
        title, kind, country = row["means"], row["kind"], row["country"] or None
        actor: Actor | None = None
        if kind == "known":
            actor = self._known.find(title)[0]
        elif kind == "organisation":
            actor = Actor(iri.actor(title), title, "organisation", country)
        return Meaning(
            row["name"], actor.name if actor else title, actor, kind == "person", bool(row["usual"]),
            tables.names(row["cues"]),
        )  # fmt: skip

    def settle(self, doc: Doc, names: dict[int, Name]) -> dict[int, Name]:
        """The names of a text, those in the table with the meaning they have there."""
        unclear = {name for name in names.values() if name.text in self._meanings}
        if not unclear:
            return names
        text = _Text(doc, names, self._meanings)
        settled = {name: self._settled(name, text) for name in unclear}
        return {index: settled.get(name, name) for index, name in names.items()}

    def _settled(self, name: Name, text: "_Text") -> Name:
        meanings = self._meanings[name.text]
        people = [meaning for meaning in meanings if meaning.is_person]
        if people:
            person = text.is_person(name, people[0].is_usual)
            if person or (person is None and len(meanings) == 1):
                rivals = () if person else tuple(form.actor.name for form in name.forms[:1])
                return replace(name, forms=(), label="PERSON" if person else "", rivals=rivals)
        fit = text.fit(name, [meaning for meaning in meanings if not meaning.is_person])
        if not fit:
            return name
        if len(fit) > 1:
            return replace(name, forms=(), label="", rivals=tuple(meaning.title for meaning in fit))
        return self._as_meant(name, fit[0])

    def _as_meant(self, name: Name, meaning: Meaning) -> Name:
        if meaning.actor is None:
            return replace(name, forms=(), label="", thing=True)
        forms = tuple(form for form in name.forms if _are_one(form.actor, meaning.actor))
        adjectives = [form for form in self._known.forms.get(name.text, ()) if form.sense == "adjective"]
        sense: tables.Sense = "adjective" if adjectives else "name"
        return replace(name, forms=forms or (Form(name.text, meaning.actor, sense, tables.NAMESAKES),), label="")


class _Text:
    """What one text tells of its namesakes."""

    def __init__(self, doc: Doc, names: dict[int, Name], meanings: dict[str, list[Meaning]]) -> None:
        self._doc = doc
        self._whole = doc.text
        self._cues: dict[Meaning, list[tuple[int, int]]] = {}
        self._told: dict[Meaning, bool] = {}
        self._named = sorted(set(names.values()), key=lambda name: name.start)
        self._clear = [name for name in self._named if name.text not in meanings]
        people = [name.text.split() for name in self._named if name.label == "PERSON" and " " in name.text]
        self._of_people = {word for words in people for word in (words[0], words[-1])}

    def fit(self, name: Name, meanings: list[Meaning]) -> list[Meaning]:
        """The meanings that a name can have; the nearest cues decide, else what is usual."""
        start, end = self._doc[name.start].idx, self._doc[name.start : name.end].end_char
        for meaning in meanings:
            if any(cue[0] <= start and end <= cue[1] for cue in self._cues_before(meaning, start)):
                return [meaning]
        sentence = syntax.sentence_of(self._doc[name.start])
        near = [meaning for meaning in meanings if self._tells(meaning, sentence.start, sentence.end)]
        if near:
            return near
        far = [meaning for meaning in meanings if self._tells_anywhere(meaning)]
        usual = [meaning for meaning in meanings if meaning.is_usual]
        return far if len(far) == 1 else usual or far or meanings

    def _cues_before(self, meaning: Meaning, end: int) -> list[tuple[int, int]]:
        """The last cue of a meaning that begins at the character ``end`` or before, as none overlaps another."""
        if meaning not in self._cues:
            self._cues[meaning] = [cue.span() for cue in meaning.pattern.finditer(self._whole)]
        cues = self._cues[meaning]
        behind = bisect_right(cues, end, key=itemgetter(0))
        return cues[max(0, behind - 1) : behind]

    def _tells_anywhere(self, meaning: Meaning) -> bool:
        if meaning not in self._told:
            self._told[meaning] = self._tells(meaning, 0, len(self._doc))
        return self._told[meaning]

    def _tells(self, meaning: Meaning, start: int, end: int) -> bool:
        """Whether the tokens from ``start`` to ``end`` hold a cue, or another name of the actor."""
        if meaning.pattern.search(self._doc[start:end].text):
            return True
        first, last = (bisect_left(self._clear, at, key=attrgetter("start")) for at in (start, end))
        inside = self._clear[first:last]
        actor = meaning.actor
        return actor is not None and any(_are_one(form.actor, actor) for name in inside for form in name.forms)

    def is_person(self, name: Name, often: bool) -> bool | None:
        """Whether a word that states and people share is a person here; None where it is a toss-up.

        ``often`` tells that people bear it so often that a "he" alone makes it doubtful.
        """
        token = self._doc[name.end - 1]
        recognised = token.ent_type_ == "PERSON"
        if name.text in self._of_people:
            return recognised or not self._is_told_of(name)
        if _who_follows(token) or (self._he_follows(name) and not self._is_told_of(name)):
            return recognised or (None if often else False)
        return False

    def _is_told_of(self, name: Name) -> bool:
        """Whether the text tells of the state by another of its names."""
        actors = [form.actor for form in name.forms]
        return any(_are_one(form.actor, a) for other in self._clear for form in other.forms for a in actors)

    def _he_follows(self, name: Name) -> bool:
        """Whether "he" or "her" stands behind the name in its sentence, and can mean nobody before it."""
        sentence = syntax.sentence_of(self._doc[name.start])
        behind = next((t.i for t in self._doc[name.end : sentence.end] if t.lower_ in _HE), None)
        if behind is None:
            return False
        before = self._doc[sentence.start : behind]
        others = (t for t in before if not name.start <= t.i < name.end)
        return not any(t.ent_type_ in {"PERSON", "NORP"} or _is_somebody(t) for t in others)


def _who_follows(token: Token) -> bool:
    return any(t.tag_ == "WP" for verb in syntax.children(token, "relcl") for t in verb.subtree)


def _is_somebody(token: Token) -> bool:
    """Whether a common noun may be whom "he" means."""
    return token.lemma_.lower() in _people()


@cache
def _people() -> frozenset[str]:
    return frozenset(role.noun for role in tables.roles() if role.kind in {"office", "people", "group"})


def _are_one(one: Actor, other: Actor) -> bool:
    """Whether two actors are the same, or a state and its people."""
    states = {"state", "people"}
    same_state = one.country is not None and one.country == other.country and {one.kind, other.kind} <= states
    return one.iri == other.iri or same_state
