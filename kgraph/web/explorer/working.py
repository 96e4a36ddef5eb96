"""Slow work that one visitor asked for: it tells that it goes on, can be stopped, and is left with the page."""

import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio
from nicegui import ui

T = TypeVar("T")


class Working:
    """The place on a page where work is told of, one thing at a time: who asks anew lets the former go."""

    def __init__(self) -> None:
        self._scope: anyio.CancelScope | None = None
        with ui.element("div").classes("working"):
            self._spinner = ui.spinner(size="1.2rem").props("aria-hidden=true")
            self.told = ui.label().props("role=status data-testid=told")
            self._clock = ui.label().props("aria-hidden=true").classes("pale")
            self._stop = ui.button("Stop", on_click=self.stop).props("flat dense no-caps")
        self._timer = ui.timer(1.0, self._tick, active=False)
        self._running(False)
        ui.context.client.on_delete(self.stop)

    def stop(self) -> None:
        """Let the work go that goes on, if one does."""
        if self._scope:
            self._scope.cancel()

    async def on(self, words: str, work: Callable[[], Awaitable[T]]) -> T | None:
        """What the work comes to; None where it was stopped."""
        self.stop()
        self._began = time.monotonic()
        self.told.set_text(words)
        self._running(True)
        found = None
        with anyio.CancelScope() as own:
            self._scope = own
            try:
                found = await work()
            finally:
                if self._scope is own:
                    self._scope = None
                    self._running(False)
                    self.told.set_text("")
        if own.cancelled_caught and self._scope is None:
            self.told.set_text("Stopped.")
        return found

    def _tick(self) -> None:
        self._clock.set_text(f"{time.monotonic() - self._began:.0f} s")

    def _running(self, yes: bool) -> None:
        self._clock.set_text("")
        self._timer.active = yes
        for part in (self._spinner, self._stop):
            part.set_visibility(yes)
