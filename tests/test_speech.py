"""Who says so: verbs of saying, “according to”, quotations and announced statements."""

import pytest

from kgraph.extractors.governors import governors
from kgraph.extractors.speech import Speech
from tests.docs import broken, build, find, plain

REPORTED = [
    ("attacked", "Oman", "Oman/NNP/nsubj>said said=say/VBD/ROOT that/SCONJ.IN/mark>attacked Iran/NNP/nsubj>attacked "
     "had=have/AUX.VBD/aux>attacked attacked=attack/VBN/ccomp>said Qatar/NNP/dobj>attacked"),
    ("attacked", "Oman", "Iran/NNP/nsubj>attacked attacked=attack/VBD/ccomp>said Qatar/NNP/dobj>attacked ,/, "
     "Oman/NNP/nsubj>said said=say/VBD/ROOT"),
    ("attacked", "king", "The/DT/det>king king/NN/nsubj>told told=tell/VBD/ROOT envoys=envoy/NNS/dobj>told "
     "that/SCONJ.IN/mark>attacked Iran/NNP/nsubj>attacked attacked=attack/VBD/ccomp>told Qatar/NNP/dobj>attacked"),
    ("attacked", "Oman Qatar", "Qatar/NNP/nsubj>said said=say/VBD/ROOT Oman/NNP/nsubj>believed "
     "believed=believe/VBD/ccomp>said that/SCONJ.IN/mark>attacked Iran/NNP/nsubj>attacked "
     "had=have/AUX.VBD/aux>attacked attacked=attack/VBN/ccomp>believed"),
    ("protested", "Oman", "Oman/NNP/nsubj>said said=say/VBD/ROOT Iran/NNP/nsubj>attacked "
     "attacked=attack/VBD/ccomp>said and/CC/cc>attacked Qatar/NNP/nsubj>protested protested=protest/VBD/conj>attacked"),
    ("attacking", "Oman", "Oman/NNP/nsubj>accused accused=accuse/VBD/ROOT Iran/NNP/dobj>accused of/IN/prep>accused "
     "attacking=attack/VBG/pcomp>of Qatar/NNP/dobj>attacking"),
    ("attacking", "Oman", "Iran/NNP/nsubjpass>accused was=be/AUX.VBD/auxpass>accused accused=accuse/VBN/ROOT "
     "by/IN/agent>accused Oman/NNP/pobj>by of/IN/prep>accused attacking=attack/VBG/pcomp>of Qatar/NNP/dobj>attacking"),
    ("attacked", "Oman", "Oman/NNP/poss>claim 's/POS/case>Oman claim/NN/nsubj>hurt that/SCONJ.IN/mark>attacked "
     "Iran/NNP/nsubj>attacked attacked=attack/VBD/acl>claim hurt/VBD/ROOT"),
    ("attacked", "Oman", "Iran/NNP/nsubj>attacked attacked=attack/VBD/ROOT Qatar/NNP/dobj>attacked ,/, "
     "according=accord/VBG/prep>attacked to/IN/prep>according Oman/NNP/pobj>to"),
    ("attacked", "officials", "According=accord/VBG/prep>attacked to/IN/prep>According Omani/JJ/amod>officials "
     "officials=official/NNS/pobj>to ,/, Iran/NNP/nsubj>attacked attacked=attack/VBD/ROOT Qatar/NNP/dobj>attacked"),
    ("attacked", "Qatar", "Oman/NNP/nsubj>attacked ,/, according=accord/VBG/prep>attacked to/IN/prep>according "
     "Qatar/NNP/pobj>to ,/, attacked=attack/VBD/ROOT Iran/NNP/dobj>attacked"),
    ("attacked", "Oman", "Oman/NNP/nsubj>reported reported=report/VBD/ROOT that/SCONJ.IN/mark>sank the/DT/det>ships "
     "ships=ship/NNS/nsubj>sank that/WDT/dobj>attacked Iran/NNP/nsubj>attacked attacked=attack/VBD/relcl>ships "
     "sank=sink/VBD/ccomp>reported"),
    ("attack", "", "Iran/NNP/nsubj>planned planned=plan/VBD/ROOT to/TO/aux>attack attack/VB/xcomp>planned "
     "Qatar/NNP/dobj>attack"),
    ("said", "", "Oman/NNP/nsubj>said said=say/VBD/ROOT that/SCONJ.IN/mark>attacked Iran/NNP/nsubj>attacked "
     "had=have/AUX.VBD/aux>attacked attacked=attack/VBN/ccomp>said Qatar/NNP/dobj>attacked"),
    ("attacked", "", "Iran/NNP/nsubj>attacked attacked=attack/VBD/ROOT Qatar/NNP/dobj>attacked"),
    ("attack", "Oman", "Oman/NNP/nsubj>reported reported=report/VBD/ROOT an/DT/det>attack attack/NN/dobj>reported "
     "on/IN/prep>attack Qatar/NNP/pobj>on"),
    ("attack", "Oman", "The/DT/det>attack attack/NN/nsubjpass>reported was=be/AUX.VBD/auxpass>reported "
     "reported=report/VBN/ROOT by/IN/agent>reported Oman/NNP/pobj>by"),
    ("attack", "", "Oman/NNP/nsubj>announced announced=announce/VBD/ROOT an/DT/det>attack attack/NN/dobj>announced "
     "on/IN/prep>attack Qatar/NNP/pobj>on"),
    ("attacked", "court", "The/DT/det>court court/NN/nsubj>ruled ruled=rule/VBD/ROOT that/SCONJ.IN/mark>attacked "
     "Iran/NNP/nsubj>attacked attacked=attack/VBD/ccomp>ruled Oman/NNP/dobj>attacked"),
]  # fmt: skip

