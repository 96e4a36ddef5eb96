"""Works out events and ties anew, where documents have come or gone since the last time."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from pyoxigraph import NamedNode, Quad

from kgraph import iri, isodate, pending, rdf
from kgraph.happenings.clusters import REACH, cluster
from kgraph.happenings.facts import quads
from kgraph.happenings.report import Report, dated, undated
from kgraph.happenings.rules import NEAR, Rules
from kgraph.happenings.ties import renew
from kgraph.pending import Note
from kgraph.store import GraphStore
from kgraph.vocab import KG, PROV

_EVENTS = NamedNode(iri.EVENTS)
# an event may draw on texts REACH days away, whose other choices lie REACH days further
_REACH = timedelta(days=2 * REACH)
_REACH_TOGETHER = timedelta(days=4 * REACH + NEAR)  # where readers have put together events that are days apart
_TIES = 1000  # notes whose ties are summed up at a time
_EVENTS_SHARE = 0.8  # of the work, for a bar that moves evenly
Watcher = Callable[[float], None]


def settle(store: GraphStore, watch: Watcher = lambda done: None) -> None:
    """Bring events and ties up to date with the documents; what is cut short is done by the next call.

    ``watch`` is told how far it is, from 0 to 1; the store is in order whenever it is called. The result depends on the
    documents alone, not on the order or number of changes.
    """
    rules = Rules.of(store)
    reach = _REACH_TOGETHER if rules.together else _REACH
    codes: dict[str, set[str]] = defaultdict(set)
    ending: dict[str, list[Note]] = defaultdict(list)  # by the last period that a note touches
    for note in _waiting(store):
        if periods := _periods(note.when, reach):
            ending[max(periods)].append(note)
        for period in periods:
            codes[period].add(note.code)
    for number, period in enumerate(sorted(codes), 1):
        _renew(store, period, sorted(codes[period]), rules, reach)
        _pass_on(store, ending[period])
        watch(number / len(codes) * _EVENTS_SHARE)
    _sum_up(store, lambda done: watch(_EVENTS_SHARE + done * (1 - _EVENTS_SHARE)))


def _waiting(store: GraphStore) -> list[Note]:
    return [pending.read(quad) for quad in store.match(graph=NamedNode(iri.PENDING))]


def _pass_on(store: GraphStore, notes: Iterable[Note]) -> None:
    """Keep of notes whose events are worked out that their ties wait: a run that is cut short goes on from here."""
    left = dict.fromkeys(note.settled.quad for note in notes)
    store.change(delete=[note.quad for note in notes], insert=list(left))


def _sum_up(store: GraphStore, watch: Watcher) -> None:
    """Bring the ties that wait up to date."""
    waiting = sorted(_waiting(store), key=lambda note: (note.actor or "", note.recipient or "", str(note.quad)))
    for start in range(0, len(waiting), _TIES):
        some = waiting[start : start + _TIES]
        renew(store, some)
        store.change(delete=[note.quad for note in some])
        watch(min(1.0, (start + _TIES) / len(waiting)))


def _periods(when: str | None, reach: timedelta) -> set[str]:
    """The periods (a month, a year, or a document without dates) whose events a claim of that date may touch."""
    if when is None:
        return set()
    if not isodate.is_day(when):
        return {when}
    day = date.fromisoformat(when)
    return {f"{near:%Y-%m}" for near in (day - reach, day, day + reach)}


def _renew(store: GraphStore, period: str, codes: list[str], rules: Rules, reach: timedelta) -> None:
    """Work out the events of a period with these codes, and write what has changed of them."""
    days = list(_days(period))
    if isodate.is_date(period):
        found = dated(store, codes, [*_around(period, reach), period] if days else [period])
    else:
        found = undated(store, codes, period)
    by_code: dict[str, list[Report]] = defaultdict(list)
    for one in found:
        by_code[one.code].append(one)
    home = {*days, period}
    new: set[Quad] = set()
    for code, reports in by_code.items():
        new.update(quads(code, [event for event in cluster(reports, rules) if event.when in home]))
    # a claim that comes from an event of another period leaves that one
    claims = [rdf.node(name) for name in sorted({rdf.text(q.subject) for q in new if q.predicate.value == KG.event})]
    old = {*_stored(store, period, codes, days), *store.facts(claims, graph=_EVENTS)}
    if old != new:
        # who leaves an event may have ties that no changed document names
        moved = sorted({rdf.text(quad.subject) for quad in old - new if quad.predicate.value == KG.event})
        again = dict.fromkeys(pending.read(q).settled.quad for q in pending.notes(store.facts(map(rdf.node, moved))))
        store.change(delete=sorted(old - new, key=str), insert=[*sorted(new - old, key=str), *again])


def _days(month: str) -> Iterator[str]:
    """The days of a month; none for a year or a document."""
    if isodate.is_date(month) and len(month) == len("2024-10"):
        year, number = map(int, month.split("-"))
        yield from (f"{month}-{day:02}" for day in range(1, monthrange(year, number)[1] + 1))


def _around(month: str, reach: timedelta) -> Iterator[str]:
    """The days of a month, and those before and after it that its events may draw on."""
    days = list(_days(month))
    first, last = date.fromisoformat(days[0]) - reach, date.fromisoformat(days[-1]) + reach
    yield from (str(first + timedelta(days=n)) for n in range((last - first).days + 1))


def _stored(store: GraphStore, period: str, codes: Iterable[str], days: Iterable[str]) -> Iterator[Quad]:
    """What the store says of the events with these codes in a period, and of their claims."""
    if isodate.is_date(period):
        dates = [term for term in map(rdf.date, (*days, period)) if term is not None]
        found = list(store.having(rdf.node(KG.eventDate), dates, _EVENTS))
    else:
        found = list(store.having(rdf.node(PROV.wasDerivedFrom), [rdf.node(period)], _EVENTS))
    wanted = set(codes)
    events = {quad.subject for quad in found if quad.predicate.value == KG.code and rdf.text(quad.object) in wanted}
    yield from (quad for quad in found if quad.subject in events)
    yield from store.having(rdf.node(KG.event), sorted(events, key=str), _EVENTS)
