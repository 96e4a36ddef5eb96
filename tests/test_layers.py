"""The house's order: imports point one way, there is no cycle, and heavy libraries are not paid for too early."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "kgraph"
# from the words, which know nobody, up to the faces, which nobody knows
LAYERS = (
    ("errors", "model", "resources", "iri", "isodate"),
    ("vocab",),
    ("rdf",),
    ("sources",),
    ("paragraphs", "nlp", "syntax"),
    ("actors",),
    ("extractors",),
    ("graph", "ontology"),
    ("pending", "verdicts"),
    ("store",),
    ("background", "happenings"),
    ("upkeep",),
    ("naming", "query", "bind", "recall", "validate", "documents"),
    ("corrections",),
    ("reviews",),
    ("workers",),
    ("reading",),
    ("ingesting",),
    ("watching",),
    ("analyse", "brief", "export", "report", "gold", "evaluate", "archive", "checking"),
    ("explore",),
    ("api",),
    ("cli", "web", "__init__", "__main__"),
)
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the package by its dotted name below ``kgraph``."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    """What a module imports from the package, wherever in the file, but not what only a type checker sees."""
    hidden = {id(node) for guard in ast.walk(tree) if _is_type_checking(guard) for node in ast.walk(guard)}
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("kgraph."))
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "kgraph":
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def room(name: str) -> str:
    """The room in which a module stands: its first part below ``kgraph``."""
    return name.removeprefix("kgraph.").split(".")[0]


@pytest.mark.parametrize(("name", "tree"), list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_imports_point_down(name: str, tree: ast.Module) -> None:
    """No module imports from a room above its own."""
    above = [used for used in imports(tree) if RANK[room(used)] > RANK[room(name)]]
    assert not above


def test_no_import_cycle() -> None:
    """No chain of imports comes back to where it began."""
    names = {name for name, _ in modules()}
    uses = {
        name: {part for used in imports(tree) for part in _targets(used.removeprefix("kgraph."), names)} - {name}
        for name, tree in modules()
    }
    settled: set[str] = set()
    while ready := {name for name in uses if name not in settled and uses[name] <= settled}:
        settled |= ready
    assert settled == names


def _targets(used: str, names: set[str]) -> set[str]:
    """The module that an import loads: itself, or the one that defines the imported name."""
    return {used} if used in names else {used.rpartition(".")[0]} & names


def test_help_loads_nothing_heavy() -> None:
    """``kgraph --help`` imports none of the large libraries."""
    code = "import sys, kgraph.cli.app; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"spacy", "rdflib", "networkx", "pyoxigraph", "numpy", "matplotlib", "trafilatura", "httpx", "rich"}
    assert not heavy & set(loaded)
