"""docs/ontology.md says what is true: its sentence, queries, commands and tables are run and made anew."""

import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, QueryTriples, RdfFormat

from kgraph.cli.app import main
from kgraph.ontology import turtle
from kgraph.store import Store
from kgraph.validate import validate
from tests import ontology_page
from tests.ontology_page import MADE, PAGE, block

pytestmark = pytest.mark.model
TEXT = PAGE.read_text(encoding="utf-8")
SEM, TIME = "http://semanticweb.cs.vu.nl/2009/11/sem/", "http://www.w3.org/2006/time#"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the page's text and its store."""
    made = tmp_path_factory.mktemp("page")
    ontology_page.fill_store(made)
    return made


def test_the_sentence_gives_the_triples(folder: Path) -> None:
    """All that is shown is in the store, and all but the file's place is shown."""
    shown = set(pyoxigraph.parse(block(TEXT, "trig"), format=RdfFormat.TRIG))
    assert shown == set(ontology_page.quads(folder))


def test_the_sentence_is_sound(folder: Path) -> None:
    """The store holds to the shapes."""
    with Store(folder / "store", read_only=True) as store:
        assert validate(store) == []


@pytest.mark.parametrize("name", ["classes", "properties", "foreign"])
def test_tables_are_of_now(folder: Path, name: str) -> None:
    """`python -m tests.ontology_page` was run since the ontology was last changed."""
    shown = {found[2]: found[0].removeprefix(found[1]).removesuffix(found[3]) for found in MADE.finditer(TEXT)}
    assert shown[name] == ontology_page.made(folder)[name]


def test_the_events_in_the_terms_of_sem(folder: Path) -> None:
    """The query gives the event with its kind, both sides, its place and its day."""
    with Store(folder / "store", read_only=True) as store:
        found = store.query(block(TEXT, "sparql"))
        assert isinstance(found, QueryTriples)
        triples = [(t.predicate.value.rpartition("#")[2].rpartition("/")[2], t.object.value) for t in found]
    kinds = {value for name, value in triples if name == "type"}
    assert kinds == {f"{SEM}Event", f"{TIME}Instant"}
    assert sorted(value.rpartition("/")[2] for name, value in triples if name == "hasActor") == ["Q801", "Q858"]
    assert {value.rpartition("/")[2] for name, value in triples if name == "hasPlace"} == {"damascus"}
    assert {value for name, value in triples if name == "inXSDDate"} == {"2024-10-07"}


def test_rdflib(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The lines of Python print what is shown below them, on an export."""
    monkeypatch.chdir(folder)
    result = CliRunner().invoke(main, ["export", "graph.ttl", "--store", "store"])
    assert result.exit_code == 0, result.output
    exec(compile(block(TEXT, "python"), "page", "exec"), {})
    assert capsys.readouterr().out == block(TEXT, "text", nth=1)


def test_the_ontology_is_printed() -> None:
    """The command that hands it over works."""
    command = block(TEXT, "console").removeprefix("$ python -c ").partition(" > ")[0].strip('"')
    printed = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout
    assert printed == turtle() + "\n"


def test_graphs_are_those_that_there_are(folder: Path) -> None:
    """Each graph of the store is in the table of graphs, the document's aside."""
    with Store(folder / "store", read_only=True) as store:
        names = {name.value for name in store.graphs() if any(store.match(graph=NamedNode(name.value)))}
    assert {name for name in names if "/document/" not in name} <= {
        line.split("`")[1] for line in TEXT.splitlines() if line.startswith("| `https://w3id.org/kgraph/id/graph/")
    }
