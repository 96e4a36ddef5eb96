"""Fixed phrases found by their tokens, each compiled when a text has a word that it begins with: most never are."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

_START = re.compile(r"\w*")


class Phrases:
    """Many phrases, of which a text has few: to compile tens of thousands takes seconds of every start."""

    def __init__(self, nlp: Language, phrases: Iterable[str]) -> None:
        self._nlp = nlp
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._waiting: dict[str, list[str]] = defaultdict(list)
        for phrase in phrases:
            self._waiting[_start(phrase)].append(phrase)
        rules: Collection[str] = nlp.tokenizer.rules  # type: ignore[union-attr]
        # what the tokeniser may part within letters and digits begins otherwise than its first token: "cannot", "5km"
        for start in [start for start in self._waiting if start[:1].isdigit() or start in rules]:
            self._compile(start)

    def find(self, doc: Doc) -> list[Span]:
        """All phrases of a text, overlapping ones too."""
        for start in sorted({_start(token.text) for token in doc} & self._waiting.keys()):
            self._compile(start)
        return list(self._matcher(doc, as_spans=True))

    def _compile(self, start: str) -> None:
        self._matcher.add("phrase", [self._nlp.make_doc(phrase) for phrase in self._waiting.pop(start)])


def _start(text: str) -> str:
    """The letters and digits that a text begins with, if any."""
    found = _START.match(text)
    return found[0] if found else ""
