"""Events read by a small lexicon of the test's own: which entry fires, and who is left as its recipient."""

from collections.abc import Iterator

import pytest

from kgraph.extractors.dates import Written
from kgraph.extractors.events import EventExtractor
from kgraph.extractors.governors import governors
from kgraph.extractors.lexicon import IDLE, Entry, Lexicon, Side, parse
from kgraph.extractors.pipeline import extract
from kgraph.extractors.speech import Speech
from kgraph.model import Claim, Document
from tests.docs import build, plain, resolver

EXPELLED = (
    "Iran/NNP/nsubj>expelled/GPE expelled=expel/VBD/ROOT the/DT/det>diplomat American/JJ/amod>diplomat/NORP "
    "diplomat/NN/dobj>expelled"
)
PULLED = "{0} {1}/nsubj>pulled pulled=pull/VBD/ROOT {2} {3}/dobj>pulled"
REPORT = "Iran/NNP/nsubj>released/GPE released=release/VBD/ROOT a/DT/det>report report/NN/dobj>released"
NUN = "Iran/NNP/nsubj>released/GPE released=release/VBD/ROOT a/DT/det>nun nun/NN/dobj>released"
WITHIN = "Iran/NNP/nsubj>{0}/GPE {0}={1}/VBD/ROOT 300/CD/nummod>{2} {2}={3}/NNS/dobj>{0}"

