"""Whose a thing or a role is: possessors, names and adjectives before a noun, and what stands behind it."""

import pytest

from tests.docs import build, find, plain, resolver

# the noun; who is meant, by country or name, each with the words it is read from
OWNED = [
    ("border", "TCD: its border", "Mali/NNP/nsubj>closed/GPE closed=close/VBD/ROOT its/PRP$/poss>border "
     "border/NN/dobj>closed with/IN/prep>closed Chad/NNP/pobj>with/GPE"),
    ("frontier", "TCD: the frontier with Chad", "Mali/NNP/nsubj>closed/GPE closed=close/VBD/ROOT the/DT/det>frontier "
     "frontier/NN/dobj>closed with/IN/prep>frontier Chad/NNP/pobj>with/GPE"),
    ("border", "MLI: its border", "Mali/NNP/nsubj>closed/GPE closed=close/VBD/ROOT its/PRP$/poss>border "
     "border/NN/dobj>closed on/IN/prep>closed Monday/NNP/pobj>on/DATE"),
    ("shelling", "SYR: Syrian government shelling", "Syrian/JJ/amod>government/NORP government/NN/compound>shelling "
     "shelling/NN/ROOT"),
    ("sites", "IRN: Iran's sites", "Iran/NNP/poss>sites/GPE 's/POS/case>Iran sites=site/NNS/ROOT"),
    ("thousands", "MLI: thousands of Malian refugees", "Chad/NNP/nsubj>received/GPE received=receive/VBD/ROOT "
     "thousands=thousand/NNS/dobj>received of/IN/prep>thousands Malian/JJ/amod>refugees/NORP "
     "refugees=refugee/NNS/pobj>of"),
    ("dozens", "MLI: dozens of Malian refugees", "dozens=dozen/NNS/ROOT of/IN/prep>dozens Malian/JJ/amod>refugees/NORP "
     "refugees=refugee/NNS/pobj>of"),
    # several before one role, each by its own words
    ("negotiators", "GBR: UK | European Union: EU negotiators", "UK/NNP/nmod>negotiators/GPE and/CC/cc>UK "
     "EU/NNP/conj>UK/ORG negotiators=negotiator/NNS/ROOT"),
    ("nuns", "MLI: Malian | TCD: Chadian nuns", "Malian/JJ/amod>nuns/NORP and/CC/cc>Malian Chadian/JJ/conj>Malian/NORP "
     "nuns=nun/NNS/ROOT"),
    ("Minister", "IRQ: The Minister for Foreign Affairs of Iraq", "The/DT/det>Minister Minister/NNP/nsubj>left "
     "for/IN/prep>Minister Foreign/NNP/compound>Affairs Affairs/NNPS/pobj>for of/IN/prep>Affairs Iraq/NNP/pobj>of/GPE "
     "left=leave/VBD/ROOT"),
    ("2254", "UN Security Council: UN Security Council Resolution 2254", "UN/NNP/compound>2254/ORG "
     "Security/NNP/compound>2254/ORG Council/NNP/compound>2254/ORG Resolution/NNP/compound>2254/ORG 2254/CD/ROOT/ORG"),
    ("Karimi", "Leila Karimi: Leila Karimi", "Leila/NNP/compound>Karimi/PERSON Karimi/NNP/ROOT/PERSON"),
]  # fmt: skip

# the noun; whose it is not
NOT_OWNED = [
    ("ally", "IRN", "Iran/NNP/poss>ally/GPE 's/POS/case>Iran ally/NN/nsubj>left left=leave/VBD/ROOT"),
    ("partner", "IRN", "Iran/NNP/poss>partner/GPE 's/POS/case>Iran partner/NN/nsubj>left left=leave/VBD/ROOT"),
    ("critics", "RUS", "Kremlin/NNP/compound>critics/ORG critics=critic/NNS/nsubj>left left=leave/VBD/ROOT"),
    ("rivals", "RUS", "Russia/NNP/poss>rivals/GPE 's/POS/case>Russia rivals=rival/NNS/nsubj>left left=leave/VBD/ROOT"),
    ("foes", "RUS", "Kremlin/NNP/compound>foes/ORG foes=foe/NNS/nsubj>left left=leave/VBD/ROOT"),
    ("border", "MLI", "Mali/NNP/nsubj>closed/GPE closed=close/VBD/ROOT its/PRP$/poss>border border/NN/dobj>closed "
     "with/IN/prep>closed Chad/NNP/pobj>with/GPE"),
]  # fmt: skip

NOBODY = [
    ("past", "Iran/NNP/nsubj>left/GPE left=leave/VBD/ROOT the/DT/det>past past/NN/dobj>left"),
    ("future", "Iran/NNP/nsubj>left/GPE left=leave/VBD/ROOT the/DT/det>future future/NN/dobj>left"),
    ("moment", "At/IN/prep>left the/DT/det>moment moment/NN/pobj>At Iran/NNP/nsubj>left/GPE left=leave/VBD/ROOT"),
]  # fmt: skip


def read(word: str, text: str) -> list[tuple[str, str]]:
    """Those whom a noun means: state or name, and the words that they are read from."""
    doc = build(text)
    parties = resolver(doc).one(find(doc, word))
    assert all(doc.text[party.start : party.end] == party.text for party in parties)
    return [(party.country or party.name, party.text) for party in parties]


@pytest.mark.parametrize(("word", "expected", "text"), OWNED, ids=plain)
def test_owned(word: str, expected: str, text: str) -> None:
    """A thing or a role is theirs who stand before it, behind it, or beyond it where it is a border."""
    assert " | ".join(f"{who}: {words}" for who, words in read(word, text)) == expected


@pytest.mark.parametrize(("word", "country", "text"), NOT_OWNED, ids=plain)
def test_not_owned(word: str, country: str, text: str) -> None:
    """Partners and critics of somebody are others, and a border with Chad is not closed to oneself."""
    assert country not in [who for who, _ in read(word, text)]


def test_critics_of_a_people() -> None:
    """An adjective does tell where critics and partners come from."""
    doc = build("Russian/JJ/amod>critics/NORP critics=critic/NNS/nsubj>left left=leave/VBD/ROOT")
    [party] = resolver(doc).parties(find(doc, "critics"))
    assert (party.kind, party.country) == ("people", "RUS")


@pytest.mark.parametrize(("word", "text"), NOBODY, ids=plain)
def test_nobody(word: str, text: str) -> None:
    """Times are nobody."""
    assert read(word, text) == []
