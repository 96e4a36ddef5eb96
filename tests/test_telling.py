"""What is worth telling of the acts found: not the same twice, no promises of harm, not half an act."""

import pytest
from spacy.tokens import Doc

from kgraph.extractors import matching, telling
from kgraph.extractors.lexicon import parse
from kgraph.extractors.matching import Match
from kgraph.model import Party, PartyKind
from tests.docs import build, find, plain

STRIKE = (
    "A/DT/det>strike U.S./NNP/compound>strike strike/NN/nsubj>hit hit/VBD/ROOT two/CD/nummod>trucks "
    "trucks=truck/NNS/dobj>hit"
)
STRIKES = (
    "A/DT/det>series series/NN/nsubj>hit of/IN/prep>series strike/NN/pobj>of hit/VBD/ROOT trucks=truck/NNS/dobj>hit"
)
# the noun's and the verb's act with their sides; the anchors that tell again
TWICE = [
    ("strike", STRIKE, ("ASSAULT", "USA", ""), ("ASSAULT", "", "?trucks")),
    ("strike", STRIKE, ("ASSAULT", "USA", ""), ("ASSAULT", "", "Iran")),
    ("strike", STRIKES, ("ASSAULT", "USA", ""), ("ASSAULT", "", "Iran")),
    ("hit", STRIKE, ("ASSAULT", "USA", "Iran"), ("ASSAULT", "", "?trucks")),
    ("hit", STRIKE, ("ASSAULT", "USA Oman", ""), ("ASSAULT", "", "?trucks")),
    ("", STRIKE, ("ASSAULT", "USA", "Iran"), ("ASSAULT", "", "Qatar")),
    ("", STRIKE, ("PROTEST", "USA", ""), ("ASSAULT", "", "Iran")),
]  # fmt: skip

PROMISES = [
    ("vowed", "vow", "AGREE", "ASSAULT", "Iran/NNP/nsubj>vowed vowed=vow/VBD/ROOT to/TO/aux>act act/VB/xcomp>vowed "
     "back/RB/advmod>act"),
    ("", "vow", "AGREE", "AID", "Iran/NNP/nsubj>vowed vowed=vow/VBD/ROOT to/TO/aux>act act/VB/xcomp>vowed"),
    ("", "agree", "AGREE", "ASSAULT", "Iran/NNP/nsubj>agreed agreed=agree/VBD/ROOT to/TO/aux>act act/VB/xcomp>agreed"),
    ("", "vow", "THREATEN", "ASSAULT", "Iran/NNP/nsubj>vowed vowed=vow/VBD/ROOT to/TO/aux>act act/VB/xcomp>vowed"),
    ("", "vow", "AGREE", "ASSAULT", "Iran/NNP/nsubj>vowed vowed=vow/VBD/ROOT peace/NN/dobj>vowed before/IN/prep>vowed "
     "act/NN/pobj>before"),
]  # fmt: skip

PASSIVE = "The/DT/det>port port/NN/nsubjpass>held was=be/AUX.VBD/auxpass>held held=hold/VBN/ROOT"
REDUCED = "Those/DT/nsubj>left held=hold/VBN/acl>Those left=leave/VBD/ROOT"
ACTIVE = "A/DT/det>bomb bomb/NN/nsubj>held held=hold/VBD/ROOT the/DT/det>port port/NN/dobj>held"
INFINITIVE = "Iran/NNP/nsubj>came came=come/VBD/ROOT to/TO/aux>hold hold/VB/advcl>came Oman/NNP/dobj>hold"
RAID = "The/DT/det>raid raid/NN/nsubj>failed failed=fail/VBD/ROOT"
WAR = "The/DT/det>war war/NN/nsubj>failed failed=fail/VBD/ROOT"
ALONE = [
    # nouns: somebody known, or harmed
    (True, "ASSAULT raid/noun/", "?port", RAID), (True, "CONSULT raid/noun/", "Iran", RAID),
    (False, "CONSULT raid/noun/", "?port", RAID), (False, "ASSAULT war/noun/", "Iran", WAR),
    # verbs: passives, of people where they are reduced
    (True, "CONSULT hold/verb/", "?port", PASSIVE), (False, "CONSULT hold/verb/", "?port", ACTIVE),
    (True, "ASSAULT hold/verb/", "?port", ACTIVE), (False, "COERCE hold/verb/", "?port", REDUCED),
    (True, "COERCE hold/verb/", "?nuns:people", REDUCED), (True, "COERCE hold/verb/", "Iran", REDUCED),
    (False, "ASSAULT hold/verb/", "Iran", INFINITIVE),
    # the subject is who undergoes it
    (True, "COERCE hold/verb/none>subj", "?port", ACTIVE), (False, "CONSULT hold/verb/none>subj", "?port", ACTIVE),
    (True, "CONSULT hold/verb/none>subj", "Iran", ACTIVE),
]  # fmt: skip

