"""What texts, names and values say stays data: in SPARQL, in spreadsheets, in pages, on the terminal."""

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode
from pyoxigraph import Store as Memory
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kgraph import query
from kgraph.bind import TYPES, bind
from kgraph.cli.app import main
from kgraph.documents import named
from kgraph.errors import KgraphError
from kgraph.explore import asking
from kgraph.happenings import settle
from kgraph.rdf import text
from kgraph.store import Store
from kgraph.vocab import KG
from tests import claims as c

SYNTAX = st.lists(
    st.sampled_from([
        *'"\'\\{}()<>?$;.#|^@_:/-+ \n\r\t\x0b\x0c\x85\u2028\0', "\\u0022", "\\U0000007D", "\\n", '"""', "# VALUES",
        "# LIMIT", "# ONLY a\n", "# UNLESS a\n", "# END\n", "UNION", "SERVICE <http://127.0.0.1:1/>", "} UNION {", "a",
        "ISR", "event/", "http://", "urn:x:", "kg:", "2024-03-05", "10", "^^xsd:date", "@en", "DROP ALL", "🕊", "\u202e",
    ])
).map("".join)  # fmt: skip
WORDS = SYNTAX | st.text(st.characters())
TYPED = """# param a: {0} | any
# param limit: count = 7 | most
SELECT ?a ?b WHERE {{
# VALUES
VALUES ?b {{ 1 }}
}}
# LIMIT
"""
BLOCKS = """# param a: text = any | any
SELECT ?a ?b WHERE {
# ONLY a
VALUES ?b { 1 }
# END
# UNLESS a
VALUES ?b { 2 }
# END
# VALUES
}"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The graph of the small corpus."""
    with Store(tmp_path_factory.mktemp("injection") / "store", create=True) as filled:
        for document, claims in c.CORPUS:
            filled.add(document, claims)
        settle(filled)
        yield filled


# -- SPARQL


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(TYPES)), WORDS)
@example("text", '" } # VALUES\n\\u0022 } UNION { ?s ?p ?o } #')
@example("happening", "event/> } UNION { ?s ?p ?o } #")
@example("number", "1\n")
def test_a_value_of_any_type_leaves_the_shape(kind: str, value: str) -> None:
    """One row with the value in its column, or a sentence; never another pattern, by two readers of SPARQL."""
    asked = query.parse(TYPED.format(kind))
    try:
        bound = bind(None, asked, {"a": value})
    except KgraphError as error:
        assert "\n" not in str(error).strip()
        return
    [(found, marker)] = Memory().query(bound)  # type: ignore[misc, union-attr]
    assert (marker.value, kind != "text" or found.value == value) == ("1", True)
    if "\\u" not in value.casefold() and "\0" not in value:  # rdflib takes these apart before it reads the query
        assert _shape(bound) == _shape(bind(None, asked, {"a": PLAIN[kind]}))


PLAIN = {
    "actor": "ISR", "happening": "event/1", "event": "AID", "status": "actual", "date": "2024", "day": "2024-03-05",
    "text": "x", "number": "1", "count": "1",
}  # fmt: skip


def _shape(sparql: str) -> object:
    """A query's algebra with all terms taken out of it."""
    return _bare(prepareQuery(sparql).algebra)


def _bare(part: object) -> object:
    if isinstance(part, CompValue):
        return part.name, [(key, _bare(value)) for key, value in sorted(part.items()) if key not in {"_vars", "res"}]
    if isinstance(part, list | tuple):
        return [_bare(item) for item in part]
    return type(part).__name__ if isinstance(part, str) else None


@given(SYNTAX, st.booleans())
def test_markers_in_values_are_no_markers(value: str, given_: bool) -> None:
    """What a value says of ONLY, UNLESS, VALUES and LIMIT changes nothing of what is asked."""
    asked = query.parse(BLOCKS)
    [(found, marker)] = Memory().query(bind(None, asked, {"a": value} if given_ else {}))  # type: ignore[misc, union-attr]
    free = not given_ or value == "any"
    assert marker.value == ("2" if free else "1")
    assert free == (found is None) and (free or found.value == value)


