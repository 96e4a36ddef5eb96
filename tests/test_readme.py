"""The README says what is true: its Python runs, and its commands exist."""

import re
import shutil
from pathlib import Path

import pytest

from kgraph.analyse.registry import MEASURES
from kgraph.cli.app import main
from kgraph.query import library

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.model
def test_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The Python example builds a graph, prints rows and writes Turtle."""
    news = tmp_path / "news"
    news.mkdir()
    for dispatch in sorted((ROOT / "data" / "dispatches").glob("2025-06-24-*.md")):
        shutil.copy(dispatch, news)
    monkeypatch.chdir(tmp_path)
    code = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile("\n".join(code), "README.md", "exec"), {})
    assert "Israel" in capsys.readouterr().out
    assert (tmp_path / "graph.ttl").read_text(encoding="utf-8").startswith("@prefix")


def test_commands_exist() -> None:
    """Every command that the README calls is there, and every command is in the README."""
    called = set(re.findall(r"[`$&] ?kgraph ([a-z]+)", README))
    assert set(main.commands) <= called
    assert called <= set(main.commands)


def test_queries_and_measures_exist() -> None:
    """The questions and measures that the README asks for are there."""
    assert set(re.findall(r"kgraph query ([a-z]+)", README)) <= set(library())
    assert set(re.findall(r"kgraph analyse ([a-z]+)", README)) <= set(MEASURES)
