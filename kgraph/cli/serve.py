"""``kgraph serve``: the explorer in a browser, and the graph over HTTP."""

import click

from kgraph.cli import options, output
from kgraph.errors import ServeError

_EXTRA = {"anyio", "jinja2", "nicegui", "starlette", "uvicorn"}


@click.command(short_help="Open the explorer in a browser, and answer SPARQL queries.")
@options.store
@click.option("--port", type=click.IntRange(0, 65535), default=8180, show_default=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; others' reach needs a token.")
@click.option(
    "--time-limit", type=click.FloatRange(min=0, min_open=True), default=30, show_default=True, metavar="SECONDS",
    help="How long a query may take.",
)  # fmt: skip
@click.option("--writable", is_flag=True, help="Take updates too.")
@click.option(
    "--token", envvar="KGRAPH_TOKEN", show_envvar=True,
    help="What opens it: people go to /?token=TOKEN once, programs send it as a Bearer token.",
)  # fmt: skip
def serve(store: str, port: int, host: str, time_limit: float, writable: bool, token: str | None) -> None:
    """Open the explorer in a browser: pages on the graph at /, for people, until Ctrl-C.

    Beside it, at /sparql, programs ask the graph. Needs `pip install ".[web]"`.

    \b
    Examples:
      kgraph serve                          then open http://127.0.0.1:8180/
      kgraph serve --store my-graph --port 9000 --time-limit 5
      KGRAPH_TOKEN=... kgraph serve --host 0.0.0.0
    """
    try:
        from kgraph.web.server import serve as answer
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        raise ServeError(
            f"kgraph serve needs {error.name}; install it with `pip install '.[web]'` in kgraph's folder."
        ) from None

    def ready(address: str) -> None:
        first = f", the first time as {address}?token=TOKEN" if token else ""
        output.line(f"Open {address} in a browser{first}; programs ask {address}sparql; Ctrl-C ends it.")

    answer(store, host=host, port=port, seconds=time_limit, writable=writable, token=token, ready=ready)
