"""Phrases and clauses: who stands where in a parsed sentence."""

import pytest

from kgraph import syntax
from tests.docs import broken, build, find, plain

CONJUNCTS = [
    ("Iran", "Iran Iraq Oman", "Iran/NNP/nsubj>met/GPE ,/,/punct>Iran Iraq/NNP/conj>Iran/GPE and/CC/cc>Iraq "
     "Oman/NNP/conj>Iraq/GPE met=meet/VBD/ROOT"),
    ("Carter", "Kerry Carter", "Secretary/NNP/compound>Carter Kerry/NNP/nmod>Carter/PERSON and/CC/cc>Kerry "
     "Secretary/NNP/compound>Carter Carter/NNP/nsubj>met/PERSON met=meet/VBD/ROOT"),
    ("Oman", "Oman", "Iran/NNP/nsubj>met/GPE ,/,/punct>Iran Iraq/NNP/conj>Iran/GPE and/CC/cc>Iraq "
     "Oman/NNP/conj>Iraq/GPE met=meet/VBD/ROOT"),
]  # fmt: skip

PHRASES = [
    ("spokesman", "The Iranian foreign ministry's senior spokesman for Asia", "The/DT/det>ministry "
     "Iranian/JJ/amod>ministry foreign/JJ/compound>ministry ministry/NN/poss>spokesman 's/POS/case>ministry "
     "senior/JJ/amod>spokesman spokesman/NN/nsubj>met for/IN/prep>spokesman Asia/NNP/pobj>for ,/,/punct>spokesman "
     "who/WP/nsubj>resigned resigned=resign/VBD/relcl>spokesman ,/,/punct>spokesman met=meet/VBD/ROOT "
     "envoys=envoy/NNS/dobj>met"),
    ("envoys", "Omani envoys", "Omani/JJ/amod>envoys envoys=envoy/NNS/nsubj>left ,/,/punct>envoys "
     "led=lead/VBN/acl>envoys by/IN/agent>led a/DT/det>prince prince/NN/pobj>by ,/,/punct>envoys left=leave/VBD/ROOT"),
    ("Iran", "Iran", "Iran/NNP/nsubj>met ,/,/punct>Iran Iraq/NNP/conj>Iran and/CC/cc>Iraq Oman/NNP/conj>Iraq "
     "met=meet/VBD/ROOT"),
    ("Oman", "Oman", "Iran/NNP/nsubj>met ,/,/punct>Iran Iraq/NNP/conj>Iran and/CC/cc>Iraq Oman/NNP/conj>Iraq "
     "met=meet/VBD/ROOT"),
    ("officials", "officials", "and/CC/cc>officials officials=official/NNS/ROOT who/WP/nsubj>resigned "
     "resigned=resign/VBD/relcl>officials"),
    ("ministry", "The Iranian foreign ministry", "The/DT/det>ministry Iranian/JJ/amod>ministry "
     "foreign/JJ/compound>ministry ministry/NN/poss>spokesman 's/POS/case>ministry spokesman/NN/ROOT"),
    ("petition", "A petition by growers", "A/DT/det>petition petition/NN/nsubj>failed by/IN/prep>petition "
     "growers=grower/NNS/pobj>by to/TO/aux>stop stop/VB/acl>growers the/DT/det>levy levy/NN/dobj>stop "
     "failed=fail/VBD/ROOT"),
    ("petition", "A petition by growers in Oman", "A/DT/det>petition petition/NN/nsubj>failed by/IN/prep>petition "
     "growers=grower/NNS/pobj>by in/IN/prep>growers Oman/NNP/pobj>in who/WP/nsubj>wept wept=weep/VBD/relcl>growers "
     "for/IN/prep>petition weeks=week/NNS/pobj>for failed=fail/VBD/ROOT"),
]  # fmt: skip

