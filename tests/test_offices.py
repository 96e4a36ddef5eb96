"""Offices: who holds which for whom, read off titles, appositions and copulas."""

import pytest

from kgraph.extractors.governors import governors
from kgraph.extractors.offices import OfficeExtractor
from kgraph.extractors.speech import Speech
from kgraph.model import Claim
from tests.docs import build, plain, resolver

HELD = [
    ("Leila Karimi", "foreign minister", "IRN", "Iranian/JJ/amod>Minister/NORP Foreign/NNP/compound>Minister "
     "Minister/NNP/compound>Karimi Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubj>left/PERSON left=leave/VBD/ROOT "
     "./."),
    ("Leila Karimi", "deputy foreign minister", "IRN", "Iranian/JJ/amod>Minister/NORP Deputy/NNP/compound>Minister "
     "Foreign/NNP/compound>Minister Minister/NNP/compound>Karimi Leila/NNP/compound>Karimi/PERSON "
     "Karimi/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."),
    ("Ada Stone", "defense secretary", "USA", "U.S./NNP/compound>Secretary/GPE Defense/NNP/compound>Secretary/ORG "
     "Secretary/NNP/compound>Stone Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."),
    ("Ada Stone", "foreign secretary", "GBR", "Foreign/NNP/compound>Secretary Secretary/NNP/compound>Stone "
     "Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."),
    ("Ada Stone", "secretary of state", "USA", "Secretary/NNP/nmod>Stone of/IN/prep>Secretary State/NNP/pobj>of "
     "Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."),
    ("Ada Stone", "secretary of state", "USA", "Secretary/NNP/nmod>Stone of/IN/prep>Secretary State/NNP/pobj>of/ORG "
     "Ada/NNP/compound>Stone/ORG Stone/NNP/nsubj>left/ORG left=leave/VBD/ROOT ./."),
    ("Leila Karimi", "foreign minister", "IRN", "Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubj>left/PERSON "
     ",/,/punct>Karimi Iran/NNP/poss>minister/GPE 's/POS/case>Iran foreign/JJ/amod>minister minister/NN/appos>Karimi "
     ",/,/punct>Karimi left=leave/VBD/ROOT ./."),
    ("Leila Karimi", "foreign minister", "IRN", "Iran/NNP/poss>minister/GPE 's/POS/case>Iran foreign/JJ/amod>minister "
     "minister/NN/nsubj>left ,/,/punct>minister Leila/NNP/compound>Karimi/PERSON Karimi/NNP/appos>minister/PERSON "
     ",/,/punct>minister left=leave/VBD/ROOT ./."),
    ("Leila Karimi", "foreign minister", "IRN", "Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubj>is/PERSON "
     "is=be/AUX.VBZ/ROOT Iran/NNP/poss>minister/GPE 's/POS/case>Iran foreign/JJ/amod>minister minister/NN/attr>is ./."),
    ("Leila Karimi", "foreign minister", "IRN", "Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubj>became/PERSON "
     "became=become/VBD/ROOT foreign/JJ/amod>minister minister/NN/attr>became of/IN/prep>minister "
     "Iran/NNP/pobj>of/GPE ./."),
    ("Leila Karimi", "president", "IRN", "Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubjpass>elected/PERSON "
     "was=be/AUX.VBD/auxpass>elected elected=elect/VBN/ROOT president/NN/oprd>elected of/IN/prep>president "
     "Iran/NNP/pobj>of/GPE ./."),
    ("Ada Stone", "secretary-general", "NATO", "Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>left/PERSON "
     ",/,/punct>Stone the/DT/det>secretary-general secretary-general/NN/appos>Stone of/IN/prep>secretary-general "
     "NATO/NNP/pobj>of/ORG ,/,/punct>Stone left=leave/VBD/ROOT ./."),
    ("Ada Stone", "secretary-general", "NATO", "Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>left/PERSON "
     ",/,/punct>Stone the/DT/det>secretary secretary/NN/appos>Stone -/HYPH/punct>secretary general/NN/amod>secretary "
     "of/IN/prep>general NATO/NNP/pobj>of/ORG ,/,/punct>Stone left=leave/VBD/ROOT ./."),
    ("Ada Stone", "secretary-general", "NATO", "NATO/NNP/compound>Secretary/ORG Secretary/NNP/compound>Stone -/HYPH "
     "General/NNP/compound>Stone Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."),
    ("Leila Karimi", "president-elect", "IRN", "Iran/NNP/poss>elect/GPE 's/POS/case>Iran president/NN/compound>elect "
     "-/HYPH/punct>elect elect/NNP/nsubj>left ,/,/punct>elect Leila/NNP/compound>Karimi/PERSON "
     "Karimi/NNP/appos>elect/PERSON ,/,/punct>elect left=leave/VBD/ROOT ./."),
    ("Leila Karimi", "prime minister-designate", "IRN", "Iranian/JJ/amod>Minister/NORP Prime/NNP/compound>Minister "
     "Minister/NNP/npadvmod>designate -/HYPH/punct>designate designate/JJ/amod>Karimi Leila/NNP/compound>Karimi/PERSON "
     "Karimi/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."),
    # two objects where the parser should have seen an apposition
    ("Leila Karimi", "prime minister-designate", "IRN", "Oman/NNP/nsubj>urged/GPE urged=urge/VBD/ROOT "
     "the/DT/det>designate Iranian/JJ/amod>designate/NORP Prime/NNP/compound>Minister Minister/NNP/compound>designate "
     "-/HYPH/punct>designate designate/JJ/dobj>urged ,/,/punct>designate Leila/NNP/compound>Karimi/PERSON "
     "Karimi/NNP/dobj>urged/PERSON ,/,/punct>urged to/TO/aux>leave leave/VB/xcomp>urged ./."),
    ("Ada Stone", "adviser", "FRA", "Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>left/PERSON ,/,/punct>Stone "
     "an/DT/det>adviser adviser/NN/appos>Stone to/IN/prep>adviser Emmanuel/NNP/compound>Macron/PERSON "
     "Macron/NNP/pobj>to/PERSON ,/,/punct>Stone left=leave/VBD/ROOT ./."),
    # what somebody in person holds, whomever it stands for
    ("Ada Stone", "spokesman", "IRN", "Iran/NNP/poss>spokesman/GPE 's/POS/case>Iran spokesman/NN/nsubj>left "
     ",/,/punct>spokesman Ada/NNP/compound>Stone/PERSON Stone/NNP/appos>spokesman/PERSON ,/,/punct>spokesman "
     "left=leave/VBD/ROOT ./."),
    ("Ada Stone", "director", "Harbour Watch", "Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>is/PERSON "
     "is=be/AUX.VBZ/ROOT director/NN/attr>is of/IN/prep>director Harbour/NNP/compound>Watch/ORG Watch/NNP/pobj>of/ORG "
     "./."),
    ("Ada Stone", "commander", "Cedar Fleet", "Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>left/PERSON "
     ",/,/punct>Stone commander/NN/appos>Stone of/IN/prep>commander the/DT/det>Fleet Cedar/NNP/compound>Fleet/FAC "
     "Fleet/NNP/pobj>of/FAC ,/,/punct>Stone left=leave/VBD/ROOT ./."),
    ("Ada Stone", "commander", "Cedar Fleet", "Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>left/PERSON "
     ",/,/punct>Stone commander/NN/appos>Stone ,/,/punct>commander Cedar/NNP/compound>Fleet/FAC "
     "Fleet/NNP/appos>commander/FAC ,/,/punct>Stone left=leave/VBD/ROOT ./."),
    ("Ada Stone", "commander", "Eastern Fleet", "Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>left/PERSON "
     ",/,/punct>Stone commander/NN/appos>Stone of/IN/prep>commander the/DT/det>Fleet Eastern/NNP/compound>Fleet/FAC "
     "Fleet/NNP/pobj>of/FAC ,/,/punct>Stone left=leave/VBD/ROOT ./."),
    ("Ada Stone", "commander", "Eastern Fleet", "Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>left/PERSON "
     ",/,/punct>Stone commander/NN/appos>Stone ,/,/punct>commander Eastern/NNP/compound>Fleet/FAC "
     "Fleet/NNP/appos>commander/FAC ,/,/punct>Stone left=leave/VBD/ROOT ./."),
    # one comma at the beginning of a sentence, where the parser has tied the minister elsewhere
    ("Ada Stone", "minister for europe", "FRA", "French/JJ/amod>Minister/NORP Minister/NNP/npadvmod>said "
     "for/IN/prep>Minister Europe/NNP/pobj>for/LOC ,/, Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>said/PERSON "
     "said=say/VBD/ROOT ./."),
    # a field between title and name
    ("Ada Stone", "minister for the middle east", "FRA", "French/JJ/amod>Minister/NORP Minister/NNP/nsubj>left "
     "for/IN/prep>Minister the/DT/det>East/LOC Middle/NNP/compound>East/LOC East/NNP/compound>Stone/LOC "
     "Ada/NNP/compound>Stone/PERSON Stone/NNP/pobj>for/PERSON left=leave/VBD/ROOT ./."),
]  # fmt: skip

