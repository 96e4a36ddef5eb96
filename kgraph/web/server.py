"""Starting and ending the server."""

import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from kgraph.errors import ServeError
from kgraph.web.app import build
from kgraph.web.explorer.graph import Graph
from kgraph.web.explorer.mount import mount
from kgraph.web.explorer.site import Site
from kgraph.web.guard import ANYWHERE, LOCAL
from kgraph.web.pool import Pool
from kgraph.web.worker import reader

MOST_WORKERS = 4


def serve(
    location: str | Path, *, host: str, port: int, seconds: float, writable: bool, token: str | None,
    ready: Callable[[str], None],
) -> None:  # fmt: skip
    """Answer at a host and port (0: a free one) until a signal ends it; ``ready`` is told the address.

    ServeError where the host is not this machine alone and there is no token, where the port can't be had, and where
    updates are to go on to another server; StoreError where there is no store.
    """
    if host not in LOCAL and not token:
        raise ServeError(f"Others can reach {host}; give a token in KGRAPH_TOKEN that they must send, or leave --host.")
    if writable and str(location).startswith(("http://", "https://")):
        raise ServeError(f"Updates for {location} are not passed on; send them to that server, and leave --writable.")
    with reader(str(location)):
        pass  # there is one
    pool = Pool(str(location), size=min(max(os.cpu_count() or 1, 2), MOST_WORKERS), seconds=seconds)
    hosts = None if host in ANYWHERE else LOCAL | {host}
    app = build(pool, writable=writable, hosts=hosts, token=token)
    mount(app, Site(Graph(str(location)), pool, writable))
    config = uvicorn.Config(
        app, log_level="error", access_log=False, server_header=False, lifespan="on", timeout_graceful_shutdown=1
    )
    with _listening(host, port) as listener:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # uvicorn ends its work and then raises the signal anew
        name = f"[{host}]" if ":" in host else host
        ready(f"http://{name}:{listener.getsockname()[1]}/")
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or "it is no port"
        raise ServeError(f"Port {port} of {host} can't be had: {reason}; name another by --port.") from error