QUOTED = [
    ("leave", "Iran", "“/`` We/PRP/nsubj>leave will/MD/aux>leave leave/VB/ccomp>said ,/, ”/'' Iran/NNP/nsubj>said "
     "said=say/VBD/ROOT ./."),
    ("leave", "Iran", "“/`` We/PRP/nsubj>leave will/MD/aux>leave leave/VB/ROOT ./. | They/PRP/nsubj>attacked "
     "attacked=attack/VBD/ccomp>said us=we/PRP/dobj>attacked ,/, ”/'' Iran/NNP/nsubj>said said=say/VBD/ROOT ./."),
    ("attacked", "Iran", "“/`` We/PRP/nsubj>left left=leave/VBD/ccomp>said ,/, ”/'' Iran/NNP/nsubj>said "
     "said=say/VBD/ROOT ./. | “/`` Qatar/NNP/nsubj>attacked attacked=attack/VBD/ROOT Oman/NNP/dobj>attacked ./. ”/''"),
    ("attacked", "Iran", "“/`` We/PRP/nsubj>left left=leave/VBD/ccomp>said ,/, ”/'' Iran/NNP/nsubj>said "
     "said=say/VBD/ROOT ,/, “/`` and/CC/cc>said Qatar/NNP/nsubj>attacked attacked=attack/VBD/conj>said "
     "us=we/PRP/dobj>attacked ././punct>attacked ”/''/punct>attacked"),
    ("left", "Iran", "“/`` We/PRP/nsubj>left left=leave/VBD/ROOT ./. ¶/_SP/dep>. | “/`` Qatar/NNP/nsubj>attacked "
     "attacked=attack/VBD/ccomp>said Oman/NNP/dobj>attacked ,/, ”/'' Iran/NNP/nsubj>said said=say/VBD/ROOT ./."),
    ("attacked", "Iran", "Iran/NNP/nsubj>said said=say/VBD/ROOT :/: “/`` We/PRP/nsubj>left left=leave/VBD/ccomp>said "
     "./. ¶/_SP/dep>. | “/`` Qatar/NNP/nsubj>attacked attacked=attack/VBD/ROOT Oman/NNP/dobj>attacked ./. ”/''"),
    ("left", "Iran", "“/`` We/PRP/nsubj>left left=leave/VBD/ccomp>said ,/, ”/'' Iran/NNP/nsubj>said said=say/VBD/ROOT "
     "./. ¶/_SP/dep>. | “/``/punct>attacked They/PRP/nsubj>attacked attacked=attack/VBD/ccomp>said "
     "us=we/PRP/dobj>attacked ,/, ”/'' Oman/NNP/nsubj>said said=say/VBD/ROOT ./."),
    ("attacked", "Oman", "“/`` We/PRP/nsubj>left left=leave/VBD/ccomp>said ,/, ”/'' Iran/NNP/nsubj>said "
     "said=say/VBD/ROOT ./. ¶/_SP/dep>. | “/``/punct>attacked They/PRP/nsubj>attacked attacked=attack/VBD/ccomp>said "
     "us=we/PRP/dobj>attacked ,/, ”/'' Oman/NNP/nsubj>said said=say/VBD/ROOT ./."),
    ("condemned", "", "“/`` We/PRP/nsubj>left left=leave/VBD/ccomp>said ,/, ”/'' Iran/NNP/nsubj>said "
     "said=say/VBD/ROOT ./. | Oman/NNP/nsubj>condemned condemned=condemn/VBD/ROOT the/DT/det>attack "
     "attack/NN/dobj>condemned ./."),
    ("praised", "", "Oman/NNP/nsubj>praised praised=praise/VBD/ROOT the/DT/det>men “/``/punct>men "
     "very/RB/advmod>brave brave/JJ/amod>men men=man/NNS/dobj>praised ”/''/punct>men who/WP/nsubj>attacked "
     "attacked=attack/VBD/relcl>men Qatar/NNP/dobj>attacked ./."),
    ("attacked", "", "Oman/NNP/nsubj>praised praised=praise/VBD/ROOT the/DT/det>men “/``/punct>men "
     "very/RB/advmod>brave brave/JJ/amod>men men=man/NNS/dobj>praised ”/''/punct>men who/WP/nsubj>attacked "
     "attacked=attack/VBD/relcl>men Qatar/NNP/dobj>attacked ./."),
    ("men", "", "Oman/NNP/nsubj>praised praised=praise/VBD/ROOT the/DT/det>men “/``/punct>men very/RB/advmod>brave "
     "brave/JJ/amod>men men=man/NNS/dobj>praised ”/''/punct>men who/WP/nsubj>attacked attacked=attack/VBD/relcl>men "
     "Qatar/NNP/dobj>attacked ./."),
    broken("a quotation that is nobody's goes to the last speaker",
     "attacked", "", "“/`` We/PRP/nsubj>left left=leave/VBD/ccomp>said ,/, ”/'' Iran/NNP/nsubj>said said=say/VBD/ROOT "
     "./. | Crowds=crowd/NNS/nsubj>carried carried=carry/VBD/ROOT a/DT/det>banner banner/NN/dobj>carried "
     "that/WDT/nsubj>read read/VBP/relcl>banner “/``/punct>read Qatar/NNP/nsubj>attacked "
     "attacked=attack/VBD/conj>carried Oman/NNP/dobj>attacked first/RB/advmod>attacked ”/''/punct>attacked ./."),
    ("said", "", "“/`` We/PRP/nsubj>left left=leave/VBD/ccomp>said ,/, ”/'' Iran/NNP/nsubj>said said=say/VBD/ROOT ,/, "
     "“/`` and/CC/cc>said Qatar/NNP/nsubj>attacked attacked=attack/VBD/conj>said us=we/PRP/dobj>attacked "
     "././punct>attacked ”/''/punct>attacked"),
]  # fmt: skip

