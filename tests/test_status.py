"""Whether it happened: negations, modals, conditions, and the words that govern an act."""

import pytest

from kgraph.extractors.coding import coded
from kgraph.extractors.governors import governors
from kgraph.extractors.lexicon import parse
from kgraph.extractors.status import is_intended, is_sworn, status
from kgraph.model import Party
from tests.docs import build, find, plain


def of(trigger: str, text: str) -> str:
    """The status of the act that the word ``trigger`` names in a written sentence."""
    return status(find(build(text), trigger), governors())


ACTUAL = [
    ("attacked", "Iran/NNP/nsubj>attacked attacked=attack/VBD/ROOT Oman/NNP/dobj>attacked"),
    ("attacked", "Iran/NNP/nsubj>said said=say/VBD/ROOT that/SCONJ.IN/mark>attacked it/PRP/nsubj>attacked "
     "had=have/AUX.VBD/aux>attacked attacked=attack/VBN/ccomp>said Oman/NNP/dobj>attacked"),
    ("free", "Iran/NNP/nsubj>managed managed=manage/VBD/ROOT to/TO/aux>free free/VB/xcomp>managed the/DT/det>sailors "
     "sailors=sailor/NNS/dobj>free"),
    ("bomb", "Iran/NNP/nsubj>began began=begin/VBD/ROOT to/TO/aux>bomb bomb/VB/xcomp>began the/DT/det>port "
     "port/NN/dobj>bomb"),
    ("attacking", "Iran/NNP/nsubjpass>accused was=be/AUX.VBD/auxpass>accused accused=accuse/VBN/ROOT "
     "of/IN/prep>accused attacking=attack/VBG/pcomp>of Oman/NNP/dobj>attacking"),
    ("signed", "Qatar/NNP/nsubj>host will/MD/aux>host host/VB/ROOT the/DT/det>envoys envoys=envoy/NNS/dobj>host "
     "who/WP/nsubj>signed signed=sign/VBD/relcl>envoys the/DT/det>pact pact/NN/dobj>signed"),
    ("attacked", "Iran/NNP/nsubj>attacked attacked=attack/VBD/ROOT Oman/NNP/dobj>attacked because/SCONJ.IN/mark>win "
     "it/PRP/nsubj>win could/MD/aux>win not/PART.RB/neg>win win/VB/advcl>attacked"),
    ("protested", "Iran/NNP/nsubj>leave may/MD/aux>leave leave/VB/ROOT ,/, and/CC/cc>leave Oman/NNP/nsubj>protested "
     "protested=protest/VBD/conj>leave"),
    ("recalled", "Iran/NNP/nsubj>attack did=do/AUX.VBD/aux>attack not/PART.RB/neg>attack attack/VB/ROOT "
     "Oman/NNP/dobj>attack but/CC/cc>attack recalled=recall/VBD/conj>attack its/PRP$/poss>envoy "
     "envoy/NN/dobj>recalled"),
    ("attack", "Iran/NNP/nsubj>attack did=do/AUX.VBD/aux>attack not/PART.RB/neg>attack only/RB/advmod>attack "
     "attack/VB/ROOT Oman/NNP/dobj>attack"),
    ("persecuted", "Iran/NNP/nsubj>plans plans=plan/VBZ/ROOT to/TO/aux>protect protect/VB/xcomp>plans "
     "those/DT/dobj>protect "
     "persecuted=persecute/VBN/acl>those in/IN/prep>persecuted Oman/NNP/pobj>in"),
    ("attacked", "The/DT/det>court court/NN/nsubj>ruled ruled=rule/VBD/ROOT that/SCONJ.IN/mark>attacked "
     "Iran/NNP/nsubj>attacked had=have/AUX.VBD/aux>attacked attacked=attack/VBN/ccomp>ruled Oman/NNP/dobj>attacked"),
]  # fmt: skip