# the entry or entries; what is told, each recipient by its words
TOLD = [
    # asked of nobody else
    ("REQUEST must/modal/", "REQUEST Iran > Oman", "Iran/NNP/nsubj>said/GPE said=say/VBD/ROOT Oman/NNP/nsubj>win/GPE "
     "must/MD/aux>win win/VB/ccomp>said"),
    ("REQUEST must/modal/", "", "“/`` We/PRP/nsubj>win must/MD/aux>win win/VB/ccomp>said ,/, ”/'' "
     "Iran/NNP/nsubj>said/GPE "
     "said=say/VBD/ROOT"),
    ("SUPPORT praise/verb/subj>obj!", "", "Iran/NNP/nsubj>praised/GPE praised=praise/VBD/ROOT itself/PRP/dobj>praised"),
    ("SUPPORT praise/verb/subj>obj", "SUPPORT Iran > ", "Iran/NNP/nsubj>praised/GPE praised=praise/VBD/ROOT "
     "itself/PRP/dobj>praised"),
    # people who are a word of the trigger; things only where they are objected to
    ("SANCTION expel worker/verb/subj>from", "SANCTION Iran > 300 workers",
     WITHIN.format("expelled", "expel", "workers", "worker")),
    ("ACCUSE expel worker/verb/subj>from", "ACCUSE Iran > ", WITHIN.format("expelled", "expel", "workers", "worker")),
    ("SANCTION expel worker/verb/subj>from!", "", WITHIN.format("expelled", "expel", "workers", "worker")),
    ("SANCTION expel worker/verb/subj>none", "SANCTION Iran > ",
     WITHIN.format("expelled", "expel", "workers", "worker")),
    ("ASSAULT hit missile/verb/subj>in", "ASSAULT Iran > ", WITHIN.format("hit", "hit", "missiles", "missile")),
    ("ASSAULT hit truck/verb/subj>in", "ASSAULT Iran > ", WITHIN.format("hit", "hit", "trucks", "truck")),
    ("REJECT reject plan/verb/subj>of", "REJECT Iran > 300 plans",
     WITHIN.format("rejected", "reject", "plans", "plan")),
    ("PROTEST boycott vote/verb/subj>in", "PROTEST Iran > 300 votes",
     WITHIN.format("boycotted", "boycott", "votes", "vote")),
    ("REJECT reject plan/verb/subj>of", "REJECT Iran, Oman > ", "Iran/NNP/nsubj>rejected/GPE and/CC/cc>Iran "
     "Oman/NNP/conj>Iran/GPE rejected=reject/VBD/ROOT plans=plan/NNS/dobj>rejected"),
    # whose the trigger's object is, with all its words
    ("SANCTION expel diplomat/verb/subj>mod", "SANCTION Iran > the American diplomat", EXPELLED),
    ("SANCTION expel diplomat/verb/subj>poss", "SANCTION Iran > Oman's diplomat", "Iran/NNP/nsubj>expelled/GPE "
     "expelled=expel/VBD/ROOT Oman/NNP/poss>diplomat/GPE 's/POS/case>Oman diplomat/NN/dobj>expelled"),
    # own people are only moved about
    ("SANCTION pull/verb/", "SANCTION the gang > ",
     PULLED.format("The/DT/det>gang", "gang/NN", "its/PRP$/poss>staff", "staff/NN")),
    ("SANCTION pull/verb/", "SANCTION Iran > ",
     PULLED.format("", "Iran/NNP", "its/PRP$/poss>ships", "ships=ship/NNS")),
    ("SANCTION pull/verb/", "SANCTION the gang > the nun",
     PULLED.format("The/DT/det>gang", "gang/NN", "the/DT/det>nun", "nun/NN")),
    ("ASSAULT pull/verb/", "ASSAULT the gang > its staff",
     PULLED.format("The/DT/det>gang", "gang/NN", "its/PRP$/poss>staff", "staff/NN")),
    # outside the frame: conditions, judgements, help
    ("CONSULT talk/verb/subj>with", "REJECT Mali > Chad", "Mali/NNP/nsubj>talk/GPE will/MD/aux>talk "
     "not/PART.RB/neg>talk "
     "talk/VB/ROOT until/SCONJ.IN/mark>leaves Chad/NNP/nsubj>leaves/GPE leaves=leave/VBZ/advcl>talk"),
    ("CONSULT talk/verb/subj>with", "CONSULT Mali > ", "Mali/NNP/nsubj>talked/GPE talked=talk/VBD/ROOT "
     "until/SCONJ.IN/mark>left Chad/NNP/nsubj>left/GPE left=leave/VBD/advcl>talked"),
    ("SUPPORT appreciate/verb/", "SUPPORT Mali > Chad", "Mali/NNP/nsubj>appreciates/GPE "
     "appreciates=appreciate/VBZ/ROOT "
     "that/SCONJ.IN/mark>paid Chad/NNP/nsubj>paid/GPE paid=pay/VBD/ccomp>appreciates"),
    ("SUPPORT support/noun/", "SUPPORT Chad > Mali", "With/IN/prep>retook the/DT/det>support support/NN/pobj>With "
     "of/IN/prep>support Chad/NNP/pobj>of/GPE ,/, Mali/NNP/nsubj>retook/GPE retook=retake/VBD/ROOT "
     "posts=post/NNS/dobj>retook"),
    # a modifier only judges
    ("ACCUSE vile/adj/", "ACCUSE Iran > ", "Iran/NNP/nsubj>saw/GPE saw=see/VBD/ROOT “/``/punct>saw some/DT/det>acts "
     "vile/JJ/amod>acts "
     "acts=act/NNS/dobj>saw ”/'' ,/, Iran/NNP/nsubj>said/GPE said=say/VBD/conj>saw"),
    ("REQUEST vile/adj/", "", "Iran/NNP/nsubj>saw/GPE saw=see/VBD/ROOT “/``/punct>saw some/DT/det>acts "
     "vile/JJ/amod>acts "
     "acts=act/NNS/dobj>saw ”/'' ,/, Iran/NNP/nsubj>said/GPE said=say/VBD/conj>saw"),
    # what is idle
    ("RETREAT release/verb/", "RETREAT Iran > a report", REPORT),
    ("RETREAT release/verb/ IDLE release report/verb/", "", REPORT),
    ("RETREAT release report/verb/ IDLE release report/verb/", "", REPORT),
    ("RETREAT release */verb/subj>obj IDLE release report/verb/", "", REPORT),
    ("RETREAT release report/verb/subj>none IDLE release */verb/", "RETREAT Iran > ", REPORT),
    ("RETREAT release/verb/ IDLE release report/verb/", "RETREAT Iran > a nun", NUN),
    ("RETREAT release/verb/ IDLE release ^<people>/verb/", "RETREAT Iran > a nun", NUN),
    # the more specific of two
    ("RETREAT release/verb/ COERCE release */verb/", "COERCE Iran > a nun", NUN),
    ("COERCE release */verb/ RETREAT release nun/verb/", "RETREAT Iran > a nun", NUN),
]  # fmt: skip