@given(st.sampled_from([q for q in query.library().values() if q.parameters]), st.data())
@settings(deadline=None, max_examples=60)
def test_forms_of_questions_stay_questions(store: Store, asked: query.Query, data: st.DataObject) -> None:
    """What is typed into the explorer's forms gives, through its address, an answer or a sentence; nothing changes."""
    typed = {name: data.draw(SYNTAX, label=name) for name in asked.parameters}
    address = asking.address(asked, typed).partition("?")[2]
    size = store.size()
    try:
        query.run(store, asked, asking.given(address))
    except KgraphError as error:
        assert str(error)
    assert store.size() == size


@pytest.mark.parametrize(
    "value", ['x" } UNION { ?s ?p ?o } #', "\\u0022 } #", "# VALUES", "$a ?b", "a\n# LIMIT\n", "\\"]
)
def test_values_from_the_command_line(store: Store, value: str) -> None:
    """``-p`` takes them as words: nothing of that name is found, and the printed query has them in quotes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kgraph.store.open_store", lambda *_, **__: _Kept(store))
        found = CliRunner().invoke(main, ["query", "figures", "-p", f"counts={value}", "--format", "json"])
    assert (found.exit_code, json.loads(found.stdout)) == (0, [])
    shown = CliRunner().invoke(main, ["query", "figures", "-p", f"counts={value}", "--explain"]).stdout
    assert [row["counts"].value for row in Memory().query(_only_values(shown))] == [value.strip()]  # type: ignore[union-attr]


def _only_values(sparql: str) -> str:
    found = re.search(r"^VALUES \(.*$", sparql, re.MULTILINE)
    assert found
    return f"SELECT * WHERE {{ {found[0]} }}"


class _Kept:
    """Hands out a store that is open, and leaves it open."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Store:
        return self._store

    def __exit__(self, *_: object) -> None:
        pass