NEGATED = [
    ("attacked", "Iran/NNP/nsubj>attacked has=have/AUX.VBZ/aux>attacked not/PART.RB/neg>attacked "
     "attacked=attack/VBN/ROOT Oman/NNP/dobj>attacked"),
    ("attacked", "Iran/NNP/nsubj>attacked never/RB/neg>attacked attacked=attack/VBD/ROOT Oman/NNP/dobj>attacked"),
    ("signed", "The/DT/det>pact pact/NN/nsubjpass>signed was=be/AUX.VBD/auxpass>signed not/PART.RB/neg>signed "
     "signed=sign/VBN/ROOT"),
    ("attack", "Iran/NNP/nsubj>attack wo=will/MD/aux>attack n't=not/PART.RB/neg>attack attack/VB/ROOT "
     "Oman/NNP/dobj>attack"),
    ("attacked", "Iran/NNP/nsubj>attacked attacked=attack/VBD/ROOT Oman/NNP/dobj>attacked not/PART.RB/neg>attacked"),
    ("threaten", "Iran/NNP/nsubj>attack did=do/AUX.VBD/aux>attack not/PART.RB/neg>attack attack/VB/ROOT "
     "or/CC/cc>attack threaten/VB/conj>attack Oman/NNP/dobj>threaten"),
    ("attack", "There/EX/expl>was was=be/VBD/ROOT no/DT/det>attack attack/NN/attr>was on/IN/prep>attack "
     "Oman/NNP/pobj>on"),
    ("attacked", "Neither/CC/preconj>Iran Iran/NNP/nsubj>attacked nor/CC/cc>Iran Qatar/NNP/conj>Iran "
     "attacked=attack/VBD/ROOT Oman/NNP/dobj>attacked"),
    ("attacked", "No/DT/det>troops Omani/JJ/amod>troops troops=troop/NNS/nsubj>attacked attacked=attack/VBD/ROOT "
     "the/DT/det>port port/NN/dobj>attacked"),
    ("attacked", "Nobody/PRON.NN/nsubj>attacked attacked=attack/VBD/ROOT the/DT/det>port port/NN/dobj>attacked"),
    ("attacking", "Iran/NNP/nsubj>left left=leave/VBD/ROOT without/IN/prep>left attacking=attack/VBG/pcomp>without "
     "the/DT/det>port port/NN/dobj>attacking"),
    ("sign", "Iran/NNP/nsubj>has has=have/VBZ/ROOT yet/RB/advmod>has to/TO/aux>sign sign/VB/xcomp>has the/DT/det>pact "
     "pact/NN/dobj>sign"),
]  # fmt: skip