OBJECTS = [
    ("Strikes", "on", "Oman", "Strikes=strike/NNS/nsubj>ended on/IN/prep>Strikes Oman/NNP/pobj>on by/IN/prep>Strikes "
     "Iran/NNP/pobj>by ended=end/VBD/ROOT"),
    ("Strikes", "on by", "Oman Iran", "Strikes=strike/NNS/nsubj>ended on/IN/prep>Strikes Oman/NNP/pobj>on "
     "by/IN/prep>Strikes Iran/NNP/pobj>by ended=end/VBD/ROOT"),
    ("warned", "against", "war sanctions", "Iran/NNP/nsubj>warned warned=warn/VBD/ROOT against/IN/prep>warned "
     "both/CC/preconj>against war/NN/pobj>against and/CC/cc>against against/IN/conj>against "
     "sanctions=sanction/NNS/pobj>against"),
    ("warned", "on", "", "Iran/NNP/nsubj>warned warned=warn/VBD/ROOT against/IN/prep>warned war/NN/pobj>against"),
    ("flew", "from", "Oman", "Iran/NNP/nsubj>flew flew=fly/VBD/ROOT from/IN/prep>flew Oman/NNP/pobj>from "
     "to/IN/prep>from Qatar/NNP/pobj>to"),
    ("flew", "to", "Qatar", "Iran/NNP/nsubj>flew flew=fly/VBD/ROOT from/IN/prep>flew Oman/NNP/pobj>from "
     "to/IN/prep>from Qatar/NNP/pobj>to"),
]  # fmt: skip

