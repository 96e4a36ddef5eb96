"""Whom a name may mean, and why: the catalogue's answers to a name that stands alone, without a text around it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from kgraph.actors import places, tables
from kgraph.actors.catalogue import Catalogue
from kgraph.actors.namesakes import Namesakes
from kgraph.actors.tables import STATES, Actor, Form, Term

_WHY = {"name": "alias", "adjective": "adjective", "people": "its people", "metonym": "seat of government"}
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"'s?$")
_CITIES = "GeoNames"
_NEAREST, _ALIKE = 3, 0.7


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a name may mean: ``why``, by which of the ways of writing it, from which table, in which offices."""

    actor: Actor
    why: str
    matched: str
    table: str
    terms: tuple[Term, ...] = ()


def candidates(name: str, known: Catalogue, date: str | None = None) -> list[Candidate]:
    """Everybody whom ``name`` may mean, each once, best known first; ``date`` (ISO) decides between holders of offices.

    Tried in turn until one answers: a state's code; names, aliases and offices ("the prime minister of Israel"); a
    surname, with a title or a state before it ("Mr. Bennett"); a city, which stands for its state.
    """
    asked = " ".join(name.replace("’", "'").split())
    search = _Search(known, date)
    for looks in ((search.code,), (search.named, search.office), (search.person,), (search.city,)):
        found: dict[str, Candidate] = {}
        for candidate in (candidate for look in looks for candidate in look(asked)):
            found.setdefault(candidate.actor.iri, candidate)
        if found:
            return list(found.values())
    return []


def nearest(name: str, known: Catalogue) -> list[str]:
    """The known names that are spelt most like ``name``, best first, one for each actor's country."""
    names = {text.casefold(): forms[0] for text, forms in sorted(known.forms.items(), reverse=True) if forms}
    found: dict[str, str] = {}
    for match in get_close_matches(name.casefold(), sorted(names), n=_NEAREST * 3, cutoff=_ALIKE):
        form = names[match]
        found.setdefault(form.actor.country or form.actor.iri, form.text)
    return list(found.values())[:_NEAREST]


class _Search:
    """The ways in which a name is looked up."""

    def __init__(self, known: Catalogue, date: str | None) -> None:
        self._known = known
        self._date = date

    def code(self, name: str) -> Iterator[Candidate]:
        state = self._known.states.get(name.upper())
        if state:
            yield Candidate(state, "ISO 3166 code", state.country or "", STATES)

    def named(self, name: str) -> Iterator[Candidate]:
        for form in self._forms(name):
            why = "name" if form.text == form.actor.name else _WHY[form.sense]
            yield self._candidate(form.actor, why, form.text, form.table)
        for meaning in Namesakes(self._known).meanings(name):
            if meaning.actor:
                yield self._candidate(meaning.actor, "namesake, if the text tells of it", name, tables.NAMESAKES)

    def office(self, name: str) -> Iterator[Candidate]:
        for of, office in self._offices(_ARTICLE.sub("", name)):
            holders = self._known.holders(office, of, self._date)
            leader = self._known.leader(of, self._date) if office == "leader" and self._date else None
            for person in [leader] if leader else holders:
                terms = [term for term in self._terms(person) if term.of.iri == of.iri]
                same = [term for term in terms if self._known.same_office(term.office, office)] or terms
                when = f" on {self._date}" if self._date else ", at some time"
                yield Candidate(person, f"{office} of {of.name}{when}", same[0].office, same[0].table, tuple(same))

    def person(self, name: str) -> Iterator[Candidate]:
        words = _ARTICLE.sub("", name).split()
        states = {form.actor.country for form in self._forms(_POSSESSIVE.sub("", words[0]))} if words[1:] else set()
        words = words[1:] if states - {None} else words
        titles = tables.titles()
        at = next((n for n, word in enumerate(words[:-1]) if word.lower().strip(".") not in titles), len(words) - 1)
        title, rest = " ".join(words[:at]).lower(), " ".join(words[at:])
        people = [actor for actor in self._known.find(rest) if actor.kind == "person"] if " " in rest else []
        people = people or self._known.by_surname(rest, self._date)
        people = [person for person in people if person.country in states] if states - {None} else people
        fit = [p for p in people if any(self._known.same_office(t.office, title) for t in self._terms(p))]
        for person in fit or people:
            table = next((form.table for form in self._forms(person.name) if form.actor.iri == person.iri), "")
            yield self._candidate(person, "surname" if " " not in rest else "name", rest, table)

    def city(self, name: str) -> Iterator[Candidate]:
        place = places.find(name, "", self._known)
        if place and place.country in self._known.states:
            state = self._known.states[place.country or ""]
            yield Candidate(state, f"city in {state.name}", place.name, _CITIES)

    def _forms(self, name: str) -> list[Form]:
        """The forms of a name as it is written; without its article; or in other letter case."""
        forms = self._known.forms
        for text in (name, f"the {_ARTICLE.sub('', name)}", _ARTICLE.sub("", name)):
            if forms.get(text):
                return forms[text]
        folded = _ARTICLE.sub("", name).casefold()
        return [form for text in sorted(forms) if text.casefold() == folded for form in forms[text]]

    def _offices(self, name: str) -> Iterator[tuple[Actor, str]]:
        """The readings of a name as an office of somebody: "prime minister of Israel", "Israel's", "Israeli"."""
        words = name.split()
        for cut in range(1, len(words)):
            before, behind = words[:cut], words[cut:]
            if behind[0] in {"of", "for"} and behind[1:]:
                yield from self._offices_of(behind[1:], before)
            yield from self._offices_of([*before[:-1], _POSSESSIVE.sub("", before[-1])], behind)

    def _offices_of(self, owner: list[str], office: list[str]) -> Iterator[tuple[Actor, str]]:
        for form in self._forms(" ".join(owner)):
            of_state = form.actor.kind in {"state", "people"}
            of = self._known.states[form.actor.country or ""] if of_state else form.actor
            yield of, " ".join(office).lower()

    def _terms(self, person: Actor) -> list[Term]:
        """The person's terms, on the date asked for if any."""
        terms = self._known.terms_of(person)
        return [term for term in terms if self._date is None or term.covers(self._date)]

    def _candidate(self, actor: Actor, why: str, matched: str, table: str) -> Candidate:
        return Candidate(actor, why, matched, table, tuple(self._terms(actor)))


def spelt_out(terms: Iterable[Term]) -> str:
    """Terms in words: "prime minister of Israel, 2021-06-13 to 2022-06-30"."""
    return "; ".join(f"{term.office} of {term.of.name}{_when(term)}" for term in terms)


def _when(term: Term) -> str:
    parts = [term.start and f"from {term.start}", term.end and f"to {term.end}"]
    return "".join(f" {part}" for part in parts if part)