MOODS = [
    ("planned", "attack", "Iran/NNP/nsubj>attack will/MD/aux>attack attack/VB/ROOT Oman/NNP/dobj>attack"),
    ("planned", "attack", "Iran/NNP/nsubj>going is=be/AUX.VBZ/aux>going going=go/VBG/ROOT to/TO/aux>attack "
     "attack/VB/xcomp>going Oman/NNP/dobj>attack"),
    ("planned", "visit", "The/DT/det>king king/NN/nsubj>is is=be/AUX.VBZ/ROOT to/TO/aux>visit visit/VB/xcomp>is "
     "Oman/NNP/dobj>visit"),
    ("planned", "close", "Iran/NNP/nsubj>recall will/MD/aux>recall recall/VB/ROOT its/PRP$/poss>envoy "
     "envoy/NN/dobj>recall and/CC/cc>recall close/VB/conj>recall its/PRP$/poss>embassy embassy/NN/dobj>close"),
    ("planned", "free", "Iran/NNP/nsubj>sent sent=send/VBD/ROOT divers=diver/NNS/dobj>sent to/TO/aux>free "
     "free/VB/advcl>sent the/DT/det>sailors sailors=sailor/NNS/dobj>free"),
    ("hypothetical", "attack", "Iran/NNP/nsubj>attack might/MD/aux>attack attack/VB/ROOT Oman/NNP/dobj>attack"),
    ("hypothetical", "attacked", "Iran/NNP/nsubj>attacked could/MD/aux>attacked have/AUX.VB/aux>attacked "
     "attacked=attack/VBN/ROOT Oman/NNP/dobj>attacked"),
    ("requested", "leave", "Iran/NNP/nsubj>leave must/MD/aux>leave leave/VB/ROOT Oman/NNP/dobj>leave"),
    ("requested", "leave", "Iran/NNP/nsubj>leave should/MD/aux>leave leave/VB/ROOT Oman/NNP/dobj>leave"),
    ("requested", "leave", "Iran/NNP/nsubj>has has=have/VBZ/ROOT to/TO/aux>leave leave/VB/xcomp>has "
     "Oman/NNP/dobj>leave"),
    ("hypothetical", "attacks", "If/SCONJ.IN/mark>attacks Iran/NNP/nsubj>attacks attacks=attack/VBZ/advcl>protest "
     "Oman/NNP/dobj>attacks ,/, Qatar/NNP/nsubj>protest will/MD/aux>protest protest/VB/ROOT"),
    ("hypothetical", "attacks", "Unless/SCONJ.IN/mark>attacks Iran/NNP/nsubj>attacks attacks=attack/VBZ/advcl>pay ,/, "
     "Qatar/NNP/nsubj>pay will/MD/aux>pay pay/VB/ROOT"),
    ("hypothetical", "attacked", "Qatar/NNP/nsubj>asked asked=ask/VBD/ROOT whether/SCONJ.IN/mark>attacked "
     "Iran/NNP/nsubj>attacked had=have/AUX.VBD/aux>attacked attacked=attack/VBN/ccomp>asked Oman/NNP/dobj>attacked"),
    ("planned", "Talks", "Talks=talk/NNS/nsubj>begin with/IN/prep>Talks Oman/NNP/pobj>with will/MD/aux>begin "
     "begin/VB/ROOT on/IN/prep>begin Monday/NNP/pobj>on"),
    ("hypothetical", "attack", "An/DT/det>attack attack/NN/nsubj>be on/IN/prep>attack Oman/NNP/pobj>on "
     "would/MD/aux>be be/AUX.VB/ROOT a/DT/det>mistake mistake/NN/attr>be"),
    ("hypothetical", "attack", "Will/MD/aux>attack Iran/NNP/nsubj>attack attack/VB/ROOT Oman/NNP/dobj>attack ?/."),
    ("hypothetical", "attacked", "“/`` Who/WP/nsubj>attacked attacked=attack/VBD/ROOT Oman/NNP/dobj>attacked ?/. ”/''"),
    ("planned", "persecuting", "Iran/NNP/nsubj>plans plans=plan/VBZ/ROOT to/TO/aux>pay pay/VB/xcomp>plans "
     "the/DT/det>men "
     "men=man/NNS/dobj>pay persecuting=persecute/VBG/acl>men Oman/NNP/dobj>persecuting"),
]  # fmt: skip

