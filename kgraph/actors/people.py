"""The people of one text: whom a name means, which titles they bear, and who was named before whom.

A person named in full is later found by the surname alone; a surname that the text never gives in full is looked up
among the leaders of the time, and left a stranger where several fit.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from spacy.tokens import Doc, Token

from kgraph import iri, syntax
from kgraph.actors.catalogue import Catalogue
from kgraph.actors.name import Name
from kgraph.actors.names import TITLES
from kgraph.actors.tables import Actor

_SUFFIX = re.compile(r"\s+(?:Jr\.?|Sr\.?|I{2,3}|IV)$")
_COURTESY = {"mr.", "mrs.", "ms.", "mr", "mrs", "ms", "former", "then"}
_NOT_OF_OFFICE = {"former", "then", "new", "late", "outgoing", "incoming"}
_LESSER = ("vice", "deputy", "former", "acting", "assistant")
_FIELDED = {
    "secretary", "minister", "under-secretary", "undersecretary", "director", "chief", "representative", "envoy",
}  # fmt: skip
StatesOf = Callable[[Token], list[Actor]]


class People:
    """Persons named in a text. ``states_of`` tells the states that modify a phrase."""

    def __init__(
        self, doc: Doc, known: Catalogue, names: dict[int, Name], date: str | None, states_of: StatesOf
    ) -> None:
        self._doc = doc
        self._known = known
        self._names = names
        self._date = date
        self._states_of = states_of
        self._by_surname: dict[str, Actor] = {}
        self.rivals: dict[str, tuple[str, ...]] = {}  # by the IRI of a stranger, those who he or she may be
        self._persons: dict[int, tuple[Actor, tuple[str, ...] | None]] = {}  # by a name's start, with its rivals
        self._titles: dict[str, set[str]] = {}
        self._states = {form.actor.country for name in names.values() for form in name.forms}
        self._named = sorted({n for n in names.values() if is_person(n)}, key=lambda name: name.start)

    def introduce(self) -> None:
        """Remember by surname everybody whom the text names in full, and everybody's titles."""
        for name in self._named:
            words = _bare(name.text).split()
            if len(words) > 1:
                self._by_surname.setdefault(words[-1], self._meant(name)[0])
        for name in self._named:
            if title := self._title_text(name):
                self._titles.setdefault(self.person(name).iri, set()).add(title)

    def all(self) -> list[Name]:
        """The names of persons, in text order."""
        return list(self._named)

    def is_known(self, surname: str) -> bool:
        """Whether the text or the tables know somebody by this surname."""
        return surname in self._by_surname or bool(self._known.by_surname(surname, None))

    def may_be(self, surname: str) -> bool:
        """Whether a lone name may be a leader's of a state that the text names, whatever the recogniser took it for."""
        return any(person.country in self._states for person in self._known.by_surname(surname, self._date))

    def head(self, name: Name) -> Token:
        """The syntactic head of a name."""
        return self._doc[name.start : name.end].root

    def person(self, name: Name) -> Actor:
        """Whom a person's name means: somebody known, somebody the text named before, or a stranger."""
        if name.start not in self._persons:
            self._persons[name.start] = self._meant(name)
        person, rivals = self._persons[name.start]
        if rivals is not None:
            self.rivals[person.iri] = rivals
        return person

    def _meant(self, name: Name) -> tuple[Actor, tuple[str, ...] | None]:
        """Whom a name means, and those who a stranger may be."""
        head = self._doc[name.end - 1]
        known = [form.actor for form in name.forms if form.actor.kind == "person"]
        text = _bare(name.text) or name.text
        words = text.split()
        if not known and len(words) > 1:
            known = [actor for actor in self._known.find(text) if actor.kind == "person"]
        if not known and len(words) == 1 and text in self._by_surname:
            return self._by_surname[text], None
        states = self._states_around(head)
        namesakes = self._known.by_surname(text, self._date) if not known and len(words) == 1 else []
        if namesakes:
            known = self._leaders_called(namesakes, name, states)
        if len(known) > 1 and states:
            known = [actor for actor in known if actor.country in {state.country for state in states}] or known
        if len(known) > 1 and (date := self._date):
            known = [p for p in known if any(t.covers(date) for t in self._known.terms_of(p))] or known
        if len(known) == 1:
            return known[0], None
        rivals = tuple(person.name for person in known or namesakes)
        country = states[0].country if states else self._known.office_country.get(self._title_text(name))
        if len({person.country for person in namesakes}) == 1 and namesakes[0].country in self._states:
            country = country or namesakes[0].country
        return Actor(iri.actor(text), text, "person", country), rivals

    def _leaders_called(self, people: list[Actor], name: Name, states: list[Actor]) -> list[Actor]:
        """Those of one surname who fit the date, the state and the office that the text gives; () if in doubt."""
        office = self._title_text(name)
        if states:
            people = [person for person in people if person.country in {state.country for state in states}]
        if office and len(people) > 1:
            people = [p for p in people if any(t.office == office for t in self._known.terms_of(p))] or people
        undated = self._date is None and not office
        return [] if len(people) > 1 or undated else people

    def _states_around(self, head: Token) -> list[Actor]:
        """The state that a title or an apposition names: "Iranian Foreign Minister X", "X, Iran's envoy"."""
        states = self._states_of(head)
        for other in (*syntax.children(head, "appos"), *((head.head,) if head.dep_ == "appos" else ())):
            states = states or self._states_of(other)
        return states

    # -- titles and offices

    def title(self, name: Name) -> list[Token]:
        """The words of the title before a person's name, names of states left out."""
        words = self._field(name)
        for at in range((words[0].i if words else name.start) - 1, -1, -1):
            token = self._doc[at]
            if at in self._names or token.lower_ in _COURTESY or not self._is_title(token, bool(words)):
                break
            words.insert(0, token)
        inside = [t for t in self._doc[name.start : name.end - 1] if t.lower_.strip(".") in TITLES]
        return [*words, *inside]

    def _field(self, name: Name) -> list[Token]:
        """What an office between its noun and a name is for: "for the Middle East" in "Minister for … Ada Stone"."""
        at = name.start - 1
        other = self._names.get(at)
        if other is None or other == name:
            return []
        start = other.start - (other.start > 0 and self._doc[other.start - 1].lower_ == "the")
        joined = (
            start > 1 and self._doc[start - 1].lower_ in {"for", "of", "to"} and self._is_role(self._doc[start - 2])
        )
        return list(self._doc[start - 1 : name.start]) if joined else []

    def _is_role(self, token: Token) -> bool:
        role = self._known.roles.get(token.lower_)
        return role is not None and role.held

    def _is_title(self, token: Token, begun: bool) -> bool:
        if token.is_punct or token.pos_ in {"DET", "ADV", "SCONJ"}:
            return begun and token.text == "-"
        joins = begun and token.lower_ in {"of", "for"}
        return joins or token.is_title or token.lower_.strip(".") in TITLES or token.lower_ in self._known.roles

    def _title_text(self, name: Name) -> str:
        return written(self.title(name))

    def office(self, noun: Token) -> str:
        """The office that a role noun names with its modifiers, in lower case: "foreign minister"."""
        before = [token for token in noun.lefts if token.dep_ in {"compound", "amod", "nmod"}]
        before = [token for token in before if token.i not in self._names and token.lower_ not in _NOT_OF_OFFICE]
        words = [part for token in before for part in (*syntax.children(token, "compound", "amod"), token)]
        return written([*words, noun, *hyphened(noun)]).replace(noun.lower_, noun.lemma_.lower()) + self._of_what(noun)

    def _of_what(self, noun: Token) -> str:
        """The field behind an office: "of state", "of foreign affairs", "for the middle east"."""
        for token in syntax.pobjects(noun, "of", "for"):
            name = self._names.get(token.i)
            region = name is not None and not any(form.actor.country for form in name.forms)
            if (name is None and token.is_title and noun.lower_ in _FIELDED) or (region and token.head.lower_ == "for"):
                behind = self._doc[token.left_edge.i : token.i + 1]
                return f" {token.head.lower_} {behind.text.lower()}"
        return ""

    # -- who was named before

    def before(self, token: Token) -> list[Actor]:
        """People named before the token, nearest first, each once."""
        names = [name for name in reversed(self._named) if name.start < token.i]
        return list(dict.fromkeys(self.person(name) for name in names))

    def offices_of(self, person: Actor) -> set[str]:
        """The offices a person held at the time, by the tables, and those that the text gives."""
        terms = self._known.terms_of(person)
        held = {term.office for term in terms if self._date is None or term.covers(self._date)}
        return held | self._titles.get(person.iri, set())

    def last_holder(self, office: str, token: Token) -> Actor | None:
        """The person named last before the token who holds ``office``."""
        for person in self.before(token):
            if any(self._is_called(held, office) for held in self.offices_of(person)):
                return person
        return None

    def _is_called(self, held: str, office: str) -> bool:
        """Whether the holder of an office may be called by another name: a foreign minister is "the minister"."""
        short = held.endswith(f" {office}") and not held.startswith(_LESSER)
        return short or self._known.same_office(held, office)

    def first_holder(self, office: str) -> Actor | None:
        """The only person whom the text, further on, gives the title: "Foreign Secretary welcomes" in a headline."""
        people = {person.iri: person for person in map(self.person, self._named)}
        same = self._known.same_office
        bearers = [iri for iri in people if any(same(title, office) for title in self._titles.get(iri, ()))]
        return people[bearers[0]] if len(bearers) == 1 else None


