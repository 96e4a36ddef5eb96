"""Events as RDF, in the graph of events."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kgraph import iri, isodate, rdf
from kgraph.happenings.clusters import Event, contradictions
from kgraph.vocab import KG, PROV, RDF

_GRAPH = NamedNode(iri.EVENTS)


def quads(code: str, events: Iterable[Event]) -> Iterator[Quad]:
    """All that is said of events with one code, and why each claim is put there."""
    for node, event in _named(code, list(events)).items():
        yield from _event(node, code, event)
        for report, why in event.members.values():
            yield _quad(report.claim, KG.event, rdf.node(node))
            yield _quad(report.claim, KG.eventWhy, rdf.string(why))
        for one, other in contradictions(event):
            yield _quad(one, KG.contradicts, rdf.node(other))


def _named(code: str, events: list[Event]) -> dict[str, Event]:
    """Events by IRI, made from code, date and sides; from what tells them apart too, where several have the same."""
    alike: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        alike[event.when, _main_pair(event)].append(event)
    named: dict[str, Event] = {}
    for (when, pair), found in alike.items():
        if len(found) == 1:
            named[iri.event(code, when, pair)] = found[0]
            continue
        details = Counter(map(_details, found))
        for event in found:
            telling = _details(event)
            unlike = telling if details[telling] == 1 else (telling, min(event.members))
            named[iri.event(code, when, pair, unlike)] = event
    return dict(sorted(named.items()))


def _main_pair(event: Event) -> str:
    """The two sides that most reports name; the first claim where nobody is known by name."""
    if not event.pairs:
        return min(event.members)
    most = max(event.pairs.values())
    return min(" ".join(side or "-" for side in pair) for pair, count in event.pairs.items() if count == most)


def _details(event: Event) -> tuple[str, ...]:
    told = ((report.place, report.mode) for report in event.reports)
    return tuple(sorted({detail for pair in told for detail in pair if detail}))


def _event(node: str, code: str, event: Event) -> Iterator[Quad]:
    reports = event.reports
    published = sorted(report.published for report in reports if report.published)
    yield _quad(node, RDF.type, rdf.node(KG.Event))
    yield _quad(node, KG.code, rdf.node(code))
    yield _quad(node, KG.reports, rdf.integer(len(reports)))
    yield _quad(node, KG.documents, rdf.integer(len({report.document for report in reports})))
    yield _quad(node, KG.sources, rdf.integer(len({report.publisher or report.document for report in reports})))
    for status in sorted({report.status for report in reports}):
        yield _quad(node, KG.reportedAs, rdf.node(status))
    for side in sorted({side for report in reports for side in report.actors}):
        yield _quad(node, KG.actorFor, rdf.node(side))
    for side in sorted({side for report in reports for side in report.recipients}):
        yield _quad(node, KG.recipientFor, rdf.node(side))
    if isodate.is_date(event.when):
        yield _quad(node, KG.eventDate, rdf.date(event.when))
    else:  # known from one text only
        yield _quad(node, PROV.wasDerivedFrom, rdf.node(event.when))
    if published:
        yield _quad(node, KG.firstReport, rdf.date(published[0]))
        yield _quad(node, KG.lastReport, rdf.date(published[-1]))


def _quad(subject: str, predicate: str, value: rdf.Term | None) -> Quad:
    if value is None:
        raise ValueError(f"{predicate} of {subject} has no value")
    return Quad(rdf.node(subject), rdf.node(predicate), value, _GRAPH)
