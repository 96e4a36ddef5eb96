"""Find names in a ``Doc``: the catalogue's by exact match, others by the named-entity recogniser."""

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from kgraph import iri
from kgraph.actors import tables, things
from kgraph.actors.catalogue import Catalogue, catalogue
from kgraph.actors.name import Name
from kgraph.actors.namesakes import Namesakes
from kgraph.actors.phrases import Phrases
from kgraph.actors.tables import Actor, Form

_NAMING = {"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"}
TITLES = tables.titles()

_SERVICES = {"army", "navy", "air", "force", "marine", "marines", "corps"}  # "Navy Capt."
_PERSONAL = TITLES - {"special", "the", "crown", "foreign", "interior", "finance", "state", "former", "acting"}
# titles that stand right before a surname
_ADDRESSES = TITLES & {
    "mr", "mrs", "ms", "dr", "sir", "lord", "lady", "sheikh", "ayatollah", "gen", "general", "col", "colonel", "adm",
    "admiral", "maj", "capt", "captain", "sen", "senator", "rep", "gov", "governor", "ambassador", "president",
    "premier", "chancellor", "minister", "secretary", "king", "queen", "prince", "princess", "emir", "pope", "judge",
    "justice",
}  # fmt: skip


class NameFinder:
    """The catalogue compiled into a matcher over token texts."""

    def __init__(self, nlp: Language, known: Catalogue) -> None:
        self._forms = known.forms
        self._roles = known.roles
        self._others = tables.not_states()
        self._generic = tables.generic_words()
        self._namesakes = Namesakes(known)
        names = [*known.forms, *self._others, *(name for name in self._namesakes if name not in known.forms)]
        names += [text.replace("'", "’") for text in names if "'" in text]
        names += [text[0].upper() + text[1:] for text in names if text.startswith("the ")]
        self._phrases = Phrases(nlp, names)

    def find(self, doc: Doc) -> dict[int, Name]:
        """The names of a text, by each of their tokens' indices; no two overlap, longer ones win."""
        parts = (part for entity in doc.ents if entity.label_ in _NAMING for part in _parted(entity))
        entities = [_trim(self._behind_field(part)) for part in parts]
        people = {token.i: entity for entity in entities if entity.label_ == "PERSON" for token in entity}
        found = (span for span in self._phrases.find(doc) if not self._is_title(span, people))
        matches = [span for span in found if not _within_other_name(span, people)]
        known = {(span.start, span.end) for span in matches}
        strangers = [e for e in entities if _is_spelled(e) and (e.start, e.end) not in known and not self._describes(e)]
        of_states = (span for span in filter_spans(matches) if self._is_of_a_state(span))
        strangers += self._titled(doc, {token.i for span in (*matches, *entities) for token in span})
        spans = filter_spans([*matches, *strangers, *things.find(doc, of_states)])
        names = {index: name for span in spans for name in [self._name(span)] for index in range(span.start, span.end)}
        return self._namesakes.settle(doc, names)

    def known(self, doc: Doc) -> list[Span]:
        """The catalogue's names in a text, whoever is meant by them."""
        return self._phrases.find(doc)

    def _is_title(self, match: Span, people: dict[int, Span]) -> bool:
        """Whether a body's name is the office of the person named next: "NATO Secretary-General Ada Stone"."""
        role = self._roles.get(match[-1].lower_)
        office = match[-1].lower_ in TITLES or (role is not None and role.kind == "office")
        return office and len(match) > 1 and match.end in people and people[match.end].start == match.end

    def _titled(self, doc: Doc, taken: set[int]) -> list[Span]:
        """People whom the recogniser has passed over, by a title before an unknown name: "Ambassador Karimi"."""
        found = []
        for title in doc[:-1]:
            name = title.nbor()
            if title.lower_.strip(".") in _ADDRESSES and name.i not in taken and self._may_be_surname(title, name):
                found.append(Span(doc, name.i, name.i + 1, label="PERSON"))
        return found

    def _may_be_surname(self, title: Token, name: Token) -> bool:
        known = name.lower_ in self._roles or name.lower_ in TITLES or things.is_thing_noun(name)
        return title.is_title and name.is_title and name.tag_ == "NNP" and title.head == name and not known

    def _is_thing(self, span: Span) -> bool:
        """Whether it is a sea, a treaty, a war named after a state or a city."""
        return things.is_thing(span) and any(self._is_of_a_state(span[n : n + 1]) for n in range(len(span)))

    def _is_of_a_state(self, span: Span) -> bool:
        return any(form.actor.kind in {"state", "people"} for form in self._forms.get(span.text, ()))

    def _behind_field(self, entity: Span) -> Span:
        """The person behind the field of an office: Ada Stone in "Minister for the Middle East Ada Stone"."""
        before = entity.doc[max(0, entity.start - 2) : entity.start].text.lower().removesuffix(" the")
        if entity.label_ != "PERSON" or not before.endswith(("for", "of")):
            return entity
        for start in range(entity.end - 1, entity.start, -1):
            if entity.doc[entity.start : start].text in self._forms:
                return Span(entity.doc, start, entity.end, label=entity.label_)
        return entity

    def _describes(self, entity: Span) -> bool:
        """Whether what was recognised as a name is a role with its state: "Government of Iraq", "Iranian Army"."""
        if all(token.lower_.strip(".") in TITLES | _SERVICES or token.lower_ == "of" for token in entity):
            return True
        if entity.doc[max(0, entity.start - 2) : entity.start].text.lower() == "secretary of":
            return entity.label_ != "PERSON"
        role = self._roles.get(entity.root.lemma_.lower()) or self._roles.get(entity.root.lower_)
        described = role is not None and role.kind in {"state", "office", "people"}
        return entity.label_ != "PERSON" and described and not self._has_a_name(entity)

    def _has_a_name(self, entity: Span) -> bool:
        """Whether a word sets a body apart from others of its kind: "Cedar" in "the Cedar Patrol"."""
        before = (token for token in entity if token.i < entity.root.i and token.is_title and token.is_alpha)
        plain = TITLES | _SERVICES | self._generic
        return any(t.lower_ not in plain and t.text not in self._forms and t.lemma_ not in self._roles for t in before)

    def _name(self, span: Span) -> Name:
        if span.text in self._others:
            country = self._others[span.text]
            actor = Actor(iri.actor(span.text), span.text, "organisation", country)
            if not country:
                return Name(span.start, span.end, span.text, label="LOC", thing=True)
            return Name(span.start, span.end, span.text, (Form(span.text, actor, "name"),))
        text = span.text.replace("’", "'")
        forms = tuple(self._forms.get(text) or self._forms.get(text[0].lower() + text[1:]) or ())
        if not forms and span.label_ != "PERSON" and self._is_thing(span):
            return Name(span.start, span.end, span.text, label="LOC" if things.is_place(span) else "EVENT", thing=True)
        return Name(span.start, span.end, span.text, forms, "" if forms else self._label(span))

    def _label(self, span: Span) -> str:
        """The recogniser's label; who is described by an office is a person, whatever it thought."""
        described = (token for token in span.root.children if token.dep_ == "appos")
        roles = (self._roles.get(token.lemma_.lower()) or self._roles.get(token.lower_) for token in described)
        plain = 1 < len(span) < 5 and all(token.is_title for token in span)
        return "PERSON" if plain and any(role and role.kind == "office" for role in roles) else span.label_


