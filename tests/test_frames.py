"""Frames: a lexicon entry at its words, and who stands on its two sides."""

import pytest
from spacy.tokens import Token

from kgraph.extractors import frames, matching
from kgraph.extractors.lexicon import parse
from kgraph.extractors.matching import Match
from tests.docs import build, find, plain

FILLED = [
    ("condemn/verb/", "Oman", "Iran", "Oman/NNP/nsubj>condemned condemned=condemn/VBD/ROOT Iran/NNP/dobj>condemned"),
    ("condemn/verb/", "Oman", "Iran", "Iran/NNP/nsubjpass>condemned was=be/AUX.VBD/auxpass>condemned "
     "condemned=condemn/VBN/ROOT by/IN/agent>condemned Oman/NNP/pobj>by"),
    ("impose sanction/verb/subj>on", "Oman", "Iran", "Oman/NNP/nsubj>imposed imposed=impose/VBD/ROOT "
     "sanctions=sanction/NNS/dobj>imposed on/IN/prep>sanctions Iran/NNP/pobj>on"),
    ("impose sanction/verb/subj>on", "Oman", "Iran", "Sanctions=sanction/NNS/nsubjpass>imposed "
     "were=be/AUX.VBD/auxpass>imposed imposed=impose/VBN/ROOT on/IN/prep>imposed Iran/NNP/pobj>on by/IN/agent>imposed "
     "Oman/NNP/pobj>by"),
    ("impose sanction/verb/subj>on", "Oman", "Iran", "Qatar/NNP/nsubj>welcomed welcomed=welcome/VBD/ROOT "
     "the/DT/det>sanctions sanctions=sanction/NNS/dobj>welcomed that/WDT/dobj>imposed Oman/NNP/nsubj>imposed "
     "imposed=impose/VBD/relcl>sanctions on/IN/prep>imposed Iran/NNP/pobj>on"),
    ("cut off aid/verb/subj>to", "Oman", "Iran", "Oman/NNP/nsubj>cut cut/VBD/ROOT off/RP/prt>cut aid/NN/dobj>cut "
     "to/IN/prep>cut Iran/NNP/pobj>to"),
    ("call on/verb/subj>on", "Oman", "Iran", "Oman/NNP/nsubj>called called=call/VBD/ROOT on/IN/prep>called "
     "Iran/NNP/pobj>on to/TO/aux>leave leave/VB/xcomp>called"),
    ("demand/verb/subj>comp", "Oman", "Iran", "Oman/NNP/nsubj>demanded demanded=demand/VBD/ROOT "
     "that/SCONJ.IN/mark>leave Iran/NNP/nsubj>leave leave/VB/ccomp>demanded"),
    ("attack/noun/", "Iran", "Oman", "Iran/NNP/poss>attack 's/POS/case>Iran attack/NN/nsubj>failed on/IN/prep>attack "
     "Oman/NNP/pobj>on failed=fail/VBD/ROOT"),
    ("attack/noun/", "Iranian", "Oman", "An/DT/det>attack Iranian/JJ/amod>attack attack/NN/nsubj>failed "
     "on/IN/prep>attack Oman/NNP/pobj>on failed=fail/VBD/ROOT"),
    ("attack/noun/", "Iran", "Oman", "Attacks=attack/NNS/nsubj>failed by/IN/prep>Attacks Iran/NNP/pobj>by "
     "against/IN/prep>Attacks Oman/NNP/pobj>against failed=fail/VBD/ROOT"),
    ("attack/noun/by>on", "Iran", "Oman", "Iran/NNP/nsubj>launched launched=launch/VBD/ROOT an/DT/det>attack "
     "attack/NN/dobj>launched on/IN/prep>attack Oman/NNP/pobj>on"),
    ("attack/noun/from>on", "Oman", "Iran", "Iran/NNP/nsubj>came came=come/VBD/ROOT under/IN/prep>came "
     "attack/NN/pobj>under from/IN/prep>attack Oman/NNP/pobj>from"),
    ("talk/noun/between>none", "Iran", "", "Talks=talk/NNS/nsubj>failed between/IN/prep>Talks Iran/NNP/pobj>between "
     "and/CC/cc>Iran Oman/NNP/conj>Iran failed=fail/VBD/ROOT"),
    ("call/verb/", "Iran", "Karimi", "Iran/NNP/nsubj>called called=call/VBD/ROOT Leila/NNP/compound>Karimi "
     "Karimi/NNP/oprd>called"),
    ("strike/verb/", "Iran", "envoy", "An/DT/det>envoy envoy/NN/nsubjpass>struck was=be/AUX.VBD/auxpass>struck "
     "struck=strike/VBN/ROOT and/CC/cc>struck killed=kill/VBN/conj>struck by/IN/agent>killed Iran/NNP/pobj>by"),
    ("gun down/verb/", "Raiders", "judge", "Raiders=raider/NNS/nsubj>gunned gunned=gun/VBD/ROOT down/IN/prep>gunned "
     "a/DT/det>judge judge/NN/pobj>down"),
    ("deny visa/verb/", "Oman", "envoy", "An/DT/det>envoy envoy/NN/nsubjpass>denied was=be/AUX.VBD/auxpass>denied "
     "denied=deny/VBN/ROOT a/DT/det>visa visa/NN/dobj>denied by/IN/prep>visa Oman/NNP/pobj>by"),
    ("urge/verb/", "Iran", "parties", "Iran/NNP/nsubj>urged urged=urge/VBD/ROOT all/DT/det>parties "
     "parties=party/NNS/nsubj>leave to/TO/aux>leave leave/VB/ccomp>urged"),
    ("talk/noun/between>none", "Iran", "", "A/DT/det>series series/NN/nsubj>took of/IN/prep>series "
     "talks=talk/NNS/pobj>of took=take/VBD/ROOT place/NN/dobj>took between/IN/prep>took Iran/NNP/pobj>between "
     "and/CC/cc>Iran Oman/NNP/conj>Iran"),
    ("action/noun/by>against", "Iran", "Oman", "The/DT/det>action action/NN/nsubj>failed Iran/NNP/nsubj>took "
     "took=take/VBD/relcl>action against/IN/prep>took Oman/NNP/pobj>against failed=fail/VBD/ROOT"),
    ("agreement/noun/poss>with", "Iran", "Oman", "Iran/NNP/poss>duties 's/POS/case>Iran duties=duty/NNS/nsubj>ended "
     "under/IN/prep>duties the/DT/det>agreement agreement/NN/pobj>under with/IN/prep>agreement Oman/NNP/pobj>with "
     "ended=end/VBD/ROOT"),
    ("brutal/adj/none>head", "", "regime", "Oman/NNP/nsubj>fears fears=fear/VBZ/ROOT a/DT/det>regime "
     "brutal/JJ/amod>regime regime/NN/dobj>fears"),
    ("return artifact/verb/subj>to", "Iran", "Oman", "Iran/NNP/nsubj>returned returned=return/VBD/ROOT "
     "dozens=dozen/NNS/dobj>returned of/IN/prep>dozens artifacts=artifact/NNS/pobj>of to/IN/prep>returned "
     "Oman/NNP/pobj>to"),
    ("adopt resolution/verb/subj>on", "Oman", "Iran", "Oman/NNP/nsubj>adopted adopted=adopt/VBD/ROOT "
     "Resolution=resolution/NNP/compound>12 12/CD/dobj>adopted on/IN/prep>adopted Iran/NNP/pobj>on"),
    ("angry/adj/subj>at", "Oman", "Iran", "Oman/NNP/nsubj>is is=be/AUX.VBZ/ROOT angry/JJ/acomp>is at/IN/prep>angry "
     "Iran/NNP/pobj>at"),
    # behind the object and its relative clause
    ("return vase/verb/subj>to", "Iran", "Oman", "Iran/NNP/nsubj>returned returned=return/VBD/ROOT the/DT/det>vase "
     "vase/NN/dobj>returned that/WDT/nsubjpass>stolen was=be/AUX.VBD/auxpass>stolen stolen=steal/VBN/relcl>vase "
     "to/IN/prep>stolen Oman/NNP/pobj>to"),
    ("take vase/verb/subj>from", "Iran", "Oman", "Iran/NNP/nsubj>took took=take/VBD/ROOT the/DT/det>vase "
     "vase/NN/dobj>took ,/, a/DT/det>gift gift/NN/appos>vase from/IN/prep>gift Oman/NNP/pobj>from"),
    ("return */verb/subj>to", "Iran", "Oman", "The/DT/det>vase vase/NN/nsubjpass>returned was=be/AUX.VBD/auxpass>"
     "returned returned=return/VBN/ROOT by/IN/agent>returned Iran/NNP/pobj>by to/IN/prep>vase Oman/NNP/pobj>to"),
    # with an object of any kind, whatever the preposition
    ("press */verb/subj>on", "Iran", "Oman", "Iran/NNP/nsubj>pressed pressed=press/VBD/ROOT claims=claim/NNS/"
     "dobj>pressed made=make/VBN/acl>claims on/IN/prep>made Oman/NNP/pobj>on"),
    ("keep vase/verb/subj>with", "Iran", "", "Iran/NNP/nsubj>kept kept=keep/VBD/ROOT the/DT/det>vase vase/NN/dobj>kept "
     "found=find/VBN/acl>vase with/IN/prep>found Oman/NNP/pobj>with"),
    ("pin blame/verb/subj>on", "Iran", "Oman", "Iran/NNP/nsubj>pinned pinned=pin/VBD/ROOT the/DT/det>blame "
     "blame/NN/dobj>pinned for/IN/prep>blame the/DT/det>raid raid/NN/pobj>for on/IN/prep>raid Oman/NNP/pobj>on"),
    ("blame/verb/subj>on", "Iran", "", "Iran/NNP/nsubj>blamed blamed=blame/VBD/ROOT the/DT/det>king "
     "king/NN/dobj>blamed "
     "for/IN/prep>blamed the/DT/det>raid raid/NN/pobj>for on/IN/prep>raid Oman/NNP/pobj>on"),
    ("order arrest/verb/subj>of", "Iran", "Karimi", "Iran/NNP/nsubj>ordered ordered=order/VBD/ROOT the/DT/det>arrest "
     "arrest/NN/dobj>ordered and/CC/cc>arrest detention/NN/conj>arrest of/IN/prep>detention "
     "Karimi/NNP/pobj>of"),
    ("arrive ^peacekeeper/verb/subj>in", "Peacekeepers", "Oman", "Peacekeepers=peacekeeper/NNS/nsubj>arrived "
     "arrived=arrive/VBD/ROOT in/IN/prep>arrived Oman/NNP/pobj>in"),
]  # fmt: skip