SUBJECTS = [
    ("win", "Iran", "Iran/NNP/nsubj>used used=use/VBD/ROOT aid/NN/dobj>used to/TO/aux>win win/VB/xcomp>used "
     "votes=vote/NNS/dobj>win"),
    ("leave", "Oman", "Iran/NNP/nsubj>called called=call/VBD/ROOT on/IN/prep>called Oman/NNP/pobj>on to/TO/aux>leave "
     "leave/VB/xcomp>called"),
    ("leaving", "Iran", "Iran/NNP/nsubj>is is=be/AUX.VBZ/ROOT committed/JJ/acomp>is to/IN/prep>committed "
     "leaving=leave/VBG/pcomp>to Oman/NNP/dobj>leaving"),
    ("free", "efforts", "Iranian/JJ/amod>efforts/NORP efforts=effort/NNS/nsubj>failed to/TO/aux>free "
     "free/VB/acl>efforts Oman/NNP/dobj>free failed=fail/VBD/ROOT"),
    ("left", "envoys", "The/DT/det>envoys envoys=envoy/NNS/nsubj>thanked who/WP/nsubj>left "
     "left=leave/VBD/relcl>envoys thanked=thank/VBD/ROOT Oman/NNP/dobj>thanked"),
    ("seized", "Iran", "The/DT/det>ships ships=ship/NNS/nsubj>sank that/WDT/dobj>seized Iran/NNP/nsubj>seized "
     "seized=seize/VBD/relcl>ships sank=sink/VBD/ROOT"),
    ("leave", "Oman", "Iran/NNP/nsubj>asked asked=ask/VBD/ROOT Oman/NNP/dobj>asked to/TO/aux>leave "
     "leave/VB/xcomp>asked Qatar/NNP/dobj>leave"),
    ("leave", "Oman", "Oman/NNP/nsubjpass>asked was=be/AUX.VBD/auxpass>asked asked=ask/VBN/ROOT to/TO/aux>leave "
     "leave/VB/xcomp>asked Qatar/NNP/dobj>leave"),
    ("leave", "Oman", "Iran/NNP/nsubj>wants wants=want/VBZ/ROOT Oman/NNP/nsubj>leave to/TO/aux>leave "
     "leave/VB/ccomp>wants"),
    ("leave", "Iran", "Iran/NNP/nsubj>promised promised=promise/VBD/ROOT to/TO/aux>leave leave/VB/xcomp>promised"),
    ("leave", "Iran", "Iran/NNP/nsubj>made made=make/VBD/ROOT a/DT/det>promise promise/NN/dobj>made to/TO/aux>leave "
     "leave/VB/acl>promise"),
    ("leave", "Iran", "Iran/NNP/poss>promise 's/POS/case>Iran promise/NN/nsubj>failed to/TO/aux>leave "
     "leave/VB/acl>promise failed=fail/VBD/ROOT"),
    ("leave", "Iran", "Oman/NNP/poss>calls 's/POS/case>Oman calls=call/NNS/nsubj>failed on/IN/prep>calls "
     "Iran/NNP/pobj>on to/TO/aux>leave leave/VB/acl>calls failed=fail/VBD/ROOT"),
    ("leave", "", "Oman/NNP/poss>demand 's/POS/case>Oman demand/NN/nsubj>failed to/TO/aux>leave leave/VB/acl>demand "
     "failed=fail/VBD/ROOT"),
    ("bombing", "Iran", "Iran/NNP/nsubjpass>accused was=be/AUX.VBD/auxpass>accused accused=accuse/VBN/ROOT "
     "by/IN/agent>accused Oman/NNP/pobj>by of/IN/prep>accused bombing=bomb/VBG/pcomp>of Qatar/NNP/dobj>bombing"),
    ("bombing", "Iran", "Oman/NNP/nsubj>accused accused=accuse/VBD/ROOT Iran/NNP/dobj>accused of/IN/prep>accused "
     "bombing=bomb/VBG/pcomp>of Qatar/NNP/dobj>bombing"),
    ("bombing", "Iran", "Iran/NNP/nsubj>left left=leave/VBD/ROOT after/IN/prep>left bombing=bomb/VBG/pcomp>after "
     "Qatar/NNP/dobj>bombing"),
    ("attacking", "Troops", "Troops=troop/NNS/nsubj>fled attacking=attack/VBG/acl>Troops Oman/NNP/dobj>attacking "
     "fled=flee/VBD/ROOT"),
    ("bombed", "Iran", "Iran/NNP/nsubj>came came=come/VBD/ROOT and/CC/cc>came bombed=bomb/VBD/conj>came "
     "Qatar/NNP/dobj>bombed"),
    ("bombed", "Iran", "It/PRP/nsubj>was was=be/AUX.VBD/ROOT Iran/NNP/attr>was that/WDT/nsubj>bombed "
     "bombed=bomb/VBD/relcl>Iran Oman/NNP/dobj>bombed"),
    broken("a participle that completes a verb (“stands accused”) hides the subject",
     "kill", "Iran", "Iran/NNP/nsubj>stands stands=stand/VBZ/ROOT accused=accuse/VBN/acomp>stands of/IN/prep>accused "
     "plotting=plot/VBG/pcomp>of to/TO/aux>kill kill/VB/xcomp>plotting envoys=envoy/NNS/dobj>kill"),
    ("leave", "", "Leave=leave/VB/ROOT leave/VB/ROOT"),
    ("accusing", "Iran", "Iran/NNP/nsubj>released released=release/VBD/ROOT a/DT/det>report report/NN/dobj>released "
     "accusing=accuse/VBG/acl>report Oman/NNP/dobj>accusing"),
    ("accusing", "Iran", "Iran/NNP/poss>report 's/POS/case>Iran report/NN/nsubj>leaked accusing=accuse/VBG/acl>report "
     "Oman/NNP/dobj>accusing leaked=leak/VBD/ROOT"),
    ("accusing", "report", "A/DT/det>report report/NN/nsubj>leaked accusing=accuse/VBG/acl>report "
     "Oman/NNP/dobj>accusing leaked=leak/VBD/ROOT"),
    ("accusing", "envoys", "Iran/NNP/nsubj>met met=meet/VBD/ROOT envoys=envoy/NNS/dobj>met "
     "accusing=accuse/VBG/acl>envoys Oman/NNP/dobj>accusing"),
    ("answer", "Israel", "Oman/NNP/nsubj>squandered squandered=squander/VBD/ROOT Israel/NNP/poss>chance "
     "'s/POS/case>Israel chance/NN/dobj>squandered to/TO/aux>answer answer/VB/xcomp>squandered Iran/NNP/dobj>answer"),
    ("answer", "Israel", "Oman/NNP/nsubj>squandered squandered=squander/VBD/ROOT Israel/NNP/poss>chance "
     "'s/POS/case>Israel chance/NN/dobj>squandered at/IN/prep>squandered home/NN/pobj>at to/TO/aux>answer "
     "answer/VB/acl>home Iran/NNP/dobj>answer"),
    ("answer", "Oman", "Oman/NNP/nsubj>used used=use/VBD/ROOT Israel/NNP/poss>planes 's/POS/case>Israel "
     "planes=plane/NNS/dobj>used to/TO/aux>answer answer/VB/xcomp>used Iran/NNP/dobj>answer"),
    ("help", "efforts", "Coalition/NNP/compound>efforts efforts=effort/NNS/nsubj>failed to/TO/aux>help "
     "help/VB/acl>efforts "
     "Oman/NNP/dobj>help failed=fail/VBD/ROOT"),
    ("help", "Iran", "Iran/NNP/nsubj>began began=begin/VBD/ROOT a/DT/det>phase phase/NN/dobj>began of/IN/prep>phase "
     "the/DT/det>effort effort/NN/pobj>of to/TO/aux>help help/VB/acl>effort Oman/NNP/dobj>help"),
]  # fmt: skip

