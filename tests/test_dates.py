"""When it happened: which act a date expression belongs to, and what it means in its text."""

import pytest

from kgraph.extractors import dates, datespans
from kgraph.extractors.dates import When, Written
from tests.docs import build, find, plain

WEDNESDAY = Written("2024-10-09")
EVENTS = [
    ("attacked", "2024-10-07", "Monday", "Iran/NNP/nsubj>attacked/GPE attacked=attack/VBD/ROOT "
     "Oman/NNP/dobj>attacked/GPE on/IN/prep>attacked Monday/NNP/pobj>on/DATE"),
    ("attacked", "2024-10-07", "Monday", "Qatar/NNP/nsubj>said/GPE said=say/VBD/ROOT on/IN/prep>said "
     "Tuesday/NNP/pobj>on/DATE that/SCONJ.IN/mark>attacked Iran/NNP/nsubj>attacked/GPE attacked=attack/VBD/ccomp>said "
     "Oman/NNP/dobj>attacked/GPE on/IN/prep>attacked Monday/NNP/pobj>on/DATE"),
    ("attacked", None, None, "Qatar/NNP/nsubj>said/GPE said=say/VBD/ROOT on/IN/prep>said Tuesday/NNP/pobj>on/DATE "
     "that/SCONJ.IN/mark>attacked Iran/NNP/nsubj>attacked/GPE had=have/AUX.VBD/aux>attacked "
     "attacked=attack/VBN/ccomp>said Oman/NNP/dobj>attacked/GPE"),
    ("said", "2024-10-08", "Tuesday", "Qatar/NNP/nsubj>said/GPE said=say/VBD/ROOT on/IN/prep>said "
     "Tuesday/NNP/pobj>on/DATE that/SCONJ.IN/mark>attacked Iran/NNP/nsubj>attacked/GPE had=have/AUX.VBD/aux>attacked "
     "attacked=attack/VBN/ccomp>said Oman/NNP/dobj>attacked/GPE"),
    ("leave", "2024-10-14", "Monday", "Iran/NNP/nsubj>agreed/GPE agreed=agree/VBD/ROOT to/TO/aux>leave "
     "leave/VB/xcomp>agreed Oman/NNP/dobj>leave/GPE on/IN/prep>leave Monday/NNP/pobj>on/DATE"),
    ("leave", "2024-10-07", "Monday", "Iran/NNP/nsubj>agreed/GPE agreed=agree/VBD/ROOT on/IN/prep>agreed "
     "Monday/NNP/pobj>on/DATE to/TO/aux>leave leave/VB/xcomp>agreed Oman/NNP/dobj>leave/GPE"),
    ("sign", "2024-10-11", "Friday", "Iran/NNP/nsubj>sign/GPE will/MD/aux>sign sign/VB/ROOT a/DT/det>pact "
     "pact/NN/dobj>sign on/IN/prep>sign Friday/NNP/pobj>on/DATE"),
    ("attacked", "2024-10-07", "Monday", "Iran/NNP/nsubj>attacked/GPE attacked=attack/VBD/ROOT "
     "Oman/NNP/dobj>attacked/GPE on/IN/prep>attacked Monday/NNP/pobj>on/DATE and/CC/cc>Monday "
     "Qatar/NNP/conj>Monday/GPE protested=protest/VBD/conj>attacked on/IN/prep>protested Tuesday/NNP/pobj>on/DATE"),
    ("protested", "2024-10-08", "Tuesday", "Iran/NNP/nsubj>attacked/GPE attacked=attack/VBD/ROOT "
     "Oman/NNP/dobj>attacked/GPE on/IN/prep>attacked Monday/NNP/pobj>on/DATE and/CC/cc>Monday "
     "Qatar/NNP/conj>Monday/GPE protested=protest/VBD/conj>attacked on/IN/prep>protested Tuesday/NNP/pobj>on/DATE"),
    ("Talks", "2024-10-07", "Monday", "Talks=talk/NNS/nsubj>began with/IN/prep>Talks Oman/NNP/pobj>with/GPE "
     "began=begin/VBD/ROOT on/IN/prep>began Monday/NNP/pobj>on/DATE"),
    ("attack", "2024-10-07", "Monday", "Qatar/NNP/nsubj>condemned/GPE condemned=condemn/VBD/ROOT "
     "Monday/NNP/poss>attack/DATE 's/POS/case>Monday attack/NN/dobj>condemned on/IN/prep>attack Oman/NNP/pobj>on/GPE"),
    ("condemned", None, None, "Qatar/NNP/nsubj>condemned/GPE condemned=condemn/VBD/ROOT Monday/NNP/poss>attack/DATE "
     "'s/POS/case>Monday attack/NN/dobj>condemned on/IN/prep>attack Oman/NNP/pobj>on/GPE"),
    ("left", None, None, "The/DT/det>envoys envoys=envoy/NNS/nsubj>left who/WP/nsubj>met met=meet/VBD/relcl>envoys "
     "on/IN/prep>met Monday/NNP/pobj>on/DATE left=leave/VBD/ROOT"),
    ("met", "2024-10-07", "Monday", "The/DT/det>envoys envoys=envoy/NNS/nsubj>left who/WP/nsubj>met "
     "met=meet/VBD/relcl>envoys on/IN/prep>met Monday/NNP/pobj>on/DATE left=leave/VBD/ROOT"),
    ("attacked", None, None, "Iran/NNP/nsubj>attacked/GPE attacked=attack/VBD/ROOT Oman/NNP/dobj>attacked/GPE "
     "for/IN/prep>attacked two/CD/nummod>days/DATE days=day/NNS/pobj>for/DATE"),
    ("attacked", "2024-10-07", "Monday", "On/IN/prep>attacked Monday/NNP/pobj>On/DATE ,/, Iran/NNP/nsubj>attacked/GPE "
     "attacked=attack/VBD/ROOT Oman/NNP/dobj>attacked/GPE"),
    ("attack", "2024-10-01", "1 October", "Qatar/NNP/nsubj>saw/GPE saw=see/VBD/ROOT the/DT/det>attack "
     "attack/NN/dobj>saw on/IN/prep>attack a/DT/det>convoy convoy/NN/pobj>on ,/, which/WDT/nsubj>took "
     "took=take/VBD/relcl>convoy place/NN/dobj>took on/IN/prep>took 1/CD/nummod>October/DATE "
     "October/NNP/pobj>on/DATE"),
    ("killed", "2024-10-01", "1 October", "the/DT/det>raid raid/NN/ROOT on/IN/prep>raid 1/CD/nummod>October/DATE "
     "October/NNP/pobj>on/DATE that/WDT/nsubj>killed killed=kill/VBD/relcl>raid ten/CD/dobj>killed"),
    ("died", "2024-10-01", "1 October", "raids=raid/NNS/ROOT on/IN/prep>raids 1/CD/nummod>October/DATE "
     "October/NNP/pobj>on/DATE in/IN/prep>died which/WDT/pobj>in ten/CD/nsubj>died died=die/VBD/relcl>October"),
    ("killed", "2024-10-07", "Monday", "Ten/CD/nsubjpass>killed were=be/AUX.VBD/auxpass>killed killed=kill/VBN/ROOT "
     "in/IN/prep>killed a/DT/det>raid raid/NN/pobj>in on/IN/prep>raid Monday/NNP/pobj>on/DATE"),
    ("killing", "2024-10-07", "Monday", "Iran/NNP/nsubj>shelled/GPE shelled=shell/VBD/ROOT Oman/NNP/dobj>shelled/GPE "
     "on/IN/prep>shelled Monday/NNP/pobj>on/DATE ,/, killing=kill/VBG/advcl>shelled ten/CD/dobj>killing"),
    ("raid", None, None, "Iran/NNP/nsubj>condemned/GPE condemned=condemn/VBD/ROOT the/DT/det>raid "
     "raid/NN/dobj>condemned on/IN/prep>condemned Monday/NNP/pobj>on/DATE"),
    ("arrest", None, None, "Iran/NNP/nsubj>freed/GPE freed=free/VBD/ROOT him/PRP/dobj>freed on/IN/prep>freed "
     "Monday/NNP/pobj>on/DATE after/IN/prep>freed his/PRP$/poss>arrest arrest/NN/pobj>after"),
    ("visit", None, None, "It/PRP/nsubj>was was=be/AUX.VBD/ROOT the/DT/det>visit first/JJ/amod>visit visit/NN/attr>was "
     "since/IN/prep>visit 2019/CD/pobj>since/DATE"),
    ("opens", "2024-10-14", "Monday", "The/DT/det>summit summit/NN/nsubj>opens opens=open/VBZ/ROOT on/IN/prep>opens "
     "Monday/NNP/pobj>on/DATE"),
    ("summit", "2024-10-11", "Friday", "Iran/NNP/nsubj>attend/GPE will/MD/aux>attend attend/VB/ROOT "
     "Friday/NNP/poss>summit/DATE 's/POS/case>Friday summit/NN/dobj>attend"),
    ("summit", "2024-10-11", "Friday", "Iran/NNP/nsubj>paused/GPE paused=pause/VBD/ROOT ahead/RB/advmod>paused "
     "of/IN/prep>ahead a/DT/det>summit summit/NN/pobj>of on/IN/prep>summit Friday/NNP/pobj>on/DATE"),
    ("asked", "2024-10-04", "Friday", "Iran/NNP/nsubj>asked/GPE asked=ask/VBD/ROOT Oman/NNP/dobj>asked/GPE "
     "for/IN/prep>asked help/NN/pobj>for on/IN/prep>help Friday/NNP/pobj>on/DATE ./."),
    ("denounced", None, None, "Iran/NNP/nsubj>denounced/GPE denounced=denounce/VBD/ROOT a/DT/det>raid "
     "raid/NN/dobj>denounced on/IN/prep>raid Friday/NNP/pobj>on/DATE ./."),
    ("asked", None, None, "Iran/NNP/nsubj>asked/GPE asked=ask/VBD/ROOT for/IN/prep>asked a/DT/det>raid "
     "raid/NN/pobj>for on/IN/prep>raid Friday/NNP/pobj>on/DATE in/IN/prep>asked vain/NN/pobj>in ./."),
    ("fought", None, None, "Iran/NNP/nsubj>fought/GPE fought=fight/VBD/ROOT until/IN/prep>fought "
     "Monday/NNP/pobj>until/DATE"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "date", "words", "text"), EVENTS, ids=plain)