NOT_THERE = [
    ("impose sanction/verb/subj>on", "Oman/NNP/nsubj>imposed imposed=impose/VBD/ROOT taxes=taxis/NNS/dobj>imposed "
     "on/IN/prep>imposed Iran/NNP/pobj>on"),
    ("cut off aid/verb/subj>to", "Oman/NNP/nsubj>cut cut/VBD/ROOT aid/NN/dobj>cut to/IN/prep>cut Iran/NNP/pobj>to"),
]  # fmt: skip


def match(written: str, text: str, root: str = "ACCUSE") -> Match | None:
    """The entry written as ``trigger/pos/frame``, at its first word in a written text."""
    trigger, pos, frame = written.split("/")
    row = {"trigger": trigger, "pos": pos, "frame": frame, "mode": "", "example": "", "claim": ""}
    entry = parse(root, row)
    [anchor] = [token for token in build(text) if token.lemma_.lower() == entry.words[0]]
    return matching.match(entry, anchor)


def side(found: Match, which: str) -> str:
    """Heads of the first slot of a side that is filled."""
    slots = frames.fillers(found, getattr(found.entry, which), which)
    return next((" ".join(str(head) for head in heads) for _, heads in slots if heads), "")


@pytest.mark.parametrize(("entry", "actor", "recipient", "text"), FILLED, ids=plain)
def test_filled(entry: str, actor: str, recipient: str, text: str) -> None:
    """Active, passive, relative, nominal and supported wordings fill the same two sides."""
    found = match(entry, text)
    assert found is not None
    assert (side(found, "actor"), side(found, "recipient")) == (actor, recipient)
    words = [word.removeprefix("^") for word in entry.split("/")[0].split() if word != "*"]
    assert [token.lemma_.lower() for token in found.tokens] == words