def _is_spelled(entity: Span) -> bool:
    """Whether it has letters or digits; signs are nobody's name."""
    return any(map(str.isalnum, entity.text))


def _parted(entity: Span) -> list[Span]:
    """The bodies that the recogniser took for one: "the Teachers' Union and the Ministry of Education"."""
    for at in range(entity.start + 2, entity.end - 2):
        if entity.label_ == "ORG" and entity.doc[at].lower_ == "and" and entity.doc[at + 1].lower_ == "the":
            first = Span(entity.doc, entity.start, at, label=entity.label_)
            return [first, Span(entity.doc, at + 2, entity.end, label=entity.label_)]
    return [entity]


def _trim(entity: Span) -> Span:
    """The entity without article, owner and possessive: "The Coalition’s Small Group" is "Small Group"."""
    start, end = entity.start, entity.end
    while start < end and (entity.doc[start].lower_ == "the" or entity.doc[start].is_space):
        start += 1
    while end > start and (
        entity.doc[end - 1].tag_ == "POS" or entity.doc[end - 1].is_space or entity.doc[end - 1].is_punct
    ):
        end -= 1
    titles = start
    while titles < end and (entity.doc[titles].lower_.strip(".") in TITLES or entity.doc[titles].text == "."):
        titles += 1
    if start < titles < end and _is_personal(entity, titles, end):
        return Span(entity.doc, titles, end, label="PERSON")
    owners = [token.i for token in entity.doc[start:end] if token.tag_ == "POS"]
    start = owners[-1] + 1 if owners and entity.label_ != "PERSON" else start
    return Span(entity.doc, start, end, label=entity.label_)


def _is_personal(entity: Span, start: int, end: int) -> bool:
    """Whether what follows a title is a person's name: "Special Advisor Thames", but not "Foreign Office"."""
    rest = entity.doc[start:end]
    behind_of = (
        entity.start > 1 and entity.doc[entity.start - 1].lower_ == "of"
    )  # "Secretary of", then "State Ada Stone"
    first = entity.start - 2 if behind_of else entity.start
    titled = any(token.lower_.strip(".") in _PERSONAL for token in entity.doc[first:start])
    return entity.label_ == "PERSON" or (titled and len(rest) < 4 and all(token.is_title for token in rest))


def _within_other_name(match: Span, people: dict[int, Span]) -> bool:
    """Whether a match is only a part of somebody else's name: "Jordan" in "Michael Jordan"."""
    person = people.get(match.start)
    if person is None or match.end > person.end:
        return False
    rest = [t for t in person if not match.start <= t.i < match.end and t.lower_.strip(".") not in TITLES]
    return any(token.is_title and not token.is_punct for token in rest)


@cache
def finder(nlp: Language) -> NameFinder:
    """The packaged catalogue's finder for this pipeline."""
    return NameFinder(nlp, catalogue())
