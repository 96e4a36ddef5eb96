"""Whatever a text is made of, its claims quote it, and its graph comes back from whatever it is written in."""

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.odd_texts import ODD, WORDS, check
from kgraph.export.rdf import serialise
from kgraph.extractors.pipeline import extract
from kgraph.graph import quads
from kgraph.model import Document

pytestmark = [pytest.mark.model, pytest.mark.filterwarnings("ignore:Dataset.default_context")]  # rdflib's own

SENTENCES = [
    "Iran condemned Israel’s attack on two ships on Monday, Oman said.",
    "President Emmanuel Macron met Iranian Foreign Minister Abbas Araghchi in Paris on 4 March 2024.",
    "“We will not negotiate,” he said, denying that his troops had killed at least 14 soldiers.",
    "The U.N. Security Council (UNSC) imposed sanctions on the rebels, whose leader is an ally of Russia.",
    "LONDON, May 3 (Reuters) – Mr. Bennett’s government rejected a $2 million counter-attack by NATO forces.",
    "Envoy Condemns Attacks on Border Villages\n",
]
SIGNS = st.sampled_from([
    "\0", "\x1b[2J", "\x85", "\xad", "\u0301", "\u061c", "\u200b", "\u200d", "\u200f", "\u202e", "\u2028", "\u2066",
    "\ufeff", "\ufffe", "\ud800", "\udfff", "🕊", "👩\u200d👧", "١٢", "²", "\r", "\n", "\t", " ", "…", "---",
    *"()[]{}<>\"'“”‘’-–.,:;!?/\\%$&#@*_`|~^+=0123456789",
])  # fmt: skip
RUNS = st.builds(lambda sign, times: sign * times, SIGNS, st.integers(1, 40))


@st.composite
def strewn(draw: st.DrawFn) -> str:
    """Sentences of news with signs put in at any place, a word here and there left out, twice or another."""
    words = [
        word for text in draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3)) for word in text.split(" ")
    ]
    for at in draw(st.lists(st.integers(0, len(words) - 1), max_size=5)):
        words[at] = draw(st.sampled_from(["", words[at] + " " + words[at], *WORDS]))
    text = " ".join(words)
    for at, sign in draw(st.lists(st.tuples(st.integers(0, len(text)), SIGNS | RUNS), max_size=12)):
        text = text[:at] + sign + text[at:]
    return text


ODD_WORDS = st.lists(st.sampled_from([*WORDS, *ODD]), max_size=30).map(" ".join)
TEXTS = st.text(st.characters(exclude_categories=())) | ODD_WORDS | strewn() | strewn()


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_any_text(text: str) -> None:
    """Claims that quote it, and a graph that pyoxigraph and rdflib read back from N-Quads and Turtle."""
    holds(text)


@pytest.mark.parametrize(
    "text",
    [
        "0L reject %001F",  # a phrase that was to end before it began
        "000000000000000000`000Y\xad-",  # a name of which a hyphen parted nothing
        "’s condemned Israel. *** bombed “…”, and - met Iran at %.",
        "Iran denied at least that not ",  # a text that ends with what may come before "only"
    ],
)
def test_texts_that_once_failed(text: str) -> None:
    """Found by the properties, or like what they found."""
    holds(text)


@pytest.mark.parametrize("word", ["counter-attack", "cross-fire", "re-assessment of the pre-emptive co-operation"])
def test_words_that_the_parser_takes_apart(word: str) -> None:
    """The pieces of a word with hyphens are no strangers, and its hyphen is none."""
    [(_, (claim, *_))] = extract([Document("a", f"Iran condemned an Israeli {word} on Monday.")])
    assert [party.name for party in claim.recipients] == ["Israel"]


@pytest.mark.slow
@settings(deadline=None, max_examples=3_000)
@given(TEXTS)
def test_many_texts(text: str) -> None:
    """The same, for minutes."""
    holds(text)


def holds(text: str) -> None:
    """Extract ``text``, check what it gives, and read its graph back."""
    check([text])
    [(document, claims)] = extract([Document(text[:9], text, title=text, source=text)])
    made = set(quads(document, claims))
    wanted = {(quad.subject.value, quad.predicate.value, quad.object.value) for quad in made}  # type: ignore[union-attr]
    assert read("".join(f"{quad} .\n" for quad in made), "nquads") == wanted
    assert read(serialise(made), "turtle") == wanted


def read(data: str, form: str) -> set[tuple[str, ...]]:
    """The triples of RDF as rdflib reads them."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=data, format=form)
    return {tuple(map(str, triple)) for triple in dataset.triples((None, None, None))}
