"""Which reports tell of one event: a function of the reports alone, whatever the order in which they came.

Reports meet where they have the same code and two sides in common, are told for the same date, and where nothing that
both tell (place, mode, persons) differs. What a report leaves open is filled from the one event that it fits; where it
fits several, it stays apart: two events told as one are worse than one told as two.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from kgraph.happenings.report import Report
from kgraph.happenings.rules import NONE, Rules
from kgraph.pending import Side
from kgraph.vocab import KG, PLOVER

# days by which an event may come before (or, where only planned, after) a text that tells no date
REACH = 3
_NEAR = {
    KG.actual: (0, -1, -2, -3),
    KG.negated: (0, -1, -2, -3),
    KG.planned: (0, 1, 2, 3),
}
# what may happen day after day: two papers of two days may well tell of two
_RECURRING = frozenset(PLOVER.terms()[root] for root in ("ASSAULT", "MOBILIZE", "PROTEST"))
_DAY, _MONTH = len("2024-10-01"), len("2024-10")


@dataclass
class Event:
    """Reports of one event, each with why it is here; ``when`` is its date, or the document of undated reports."""

    when: str
    members: dict[str, tuple[Report, str]] = field(default_factory=dict)
    pairs: Counter[tuple[Side, Side]] = field(default_factory=Counter)

    @property
    def reports(self) -> list[Report]:
        """Its reports, in the order of their IRIs."""
        return [report for _, (report, _) in sorted(self.members.items())]

    def take(self, report: Report, why: str) -> None:
        """Make a report one of its own."""
        self.members[report.claim] = (report, why)
        self.pairs.update(report.pairs)

    @property
    def dated(self) -> bool:
        """Whether a report tells its date."""
        return any(report.told for report, _ in self.members.values())

    def tells_as(self, report: Report) -> bool:
        """Whether a report of it leaves open just what ``report`` leaves open."""
        return any(_details(report) == _details(other) for other, _ in self.members.values())

    def fits(self, report: Report, rules: Rules) -> bool:
        """Whether a report may be one of this event: shares sides with one of its reports and differs from none."""
        others = [other for other, _ in self.members.values()]
        if not any(_share_sides(report, other) for other in others):
            return False
        return not any(_differ(report, other) or (report.claim, other.claim) in rules.apart for other in others)


def _share_sides(one: Report, other: Report) -> bool:
    """Whether both sides are in common; one is enough where a report tells no other, but day, place or mode."""
    if any(None not in pair for pair in one.pairs & other.pairs):
        return True
    alike = any(a is not None and a == b for a, b in ((one.place, other.place), (one.mode, other.mode)))
    fixed = alike or (one.told and other.told)
    if not fixed and one.document != other.document:
        return False
    return any(_is_part(a, b) or _is_part(b, a) for a in one.pairs for b in other.pairs)


def _is_part(pair: tuple[Side, Side], other: tuple[Side, Side]) -> bool:
    """Whether a pair with one side is the same as another, or a part of it."""
    return None in pair and any(side is not None and side == own for side, own in zip(pair, other, strict=True))


def _details(report: Report) -> tuple[object, ...]:
    return report.place, report.mode, report.people


def _differ(one: Report, other: Report) -> bool:
    """Whether something that both reports tell is not the same."""
    if (one.alone or other.alone) and one.document != other.document:
        return True
    if any(a and b and a != b for a, b in ((one.place, other.place), (one.mode, other.mode))):
        return True
    return any(_strangers(one, other, role) for role in (KG.actor, KG.recipient))


def _strangers(one: Report, other: Report, role: str) -> bool:
    """Whether both name persons in a role, and none in common."""
    mine = {person for where, person in one.people if where == role}
    theirs = {person for where, person in other.people if where == role}
    return bool(mine and theirs) and not mine & theirs


def cluster(reports: Iterable[Report], rules: Rules = NONE) -> list[Event]:
    """The events that reports with one code tell of.

    First come the days that texts tell, then the texts without a date, which are of the days just before them or echo
    each other, then months and years, which may mean the only event that is told in them.
    """
    ordered = sorted(reports, key=_order)
    events: dict[str, list[Event]] = defaultdict(list)
    for report in ordered:
        if report.told and len(report.when) == _DAY:
            _place(report, events, [report.when], rules)
    for report in ordered:
        if not report.told:
            _place(report, events, _days(report), rules)
    _join_echoes(events, rules)
    for report in ordered:
        if report.told and len(report.when) != _DAY:
            inside = sorted(day for day in events if day.startswith(report.when) and len(day) == _DAY)
            _place(report, events, [report.when], rules, inside if len(report.when) == _MONTH else ())
    return _joined([event for _, found in sorted(events.items()) for event in found], rules)


def _join_echoes(events: dict[str, list[Event]], rules: Rules) -> None:
    """Join what two papers tell without a date on two days, unless it is told again and again."""
    undated = {day: [e for e in found if not e.dated] for day, found in events.items() if len(day) == _DAY}
    for event, echo in list(_echoes(undated, rules)):
        for report, _ in echo.members.values():
            event.take(report, f"same act and sides, told on {report.when} without a date, a day after the first")
        events[echo.when].remove(echo)


def _echoes(undated: dict[str, list[Event]], rules: Rules) -> Iterator[tuple[Event, Event]]:
    """Undated events with the only one like them on the next day, where none is on the days around these two."""
    for day, found in sorted(undated.items()):
        for event in found:
            around = (undated.get(str(date.fromisoformat(day) + timedelta(days=step)), []) for step in (-1, 1, 2))
            before, after, later = ([other for other in near if _is_echo(event, other, rules)] for near in around)
            only = len(after) == 1 and sum(_is_echo(after[0], other, rules) for other in found) == 1
            if only and not before and not later:
                yield event, after[0]


def _is_echo(event: Event, other: Event, rules: Rules) -> bool:
    """Whether every report of one fits the other; what recurs must have a place in common."""
    if not all(event.fits(report, rules) for report in other.reports):
        return False
    places = {report.place for report in event.reports} & {report.place for report in other.reports} - {None}
    return bool(places) or event.reports[0].code not in _RECURRING


def _joined(events: list[Event], rules: Rules) -> list[Event]:
    """The events, with those made one that a reader has said to be one."""
    home = {claim: event for event in events for claim in event.members}
    for one, other in sorted(rules.together):
        first, second = home.get(one), home.get(other)
        if first is None or second is None or first is second:
            continue
        kept, lost = sorted((first, second), key=lambda event: (event.when, min(event.members)))
        for report, _ in lost.members.values():
            kept.take(report, "a reader has put it here")
            home[report.claim] = kept
        events.remove(lost)
    return events


def _order(report: Report) -> tuple[object, ...]:
    """What tells most comes first, for it leaves least open."""
    whole = any(None not in pair for pair in report.pairs)
    return not whole, report.place is None, report.mode is None, not report.people, report.claim


def _days(report: Report) -> list[str]:
    """The days of which a text without a date may tell, the likeliest first."""
    if len(report.when) != _DAY:
        return [report.when]
    day = date.fromisoformat(report.when)
    return [str(day + timedelta(days=step)) for step in _NEAR.get(report.status, (0,))]


def _place(
    report: Report, events: dict[str, list[Event]], days: list[str], rules: Rules, inside: Iterable[str] = ()
) -> None:
    """Put a report into the event that it fits on the first of the days that has one, else into a new one."""
    for day in days:
        # a text without a date looks back only to what others date, lest day be chained to day
        known = (event for event in events.get(day, ()) if event.dated or day == days[0])
        fitting = [event for event in known if event.fits(report, rules)]
        fitting = [event for event in fitting if event.tells_as(report)] or fitting
        if len(fitting) == 1:
            return fitting[0].take(report, _why(report, day))
        if fitting:
            break
    within = [event for day in inside for event in events[day] if event.fits(report, rules)]
    if len(within) == 1:
        return within[0].take(report, f"the only such event told in {report.when}")
    event = Event(days[0])
    event.take(report, "the first report")
    events[days[0]].append(event)
    return None


def _why(report: Report, day: str) -> str:
    told = f"told for {day}" if report.told else f"told on {report.when} without a date"
    return f"same act and sides, {told}"


def contradictions(event: Event) -> Iterator[tuple[str, str]]:
    """Claims of which one says that it happened and another that it did not, in both orders."""
    by_status: dict[str, list[str]] = defaultdict(list)
    for report in event.reports:
        by_status[report.status].append(report.claim)
    for one in by_status[KG.actual]:
        for other in by_status[KG.negated]:
            yield from ((one, other), (other, one))
