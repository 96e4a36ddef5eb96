"""One happening, many reports: what is put together, what stays apart, and that only the documents decide."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from kgraph import graph, iri
from kgraph.happenings import settle
from kgraph.happenings.clusters import cluster, contradictions
from kgraph.happenings.report import Report
from kgraph.happenings.rules import Rules
from kgraph.model import Claim, Document, Party, Place
from kgraph.store import Store
from kgraph.vocab import KG, PLOVER
from tests import claims as c

USA, IRN, RUS, TUR = "urn:USA", "urn:IRN", "urn:RUS", "urn:TUR"
EVENTS, TIES, PENDING = (NamedNode(name) for name in (iri.EVENTS, iri.TIES, iri.PENDING))
Text = tuple[Document, tuple[Claim, ...]]
_numbers = iter(range(10**6))


def told(
    code: str,
    actors: str | tuple[str, ...],
    recipients: str | tuple[str, ...] = (),
    when: str = "2024-10-01",
    **more: object,
) -> Report:
    """A report of its own document; ``more`` are fields of ``Report``, statuses and codes by name."""
    number = next(_numbers)
    base = Report(
        claim=f"urn:claim:{number:06}", document=f"urn:document:{number}", code=PLOVER.terms()[code], status=KG.actual,
        when=when, told=True,
        actors=frozenset([actors] if isinstance(actors, str) else actors),
        recipients=frozenset([recipients] if isinstance(recipients, str) else recipients),
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def strike(when: str = "2024-10-01", **more: object) -> Report:
    return told("ASSAULT", USA, IRN, when, **more)


def untold(when: str, **more: object) -> Report:
    """A strike in a text of that day that tells no date."""
    return strike(when, told=False, **more)


SAME = {
    "same day": [strike(), strike()],
    "one knows the place": [strike(place="urn:Natanz"), strike()],
    "one knows the mode": [strike(mode="aerial"), strike()],
    "fewer parties": [told("CONSULT", (RUS, IRN, TUR)), told("CONSULT", (RUS, IRN))],
    "either order of a mutual act": [told("CONSULT", RUS, IRN), told("CONSULT", IRN, RUS)],
    "denied": [strike(), strike(status=KG.negated)],
    "planned for that day": [strike(), strike(status=KG.planned)],
    "the next day's paper": [strike(), untold("2024-10-02")],
    "an echo on the next day": [
        told("AID", USA, IRN, "2024-10-02", told=False),
        told("AID", USA, IRN, "2024-10-03", told=False),
    ],
    "an echo from one place": [untold("2024-10-02", place="urn:Natanz"), untold("2024-10-03", place="urn:Natanz")],
    "two papers of one day": [untold("2024-10-02"), untold("2024-10-02")],
    "planned the day before": [strike(), untold("2024-09-30", status=KG.planned)],
    "denied days later": [strike(), untold("2024-10-04", status=KG.negated)],
    "the only one of the month": [strike(), strike("2024-10")],
    "who did it is not told": [strike(), told("ASSAULT", (), IRN)],
    "somebody without a name did it": [strike(), told("ASSAULT", iri.unnamed("d", "gunmen"), IRN)],
    "the same person": [
        strike(people=frozenset({(KG.actor, "urn:biden")})),
        strike(people=frozenset({(KG.actor, "urn:biden"), (KG.recipient, "urn:raisi")})),
    ],
}
APART = {
    "another day": [strike(), strike("2024-10-02")],
    "another place": [strike(place="urn:Natanz"), strike(place="urn:Fordow")],
    "another mode": [told("CONSULT", RUS, IRN, mode="phone"), told("CONSULT", RUS, IRN, mode="visit")],
    "the other direction": [strike(), told("ASSAULT", IRN, USA)],
    "another side": [strike(), told("ASSAULT", RUS, IRN)],
    "other persons": [
        strike(people=frozenset({(KG.actor, "urn:biden")})), strike(people=frozenset({(KG.actor, "urn:blinken")}))
    ],
    "asked for later": [strike(), untold("2024-10-02", status=KG.requested)],
    "a text before it": [strike(), untold("2024-09-30")],
    "a text long after it": [strike(), untold("2024-10-05")],
    "day after day without a date": [untold("2024-10-02"), untold("2024-10-03")],
    "a year is too vague": [strike(), strike("2024")],
    "not to be merged": [strike(), strike(alone=True)],
    "nobody is known": [
        told("ASSAULT", iri.unnamed("d", "gunmen"), iri.unnamed("d", "guards")),
        told("ASSAULT", iri.unnamed("e", "gunmen"), iri.unnamed("e", "guards")),
    ],
}  # fmt: skip


@pytest.mark.parametrize("reports", SAME.values(), ids=SAME)
def test_reports_of_one_event_meet(reports: list[Report]) -> None:
    """Compatible sides, date and circumstances make one event, in whatever order the reports come."""
    assert len(cluster(reports)) == len(cluster(reversed(reports))) == 1


@pytest.mark.parametrize("reports", APART.values(), ids=APART)
def test_reports_of_several_events_stay_apart(reports: list[Report]) -> None:
    """What differs in what both tell, or is only near in time, stays two."""
    assert len(cluster(reports)) == len(cluster(reversed(reports))) == 2


def test_what_fits_two_events_is_put_into_neither() -> None:
    """A raid without a place may be either of two; all such reports are of one event of their own."""
    here, there = strike(place="urn:Natanz"), strike(place="urn:Fordow")
    vague = [strike(), strike()]
    sizes = sorted(len(event.members) for event in cluster([*vague, here, there]))
    assert sizes == [1, 1, 2]


def test_one_report_does_not_bridge_two_events() -> None:
    """Two raids that differ are not joined by a third report that fits both."""
    assert len(cluster([strike(mode="aerial"), strike(mode="ground"), strike()])) >= 2


def test_a_month_with_two_events_fits_neither() -> None:
    """ "In October" says nothing of which."""
    assert len(cluster([strike("2024-10-01"), strike("2024-10-09"), strike("2024-10")])) == 3


def test_what_is_told_day_after_day_is_no_echo() -> None:
    """Aid that three papers of three days tell of without a date is not one gift."""
    assert len(cluster([told("AID", USA, IRN, f"2024-10-0{day}", told=False) for day in (1, 2, 3)])) == 3


def test_contradictions_go_both_ways() -> None:
    """Asserted by one and denied by another."""
    yes, no, planned = strike(), strike(status=KG.negated), strike(status=KG.planned)
    (event,) = cluster([yes, no, planned])
    assert set(contradictions(event)) == {(yes.claim, no.claim), (no.claim, yes.claim)}


def test_a_reader_decides() -> None:
    """Two that would meet are kept apart, two that would not are put together."""
    one, other, later = strike(), strike(), strike("2024-10-03")
    apart = Rules(apart=frozenset({(one.claim, other.claim), (other.claim, one.claim)}))
    assert len(cluster([one, other], apart)) == 2
    together = Rules(together=frozenset({(one.claim, later.claim), (later.claim, one.claim)}))
    (event,) = cluster([one, later], together)
    assert event.when == "2024-10-01"
    assert event.members[later.claim][1] == "a reader has put it here"


# -- in the store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store(tmp_path / "store", create=True) as made:
        yield made


def events(store: Store) -> dict[str, set[str]]:
    """The claims of each event."""
    found: dict[str, set[str]] = {}
    for quad in store.match(predicate=NamedNode(KG.event), graph=EVENTS):
        found.setdefault(quad.object.value, set()).add(quad.subject.value)
    return found


def fill(store: Store, *corpus: tuple[Document, tuple[Claim, ...]]) -> None:
    for document, claims in corpus or c.CORPUS:
        store.add(document, claims)
    settle(store)


def test_every_event_claim_has_one_event(store: Store) -> None:
    """No more and no less; nothing waits any longer."""
    fill(store)
    claims = [claim for found in events(store).values() for claim in found]
    assert len(claims) == len(set(claims)) == store.stats()["event claims"]
    assert not list(store.match(graph=PENDING))


def test_the_bombing_is_one_event_with_its_sources(store: Store) -> None:
    """Two papers, four claims, one denial: side by side."""
    fill(store)
    (node,) = [event for event, found in events(store).items() if len(found) == 4]
    facts = {(quad.predicate.value, quad.object.value) for quad in store.match(NamedNode(node), graph=EVENTS)}
    assert {
        (KG.reports, "4"), (KG.documents, "2"), (KG.sources, "2"), (KG.eventDate, "2024-03-04"),
        (KG.firstReport, "2024-03-05"), (KG.lastReport, "2024-03-06"),
        (KG.reportedAs, KG.actual), (KG.reportedAs, KG.negated),
    } <= facts  # fmt: skip
    contradictions = list(store.match(predicate=NamedNode(KG.contradicts), graph=EVENTS))
    assert len(contradictions) == 6
    assert {(quad.object, quad.subject) for quad in contradictions} == {(q.subject, q.object) for q in contradictions}


def test_ties_sum_up_what_is_told(store: Store) -> None:
    """Reports, events, scores and dates of one act with one status between two sides; a mutual act goes both ways."""
    fill(store)
    ties = {
        (q.subject.value): {p.predicate.value: p.object.value for p in store.match(q.subject, graph=TIES)}
        for q in store.match(object=NamedNode(KG.Tie), graph=TIES)
    }
    israel, syria, egypt = (iri.wikidata(c.STATES[name][0]) for name in ("Israel", "Syria", "Egypt"))
    bombing = ties[iri.tie(israel, PLOVER.ASSAULT, syria, KG.actual)]
    assert (bombing[KG.reports], bombing[KG.events]) == ("3", "1")
    assert float(bombing[KG.scoreSum]) == sum(claim.score or 0 for claim in (c.BOMBING, c.ACCOUNT, c.RAID))
    assert (bombing[KG.firstDate], bombing[KG.lastDate]) == ("2024-03-04", "2024-03-05")
    assert ties[iri.tie(israel, PLOVER.CONSULT, egypt, KG.actual)].keys() >= {KG.events}
    assert iri.tie(egypt, PLOVER.CONSULT, israel, KG.actual) in ties


def test_ties_follow_claims_that_leave_an_event(store: Store) -> None:
    """A new text draws an older claim out of the event it shared: also ties that the new one doesn't name."""
    qatar, iran, america = c.HOSTING.actors[0], *c.HOSTING.recipients

    def text(name: str, date: str, actors: tuple[Party, ...], told: str | None, place: Place | None) -> Text:
        document = replace(c.HARBOUR, id=name, origin=f"/{name}", date=date)
        return document, (
            replace(c.RAID, event="CONSULT", mode=None, actors=actors, recipients=(), date=told, place=place),
        )

    corpus = (
        text("three", "2024-05-05", (qatar, iran, america), None, None),
        text("earlier", "2024-05-03", (iran, america), "2024-05-03", None),
        text("nearer", "2024-05-05", (qatar, iran), "2024-05-04", None),
    )
    fill(store, *corpus[:2])
    fill(store, corpus[2])
    assert sorted(set(canonical(store)) ^ set(canonical_of(corpus))) == []


