"""The sample dispatches against the world: what a reader knows of these events must come out, with its reason.

The facts were written down from the texts before any output was seen. Where the output still says otherwise, the fact
stays and its test is a strict xfail that names the fault.
"""

from collections.abc import Iterable
from typing import NamedTuple

import pytest

from kgraph.analyse import MEASURES
from kgraph.analyse.project import network
from kgraph.analyse.signed import signed
from kgraph.query import resolve
from tests.analysis_page import read

pytestmark = pytest.mark.model


class Tone(NamedTuple):
    """How a pair stands over a period, and why a reader would say so."""

    one: str
    other: str
    reason: str
    since: str | None = None
    until: str | None = None
    fault: str = ""


class Act(NamedTuple):
    """What the dispatch of a day says of two sides, as one of these codes, and the words that say so."""

    day: str
    codes: tuple[str, ...]
    one: str
    other: str
    reason: str
    fault: str = ""


# why the output still says otherwise
NO_SIDES = "mediating 'it' names no sides: the pronoun is not followed to the ceasefire and from there to its parties"
WEST = "'West African leaders' are read as the region, and 'the bloc' as the EU"
OVER = "'Macron said military cooperation was over' counts as cooperation, so France and Niger are friends on average"
BROUGHT = "'where he had brought together' takes the place for the object, so Malaysia meets itself"