@pytest.mark.parametrize(("entry", "text"), NOT_THERE, ids=plain)
def test_not_there(entry: str, text: str) -> None:
    """All words of an entry must stand around its anchor."""
    assert match(entry, text) is None


def test_support() -> None:
    """A verb that supports the noun is known, with the side its subject fills."""
    found = match("attack/noun/", "Iran/NNP/nsubj>came came=come/VBD/ROOT under/IN/prep>came attack/NN/pobj>under")
    assert found is not None
    assert (str(found.support), found.supported) == ("came", "recipient")


COMPLEMENTS = [
    ("SUPPORT", "Mali", "With/IN/prep>retook the/DT/det>support support/NN/pobj>With of/IN/prep>support "
     "Chad/NNP/pobj>of "
     ",/, Mali/NNP/nsubj>retook retook=retake/VBD/ROOT Kidal/NNP/dobj>retook"),
    ("AID", "Mali", "Mali/NNP/nsubj>retook retook=retake/VBD/ROOT Kidal/NNP/dobj>retook through/IN/prep>retook "
     "support/NN/pobj>through from/IN/prep>support Chad/NNP/pobj>from"),
    ("ACCUSE", "", "With/IN/prep>retook the/DT/det>support support/NN/pobj>With of/IN/prep>support Chad/NNP/pobj>of "
     ",/, Mali/NNP/nsubj>retook retook=retake/VBD/ROOT Kidal/NNP/dobj>retook"),
    ("SUPPORT", "", "Despite/IN/prep>retook the/DT/det>support support/NN/pobj>Despite of/IN/prep>support "
     "Chad/NNP/pobj>of ,/, Mali/NNP/nsubj>retook retook=retake/VBD/ROOT Kidal/NNP/dobj>retook"),
    ("ASSAULT", "damage Mali", "Support/NN/nsubj>ended that/WDT/nsubj>caused caused=cause/VBD/relcl>Support "
     "damage/NN/dobj>caused in/IN/prep>caused Mali/NNP/pobj>in ended=end/VBD/ROOT"),
]  # fmt: skip