def entry(root: str, written: str) -> Entry:
    trigger, pos, frame = written.split("/")
    if root == IDLE:
        return Entry(tuple(trigger.split()), pos, Side(("none",)), Side(("none",)), IDLE, None, "", "- > -")
    return parse(root, {"trigger": trigger, "pos": pos, "frame": frame, "mode": "", "example": "", "claim": ""})


def entries(written: str) -> Iterator[Entry]:
    """Entries written as ``ROOT trigger/pos/frame``, one behind the other."""
    root, rest = "", list[str]()
    for word in [*written.split(), "END"]:
        if word.isupper():
            if rest:
                yield entry(root, " ".join(rest))
            root, rest = word, []
        else:
            rest.append(word)


def claims(written: str, text: str) -> list[Claim]:
    """What a lexicon of these entries finds in a written text."""
    doc = build(text)
    lexicon = Lexicon(entries(written))
    return list(EventExtractor(resolver(doc), Speech(doc, governors()), lexicon, Written(None)).claims())


def told(claim: Claim) -> str:
    actors = ", ".join(party.text.replace("The ", "the ") for party in claim.actors)
    return f"{claim.event} {actors} > {', '.join(party.text for party in claim.recipients)}"


@pytest.mark.parametrize(("written", "expected", "text"), TOLD, ids=plain)
def test_told(written: str, expected: str, text: str) -> None:
    """The most specific entry fires unless it is idle, and its recipient is somebody else than its actor."""
    assert "; ".join(map(told, claims(written, text))) == expected


# sentences as the real parser reads them; "ROOT actors > recipients status", by name
WHOLE = [
    ("Mali closed its border with Chad.", "COERCE Mali > Chad actual"),
    ("Iran's ally condemned Israel.", "ACCUSE Iran's ally > Israel actual"),
    ("UK and EU negotiators met Iranian envoys.", "CONSULT United Kingdom, European Union > Iran actual"),
    ("UN Security Council Resolution 2254 condemned Iran.", "ACCUSE UN Security Council > Iran actual"),
    ("Iran expelled the American diplomat.", "SANCTION Iran > United States actual"),
    ("Emmanuel Macron called Ada Stone to congratulate him. He praised Chad.", "SUPPORT Emmanuel Macron > Chad actual"),
    ("Iran vowed to attack Israel.", "THREATEN Iran > Israel actual"),
    ("Iran vowed to strike Israel.", "THREATEN Iran > Israel actual"),
    ("Iran said it would strike Israel if attacked.", "THREATEN Iran > Israel actual"),
    ("Iran does not recognise Israel.", "REJECT Iran > Israel actual"),
    ("Will Iran attack Israel?", "ASSAULT Iran > Israel hypothetical"),
    ("Chad returned the vase that was stolen in 1944 to Mali.", "RETREAT Chad > Mali actual"),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("text", "expected"), WHOLE)
def test_whole(text: str, expected: str) -> None:
    """The rules together, by the packaged lexicon on a real parse."""
    [(_, found)] = extract([Document(id="whole.txt", text=text)])
    sides = [
        (claim, [", ".join(party.name for party in side) for side in (claim.actors, claim.recipients)])
        for claim in found
        if claim.kind == "event"
    ]
    assert expected in [f"{claim.event} {' > '.join(names)} {claim.status}" for claim, names in sides]


@pytest.mark.model
def test_an_announced_statement() -> None:
    """What follows a statement that somebody released is theirs."""
    text = "Oman released the following statement:\nIran attacked Qatar on Monday."
    [(_, found)] = extract([Document(id="statement.txt", text=text)])
    assert [[party.name for party in claim.attributed_to] for claim in found if claim.event == "ASSAULT"] == [["Oman"]]
