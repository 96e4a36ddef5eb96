"""Find names in a ``Doc``: the catalogue's by exact match, others by the named-entity recogniser."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kgraph.actors.catalogue import Catalogue, catalogue
from kgraph.actors.tables import Form

_NAMING = {"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"}
TITLES = frozenset(
    "mr mrs ms dr sir lord lady prof professor gen general col colonel capt captain lt maj major sgt spc adm admiral "
    "president vice prime minister premier chancellor secretary foreign ayatollah sheikh sheik king queen prince "
    "princess emir sultan pope ambassador senator sen rep congressman governor gov mayor judge justice archbishop "
    "bishop cardinal rabbi imam crown the former special envoy representative advisor adviser deputy interior finance "
    "defence defense state acting chairman chairwoman speaker director chief commander minister-designate".split()
)


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
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._matcher.add("name", [nlp.make_doc(text) for text in known.forms])

    def find(self, doc: Doc) -> dict[int, Name]:
        """The names of a text, by each of their tokens' indices; no two overlap, longer ones win."""
        entities = [entity for entity in doc.ents if entity.label_ in _NAMING]
        matches = [span for span in self._matcher(doc, as_spans=True) if not _within_other_name(span, entities)]
        spans = filter_spans([*matches, *entities])
        return {index: name for span in spans for name in [self._name(span)] for index in range(span.start, span.end)}

    def _name(self, span: Span) -> Name:
        forms = tuple(self._forms.get(span.text, ()))
        return Name(span.start, span.end, span.text, forms, "" if forms else span.label_)


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
