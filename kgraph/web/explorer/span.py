"""A picture along time of which a part is chosen: by its slider, or by two dates for who has no mouse."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import ui

from kgraph.explore import series
from kgraph.web.charts import Options
from kgraph.web.explorer import parts

Draw = Callable[[str, str], Options]
PAUSE = 0.3  # seconds: of what the slider passes through in between nothing is asked


class Span:
    """The picture with its slider and its fields; ``changed`` is told the dates when others are chosen."""

    def __init__(
        self, names: Sequence[str], since: str, until: str, *, draw: Draw, classes: str,
        changed: Callable[[str, str], Awaitable[None]],
    ) -> None:  # fmt: skip
        self.names, self.since, self.until, self.draw, self.changed = names, since, until, draw, changed
        self.chart = parts.picture(draw(since, until), classes)
        self.chart.on("chart:datazoom", self._slid, ["start", "end"], throttle=PAUSE, leading_events=False)
        with ui.element("div").classes("dates"):
            self.fields = [parts.date("From", since, self._typed), parts.date("Until", until, self._typed)]

    def show(self, names: Sequence[str], since: str, until: str, draw: Draw) -> None:
        """Draw it anew, with these dates chosen."""
        self.names, self.draw = names, draw
        self._choose(since, until)

    def _choose(self, since: str, until: str) -> None:
        self.since, self.until = since, until
        for field, value in zip(self.fields, (since, until), strict=True):
            field.set_value(value)
        parts.redraw(self.chart, self.draw(since, until))

    async def _slid(self, event: Any) -> None:
        start, end = event.args.get("start"), event.args.get("end")
        if start is not None and end is not None and self.names:
            await self._wanted(*series.dates(self.names, start, end))

    async def _typed(self, _: str) -> None:
        if all(field.validate() for field in self.fields):
            since, until = (str(field.value or "").strip() for field in self.fields)
            await self._wanted(*(sorted((since, until)) if since and until else (since, until)))

    async def _wanted(self, since: str, until: str) -> None:
        """Choose other dates; the same ones again are no change, so that what is redrawn asks for nothing."""
        if (since, until) != (self.since, self.until):
            self._choose(since, until)
            await self.changed(since, until)
