"""A lexicon entry at its words: where each may stand around the anchor, and which verb supports a noun."""

import pytest

from kgraph.extractors import matching
from kgraph.extractors.lexicon import parse
from kgraph.extractors.matching import Match
from tests.docs import build, plain

FOUND = [
    # an object of any kind
    ("return *", "returned", "Oman/NNP/nsubj>returned returned=return/VBD/ROOT the/DT/det>vase vase/NN/dobj>returned"),
    ("return *", "returned", "The/DT/det>vase vase/NN/nsubjpass>returned was=be/AUX.VBD/auxpass>returned "
     "returned=return/VBN/ROOT"),
    ("return * to", "returned to", "Oman/NNP/nsubj>returned returned=return/VBD/ROOT the/DT/det>vase "
     "vase/NN/dobj>returned to/IN/prep>returned Chad/NNP/pobj>to"),
    # the subject
    ("arrive ^peacekeeper", "arrived Peacekeepers", "Peacekeepers=peacekeeper/NNS/nsubj>arrived "
     "arrived=arrive/VBD/ROOT"),
    ("arrive ^peacekeeper", "arrived peacekeepers", "Envoys=envoy/NNS/nsubj>arrived and/CC/cc>Envoys "
     "peacekeepers=peacekeeper/NNS/conj>Envoys arrived=arrive/VBD/ROOT"),
    ("arrive ^peacekeeper", "arrived peacekeepers", "Dozens=dozen/NNS/nsubj>arrived of/IN/prep>Dozens "
     "peacekeepers=peacekeeper/NNS/pobj>of arrived=arrive/VBD/ROOT"),
    ("strike ^<people>", "struck nuns", "The/DT/det>nuns nuns=nun/NNS/nsubj>struck struck=strike/VBD/ROOT"),
    ("strike ^<people>", "struck growers", "Part=part/NN/nsubj>struck of/IN/prep>Part "
     "growers=grower/NNS/pobj>of struck=strike/VBD/ROOT"),
    ("strike ^<people>", "struck nuns", "The/DT/det>port port/NN/nsubjpass>struck was=be/AUX.VBD/auxpass>struck "
     "struck=strike/VBN/ROOT by/IN/agent>struck nuns=nun/NNS/pobj>by"),
    ("name <people>", "named nun", "Oman/NNP/nsubj>named named=name/VBD/ROOT a/DT/det>nun nun/NN/dobj>named"),
    # small clauses, and what the parser hangs under an object
    ("find guilty", "found guilty", "Oman/NNP/nsubj>found found=find/VBD/ROOT the/DT/det>mayor mayor/NN/nsubj>guilty "
     "guilty/JJ/ccomp>found"),
    ("find in contempt", "found in contempt", "Oman/NNP/nsubj>found found=find/VBD/ROOT the/DT/det>editor "
     "editor/NN/dobj>found in/IN/prep>editor contempt/NN/pobj>in"),
    ("find in contempt", "found in contempt", "Oman/NNP/nsubj>found found=find/VBD/ROOT the/DT/det>editor "
     "editor/NN/dobj>found in/IN/prep>found contempt/NN/pobj>in"),
    # infinitives
    ("let go", "let go", "Oman/NNP/nsubj>let let/VBD/ROOT the/DT/det>nun nun/NN/nsubj>go go/VB/ccomp>let"),
    ("hold account", "held account", "Oman/NNP/nsubj>held held=hold/VBD/ROOT the/DT/det>mayor mayor/NN/dobj>held "
     "to/TO/aux>account account/VB/advcl>held"),
    # prepositions behind the verb, with what they are about
    ("believe in", "believe in", "Officials=official/NNS/nsubj>believe believe/VBP/ROOT in/IN/prep>believe "
     "Kenya/NNP/pobj>in"),
    ("call on", "called on", "Oman/NNP/nsubj>called called=call/VBD/ROOT on/IN/prep>called Chad/NNP/pobj>on/GPE"),
    # amounts
    ("retake territory", "retook territory", "Mali/NNP/nsubj>retook retook=retake/VBD/ROOT ten/CD/nummod>miles "
     "miles=mile/NNS/dobj>retook of/IN/prep>miles territory/NN/pobj>of"),
    ("send grain", "sent grain", "Mali/NNP/nsubj>sent sent=send/VBD/ROOT crates=crate/NNS/dobj>sent "
     "of/IN/prep>crates grain/NN/pobj>of"),
]  # fmt: skip

