"""From the store to a briefing: all its facts, collected once."""

from collections.abc import Iterator

from kgraph.analyse.evidence import FEW, period, plural
from kgraph.analyse.mediators import mediators
from kgraph.analyse.registry import Table as Measured
from kgraph.brief import pictures, tables
from kgraph.brief.evidence import Evidence, choose, latest
from kgraph.brief.facts import LIMIT, Brief, Cell, Group, Section, Sentence, Table, Told
from kgraph.brief.records import Pair, Record, Words, clean, of_claims, words
from kgraph.brief.scope import Scope, read
from kgraph.store import GraphStore

MEDIATORS = 10
Records = dict[Pair | None, list[Record]]


def collect(
    store: GraphStore, actors: tuple[str, ...], *, since: str | None = None, until: str | None = None,
    limit: int = LIMIT,
) -> Brief:  # fmt: skip
    """What the store tells of an actor, or of two: names, ISO codes or IRIs.

    ``since`` and ``until`` are inclusive ISO days, months or years; at most ``limit`` sentences are cited. Raises
    QueryError for whom nobody knows, for what is no date, and where there is nothing to tell.
    """
    scope = read(store, actors, since, until)
    between = _mediators(scope)
    shown = [str(row[column]) for row in between.rows for column in (7, 8)]
    go_between = list(of_claims(store, shown))
    records = _with(scope, go_between, {str(row[-1]) for row in between.rows})
    spoken = {kind: _of_kind(scope, kind) for kind in _KINDS}
    urgent = [*go_between, *(record for found in spoken.values() for record in found[: tables.ROWS])]
    if len(scope.focus) == 2:  # what is between the two, before what they have with others
        urgent += latest(record for tie in records if tie and set(scope.focus) == set(tie) for record in records[tie])
    cited = choose(records, _order(scope, records), urgent, limit)
    anchors = {tie: f"e-t{place}" for place, tie in enumerate(cited.ties, 1)}
    return Brief(
        scope.title, _period(scope), tuple(_warnings(scope)),
        tuple(_sections(scope, cited, anchors, spoken, between)),
        tuple(_groups(scope, cited, anchors, words(store, cited.numbers))),
    )  # fmt: skip


def _sections(
    scope: Scope, cited: Evidence, anchors: dict[Pair | None, str], spoken: dict[str, list[Record]], between: Measured
) -> Iterator[Section]:
    yield Section("At a glance", (tables.glance(scope, cited), tables.sources(scope, cited)))
    pair = len(scope.focus) == 2
    ties = tables.thirds(scope, cited) if pair else tables.partners(scope, cited)
    drawn = pictures.network(scope, anchors)
    yield Section(
        "Who deals with whom", (drawn, ties) if drawn.ties else ("No event with another named side is told.",)
    )
    yield Section("Over time", pictures.timeline(scope, cited) or ("No event has a date.",))
    blocks = [
        tables.said(scope, cited, _KINDS[kind], found, _asked(scope, kind)) for kind, found in spoken.items() if found
    ]
    nothing = [kind for kind, found in spoken.items() if not found]
    told = [f"Nothing is told as {' or '.join(nothing)}."] if nothing else []
    yield Section("Planned, threatened, demanded, denied", (*blocks, *told))
    rows = tuple(_mediator(cited, row) for row in between.rows[:MEDIATORS])
    columns = ("Mediator", "Between", "And", "With the one", "With the other", "Hostility", "Sentences")
    listed = Table("Who has friendly ties to both sides; scores are sums over events", columns, rows, figures=(3, 4, 5))
    yield Section("Who could mediate", (listed, between.note) if rows else (between.note,))


_KINDS = {
    "planned": "What is planned or announced",
    "threatened": "What is threatened",
    "demanded": "What is demanded",
    "denied": "What is said not to have happened",
}


def _of_kind(scope: Scope, kind: str) -> list[Record]:
    main = [tie for tie in scope.records if tie is None or set(scope.focus) <= set(tie)]
    found = {record.claim: record for tie in main for record in scope.records[tie] if _kind(record) == kind}
    return latest(found.values())


def _kind(record: Record) -> str | None:
    if record.status == "actual":
        return {"THREATEN": "threatened", "REQUEST": "demanded"}.get(record.code)
    return {"planned": "planned", "requested": "demanded", "negated": "denied"}.get(record.status)


def _asked(scope: Scope, kind: str) -> str:
    if len(scope.focus) == 2:
        one, two = map(scope.name, scope.focus)
        return scope.command("between", ("a", one), ("b", two), ("limit", "1000"))
    name = {"denied": "denied", "demanded": "profile"}.get(kind, "planned")
    return scope.command(name, ("a", scope.title), ("limit", "1000"), dates=name != "profile")


def _mediators(scope: Scope) -> Measured:
    """The first few mediators, or a word why there are none."""
    if any(one not in scope.network for one in scope.focus):
        return Measured("", (), (), "Nobody here has friendly ties to both sides.")
    found = mediators(scope.network, actor=scope.focus[0], other=scope.focus[1] if len(scope.focus) == 2 else None)
    return Measured(found.title, found.columns, found.rows[:MEDIATORS], found.note)