NOT_HELD = [
    ("Iranian/JJ/amod>singer/NORP singer/NN/compound>Karimi Leila/NNP/compound>Karimi/PERSON "
     "Karimi/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."),
    ("Ms./NNP/compound>Karimi Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."),
    ("Former/JJ/amod>Minister Iranian/JJ/amod>Minister/NORP Foreign/NNP/compound>Minister "
     "Minister/NNP/compound>Karimi Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubj>left/PERSON left=leave/VBD/ROOT "
     "./."),
    ("Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubj>left/PERSON ,/,/punct>Karimi a/DT/det>minister "
     "former/JJ/amod>minister Iranian/JJ/amod>minister/NORP foreign/JJ/amod>minister minister/NN/appos>Karimi "
     ",/,/punct>Karimi left=leave/VBD/ROOT ./."),
    ("Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubj>is/PERSON is=be/AUX.VBZ/ROOT not/PART.RB/neg>is "
     "Iran/NNP/poss>minister/GPE 's/POS/case>Iran foreign/JJ/amod>minister minister/NN/attr>is ./."),
    ("If/SCONJ.IN/mark>becomes Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubj>becomes/PERSON "
     "becomes=become/VBZ/advcl>leave president/NN/attr>becomes of/IN/prep>president Iran/NNP/pobj>of/GPE ,/, "
     "Oman/NNP/nsubj>leave/GPE will/MD/aux>leave leave/VB/ROOT ./."),
    # an officer is no office; nor is one comma enough in the middle of a sentence
    ("Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>left/PERSON ,/,/punct>Stone an/DT/det>soldier "
     "Iranian/JJ/amod>soldier/NORP soldier/NN/appos>Stone ,/,/punct>Stone left=leave/VBD/ROOT ./."),
    ("Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>left/PERSON ,/,/punct>Stone commander/NN/appos>Stone "
     ",/,/punct>commander left=leave/VBD/ROOT ./."),
    ("On/IN/prep>said Monday/NNP/pobj>On a/DT/det>minister French/JJ/amod>minister/NORP minister/NN/npadvmod>said ,/, "
     "Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>said/PERSON said=say/VBD/ROOT ./."),
]  # fmt: skip


