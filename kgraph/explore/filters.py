"""Which events are looked at, and the address that says so: what one sees can be bookmarked and sent."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from kgraph.errors import QueryError
from kgraph.vocab import ROOTS, STATUSES

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)
_HEARD = {"": None, "no": False, "only": True}


@dataclass(frozen=True, slots=True)
class Filter:
    """The events that are wanted; what is empty, or None, wants all.

    ``since`` and ``until`` are ISO days, months or years, both included. ``heard`` is whether an event is only
    somebody's account. ``least`` is the fewest events of a pair that is shown; ``actors`` keeps the pairs of these
    (IRIs), ``hidden`` leaves some out, ``most`` is how many pairs are shown, those of most events first.
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
    most: int = 60

    def address(self) -> str:
        """The query part of an address; empty for the filter that an explorer begins with."""
        heard = next(name for name, value in _HEARD.items() if value is self.heard)
        told: list[tuple[str, object]] = [
            ("since", self.since), ("until", self.until), *(("code", code) for code in self.codes),
            *(("status", status) for status in self.statuses if self.statuses != DEFAULT.statuses),
            ("heard", heard), ("source", self.source), ("region", self.region),
            ("least", self.least if self.least != DEFAULT.least else ""),
            *(("actor", actor) for actor in self.actors), *(("hide", actor) for actor in self.hidden),
            ("most", self.most if self.most != DEFAULT.most else ""),
        ]  # fmt: skip
        return urlencode([(name, value) for name, value in told if value != ""])


DEFAULT = Filter()
MOST = 400  # pairs: with more nobody can read the picture


def read(address: str) -> Filter:
    """The filter that the query part of an address tells; QueryError names what is wrong in it."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(address):
        found.setdefault(name, []).append(value)
    return Filter(
        since=_date(found, "since"), until=_date(found, "until"), codes=_known(found, "code", ROOTS),
        statuses=_known(found, "status", STATUSES) or DEFAULT.statuses, heard=_heard(_last(found, "heard")),
        source=_last(found, "source"), region=_last(found, "region"), least=_count(found, "least", DEFAULT.least),
        actors=tuple(dict.fromkeys(found.get("actor", ()))), hidden=tuple(dict.fromkeys(found.get("hide", ()))),
        most=min(_count(found, "most", DEFAULT.most), MOST),
    )  # fmt: skip


def _last(found: dict[str, list[str]], name: str) -> str:
    return found.get(name, [""])[-1].strip()


def _date(found: dict[str, list[str]], name: str) -> str:
    value = _last(found, name)
    if value and not _DATE.fullmatch(value):
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
