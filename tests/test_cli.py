"""The command line as a user meets it: what it prints, where errors go, which exit codes it gives."""

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pandas
import pytest
from click.testing import CliRunner, Result

from kgraph.cli.app import main
from kgraph.store import Store
from tests import claims as c

pytestmark = pytest.mark.model
README = Path(__file__).parent.parent / "README.md"
TEXT = """---
title: France recalls its ambassador
date: 2024-03-06
source: Our bureau
---
France recalled its ambassador from Niger on Tuesday. President Emmanuel Macron met Chancellor Olaf Scholz in Paris.
Iran denied attacking the ship, according to Norwegian officials.
"""


def run(*arguments: str | Path, text: str | None = None) -> Result:
    """The command's result; an exception that reaches the user fails the test."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=text)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store with one dispatch."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "dispatch.md").write_text(TEXT, encoding="utf-8")
    assert run("ingest", folder / "dispatch.md", "--store", folder / "store").exit_code == 0
    return folder / "store"


@pytest.mark.parametrize("command", sorted(main.commands))
def test_help_shows_an_example(command: str) -> None:
    """Every command's help shows how to call it."""
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Example" in result.output
    assert f"kgraph {command}" in result.output


def test_the_demo_shows_what_the_readme_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its counts, and the pairs that it names as the friendliest and the most hostile."""
    monkeypatch.chdir(tmp_path)
    shown, *_ = re.findall(r"^```text\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    said = [" ".join(line.split()) for line in run("demo").output.splitlines()]
    wanted = [" ".join(line.split()) for line in shown.splitlines() if re.search(r"\w", line)]
    assert wanted
    assert [line for line in wanted if line not in said] == []


def test_ingesting_again_changes_nothing(store: Path) -> None:
    """The second time nothing is added and the export stays the same, byte by byte."""
    first = store.parent / "first.ttl"
    second = store.parent / "second.ttl"
    assert run("export", first, "--store", store).exit_code == 0
    result = run("ingest", store.parent / "dispatch.md", "--store", store)
    assert "0 added" in result.output
    run("export", second, "--store", store)
    assert first.read_bytes() == second.read_bytes()


def test_bad_sources_cost_only_themselves(store: Path, tmp_path: Path) -> None:
    """What can't be read is named on standard error with exit code 1; the rest is stored, and nothing is lost."""
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    (tmp_path / "broken.jsonl").write_text('{"id": "a", "text": "Chad thanked Togo."}\n{"id": \n', encoding="utf-8")
    (tmp_path / "columns.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with Store(store, read_only=True) as graph:
        before = graph.stats()["documents"]
    result = run("ingest", tmp_path, tmp_path / "missing.txt", "--store", store)
    assert result.exit_code == 1
    for name in ("empty.txt", "binary.txt", "broken.jsonl line 2", "columns.csv", "missing.txt"):
        assert name in result.stderr
    assert "Traceback" not in result.stderr
    with Store(store, read_only=True) as graph:
        assert graph.stats()["documents"] == before + 1


def test_extract_prints_the_claim_record() -> None:
    """JSON Lines hold the contract's fields, with offsets into the text."""
    text = "France condemned the attack on Kyiv."
    result = run("extract", "-", "--format", "jsonl", "--date", "2024-03-06", text=text)
    records = [json.loads(line) for line in result.stdout.splitlines()]
    accusation = next(record for record in records if record["event"] == "ACCUSE")
    assert accusation["actors"][0]["country"] == "FRA"
    assert text[accusation["trigger"]["start"] : accusation["trigger"]["end"]] == accusation["trigger"]["text"]
    assert set(accusation) == {
        "doc", "kind", "sentence", "trigger", "event", "mode", "actors", "recipients", "attributed_to", "status",
        "date", "date_text", "date_why", "place", "values", "score", "confidence", "rule",
    }  # fmt: skip


def test_extract_turtle_is_read_by_rdflib() -> None:
    """The Turtle of a text parses."""
    rdflib = pytest.importorskip("rdflib")
    result = run("extract", "-", "--format", "turtle", text="France condemned the attack on Kyiv.")
    assert len(rdflib.Graph().parse(data=result.stdout, format="turtle")) > 20


def test_query_between(store: Path) -> None:
    """A packaged query takes names and prints JSON for programs."""
    result = run("query", "between", "-p", "a=France", "-p", "b=Germany", "--format", "json", "--store", store)
    assert [row["event"] for row in json.loads(result.stdout)] == ["CONSULT"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["query", "betwen"], 2, "between"),
        (["query", "between", "-p", "a=France"], 2, "needs b"),
        (["query", "between", "-p", "a=France", "-p", "b=Atlantis"], 1, "Atlantis"),
        (["query", "between", "-p", "c=France"], 2, "no parameter 'c'"),
        (["query", "between", "-p", "France"], 2, "name=value"),
        (["query", "missing.rq"], 1, "missing.rq"),
        (["show", "Atlantis"], 1, "Atlantis"),
        (["export", "graph.docx"], 1, ".ttl"),
        (["analyse", "path"], 1, "actor"),
        (["analyse", "beauty"], 2, "beauty"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_errors_are_one_sentence(store: Path, arguments: list[str], code: int, words: str) -> None:
    """An error names the thing on standard error; 2 is for what was not understood, 1 for what was not found."""
    where = [] if arguments == ["nonsense"] else ["--store", str(store)]
    result = run(*arguments, *where)
    assert (result.exit_code, words in result.stderr) == (code, True), result.stderr
    assert "Traceback" not in result.stderr


def test_query_syntax_error(store: Path) -> None:
    """A malformed query is told by line."""
    result = run("query", "-", "--store", store, text="SELECT ?x WHERE {\n ?x }")
    assert result.exit_code == 1
    assert "line 2" in result.stderr


@pytest.mark.parametrize("command", ["stats", "validate"])
def test_no_store(tmp_path: Path, command: str) -> None:
    """Where there is no store the message says how to make one."""
    result = run(command, "--store", tmp_path / "nothing")
    assert result.exit_code == 1
    assert "kgraph ingest" in result.stderr


def test_foreign_folder(tmp_path: Path) -> None:
    """A folder of somebody else's is left alone."""
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    result = run("ingest", tmp_path / "thesis.txt", "--store", tmp_path)
    assert result.exit_code == 1
    assert "not a kgraph store" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("file", ["CURRENT", "MANIFEST"])
def test_a_store_that_lost_files_is_not_begun_anew(store: Path, tmp_path: Path, file: str) -> None:
    """It is refused with a sentence, and nothing in it changes."""
    copy = Path(shutil.copytree(store, tmp_path / "store"))
    for lost in (copy / "graph").glob(f"{file}*"):
        lost.unlink()
    before = sorted(path.name for path in (copy / "graph").iterdir() if not path.name.startswith("LOG"))
    result = run("ingest", store.parent / "dispatch.md", "--store", copy)
    assert result.exit_code == 1
    assert f"The store {copy}" in result.stderr and "restore" in result.stderr
    assert sorted(path.name for path in (copy / "graph").iterdir() if not path.name.startswith("LOG")) == before


def test_a_store_that_may_not_be_read(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is told as such."""
    monkeypatch.setattr(Path, "iterdir", Mock(side_effect=PermissionError(13, "Permission denied", str(store))))
    result = run("stats", "--store", store)
    assert (result.exit_code, "may not be read" in result.stderr) == (1, True)


def test_what_waits_is_told(store: Path, tmp_path: Path) -> None:
    """Where a run was cut short before its events, who asks is told, with the answer."""
    copy = Path(shutil.copytree(store, tmp_path / "store"))
    assert not run("query", "hostile", "--store", copy).stderr
    with Store(copy) as graph:
        graph.add(*c.CORPUS[0])
    result = run("query", "hostile", "--store", copy)
    assert (result.exit_code, "not all that was read is worked out" in result.stderr) == (0, True)


def test_ctrl_c_has_its_exit_code(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence, and as shells know it."""
    monkeypatch.setattr(Store, "stats", Mock(side_effect=KeyboardInterrupt))
    result = run("stats", "--store", store)
    assert (result.exit_code, result.stderr) == (130, "kgraph: ended at once; what was stored stays.\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("command", [["stats"], ["dump", "-"], ["query", "hostile", "--format", "csv"]], ids=str)
def test_no_room_for_the_answer(store: Path, command: list[str]) -> None:
    """Is told in a sentence."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kgraph", *command, "--store", store], stdout=full, stderr=subprocess.PIPE,
            text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("kgraph: ") and "space" in done.stderr and "Traceback" not in done.stderr


def test_store_in_use(store: Path) -> None:
    """A second writer is turned away with a sentence, and a reader is not."""
    hold = f"import kgraph.store as s, sys; kept = s.Store({str(store)!r}); print('open', flush=True); sys.stdin.read()"
    writer = subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        assert "Another process" in run("ingest", store.parent / "dispatch.md", "--store", store).stderr
        assert not run("stats", "--store", store).stderr
    finally:
        writer.communicate("")


def test_show_claim_and_actor(store: Path) -> None:
    """A claim is shown with its sentence and rule, an actor with its partners."""
    rows = run("query", "evidence", "-p", "a=France", "-p", "b=Germany", "--format", "json", "--store", store).stdout
    claim = json.loads(rows)[0]["claim"].rpartition("/")[2]
    shown = run("show", claim, "--store", store).output
    assert "met Chancellor Olaf Scholz" in shown
    assert "consult/verb:meet" in shown
    assert "Emmanuel Macron" in run("show", "Emmanuel Macron", "--store", store).output


def test_text_is_never_control(tmp_path: Path) -> None:
    """Escape sequences in a text don't reach the terminal."""
    (tmp_path / "evil.txt").write_text("France condemned \x1b[31mIran\x1b[0m on Monday.", encoding="utf-8")
    assert "\x1b[31m" not in run("extract", tmp_path / "evil.txt").output


def test_analyse_draws(store: Path, tmp_path: Path) -> None:
    """A picture is written where it was asked for."""
    result = run("analyse", "timeline", "--plot", tmp_path / "line.png", "--store", store)
    assert result.exit_code == 0
    assert (tmp_path / "line.png").read_bytes().startswith(b"\x89PNG")


def test_measures_as_parquet(store: Path) -> None:
    """A table for data frames, each column with its type."""
    result = run("analyse", "ties", "--store", store, "--format", "parquet")
    frame = pandas.read_parquet(io.BytesIO(result.stdout_bytes))
    assert list(frame.columns[:4]) == ["actor", "other", "events", "score"]
    assert (str(frame["events"].dtype), str(frame["score"].dtype)) == ("int64", "float64")


def test_measures_of_a_part(store: Path) -> None:
    """Filters and wrong ones: what is denied, what involves Africa, a region that is none."""
    assert "Niger" in run("analyse", "ties", "--region", "Africa", "--store", store).output
    assert "Nothing found." in run("analyse", "ties", "--region", "Oceania", "--store", store).output
    wrong = run("analyse", "ties", "--region", "Atlantis", "--store", store)
    assert wrong.exit_code == 1 and "'Atlantis' is no region" in wrong.stderr
