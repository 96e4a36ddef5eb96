"""Which events are looked at, and how; and the address that says so: what one sees can be bookmarked and sent."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from kgraph.analyse import periods
from kgraph.errors import QueryError
from kgraph.isodate import is_date
from kgraph.vocab import ROOTS, STATUSES

_HEARD = {"": None, "no": False, "only": True}
_PIN = re.compile(r"(-?\d{1,4}),(-?\d{1,4}),(.+)", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Filter:
    """The events that are wanted; what is empty, or None, wants all.

    ``since`` and ``until`` are ISO days, months or years, both included. ``heard`` is whether an event is only
    somebody's account. ``least`` is the fewest events of a pair that is shown; ``actors`` keeps the pairs of these
    (IRIs), ``hidden`` leaves some out, ``most`` is how many pairs are shown, those of most events first; of actors in
    ``expanded`` weaker pairs are shown too.
    """

    since: str = ""
    until: str = ""
    codes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ("actual",)
    heard: bool | None = None
    source: str = ""
    region: str = ""
    least: int = 1
    actors: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    expanded: tuple[str, ...] = ()
    most: int = 40

    def address(self) -> str:
        """The query part of an address; empty for the filter that an explorer begins with."""
        heard = next(name for name, value in _HEARD.items() if value is self.heard)
        told: list[tuple[str, object]] = [
            ("since", self.since), ("until", self.until), *(("code", code) for code in self.codes),
            *(("status", status) for status in self.statuses if self.statuses != DEFAULT.statuses),
            ("heard", heard), ("source", self.source), ("region", self.region),
            ("least", self.least if self.least != DEFAULT.least else ""),
            *(("actor", actor) for actor in self.actors), *(("hide", actor) for actor in self.hidden),
            *(("expand", actor) for actor in self.expanded),
            ("most", self.most if self.most != DEFAULT.most else ""),
        ]  # fmt: skip
        return urlencode([(name, value) for name, value in told if value != ""])


@dataclass(frozen=True, slots=True)
class Look:
    """How a filter's events are looked at: the pair that is chosen (IRIs), and the actors that stay where they are."""

    pair: tuple[str, str] | None = None
    pins: tuple[tuple[str, int, int], ...] = ()

    def address(self) -> str:
        """The query part of an address; empty where nothing is chosen."""
        chosen = zip(("one", "other"), self.pair or (), strict=False)
        return urlencode([*chosen, *(("pin", f"{x},{y},{actor}") for actor, x, y in self.pins)])


DEFAULT = Filter()
MOST = 400  # pairs: with more nobody can read the picture


def address(path: str, *parts: str) -> str:
    """The address of a page with the query parts that are not empty."""
    told = "&".join(filter(None, parts))
    return f"{path}?{told}" if told else path


def told(given: Filter) -> str:
    """What a filter leaves out, in a few words; empty where it leaves out nothing that is told to have happened."""
    parts = [
        ", ".join(given.codes), ", ".join(given.statuses) if given.statuses != DEFAULT.statuses else "",
        {None: "", False: "told by the text itself", True: "only somebody's account"}[given.heard],
        given.source and f"published by {given.source}", given.region and f"in the region {given.region}",
        given.since and f"from {given.since}", given.until and f"until {given.until}",
    ]  # fmt: skip
    wanted = "; ".join(filter(None, parts))
    return f"Only: {wanted}." if wanted else ""


def read(address: str) -> Filter:
    """The filter that the query part of an address tells; QueryError names what is wrong in it."""
    found = _values(address)
    since, until = _date(found, "since"), _date(found, "until")
    periods.check_order(since, until)
    return Filter(
        since=since, until=until, codes=_known(found, "code", ROOTS),
        statuses=_known(found, "status", STATUSES) or DEFAULT.statuses, heard=_heard(_last(found, "heard")),
        source=_last(found, "source"), region=_last(found, "region"), least=_count(found, "least", DEFAULT.least),
        actors=_once(found, "actor"), hidden=_once(found, "hide"), expanded=_once(found, "expand"),
        most=min(_count(found, "most", DEFAULT.most), MOST),
    )  # fmt: skip


def look(address: str) -> Look:
    """The look that the query part of an address tells; QueryError names what is wrong in it."""
    found = _values(address)
    one, other = _last(found, "one"), _last(found, "other")
    pins = {}
    for value in found.get("pin", ()):
        if not (told := _PIN.fullmatch(value)):
            raise QueryError(f"{value[:40]!r} pins nobody: write it like 120,340,IRI.")
        pins[told[3]] = int(told[1]), int(told[2])
    pair = (one, other) if one and other and one != other else None
    return Look(pair, tuple((actor, *place) for actor, place in pins.items()))


def _values(address: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(address):
        found.setdefault(name, []).append(value)
    return found


def _once(found: dict[str, list[str]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.get(name, ())))


def _last(found: dict[str, list[str]], name: str) -> str:
    return found.get(name, [""])[-1].strip()


def _date(found: dict[str, list[str]], name: str) -> str:
    value = _last(found, name)
    if value and not is_date(value):
        raise QueryError(f"{value[:40]!r} is no date: write it like 2024, 2024-03 or 2024-03-05.")
    return value


def _known(found: dict[str, list[str]], name: str, known: Iterable[str]) -> tuple[str, ...]:
    """The values in the order in which they are known, so that equal filters have one address."""
    given = found.get(name, [])
    for value in given:
        if value not in known:
            raise QueryError(f"{value[:40]!r} is no {name}: take one of {', '.join(known)}.")
    return tuple(value for value in known if value in given)


def _heard(value: str) -> bool | None:
    if value not in _HEARD:
        raise QueryError(f"{value[:40]!r} says nothing of hearsay: take no or only, or leave it out.")
    return _HEARD[value]


def _count(found: dict[str, list[str]], name: str, usual: int) -> int:
    value = _last(found, name)
    if not value:
        return usual
    if not re.fullmatch(r"[1-9]\d{0,6}", value, re.ASCII):
        raise QueryError(f"{value[:40]!r} is no number for {name}: take a whole one from 1 on.")
    return int(value)
