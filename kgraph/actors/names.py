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
        self._matcher.add("name", [nlp.make_doc(text) for text in known.forms])

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
        role = self._roles.get(entity.root.lemma_.lower()) or self._roles.get(entity.root.lower_)
        return entity.label_ != "PERSON" and role is not None and role.kind in {"state", "office", "people"}

    def _name(self, span: Span) -> Name:
        forms = tuple(self._forms.get(span.text, ()))
        return Name(span.start, span.end, span.text, forms, "" if forms else _label(span))


def _trim(entity: Span) -> Span:
    """The entity without article, owner and possessive: "The Coalition’s Small Group" is "Small Group"."""
    start, end = entity.start, entity.end
    while start < end and (entity.doc[start].lower_ == "the" or entity.doc[start].is_space):
        start += 1
    while end > start and (
        entity.doc[end - 1].tag_ == "POS" or entity.doc[end - 1].is_space or entity.doc[end - 1].is_punct
    ):
        end -= 1
    owners = [token.i for token in entity.doc[start:end] if token.tag_ == "POS"]
    start = owners[-1] + 1 if owners and entity.label_ != "PERSON" else start
    return Span(entity.doc, start, end, label=entity.label_)


def _label(span: Span) -> str:
    """The recogniser's label; what begins with a title and goes on with a name is a person, whatever it thought."""
    words = [token for token in span if not token.is_punct]
    titled = len(words) > 1 and words[0].lower_.strip(".") in _PERSONAL and words[-1].lower_ not in TITLES
    plain = all(token.is_title or token.lower_ in TITLES for token in words)
    return "PERSON" if titled and plain and len(words) < 5 else span.label_


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
