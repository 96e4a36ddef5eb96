"""How a pair or an actor gets on over time: by periods of a kind that is chosen, with the dates brushed in them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from nicegui import ui
from starlette.requests import Request

from kgraph.analyse.periods import PERIODS
from kgraph.errors import QueryError
from kgraph.explore.events import Events, Mask
from kgraph.explore.filters import Filter
from kgraph.explore.series import Point, series
from kgraph.web import timecharts
from kgraph.web.explorer import parts
from kgraph.web.explorer.span import Draw, Span

USUAL = "month"


def period(request: Request) -> str:
    """The kind of period that the address names; a month where it names none."""
    wanted = dict(parse_qsl(request.url.query)).get("period", USUAL)
    if wanted not in PERIODS:
        raise QueryError(f"{wanted[:40]!r} is no period: take one of {', '.join(PERIODS)}.")
    return wanted


class Course:
    """The picture, over those ``rows`` of the events that the filter keeps.

    ``address`` is where the page is with a filter and one part more; ``changed`` shows what other dates leave.
    """

    def __init__(
        self, events: Events, given: Filter, kind: str, *, rows: Mask, address: Callable[[Filter, str], str],
        changed: Callable[[], Awaitable[None]],
    ) -> None:  # fmt: skip
        self.events, self.given, self.kind, self.rows = events, given, kind, rows
        self.address, self.changed = address, changed

    def show(self) -> None:
        """Build it."""
        kind = parts.option("Period", self.kind, list(PERIODS)).classes("short")
        kind.on_value_change(lambda event: self._fold(event.value))
        ui.html(timecharts.legend(), sanitize=False)
        names, draw = self._line()
        self.span = Span(
            names, self.given.since, self.given.until, draw=draw, classes="timeline", changed=self._brushed
        )

    def _line(self) -> tuple[list[str], Draw]:
        points: Sequence[Point] = series(self.events, self.events.wanted(self.given) & self.rows, self.kind)
        return [point.period for point in points], lambda since, until: timecharts.timeline(points, since, until)

    def _fold(self, kind: str) -> None:
        self.kind = kind
        self._keep()
        names, draw = self._line()
        self.span.show(names, self.given.since, self.given.until, draw)

    async def _brushed(self, since: str, until: str) -> None:
        self.given = replace(self.given, since=since, until=until)
        self._keep()
        await self.changed()

    def _keep(self) -> None:
        parts.keep(self.address(self.given, urlencode({"period": self.kind}) if self.kind != USUAL else ""))
