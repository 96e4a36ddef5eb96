"""docs/serving.md says what is true: its commands run against a server, its tables are those of the code."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgraph.explore import answers, asking
from kgraph.store import Store
from kgraph.web import app, child, pool
from kgraph.web.formats import GRAPHS, RESULTS, SHORT
from tests import claims as c
from tests.serving import Server, serving

DOC = (Path(__file__).parent.parent / "docs" / "serving.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8180/"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a few documents."""
    path = tmp_path_factory.mktemp("serving") / "store"
    with Store(path, create=True) as store:
        for document, claims in c.CORPUS:
            store.add(document, claims)
    with serving(path) as running:
        yield running


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize(
    ("block", "says"),
    list(zip(blocks("sh"), ["Israel,7", "wd:Q79 kg:consult wd:Q801", "date,actor,event"], strict=True)),
    ids=["csv", "turtle", "packaged"],
)
def test_commands(server: Server, tmp_path: Path, block: str, says: str) -> None:
    """Each command is answered with what the page promises."""
    script = block.replace(ADDRESS, server.address)
    done = subprocess.run(["sh", "-e", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert says in done.stdout.replace("\r", "")


def test_python(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    """The Python example prints the documents with their dates."""
    [code] = blocks("python")
    exec(compile(code.replace(ADDRESS, server.address), "serving.md", "exec"), {})
    assert f"{c.DEPOT.date} {c.DEPOT.title}\n" in capsys.readouterr().out


def test_r(server: Server, tmp_path: Path) -> None:
    """The R example makes a data frame."""
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("R is not installed")
    [code] = blocks("r")
    (tmp_path / "ask.R").write_text(code.replace(ADDRESS, server.address) + "\ncat('rows:', nrow(claims))\n")
    done = subprocess.run([program, str(tmp_path / "ask.R")], capture_output=True, text=True, check=True)
    assert int(done.stdout.rpartition("rows:")[2]) > 3


def test_forms_and_limits() -> None:
    """Every form and every figure that the page tells is the code's."""
    told = set(re.findall(r"`([a-z]+/[a-z+.-]+)`", DOC.replace("`application/sparql-query`", "")))
    assert {*RESULTS, *GRAPHS} - {"application/json", "application/xml"} <= told
    [short] = re.findall(r"\| `format=` \| (.*), instead", DOC)
    assert re.findall(r"`(\w+)`", short) == list(SHORT)
    assert f"{app.LARGEST // 1024**2} MiB" in DOC
    assert f"{child.MEMORY // 1024**3} GiB" in DOC
    assert f"for {app.SENDING:.0f} seconds" in DOC
    assert f"first {answers.ROWS:,} rows of an answer, {answers.CELL:,} characters of a cell" in DOC
    assert f"up to {answers.COUNTED:,}" in DOC
    assert f"more than {asking.LONGEST:,} characters" in DOC
    assert pool.WAITING == 5