HOSTILE = (
    Tone("Canada", "India", "they expel each other's diplomats twice and trade accusations of murder"),
    Tone("Mexico", "Ecuador", "Ecuador's police storm the embassy and Mexico breaks off relations"),
    Tone("Nicaragua", "Ecuador", "Nicaragua severs relations too, and nothing else is told of the two"),
    Tone(
        "Iran", "Israel", "drones and missiles in 2024, a twelve-day war in 2025; one ceasefire doesn't outweigh them"
    ),
    Tone("United States", "Iran", "US bombers attack three nuclear sites, Iran fires at a US base"),
    Tone("Iran", "Qatar", "missiles at Al Udeid, a condemnation and a summoned ambassador against one call of regret"),
    Tone("Sudan", "United Arab Emirates", "Sudan severs relations and declares the Emirates an aggressor"),
    Tone(
        "France", "Niger", "aid suspended, an ambassador ordered out, an accusation of intervention", None, "2023-09-23"
    ),
    Tone("ECOWAS", "Niger", "sanctions and an ultimatum with a threat of force", fault=WEST),
    Tone("South Africa", "Israel", "South Africa takes Israel to court over genocide, Israel rejects the charge"),
    Tone("DR Congo", "Rwanda", "Congo recalls its diplomats and speaks of a declaration of war", "2025-01", "2025-01"),
    Tone("Ethiopia", "Somalia", "an ambassador recalled, sovereignty violated", "2024-01", "2024-01"),
    Tone("Thailand", "Cambodia", "an ambassador expelled, five days of fighting, both blamed", None, "2025-07-27"),
)
FRIENDLY = (
    Tone("Saudi Arabia", "Iran", "relations restored and embassies to be reopened", "2023"),
    Tone("United States", "Japan", "a summit of allies who will consult and exercise together"),
    Tone("United States", "South Korea", "the same summit"),
    Tone("Japan", "South Korea", "the same summit, and visits to Tokyo and Seoul"),
    Tone("Mali", "Burkina Faso", "joint statements and a pact of defence"),
    Tone("Mali", "Niger", "the pact of defence, and Mali rejects the sanctions on Niger"),
    Tone("Turkey", "Azerbaijan", "a close ally that expresses support and welcomes the declaration"),
    Tone("Armenia", "Azerbaijan", "a joint declaration and an initialled treaty at the White House", "2025"),
    Tone("DR Congo", "Rwanda", "a peace agreement signed in Washington", "2025-06"),
    Tone("Ethiopia", "Somalia", "the Ankara Declaration ends their dispute", "2024-12"),
    Tone("Ethiopia", "Somaliland", "a memorandum on sea access for recognition"),
    Tone("Somalia", "Egypt", "a defence pact signed in August, and nothing else"),
    Tone("Guyana", "Venezuela", "they agree not to use force and will meet again", "2023-12-14"),
    Tone("Sweden", "Hungary", "a visit, fighter jets sold, consent to the accession"),
    Tone("Thailand", "Cambodia", "an unconditional ceasefire", "2025-07-28"),
    Tone(
        "India",
        "Pakistan",
        "they agree to stop all military action",
        "2025-05-10",
        "2025-05-10",
        fault="'in the air' is read as whom they agree with",
    ),
)
MEDIATED = (
    Act("2024-12-12", ("CONSULT",), "Turkey", "Ethiopia", "Erdogan spent hours mediating between Abiy and Mohamud"),
    Act("2024-12-12", ("CONSULT",), "Turkey", "Somalia", "Erdogan spent hours mediating between Abiy and Mohamud"),
    Act("2025-05-16", ("CONSULT",), "Turkey", "Russia", "Fidan chaired the meeting of both delegations in Istanbul"),
    Act("2025-05-16", ("CONSULT",), "Turkey", "Ukraine", "Fidan chaired the meeting of both delegations in Istanbul"),
    Act(
        "2025-07-28",
        ("CONSULT",),
        "Malaysia",
        "Thailand",
        "Anwar had brought together both prime ministers",
        fault=BROUGHT,
    ),
    Act(
        "2025-07-28",
        ("CONSULT",),
        "Malaysia",
        "Cambodia",
        "Anwar had brought together both prime ministers",
        fault=BROUGHT,
    ),
    Act(
        "2025-05-10",
        ("CONSULT",),
        "United States",
        "India",
        "Trump said the United States had mediated the ceasefire",
        fault=NO_SIDES,
    ),
    Act(
        "2025-05-10",
        ("CONSULT",),
        "United States",
        "Pakistan",
        "Trump said the United States had mediated it",
        fault=NO_SIDES,
    ),
    Act(
        "2023-03-10",
        ("CONSULT",),
        "China",
        "Iran",
        "Wang Yi oversaw the final session of talks that China hosted",
        fault="'oversaw the final session' is in no lexicon",
    ),
)
DENIED = (
    Act("2024-07-22", ("AGREE",), "Philippines", "China", "denied that it had agreed to notify China"),
    Act("2025-05-06", ("AID",), "United Arab Emirates", "Rapid Support Forces", "has denied arming the group"),
    Act("2025-06-28", ("AID", "SUPPORT"), "Rwanda", "M23", "denies that it supports the rebels"),
)
PLANNED = (
    Act("2023-09-25", ("RETREAT", "AGREE"), "France", "Niger", "will withdraw its ambassador and its 1,500 soldiers"),
    Act("2024-11-27", ("RETREAT", "AGREE"), "Israel", "Lebanon", "will withdraw its troops within 60 days"),
    Act(
        "2023-12-15",
        ("CONSULT",),
        "Guyana",
        "Venezuela",
        "the two presidents will meet again in Brazil",
        fault="'the two presidents' are not read as Ali and Maduro",
    ),
    Act(
        "2023-03-10",
        ("CONSULT",),
        "Saudi Arabia",
        "Iran",
        "their foreign ministers will meet",
        fault="'the foreign ministers of Saudi Arabia and Iran' are read as the Saudi one alone",
    ),
    Act(
        "2025-05-10",
        ("CONSULT",),
        "India",
        "Pakistan",
        "according to Rubio they will hold talks at a neutral site",
        fault="no claim comes of 'will hold talks at a neutral site'",
    ),
    Act("2025-06-28", ("RETREAT", "AGREE"), "Rwanda", "DR Congo", "Rwandan troops are to leave within 90 days"),
)
NEVER = (
    Act("2023-07-31", ("ASSAULT",), "ECOWAS", "Niger", "force is threatened, not used"),
    Act("2023-07-31", ("ASSAULT",), "Mali", "ECOWAS", "they would treat an intervention as a declaration of war"),
    Act("2023-09-25", ("RETREAT",), "France", "Niger", "the troops are still there"),
    Act("2024-11-27", ("RETREAT",), "Israel", "Lebanon", "the troops have 60 days"),
    Act("2025-01-26", ("RETREAT",), "Rwanda", "DR Congo", "Guterres only calls on Rwanda to withdraw"),
    Act(
        "2024-07-22", ("RETREAT",), "China", "Philippines", "supplies would be allowed on conditions, nothing is eased"
    ),
)
ALLEGED = (
    Act("2023-09-19", ("ASSAULT",), "India", "Canada", "the link of Indian agents to the killing is an allegation"),
    Act("2025-05-06", ("AID", "SUPPORT"), "United Arab Emirates", "Rapid Support Forces", "Sudan's accusation"),
    Act("2025-01-26", ("AID", "SUPPORT"), "Rwanda", "M23", "UN experts say so, Rwanda denies it"),
    Act("2025-01-26", ("MOBILIZE",), "Rwanda", "DR Congo", "Congo accuses Rwanda of sending more troops"),
)