VOICES = [
    ("bombed", "Iran", "port", "Iran/NNP/nsubj>bombed bombed=bomb/VBD/ROOT the/DT/det>port port/NN/dobj>bombed"),
    ("attacked", "", "port", "The/DT/det>port port/NN/nsubjpass>attacked was=be/AUX.VBD/auxpass>attacked "
     "attacked=attack/VBN/ROOT"),
    ("carried", "Iran", "strike", "The/DT/det>strike strike/NN/nsubj>failed carried=carry/VBN/acl>strike "
     "out/RP/prt>carried by/IN/agent>carried Iran/NNP/pobj>by failed=fail/VBD/ROOT"),
    ("occupied", "Iran", "Oman", "Oman/NNP/nsubjpass>bombed was=be/AUX.VBD/auxpass>bombed bombed=bomb/VBN/ROOT "
     "and/CC/cc>bombed occupied=occupy/VBN/conj>bombed by/IN/agent>occupied Iran/NNP/pobj>by"),
    ("seized", "Iran", "ships", "The/DT/det>ships ships=ship/NNS/nsubj>sank that/WDT/dobj>seized "
     "Iran/NNP/nsubj>seized seized=seize/VBD/relcl>ships sank=sink/VBD/ROOT"),
    ("seized", "Iran", "ships", "The/DT/det>ships ships=ship/NNS/nsubj>sank Iran/NNP/nsubj>seized "
     "seized=seize/VBD/relcl>ships sank=sink/VBD/ROOT"),
    ("left", "envoys", "", "The/DT/det>envoys envoys=envoy/NNS/nsubj>thanked who/WP/nsubj>left "
     "left=leave/VBD/relcl>envoys thanked=thank/VBD/ROOT Oman/NNP/dobj>thanked"),
    ("attacking", "Troops", "Oman", "Troops=troop/NNS/nsubj>fled attacking=attack/VBG/acl>Troops "
     "Oman/NNP/dobj>attacking fled=flee/VBD/ROOT"),
    ("bombed", "Iran", "Qatar", "Iran/NNP/nsubj>came came=come/VBD/ROOT and/CC/cc>came bombed=bomb/VBD/conj>came "
     "Qatar/NNP/dobj>bombed"),
    ("knocked", "Oman", "bid", "Oman/NNP/nsubj>knocked knocked=knock/VBD/ROOT back/RP/prt>knocked the/DT/det>bid "
     "bid/NN/dobj>knocked by/IN/agent>knocked Glencore/NNP/pobj>by"),
    ("stood", "Oman", "", "Oman/NNP/nsubj>stood stood=stand/VBD/ROOT by/IN/agent>stood Angola/NNP/pobj>by"),
    ("seized", "Iran", "ships", "ships=ship/NNS/nsubj>sank seized=seize/VBN/acl>ships by/IN/agent>seized "
     "Iran/NNP/pobj>by sank=sink/VBD/ROOT"),
    ("found", "Oman", "mayor", "Oman/NNP/nsubj>found found=find/VBD/ROOT the/DT/det>mayor mayor/NN/nsubj>guilty "
     "guilty/JJ/ccomp>found"),
]  # fmt: skip


def words(tokens: list[object]) -> str:
    return " ".join(str(token) for token in tokens)


@pytest.mark.parametrize(("head", "expected", "text"), CONJUNCTS, ids=plain)
def test_conjuncts(head: str, expected: str, text: str) -> None:
    """A coordination is its first head and all behind it."""
    assert words(syntax.conjuncts(find(build(text), head))) == expected


@pytest.mark.parametrize(("head", "phrase", "text"), PHRASES, ids=plain)
def test_extent(head: str, phrase: str, text: str) -> None:
    """A noun phrase has its modifiers and prepositional phrases, but no clause, comma or coordination."""
    doc = build(text)
    start, end = syntax.extent(find(doc, head))
    assert doc.text[start:end] == phrase


@pytest.mark.parametrize(
    "text",
    [
        "!/NN/nsubj>met met=meet/VBD/ROOT",
        "Iran/NNP/nsubj>met met=meet/VBD/ROOT —/NN/dobj>met",
        "a/DT/det>! —/NN/punct>! !/NN/ROOT",
    ],
)
def test_extent_of_signs(text: str) -> None:
    """A phrase of nothing but signs, also at the text's start, has them in it, and never ends before it begins."""
    doc = build(text)
    for token in doc:
        start, end = syntax.extent(token)
        assert start < end