def _mediator(cited: Evidence, row: tuple[str | float | int | None, ...]) -> tuple[Cell, ...]:
    mediator, one, other, good, better, hostility, _, *claims = row
    shown = [record for found in cited.records.values() for record in found if record.claim in claims]
    scores: list[Cell] = [
        "–" if score is None else cited.cite(tables.signed_number(float(score)), shown, quiet=True)
        for score in (good, better, hostility)
    ]
    return str(mediator), str(one), str(other), *scores, cited.cite("", shown)


def _with(scope: Scope, found: list[Record], mediating: set[str]) -> Records:
    """The scope's claims by tie, and those that show what mediators do elsewhere."""
    records = {tie: list(told) for tie, told in scope.records.items()}
    for record in found:
        for tie in sorted(record.pairs(scope.persons)):
            if not mediating.isdisjoint(tie) and tie not in scope.records:
                records.setdefault(tie, []).append(record)
                break
    return records


def _order(scope: Scope, records: Records) -> list[Pair | None]:
    """The pair itself, then the busiest partner's ties, those with no other side, and what stands elsewhere."""
    place = {actor: number for number, actor in enumerate([*scope.focus, *scope.others])}
    last = len(place)

    def rank(tie: Pair | None) -> tuple[bool, bool, list[int], list[str]]:
        ends = sorted(tie or (), key=lambda end: (place.get(end, last), scope.name(end)))
        elsewhere = tie is not None and tie not in scope.records
        return (
            elsewhere,
            tie is None,
            [place.get(end, last) for end in reversed(ends)],
            [scope.name(end) for end in ends],
        )

    return sorted(records, key=lambda tie: (*rank(tie), tie or ()))


def _groups(scope: Scope, cited: Evidence, anchors: dict[Pair | None, str], said: dict[str, Words]) -> Iterator[Group]:
    claims: dict[str, dict[str, Record]] = {}
    for record in (record for tie in cited.ties for record in cited.records[tie]):
        claims.setdefault(record.sentence, {})[record.claim] = record
    told: set[str] = set()
    for tie in cited.ties:
        sentences = list(dict.fromkeys(record.sentence for record in cited.records[tie]))
        listed = [one for one in sentences if one in cited.numbers]
        yield Group(
            anchors[tie], _heading(scope, tie),
            tuple(_sentence(scope, cited.numbers[one], said[one], claims[one]) for one in listed if one not in told),
            tuple(sorted(cited.numbers[one] for one in listed if one in told)),
            tables.more(len(sentences) - len(listed), _all(scope, tie)),
        )  # fmt: skip
        told.update(listed)


def _heading(scope: Scope, tie: Pair | None) -> str:
    if tie is None:
        return "Without another named side"
    one, other = sorted(
        tie, key=lambda end: (scope.focus.index(end) if end in scope.focus else len(scope.focus), scope.name(end))
    )
    return f"{scope.name(one)} and {scope.name(other)}"


def _all(scope: Scope, tie: Pair | None) -> str:
    if tie is None:
        return scope.command("profile", ("a", scope.title), dates=False)
    one, other = map(scope.name, tie)
    return scope.command("between", ("a", one), ("b", other), ("limit", "1000"))


def _sentence(scope: Scope, number: int, said: Words, claims: dict[str, Record]) -> Sentence:
    told = tuple(
        Told(
            record.claim.rpartition("/")[2], tables.names(scope, record, "actor") or "somebody", tables.act(record),
            tables.names(scope, record, "recipient"), record.status, record.date or "no date",
            tables.names(scope, record, "attributedTo"),
        )
        for record in sorted(claims.values(), key=lambda record: record.claim)
    )  # fmt: skip
    return Sentence(number, said.text, said.title, said.source, said.published, said.url, told)


def _period(scope: Scope) -> str:
    asked = [f"{word} {limit}" for word, limit in (("from", scope.since), ("to", scope.until)) if limit]
    found = period(scope.edges)
    return (" ".join(asked).capitalize() or "All dates") + (f"; events told: {found}" if found else "")


def _warnings(scope: Scope) -> Iterator[str]:
    edges = scope.edges
    events = {event for *_, event, _ in edges}
    outlets = {source for *_, values in edges for source in values["sources"]}
    if len(events) < FEW:
        yield f"Only {plural(len(events), 'event')}: too few to conclude from."
    if len(outlets) == 1:
        source = next(iter(outlets))
        named = source in scope.network.graph["publishers"].values()
        yield f"All of it comes from one source{f', {clean(source)}' if named else ''}."
    if undated := {event for *_, event, values in edges if not values["date"]}:
        yield f"{plural(len(undated), 'event')} without a date."
    if scope.persons:
        yield "Persons and bodies are counted by themselves here, not for their state."
