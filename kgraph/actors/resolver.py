"""Who a noun phrase means: the one place where words become parties.

A ``Resolver`` belongs to one text. Names, roles ("Israeli officials", "the prime minister"), things that stand for
their owners ("Iran's nuclear sites") and strangers become parties, each with a word on why it was read so.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from spacy.tokens import Doc, Token

from kgraph import iri, syntax
from kgraph.actors import places, things
from kgraph.actors.catalogue import Catalogue
from kgraph.actors.name import Name
from kgraph.actors.owners import Owners
from kgraph.actors.people import People, is_person
from kgraph.actors.recent import Recent
from kgraph.actors.strangers import undecided, unnamed
from kgraph.actors.tables import Actor, Form
from kgraph.model import Document, Party, PartyKind

_EXAMPLES = ("including", "like", "notably", "as")
_LABEL_KIND: dict[str, PartyKind] = {"PERSON": "person", "ORG": "organisation", "NORP": "people", "FAC": "organisation"}
_MEASURES = {"hundred", "thousand", "dozen", "score", "million", "group"}
_ISSUED = {  # what bodies give out under their names
    "Charter", "Convention", "Declaration", "Mission", "Report", "Resolution", "Resolutions", "Statement", "Summit",
}  # fmt: skip
Pronouns = Callable[[Token], tuple[Party, ...] | None]


class Resolver:
    """Names, roles and descriptions of one text, resolved against the catalogue and the text's own past."""

    def __init__(self, doc: Doc, document: Document, known: Catalogue, names: dict[int, Name]) -> None:
        self.doc = doc
        self.document = document
        self.known = known
        self.names = names
        self.date = document.date
        self.refer: Pronouns = lambda token: None
        self._cache: dict[int, tuple[Party, ...]] = {}
        self.recent = Recent(doc, known, names)
        self.owners = Owners(doc, known, names, self.one, self.parties)
        self.states_of = self.owners.states_of
        self.people = People(doc, known, names, self.date, self.states_of)
        self.people.introduce()

    # -- the questions others ask

    def parties(self, head: Token) -> tuple[Party, ...]:
        """The parties a noun phrase names, coordinated ones included, each once; empty where nobody is meant."""
        found: dict[str, Party] = {}
        for token in self.members(head):
            for party in self.one(token):
                found.setdefault(party.id, party)
        return tuple(found.values())

    def members(self, head: Token) -> list[Token]:
        """The heads of a phrase and of those coordinated or named as examples: "allies like Iran", "including Iran"."""
        examples = [t for t in syntax.pobjects(head, *_EXAMPLES) if t.i in self.names]
        return [part for one in (head, *examples) for part in syntax.conjuncts(one)]

    def one(self, head: Token) -> tuple[Party, ...]:
        """The parties that one head means, without those coordinated with it."""
        if head.i not in self._cache:
            self._cache[head.i] = ()  # a phrase that is asked for while it is being read stands for nobody
            self._cache[head.i] = self._read(head)
        return self._cache[head.i]

    def party(self, actor: Actor, head: Token, why: str) -> Party:
        """``actor`` as read from the noun phrase of ``head``."""
        start, end = syntax.extent(head)
        words = self.document.text[start:end]
        return Party(actor.iri, actor.name, actor.kind, actor.country, words, start, end, why)

    def body_of(self, noun: Token) -> Actor | None:
        """The organisation for which an office is held: "secretary-general of NATO"."""
        return self._modifying_actor(noun)

    # -- reading one head

    def _read(self, head: Token) -> tuple[Party, ...]:
        referred = self.refer(head)
        if referred is not None:
            return referred
        name = self.names.get(head.i)
        if name is not None:
            return self._named(name, head)
        if head.ent_type_ == "DATE":  # "to Turkey November 16", where the parser hangs the place on the month
            return next((self._named(self.names[t.i], t) for t in self.owners.naming_modifiers(head)), ())
        body = self.recent.body(head)
        if body is not None:
            return (self.party(body, head, f"short for {body.name}"),)
        council = self.recent.council(head)
        if council is not None:
            return (self.party(council, head, f"whose {head.lower_} it is"),)
        role = self.known.roles.get(head.lemma_.lower()) or self.known.roles.get(head.lower_)
        measured = self._owned(head) if head.lemma_.lower() in _MEASURES else ()
        if measured or role is None:
            return measured or self._owned(head) or unnamed(head, self.document, self.known)
        return self._role(head, role.kind)

    def _named(self, name: Name, head: Token) -> tuple[Party, ...]:
        if is_person(name) and not self._is_city(name):
            return (self._person(self.people.person(name), head),)
        if name.thing:
            return ()
        if name.rivals:
            return (undecided(name.rivals, head, self.document),)
        if name.forms:
            form = _best(name.forms, head)
            if form.sense == "metonym" and self._is_venue(head):
                return ()
            return (self.party(form.actor, head, f"{form.sense}: {form.text}"),)
        return self._unknown(name, head)

    def _person(self, person: Actor, head: Token) -> Party:
        """A person; one who may be several leaders is known within this text only."""
        rivals = self.people.rivals.get(person.iri, ())
        if len(rivals) < 2:
            return self.party(person, head, "named")
        stranger = replace(person, iri=iri.unnamed(self.document.id, person.name))
        return self.party(stranger, head, f"named; {' or '.join(rivals)}")

    def _is_venue(self, city: Token) -> bool:
        """Whether a capital before a noun tells where a thing was made or held: "the Paris agreement"."""
        noun = city.head
        return city.dep_ in {"compound", "nmod", "amod"} and things.is_made_at_a_place(noun) and city.is_title

    def _is_city(self, name: Name) -> bool:
        """Whether a single word taken for a person is rather a city: nobody is known by it, and the place is large."""
        if name.forms or " " in name.text or self.people.is_known(name.text):
            return False
        return places.is_city(name.text)

    def _unknown(self, name: Name, head: Token) -> tuple[Party, ...]:
        """A name that the catalogue does not hold: an actor of its own, or a place that stands for its state."""
        if name.label not in {"GPE", "LOC"} and " " not in name.text and self.people.may_be(name.text):
            return (self.party(self.people.person(name), head, "named"),)
        if name.label in {"GPE", "LOC"} or self._is_city(name):
            country = places.state_of(name.text, self.document.text, self.known)
            if country:
                return (self.party(self.known.states[country], head, f"place in the country: {name.text}"),)
        body = self._body_within(name)
        if body is not None:
            return (self.party(body, head, f"of {body.name}"),)
        text = re.sub(r"^(?:the|The)\s+|[’']s$", "", name.text).strip() or name.text
        states = _states_within(name, self.known) or self.states_of(head)
        country = states[0].country if states else None
        kind = _LABEL_KIND.get(name.label, "organisation")
        return (self.party(Actor(iri.actor(text), text, kind, country), head, f"recognised as {name.label}"),)

    def _body_within(self, name: Name) -> Actor | None:
        """The body whose name a thing's name begins with: "UN Security Council Resolution 2254"."""
        words = name.text.split()
        thing = next((n for n, word in enumerate(words) if n and word in _ISSUED), None)
        known = self.known.find(" ".join(words[:thing])) if thing else []
        return known[0] if known and known[0].kind in {"igo", "organisation"} else None

    # -- roles

    def _role(self, head: Token, kind: str) -> tuple[Party, ...]:
        states = self.states_of(head)
        before = [self.names[token.i] for token in self.owners.modifiers(head) if token.i in self.names]
        unclear = next((name.rivals for name in before if name.rivals), ())
        if unclear and not states:
            return (undecided(unclear, head, self.document),)
        several = self._coordinated(head)
        if len(several) > 1:
            return self._each(head, kind, several)
        if kind == "office":
            return self._office(head, states)
        appos = [t for t in syntax.children(head, "appos") if t.i in self.names]
        if appos and appos[0].i == head.i + 1:  # "our ally Turkey"
            return self._named(self.names[appos[0].i], appos[0])
        named = self._modifying_actor(head)
        if named is not None and kind in {"group", "people", "state", "body"}:
            return (self.party(named, head, f"{head.lower_} of {named.name}"),)
        collective = kind == "group" or head.lemma_ == "group"
        if not states and collective and (group := self.recent.group(head)):
            return (self.party(group, head, f"the {head.lower_} last told of"),)
        if not states and kind == "state":  # "missiles fired by Iran", "their troops"
            owned = self._owned(head)
            if owned or syntax.children(head, "poss"):
                return owned or unnamed(head, self.document, self.known)
        if not states and kind == "state" and (recent := self.recent.state(head, self.owners.states_at)):
            return (self.party(recent, head, f"the {head.lower_} last told of"),)
        if not states:
            return (self._owned(head) if kind != "people" else ()) or unnamed(head, self.document, self.known)
        if kind == "state":
            return tuple(self.party(state, head, f"{head.lower_} of the state") for state in states)
        if kind == "people":
            return tuple(self.party(self._people_of(s), head, f"{head.lower_} of the state") for s in states)
        name = f"{states[0].name} {head.lower_}"
        party_kind: PartyKind = "armed-group" if kind == "group" else "organisation"
        actor = Actor(iri.actor(name), f"{head.lower_} of {states[0].name}", party_kind, states[0].country)
        return (self.party(actor, head, "role without a name"),)

    def _coordinated(self, head: Token) -> list[tuple[Token, Actor]]:
        """The states and bodies that are joined before a role: "UK and EU negotiators"."""
        for child in syntax.children(head, "amod", "compound", "nmod"):
            tokens = syntax.conjuncts(child)
            named = [(t, self.names[t.i].forms[0].actor) for t in tokens if t.i in self.names and self.names[t.i].forms]
            if len(tokens) > 1 and len(named) == len(tokens):
                return [(token, self.known.states.get(actor.country or "", actor)) for token, actor in named]
        return []

    def _each(self, head: Token, kind: str, several: list[tuple[Token, Actor]]) -> tuple[Party, ...]:
        """One party for each of those joined before a role, read from its own words."""
        found = []
        for token, actor in several:
            start, end = syntax.extent(token)
            if token == several[-1][0]:
                end = syntax.extent(head)[1]
            meant, why = actor, f"{head.lower_} of {'the state' if actor.kind == 'state' else actor.name}"
            if kind == "people" and actor.kind == "state":
                meant = self._people_of(actor)
            elif kind == "office" and (holder := self._holder(self.people.office(head), actor, head)):
                meant = holder
            words = self.document.text[start:end]
            found.append(Party(meant.iri, meant.name, meant.kind, meant.country, words, start, end, why))
        return tuple(found)

    def _people_of(self, state: Actor) -> Actor:
        return Actor(iri.people(state.country or ""), f"people of {state.name}", "people", state.country)

    def _modifying_actor(self, head: Token) -> Actor | None:
        """A group or body whose name modifies the noun: "Houthi rebels", "Taliban fighters", "NATO troops"."""
        for token in (*syntax.children(head, "compound", "amod", "nmod", "poss"), *syntax.pobjects(head, "of", "from")):
            name = self.names.get(token.i)
            actors = [form.actor for form in name.forms] if name else [self.recent.body(token)]
            for actor in actors:
                if actor is not None and actor.kind in {"armed-group", "igo", "organisation"}:
                    return actor
        return None

    def _office(self, head: Token, states: list[Actor]) -> tuple[Party, ...]:
        """The holder of an office, where the text or the tables tell who it is; else the state for which it acts."""
        appos = [t for t in syntax.children(head, "appos") if t.i in self.names]
        if appos and self.names[appos[0].i].label in {"PERSON", ""}:
            return self._named(self.names[appos[0].i], appos[0])
        office = self.people.office(head)
        if states:
            holder = self._holder(office, states[0], head)
            if holder:
                return (self.party(holder, head, f"{office} of {states[0].name}"),)
            return tuple(self.party(state, head, f"{office} of the state") for state in states)
        body = self._modifying_actor(head)
        if body is not None:
            return (self.party(body, head, f"{office} of {body.name}"),)
        recent: Actor | None = self.people.last_holder(office, head) or self.people.first_holder(office)
        if recent:
            return (self.party(recent, head, f"the {office} last named"),)
        state = self.known.states.get(self.known.office_country.get(office, ""))
        if state is not None:
            holder = self._holder(office, state, head)
            return (self.party(holder or state, head, f"{office} of {state.name}"),)
        return self._owned(head) or unnamed(head, self.document, self.known)

    def _holder(self, office: str, state: Actor, head: Token) -> Actor | None:
        """Who holds an office of a state; "the leader" is the state's person last named, or its head."""
        before = self.people.before(head)
        if office == "leader":
            recent = next((person for person in before if person.country == state.country), None)
            return recent or (self.known.leader(state, self.date) if self.date else None)
        if head.lower_ == "counterpart":
            office = next(iter(sorted(self.people.offices_of(before[0]))), office) if before else office
        holders = self.known.holders(office, state, self.date) if self.date else []
        return holders[0] if len(holders) == 1 else None

    def _owned(self, head: Token) -> tuple[Party, ...]:
        """The party behind a thing, as read from the thing."""
        return tuple(self.reread(party, head) for party in self.owners.of(head))

    def reread(self, party: Party, head: Token) -> Party:
        """The party as it is read from the thing that stands for it."""
        start, end = syntax.extent(head)
        why = f"whose {head.lower_} it is"
        return Party(party.id, party.name, party.kind, party.country, self.document.text[start:end], start, end, why)


def _best(forms: tuple[Form, ...], head: Token) -> Form:
    """The form that fits how the word is used: as a people where it is a plural noun, else as a name."""
    wanted = "people" if head.tag_ in {"NNS", "NNPS"} else "name"
    order = {wanted: 0, "name": 1, "metonym": 2, "adjective": 3, "people": 4}
    return min(forms, key=lambda form: order[form.sense])


def _states_within(name: Name, known: Catalogue) -> list[Actor]:
    """The states in a longer name: Israel in "Israeli Aviation Authority"; no city's, as in "Paris Opera"."""
    forms = (form for word in name.text.split() for form in known.forms.get(word, ()))
    return [form.actor for form in forms if form.actor.kind == "state" and form.sense != "metonym"]
