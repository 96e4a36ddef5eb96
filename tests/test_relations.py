"""Lasting relations: allies, members, neighbours, rivals, proxies, leaders."""

import pytest

from kgraph.extractors.governors import governors
from kgraph.extractors.relations import RelationExtractor
from kgraph.extractors.speech import Speech
from kgraph.model import Claim
from tests.docs import build, plain, resolver

TOLD = [
    ("ally", "Oman, Iran", "Oman/NNP/nsubj>left/GPE ,/,/punct>Oman an/DT/det>ally ally/NN/appos>Oman of/IN/prep>ally "
     "Iran/NNP/pobj>of/GPE ,/,/punct>Oman left=leave/VBD/ROOT ./."),
    ("ally", "Oman, Iran", "Oman/NNP/nsubj>is/GPE is=be/AUX.VBZ/ROOT Iran/NNP/poss>ally/GPE 's/POS/case>Iran "
     "ally/NN/attr>is ./."),
    ("ally", "Iran, Oman", "Iran/NNP/nsubj>are/GPE and/CC/cc>Iran Oman/NNP/conj>Iran/GPE are=be/AUX.VBP/ROOT "
     "allies=ally/NNS/attr>are ./."),
    ("member", "Oman, United Nations", "Oman/NNP/nsubj>is/GPE is=be/AUX.VBZ/ROOT a/DT/det>member member/NN/attr>is "
     "of/IN/prep>member the/DT/det>Nations/ORG United/NNP/compound>Nations/ORG Nations/NNP/pobj>of/ORG ./."),
    ("neighbour", "Oman, Iran", "Oman/NNP/nsubj>is/GPE is=be/AUX.VBZ/ROOT a/DT/det>neighbour neighbour/NN/attr>is "
     "of/IN/prep>neighbour Iran/NNP/pobj>of/GPE ./."),
    ("proxy", "Hezbollah, Iran", "Hezbollah/NNP/nsubj>left/ORG ,/,/punct>Hezbollah a/DT/det>proxy "
     "proxy/NN/appos>Hezbollah of/IN/prep>proxy Iran/NNP/pobj>of/GPE ,/,/punct>Hezbollah left=leave/VBN/ROOT ./."),
    ("rival", "Oman, Iran", "Oman/NNP/nsubj>remained/GPE remained=remain/VBD/ROOT a/DT/det>rival "
     "rival/NN/attr>remained of/IN/prep>rival Iran/NNP/pobj>of/GPE ./."),
    ("ally", "Iran, Houthis", "Iran/NNP/npadvmod>backed/GPE -/HYPH/punct>backed backed=back/VBN/amod>rebels "
     "Houthi/NNP/compound>rebels/ORG rebels=rebel/NNS/nsubj>left left=leave/VBD/ROOT ./."),
    ("ally", "Iran, Houthis", "The/DT/det>Houthis Houthis/NNP/nsubj>left ,/,/punct>Houthis "
     "backed=back/VBN/acl>Houthis by/IN/agent>backed Iran/NNP/pobj>by/GPE ,/,/punct>Houthis left=leave/VBN/ROOT ./."),
    ("leader-of", "Leila Karimi, Cedar Movement", "Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubj>left/PERSON "
     ",/,/punct>Karimi who/WP/nsubj>leads leads=lead/VBZ/relcl>Karimi the/DT/det>Movement/ORG "
     "Cedar/NNP/compound>Movement/ORG Movement/NNP/dobj>leads/ORG ,/,/punct>Karimi left=leave/VBD/ROOT ./."),
    ("neighbour", "Oman, Iran", "Iran/NNP/poss>Oman/GPE 's/POS/case>Iran neighbour/NN/compound>Oman "
     "Oman/NNP/nsubj>left/GPE left=leave/VBD/ROOT ./."),
    ("member", "Turkey, NATO", "NATO/NNP/compound>member/ORG member/NN/compound>Turkey Turkey/NNP/nsubj>left/GPE "
     "left=leave/VBD/ROOT ./."),
    ("ally", "Hezbollah, Iran", "Iran/NNP/poss>ally/GPE 's/POS/case>Iran ally/NN/nsubj>left "
     "Hezbollah/NNP/nsubj>left/ORG left=leave/VBD/ROOT ./."),
    ("rival", "Pakistan, India", "India/NNP/nsubj>met/GPE and/CC/cc>India its/PRP$/poss>Pakistan "
     "rival/JJ/amod>Pakistan Pakistan/NNP/conj>India/GPE met=meet/VBD/ROOT ./."),
    ("ally", "Oman, Iran", "Iran/NNP/nsubj>met/GPE and/CC/cc>Iran its/PRP$/poss>ally ally/NN/conj>Iran "
     "Oman/NNP/appos>ally/GPE met=meet/VBD/ROOT ./."),
    ("proxy", "Hezbollah, Iran", "Iranian/JJ/amod>proxy/NORP proxy/NN/compound>Hezbollah Hezbollah/NNP/nsubj>left/ORG "
     "left=leave/VBD/ROOT ./."),
    ("ally", "Iran, Oman", "The/DT/det>alliance alliance/NN/nsubj>held between/IN/prep>alliance "
     "Iran/NNP/pobj>between/GPE and/CC/cc>Iran Oman/NNP/conj>Iran/GPE held=hold/VBD/ROOT ./."),
    ("rival", "Iran, Oman", "Iran/NNP/poss>rivalry/GPE 's/POS/case>Iran rivalry/NN/nsubj>ended with/IN/prep>rivalry "
     "Oman/NNP/pobj>with/GPE ended=end/VBD/ROOT ./."),
    ("ally", "Oman, Iran", "Oman/NNP/nsubjpass>allied/GPE is=be/AUX.VBZ/auxpass>allied allied=ally/VBN/ROOT "
     "with/IN/prep>allied Iran/NNP/pobj>with/GPE ./."),
    ("ally", "Iran, Hezbollah", "the/DT/det>group Iran/NNP/npadvmod>backed/GPE -/HYPH/punct>backed "
     "backed=back/VBN/amod>group group/NN/nsubj>left Hezbollah/NNP/nsubj>left/ORG left=leave/VBD/ROOT ./."),
    ("ally", "United States, Hezbollah", "U.S.-backed/JJ/amod>Hezbollah Hezbollah/NNP/nsubj>left/ORG "
     "left=leave/VBD/ROOT ./."),
    ("leader-of", "Leila Karimi, Hezbollah", "Hezbollah/NNP/nsubj>left/ORG ,/,/punct>Hezbollah "
     "led=lead/VBN/acl>Hezbollah by/IN/agent>led Leila/NNP/compound>Karimi/PERSON Karimi/NNP/pobj>by/PERSON "
     ",/,/punct>Hezbollah left=leave/VBD/ROOT ./."),
    ("leader-of", "Leila Karimi, Hezbollah", "Hezbollah/NNP/compound>leader/ORG leader/NN/compound>Karimi "
     "Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."),
    ("member", "Oman, NATO", "NATO/NNP/nsubj>includes/ORG includes=include/VBZ/ROOT Oman/NNP/dobj>includes/GPE ./."),
    ("member", "Oman, NATO", "NATO/NNP/compound>members/ORG members=member/NNS/nsubj>include include/VBP/ROOT "
     "Oman/NNP/dobj>include/GPE ./."),
    ("member", "Cedar Patrol, NATO", "The/DT/det>Patrol Cedar/NNP/compound>Patrol/ORG "
     "Patrol/NNP/nsubjpass>assigned/ORG "
     "is=be/AUX.VBZ/auxpass>assigned assigned=assign/VBN/ROOT to/IN/prep>assigned NATO/NNP/pobj>to/ORG ./."),
    ("leader-of", "Leila Karimi, Cedar Movement", "The/DT/det>Movement Cedar/NNP/compound>Movement/ORG "
     "Movement/NNP/nsubjpass>led/ORG is=be/AUX.VBZ/auxpass>led led=lead/VBN/ROOT by/IN/agent>led "
     "Leila/NNP/compound>Karimi/PERSON Karimi/NNP/pobj>by/PERSON ./."),
    ("part-of", "Cedar Committee, NATO", "NATO/NNP/poss>Committee/ORG 's/POS/case>NATO "
     "Cedar/NNP/compound>Committee/ORG Committee/NNP/nsubj>met/ORG met=meet/VBD/ROOT ./."),
    ("part-of", "Cedar Patrol, NATO", "The/DT/det>Patrol Cedar/NNP/compound>Patrol/ORG Patrol/NNP/nsubj>sailed/ORG "
     "sailed=sail/VBD/ROOT as/IN/prep>sailed part/NN/pobj>as of/IN/prep>part NATO/NNP/pobj>of/ORG ./."),
    ("ally", "Oman, Iran", "Oman/NNP/nsubj>serves/GPE serves=serve/VBZ/ROOT as/IN/prep>serves an/DT/det>ally "
     "ally/NN/pobj>as of/IN/prep>ally Iran/NNP/pobj>of/GPE ./."),
]  # fmt: skip

