"""What a watch does, in Prometheus' text format: at a port of this machine, or in a file for the node exporter."""

from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, start_http_server, write_to_textfile

from kgraph.errors import ServeError
from kgraph.watching.loop import Round

KINDS = ("event", "office", "relation")


class Meter:
    """Counts since the watch began; each round is noted when it ends."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._documents = self._counter("documents", "Texts stored, new or changed.")
        self._claims = self._counter("claims", "Claims found in these texts.", "kind")
        self._faults = self._counter("faults", "Attempts to read a feed that failed.", "host")
        self._store_faults = self._counter("store_faults", "Rounds in which the store could not be used.")
        self._rounds = self._counter("rounds", "Rounds that have ended.")
        self._seconds = self._gauge("last_round_seconds", "How long the last round took.")
        self._success = self._gauge(
            "last_success_timestamp_seconds", "When a round last ended with the store in use and a feed that was read."
        )
        self._feeds = self._gauge("feeds", "Feeds that are watched.")
        self._up = self._gauge("feeds_up", "Feeds that could be read when they were last asked.")
        for kind in KINDS:
            self._claims.labels(kind)

    def note(self, done: Round) -> None:
        """Count what a round has done."""
        self._rounds.inc()
        self._documents.inc(done.kept.documents)
        for kind, number in done.kept.claims.items():
            self._claims.labels(kind).inc(number)
        for host, number in done.failed.items():
            self._faults.labels(host).inc(number)
        self._store_faults.inc(not done.stored)
        self._seconds.set(done.seconds)
        self._feeds.set(done.feeds)
        self._up.set(done.up)
        if done.stored and done.up:
            self._success.set(done.began.timestamp() + done.seconds)

    def serve(self, host: str, port: int) -> int:
        """Answer at ``host`` until the process ends; returns the port. ServeError where that can't be."""
        try:
            server, _ = start_http_server(port, host, self.registry)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise ServeError(f"No counters can be shown at {host}:{port} ({reason}); give another port.") from None
        return int(server.server_port)

    def write(self, path: Path) -> None:
        """Put the counters into a file, all of them or none; ServeError where that can't be."""
        try:
            write_to_textfile(str(path), self.registry)
        except OSError as error:
            raise ServeError(
                f"The counters can't be written to {path} ({error.strerror}); name another file."
            ) from None

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(name, told, labels, namespace="kgraph", subsystem="watch", registry=self.registry)

    def _gauge(self, name: str, told: str) -> Gauge:
        return Gauge(name, told, namespace="kgraph", subsystem="watch", registry=self.registry)
