"""Headlines In Capital Letters are read as sentences, letter for letter at their places."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.actors.headlines import sentence_case
from kgraph.extractors.pipeline import extract
from kgraph.model import Document

pytestmark = pytest.mark.model

LOWERED = [
    ("Minister Condemns Attacks on Villages", "Minister condemns attacks on villages"),
    ("Envoys Quickly Leave Again", "Envoys quickly leave again"),
    # names of the catalogue, of leaders, of titles and what is spelt in capitals
    ("Iran Condemns Attacks on Saudi Arabia", "Iran condemns attacks on Saudi Arabia"),
    ("Russia Meets Security Council of the United Nations", "Russia meets Security Council of the United Nations"),
    ("President Macron Opens Talks", "President Macron opens talks"),
    ("Talks of President Begin", "Talks of President begin"),
    ("NATO Troops Join ABC Drill", "NATO troops join ABC drill"),
    # no word of the language
    ("Zembla Condemns Attacks", "Zembla condemns attacks"),
    ("Attacks on Zembla Condemned", "Attacks on Zembla condemned"),
    # words that the text writes with a capital, and never without
    ("Envoys Condemn Cedar Attacks\nThe men of Cedar left.", "Envoys condemn Cedar attacks\nThe men of Cedar left."),
    ("Envoys Condemn Cedar Attacks\nThe men of Cedar left a cedar.",
     "Envoys condemn cedar attacks\nThe men of Cedar left a cedar."),
    ("Envoys Condemn Cedar Attacks\nCedar burns.", "Envoys condemn cedar attacks\nCedar burns."),
    ("Talks With Envoys Begin", "Talks with envoys begin"),
    # names that the lemmatiser's index holds in lower case
    ("Troops Leave Mosul Today", "Troops leave Mosul today"),
    ("Envoys Leave on Monday", "Envoys leave on Monday"),
    # each line for itself
    ("They left.\nEnvoys Condemn Attacks\nThey wept.", "They left.\nEnvoys condemn attacks\nThey wept."),
    ("Envoys Condemn Attacks\n\nVillages Burn Again Today", "Envoys condemn attacks\n\nVillages burn again today"),
]  # fmt: skip

KEPT = [
    "Envoys condemn Attacks",
    "ENVOYS CONDEMN ATTACKS",
    "Envoys Condemn",
    "Envoys Condemn Attacks.",
    "Envoys Condemn Attacks:",
    "“Envoys Condemn Attacks”",
    " ".join(["Envoys Condemn Attacks"] * 8),
    "",
]


@pytest.mark.parametrize(("text", "expected"), LOWERED)
def test_lowered(text: str, expected: str) -> None:
    """Ordinary words become small; the first word, names, and what the text itself writes large stay."""
    assert sentence_case(text) == expected


@pytest.mark.parametrize("text", KEPT)
def test_kept(text: str) -> None:
    """What is no headline stays as it is: sentences, shouts, and what is too short or too long."""
    assert sentence_case(text) == text


WORDS = st.sampled_from(
    [
        "Envoys",
        "Condemn",
        "Attacks",
        "Iran",
        "of",
        "the",
        "in",
        "ABC",
        "U.S.",
        "–",
        "’s",
        "Côte",
        "Straße",
        "İzmir",
        "\n",
    ]
)
LINES = st.lists(WORDS | st.text(max_size=6), max_size=12).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_letters_stay(text: str) -> None:
    """No letter moves, and none becomes another: only capitals become small."""
    read = sentence_case(text)
    assert len(read) == len(text)
    assert all(new in {old, old.lower()} for old, new in zip(text, read, strict=True))


@settings(max_examples=30, deadline=None)
@given(LINES)
def test_read_once(text: str) -> None:
    """A line that has been read as a sentence is no headline any more, or stays as it is."""
    assert sentence_case(sentence_case(text)) == sentence_case(text)


def test_a_headline_tells() -> None:
    """A headline is told of like a sentence, in its own letters."""
    text = "Iran Condemns Israel’s Attacks on Villages\n\nThe envoys left."
    [(document, claims)] = extract([Document(id="head.txt", text=text)])
    [claim] = [claim for claim in claims if claim.event == "ACCUSE"]
    assert [party.name for party in (*claim.actors, *claim.recipients)] == ["Iran", "Israel"]
    assert claim.sentence.text == text.partition("\n")[0]
    assert document.text == text
