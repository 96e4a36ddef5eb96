"""What there is to draw: the network of a briefing, and its events period by period."""

from shlex import quote

from kgraph.analyse.periods import between, period
from kgraph.analyse.timeline import timeline as measured
from kgraph.brief.evidence import Evidence
from kgraph.brief.facts import Cell, Network, Node, Period, Table, Tie, Timeline
from kgraph.brief.records import Pair
from kgraph.brief.scope import Events, Scope
from kgraph.brief.tables import more, number, signed_number, signs

PARTNERS = 14  # drawn: more names than that can't be read on a page
DRAWN = 60  # periods, at most
LINES = 36  # of the table: the latest


def network(scope: Scope, anchors: dict[Pair | None, str]) -> Network:
    """The busiest partners, or the two and who deals with both."""
    ties = scope.ties
    kept = {*scope.focus, *scope.others[:PARTNERS]}
    drawn = tuple(
        Tie(one, other, tie["n"], tie["weight"], tie["sign"], anchors[min(one, other), max(one, other)])
        for one, other, tie in ties.edges(data=True)
        if kept.issuperset((one, other))
    )
    nodes = {
        actor: Node(
            scope.name(actor), sum(tie.events for tie in drawn if actor in (tie.one, tie.other)),
            next((tie.anchor for tie in drawn if actor in (tie.one, tie.other)), "evidence"), actor in scope.focus,
        )
        for actor in ties
        if actor in kept
    }  # fmt: skip
    left = len(scope.others) - PARTNERS
    part = f"the {PARTNERS} busiest of {len(scope.others)} partners" if left > 0 else "all whom it deals with"
    who = f"{scope.title} and those who deal with both" if len(scope.focus) == 2 else f"{scope.title} and {part}"
    return Network(f"{who}. Choose a line or a name to read its sentences.", nodes, drawn)


def timeline(scope: Scope, cited: Evidence) -> tuple[Timeline, Table, str] | None:
    """The events period by period, to be drawn and to be read, and what they rest on; None where none has a date."""
    events = {event: values for *_, event, values in scope.edges}
    dated = {event: values for event, values in events.items() if values["date"]}
    if not dated:
        return None
    kind = _fitting({values["date"] for values in dated.values()})
    folded: dict[str, Events] = {}
    for event, values in dated.items():
        if name := period(values["date"], kind):
            folded.setdefault(name, {})[event] = values
    one, other = (*scope.focus, None)[:2]
    found = measured(scope.network, actor=one, other=other, period=kind)
    rows = {str(row[0]): dict(zip(found.columns, row, strict=True)) for row in found.rows}
    told = between(min(folded), max(folded), kind)
    periods = tuple(_period(scope, cited, name, folded.get(name, {}), rows.get(name, {})) for name in told)
    lines = [_line(scope, cited, each, folded[each.name]) for each in periods if each.name in folded]
    columns = (kind.capitalize(), "Events", "Friendly", "Hostile", "Mean", "95 % band")
    asked = " ".join(f"--actor {quote(scope.name(actor))}" for actor in scope.focus)
    left = more(len(lines) - LINES, f"kgraph analyse timeline {asked} --period {kind}")
    caption = (
        f"Events by {kind}, friendly above the line and hostile below it; underneath, their mean score with its band."
    )
    table = Table(f"Events and their mean score by {kind}", columns, tuple(lines[-LINES:]), left, (0, 4, 5))
    return Timeline(caption, periods), table, found.note


def _fitting(dates: set[str]) -> str:
    """The shortest period of which not too many are to be drawn."""
    for kind in ("month", "quarter"):
        names = sorted({name for date in dates if (name := period(date, kind))})
        if names and len(between(names[0], names[-1], kind)) <= DRAWN:
            return kind
    return "year"


def _period(
    scope: Scope, cited: Evidence, name: str, events: Events, row: dict[str, str | float | int | None]
) -> Period:
    counts = {sign: len(found) for sign, found in signs(events).items()}
    mean, low, high = (row.get(column) for column in ("mean", "low", "high"))
    band = (float(low), float(high)) if low is not None and high is not None else None
    return Period(
        name, counts["friendly"], counts["hostile"], counts["neither"], None if mean is None else float(mean), band,
        cited.first(scope.telling(events)),
    )  # fmt: skip


def _line(scope: Scope, cited: Evidence, told: Period, events: Events) -> tuple[Cell, ...]:
    kinds = signs(events)
    telling = scope.telling(events)
    mean = "–" if told.mean is None else cited.cite(signed_number(told.mean), telling, quiet=True)
    band = cited.cite(" to ".join(map(signed_number, told.band)), telling, quiet=True) if told.band else "–"
    return (
        told.name, number(scope, cited, events), number(scope, cited, kinds["friendly"]),
        number(scope, cited, kinds["hostile"]), mean, band,
    )  # fmt: skip
