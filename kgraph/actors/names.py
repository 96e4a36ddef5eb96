"""Find names in a ``Doc``: the catalogue's by exact match, others by the named-entity recogniser."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kgraph.actors import tables
from kgraph.actors.catalogue import Catalogue, catalogue
from kgraph.actors.tables import Form

_NAMING = {"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"}
TITLES = tables.titles()

_PERSONAL = TITLES - {"the", "crown", "foreign", "interior", "finance", "state", "former", "acting"}


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: token offsets, end exclusive; the catalogue's forms, or the recogniser's label."""

    start: int
    end: int
    text: str
    forms: tuple[Form, ...] = ()
    label: str = ""

    def has(self, sense: str) -> bool:
        """Whether one of the forms is meant in this sense."""
        return any(form.sense == sense for form in self.forms)


class NameFinder:
    """The catalogue compiled into a matcher over token texts."""

    def __init__(self, nlp: Language, known: Catalogue) -> None:
        self._forms = known.forms
        self._roles = known.roles
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._others = tables.not_states()
        names = [*known.forms, *self._others]
        names += [text.replace("'", "’") for text in names if "'" in text]
        self._matcher.add("name", [nlp.make_doc(text) for text in names])

    def find(self, doc: Doc) -> dict[int, Name]:
        """The names of a text, by each of their tokens' indices; no two overlap, longer ones win."""
        entities = [_trim(entity) for entity in doc.ents if entity.label_ in _NAMING]
        matches = [span for span in self._matcher(doc, as_spans=True) if not _within_other_name(span, entities)]
        known = {(span.start, span.end) for span in matches}
        strangers = [e for e in entities if e.text and (e.start, e.end) not in known and not self._describes(e)]
        spans = filter_spans([*matches, *strangers])
        return {index: name for span in spans for name in [self._name(span)] for index in range(span.start, span.end)}

    def _describes(self, entity: Span) -> bool:
        """Whether what was recognised as a name is a role with its state: "Government of Iraq", "Iranian Army"."""
        if all(token.lower_.strip(".") in TITLES or token.lower_ == "of" for token in entity):
            return True
        role = self._roles.get(entity.root.lemma_.lower()) or self._roles.get(entity.root.lower_)
        return entity.label_ != "PERSON" and role is not None and role.kind in {"state", "office", "people"}

    def _name(self, span: Span) -> Name:
        if span.text in self._others:
            return Name(span.start, span.end, span.text, label="LOC")
        forms = tuple(self._forms.get(span.text.replace("’", "'"), ()))
        return Name(span.start, span.end, span.text, forms, "" if forms else self._label(span))

    def _label(self, span: Span) -> str:
        """The recogniser's label; who is described by an office is a person, whatever it thought."""
        described = (token for token in span.root.children if token.dep_ == "appos")
        roles = (self._roles.get(token.lemma_.lower()) or self._roles.get(token.lower_) for token in described)
        plain = 1 < len(span) < 5 and all(token.is_title for token in span)
        return "PERSON" if plain and any(role and role.kind == "office" for role in roles) else span.label_


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
    titled = any(token.lower_.strip(".") in _PERSONAL for token in entity.doc[entity.start : start])
    return entity.label_ == "PERSON" or (titled and len(rest) < 4 and all(token.is_title for token in rest))


def _within_other_name(match: Span, entities: Iterable[Span]) -> bool:
    """Whether a match is only a part of somebody else's name: "Jordan" in "Michael Jordan"."""
    for entity in entities:
        if entity.label_ == "PERSON" and entity.start <= match.start and match.end <= entity.end:
            rest = [t for t in entity if not match.start <= t.i < match.end and t.lower_.strip(".") not in TITLES]
            if any(token.is_title and not token.is_punct for token in rest):
                return True
    return False


@cache
def finder(nlp: Language) -> NameFinder:
    """The packaged catalogue's finder for this pipeline."""
    return NameFinder(nlp, catalogue())
