"""Short names: common nouns and capital letters that stand for somebody in one text."""

import pytest

from tests.docs import build, find, plain, resolver

ISIS = "ISIS/NNP/nsubj>left/ORG left=leave/VBD/ROOT ./. | "
MEANT = [
    ("coalition", "Global Coalition against Daesh",
     ISIS + "The/DT/det>coalition coalition/NN/nsubj>came came=come/VBD/ROOT"),
    ("jets", "Global Coalition against Daesh",
     ISIS + "Coalition/NNP/compound>jets jets=jet/NNS/nsubj>came came=come/VBD/ROOT"),
    ("coalition", "", ISIS + "A/DT/det>coalition ruling/VBG/amod>coalition coalition/NN/nsubj>came came=come/VBD/ROOT"),
    ("coalition", "", "Houthis=Houthis/NNPS/nsubj>left/ORG left=leave/VBD/ROOT ./. | The/DT/det>coalition "
     "coalition/NN/nsubj>came came=come/VBD/ROOT"),
    ("CMP", "Chinook Mountain Patrol", "Chinook/NNP/compound>Patrol/ORG Mountain/NNP/compound>Patrol/ORG "
     "Patrol/NNP/nsubj>left/ORG left=leave/VBD/ROOT ./. | The/DT/det>CMP CMP/NNP/nsubj>came came=come/VBD/ROOT"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "name", "text"), MEANT, ids=plain)
def test_short_names(word: str, name: str, text: str) -> None:
    """What else a text names decides whom its short names mean."""
    doc = build(text)
    found = resolver(doc).one(find(doc, word, -1))
    assert [party.name for party in found if party.why != "unnamed"] == ([name] if name else [])