def test_of_event(word: str, date: str | None, words: str | None, text: str) -> None:
    """An act has the date of its own clause, or of one that shares its time, never that of who reports it."""
    token = find(build(text), word)
    assert dates.of_event(token, token, WEDNESDAY) == dates.When(date, words)


def test_words_without_a_date() -> None:
    """Without a publication date the words are kept."""
    token = find(build("Iran/NNP/nsubj>left left=leave/VBD/ROOT on/IN/prep>left Monday/NNP/pobj>on/DATE"), "left")
    assert dates.of_event(token, token, dates.Written(None)) == dates.When(None, "Monday")


SPANS = [
    ("talks on/IN/prep>talks Oct./NNP/pobj>on/DATE 7/CD/nummod>Oct./DATE ,/, 2023/CD/nummod>Oct./CARDINAL",
     ["Oct. 7, 2023"]),
    ("talks today/NN/npadvmod>talks/DATE (/-LRB- 23/CD/nummod>December/DATE December/NNP/appos>today/DATE )/-RRB-",
     ["today (23 December)"]),
    ("talks on/IN/prep>talks 19/CD/nummod>September September/NNP/pobj>on ./.", ["19 September"]),
    ("talks in/IN/prep>talks May/NNP/pobj>in 15/CD/nummod>men men=man/NNS/dobj>talks", []),
    ("talks on/IN/prep>talks Monday/NNP/pobj>on/DATE and/CC/cc>Monday Friday/NNP/conj>Monday/DATE",
     ["Monday", "Friday"]),
    ("talks on/IN/prep>talks Sunday/NNP/compound>morning/TIME morning/NN/pobj>on/TIME", ["Sunday morning"]),
    ("talks for/IN/prep>talks two/CD/nummod>hours/TIME hours=hour/NNS/pobj>for/TIME", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SPANS, ids=plain)
def test_expressions(text: str, expected: list[str]) -> None:
    """One expression for one date, with its year and bracket, also where the recogniser saw half of it or none."""
    doc = build(text.replace("talks ", "Talks=talk/NNS/ROOT ", 1).replace(">talks", ">Talks"))
    assert [span.text for span in datespans.expressions(doc)] == expected


ATTACKS = (
    "{}/NNP/compound>attacks/DATE 11/CD/nummod>{}/DATE attacks=attack/NNS/ROOT in/IN/prep>attacks {}/NNP/pobj>in/GPE"
)
KNOWN = [
    ("September", "Ohio", "2024-10-09", "2001-09-11", "a day known by its date"),
    ("September", "Ohio", None, "2001-09-11", "a day known by its date"),
    ("September", "Ohio", "1999-10-09", "1999-09-11", None),
    ("March", "Madrid", "2024-10-09", "2004-03-11", "a day known by its date"),
    ("March", "Ohio", "2024-10-09", "2024-03-11", None),
]


@pytest.mark.parametrize(("month", "place", "published", "date", "why"), KNOWN)
def test_days_known_by_their_date(month: str, place: str, published: str | None, date: str, why: str | None) -> None:
    """ "The September 11 attacks" are those of 2001, unless the text is older or of another place."""
    token = find(build(ATTACKS.format(month, month, place)), "attacks")
    assert dates.of_event(token, token, Written(published)) == When(date, f"{month} 11", why)


def test_counted_from_the_day_before() -> None:
    """ "The next day" follows the day that was told last."""
    doc = build(
        "Iran/NNP/nsubj>left/GPE left=leave/VBD/ROOT on/IN/prep>left Monday/NNP/pobj>on/DATE ./. | "
        "Oman/NNP/nsubj>followed/GPE followed=follow/VBD/ROOT the/DT/det>day/DATE next/JJ/amod>day/DATE "
        "day/NN/npadvmod>followed/DATE ./."
    )
    token = find(doc, "followed")
    assert dates.of_event(token, token, WEDNESDAY) == When("2024-10-08", "the next day", "counted from “Monday”")


def test_an_inferred_year_says_so() -> None:
    """A day that owes its year to the text's own evidence carries that evidence; one that tells its year does not."""
    doc = build("Iran/NNP/nsubj>left/GPE left=leave/VBD/ROOT on/IN/prep>left 1/CD/nummod>May/DATE May/NNP/pobj>on/DATE")
    token = find(doc, "left")
    written = Written("2016-05-20/2016-08-01", "written then")
    assert dates.of_event(token, token, written) == When("2016-05-01", "1 May", "written then")
    assert dates.of_event(token, token, Written("2016-05-20")) == When("2016-05-01", "1 May")