def test_forgetting_a_document_takes_its_part_of_events(store: Store) -> None:
    """What is left is what would be there without it."""
    fill(store)
    for document, _ in c.CORPUS:
        store.forget(NamedNode(graph.document_iri(document)))
        settle(store)
    assert list(store.quads()) == []


def test_settling_again_changes_nothing(store: Store) -> None:
    """No news, no work."""
    fill(store)
    before = list(store.quads())
    settle(store)
    assert list(store.quads()) == before


def test_work_that_was_cut_short_is_done_by_the_next(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are kept and their notes wait, wherever it stops."""
    for document, claims in c.CORPUS:
        store.add(document, claims)
    change, calls = store.change, iter(range(100))

    def stumbles(**parts: list[Quad]) -> None:
        if next(calls) == 1:
            raise KeyboardInterrupt
        change(**parts)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(store, "change", stumbles)
        settle(store)
    assert list(store.match(graph=PENDING))
    settle(store)
    assert canonical(store) == canonical_of(c.CORPUS)


def canonical(store: Store) -> list[str]:
    return sorted(str(quad) for quad in store.quads())


def canonical_of(corpus: tuple[tuple[Document, tuple[Claim, ...]], ...]) -> list[str]:
    """The dump of a store that has seen nothing else."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "store", create=True) as clean:
        fill(clean, *corpus) if corpus else settle(clean)
        return canonical(clean)


DAYS = st.sampled_from(["2024-02-28", "2024-03-01", "2024-03-04", "2024-03-05", "2024-03-07", "2024-03", "2024", None])
SIDES = st.sampled_from(
    [c.BOMBING.actors, c.BOMBING.recipients, c.CALL.actors, c.HOSTING.recipients, c.STRIKE.actors, ()]
)


@st.composite
def versions(draw: st.DrawFn) -> tuple[Document, tuple[Claim, ...]]:
    """A version of one of three documents, with claims whose sides, dates and statuses vary."""
    number = draw(st.integers(0, 2))
    document = replace(
        c.HARBOUR,
        id=f"{number}.txt",
        origin=f"/{number}.txt",
        date=draw(DAYS),
        text=c.HARBOUR.text + draw(st.sampled_from(["", " "])),
    )
    claims = [
        replace(
            c.RAID, actors=draw(SIDES), recipients=draw(SIDES), date=draw(DAYS),
            status=draw(st.sampled_from(["actual", "planned", "negated", "requested"])),
            event=draw(st.sampled_from(["ASSAULT", "CONSULT"])), mode=None,
            place=draw(st.sampled_from([None, c.DAMASCUS, c.DOHA])),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    return document, tuple(claim for claim in claims if claim.actors or claim.recipients)


@settings(max_examples=60, deadline=None)
@given(st.lists(versions(), min_size=1, max_size=8), st.randoms())
def test_only_the_last_versions_count(tmp_path_factory: pytest.TempPathFactory, history: list, draw: object) -> None:
    """However often and in whatever steps texts came, changed and went: the graph is that of a clean ingest."""
    last: dict[str, tuple[Document, tuple[Claim, ...]]] = {}
    with Store(tmp_path_factory.mktemp("history") / "store", create=True) as store:
        for document, claims in history:
            store.add(document, claims)
            last[document.origin] = (document, claims)
            if draw.random() < 0.5:  # type: ignore[attr-defined]
                settle(store)
        settle(store)
        assert sorted(set(canonical(store)) ^ set(canonical_of(tuple(last.values())))) == []