def is_person(name: Name) -> bool:
    """Whether a name is a person's."""
    return name.label == "PERSON" or any(form.actor.kind == "person" for form in name.forms)


def hyphened(noun: Token) -> list[Token]:
    """The words tied to a noun by hyphens behind it: "general" in "secretary-general"."""
    words = []
    at = noun.i
    while at + 2 < len(noun.doc) and noun.doc[at + 1].text == "-" and not noun.doc[at + 1].whitespace_:
        at += 2
        words.append(noun.doc[at])
    return words


def written(words: list[Token]) -> str:
    """An office's words in lower case, with the hyphens that stand between them."""
    plain = [word for word in words if word.text != "-"]
    text = " ".join(word.lower_ for word in plain[:1])
    for before, word in pairwise(plain):
        tied = word.i == before.i + 2 and before.nbor(1).text == "-"
        text += ("-" if tied else " ") + word.lower_
    return text


def _bare(text: str) -> str:
    """A person's name without titles, initials, suffixes and possessive."""
    words = _SUFFIX.sub("", re.sub(r"[’']s?$", "", text.strip())).split()
    while len(words) > 1 and words[0].casefold().strip(".,") in TITLES:
        words = words[1:]
    return " ".join(word for word in words if not re.fullmatch(r"[A-Z]\.", word) or len(words) == 1).strip(",")