GOVERNED = [
    ("planned", "attack", "Iran/NNP/nsubj>threatened threatened=threaten/VBD/ROOT to/TO/aux>attack "
     "attack/VB/xcomp>threatened Oman/NNP/dobj>attack"),
    ("planned", "signed", "The/DT/det>pact pact/NN/nsubjpass>expected is=be/AUX.VBZ/auxpass>expected "
     "expected=expect/VBN/ROOT to/TO/aux>signed be/AUX.VB/auxpass>signed signed=sign/VBN/xcomp>expected"),
    ("planned", "leave", "Iran/NNP/nsubj>agreed agreed=agree/VBD/ROOT on/IN/prep>agreed Monday/NNP/pobj>on "
     "to/TO/aux>leave leave/VB/xcomp>agreed Oman/NNP/dobj>leave"),
    ("planned", "attack", "Iran/NNP/nsubj>made made=make/VBD/ROOT a/DT/det>plan plan/NN/dobj>made to/TO/aux>attack "
     "attack/VB/acl>plan Oman/NNP/dobj>attack"),
    ("planned", "attack", "Iran/NNP/nsubj>is is=be/AUX.VBZ/ROOT ready/JJ/acomp>is to/TO/aux>attack "
     "attack/VB/xcomp>ready Oman/NNP/dobj>attack"),
    ("requested", "leave", "Qatar/NNP/nsubj>urged urged=urge/VBD/ROOT Iran/NNP/dobj>urged to/TO/aux>leave "
     "leave/VB/xcomp>urged Oman/NNP/dobj>leave"),
    ("requested", "leave", "Iran/NNP/nsubjpass>urged was=be/AUX.VBD/auxpass>urged urged=urge/VBN/ROOT to/TO/aux>leave "
     "leave/VB/xcomp>urged Oman/NNP/dobj>leave"),
    ("requested", "talks", "Qatar/NNP/nsubj>called called=call/VBD/ROOT for/IN/prep>called talks=talk/NNS/pobj>for "
     "with/IN/prep>talks Oman/NNP/pobj>with"),
    ("requested", "leave", "Qatar/NNP/poss>demand 's/POS/case>Qatar demand/NN/nsubjpass>ignored "
     "that/SCONJ.IN/mark>leave Iran/NNP/nsubj>leave leave/VB/acl>demand Oman/NNP/dobj>leave "
     "was=be/AUX.VBD/auxpass>ignored ignored=ignore/VBN/ROOT"),
    ("hypothetical", "attacked", "Qatar/NNP/nsubj>feared feared=fear/VBD/ROOT that/SCONJ.IN/mark>attacked "
     "Iran/NNP/nsubj>attacked had=have/AUX.VBD/aux>attacked attacked=attack/VBN/ccomp>feared Oman/NNP/dobj>attacked"),
    ("hypothetical", "strike", "Qatar/NNP/nsubj>spoke spoke=speak/VBD/ROOT of/IN/prep>spoke the/DT/det>right "
     "right/NN/pobj>of to/TO/aux>strike strike/VB/acl>right Oman/NNP/dobj>strike"),
    ("hypothetical", "attack", "Qatar/NNP/nsubj>spoke spoke=speak/VBD/ROOT of/IN/prep>spoke the/DT/det>risk "
     "risk/NN/pobj>of of/IN/prep>risk an/DT/det>attack attack/NN/pobj>of on/IN/prep>attack Oman/NNP/pobj>on"),
    ("hypothetical", "attacking", "Iran/NNP/nsubj>considered considered=consider/VBD/ROOT "
     "attacking=attack/VBG/xcomp>considered Oman/NNP/dobj>attacking"),
    ("negated", "leave", "Iran/NNP/nsubj>refused refused=refuse/VBD/ROOT to/TO/aux>leave leave/VB/xcomp>refused "
     "Oman/NNP/dobj>leave"),
    ("negated", "leave", "Iran/NNP/nsubj>plan does=do/AUX.VBZ/aux>plan not/PART.RB/neg>plan plan/VB/ROOT "
     "to/TO/aux>leave leave/VB/xcomp>plan Oman/NNP/dobj>leave"),
    ("negated", "attacked", "Iran/NNP/nsubj>denied denied=deny/VBD/ROOT that/SCONJ.IN/mark>attacked "
     "it/PRP/nsubj>attacked had=have/AUX.VBD/aux>attacked attacked=attack/VBN/ccomp>denied Oman/NNP/dobj>attacked"),
    ("negated", "attacking", "Iran/NNP/nsubj>ruled ruled=rule/VBD/ROOT out/RP/prt>ruled "
     "attacking=attack/VBG/xcomp>ruled Oman/NNP/dobj>attacking"),
    ("negated", "talks", "Iran/NNP/nsubj>cancelled cancelled=cancel/VBD/ROOT talks=talk/NNS/dobj>cancelled "
     "with/IN/prep>talks Oman/NNP/pobj>with"),
    ("negated", "sign", "Iran/NNP/poss>refusal 's/POS/case>Iran refusal/NN/nsubj>angered to/TO/aux>sign "
     "sign/VB/acl>refusal the/DT/det>pact pact/NN/dobj>sign angered=anger/VBD/ROOT Oman/NNP/dobj>angered"),
    ("negated", "attack", "Iran/NNP/nsubj>is is=be/AUX.VBZ/ROOT unlikely/JJ/acomp>is to/TO/aux>attack "
     "attack/VB/xcomp>unlikely Oman/NNP/dobj>attack"),
]  # fmt: skip