NOT_TOLD = [
    ("Oman/NNP/nsubj>left/GPE ,/,/punct>Oman an/DT/det>ally ally/NN/appos>Oman of/IN/prep>ally the/DT/det>rebels "
     "rebels=rebel/NNS/pobj>of ,/,/punct>Oman left=leave/VBN/ROOT ./."),
    ("Iran/NNP/nsubj>met/GPE and/CC/cc>Iran Oman/NNP/conj>Iran/GPE met=meet/VBD/ROOT ./."),
    ("Oman/NNP/nsubj>is/GPE is=be/AUX.VBZ/ROOT not/PART.RB/neg>is an/DT/det>ally ally/NN/attr>is of/IN/prep>ally "
     "Iran/NNP/pobj>of/GPE ./."),
    ("Oman/NNP/nsubj>left/GPE ,/,/punct>Oman a/DT/det>ally former/JJ/amod>ally ally/NN/appos>Oman of/IN/prep>ally "
     "Iran/NNP/pobj>of/GPE ,/,/punct>Oman left=leave/VBD/ROOT ./."),
    ("Former/JJ/amod>ally ally/NN/compound>Oman Oman/NNP/nsubj>left/GPE left=leave/VBD/ROOT "
     "Iran/NNP/dobj>left/GPE ./."),
    ("a/DT/det>leader Hezbollah/NNP/compound>leader/ORG leader/NN/compound>Karimi Leila/NNP/compound>Karimi/PERSON "
     "Karimi/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."),
    ("political/JJ/amod>leader Hezbollah/NNP/compound>leader/ORG leader/NN/compound>Karimi "
     "Leila/NNP/compound>Karimi/PERSON Karimi/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."),
    ("Iranian/JJ/amod>leader/NORP leader/NN/compound>Karimi Leila/NNP/compound>Karimi/PERSON "
     "Karimi/NNP/nsubj>left/PERSON left=leave/VBD/ROOT ./."),
    ("the/DT/det>branch Syrian/JJ/amod>branch/NORP branch/NN/nsubj>left Hezbollah/NNP/appos>branch/ORG "
     "left=leave/VBD/ROOT ./."),
    ("NATO/NNP/nsubj>include/ORG may/MD/aux>include include/VB/ROOT Oman/NNP/dobj>include/GPE ./."),
    ("Iran/NNP/nsubj>includes/GPE includes=include/VBZ/ROOT Oman/NNP/dobj>includes/GPE ./."),
    ("NATO/NNP/compound>targets/ORG targets=target/NNS/nsubj>include include/VBP/ROOT Oman/NNP/dobj>include/GPE ./."),
    ("The/DT/det>Movement Cedar/NNP/compound>Movement/ORG Movement/NNP/nsubjpass>led/ORG will/MD/aux>led "
     "be/AUX.VB/auxpass>led led=lead/VBN/ROOT by/IN/agent>led Leila/NNP/compound>Karimi/PERSON "
     "Karimi/NNP/pobj>by/PERSON "
     "./."),
    ("Oman/NNP/nsubj>sailed/GPE sailed=sail/VBD/ROOT as/IN/prep>sailed an/DT/det>ally ally/NN/pobj>as of/IN/prep>ally "
     "Iran/NNP/pobj>of/GPE ./."),
    ("Iran/NNP/poss>Committee/GPE 's/POS/case>Iran Cedar/NNP/compound>Committee/ORG Committee/NNP/nsubj>met/ORG "
     "met=meet/VBD/ROOT ./."),
]  # fmt: skip


