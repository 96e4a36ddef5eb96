"""docs/scaling.md says what is true: its commands exist, and its examples run as far as their engines are here."""

import ast
import importlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kgraph.cli.app import main
from kgraph.model import Document
from kgraph.sources import read
from kgraph.workers import nquads

DOC = (Path(__file__).parent.parent / "docs" / "scaling.md").read_text(encoding="utf-8")
TEXTS = [{"id": "a", "text": "France condemned Iran.", "date": "2024-05-01"}, {"id": "b", "text": "Iran thanked Oman."}]


def block(engine: str) -> str:
    """The example for an engine."""
    [found] = re.findall(rf"^```python {engine}\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)
    return str(found)


def lines(content: bytes) -> list[str]:
    return sorted(content.decode().splitlines())


def test_commands_exist() -> None:
    """Every command and option of ours that the page shows is one."""
    shown = re.findall(r"^    kgraph (\S+)(.*)$", DOC, re.MULTILINE)
    assert shown
    for name, rest in shown:
        options = {option for parameter in main.commands[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= options


@pytest.mark.parametrize("engine", ["dask", "spark", "ray"])
def test_imports_exist(engine: str) -> None:
    """What an example takes from kgraph is there; what it takes from its engine too, where that is installed."""
    for node in ast.walk(ast.parse(block(engine))):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module.split(".")[0] == "kgraph":
                module = importlib.import_module(node.module)
            else:
                module = pytest.importorskip(node.module)
            assert all(hasattr(module, name.name) for name in node.names)


@pytest.mark.model
@pytest.mark.parametrize("engine", ["spark", "ray"])
def test_frames_are_coded(engine: str) -> None:
    """The function that Spark or Ray calls with frames gives the lines of the documents' graphs."""
    pd = pytest.importorskip("pandas")
    [function] = [node for node in ast.parse(block(engine)).body if isinstance(node, ast.FunctionDef)]
    names: dict[str, Any] = {}
    exec(compile(ast.Module([function], []), engine, "exec"), names)
    frame = pd.DataFrame(TEXTS)
    found = names["coded"](frame) if engine == "ray" else pd.concat(names["coded"](iter([frame])))
    assert sorted(found["value"]) == lines(nquads([Document(**text) for text in TEXTS]))


@pytest.mark.slow
@pytest.mark.model
def test_the_example_for_dask_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run on a cluster, the example writes the graphs of its documents."""
    distributed = pytest.importorskip("distributed")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "news.jsonl").write_text("\n".join(map(json.dumps, TEXTS)), encoding="utf-8")
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as here:
        exec(compile(block("dask"), "dask", "exec"), {"ADDRESS": here.scheduler_address})
    assert lines(Path("graph.nq").read_bytes()) == lines(nquads(list(read("archive"))))
    assert Path("graph.nq").stat().st_size