WORDS = [
    ("tells", "reported=report/VBD/ROOT"), ("holds", "report/NN/ROOT"), ("says", "ruled=rule/VBD/ROOT"),
    ("says", "said=say/VBD/ROOT"), ("holds", "accused=accuse/VBN/ROOT"), ("holds", "fear/NN/ROOT"),
    ("", "planned=plan/VBD/ROOT"), (None, "sang=sing/VBD/ROOT"), (None, "say/NN/ROOT"),
]  # fmt: skip


@pytest.mark.parametrize(("trigger", "text"), ACTUAL, ids=plain)
def test_actual(trigger: str, text: str) -> None:
    """What is told without reserve has happened, whatever stands in the clauses around it."""
    assert of(trigger, text) == "actual"


@pytest.mark.parametrize(("trigger", "text"), NEGATED, ids=plain)
def test_negated(trigger: str, text: str) -> None:
    """What is denied to have happened is negated, wherever the negation stands."""
    assert of(trigger, text) == "negated"


@pytest.mark.parametrize(("expected", "trigger", "text"), MOODS, ids=plain)
def test_moods(expected: str, trigger: str, text: str) -> None:
    """Modals, conditions and infinitives say that it is ahead, wanted or imagined."""
    assert of(trigger, text) == expected


@pytest.mark.parametrize(("expected", "trigger", "text"), GOVERNED, ids=plain)
def test_governed(expected: str, trigger: str, text: str) -> None:
    """A verb, noun or adjective that governs the act tells of it."""
    assert of(trigger, text) == expected


@pytest.mark.parametrize(("voice", "text"), WORDS, ids=plain)
def test_governors(voice: str | None, text: str) -> None:
    """A governor is a word with its part of speech; only verbs of saying report, others may attribute."""
    token, table = build(text)[0], governors()
    entry = table.get(token)
    assert (entry.voice if entry else None) == voice
    assert table.reports(token) == (voice in {"says", "tells"})
    assert table.tells(token) == (voice == "tells")
    assert table.attributes(token) == (voice in {"says", "tells", "holds"})


def test_particles() -> None:
    """A verb with its particle is a governor of its own: to rule out is not to rule."""
    doc = build(
        "Iran/NNP/nsubj>ruled ruled=rule/VBD/ROOT out/RP/prt>ruled talks=talk/NNS/dobj>ruled | "
        "Iran/NNP/nsubj>ruled ruled=rule/VBD/ROOT up/RP/prt>ruled | Iran/NNP/nsubj>ruled ruled=rule/VBD/ROOT "
        "out/RP/advmod>ruled"
    )
    found = [governors().get(find(doc, "ruled", n)) for n in range(3)]
    assert [entry.lemma for entry in found if entry] == ["rule out", "rule", "rule"]


