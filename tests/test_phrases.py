"""Fixed phrases, compiled as texts ask for them."""

from collections.abc import Sequence

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.matcher import PhraseMatcher

from kgraph.actors.catalogue import catalogue
from kgraph.actors.phrases import Phrases

# with words that the tokeniser parts, and with signs around and within
PHRASES = (
    "Iran", "Iranian", "Iran's", "al-Qaeda", "U.S.", "US$ Bank", "cannot be", "5km Group", "’Ndrangheta", "Élysée",
    "the Hague", "The Hague", "R2-D2", "Åland", "أنصار الله", "(Provisional) IRA",
)  # fmt: skip


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("en")


def at_once(nlp: Language, text: str) -> list[tuple[int, int]]:
    """What a matcher finds that has compiled all phrases."""
    matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
    matcher.add("phrase", [nlp.make_doc(phrase) for phrase in PHRASES])
    return [(span.start, span.end) for span in matcher(nlp.make_doc(text), as_spans=True)]


WORDS = st.sampled_from([*" ".join(PHRASES).split(), "in", "-", "'s", ".", "5", "km"])


@given(texts=st.lists(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=30), max_size=4))
def test_all_are_found_whatever_came_before(nlp: Language, texts: Sequence[str]) -> None:
    """Text after text, the same is found as by a matcher that has compiled all beforehand."""
    phrases = Phrases(nlp, PHRASES)
    for text in texts:
        found = [(span.start, span.end) for span in phrases.find(nlp.make_doc(text))]
        assert found == at_once(nlp, text)


def test_every_name_finds_itself(nlp: Language) -> None:
    """Whatever the tokeniser makes of a name of the catalogue, it is found where it stands."""
    names = sorted(catalogue().forms)
    phrases = Phrases(nlp, names)
    for name in names:
        doc = nlp.make_doc(f"{name} met")
        assert (0, len(nlp.make_doc(name))) in {(span.start, span.end) for span in phrases.find(doc)}, name