JUDGED = [
    ("appreciate", "Chad", "Mali/NNP/nsubj>appreciates appreciates=appreciate/VBZ/ROOT that/SCONJ.IN/mark>paid "
     "Chad/NNP/nsubj>paid paid=pay/VBD/ccomp>appreciates"),
    ("shock", "Chad", "Mali/NNP/nsubjpass>shocked was=be/AUX.VBD/auxpass>shocked shocked=shock/VBN/ROOT "
     "by/IN/agent>shocked reports=report/NNS/pobj>by that/SCONJ.IN/mark>fired Chad/NNP/nsubj>fired "
     "fired=fire/VBD/acl>reports"),
    ("shock", "Chad", "Mali/NNP/nsubjpass>shocked was=be/AUX.VBD/auxpass>shocked shocked=shock/VBN/ROOT "
     "and/CC/cc>shocked saddened=sadden/VBN/conj>shocked by/IN/agent>saddened reports=report/NNS/pobj>by "
     "that/SCONJ.IN/mark>fired Chad/NNP/nsubj>fired fired=fire/VBD/acl>reports"),
    ("reject", "Chad", "Mali/NNP/nsubj>rejects rejects=reject/VBZ/ROOT claims=claim/NNS/dobj>rejects "
     "that/SCONJ.IN/mark>won Chad/NNP/nsubj>won won=win/VBD/acl>claims"),
    ("reject", "", "Mali/NNP/nsubj>rejects rejects=reject/VBZ/ROOT claims=claim/NNS/dobj>rejects "
     "made=make/VBN/acl>claims "
     "by/IN/agent>made Chad/NNP/pobj>by"),
]  # fmt: skip