INTENDED = [
    (True, "meet", "Iran/NNP/nsubj>plans plans=plan/VBZ/ROOT to/TO/aux>meet meet/VB/xcomp>plans Oman/NNP/dobj>meet"),
    (True, "help", "Iran/NNP/nsubj>is is=be/AUX.VBZ/ROOT ready/JJ/acomp>is to/TO/aux>help help/VB/xcomp>ready "
     "Oman/NNP/dobj>help"),
    (True, "meet", "Iran/NNP/poss>plan 's/POS/case>Iran plan/NN/nsubj>failed to/TO/aux>meet meet/VB/acl>plan "
     "Oman/NNP/dobj>meet failed=fail/VBD/ROOT"),
    (False, "meet", "Iran/NNP/nsubj>plan does=do/AUX.VBZ/aux>plan not/PART.RB/neg>plan plan/VB/ROOT to/TO/aux>meet "
     "meet/VB/xcomp>plan Oman/NNP/dobj>meet"),
    (False, "meet", "Iran/NNP/nsubj>managed managed=manage/VBD/ROOT to/TO/aux>meet meet/VB/xcomp>managed "
     "Oman/NNP/dobj>meet"),
    (False, "met", "Iran/NNP/nsubj>hopes hopes=hope/VBZ/ROOT Oman/NNP/nsubj>met met=meet/VBD/ccomp>hopes "
     "Qatar/NNP/dobj>met"),
]  # fmt: skip

SWORN = [
    (True, "strike", "Iran/NNP/nsubj>vowed vowed=vow/VBD/ROOT to/TO/aux>strike strike/VB/xcomp>vowed "
     "back/RB/advmod>strike"),
    (True, "strike", "Iran/NNP/nsubj>threatened threatened=threaten/VBD/ROOT to/TO/aux>strike "
     "strike/VB/xcomp>threatened"),
    (False, "strike", "Iran/NNP/nsubj>vow did=do/AUX.VBD/aux>vow not/PART.RB/neg>vow vow/VB/ROOT to/TO/aux>strike "
     "strike/VB/xcomp>vow"),
    (False, "strike", "Iran/NNP/nsubj>hoped hoped=hope/VBD/ROOT to/TO/aux>strike strike/VB/xcomp>hoped"),
    (False, "striking", "Iran/NNP/nsubj>threatened threatened=threaten/VBD/ROOT striking=strike/VBG/xcomp>threatened "
     "Oman/NNP/dobj>striking"),
]  # fmt: skip

