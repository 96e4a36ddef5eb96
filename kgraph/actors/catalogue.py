"""Everybody kgraph knows by name, and the questions one can ask of them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TypeVar

from kgraph import iri
from kgraph.actors import own, tables
from kgraph.actors.tables import Actor, Form, Role, Term
from kgraph.actors.terms import laid_over, synonyms

# numerals, suffixes, letters, and the names of ruling houses
_NO_SURNAME = re.compile(r"[IVX]+|[JS]r\.?|\w{1,2}\.?|Thani|Nahyan|Maktoum|al-Sabah|Sabah|Saud|Khalifa")
# states whose president represents, and whose head of government leads
_CEREMONIAL = {
    "ALB", "AUT", "BGD", "BGR", "CZE", "DEU", "EST", "ETH", "FIN", "GRC", "HRV", "HUN", "IND", "IRL", "IRQ", "ISL",
    "ISR", "ITA", "LBN", "LVA", "MDA", "MKD", "MLT", "MNE", "NPL", "PAK", "PRT", "SGP", "SRB", "SVK", "SVN", "UNK",
}  # fmt: skip
_HEADS = ("president", "prime minister", "supreme leader", "king", "emir", "chancellor", "crown prince")
Item = TypeVar("Item")


class Catalogue:
    """Actors by IRI, by the words that name them, and by the offices they held."""

    def __init__(self) -> None:
        self.actors: dict[str, Actor] = {}
        self.states: dict[str, Actor] = {}
        self.capitals: dict[str, str] = {}
        self.forms: dict[str, list[Form]] = defaultdict(list)
        self.roles: dict[str, Role] = {role.noun: role for role in tables.roles()}
        self.office_country: dict[str, str] = tables.office_countries()
        self.terms: list[Term] = []
        self._of_person: dict[str, list[Term]] = defaultdict(list)
        self._of_office: dict[tuple[str, str], list[Term]] = defaultdict(list)
        self._surnames: dict[str, list[Actor]] = defaultdict(list)
        self._folded: dict[str, list[Actor]] = defaultdict(list)
        self._read()

    def _read(self) -> None:
        for state, forms, capital in tables.states():
            self.states[state.country or ""] = state
            self.capitals[state.country or ""] = capital
            self._add(state, forms)
        for table, kind in (("organisations.csv", None), ("armed-groups.csv", "armed-group"), ("regions.csv", None)):
            for actor, forms in tables.named(table, kind):  # type: ignore[arg-type]
                if actor.iri not in self.actors:  # of two rows about one body the first table's counts
                    self._add(actor, forms)
        packaged = [self._term(row, tables.LEADERS) for row in tables.leaders()]
        for term in laid_over(packaged, self._read_own()):
            self.terms.append(term)
            self._of_person[term.person.iri].append(term)
            self._of_office[term.of.iri, term.office].append(term)

    def _read_own(self) -> list[Term]:
        """The terms of the user's tables; the actors of the others are laid over the packaged ones first."""
        found = sorted(own.all_tables(), key=lambda table: table.holds_offices)
        for table in found:
            if not table.holds_offices:
                for actor, forms in tables.described(table.rows, table.label):
                    if actor.kind == "person":
                        self._person(actor, table.label)
                    else:
                        self._lay_over(actor, forms)
        return [self._term(row, table.label) for table in found if table.holds_offices for row in table.rows]

    def _add(self, actor: Actor, forms: Iterable[Form], at: int | None = None) -> None:
        """Know an actor by its forms, put ``at`` a place among others of the same names, else behind them."""
        self.actors[actor.iri] = actor
        for name in {actor.name, *actor.aliases}:
            _put(self._folded[name.casefold()], actor, at)
        for form in forms:
            self.actors.setdefault(form.actor.iri, form.actor)
            known = self.forms[form.text]
            if all(other.actor.iri != form.actor.iri for other in known):
                _put(known, form, at)

    def _lay_over(self, actor: Actor, forms: list[Form]) -> None:
        """Add an actor of the user's, or to one known by its name the user's kind, country and aliases."""
        known = self._known_as(actor)
        if known is None:
            self._add(actor, forms, at=0)
            return
        names = dict.fromkeys((*known.aliases, actor.name, *actor.aliases))
        names.pop(known.name, None)
        merged = replace(known, kind=actor.kind, country=actor.country or known.country, aliases=tuple(names))
        for name in (known.name, *known.aliases):
            folded, meant = self._folded[name.casefold()], self.forms[name]
            folded[:] = [other for other in folded if other.iri != known.iri]
            meant[:] = [replace(form, actor=merged) if form.actor.iri == known.iri else form for form in meant]
        if known.kind == "state":
            self.states[known.country or ""] = merged
        self._add(merged, [replace(form, actor=merged) for form in forms], at=0)

    def _known_as(self, actor: Actor) -> Actor | None:
        """Who is known under the actor's name; for a state, the state of its code."""
        if actor.kind == "state":
            return self.states[actor.country or ""]
        bearers = [other for other in self._folded.get(actor.name.casefold(), ()) if other.kind == actor.kind]
        return self.actors.get(actor.iri) or (bearers[0] if len(bearers) == 1 else None)

    def _term(self, row: dict[str, str], table: str) -> Term:
        """The term that a row tells, its holder made known."""
        of = self.states.get(row["country"]) or self._body(row["country"])
        number = row["wikidata"]
        told = Actor(
            iri.wikidata(number) if number else iri.actor(row["name"]),
            row["name"], "person", of.country, tables.names(row["aliases"]), row["gender"] or None,
        )  # fmt: skip
        return Term(self._person(told, table), row["office"], of, row["start"], row["end"], table)

    def _person(self, told: Actor, table: str) -> Actor:
        """The person of whom a row tells, known from now on by all of the names in it."""
        short = [alias.removeprefix("=") for alias in told.aliases if alias.startswith("=")]
        person = replace(told, aliases=tuple(alias.removeprefix("=") for alias in told.aliases))
        known = self._same_person(person)
        if known and table == tables.LEADERS:  # our rows about one person repeat the names
            return known
        known = known or person
        self.actors[known.iri] = known
        for name in dict.fromkeys((person.name, *person.aliases)):
            _put(self._folded[name.casefold()], known)
            if " " in name:
                _put(self.forms[name], Form(name, known, "name", table))
        for surname in sorted({*short, *_surnames(person.name)}):
            _put(self._surnames[surname], known)
        return known

    def _body(self, name: str) -> Actor:
        """The organisation of that name; one of its own where the tables know none."""
        return next(iter(self.find(name)), None) or Actor(iri.actor(name), name, "organisation")

    def _same_person(self, person: Actor) -> Actor | None:
        """Who is known under this name already, so that two offices don't make two people."""
        namesakes = [self.actors.get(iri.actor(person.name)), *self._folded.get(person.name.casefold(), ())]
        same = (other for other in namesakes if other and other.kind == "person" and not _are_two(person, other))
        return self.actors.get(person.iri) or next(same, None)

    def get(self, actor_iri: str) -> Actor | None:
        """The actor with this IRI."""
        return self.actors.get(actor_iri)

    def find(self, name: str) -> list[Actor]:
        """Who ``name`` may mean: an ISO code, a name or an alias, letter case aside; best known first."""
        name = name.replace("’", "'")
        if state := self.states.get(name.upper()):
            return [state]
        found = self._folded.get(name.casefold()) or self._surnames.get(name) or ()
        return list(dict.fromkeys(found))

    def terms_of(self, person: Actor) -> list[Term]:
        """The offices a person held, in the table's order."""
        return self._of_person.get(person.iri, [])

    def holders(self, office: str, of: Actor, date: str | None) -> list[Actor]:
        """Who held ``office`` (or one that goes by another name there) of ``of`` on ``date``; all ever, where None."""
        terms = [term for name in sorted(synonyms(office)) for term in self._of_office.get((of.iri, name), ())]
        return list(dict.fromkeys(term.person for term in terms if date is None or term.covers(date)))

    def same_office(self, one: str, other: str) -> bool:
        """Whether two names of offices mean the same office."""
        return other in synonyms(one)

    def leader(self, of: Actor, date: str) -> Actor | None:
        """The one person plainly meant by "the leader" of a state or body on ``date``; None where it isn't plain."""
        heads = _HEADS if of.country not in _CEREMONIAL else ("prime minister", "chancellor", *_HEADS)
        for office in (*heads, "leader", "secretary-general"):
            found = [t.person for t in self._of_office.get((of.iri, office), ()) if t.covers(date)]
            if len(set(found)) == 1:
                return found[0]
        return None

    def by_surname(self, surname: str, date: str | None) -> list[Actor]:
        """People known by ``surname`` alone; those in office around ``date`` where any was, else all."""
        surname = re.sub(r"^[AE]l[- ]", "al-", surname)
        people = list(dict.fromkeys(self._surnames.get(surname, ())))
        if date is None:
            return people
        return [p for p in people if any(term.covers(date) for term in self._of_person[p.iri])] or people


def _put(items: list[Item], item: Item, at: int | None = None) -> None:
    if item not in items:
        items.insert(len(items) if at is None else at, item)


def _are_two(one: Actor, other: Actor) -> bool:
    """Whether two bearers of one name are told apart: by Wikidata's numbers, or where one has none, by country."""
    numbered = sum(actor.iri.startswith(iri.WIKIDATA) for actor in (one, other))
    return one.iri != other.iri and (
        numbered == 2 or bool(numbered and one.country and other.country and one.country != other.country)
    )


def _surnames(name: str) -> set[str]:
    """What a person is called for short: the last name, "al-Assad" also as "Assad", "von der Leyen" whole."""
    words = [word for word in name.split() if not _NO_SURNAME.fullmatch(word)]
    if not words:
        return set()
    forms = {words[-1], words[-1].removeprefix("al-")}
    particles = [i for i, word in enumerate(words) if i and word[0].islower() and not word.startswith("al-")]
    return forms | {" ".join(words[particles[0] :])} if particles else forms


@cache
def catalogue() -> Catalogue:
    """The packaged tables, read once in a process."""
    return Catalogue()
