"""Later mentions: surnames, offices, pronouns and “the two countries” lead back to who was named."""

import pytest

from tests.docs import build, find, plain, resolver

KARIMI = (
    "Iranian/JJ/amod>Minister/NORP Foreign/NNP/compound>Minister Minister/NNP/compound>Karimi "
    "Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."
)
LATER = [
    ("Karimi", "Karimi/NNP/nsubj>wept/PERSON wept=weep/VBD/ROOT"),
    ("Karimi", "Ms./NNP/compound>Karimi Karimi/NNP/nsubj>wept/PERSON wept=weep/VBD/ROOT"),
    ("Karimi", "Karimi/NNP/poss>envoys/PERSON ’s/POS/case>Karimi envoys=envoy/NNS/nsubj>wept wept=weep/VBD/ROOT"),
    ("minister", "The/DT/det>minister foreign/JJ/amod>minister minister/NN/nsubj>wept wept=weep/VBD/ROOT"),
    ("minister", "The/DT/det>minister minister/NN/nsubj>wept wept=weep/VBD/ROOT"),
    ("She", "She/PRP/nsubj>wept wept=weep/VBD/ROOT"),
]  # fmt: skip
PRONOUNS = [
    ("It", "Iran", "Iran/NNP/nsubj>attacked/GPE attacked=attack/VBD/ROOT Oman/NNP/dobj>attacked/GPE ./. | "
     "It/PRP/nsubj>left left=leave/VBD/ROOT ./."),
    ("its", "Iran", "Iran/NNP/nsubj>lost/GPE lost=lose/VBD/ROOT its/PRP$/poss>ships ships=ship/NNS/dobj>lost ./."),
    ("They", "Iran, Oman", "Iran/NNP/nsubj>met/GPE and/CC/cc>Iran Oman/NNP/conj>Iran/GPE met=meet/VBD/ROOT ./. | "
     "They/PRP/nsubj>signed signed=sign/VBD/ROOT a/DT/det>pact pact/NN/dobj>signed ./."),
    ("Their", "Oman, Qatar", "Iran/NNP/nsubj>thanked/GPE thanked=thank/VBD/ROOT Oman/NNP/dobj>thanked/GPE "
     "and/CC/cc>Oman Qatar/NNP/conj>Oman/GPE ./. | Their/PRP$/poss>envoys envoys=envoy/NNS/nsubj>left "
     "left=leave/VBD/ROOT ./."),
    ("We", "Iran", "“/`` We/PRP/nsubj>left left=leave/VBD/ccomp>said ,/, ”/'' Iran/NNP/nsubj>said/GPE "
     "said=say/VBD/ROOT ./."),
    ("I", "Leila Karimi", "“/`` I=I/PRP/nsubj>left left=leave/VBD/ccomp>said ,/, ”/'' "
     "Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubj>said/PERSON said=say/VBD/ROOT ./."),
    ("Our", "Iran", "“/`` Our/PRP$/poss>ships ships=ship/NNS/nsubj>left left=leave/VBD/ccomp>said ,/, ”/'' "
     "Iran/NNP/nsubj>said/GPE said=say/VBD/ROOT ./. | Oman/NNP/nsubj>wept/GPE wept=weep/VBD/ROOT ./."),
    ("He", "Emmanuel Macron", "Angela/NNP/compound>Merkel/PERSON Merkel/NNP/nsubj>met/PERSON met=meet/VBD/ROOT "
     "Emmanuel/NNP/compound>Macron/PERSON Macron/NNP/dobj>met/PERSON ./. | He/PRP/nsubj>left left=leave/VBD/ROOT ./."),
    ("She", "Angela Merkel", "Angela/NNP/compound>Merkel/PERSON Merkel/NNP/nsubj>met/PERSON met=meet/VBD/ROOT "
     "Emmanuel/NNP/compound>Macron/PERSON Macron/NNP/dobj>met/PERSON ./. | She/PRP/nsubj>left left=leave/VBD/ROOT ./."),
    ("It", "Iran", "Iran/NNP/nsubj>welcomed/GPE welcomed=welcome/VBD/ROOT Leila/NNP/compound>Karimi/PERSON "
     "Karimi/NNP/dobj>welcomed/PERSON ./. | It/PRP/nsubj>left left=leave/VBD/ROOT ./."),
    ("he", "Emmanuel Macron", "Emmanuel/NNP/compound>Macron/PERSON Macron/NNP/nsubj>said/PERSON said=say/VBD/ROOT "
     "he/PRP/nsubj>left left=leave/VBD/ccomp>said"),
    ("They", "", "They/PRP/nsubj>left left=leave/VBD/ROOT ./."),
    ("It", "", "Iran/NNP/nsubj>left/GPE left=leave/VBD/ROOT ./. | Envoys=envoy/NNS/nsubj>met met=meet/VBD/ROOT ./. | "
     "Envoys=envoy/NNS/nsubj>slept slept=sleep/VBD/ROOT ./. | Envoys=envoy/NNS/nsubj>ate ate=eat/VBD/ROOT ./. | "
     "Envoys=envoy/NNS/nsubj>wept wept=weep/VBD/ROOT ./. | It/PRP/nsubj>stayed stayed=stay/VBD/ROOT ./."),
    ("him", "Ada Stone", "Emmanuel/NNP/compound>Macron/PERSON Macron/NNP/nsubj>called/PERSON called=call/VBD/ROOT "
     "Ada/NNP/compound>Stone/PERSON Stone/NNP/dobj>called/PERSON to/TO/aux>congratulate congratulate/VB/advcl>called "
     "him=he/PRP/dobj>congratulate ./."),
    ("him", "Ada Stone", "Emmanuel/NNP/compound>Macron/PERSON Macron/NNP/nsubj>met/PERSON met=meet/VBD/ROOT "
     "Ada/NNP/compound>Stone/PERSON Stone/NNP/dobj>met/PERSON and/CC/cc>met spoke=speak/VBD/conj>met to/IN/prep>spoke "
     "him=he/PRP/pobj>to ./."),
    ("himself", "Emmanuel Macron", "Emmanuel/NNP/compound>Macron/PERSON Macron/NNP/nsubj>praised/PERSON "
     "praised=praise/VBD/ROOT himself/PRP/dobj>praised ./."),
    ("them", "Oman, Qatar", "Iran/NNP/nsubj>met/GPE and/CC/cc>Iran Chad/NNP/conj>Iran/GPE met=meet/VBD/ROOT "
     "Oman/NNP/dobj>met/GPE and/CC/cc>Oman Qatar/NNP/conj>Oman/GPE to/TO/aux>thank thank/VB/advcl>met "
     "them=they/PRP/dobj>thank ./."),
]  # fmt: skip
SETS = [
    ("countries", "Iran, Oman", "Iran/NNP/nsubj>met/GPE met=meet/VBD/ROOT Oman/NNP/dobj>met/GPE ./. | "
     "The/DT/det>countries two/CD/nummod>countries/CARDINAL countries=country/NNS/nsubj>signed signed=sign/VBD/ROOT "
     "a/DT/det>pact pact/NN/dobj>signed ./."),
    ("sides", "Iran, Oman", "Iran/NNP/nsubj>met/GPE and/CC/cc>Iran Oman/NNP/conj>Iran/GPE met=meet/VBD/ROOT ./. | "
     "Both/DT/det>sides sides=side/NNS/nsubj>left left=leave/VBD/ROOT ./."),
    ("countries", "Iran, Oman", "Iranian/JJ/amod>envoy/NORP envoy/NN/compound>Karimi Leila/NNP/compound>Karimi/PERSON "
     "Karimi/NNP/nsubj>met/PERSON met=meet/VBD/ROOT Omani/JJ/amod>envoy/NORP envoy/NN/compound>Nasser "
     "Said/NNP/compound>Nasser/PERSON Nasser/NNP/dobj>met/PERSON ./. | Both/DT/det>countries "
     "countries=country/NNS/nsubj>signed signed=sign/VBD/ROOT a/DT/det>pact pact/NN/dobj>signed ./."),
    ("countries", "Oman, Qatar", "Iran/NNP/nsubj>slept/GPE slept=sleep/VBD/ROOT ./. | Oman/NNP/nsubj>met/GPE "
     "met=meet/VBD/ROOT Qatar/NNP/dobj>met/GPE ./. | The/DT/det>countries two/CD/nummod>countries "
     "countries=country/NNS/nsubj>left left=leave/VBD/ROOT ./."),
    ("countries", "", "The/DT/det>countries two/CD/nummod>countries countries=country/NNS/nsubj>left "
     "left=leave/VBD/ROOT ./."),
]  # fmt: skip