TRUST = [
    (0.8, "hold/verb/", "USA", "Iran"), (0.9, "hold port/verb/", "USA", "Iran"), (0.65, "hold/verb/", "", "Iran"),
    (0.5, "hold/verb/", "", ""), (0.7, "hold/verb/", "?nuns:people", "Iran"), (0.75, "hold/verb/", "USA", "~Iran"),
    (0.75, "port/noun/", "USA", "Iran"), (0.6, "hold/verb/", "?gang", "?nuns"),
]  # fmt: skip


def parties(written: str) -> tuple[Party, ...]:
    """Parties by name: ``?`` before one without a name, ``~`` before one whom a pronoun means, ``:`` before a kind."""
    found = []
    for word in written.split():
        name, _, kind = word.lstrip("?~").partition(":")
        why = {"?": "unnamed", "~": "meant by “it”"}.get(word[0], f"name: {name}")
        of_kind: PartyKind = "people" if kind == "people" else "organisation"
        found.append(Party(f"x:{name}", name, of_kind, None, name, 0, len(name), why))
    return tuple(found)


def match(written: str, doc: Doc) -> Match:
    """The entry written as ``ROOT trigger/pos/frame``, at its first word."""
    root, _, rest = written.partition(" ")
    trigger, pos, frame = rest.split("/")
    row = {"trigger": trigger, "pos": pos, "frame": frame, "mode": "", "example": "", "claim": ""}
    [anchor] = [token for token in doc if token.lemma_ == trigger.split()[0]]
    found = matching.match(parse(root, row), anchor)
    assert found is not None
    return found


@pytest.mark.parametrize(("again", "text", "noun", "verb"), TWICE, ids=plain)
def test_told_twice(again: str, text: str, noun: tuple[str, str, str], verb: tuple[str, str, str]) -> None:
    """Of a noun that does what its verb tells, the act is told once: by the one that knows more."""
    doc = build(text)
    found = [
        (match(f"{root} {written}", doc), (parties(actors), parties(recipients)))
        for written, (root, actors, recipients) in (("strike/noun/", noun), ("hit/verb/", verb))
    ]
    assert " ".join(doc[i].text for i in telling.told_twice(found)) == again


@pytest.mark.parametrize(("word", "sworn", "root", "harm", "text"), PROMISES, ids=plain)
def test_no_promises(word: str, sworn: str, root: str, harm: str, text: str) -> None:
    """To vow a harm is no agreement."""
    doc = build(text)
    pos = "noun" if find(doc, "act").pos_ == "NOUN" else "verb"
    found = [(match(f"{written}", doc), ((), ())) for written in (f"{root} {sworn}/verb/", f"{harm} act/{pos}/")]
    assert " ".join(doc[i].text for i in telling.no_promises(found)) == word


@pytest.mark.parametrize(("expected", "entry", "recipients", "text"), ALONE, ids=plain)
def test_tells_alone(expected: bool, entry: str, recipients: str, text: str) -> None:
    """Without an actor only that is told which was done to somebody."""
    assert telling.tells_alone(match(entry, build(text)), parties(recipients)) is expected


@pytest.mark.parametrize(("expected", "entry", "actors", "recipients"), TRUST, ids=plain)
def test_confidence(expected: float, entry: str, actors: str, recipients: str) -> None:
    """Trust sinks with each side that is missing, unnamed or meant by a pronoun, and rises with a longer trigger."""
    found = match(f"ASSAULT {entry}", build(ACTIVE))
    assert telling.confidence(found, parties(actors), parties(recipients)) == expected
