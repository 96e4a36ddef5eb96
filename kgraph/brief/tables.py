"""The tables of a briefing: each number with the sentences that show it."""

from collections import defaultdict
from collections.abc import Iterable

from kgraph.analyse import evidence
from kgraph.analyse.timeline import band
from kgraph.brief.evidence import Evidence, latest
from kgraph.brief.facts import Cell, Cited, Table
from kgraph.brief.records import Record, clean
from kgraph.brief.scope import Events, Scope

ROWS = 20  # of a table


def glance(scope: Scope, cited: Evidence) -> Table:
    """The summary numbers."""
    edges = scope.edges
    events = {event: values for _, _, event, values in edges}
    where = "Events between the two" if len(scope.focus) == 2 else "Events with others"
    rows: list[tuple[Cell, ...]] = [
        (where, number(scope, cited, events)),
        *((f"… {what}", number(scope, cited, found)) for what, found in signs(events).items()),
    ]
    if events:
        rows.append(("Mean score, −10 to 10, with its 95 % band", cited.cite(_banded(events), scope.telling(events))))
    rows += [(what, number(scope, cited, found)) for what, found in _directions(scope, edges).items()]
    heard = {event: values for event, values in events.items() if values["attributed"]}
    rows.append(("Only by somebody’s account", number(scope, cited, heard)))
    if alone := [record for record in scope.records.get(None, ()) if record.status == "actual"]:
        told = str(len({record.event for record in alone}))
        rows.append(("Acts without another named side", cited.cite(told, alone)))
    return Table("Summary numbers, with the sentences that show them", ("What", "Number"), tuple(rows))


def signs(events: Events) -> dict[str, Events]:
    """Friendly, hostile and neutral events."""
    found: dict[str, Events] = {"friendly": {}, "hostile": {}, "neither": {}}
    for event, values in events.items():
        score = values["score"]
        found["friendly" if score > 0 else "hostile" if score < 0 else "neither"][event] = values
    return found


def _directions(scope: Scope, edges: list[evidence.Edge]) -> dict[str, Events]:
    one = scope.focus[0]
    done = {event: values for actor, _, event, values in edges if actor == one}
    got = {event: values for actor, _, event, values in edges if actor != one}
    name = scope.name(one)
    other = scope.name(scope.focus[1]) if len(scope.focus) == 2 else "others"
    return {
        f"{name} to {other}": {event: done[event] for event in done if event not in got},
        f"{other[0].upper()}{other[1:]} to {name}": {event: got[event] for event in got if event not in done},
        "What both do together": {event: done[event] for event in done if event in got},
    }


def number(scope: Scope, cited: Evidence, events: Iterable[str], tie: tuple[str, str] | None = None) -> Cited:
    """How many events, and the sentences that tell of them."""
    events = set(events)
    return cited.cite(f"{len(events):,}", scope.telling(events, tie))


def mean(events: Events) -> float:
    return float(sum(values["score"] for _, values in sorted(events.items())) / len(events))


def _banded(events: Events) -> str:
    low, high = band([values["score"] for values in events.values()])
    told = "too few for a band" if low is None or high is None else f"{signed_number(low)} to {signed_number(high)}"
    return f"{signed_number(mean(events))} ({told})"


def signed_number(value: float) -> str:
    """With one decimal and a proper minus sign."""
    return f"{value + 0.0:.1f}".replace("-0.0", "0.0").replace("-", "−")


def partners(scope: Scope, cited: Evidence) -> Table:
    """With whom an actor has events."""
    others = scope.others
    rows = tuple((scope.name(other), *_dealings(scope, cited, scope.focus[0], other)) for other in others[:ROWS])
    asked = scope.command("partners", ("a", scope.title), ("limit", str(len(others))), dates=False)
    return Table(
        f"With whom {scope.title} has events, the busiest first",
        ("Partner", "Events", "Friendly", "Hostile", "Mean", "Latest"),
        rows,
        more(len(others) - ROWS, asked),
        (1, 2, 3, 4, 5),
    )


def _dealings(scope: Scope, cited: Evidence, one: str, other: str) -> tuple[Cell, ...]:
    tie = (min(one, other), max(one, other))
    events = scope.between(one, other)
    by_sign = signs(events)
    kinds = [number(scope, cited, by_sign[sign], tie) for sign in ("friendly", "hostile")]
    last = max((values["date"] or "" for values in events.values()), default="")
    average: Cell = cited.cite(signed_number(mean(events)), scope.telling(events, tie), quiet=True) if events else "–"
    return number(scope, cited, events, tie), *kinds, average, last


def thirds(scope: Scope, cited: Evidence) -> Table:
    """Who deals with both of a pair."""
    rows = []
    for other in scope.others:
        cells: list[Cell] = [scope.name(other)]
        for one in scope.focus:
            events, _, _, average, _ = _dealings(scope, cited, one, other)
            cells += [events, average]
        rows.append(tuple(cells))
    one, two = map(scope.name, scope.focus)
    columns = ("Who", f"Events with {one}", f"Mean with {one}", f"Events with {two}", f"Mean with {two}")
    return Table(f"Who deals with both {one} and {two}, the busiest first", columns, tuple(rows), figures=(1, 2, 3, 4))


def said(scope: Scope, cited: Evidence, caption: str, records: list[Record], asked: str) -> Table:
    """What is planned, threatened, demanded or denied, and who says so."""
    rows = []
    for record in latest(records)[:ROWS]:
        roles = (names(scope, record, role) for role in ("actor", "recipient", "attributedTo"))
        who, whom, says = roles
        rows.append(
            (
                record.date or "no date",
                who or "somebody",
                act(record),
                whom or "–",
                says or "the text",
                cited.cite("", [record]),
            )
        )
    columns = ("Date", "Who", "What", "To whom", "Who says so", "Sentence")
    return Table(caption, columns, tuple(rows), more(len(records) - ROWS, asked), (0,))


def act(record: Record) -> str:
    """A code and its mode, in words that any reader understands."""
    return record.code.capitalize() + (f" ({record.mode})" if record.mode else "")


def names(scope: Scope, record: Record, role: str) -> str:
    """Who stands in a role, by name."""
    return ", ".join(sorted(scope.name(party) for party in record.parties.get(role, ())))


def sources(scope: Scope, cited: Evidence) -> Table:
    """Who reports it."""
    events: dict[str, Events] = defaultdict(dict)
    documents: dict[str, set[str]] = defaultdict(set)
    publishers = scope.network.graph["publishers"]
    for *_, event, values in scope.edges:
        for document in values["documents"]:
            source = publishers.get(document, "no publisher named")
            events[source][event] = values
            documents[source].add(document)
    order = sorted(events, key=lambda source: (-len(events[source]), source))
    rows = []
    for source in order[:ROWS]:
        told = [record for record in scope.telling(events[source]) if record.document in documents[source]]
        counts = (f"{len(documents[source]):,}", f"{len(events[source]):,}")
        rows.append((clean(source), cited.cite(counts[0], told, quiet=True), cited.cite(counts[1], told)))
    asked = scope.command("sources", ("limit", str(len(order))), dates=False)
    return Table(
        "Who reports these events",
        ("Source", "Documents", "Events"),
        tuple(rows),
        more(len(order) - ROWS, asked),
        (1, 2),
    )


def more(left: int, asked: str) -> str:
    """What a list leaves out, and how to see it."""
    return f"and {left:,} more: {asked}" if left > 0 else ""