def claims(text: str) -> list[Claim]:
    doc = build(text)
    return list(RelationExtractor(resolver(doc), Speech(doc, governors())).claims())


@pytest.mark.parametrize(("relation", "names", "text"), TOLD, ids=plain)
def test_told(relation: str, names: str, text: str) -> None:
    """A noun, a participle or a relative clause tells who stands how to whom."""
    [claim] = claims(text)
    assert (claim.kind, claim.relation) == ("relation", relation)
    assert ", ".join(party.name for party in claim.parties) == names
    assert claim.trigger.text in claim.sentence.text
    assert claim.rule.startswith("relation/")


@pytest.mark.parametrize("text", NOT_TOLD, ids=plain)
def test_not_told(text: str) -> None:
    """No relation is told with somebody unknown, by a verb alone, or where it is denied or over."""
    assert claims(text) == []


@pytest.mark.parametrize(("noun", "count"), [("ally", 1), ("member", 2)])
def test_symmetric(noun: str, count: int) -> None:
    """An alliance told from both sides is one relation; membership has a direction."""
    told = "{1}/NNP/nsubj>is/GPE is=be/AUX.VBZ/ROOT a/DT/det>{0} {0}/NN/attr>is of/IN/prep>{0} {2}/NNP/pobj>of/GPE ./."
    text = " | ".join([told.format(noun, "Oman", "Iran"), told.format(noun, "Iran", "Oman")])
    assert len(claims(text)) == count


def test_said_by_somebody() -> None:
    """A relation told by somebody is attributed to them; by one of the two, to nobody else."""
    [claim] = claims(
        "Qatar/NNP/nsubj>said/GPE said=say/VBD/ROOT Oman/NNP/nsubj>was/GPE was=be/AUX.VBD/ccomp>said an/DT/det>ally "
        "ally/NN/attr>was of/IN/prep>ally Iran/NNP/pobj>of/GPE ./."
    )
    assert [party.name for party in claim.attributed_to] == ["Qatar"]