CONDITIONS = [
    ("Chad", "Mali/NNP/nsubj>talk will/MD/aux>talk not/PART.RB/neg>talk talk/VB/ROOT until/SCONJ.IN/mark>leaves "
     "Chad/NNP/nsubj>leaves leaves=leave/VBZ/advcl>talk"),
    ("Chad", "Mali/NNP/nsubj>talk will/MD/aux>talk not/PART.RB/neg>talk talk/VB/ROOT unless/SCONJ.IN/mark>leaves "
     "Chad/NNP/nsubj>leaves leaves=leave/VBZ/advcl>talk"),
    ("Chad", "Mali/NNP/nsubj>talk will/MD/aux>talk talk/VB/ROOT if/SCONJ.IN/mark>leaves Chad/NNP/nsubj>leaves "
     "leaves=leave/VBZ/advcl>talk"),
    ("Chad", "Mali/NNP/nsubj>refuses refuses=refuse/VBZ/ROOT to/TO/aux>talk talk/VB/xcomp>refuses "
     "until/SCONJ.IN/mark>leaves Chad/NNP/nsubj>leaves leaves=leave/VBZ/advcl>refuses"),
    ("", "Mali/NNP/nsubj>talk will/MD/aux>talk not/PART.RB/neg>talk talk/VB/ROOT because/SCONJ.IN/mark>left "
     "Chad/NNP/nsubj>left left=leave/VBD/advcl>talk"),
]  # fmt: skip

TOLD = [
    ("urged", "parties", "Mali/NNP/nsubj>urged urged=urge/VBD/ROOT all/DT/det>parties parties=party/NNS/nsubj>leave "
     "to/TO/aux>leave leave/VB/ccomp>urged"),
    ("said", "", "Mali/NNP/nsubj>said said=say/VBD/ROOT all/DT/det>parties parties=party/NNS/nsubj>left "
     "left=leave/VBD/ccomp>said"),
    ("demands", "", "Mali/NNP/nsubj>demands demands=demand/VBZ/ROOT that/SCONJ.IN/mark>leave "
     "Chad/NNP/nsubj>leave leave/VB/ccomp>demands"),
]  # fmt: skip


def names(heads: list[Token]) -> str:
    """The heads, each once, in one line."""
    return " ".join(dict.fromkeys(map(str, heads)))


@pytest.mark.parametrize(("root", "expected", "text"), COMPLEMENTS, ids=plain)
def test_complements(root: str, expected: str, text: str) -> None:
    """Whom help makes able to act is helped; where damage is done somebody is harmed."""
    found = match("support/noun/", text, root)
    assert found is not None
    assert names(frames.complements(found)) == expected


@pytest.mark.parametrize(("word", "expected", "text"), JUDGED, ids=plain)
def test_judged(word: str, expected: str, text: str) -> None:
    """A judgement that something was done, or of reports that it was, is on whoever did it."""
    found = match(f"{word}/verb/", text)
    assert found is not None
    assert names(frames.judged(found)) == expected


@pytest.mark.parametrize(("expected", "text"), CONDITIONS, ids=plain)
def test_on_condition(expected: str, text: str) -> None:
    """Who must first do something is whom a condition names; a reason is no condition."""
    found = match("talk/verb/", text)
    assert found is not None
    assert names(frames.on_condition(found)) == expected


@pytest.mark.parametrize(("verb", "expected", "text"), TOLD, ids=plain)
def test_told_to(verb: str, expected: str, text: str) -> None:
    """Who is told to do something may stand as the subject of what is to be done."""
    assert names(frames.told_to(find(build(text), verb))) == expected