def _who(name: str) -> str:
    return resolve(read(), name)


def _faulty(fault: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(reason=fault, strict=True, raises=(AssertionError, KeyError))


def _named(facts: Iterable[Tone | Act]) -> list[object]:
    """A test a fact; with a fault it must fail, so that whoever mends it is told to strike the fault out."""
    return [
        pytest.param(
            fact, id=f"{fact.one}, {fact.other}: {fact.reason}",
            marks=[_faulty(fact.fault)] if fact.fault else [],
        )
        for fact in facts
    ]  # fmt: skip


def _tone(fact: Tone) -> float:
    ties = signed(network(read(), since=fact.since, until=fact.until))
    weight: float = ties[_who(fact.one)][_who(fact.other)]["weight"]
    return weight


def _told(fact: Act, *statuses: str, attributed: bool | None = None) -> list[str]:
    """The claims of that dispatch by which ``one`` does it to ``other``."""
    found = network(read(), statuses=statuses, codes=fact.codes, attributed=attributed)
    published = found.graph["published"]
    return [
        values["claim"]
        for values in (found.get_edge_data(_who(fact.one), _who(fact.other)) or {}).values()
        if fact.day in {published[document] for document in values["documents"]}
    ]


@pytest.mark.parametrize("fact", _named(HOSTILE))
def test_hostile(fact: Tone) -> None:
    """Their events have a negative mean score."""
    assert _tone(fact) < 0


@pytest.mark.parametrize("fact", _named(FRIENDLY))
def test_friendly(fact: Tone) -> None:
    """Their events have a positive mean score."""
    assert _tone(fact) > 0


@pytest.mark.parametrize("fact", _named(MEDIATED))
def test_mediated(fact: Act) -> None:
    """The mediator's talks with each side are events."""
    assert _told(fact, "actual")


@pytest.mark.parametrize("fact", _named(DENIED))
def test_denied(fact: Act) -> None:
    """What is denied is there as denied."""
    assert _told(fact, "negated")


@pytest.mark.parametrize("fact", _named(PLANNED))
def test_planned(fact: Act) -> None:
    """What is to come is there as planned."""
    assert _told(fact, "planned")


@pytest.mark.parametrize("fact", _named(NEVER))
def test_did_not_happen(fact: Act) -> None:
    """What is threatened, demanded or to come is not told as having happened."""
    assert not _told(fact, "actual")


@pytest.mark.parametrize("fact", _named(ALLEGED))
def test_alleged(fact: Act) -> None:
    """What is only somebody's account is not told in the text's own name."""
    assert not _told(fact, "actual", attributed=False)


def _between(one: str, other: str) -> set[str]:
    table = MEASURES["mediators"].run(network(read()), actor=_who(one), other=_who(other))
    return {str(cell) for row in table.rows for cell in row}


@_faulty(BROUGHT)
def test_malaysia_stands_between() -> None:
    """Malaysia brought Thailand and Cambodia together and is at odds with neither."""
    assert "Malaysia" in _between("Thailand", "Cambodia")


def test_who_bombs_does_not_mediate() -> None:
    """The United States bombed Iran: it announces the ceasefire with Israel, but is no friend of both."""
    assert "United States" not in _between("Iran", "Israel")


def test_nobody_stands_between_canada_and_india() -> None:
    """No text tells of anybody who talks to both as a friend: the United States only urges India."""
    assert _between("Canada", "India") == set()


@pytest.mark.parametrize(
    "other", [pytest.param("France", marks=_faulty(OVER)), pytest.param("ECOWAS", marks=_faulty(WEST))]
)
def test_camps_of_west_africa(other: str) -> None:
    """Mali, Burkina Faso and Niger have a pact: one camp, against those who withhold aid and impose sanctions."""
    table = MEASURES["blocs"].run(network(read()))
    bloc = {row[table.columns.index("iri")]: row[table.columns.index("bloc")] for row in table.rows}
    assert bloc[_who("Mali")] == bloc[_who("Burkina Faso")] == bloc[_who("Niger")] != bloc[_who(other)]
