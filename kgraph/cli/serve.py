"""``kgraph serve``: the graph over HTTP."""

import click

from kgraph.cli import options, output
from kgraph.errors import ServeError

_EXTRA = {"anyio", "starlette", "uvicorn"}


@click.command(short_help="Answer SPARQL queries over HTTP.")
@options.store
@click.option("--port", type=click.IntRange(0, 65535), default=8180, show_default=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; others' reach needs a token.")
@click.option(
    "--time-limit", type=click.FloatRange(min=0, min_open=True), default=30, show_default=True, metavar="SECONDS",
    help="How long a query may take.",
)  # fmt: skip
@click.option("--writable", is_flag=True, help="Take updates too.")
@click.option("--token", envvar="KGRAPH_TOKEN", show_envvar=True, help="What askers must send as a Bearer token.")
def serve(store: str, port: int, host: str, time_limit: float, writable: bool, token: str | None) -> None:
    """Answer SPARQL queries over HTTP, at /sparql for programs and at / for people, until Ctrl-C.

    \b
    Examples:
      kgraph serve --store my-graph
      kgraph serve --port 9000 --time-limit 5
    """
    try:
        from kgraph.web.server import serve as answer
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        raise ServeError(f"kgraph serve needs {error.name}; install it with `pip install 'kgraph[web]'`.") from None

    def ready(address: str) -> None:
        output.line(f"kgraph answers at {address}sparql, with a page to ask at {address}; Ctrl-C ends it.")

    answer(store, host=host, port=port, seconds=time_limit, writable=writable, token=token, ready=ready)