# the entry; event, mode and status; the act's verb; the sayer, if any
CODED = [
    ("CONSULT", "AGREE - planned", "meet", "", "Iran/NNP/nsubj>plans plans=plan/VBZ/ROOT to/TO/aux>meet "
     "meet/VB/xcomp>plans Oman/NNP/dobj>meet"),
    ("AID", "AGREE - planned", "help", "", "Iran/NNP/nsubj>is is=be/AUX.VBZ/ROOT ready/JJ/acomp>is to/TO/aux>help "
     "help/VB/xcomp>ready Oman/NNP/dobj>help"),
    ("AID", "AGREE - planned", "help", "", "Iran/NNP/nsubj>help will/MD/aux>help help/VB/ROOT Oman/NNP/dobj>help"),
    ("CONSULT", "CONSULT - planned", "meet", "", "Iran/NNP/nsubj>arranged arranged=arrange/VBD/ROOT to/TO/aux>meet "
     "meet/VB/xcomp>arranged Oman/NNP/dobj>meet"),
    ("CONSULT", "CONSULT - negated", "meet", "", "Iran/NNP/nsubj>plan does=do/AUX.VBZ/aux>plan not/PART.RB/neg>plan "
     "plan/VB/ROOT to/TO/aux>meet meet/VB/xcomp>plan Oman/NNP/dobj>meet"),
    ("AGREE", "AGREE - planned", "intends", "", "Iran/NNP/nsubj>intends intends=intend/VBZ/ROOT to/TO/aux>join "
     "join/VB/xcomp>intends"),
    ("AGREE", "AGREE - actual", "signed", "", "Iran/NNP/nsubj>signed signed=sign/VBD/ROOT the/DT/det>pact "
     "pact/NN/dobj>signed"),
    ("ASSAULT", "THREATEN violence actual", "strike", "", "Iran/NNP/nsubj>vowed vowed=vow/VBD/ROOT to/TO/aux>strike "
     "strike/VB/xcomp>vowed Oman/NNP/dobj>strike"),
    ("SANCTION", "THREATEN relations actual", "expel", "", "Iran/NNP/nsubj>threatened threatened=threaten/VBD/ROOT "
     "to/TO/aux>expel expel/VB/xcomp>threatened envoys=envoy/NNS/dobj>expel"),
    ("ASSAULT", "ASSAULT - planned", "strike", "", "Iran/NNP/nsubj>planned planned=plan/VBD/ROOT to/TO/aux>strike "
     "strike/VB/xcomp>planned Oman/NNP/dobj>strike"),
    ("SUPPORT", "REJECT - actual", "accept", "", "Iran/NNP/nsubj>accept can/MD/aux>accept not/PART.RB/neg>accept "
     "accept/VB/ROOT Oman/NNP/dobj>accept"),
    ("SUPPORT", "REJECT - actual", "recognise", "", "Iran/NNP/nsubj>recognise does=do/AUX.VBZ/aux>recognise "
     "not/PART.RB/neg>recognise recognise/VB/ROOT Oman/NNP/dobj>recognise"),
    ("SUPPORT", "SUPPORT - negated", "recognise", "", "Iran/NNP/nsubj>recognise did=do/AUX.VBD/aux>recognise "
     "not/PART.RB/neg>recognise recognise/VB/ROOT Oman/NNP/dobj>recognise"),
    ("ASSAULT", "THREATEN violence actual", "strike", "Iran", "Iran/NNP/nsubj>said said=say/VBD/ROOT "
     "it/PRP/nsubj>strike would/MD/aux>strike strike/VB/ccomp>said Oman/NNP/dobj>strike if/SCONJ.IN/mark>attacked "
     "attacked=attack/VBN/advcl>strike"),
    ("ASSAULT", "THREATEN violence actual", "strike", "Iran", "Iran/NNP/nsubj>said said=say/VBD/ROOT "
     "it/PRP/nsubj>strike would/MD/aux>strike strike/VB/ccomp>said Oman/NNP/dobj>strike"),
    ("ASSAULT", "ASSAULT - hypothetical", "strike", "Oman", "Oman/NNP/nsubj>said said=say/VBD/ROOT "
     "Iran/NNP/nsubj>strike would/MD/aux>strike strike/VB/ccomp>said Oman/NNP/dobj>strike if/SCONJ.IN/mark>attacked "
     "attacked=attack/VBN/advcl>strike"),
    ("ASSAULT", "ASSAULT - hypothetical", "strike", "Iran", "Iran/NNP/nsubj>said said=say/VBD/ROOT "
     "it/PRP/nsubj>strike might/MD/aux>strike strike/VB/ccomp>said Oman/NNP/dobj>strike"),
]  # fmt: skip


@pytest.mark.parametrize(("expected", "verb", "text"), INTENDED, ids=plain)
def test_is_intended(expected: bool, verb: str, text: str) -> None:
    """What somebody plans, hopes or is ready to do is intended; what is managed, or wished of others, is not."""
    assert is_intended(find(build(text), verb)) is expected


@pytest.mark.parametrize(("expected", "verb", "text"), SWORN, ids=plain)
def test_is_sworn(expected: bool, verb: str, text: str) -> None:
    """Only an infinitive under a word that is given swears the act."""
    assert is_sworn(find(build(text), verb)) is expected


def party(name: str) -> Party:
    return Party(f"x:{name}", name, "state", None, name, 0, len(name), f"name: {name}")


@pytest.mark.parametrize(("root", "expected", "verb", "sayer", "text"), CODED, ids=plain)
def test_coded(root: str, expected: str, verb: str, sayer: str, text: str) -> None:
    """Goods intended are agreed to, harms sworn or announced by their actor threatened, refusals rejected."""
    clause = find(build(text), verb)
    row = {"trigger": clause.lemma_, "pos": "verb", "frame": "", "mode": "", "example": "", "claim": ""}
    sayers = (party(sayer),) if sayer else ()
    code, state = coded(parse(root, row), clause, (party("Iran"),), sayers)
    assert f"{code.root} {code.mode or '-'} {state}" == expected
