"""Offices: who holds which for whom, read off titles, appositions and copulas."""

from collections.abc import Iterator

from spacy.tokens import Token

from kgraph import syntax
from kgraph.actors.name import Name
from kgraph.actors.people import hyphened, written
from kgraph.actors.resolver import Resolver
from kgraph.actors.tables import Actor
from kgraph.extractors.governors import governors
from kgraph.extractors.speech import Speech
from kgraph.extractors.status import status
from kgraph.model import Claim, Party, Span

_TITLE, _APPOSITION, _COPULA = "office/title", "office/apposition", "office/copula"
_NO_OFFICE = {"counterpart", "strongman", "dictator"}
_STYLES = {"he", "h.e", "dr", "mr", "mrs", "ms", "sir", "lord", "lady", "hon", "prof"}  # before a name
_PAST = {"former", "ex", "late", "then", "onetime", "previous"}
_NAMING_VERBS = {"be", "become", "remain", "appoint", "elect", "name", "nominate", "choose", "swear"}


class OfficeExtractor:
    """All office claims of one text, each holder and office once."""

    def __init__(self, resolver: Resolver, speech: Speech) -> None:
        self._resolver = resolver
        self._speech = speech

    def claims(self) -> Iterator[Claim]:
        """The claims, in the order in which the text tells them."""
        told: set[tuple[str, str, str]] = set()
        for name in self._resolver.people.all():
            for rule, office, host in self._offices(name):
                claim = self._claim(name, rule, office, host)
                if claim and claim.person and claim.of:
                    key = (claim.person.id, office, claim.of.id)
                    if key not in told:
                        told.add(key)
                        yield claim

    def _offices(self, name: Name) -> Iterator[tuple[str, str, Token]]:
        """The offices told for a person: by which rule, the office's name, and the token that names it."""
        head = self._resolver.people.head(name)
        title = self._title(name)
        if title is not None:
            yield _TITLE, *title
        beside = [*syntax.children(head, "appos"), *([head.head] if head.dep_ == "appos" else [])]
        for noun in dict.fromkeys([*beside, *self._before_a_comma(name)]):
            if self._is_office(noun):
                yield _APPOSITION, self._resolver.people.office(noun), noun
        if head.dep_ in {"nsubj", "nsubjpass"} and self._comes_true(head.head):
            for noun in syntax.children(head.head, "attr", "oprd"):
                if self._is_office(noun):
                    yield _COPULA, self._resolver.people.office(noun), noun

    def _before_a_comma(self, name: Name) -> list[Token]:
        """The noun before a name between commas, which the parser may tie elsewhere: "the premier, Ada Stone,".

        At the beginning of a sentence one comma will do: "Minister for Europe, Ada Stone said".
        """
        doc = self._resolver.doc
        start = name.start
        while start > 1 and doc[start - 1].lower_.strip(".") in _STYLES:
            start -= 1
        if start < 2 or doc[start - 1].text != ",":
            return []
        noun = doc[start - 2]
        while noun.dep_ == "pobj" and noun.head.lower_ in {"of", "for"} and not self._is_office(noun):
            noun = noun.head.head  # "Minister of Foreign Affairs of Finland, H.E. Ada Stone"
        first = noun.left_edge.i == syntax.sentence_of(noun).start
        if not first and (name.end == len(doc) or not doc[name.end].is_punct):
            return []
        tied = noun.i > 1 and doc[noun.i - 1].text == "-" and noun.head.i == noun.i - 2
        return [noun.head if tied else noun]

    def _comes_true(self, verb: Token) -> bool:
        """Whether a verb of being or naming tells what is so: neither denied, nor planned, nor under a condition."""
        return verb.lemma_ in _NAMING_VERBS and status(verb, governors()) == "actual"

    def _is_office(self, noun: Token) -> bool:
        role = self._resolver.known.roles.get(noun.lemma_.lower()) or self._resolver.known.roles.get(noun.lower_)
        named = noun.i in self._resolver.names or noun.lower_ in _NO_OFFICE
        return not named and role is not None and role.held and not self._is_past(noun)

    def _is_past(self, noun: Token) -> bool:
        """Whether the office is one that was held: "former foreign minister"."""
        before = syntax.children(noun, "amod", "compound", "nmod")
        return any(token.lower_ in _PAST for token in before) or (
            noun.dep_ in {"compound", "nmod"} and any(t.lower_ in _PAST for t in noun.head.lefts)
        )

    def _title(self, name: Name) -> tuple[str, Token] | None:
        """The office in the words before a name: "U.S. Defense Secretary" gives "defense secretary"."""
        words = self._resolver.people.title(name)
        offices = [token for token in words if self._is_office(token)]
        if not offices:
            return None
        # what follows the office is courtesy, "Prime Minister Sheikh Mohammed", or its field, "Secretary of State"
        last = [token for token in (offices[-1], *hyphened(offices[-1])) if token in words][-1]
        end = words.index(last) + 1
        field = words[end:] if words[end:] and words[end].lower_ in {"of", "for"} else []
        noun = next(token for token in offices if offices[-1] in {token, *hyphened(token)})
        return written([*words[:end], *field]), noun

    def _claim(self, name: Name, rule: str, office: str, noun: Token) -> Claim | None:
        head = self._resolver.people.head(name)
        person = next(iter(self._resolver.one(head)), None)
        if person is None or person.kind != "person":
            return None
        of = self._of(person, office, head, noun)
        if of is None:
            return None
        document = self._resolver.document
        start, end = syntax.sentence_bounds(noun)
        sayers = [party for sayer in self._speech.sayers(noun) for party in self._resolver.parties(sayer)]
        return Claim(
            doc=document.id, kind="office", sentence=Span(start, end, document.text[start:end]),
            trigger=Span(noun.idx, noun.idx + len(noun), document.text[noun.idx : noun.idx + len(noun)]),
            confidence=0.9 if rule == _TITLE else 0.85, rule=rule,
            person=person, office=office, of=of,
            attributed_to=tuple(party for party in sayers if party.id != person.id),
        )  # fmt: skip

    def _of(self, person: Party, office: str, head: Token, noun: Token) -> Party | None:
        """For whom the office is held: as the phrase tells, else as the tables know the person or the office."""
        actors: list[Actor] = [*self._resolver.states_of(noun), *self._resolver.states_of(head)]
        hosts = [noun, *hyphened(noun)]
        body = next((body for host in hosts if (body := self._resolver.body_of(host))), None)
        states = self._resolver.known.states
        superiors = [party for host in hosts for party in self._superiors(host)]
        for country in (
            *(party.country for party in superiors),
            person.country,
            self._resolver.known.office_country.get(office),
        ):
            if country in states:
                actors.append(states[country or ""])
        if body is not None and not actors:
            actors = [body]
        if not actors:
            return self._unknown_body(noun)
        return self._resolver.party(actors[0], noun, "for whom the office is held")

    def _unknown_body(self, noun: Token) -> Party | None:
        """A body that only the text knows: "commander of the Eastern Fleet", "commander, Eastern Fleet"."""
        doc, names = self._resolver.doc, self._resolver.names
        behind = syntax.pobjects(noun, "of", "for")
        name = names.get(noun.i + 2) if noun.i + 2 < len(doc) and doc[noun.i + 1].text == "," else None
        if name is not None:
            behind.append(doc[name.start : name.end].root)
        found = (party for token in behind if token.i in names for party in self._resolver.one(token))
        return next((party for party in found if party.kind != "person"), None)

    def _superiors(self, noun: Token) -> list[Party]:
        """The people under whom the office is held: "adviser to President Stone"."""
        people = (self._resolver.one(token) for token in syntax.pobjects(noun, "to", "of", "for"))
        return [party for parties in people for party in parties if party.kind == "person"]
