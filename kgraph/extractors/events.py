"""Events: lexicon entries found in a text, with who did it to whom."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from kgraph import iri, syntax
from kgraph.actors.resolver import Resolver
from kgraph.extractors import dates, frames, matching, telling, where
from kgraph.extractors.coding import coded
from kgraph.extractors.dates import Written
from kgraph.extractors.lexicon import IDLE, Entry, Lexicon, Side
from kgraph.extractors.matching import Match
from kgraph.extractors.speech import Speech
from kgraph.extractors.status import is_refused
from kgraph.extractors.telling import Found, Parties
from kgraph.model import Claim, Party, Span

# to say "I welcome it" is to welcome it: no report of somebody else's act
_VERBAL = {"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"}
# own people and things that are only moved by it
_MOVING = {"RETREAT", "SANCTION", "MOBILIZE"}
_DONE_TO_PEOPLE = {"ASSAULT", "COERCE", "SANCTION", "RETREAT", "CONCEDE"}
_NO_PEOPLE = {"state", "power", "import", "export", "missile"}  # role nouns that are nobody as objects
_JUDGING = {"SUPPORT", "ACCUSE"}
# what one does in a place is done to it; where they meet, sign or swap is only where
_FELT_IN_PLACE = {"ASSAULT", "COERCE", "RETREAT", "MOBILIZE", "AID", "CONCEDE", "PROTEST", "SANCTION"}
_ITSELF = ("name:", "named", "metonym:", "adjective:", "meant by")
_OWN = {"its", "their", "his", "her"}
_EVENTLESS_HEADS = {"compound", "nmod", "amod"}


class EventExtractor:
    """All events of one text."""

    def __init__(self, resolver: Resolver, speech: Speech, lexicon: Lexicon, written: Written) -> None:
        self._resolver = resolver
        self._speech = speech
        self._lexicon = lexicon
        self._written = written

    def claims(self) -> Iterator[Claim]:
        """The event claims, in the order of their triggers; one for each act, not for each way of telling it."""
        for sentence in self._resolver.doc.sents:
            told: dict[tuple[object, ...], Claim] = {}
            for found, sides in self._matches(list(sentence)):
                claim = self._claim(found, *sides)
                key = (claim.event, tuple(p.id for p in claim.actors), tuple(p.id for p in claim.recipients))
                told.setdefault(key, claim)
            yield from told.values()

    def _matches(self, tokens: list[Token]) -> Iterator[Found]:
        """The best entry at each anchor, with its sides; words that a longer trigger has used are no anchors."""
        around = {token.lemma_.lower() for token in tokens}
        found = [match for token in tokens if self._may_anchor(token) for match in self._best(token, around)]
        used = {token.i for match, _ in found for token in match.tokens[1:]}
        found = [(m, sides) for m, sides in found if m.anchor.i not in used or len(m.tokens) > 1]
        again = {*telling.told_twice(found), *telling.no_promises(found)}
        yield from ((m, sides) for m, sides in found if m.anchor.i not in again)

    def _best(self, token: Token, around: set[str]) -> list[Found]:
        """The most specific entry at ``token`` whose frame is filled, of several such one that finds both sides."""
        found: list[Found] = []
        for entry in self._entries(token, around):
            if found and entry.weight < found[0][0].entry.weight:
                break
            match = matching.match(entry, token)
            if match is not None and entry.event == IDLE:
                break
            sides = self._sides(match) if match is not None else None
            if match is not None and sides is not None:
                found.append((match, sides))
                if all(sides) or entry.recipient.slots == ("none",):
                    return found[-1:]
        return found[:1]

    def _may_anchor(self, token: Token) -> bool:
        """Whether an act may hang on a word: not on a name, nor on a modifier, unless it judges ("a vile attack")."""
        judges = token.dep_ == "amod" and token.pos_ == "ADJ"
        return token.i not in self._resolver.names and (judges or token.dep_ not in _EVENTLESS_HEADS)

    def _entries(self, token: Token, around: set[str]) -> list[Entry]:
        if token.dep_ == "aux" and token.tag_ == "MD":
            return self._lexicon.at(token.lower_, "modal", around | {token.lower_})
        entries = self._lexicon.at(token.lemma_.lower(), token.pos_, around)
        if token.dep_ == "amod":  # "a vile attack" is a judgement, "vital supplies" no demand
            return [entry for entry in entries if entry.event in {"ACCUSE", IDLE}]
        return entries

    # -- sides

    def _sides(self, found: Match) -> tuple[Parties, Parties] | None:
        """Actors and recipients; None where the frame is not filled as its entry asks."""
        entry = found.entry
        actors = self._fill(found, entry.actor, "actor")
        recipients = self._fill(found, entry.recipient, "recipient")
        if actors is None or recipients is None:
            return None
        others = self._others(found, actors, recipients)
        if recipients and not others and (entry.recipient.known or entry.pos == "modal"):
            return None  # "we must win" asks nobody else
        if entry.event in _JUDGING and all(party.why == "unnamed" for party in others):
            judged = self._first(frames.judged(found), "recipient", known=True)  # "welcomes news that Chad paid"
            others = self._others(found, actors, judged) or others
        for more in (self._complement, self._within_trigger):
            others = others or self._others(found, actors, more(found, actors))
        if actors or (others and telling.tells_alone(found, others)):
            return actors, others
        return None

    def _others(self, found: Match, actors: Parties, parties: Parties) -> Parties:
        """Those of the parties who are not the actors themselves, nor what they move about of their own."""
        moved = found.entry.event in _MOVING
        own = (p for p in parties if moved and p.why == "unnamed" and p.text.split(" ")[0].lower() in _OWN)
        mine = {party.id for party in own}
        told = map(self._beside(actors), (party for party in parties if party.id not in mine))
        return tuple(party for party in told if party is not None)

    def _beside(self, actors: Parties) -> Callable[[Party], Party | None]:
        """Tells recipients from actors: who or what belongs to the actor's own state is not that state."""
        ids = {party.id: party.text for party in actors}

        def tell(party: Party) -> Party | None:
            if party.id not in ids:
                return party
            if party.why.startswith(_ITSELF) or party.text.split(" ")[0].lower() in _OWN:
                return None
            stranger = iri.unnamed(self._resolver.document.id, party.text)
            return replace(party, id=stranger, name=party.text, kind="person", why="unnamed, of the actor's state")

        return tell

    def _fill(self, found: Match, side: Side, which: str) -> Parties | None:
        for slot, heads in self._slots(found, side, which):
            if slot == "sayer":
                parties = self._sayers(found.anchor)
            else:
                parties = tuple(p for head in heads for p in self._read(head, which, side.known))
                parties = self._of_object(found, slot, parties)
            if side.armed:
                parties = tuple(party for party in parties if party.kind == "armed-group")
            unique = tuple({party.id: party for party in parties}.values())
            if len(unique) > side.several:
                return unique
        return None if side.known or side.several else ()

    def _of_object(self, found: Match, slot: str, parties: Parties) -> Parties:
        """Whose thing it is that the trigger names, with its words: "the American diplomat", not only "American"."""
        if found.entry.pos != "verb" or slot not in {"mod", "poss"}:
            return parties
        things = [token for token in found.tokens[1:] if token.dep_ in {"dobj", "nsubjpass"}]
        return tuple(self._resolver.reread(party, things[0]) for party in parties) if things else parties

    def _complement(self, found: Match, actors: Parties) -> Parties:
        """Recipients that stand outside the frame; only somebody known, for places and things abound there."""
        refused = is_refused(found.clause)
        if found.entry.event in {"REJECT", "THREATEN"} or refused:
            demanded = self._first(frames.on_condition(found), "actor", known=False)
            if demanded:
                return demanded
        if found.entry.recipient.slots == ("none",):
            return ()
        outside = [frames.complements(found)]
        felt = found.entry.event in _FELT_IN_PLACE
        if felt and len(actors) < 2:
            outside.append(frames.places(found))
        if felt or len(actors) == 1:
            outside.append(self._named(frames.within(found)))
        return next(filter(None, (self._first(heads, "recipient", known=True) for heads in outside)), ())

    def _within_trigger(self, found: Match, actors: Parties) -> Parties:
        """What is a word of the trigger: the workers, where "expel worker" found "expelled 300 workers".

        Of things only what one objects to: "boycotted the vote".
        """
        if found.entry.recipient.known or found.entry.recipient.slots == ("none",):
            return ()
        told = self._first(frames.told_to(found.anchor), "actor", known=False)
        if told:
            return told
        objects = [t for t in found.tokens[1:] if t.dep_ in {"dobj", "nsubjpass"} and t != found.subject_word]
        if found.entry.event == "REJECT" or found.anchor.lemma_ == "boycott":
            return self._first(objects, "recipient", known=False) if len(actors) == 1 else ()
        roles = self._resolver.known.roles
        people = [t for t in objects if t.lemma_.lower() in roles and t.lemma_.lower() not in _NO_PEOPLE]
        return self._first(people, "actor", known=False) if found.entry.event in _DONE_TO_PEOPLE else ()

    def _first(self, heads: list[Token], which: str, known: bool) -> Parties:
        """The parties whom any of the phrases names, each once."""
        parties = (party for head in heads for party in self._read(head, which, known))
        return tuple({party.id: party for party in parties}.values())

    def _named(self, tokens: list[Token]) -> list[Token]:
        """Those that head the name of a state, a body or a group."""
        names = [(token, self._resolver.names.get(token.i)) for token in tokens]
        return [t for t, name in names if name and any(form.sense == "name" for form in name.forms)][:1]

    def _slots(self, found: Match, side: Side, which: str) -> Iterator[tuple[str, list[Token]]]:
        for slot, heads in frames.fillers(found, side, which):
            if slot == "mod":
                heads = [token for token in heads if self._is_somebody(token)]
            yield slot, heads

    def _is_somebody(self, modifier: Token) -> bool:
        """Whether a modifier is a name or acts for one: "Coalition", "Syrian government"."""
        role = self._resolver.known.roles.get(modifier.lemma_.lower())
        acts = role is not None and role.kind in {"state", "group"}
        named = any(t.i in self._resolver.names for t in syntax.children(modifier, "compound", "amod"))
        return modifier.i in self._resolver.names or (acts and named)

    def _read(self, head: Token, which: str, known: bool) -> Parties:
        parties = []
        for token in self._resolver.members(head):
            if token.pos_ == "VERB":
                continue
            acts = token.lemma_.lower() in self._resolver.known.roles
            for party in self._resolver.one(token):
                if party.why != "unnamed" or (not known and (acts or which == "recipient")):
                    parties.append(party)
        return tuple(parties)

    def _sayers(self, token: Token) -> Parties:
        heads = self._speech.sayers(token)
        return self._first(heads, "sayer", known=False)

    # -- the claim

    def _claim(self, found: Match, actors: Parties, recipients: Parties) -> Claim:
        resolver, anchor, clause = self._resolver, found.anchor, found.clause
        sayers = () if "sayer" in found.entry.actor.slots else self._sayers(clause)
        code, state = coded(found.entry, clause, actors, sayers)
        if code.root in _VERBAL:
            sayers = tuple(sayer for sayer in sayers if all(sayer.id != actor.id for actor in actors))
        when = dates.of_event(anchor, clause, self._written)
        first, last = min(found.tokens, key=lambda t: t.i), max(found.tokens, key=lambda t: t.i)
        return Claim(
            doc=resolver.document.id, kind="event",
            sentence=self._span(*syntax.sentence_bounds(anchor)), trigger=self._span(first.idx, last.idx + len(last)),
            confidence=telling.confidence(found, actors, recipients), rule=found.entry.name,
            event=code.root, mode=code.mode,
            actors=actors, recipients=recipients, attributed_to=sayers, status=state,
            date=when.date, date_text=when.words, date_why=when.why,
            place=where.of_event(anchor, clause, resolver), score=code.score,
        )  # fmt: skip

    def _span(self, start: int, end: int) -> Span:
        return Span(start, end, self._resolver.document.text[start:end])
