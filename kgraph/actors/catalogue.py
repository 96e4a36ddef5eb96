"""Everybody kgraph knows by name, and the questions one can ask of them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from kgraph import iri
from kgraph.actors import tables
from kgraph.actors.tables import Actor, Form, Role, Term

# an office's other names, in one line each: the table says "foreign minister", the news "top diplomat"
_SAME_OFFICE = (
    {"foreign minister", "foreign secretary", "secretary of state", "minister of foreign affairs", "top diplomat"},
    {"defence minister", "defense minister", "defence secretary", "secretary of defense", "defense secretary"},
    {"prime minister", "premier", "chancellor", "taoiseach", "head of government"},
    {"president", "head of state"},
    {"secretary-general", "secretary general", "chief"},
    {"high representative", "foreign policy chief"},
    {"leader", "supreme leader"},
)
# numerals, suffixes, letters, and the names of ruling houses
_NO_SURNAME = re.compile(r"[IVX]+|[JS]r\.?|\w{1,2}\.?|Thani|Nahyan|Maktoum|al-Sabah|Sabah|Saud|Khalifa")
# states whose president represents, and whose head of government leads
_CEREMONIAL = {
    "ALB", "AUT", "BGD", "BGR", "CZE", "DEU", "EST", "ETH", "FIN", "GRC", "HRV", "HUN", "IND", "IRL", "IRQ", "ISL",
    "ISR", "ITA", "LBN", "LVA", "MDA", "MKD", "MLT", "MNE", "NPL", "PAK", "PRT", "SGP", "SRB", "SVK", "SVN", "UNK",
}  # fmt: skip
_HEADS = ("president", "prime minister", "supreme leader", "king", "emir", "chancellor", "crown prince")


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
        for row in tables.leaders():
            self._add_term(row)

    def _add(self, actor: Actor, forms: Iterable[Form]) -> None:
        self.actors[actor.iri] = actor
        for name in {actor.name, *actor.aliases}:
            self._folded[name.casefold()].append(actor)
        for form in forms:
            self.actors.setdefault(form.actor.iri, form.actor)
            known = self.forms[form.text]
            if all(other.actor.iri != form.actor.iri for other in known):
                known.append(form)

    def _add_term(self, row: dict[str, str]) -> None:
        of = self.states.get(row["country"]) or self._body(row["country"])
        number = row["wikidata"]
        aliases = tuple(alias for alias in row["aliases"].split("|") if alias)
        person = Actor(
            iri.wikidata(number) if number else iri.actor(row["name"]),
            row["name"], "person", of.country, tuple(alias.lstrip("=") for alias in aliases), row["gender"] or None,
        )  # fmt: skip
        person = self._same_person(person)
        if person.iri not in self.actors:
            self._add(person, [Form(name, person, "name") for name in (person.name, *person.aliases) if " " in name])
            short = [alias.removeprefix("=") for alias in aliases if alias.startswith("=")]
            for surname in {*short, *_surnames(person.name)}:
                self._surnames[surname].append(person)
        term = Term(person, row["office"], of, row["start"], row["end"])
        self.terms.append(term)
        self._of_person[person.iri].append(term)
        self._of_office[of.iri, row["office"]].append(term)

    def _body(self, name: str) -> Actor:
        """The organisation of that name; one of its own where the tables know none."""
        return next(iter(self.find(name)), None) or Actor(iri.actor(name), name, "organisation")

    def _same_person(self, person: Actor) -> Actor:
        """The person already known under this name, so that two offices don't make two people."""
        known = self.actors.get(person.iri) or self.actors.get(iri.actor(person.name))
        return known or next((a for a in self._folded.get(person.name.casefold(), ()) if a.kind == "person"), person)

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
        terms = [term for name in sorted(_synonyms(office)) for term in self._of_office.get((of.iri, name), ())]
        return list(dict.fromkeys(term.person for term in terms if date is None or term.covers(date)))

    def same_office(self, one: str, other: str) -> bool:
        """Whether two names of offices mean the same office."""
        return other in _synonyms(one)

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
        people = list(dict.fromkeys(self._surnames.get(surname, ())))
        if date is None:
            return people
        return [p for p in people if any(term.covers(date) for term in self._of_person[p.iri])] or people


def _synonyms(office: str) -> set[str]:
    return next((group for group in _SAME_OFFICE if office in group), {office})


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
