"""Real SPARQL servers for the tests: started on ports of their own, in a scratch folder, and ended by process id."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

PATIENCE = 60.0  # seconds until a server must answer
USER, PASSWORD = "reader", "s3cret: of/the@tests"  # whom Virtuoso knows
ROWS = 2000  # what Virtuoso cuts answers off at here; its own choice is 10000
_GRANTS = (
    'GRANT SPARQL_UPDATE TO "SPARQL"',
    f"DB.DBA.USER_CREATE('{USER}', '{PASSWORD}')",
    f'GRANT SPARQL_SELECT TO "{USER}"',
    f'GRANT SPARQL_UPDATE TO "{USER}"',
)
_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
Charset = UTF-8
EnabledGzipContent = 1
[SPARQL]
ResultSetMaxRows = {rows}
"""


class Missing(Exception):
    """A server's program is not installed; the text says which, and where it is found."""


@contextmanager
def oxigraph(folder: Path, port: int | None = None) -> Iterator[str]:
    """The address of an Oxigraph server, from PyPI; what it holds stays in the folder."""
    program = _program("oxigraph", "pip install oxigraph==0.5.13", Path(sys.executable).parent / "oxigraph")
    port = port or _free_port()
    address = f"http://127.0.0.1:{port}"
    with _running([program, "serve", "--location", "data", "--bind", f"127.0.0.1:{port}"], folder, f"{address}/query"):
        yield address


@contextmanager
def virtuoso(folder: Path, rows: int = ROWS) -> Iterator[str]:
    """The address of a Virtuoso server, from Debian, that lets everybody change it and knows one user."""
    program, sql = (_program(name, "apt-get install virtuoso-opensource-7-bin") for name in ("virtuoso-t", "isql-vt"))
    http_port, sql_port = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(http=http_port, sql=sql_port, rows=rows), encoding="utf-8")
    address = f"http://127.0.0.1:{http_port}"
    with _running([program, "+foreground", "+configfile", "virtuoso.ini"], folder, f"{address}/sparql"):
        tell = [sql, f"127.0.0.1:{sql_port}", "dba", "dba", f"EXEC={'; '.join(_GRANTS)};"]
        subprocess.run(tell, check=True, capture_output=True, timeout=PATIENCE)
        yield address


@pytest.fixture(scope="session", params=[oxigraph, virtuoso], ids=lambda kind: kind.__name__)
def sparql_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server, of each kind in turn: a test that uses it is skipped where it is not installed."""
    try:
        with request.param(tmp_path_factory.mktemp("server")) as address:
            yield address
    except Missing as missing:
        pytest.skip(str(missing))


def _program(name: str, source: str, *places: Path) -> str:
    found = next((str(place) for place in places if place.exists()), None) or shutil.which(name)
    if found is None:
        raise Missing(f"{name} is not installed ({source})")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(command: Sequence[str], folder: Path, address: str) -> Iterator[None]:
    """A server in its folder, from when it answers at an address to the end of the block."""
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(process, folder, address)
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        process.kill()
        process.wait()


def _wait(process: subprocess.Popen[bytes], folder: Path, address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(httpx.TransportError):
            httpx.post(address, data={"query": "ASK {}"}, trust_env=False)
            return
        time.sleep(0.1)
    said = (folder / "output").read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"{process.args!r} does not answer at {address}: {said}")