STATEMENTS = [
    ("attacked", "ministry", "The/DT/det>ministry ministry/NN/nsubj>said said=say/VBD/ROOT in/IN/prep>said "
     "a/DT/det>statement statement/NN/pobj>in :/: ¶/_SP/dep>: | Qatar/NNP/nsubj>attacked attacked=attack/VBD/ROOT "
     "Oman/NNP/dobj>attacked ./. ¶/_SP/dep>. | Iran/NNP/nsubj>left left=leave/VBD/ROOT ./."),
    ("left", "ministry", "The/DT/det>ministry ministry/NN/nsubj>said said=say/VBD/ROOT in/IN/prep>said "
     "a/DT/det>statement statement/NN/pobj>in :/: ¶/_SP/dep>: | Qatar/NNP/nsubj>attacked attacked=attack/VBD/ROOT "
     "Oman/NNP/dobj>attacked ./. ¶/_SP/dep>. | Iran/NNP/nsubj>left left=leave/VBD/ROOT ./."),
    ("said", "", "The/DT/det>ministry ministry/NN/nsubj>said said=say/VBD/ROOT in/IN/prep>said a/DT/det>statement "
     "statement/NN/pobj>in :/: ¶/_SP/dep>: | Qatar/NNP/nsubj>attacked attacked=attack/VBD/ROOT Oman/NNP/dobj>attacked "
     "./. ¶/_SP/dep>. | Iran/NNP/nsubj>left left=leave/VBD/ROOT ./."),
    ("left", "Oman", "Iran/NNP/nsubj>said said=say/VBD/ROOT :/: ¶/_SP/dep>: | Qatar/NNP/nsubj>fired "
     "fired=fire/VBD/ROOT ./. ¶/_SP/dep>. | Oman/NNP/nsubj>replied replied=reply/VBD/ROOT :/: ¶/_SP/dep>: | "
     "Envoys=envoy/NNS/nsubj>left left=leave/VBD/ROOT ./."),
    broken("an announcement of a quotation reaches over the quotation's end",
     "fired", "", "Iran/NNP/nsubj>said said=say/VBD/ROOT :/: ¶/_SP/dep>: | “/``/punct>left We/PRP/nsubj>left "
     "left=leave/VBD/ROOT ./. ”/'' ¶/_SP/dep>” | Qatar/NNP/nsubj>fired fired=fire/VBD/ROOT ./."),
    ("left", "", "The/DT/det>agenda agenda/NN/nsubj>listed listed=list/VBD/ROOT three/CD/nummod>points "
     "points=point/NNS/dobj>listed :/: ¶/_SP/dep>: | Envoys=envoy/NNS/nsubj>left left=leave/VBD/ROOT ./."),
    ("left", "Oman", "Oman/NNP/nsubj>released released=release/VBD/ROOT the/DT/det>statement "
     "following/VBG/amod>statement statement/NN/dobj>released :/: ¶/_SP/dep>: | Envoys=envoy/NNS/nsubj>left "
     "left=leave/VBD/ROOT ./."),
    ("left", "", "Oman/NNP/nsubj>released released=release/VBD/ROOT the/DT/det>men men=man/NNS/dobj>released :/: "
     "¶/_SP/dep>: | Envoys=envoy/NNS/nsubj>left left=leave/VBD/ROOT ./."),
    ("left", "Oman", "The/DT/det>statement following/VBG/amod>statement statement/NN/nsubjpass>released "
     "was=be/AUX.VBD/auxpass>released released=release/VBN/ROOT by/IN/agent>released Oman/NNP/pobj>by :/: ¶/_SP/dep>: "
     "| "
     "Envoys=envoy/NNS/nsubj>left left=leave/VBD/ROOT ./."),
    # the last verb of saying
    ("left", "Iran", "Oman/NNP/nsubj>said said=say/VBD/ccomp>replied it/PRP/nsubj>won won=win/VBD/ccomp>said ,/, "
     "but/CC/cc>said Iran/NNP/nsubj>replied replied=reply/VBD/ROOT :/: ¶/_SP/dep>: | Envoys=envoy/NNS/nsubj>left "
     "left=leave/VBD/ROOT ./."),
    # a person before a thing that cannot speak, or behind no subject at all
    ("left", "Stone", "The/DT/det>report report/NN/nsubj>said ,/, Ada/NNP/compound>Stone/PERSON "
     "Stone/NNP/npadvmod>said/PERSON said=say/VBD/ROOT :/: ¶/_SP/dep>: | Envoys=envoy/NNS/nsubj>left "
     "left=leave/VBD/ROOT ./."),
    ("left", "report", "Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>opened/PERSON opened=open/VBD/ccomp>said ,/, "
     "the/DT/det>report report/NN/nsubj>said said=say/VBD/ROOT :/: ¶/_SP/dep>: | Envoys=envoy/NNS/nsubj>left "
     "left=leave/VBD/ROOT ./."),
    ("left", "Stone", "At/IN/prep>said the/DT/det>launch launch/NN/pobj>At ,/, Ada/NNP/compound>Stone/PERSON "
     "Stone/NNP/npadvmod>said/PERSON said=say/VBD/ROOT :/: ¶/_SP/dep>: | Envoys=envoy/NNS/nsubj>left "
     "left=leave/VBD/ROOT ./."),
    ("left", "Oman", "Ada/NNP/compound>Stone/PERSON Stone/NNP/nsubj>opened/PERSON opened=open/VBD/ccomp>said ,/, "
     "Oman/NNP/nsubj>said/GPE said=say/VBD/ROOT :/: ¶/_SP/dep>: | Envoys=envoy/NNS/nsubj>left left=leave/VBD/ROOT ./."),
]  # fmt: skip


def speech_of(text: str, word: str) -> list[str]:
    """The heads that name the sayers of the clause of ``word``."""
    doc = build(text)
    return [str(head) for head in Speech(doc, governors()).sayers(find(doc, word))]


@pytest.mark.parametrize(("word", "sayers", "text"), REPORTED, ids=plain)
def test_reported(word: str, sayers: str, text: str) -> None:
    """Verbs and nouns of saying, belief and accusation, and “according to”, name who says so, innermost first."""
    assert speech_of(text, word) == sayers.split()


@pytest.mark.parametrize(("word", "sayer", "text"), QUOTED, ids=plain)
def test_quoted(word: str, sayer: str, text: str) -> None:
    """A quotation is its speaker's, over sentences and paragraphs; what stands outside it is nobody's."""
    doc = build(text)
    assert str(Speech(doc, governors()).speaker(find(doc, word)) or "") == sayer


@pytest.mark.parametrize(("word", "sayer", "text"), STATEMENTS, ids=plain)
def test_statements(word: str, sayer: str, text: str) -> None:
    """What follows “X said:” at a paragraph's end is X's, until somebody else is announced."""
    doc = build(text)
    assert str(Speech(doc, governors()).speaker(find(doc, word)) or "") == sayer
