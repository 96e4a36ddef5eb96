"""Who a noun phrase means: the one place where words become parties.

A ``Resolver`` belongs to one text. It keeps what the text itself introduced (people by surname, offices by holder), so
that later mentions find it, and says for each party why it was read so.
"""

import re
from collections.abc import Callable

from spacy.tokens import Doc, Token

from kgraph import iri, syntax
from kgraph.actors.catalogue import Catalogue
from kgraph.actors.names import TITLES, Name
from kgraph.actors.tables import Actor, Form
from kgraph.model import Document, Party, PartyKind

_MAX_DEPTH = 4
_NEAR_TOKENS = 40
_OWNED_BY = ("of", "by", "between", "from", "in", "for", "at", "within", "inside")
_STATE_OF = ("of", "for", "from", "to", "in")
_LABEL_KIND: dict[str, PartyKind] = {"PERSON": "person", "ORG": "organisation", "NORP": "people", "FAC": "organisation"}
_SUFFIX = re.compile(r"\s+(?:Jr\.?|Sr\.?|I{2,3}|IV)$")
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
        self._people: dict[str, Actor] = {}
        self._titles: dict[str, set[str]] = {}
        self._cache: dict[int, tuple[Party, ...]] = {}
        self._introduce()

    # -- the questions others ask

    def parties(self, head: Token) -> tuple[Party, ...]:
        """The parties a noun phrase names, coordinated ones included, each once; empty where nobody is meant."""
        found: dict[str, Party] = {}
        for token in syntax.conjuncts(head):
            for party in self.one(token):
                found.setdefault(party.id, party)
        return tuple(found.values())

    def one(self, head: Token) -> tuple[Party, ...]:
        """The parties that one head means, without those coordinated with it."""
        if head.i not in self._cache:
            self._cache[head.i] = ()  # a phrase that is asked for while it is being read stands for nobody
            self._cache[head.i] = self._read(head, _MAX_DEPTH)
        return self._cache[head.i]

    def states_of(self, head: Token) -> list[Actor]:
        """The states that modify a noun: "Israeli and U.S. officials", "officials of Iran", "Iran's officials"."""
        return self._states_of(head, _MAX_DEPTH)

    def office_of(self, head: Token) -> str:
        """The office that a role noun names with its modifiers, in lower case: "foreign minister"."""
        words = [t for t in head.lefts if t.dep_ in {"compound", "amod", "nmod"} and t.i not in self.names]
        words = [t for t in words if t.lower_ not in {"former", "then", "new", "late", "outgoing", "incoming"}]
        of = [f"of {t.lower_}" for t in syntax.pobjects(head, "of") if t.i not in self.names and t.lower_ == "state"]
        if head.lower_ == "secretary" and (defense := syntax.pobjects(head, "of")) and not of:
            of = [f"of {defense[0].lower_}"]
        return " ".join(
            [*(f"{c.lower_} {t.lower_}" if (c := _compound(t)) else t.lower_ for t in words), head.lower_, *of]
        )

    def party(self, actor: Actor, head: Token, why: str) -> Party:
        """``actor`` as read from the noun phrase of ``head``."""
        start, end = syntax.extent(head)
        words = self.doc.text[start:end]
        return Party(actor.iri, actor.name, actor.kind, actor.country, words, start, end, why)

    def is_person(self, name: Name) -> bool:
        """Whether a name is a person's."""
        return name.label == "PERSON" or any(form.actor.kind == "person" for form in name.forms)

    def head(self, name: Name) -> Token:
        """The syntactic head of a name."""
        return self.doc[name.start : name.end].root

    def body_of(self, noun: Token) -> Actor | None:
        """The organisation for which an office is held: "secretary-general of NATO"."""
        return self._modifying_actor(noun)

    def title_before(self, name: Name) -> list[Token]:
        """The words of the title before a person's name, names of states left out."""
        words: list[Token] = []
        at = name.start - 1
        inside = [t for t in self.doc[name.start : name.end - 1] if t.lower_.strip(".") in TITLES]
        while at >= syntax.sentence_of(self.doc[name.start]).start:
            token = self.doc[at]
            if at in self.names or token.lower_ in {"mr.", "mrs.", "ms.", "mr", "mrs", "former", "then"}:
                break
            joins = token.lower_ in {"of", "for", "-"} and bool(words)
            if not (joins or token.lower_.strip(".") in TITLES or token.lower_ in self.known.roles or token.is_title):
                break
            if (token.is_punct and token.text != "-") or token.pos_ in {"DET", "ADV", "SCONJ"}:
                break
            words.insert(0, token)
            at -= 1
        return [*words, *inside]

    # -- what the text introduces

    def _introduce(self) -> None:
        """Remember everybody whom the text names in full, by surname."""
        for name in sorted(set(self.names.values()), key=lambda name: name.start):
            if self.is_person(name):
                words = _bare_name(name.text).split()
                if len(words) > 1:
                    person = self._person(name, self.doc[name.end - 1])
                    self._people.setdefault(words[-1], person)
        for name in set(self.names.values()):
            if self.is_person(name) and (title := self.title_before(name)):
                person = self._person(name, self.doc[name.end - 1])
                self._titles.setdefault(person.iri, set()).add(" ".join(token.lower_ for token in title))

    # -- reading one head

    def _read(self, head: Token, depth: int) -> tuple[Party, ...]:
        referred = self.refer(head)
        if referred is not None:
            return referred
        name = self.names.get(head.i)
        if name is not None:
            return self._named(name, head)
        if head.ent_type_ == "DATE":  # "to Turkey November 16", where the parser hangs the place on the month
            return next((self._named(self.names[t.i], t) for t in self._naming_modifiers(head)), ())
        role = self.known.roles.get(head.lemma_.lower()) or self.known.roles.get(head.lower_)
        if role is not None:
            return self._role(head, role.kind)
        return self._owned(head, depth) or self._unnamed(head)

    def _named(self, name: Name, head: Token) -> tuple[Party, ...]:
        if self.is_person(name):
            return (self.party(self._person(name, head), head, "named"),)
        if name.forms:
            form = _best(name.forms, head)
            return (self.party(form.actor, head, f"{form.sense}: {form.text}"),)
        return self._unknown(name, head)

    def _unknown(self, name: Name, head: Token) -> tuple[Party, ...]:
        """A name that the catalogue does not hold: an actor of its own, or a place that stands for its state."""
        if name.label in {"GPE", "LOC"}:
            from kgraph.actors.places import state_of

            country = state_of(name.text, self.doc.text, self.known)
            if country:
                return (self.party(self.known.states[country], head, f"place in the country: {name.text}"),)
        text = re.sub(r"^(?:the|The)\s+|[’']s$", "", name.text).strip()
        states = [n.forms[0].actor for n in _inner_names(name, self.known)] or self.states_of(head)
        country = states[0].country if states else None
        kind = _LABEL_KIND.get(name.label, "organisation")
        return (self.party(Actor(iri.actor(text), text, kind, country), head, f"recognised as {name.label}"),)

    def _person(self, name: Name, head: Token) -> Actor:
        known = [form.actor for form in name.forms if form.actor.kind == "person"]
        text = _bare_name(name.text)
        words = text.split()
        if not known:
            known = [a for a in self.known.find(text) if a.kind == "person"] if len(words) > 1 else []
        if not known and words and len(words) == 1 and words[0] in self._people:
            return self._people[words[0]]
        states = self._context_states(head)
        if not known and len(words) == 1:
            known = self._by_surname(words[0], head, states)
        if len(known) > 1 and states:
            known = [a for a in known if a.country in {s.country for s in states}] or known
        if len(known) == 1:
            return known[0]
        country = states[0].country if states else self._country_of_office(head)
        return Actor(iri.actor(text or name.text), text or name.text, "person", country)

    def _by_surname(self, surname: str, head: Token, states: list[Actor]) -> list[Actor]:
        """Leaders known by this surname who fit the date, the state and the office that the text gives."""
        people = self.known.by_surname(surname, self.date)
        if states:
            people = [p for p in people if p.country in {s.country for s in states}]
        offices = _title(head)
        if offices and len(people) > 1:
            held = [p for p in people if any(term.office in offices for term in self.known.terms_of(p))]
            people = held or people
        if len(people) > 1 or (people and not offices and self.date is None):
            return []
        return people

    def _context_states(self, head: Token) -> list[Actor]:
        """The state that a person's title or apposition names: "Iranian Foreign Minister X", "X, Iran's envoy"."""
        states = self.states_of(head)
        for other in [*syntax.children(head, "appos"), *([head.head] if head.dep_ == "appos" else [])]:
            states = states or self.states_of(other)
        return states

    def _country_of_office(self, head: Token) -> str | None:
        return self.known.office_country.get(_title(head))

    # -- roles

    def _role(self, head: Token, kind: str) -> tuple[Party, ...]:
        states = self.states_of(head)
        if kind == "office":
            return self._office(head, states)
        named = self._modifying_actor(head)
        if named is not None and kind in {"group", "people", "state", "body"}:
            return (self.party(named, head, f"{head.lower_} of {named.name}"),)
        if not states and kind == "state" and (recent := self._recent_state(head)):
            return (self.party(recent, head, f"the {head.lower_} last told of"),)
        if not states:
            return (self._owned(head, 2) if kind != "people" else ()) or self._unnamed(head)
        if kind == "state":
            return tuple(self.party(state, head, f"{head.lower_} of the state") for state in states)
        if kind == "people":
            return tuple(self.party(self._people_of(s), head, f"{head.lower_} of the state") for s in states)
        name = f"{states[0].name} {head.lower_}"
        party_kind: PartyKind = "armed-group" if kind == "group" else "organisation"
        actor = Actor(iri.actor(name), f"{head.lower_} of {states[0].name}", party_kind, states[0].country)
        return (self.party(actor, head, "role without a name"),)

    def _recent_state(self, head: Token) -> Actor | None:
        """Whose "the regime", "the army" is: that of the same words before, else of the state named just before."""
        if not any(child.lower_ == "the" for child in syntax.children(head, "det")):
            return None
        for token in reversed(self.doc[: head.i]):
            if token.lemma_ == head.lemma_ and (states := self.states_of(token)):
                return states[0]
        first = syntax.sentence_of(head).start
        near = self.doc[max(0, first - _NEAR_TOKENS) : head.i]
        for token in reversed(near):
            name = self.names.get(token.i)
            for form in name.forms if name else ():
                if form.actor.kind in {"state", "people"} and form.sense != "metonym":
                    return self.known.states.get(form.actor.country or "")
        return None

    def _people_of(self, state: Actor) -> Actor:
        return Actor(iri.people(state.country or ""), f"people of {state.name}", "people", state.country)

    def _modifying_actor(self, head: Token) -> Actor | None:
        """A group or body whose name modifies the noun: "Houthi rebels", "Taliban fighters", "NATO troops"."""
        for token in (*syntax.children(head, "compound", "amod", "nmod", "poss"), *syntax.pobjects(head, "of", "from")):
            name = self.names.get(token.i)
            for form in name.forms if name else ():
                if form.actor.kind in {"armed-group", "igo", "organisation"}:
                    return form.actor
        return None

    def _office(self, head: Token, states: list[Actor]) -> tuple[Party, ...]:
        """The holder of an office, where the text or the tables tell who it is; else the state for which it acts."""
        appos = [t for t in syntax.children(head, "appos") if t.i in self.names]
        if appos and self.names[appos[0].i].label in {"PERSON", ""}:
            return self._named(self.names[appos[0].i], appos[0])
        office = self.office_of(head)
        if states:
            holder = self._holder(office, states[0], head)
            if holder:
                return (self.party(holder, head, f"{office} of {states[0].name}"),)
            return tuple(self.party(state, head, f"{office} of the state") for state in states)
        recent = self._recent_holder(office, head)
        if recent:
            return (self.party(recent, head, f"the {office} last named"),)
        return self._owned(head, 2) or self._unnamed(head)

    def _holder(self, office: str, state: Actor, head: Token) -> Actor | None:
        if office == "leader":
            return self._recent_person(head, state) or (self.known.leader(state, self.date) if self.date else None)
        if head.lower_ == "counterpart":
            office = next((o for o in self._recent_offices(head)), office)
        holders = self.known.holders(office, state, self.date) if self.date else []
        return holders[0] if len(holders) == 1 else None

    def _persons_before(self, head: Token) -> list[Actor]:
        """People named before ``head``, nearest first."""
        seen = {n.start: n for n in self.names.values() if n.start < head.i}
        persons = [
            self._person(n, self.doc[n.end - 1]) for _, n in sorted(seen.items(), reverse=True) if self.is_person(n)
        ]
        return list(dict.fromkeys(persons))

    def _recent_person(self, head: Token, state: Actor) -> Actor | None:
        return next((p for p in self._persons_before(head) if p.country == state.country), None)

    def _recent_offices(self, head: Token) -> list[str]:
        person = next(iter(self._persons_before(head)), None)
        terms = self.known.terms_of(person) if person else []
        return [term.office for term in terms if self.date is None or term.covers(self.date)]

    def _recent_holder(self, office: str, head: Token) -> Actor | None:
        for person in self._persons_before(head):
            terms = self.known.terms_of(person)
            held = {term.office for term in terms if self.date is None or term.covers(self.date)}
            if any(self.known.same_office(one, office) for one in held | self._titles.get(person.iri, set())):
                return person
        return None

    # -- states, owners, strangers

    def _states_of(self, head: Token, depth: int) -> list[Actor]:
        before = self._states_in(self._modifiers(head), depth)
        return before or self._states_in(syntax.pobjects(head, *_STATE_OF), depth)

    def _states_in(self, tokens: list[Token], depth: int) -> list[Actor]:
        found: dict[str, Actor] = {}
        for token in tokens:
            name = self.names.get(token.i)
            for actor in [form.actor for form in name.forms] if name else []:
                if actor.country in self.known.states:
                    found.setdefault(actor.country or "", self.known.states[actor.country or ""])
            if name is None and token.dep_ == "poss" and depth:
                for party in self.one(token):
                    if party.country in self.known.states:
                        found.setdefault(party.country or "", self.known.states[party.country or ""])
        return list(found.values())

    def _modifiers(self, head: Token) -> list[Token]:
        tokens: list[Token] = []
        for child in syntax.children(head, "poss", "amod", "compound", "nmod"):
            tokens += [*syntax.conjuncts(child), *syntax.children(child, "compound", "amod", "poss")]
        return tokens

    def _owned(self, head: Token, depth: int) -> tuple[Party, ...]:
        """The party behind a thing: "Iran's nuclear sites", "a U.S. decision", "the results of the UN report"."""
        if not depth:
            return ()
        for token in (*syntax.children(head, "poss"), *self._naming_modifiers(head)):
            found = self.one(token)
            if found:
                return tuple(self._reread(party, head) for party in found)
        hosts = [head, *syntax.children(head, "acl")]
        for token in (t for host in hosts for t in syntax.pobjects(host, *_OWNED_BY)):
            if token.i in self.names or token.lemma_.lower() in self.known.roles:
                found = self.parties(token)
                if found:
                    return tuple(self._reread(party, head) for party in found)
        return ()

    def _naming_modifiers(self, head: Token) -> list[Token]:
        return [t for t in syntax.children(head, "amod", "compound", "nmod") if t.i in self.names]

    def _reread(self, party: Party, head: Token) -> Party:
        start, end = syntax.extent(head)
        why = f"whose {head.lower_} it is"
        return Party(party.id, party.name, party.kind, party.country, self.doc.text[start:end], start, end, why)

    def _unnamed(self, head: Token) -> tuple[Party, ...]:
        """Somebody without a name, known within this text only."""
        if head.pos_ not in {"NOUN", "PROPN"} or head.ent_type_ in {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"}:
            return ()
        start, end = syntax.extent(head)
        words = self.doc.text[start:end]
        role = self.known.roles.get(head.lemma_.lower())
        kind: PartyKind = {"people": "people", "group": "armed-group", "office": "person"}.get(  # type: ignore[assignment]
            role.kind if role else "", "organisation"
        )
        core = " ".join(t.lemma_.lower() for t in [*syntax.children(head, "compound", "amod"), head])
        return (Party(iri.unnamed(self.document.id, core), words, kind, None, words, start, end, "unnamed"),)


def _compound(token: Token) -> Token | None:
    return next(iter(syntax.children(token, "compound", "amod")), None)


def _best(forms: tuple[Form, ...], head: Token) -> Form:
    """The form that fits how the word is used: as a people where it is a plural noun, else as a name."""
    wanted = "people" if head.tag_ in {"NNS", "NNPS"} else "name"
    order = {wanted: 0, "name": 1, "metonym": 2, "adjective": 3, "people": 4}
    return min(forms, key=lambda form: order[form.sense])


def _bare_name(text: str) -> str:
    """A person's name without titles, suffixes and possessive."""
    words = _SUFFIX.sub("", re.sub(r"[’']s?$", "", text.strip())).split()
    while len(words) > 1 and words[0].casefold().strip(".,") in TITLES:
        words = words[1:]
    return " ".join(word for word in words if not re.fullmatch(r"[A-Z]\.", word) or len(words) == 1).strip(",")


def _title(head: Token) -> str:
    """The title before a person's name, in lower case: "foreign minister"."""
    words: list[str] = []
    token = head
    while token.i > syntax.sentence_of(token).start:
        token = token.nbor(-1)
        if token.lower_.strip(".") not in TITLES and token.lower_ != "of":
            if not (token.is_title and token.dep_ in {"compound"} and not words):
                break
            continue
        words.insert(0, token.lower_)
    return " ".join(words)


def _inner_names(name: Name, known: Catalogue) -> list[Name]:
    """Names of states inside a longer name: "Israeli" in "Israeli Aviation Authority"."""
    words = name.text.split()
    found = []
    for word in words:
        forms = tuple(form for form in known.forms.get(word, ()) if form.actor.kind == "state")
        if forms:
            found.append(Name(name.start, name.end, word, forms))
    return found