@settings(deadline=None, max_examples=15)
@given(SYNTAX.filter(lambda name: name.strip("\0")))
def test_names_in_texts_stay_names(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    """An actor, a document and an origin of any name are stored, told of, found by it and forgotten alone."""
    actor = replace(c.BOMBING.actors[0], id=c.iri.actor(name), name=name, kind="person")
    claim = replace(c.BOMBING, actors=(actor,))
    with Store(tmp_path_factory.mktemp("names") / "store", create=True) as filled:
        filled.add(*c.CORPUS[1])
        settle(filled)
        before = {*map(str, filled.quads())}
        odd = replace(c.DEPOT, id=name, title=name, source=name, origin=f"/{name}")
        filled.add(odd, [claim])
        filled.add(replace(odd, text=odd.text + " "), [claim])  # the update that replaces
        settle(filled)
        told = query.run(filled, "documents")
        assert name in [row[told.columns.index("document")] for row in told.rows]
        claimed = query.run(filled, "claims", {"document": name})
        assert name in [row[claimed.columns.index("party")] for row in claimed.rows]
        [document] = named(filled, name)
        filled.forget(document)
        settle(filled)
        assert before <= {*map(str, filled.quads())}


# -- spreadsheets


@pytest.mark.parametrize("begin", list("=+-@\t\r\n＝＋－＠"))
def test_cells_that_begin_formulas(tmp_path: Path, begin: str) -> None:
    """``--safe-cells`` puts an apostrophe before words that a spreadsheet would run; numbers and the file stay true."""
    document = replace(
        c.QUIET, id="odd", title=f"{begin}1+1", source=f'{begin}HYPERLINK("http://x.example";"y")', origin="/o"
    )
    with Store(tmp_path / "store", create=True) as filled:
        filled.add(document, [replace(c.BOMBING, doc="odd", score=-10.0)])
    for option, wanted in (["--safe-cells"], "'" + str(document.source)), ([], document.source):
        run(["export", str(tmp_path / "a.csv"), *option, "--store", str(tmp_path / "store")])
        [row] = csv.DictReader(io.StringIO((tmp_path / "a.csv").read_bytes().decode(), newline=""))
        assert (row["source"], float(row["score"])) == (wanted, -10.0)


PRINTED = [  # whatever prints CSV of what texts and users say
    "query documents", "query names -p a=FRA", "analyse ties", "analyse centrality", "compare --a 2023 --b 2024",
    "reviews", "stats",
]  # fmt: skip


def test_printed_cells_that_begin_formulas(tmp_path: Path) -> None:
    """Whatever prints CSV takes ``--safe-cells``, and means it; other formats have no cells."""
    home = ["--store", str(tmp_path / "store")]
    actor = replace(c.BOMBING.actors[0], id=c.iri.actor("=1+1"), name="=1+1", kind="person")
    with Store(tmp_path / "store", create=True) as filled:
        filled.add(replace(c.DEPOT, title="=1+1", source="@x"), [replace(c.BOMBING, actors=(actor,))])
        settle(filled)
    for line in PRINTED:
        printed = run([*line.split(), "--format", "csv", "--safe-cells", *home])
        assert not [cell for row in csv.reader(printed.splitlines()) for cell in row if re.match("[=@]", cell)]
    assert "'=1+1" in run(["query", "documents", "--format", "csv", "--safe-cells", *home])
    assert ",=1+1," in run(["query", "documents", "--format", "csv", *home])
    refused = CliRunner().invoke(main, ["query", "documents", "--format", "json", "--safe-cells", *home])
    assert (refused.exit_code, "Only CSV has cells" in refused.stderr) == (2, True)


def run(arguments: list[str]) -> str:
    """What a command says; it must succeed."""
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


# -- pages


def test_briefings_show_markup_as_text(tmp_path: Path) -> None:
    """Titles, sources, names and sentences with tags in them make no element, attribute or link of their own."""
    evil = '<img src=x onerror="alert(1)"><script>alert(1)</script>" onclick=\'x\' ![a](javascript:x) &lt;'
    actor = replace(c.BOMBING.actors[0], name=f"Israel {evil}")
    sentence = replace(c.BOMBING.sentence, text=evil, end=len(evil), start=0)
    document = replace(c.DEPOT, text=evil, title=evil, source=evil, url="javascript:alert(1)")
    with Store(tmp_path / "store", create=True) as filled:
        filled.add(document, [replace(c.BOMBING, actors=(actor,), sentence=sentence)])
        settle(filled)
    run(["brief", "ISR", "-o", str(tmp_path / "a.html"), "--store", str(tmp_path / "store")])
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in page
    assert not re.search(r"<(script|img)\b|<[^>]*\son\w+=|href=\"?javascript", page)


# -- the terminal

STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
OWN = re.compile(r"\x1b\[[0-9;]*m|\x1b\[\?25[lh]|\x1b\[[0-9]*[AKGJ]")  # colours and the progress bar's moves
EVIL = "x\x1b]0;owned\x07\x08\x9b2J\x7f\x85\u202e\u2066y"


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store and files in which every name and text tries to steer the terminal."""
    folder = tmp_path_factory.mktemp("evil")
    document = replace(c.DEPOT, id=EVIL, text=f"{EVIL} bombed Syria.", title=EVIL, source=EVIL, origin=f"/{EVIL}")
    actor = replace(c.BOMBING.actors[0], id=c.iri.actor("evil"), name=EVIL, kind="person")
    claim = replace(
        c.BOMBING, actors=(actor,), attributed_to=(actor,), rule=EVIL, date_text=EVIL, date_why=EVIL,
        trigger=c.Span(len(EVIL) + 1, len(EVIL) + 7, "bombed"), sentence=c.Span(0, len(document.text), document.text),
    )  # fmt: skip
    with Store(folder / "store", create=True) as filled:
        filled.add(document, [claim])
        filled.add(*c.CORPUS[1])
        settle(filled)
    name = EVIL.replace("/", "")
    (folder / f"{name}.txt").write_text(f"France condemned {EVIL} Iran on Monday. {EVIL} said so.", encoding="utf-8")
    (folder / f"{name}.jsonl").write_text('{"text": 1}\nnonsense\n', encoding="utf-8")
    (folder / f"{name}.csv").write_text(f"{EVIL},b\n1,2\n", encoding="utf-8")
    (folder / f"{name}.rq").write_text(f"SELECT * WHERE {{ ?s ?p '{EVIL}' ", encoding="utf-8")
    return folder


ON_A_TERMINAL = [
    "show {evil}", "show {claim}", "show ISR", "stats", "query documents", "query documents --format csv",
    "query documents --format json", "query names -p a={actor}", "query names -p a={evil}", "query {evil}",
    "query {folder}/{evil}.rq", "query {evil}.rq", "query documents -p {evil}=1",
    "query rule -p rule={evil} --format json", "query on -p day={evil}", "queries", "analyse ties",
    "analyse centrality --format csv", "analyse ties --format json", "analyse ties --actor {evil}", "analyse {evil}",
    "analyse ties --since {evil}", "compare --a 2023 --b 2024", "compare --a {evil} --b 2024", "actors find {evil}",
    "actors remove {evil}", "actors add {folder}/{evil}.csv", "brief {evil} -o {folder}/{evil}.md",
    "brief {actor} -o {folder}/{evil}.html", "brief ISR -o {evil}.{evil}", "export {folder}/{evil}.nq",
    "export {evil}.{evil}", "export - --format csv", "export - --format nq", "export - --format ttl",
    "export - --format plover", "export - --format cypher", "export - --format gexf", "export - --format parquet",
    "validate", "validate {folder}/{evil}.rq", "reviews",
    "review {claim} --reject --by {evil}", "reviews", "reviews --format csv", "review {evil} --undo",
    "review {claim} {evil}", "forget {evil}2", "decide {folder}/{evil}.csv", "decide {evil}", "eval {evil}",
    "ingest {folder}/{evil}.jsonl", "ingest {folder}/{evil}.csv", "ingest {evil} {evil}://x", "serve --store {evil}",
    "stats --store {evil}", "{evil}", "--{evil}", "show --{evil}", "stats --format {evil}", "forget {evil}",
]  # fmt: skip


DRIVER = """
import json, sys
from kgraph.cli.app import main
for arguments in json.loads(sys.argv[1]):
    try:
        main(arguments, prog_name="kgraph")
    except SystemExit:
        print("~~~", flush=True)
"""


def terminal(commands: list[list[str]]) -> list[str]:
    """What each command writes to a terminal, run one after the other in a process of its own."""
    reader, writer = pty.openpty()
    environment = os.environ | {"COLUMNS": "120", "TERM": "xterm-256color"}
    with subprocess.Popen(
        [sys.executable, "-c", DRIVER, json.dumps(commands)], stdout=writer, stderr=writer, env=environment
    ) as child:
        os.close(writer)
        written = b""
        with suppress(OSError):  # how a terminal's end is told on Linux
            while piece := os.read(reader, 65536):
                written += piece
        os.close(reader)
    assert child.returncode == 0, written[-2000:]
    return written.decode("utf-8", "replace").split("~~~")[:-1]


def claim_of(folder: Path) -> str:
    """The last part of the IRI of the evil claim."""
    with Store(folder / "store", read_only=True) as filled:
        rules = filled.match(predicate=NamedNode(KG.rule), object=Literal(EVIL))
        return text(next(rules).subject).rpartition("/")[2]


def test_nothing_steers_the_terminal(evil: Path) -> None:
    """Whatever command prints names, texts, file names or errors, only its own colours are sent."""
    name = EVIL.replace("/", "")
    words = {"evil": name, "folder": str(evil), "actor": c.iri.actor("evil"), "claim": claim_of(evil)}
    homeless = {"actors", "queries", "eval", name, f"--{name}"}
    commands = []
    for line in ON_A_TERMINAL:
        arguments = [part.format(**words) for part in line.split(" ")]
        at_home = arguments[0] in homeless or "--store" in line
        commands.append(arguments if at_home else [*arguments, "--store", str(evil / "store")])
    shown = dict(zip(ON_A_TERMINAL, terminal(commands), strict=True))
    assert {line: found for line, text in shown.items() if (found := STEERING.findall(OWN.sub("", text)))} == {}
    assert [line for line, text in shown.items() if not text.strip()] == []