def who(text: str, word: str) -> str:
    """The names of those whom a word of a written text means; each must refer, in the text's own words."""
    doc = build(text)
    parties = resolver(doc).parties(find(doc, word))
    assert all(doc.text[party.start : party.end] == party.text for party in parties)
    return ", ".join(party.name for party in parties)


@pytest.mark.parametrize(("word", "text"), LATER, ids=plain)
def test_later_mention(word: str, text: str) -> None:
    """Somebody introduced in full, with title and state, is the same person by surname, office and pronoun."""
    doc = build(f"{KARIMI} | {text}")
    reading = resolver(doc)
    [first], [later] = reading.parties(find(doc, "Karimi")), reading.parties(find(doc, word, -1))
    assert (first.name, first.country) == ("Leila Karimi", "IRN")
    assert (later.id, later.name, later.country) == (first.id, first.name, first.country)
    assert later.start > first.start


@pytest.mark.parametrize(("word", "names", "text"), PRONOUNS, ids=plain)
def test_pronouns(word: str, names: str, text: str) -> None:
    """A pronoun means who fits in number and gender, subjects first, near enough; “we” whoever speaks."""
    assert who(text, word) == names


@pytest.mark.parametrize(("word", "names", "text"), SETS, ids=plain)
def test_sets(word: str, names: str, text: str) -> None:
    """“The two countries”, “both sides” are the last two that were named, or whose people were."""
    assert who(text, word) == names