@pytest.mark.parametrize(("host", "prepositions", "expected", "text"), OBJECTS, ids=plain)
def test_pobjects(host: str, prepositions: str, expected: str, text: str) -> None:
    """What stands behind these prepositions, coordinated ones included."""
    assert words(syntax.pobjects(find(build(text), host), *prepositions.split())) == expected


@pytest.mark.parametrize(("verb", "expected", "text"), SUBJECTS, ids=plain)
def test_subject(verb: str, expected: str, text: str) -> None:
    """Who does it is found where the clause leaves it out: in the clause, phrase or noun above."""
    assert str(syntax.subject(find(build(text), verb)) or "") == expected


@pytest.mark.parametrize(("verb", "agent", "patient", "text"), VOICES, ids=plain)
def test_agent_and_patients(verb: str, agent: str, patient: str, text: str) -> None:
    """Active and passive tell the same two sides."""
    token = find(build(text), verb)
    assert str(syntax.agent(token) or "") == agent
    assert words(syntax.patients(token)) == patient


def test_passive() -> None:
    """A passive is known by its auxiliary, or as a participle behind its noun."""
    doc = build(
        "Oman/NNP/nsubjpass>shelled was=be/AUX.VBD/auxpass>shelled shelled=shell/VBN/ROOT | "
        "Forces=force/NNS/nsubj>left led=lead/VBN/acl>Forces by/IN/agent>led Iran/NNP/pobj>by left=leave/VBD/ROOT | "
        "Iran/NNP/nsubj>mined had=have/AUX.VBD/aux>mined mined=mine/VBN/ROOT Oman/NNP/dobj>mined"
    )
    assert [syntax.is_passive(find(doc, verb)) for verb in ("shelled", "led", "left", "mined")] == [
        True,
        True,
        False,
        False,
    ]


def test_infinitive() -> None:
    """An infinitive has its “to”, which may only lead to a noun."""
    doc = build(
        "Iran/NNP/nsubj>hopes hopes=hope/VBZ/ROOT to/TO/aux>win win/VB/xcomp>hopes | "
        "Iran/NNP/nsubj>win can/MD/aux>win win/VB/ROOT | Iran/NNP/nsubj>went went=go/VBD/ROOT to/IN/prep>went "
        "war/NN/pobj>to"
    )
    assert [syntax.is_infinitive(token) for token in (find(doc, "win"), find(doc, "win", 1), find(doc, "war"))] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(("noun", "expected"), [("bombing", "Iran"), ("siege", "Oman"), ("talks", "")])
def test_owner(noun: str, expected: str) -> None:
    """Whose a noun is stands before it or in its “by” or “of”."""
    doc = build(
        "Iran/NNP/poss>bombing 's/POS/case>Iran bombing/NN/ROOT | "
        "the/DT/det>siege siege/NN/ROOT by/IN/prep>siege Oman/NNP/pobj>by | "
        "talks=talk/NNS/ROOT with/IN/prep>talks Oman/NNP/pobj>with"
    )
    assert str(syntax.owner(find(doc, noun)) or "") == expected


def test_noun_head() -> None:
    """From a word inside a noun phrase to its head."""
    doc = build("U.S./NNP/compound>secretary defense/NN/compound>secretary secretary/NN/nsubj>left left=leave/VBD/ROOT")
    assert [syntax.noun_head(token).text for token in doc] == ["secretary", "secretary", "secretary", "left"]


def test_sentence_bounds() -> None:
    """A sentence's offsets leave out the line breaks around it."""
    doc = build(
        "Envoys=envoy/NNS/nsubj>met met=meet/VBD/ROOT ./. ¶/_SP/dep>. | They/PRP/nsubj>left left=leave/VBD/ROOT ./."
    )
    bounds = [syntax.sentence_bounds(find(doc, word)) for word in ("met", "left")]
    assert [doc.text[start:end] for start, end in bounds] == ["Envoys met.", "They left."]


def test_ancestors() -> None:
    """The heads from the nearest up to the root."""
    doc = build("Iran/NNP/nsubj>left left=leave/VBD/ROOT with/IN/prep>left its/PRP$/poss>men men=man/NNS/pobj>with")
    assert words(list(syntax.ancestors(find(doc, "its")))) == "men with left"
