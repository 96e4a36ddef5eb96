"""Works out events and ties anew, where documents have come or gone since the last time."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from pyoxigraph import NamedNode, Quad

from kgraph import iri, pending, rdf
from kgraph.happenings.clusters import REACH, cluster
from kgraph.happenings.facts import quads
from kgraph.happenings.report import Report, dated, undated
from kgraph.happenings.rules import NEAR, Rules
from kgraph.happenings.ties import renew
from kgraph.store import GraphStore
from kgraph.vocab import KG, PROV

_EVENTS = NamedNode(iri.EVENTS)
# an event may draw on texts REACH days away, whose other choices lie REACH days further
_REACH = timedelta(days=2 * REACH)
_REACH_TOGETHER = timedelta(days=4 * REACH + NEAR)  # where readers have put together events that are days apart
Watcher = Callable[[float], None]


def settle(store: GraphStore, watch: Watcher = lambda done: None) -> None:
    """Bring events and ties up to date with the documents; what is cut short is done by the next call.

    ``watch`` is told how far it is, from 0 to 1. The result depends on the documents alone, not on the order or number
    of changes.
    """
    notes = [pending.read(quad) for quad in store.match(graph=NamedNode(iri.PENDING))]
    periods: dict[str, set[str]] = defaultdict(set)
    rules = Rules.of(store)
    reach = _REACH_TOGETHER if rules.together else _REACH
    for note in notes:
        for period in _periods(note.when, reach):
            periods[period].add(note.code)
    for number, (period, codes) in enumerate(sorted(periods.items())):
        _renew(store, period, sorted(codes), rules, reach)
        watch(number / (len(periods) + 1))
    waiting = list(store.match(graph=NamedNode(iri.PENDING)))  # with what events that changed have left
    renew(store, map(pending.read, waiting))
    store.change(delete=waiting)
    watch(1.0)


def _periods(when: str, reach: timedelta) -> set[str]:
    """The periods (a month, a year, or a document without dates) whose events a claim of that date may touch."""
    if not rdf.is_day(when):
        return {when}
    day = date.fromisoformat(when)
    return {f"{near:%Y-%m}" for near in (day - reach, day, day + reach)}


def _renew(store: GraphStore, period: str, codes: list[str], rules: Rules, reach: timedelta) -> None:
    """Work out the events of a period with these codes, and write what has changed of them."""
    days = list(_days(period))
    if rdf.is_date(period):
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
        again = pending.notes(store.facts(map(rdf.node, moved)))
        store.change(delete=sorted(old - new, key=str), insert=[*sorted(new - old, key=str), *again])


def _days(month: str) -> Iterator[str]:
    """The days of a month; none for a year or a document."""
    if rdf.is_date(month) and len(month) == len("2024-10"):
        year, number = map(int, month.split("-"))
        yield from (f"{month}-{day:02}" for day in range(1, monthrange(year, number)[1] + 1))


def _around(month: str, reach: timedelta) -> Iterator[str]:
    """The days of a month, and those before and after it that its events may draw on."""
    days = list(_days(month))
    first, last = date.fromisoformat(days[0]) - reach, date.fromisoformat(days[-1]) + reach
    yield from (str(first + timedelta(days=n)) for n in range((last - first).days + 1))


def _stored(store: GraphStore, period: str, codes: Iterable[str], days: Iterable[str]) -> Iterator[Quad]:
    """What the store says of the events with these codes in a period, and of their claims."""
    if rdf.is_date(period):
        dates = [term for term in map(rdf.date, (*days, period)) if term is not None]
        found = list(store.having(rdf.node(KG.eventDate), dates, _EVENTS))
    else:
        found = list(store.having(rdf.node(PROV.wasDerivedFrom), [rdf.node(period)], _EVENTS))
    wanted = set(codes)
    events = {quad.subject for quad in found if quad.predicate.value == KG.code and rdf.text(quad.object) in wanted}
    yield from (quad for quad in found if quad.subject in events)
    yield from store.having(rdf.node(KG.event), sorted(events, key=str), _EVENTS)
