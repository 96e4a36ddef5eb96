"""The progress of long work, shown on standard error while it lasts. Silent where nobody watches."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from kgraph.cli.output import console


class Progress(Protocol):
    """What work reports: that it is at ``done`` of the whole (0 to 1), having finished ``count`` documents or quads."""

    def __call__(self, done: float, count: int) -> None: ...


@contextmanager
def bar(title: str, unit: str = "documents") -> Iterator[Progress]:
    """A bar with the documents or quads done, how many a second, and the time left; gone when the work is done."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn(title), BarColumn(), TextColumn(f"{{task.fields[count]:,}} {unit}"),
        TextColumn("{task.fields[rate]}"), TextColumn("left"), TimeRemainingColumn(), TimeElapsedColumn(),
    )  # fmt: skip
    err = console(stderr=True)
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("", total=1.0, count=0, rate="")

        def report(done: float, count: int) -> None:
            elapsed = progress.tasks[0].elapsed or 0.0
            rate = f"{count / elapsed:,.1f} a second" if elapsed > 1 else ""
            progress.update(task, completed=done, count=count, rate=rate)

        yield report


@contextmanager
def clock(title: str) -> Iterator[None]:
    """The time gone, for work of which nobody can foretell the end; gone when the work is done."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    err = console(stderr=True)
    columns = (SpinnerColumn(), TextColumn(title), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        progress.add_task("", total=None)
        yield