def claims(text: str) -> list[Claim]:
    doc = build(text)
    return list(OfficeExtractor(resolver(doc), Speech(doc, governors())).claims())


@pytest.mark.parametrize(("person", "office", "of", "text"), HELD, ids=plain)
def test_held(person: str, office: str, of: str, text: str) -> None:
    """Title, apposition and copula tell the office, its holder and the state or body; some offices tell the state."""
    [claim] = claims(text)
    assert claim.kind == "office"
    assert claim.person is not None
    assert claim.of is not None
    assert (claim.person.name, claim.office) == (person, office)
    assert (claim.of.country or claim.of.name) == of
    assert claim.trigger.text in claim.sentence.text
    assert claim.rule.startswith("office/")


@pytest.mark.parametrize("text", NOT_HELD, ids=plain)
def test_not_held(text: str) -> None:
    """No office is told where there is none, or none any more."""
    assert claims(text) == []


def test_told_once() -> None:
    """The same office of the same person is one claim of a text."""
    told = (
        "Iranian/JJ/amod>Karimi/NORP President/NNP/compound>Karimi Leila/NNP/compound>Karimi/PERSON "
        "Karimi/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."
    )
    assert len(claims(f"{told} | {told}")) == 1


def test_said_by_somebody() -> None:
    """An office told by somebody is attributed to them."""
    [claim] = claims(
        "Oman/NNP/nsubj>said/GPE said=say/VBD/ROOT Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubj>was/PERSON "
        "was=be/AUX.VBD/ccomp>said Iran/NNP/poss>minister/GPE 's/POS/case>Iran foreign/JJ/amod>minister "
        "minister/NN/attr>was ./."
    )
    assert [party.name for party in claim.attributed_to] == ["Oman"]
