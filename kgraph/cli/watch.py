"""``kgraph watch``: a store that keeps itself up to date."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kgraph.cli import options, output
from kgraph.cli.stopping import stoppable
from kgraph.errors import ServeError, SourceError

if TYPE_CHECKING:
    from kgraph.watching import Round

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_EVERY = re.compile(r"(\d{1,6})([smhd])")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_SHORTEST = 10.0  # seconds


class Every(click.ParamType[float]):
    """A time between rounds such as 15m, in seconds."""

    name = "every"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        told = _EVERY.fullmatch(str(value).strip().lower())
        seconds = float(told[1]) * _UNITS[told[2]] if told else 0.0
        if seconds < _SHORTEST:
            self.fail(
                f"{value!r} is no time between rounds; write 30s, 15m, 2h or 1d, and no less than 10s.", param, ctx
            )
        return seconds


class Metrics(click.ParamType[int | Path]):
    """A port, or a file for the node exporter."""

    name = "metrics"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | Path:
        if str(value).isdecimal() and int(value) < 1 << 16:
            return int(value)
        if not str(value).endswith(".prom"):
            self.fail(f"{value!r} is neither a port nor a file whose name ends in .prom.", param, ctx)
        return Path(str(value))


@click.command(short_help="Keep a store up to date with feeds.")
@click.argument("feeds", nargs=-1, required=True, metavar="FEEDS.opml|ADDRESS...")
@click.option(
    "--every",
    type=Every(),
    default="15m",
    show_default=True,
    metavar="TIME",
    help="From round to round: 30s, 15m, 2h, 1d.",
)
@options.store
@click.option("--follow", is_flag=True, help="Read the pages that entries lead to, not what the feed says of them.")
@click.option("--once", is_flag=True, help="One round, for cron; exit code 1 if something could not be read.")
@click.option(
    "--metrics", type=Metrics(), metavar="PORT|FILE", help="Counters for Prometheus, at a port or in a .prom file."
)
@click.option("--metrics-host", default="127.0.0.1", show_default=True, metavar="HOST", help="Where the port listens.")
@click.pass_context
def watch(
    ctx: click.Context, feeds: tuple[str, ...], every: float, store: str, follow: bool, once: bool,
    metrics: int | Path | None, metrics_host: str,
) -> None:  # fmt: skip
    """Read what is new in feeds into the graph, and go on doing so until Ctrl-C or SIGTERM.

    Each round asks every feed, from lists of feeds (OPML) or by address, for what is new, stores it, brings events up
    to date and prints a line. What breaks is named once, until it changes; the rest goes on. Hosts are asked at a
    polite pace, and their robots.txt is respected. The store is open only while something is stored.

    \b
    Examples:
      kgraph watch newsroom.opml --every 15m --store my-graph
      kgraph watch https://www.example.org/statements.rss --follow
      kgraph watch newsroom.opml --once                            for cron
      kgraph watch newsroom.opml --metrics 9464
    """
    from kgraph.nlp import cache_folder
    from kgraph.watching import Watch

    tell = _meter(metrics, metrics_host)
    with stoppable() as stop:
        watching = Watch(lambda: _plan(feeds), store, every, cache_folder() / "visits", follow=follow, stopping=stop)
        for done in watching.rounds():
            output.line(_line(done))
            for news in done.news:
                output.complain(news)
            tell(done)
            if once:
                ctx.exit(1 if done.faults and not stop() else 0)


def _plan(feeds: Sequence[str]) -> tuple[list[str], list[SourceError]]:
    """The addresses to watch, each once, and what in the lists is none; lists are read anew each time."""
    from kgraph.sources import opml

    found: list[str] = []
    odd: list[SourceError] = []
    for given in feeds:
        addresses, faults = ([given], []) if _WEB.match(given) else opml.feeds(given)
        found += addresses
        odd += faults
    return list(dict.fromkeys(found)), odd


def _line(done: "Round") -> str:
    claims, kept = done.kept.claims.total(), done.kept.documents
    return (
        f"{done.began:%Y-%m-%d %H:%M:%S%z}  {_some(done.asked, 'feed')} asked, {_some(kept, 'new document')}, "
        f"{_some(claims, 'claim')}, {_some(done.faults, 'fault')}, {done.seconds:.1f} s"
    )


def _some(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _meter(metrics: int | Path | None, host: str) -> Callable[["Round"], None]:
    """What to tell of each round to Prometheus."""
    if metrics is None:
        return lambda done: None
    try:
        from kgraph.watching.metrics import Meter
    except ModuleNotFoundError as error:
        if error.name != "prometheus_client":
            raise
        raise ServeError(
            "--metrics needs prometheus-client; install it with `pip install '.[watch]'` in kgraph's folder."
        ) from None
    meter = Meter()
    if isinstance(metrics, int):
        output.line(f"Counters are at http://{host}:{meter.serve(host, metrics)}/metrics")
        return meter.note
    meter.write(metrics)  # what can't be written is told before the first round

    def written(done: "Round") -> None:
        meter.note(done)
        with suppress(ServeError):  # a disk that is full for a while is no reason to end
            meter.write(metrics)

    return written