NOT_FOUND = [
    ("return *", "Oman/NNP/nsubj>returned returned=return/VBD/ROOT"),
    ("return *", "Oman/NNP/nsubj>returned returned=return/VBD/ROOT to/IN/prep>returned Chad/NNP/pobj>to"),
    ("arrive ^peacekeeper", "Envoys=envoy/NNS/nsubj>arrived arrived=arrive/VBD/ROOT with/IN/prep>arrived "
     "peacekeepers=peacekeeper/NNS/pobj>with"),
    ("greet ^peacekeeper", "Envoys=envoy/NNS/nsubj>greeted greeted=greet/VBD/ROOT the/DT/det>peacekeepers "
     "peacekeepers=peacekeeper/NNS/dobj>greeted"),
    ("arrive ^peacekeeper", "Friends=friend/NNS/nsubj>arrived of/IN/prep>Friends peacekeepers=peacekeeper/NNS/pobj>of "
     "arrived=arrive/VBD/ROOT"),
    ("strike ^<people>", "Envoys=envoy/NNS/nsubj>struck struck=strike/VBD/ROOT"),
    ("strike ^<people>", "The/DT/det>port port/NN/nsubjpass>struck was=be/AUX.VBD/auxpass>struck "
     "struck=strike/VBN/ROOT"),
    ("find guilty", "Oman/NNP/nsubj>found found=find/VBD/ROOT the/DT/det>mayor mayor/NN/nsubj>was "
     "was=be/AUX.VBD/ccomp>found guilty/JJ/acomp>was"),
    ("find guilty", "Oman/NNP/nsubj>found found=find/VBD/ROOT that/SCONJ.IN/mark>guilty the/DT/det>mayor "
     "mayor/NN/nsubj>guilty guilty/JJ/ccomp>found"),
    # the contempt must be what the editor is in
    ("find in contempt", "Oman/NNP/nsubj>found found=find/VBD/ROOT contempt/NN/dobj>found in/IN/prep>contempt "
     "the/DT/det>editor editor/NN/pobj>in"),
    ("find at work", "Oman/NNP/nsubj>found found=find/VBD/ROOT the/DT/det>editor editor/NN/dobj>found "
     "at/IN/prep>editor work/NN/pobj>at"),
    ("believe in", "In/IN/prep>believe Kenya/NNP/poss>case ’s/POS/case>Kenya case/NN/pobj>In ,/, "
     "officials=official/NNS/nsubj>believe believe/VBP/ROOT"),
    ("say go", "Oman/NNP/nsubj>said said=say/VBD/ROOT the/DT/det>nun nun/NN/nsubj>go will/MD/aux>go go/VB/ccomp>said"),
    ("let go", "Oman/NNP/nsubj>let let/VBD/ROOT that/SCONJ.IN/mark>went the/DT/det>nun nun/NN/nsubj>went "
     "went=go/VBD/ccomp>let"),
    ("call on", "Oman/NNP/nsubj>called called=call/VBD/ROOT him=he/PRP/dobj>called on/IN/prep>called "
     "Saturday/NNP/pobj>on/DATE"),
    ("retake territory", "Mali/NNP/nsubj>retook retook=retake/VBD/ROOT a/DT/det>map map/NN/dobj>retook "
     "of/IN/prep>map territory/NN/pobj>of"),
]  # fmt: skip

SUBJECT_WORDS = [
    ("return *", "", "Oman/NNP/nsubj>returned returned=return/VBD/ROOT the/DT/det>vase vase/NN/dobj>returned"),
    ("arrive ^peacekeeper", "Peacekeepers", "Peacekeepers=peacekeeper/NNS/nsubj>arrived arrived=arrive/VBD/ROOT"),
    ("attack * with ^<people>", "Nuns", "Nuns=nun/NNS/nsubj>attacked attacked=attack/VBD/ROOT Oman/NNP/dobj>attacked "
     "with/IN/prep>attacked stones=stone/NNS/pobj>with"),
]  # fmt: skip