def test_reference_tells_why() -> None:
    """A pronoun's party says whom it refers to, and stands where the pronoun stands."""
    doc = build("Iran/NNP/nsubj>left/GPE left=leave/VBD/ROOT ./. | It/PRP/nsubj>slept slept=sleep/VBD/ROOT ./.")
    [party] = resolver(doc).parties(find(doc, "It"))
    assert (party.text, party.name, party.country) == ("It", "Iran", "IRN")
    assert "It" in party.why


def test_a_holder_is_known_by_date() -> None:
    """“The Israeli prime minister” is who held the office when the paper came out; undated, the state."""
    doc = build("the/DT/det>minister Israeli/JJ/amod>minister/NORP prime/JJ/amod>minister minister/NN/ROOT")
    [dated] = resolver(doc, "2024-03-01").parties(find(doc, "minister"))
    [undated] = resolver(doc).parties(find(doc, "minister"))
    assert (dated.name, dated.kind, dated.country) == ("Benjamin Netanyahu", "person", "ISR")
    assert (undated.name, undated.kind) == ("Israel", "state")


def test_surname_alone() -> None:
    """A leader's surname is enough in a dated paper of their time, and stays open without one."""
    doc = build("Stoltenberg/NNP/nsubj>left/PERSON left=leave/VBD/ROOT")
    assert [party.name for party in resolver(doc, "2023-03-01").parties(doc[0])] == ["Jens Stoltenberg"]


def test_the_text_comes_before_the_tables() -> None:
    """A surname introduced by the text is that person, though a leader bears it too."""
    doc = build(
        "Rosa/NNP/compound>Biden/PERSON Biden/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./. | "
        "Biden/NNP/nsubj>slept/PERSON slept=sleep/VBD/ROOT ./."
    )
    [later] = resolver(doc, "2023-03-01").parties(find(doc, "Biden", -1))
    assert later.name == "Rosa Biden"


HEADLINES = [
    ("Ada Stone", "Foreign/NNP/compound>Secretary Secretary/NNP/nsubj>welcomes welcomes=welcome/VBZ/ROOT "
     "deal/NN/dobj>welcomes ¶/_SP/dep>deal | Foreign/NNP/compound>Secretary Secretary/NNP/compound>Stone "
     "Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."),
    # of two who bear it, nobody
    ("United Kingdom", "Foreign/NNP/compound>Secretary Secretary/NNP/nsubj>welcomes welcomes=welcome/VBZ/ROOT "
     "deal/NN/dobj>welcomes ¶/_SP/dep>deal | Foreign/NNP/compound>Secretary Secretary/NNP/compound>Stone "
     "Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./. | "
     "Foreign/NNP/compound>Secretary "
     "Secretary/NNP/compound>Reed Cy/NNP/compound>Reed/PERSON Reed/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."),
    ("United Kingdom", "Foreign/NNP/compound>Secretary Secretary/NNP/nsubj>welcomes welcomes=welcome/VBZ/ROOT "
     "deal/NN/dobj>welcomes ¶/_SP/dep>deal | President/NNP/compound>Stone Ada/NNP/compound>Stone/PERSON "
     "Stone/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."),
]  # fmt: skip

ARMIES = [
    ("Mali", "Mali/NNP/nsubj>slept/GPE slept=sleep/VBD/ROOT ./. | The/DT/det>army army/NN/nsubj>left "
     "left=leave/VBD/ROOT ./."),
    # first in its text, it is theirs whom the text names most …
    ("Mali", "The/DT/det>army army/NN/nsubj>left left=leave/VBD/ROOT ./. | Mali/NNP/nsubj>slept/GPE "
     "slept=sleep/VBD/ROOT ./. | Mali/NNP/nsubj>woke/GPE woke=wake/VBD/ROOT ./. | Chad/NNP/nsubj>slept/GPE "
     "slept=sleep/VBD/ROOT ./."),
    # … where the rest of its own sentence does not count
    ("Mali", "The/DT/det>army army/NN/nsubj>left left=leave/VBD/ROOT Chad/NNP/dobj>left/GPE ./. | "
     "Mali/NNP/nsubj>slept/GPE slept=sleep/VBD/ROOT ./."),
    ("army", "The/DT/det>army army/NN/nsubj>left left=leave/VBD/ROOT Chad/NNP/dobj>left/GPE ./. | "
     "Envoys=envoy/NNS/nsubj>slept slept=sleep/VBD/ROOT ./."),
    ("army", "The/DT/det>army army/NN/nsubj>left left=leave/VBD/ROOT ./. | Mali/NNP/nsubj>slept/GPE "
     "slept=sleep/VBD/ROOT ./. | Chad/NNP/nsubj>slept/GPE slept=sleep/VBD/ROOT ./."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), HEADLINES, ids=plain)
def test_an_office_in_a_headline(name: str, text: str) -> None:
    """An office without a name is the only one's to whom the text gives it further on, else its state's."""
    assert who(text, "Secretary") == name


@pytest.mark.parametrize(("name", "text"), ARMIES, ids=plain)
def test_whose_army(name: str, text: str) -> None:
    """“The army” is of the state named just before, else of the one named most; never of whom it meets there."""
    assert who(text, "army") == name