SUPPORTED = [
    ("flew", "actor", "Oman/NNP/nsubj>flew flew=fly/VBD/ROOT sorties=sortie/NNS/dobj>flew in/IN/prep>flew "
     "support/NN/pobj>in of/IN/prep>support Chad/NNP/pobj>of"),
    ("marched", "actor", "Nuns=nun/NNS/nsubj>marched marched=march/VBD/ROOT in/IN/prep>marched support/NN/pobj>in"),
    ("", "", "Nuns=nun/NNS/nsubj>marched marched=march/VBD/ROOT behind/IN/prep>marched support/NN/pobj>behind"),
    ("", "", "A/DT/det>drop drop/NN/nsubj>hurt in/IN/prep>drop support/NN/pobj>in hurt/VBD/ROOT"),
    ("gave", "actor", "Oman/NNP/nsubj>gave gave=give/VBD/ROOT aid/NN/dobj>gave and/CC/cc>aid support/NN/conj>aid"),
    ("caused", "actor", "Oman/NNP/nsubj>caused caused=cause/VBD/ROOT damage/NN/dobj>caused on/IN/prep>damage "
     "a/DT/det>scale large/JJ/amod>scale scale/NN/pobj>on ,/, including=include/IN/prep>scale further/JJ/amod>support "
     "support/NN/pobj>including"),
    ("caused", "actor", "Oman/NNP/nsubj>caused caused=cause/VBD/ROOT damage/NN/dobj>caused on/IN/prep>caused "
     "a/DT/det>scale large/JJ/amod>scale scale/NN/pobj>on ,/, including=include/IN/prep>scale further/JJ/amod>support "
     "support/NN/pobj>including"),
    ("caused", "actor", "Oman/NNP/nsubj>caused caused=cause/VBD/ROOT damage/NN/dobj>caused ,/, "
     "including=include/IN/prep>damage theft/NN/pobj>including and/CC/cc>theft support/NN/conj>theft"),
    ("", "", "Oman/NNP/nsubj>caused caused=cause/VBD/ROOT damage/NN/dobj>caused despite/IN/prep>damage "
     "support/NN/pobj>despite"),
]  # fmt: skip


def match(trigger: str, text: str, pos: str = "verb") -> Match | None:
    """The entry of a trigger at its first word in a written text."""
    entry = parse("ACCUSE", {"trigger": trigger, "pos": pos, "frame": "", "mode": "", "example": "", "claim": ""})
    [anchor] = [token for token in build(text) if token.lemma_.lower() == entry.words[0]]
    return matching.match(entry, anchor)


@pytest.mark.parametrize(("trigger", "words", "text"), FOUND, ids=plain)
def test_found(trigger: str, words: str, text: str) -> None:
    """Each word of a trigger is found where a parse may hang it: subject, object, preposition, small clause."""
    found = match(trigger, text)
    assert found is not None
    assert " ".join(map(str, found.tokens)) == words


@pytest.mark.parametrize(("trigger", "text"), NOT_FOUND, ids=plain)
def test_not_found(trigger: str, text: str) -> None:
    """The same words in other places make another sense: no object, another subject, a circumstance, a date."""
    assert match(trigger, text) is None


@pytest.mark.parametrize(("trigger", "word", "text"), SUBJECT_WORDS, ids=plain)
def test_subject_word(trigger: str, word: str, text: str) -> None:
    """A match tells which of its tokens is the subject, wherever an object of any kind stands in the trigger."""
    found = match(trigger, text)
    assert found is not None
    assert str(found.subject_word or "") == word


@pytest.mark.parametrize(("verb", "side", "text"), SUPPORTED, ids=plain)
def test_supported(verb: str, side: str, text: str) -> None:
    """A noun is supported by the verb over it: in doing it, in a list, or as an example of what the verb takes."""
    found = match("support", text, "noun")
    assert found is not None
    assert (str(found.support or ""), found.supported) == (verb, side)
    assert str(found.clause) == (verb or "support")
