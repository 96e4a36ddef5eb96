"""A user's own tables of actors: found, kept, checked, laid over the packaged ones, and fetched from an endpoint."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph
import pytest
from click.testing import CliRunner, Result

from kgraph.actors import own, update
from kgraph.actors.catalogue import Catalogue, catalogue
from kgraph.actors.find import candidates, nearest
from kgraph.cli.app import main
from kgraph.errors import TableError

DESK = """name,kind,aliases,country
NATO,igo,the Atlantic Club,
Cedar Watch,organisation,CWL | Watchers of the Cedar,LBN
Fifty States,state,Samland,USA
Rosa Anders,person,=Rosie,NOR
"""
CHIEFS = """name,country,office,start,end
Ada Stone,ISR,Prime Minister,2031-11-01,
Cy Reed,Cedar Watch,director,2020,
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A configuration folder of the test's own; what was read from it is forgotten afterwards."""
    monkeypatch.setenv("KGRAPH_CONFIG", str(tmp_path / "home"))
    yield tmp_path / "home"
    if (tmp_path / "home").exists():
        catalogue.cache_clear()


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, ["actors", *map(str, arguments)])
    if arguments[0] not in {"find", "list"} and result.exit_code == 0:
        catalogue.cache_clear()  # as in the next command's process
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def add(folder: Path, name: str, text: str) -> Result:
    (folder / name).write_text(text, encoding="utf-8")
    return run("add", folder / name)


def found(name: str, *options: str) -> list[dict[str, object]]:
    return json.loads(run("find", name, *options, "--format", "json").stdout)


# -- finding


@pytest.mark.parametrize(
    ("name", "date", "who", "why", "matched"),
    [
        ("fra", None, "France", "ISO 3166 code", "FRA"),
        ("France", None, "France", "name", "France"),
        ("the kremlin", None, "Russia", "seat of government", "Kremlin"),
        ("Türkiye", None, "Turkey", "alias", "Türkiye"),
        ("Finnish", None, "Finland", "adjective", "Finnish"),
        ("Iranians", None, "people of Iran", "its people", "Iranians"),
        ("Daesh", None, "ISIS", "alias", "Daesh"),
        ("the prime minister of Israel", "2022-03-01", "Naftali Bennett", "prime minister of Israel on 2022-03-01",
         "prime minister"),
        ("Israel’s prime minister", "2022-03", "Naftali Bennett", "prime minister of Israel on 2022-03",
         "prime minister"),
        ("Israeli leader", "2022-03-01", "Naftali Bennett", "leader of Israel on 2022-03-01", "prime minister"),
        ("chancellor of Germany", "2010", "Angela Merkel", "chancellor of Germany on 2010", "chancellor"),
        ("Mr. Bennett", "2022-03-01", "Naftali Bennett", "surname", "Bennett"),
        ("Israeli Prime Minister Bennett", "2022-03-01", "Naftali Bennett", "surname", "Bennett"),
        ("President Emmanuel Macron", None, "Emmanuel Macron", "name", "Emmanuel Macron"),
        ("Isfahan", None, "Iran", "city in Iran", "Isfahan"),
    ],
)  # fmt: skip
def test_found(name: str, date: str | None, who: str, why: str, matched: str) -> None:
    """A name, a code, an office, a title with a surname or a city leads to one actor, and says how."""
    [candidate] = candidates(name, catalogue(), date)
    assert (candidate.actor.name, candidate.why, candidate.matched) == (who, why, matched)
    assert candidate.table in {"countries.csv", "armed-groups.csv", "leaders.csv", "GeoNames"}


def test_all_who_share_a_name() -> None:
    """Without a date all are shown; a date leaves those who held office then."""
    assert {row["name"] for row in found("Bush")} == {"George H.W. Bush", "George W. Bush"}
    [later] = found("Bush", "--date", "2003")
    assert later["name"] == "George W. Bush"
    assert later["offices"] == [
        {"office": "president", "of": "United States", "start": "2001-01-20", "end": "2009-01-20"}
    ]


def test_tables_for_eyes_and_programs() -> None:
    """The table and the CSV tell offices in words."""
    told = "president of United States from 2001-01-20 to 2009-01-20"
    assert told in run("find", "Bush", "--date", "2003", "--format", "csv").stdout
    assert "2 share this name." in run("find", "Bush").stdout


def test_nobody() -> None:
    """A name that nobody bears is one sentence with the nearest spellings, exit code 1; a bad date is 2."""
    result = run("find", "Kremlim")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "kgraph: Nobody called 'Kremlim' is known; did you mean Kremlin or FRELIMO?\n"
    assert "kgraph actors add" in run("find", "Zzyzxqw").stderr
    assert run("find", "Iran", "--date", "2024-13").exit_code == 2


def test_nearest_are_different_actors() -> None:
    """A state is offered once, not with each of its forms."""
    assert nearest("Mauritanja", catalogue())[0] == "Mauritania"
    assert len({candidates(name, catalogue())[0].actor.country for name in nearest("Mauritanja", catalogue())}) > 1


# -- keeping


def test_a_table_is_laid_over_ours(tmp_path: Path) -> None:
    """It adds bodies and people, and names to those known; `list` tells of it, `remove` forgets it."""
    assert add(tmp_path, "desk.csv", DESK).stdout == "The table desk is kept: 4 rows.\n"
    assert [(row["name"], row["table"]) for row in found("Atlantic Club")] == [("NATO", "own/desk.csv")]
    assert [(row["name"], row["country"]) for row in found("CWL")] == [("Cedar Watch", "LBN")]
    assert [row["iri"] for row in found("Samland")] == [catalogue().states["USA"].iri]
    assert [row["name"] for row in found("Rosie")] == ["Rosa Anders"]
    assert found("North Atlantic Treaty Organization")[0]["name"] == "NATO"
    listed = json.loads(run("list", "--format", "json").stdout)
    assert listed == [{"table": "desk", "holds": "actors", "rows": 4, "fault": ""}]
    assert run("remove", "desk").exit_code == 0
    assert run("find", "Samland").exit_code == 1
    assert run("remove", "desk").stderr.startswith("kgraph: There is no table of yours called 'desk';")


def test_offices_of_own_bodies(tmp_path: Path) -> None:
    """A table of offices may name bodies of another table, whichever was added first."""
    add(tmp_path, "chiefs.csv", CHIEFS)
    add(tmp_path, "desk.csv", DESK)
    assert [row["name"] for row in found("director of Cedar Watch", "--date", "2024")] == ["Cy Reed"]


def test_a_successor_ends_an_open_term(tmp_path: Path) -> None:
    """Who holds an office “till now” by our tables holds it till the user's successor."""
    add(tmp_path, "chiefs.csv", CHIEFS)
    office = "prime minister of Israel"
    assert [row["name"] for row in found(office, "--date", "2031-12-01")] == ["Ada Stone"]
    assert [row["name"] for row in found(office, "--date", "2024-12-01")] == ["Benjamin Netanyahu"]


def test_a_corrected_term_takes_the_place_of_ours(tmp_path: Path) -> None:
    """The same person's term of the same time is told once, as the user has it."""
    add(tmp_path, "fix.csv", "name,country,office,start,end\nNaftali Bennett,ISR,premier,2021-06-14,2022-07-01\n")
    [bennett] = found("Naftali Bennett", "--date", "2022-01-01")
    assert bennett["offices"] == [{"office": "premier", "of": "Israel", "start": "2021-06-14", "end": "2022-07-01"}]


def test_namesakes_stay_apart(tmp_path: Path) -> None:
    """Another Wikidata number is another person; none at all is the one who is known."""
    head = "name,country,office,wikidata\n"
    add(tmp_path, "two.csv", f"{head}Emmanuel Macron,FRA,actor,Q99999999\n")
    assert len(found("Emmanuel Macron")) == 2
    add(tmp_path, "two.csv", f"{head}Emmanuel Macron,FRA,actor,\n")
    [macron] = found("Emmanuel Macron")
    assert {"president", "actor"} <= {term["office"] for term in macron["offices"]}  # type: ignore[attr-defined]


def test_same_tables_same_catalogue(tmp_path: Path) -> None:
    """The order in which tables were added does not matter."""
    told = []
    for names in (("desk.csv", "chiefs.csv"), ("chiefs.csv", "desk.csv")):
        for name in names:
            add(tmp_path, name, DESK if name == "desk.csv" else CHIEFS)
        known = Catalogue()
        told.append((list(known.forms.items()), list(known.actors.items()), known.terms))
        for name in names:
            run("remove", name)
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name,kind\n,igo\n", "line 2, column name: ''"),
        ("name,kind\nReed Club,igo\nStone Club,guild\n", "line 3, column kind: 'guild'"),
        ("name,kind,aliases\nReed Club,igo,R|x\n", "line 2, column aliases: 'R|x'"),
        ("name,kind,country\nReed Club,igo,XXX\n", "line 2, column country: 'XXX'"),
        ("name,kind,country\nReed Land,state,\n", "line 2, column country: ''"),
        ("name,country,office\nCy Reed,FRA,\n", "line 2, column office: ''"),
        ("name,country,office,gender\nCy Reed,FRA,king,male\n", "line 2, column gender: 'male'"),
        ("name,country,office,start\nCy Reed,FRA,king,2023-02-29\n", "line 2, column start: '2023-02-29'"),
        ("name,country,office,start,end\nCy Reed,FRA,king,2020-05,2020-04\n", "line 2, column end: '2020-04'"),
        ("name,country,office,wikidata\nCy Reed,FRA,king,30\n", "line 2, column wikidata: '30'"),
        ("name,aliases\nCy Reed,R\n", "line 1 lacks the column kind"),
        ("name,kind,colour\nReed Club,igo,red\n", "line 1 has the column 'colour'"),
        ("name,kind,kind\nReed Club,igo,igo\n", "line 1 has the column 'kind' twice"),
        ("name,kind\nReed Club,igo,x\n", "line 2 has 3 cells where the header has 2"),
        ('name,kind\n"Reed Club,igo\n', "is not CSV"),
        ("name,kind\n", "has no rows"),
        ("", "line 1 lacks the column name"),
        ("name,kind\nR\x00eed,igo\n", "line 2"),
    ],
)
def test_a_fault_is_told_by_line_and_column(tmp_path: Path, home: Path, text: str, fault: str) -> None:
    """In one sentence, and the table is not kept."""
    result = add(tmp_path, "bad.csv", text)
    assert result.exit_code == 1
    assert result.stderr.startswith("kgraph: bad.csv ")
    assert fault in result.stderr
    assert result.stderr.count("\n") == 1
    assert not home.exists()


def test_unreadable_files(tmp_path: Path) -> None:
    """A missing file and bytes that are no text are told as such."""
    (tmp_path / "bytes.csv").write_bytes(b"\xff\xfe\x00name")
    assert "not UTF-8" in run("add", tmp_path / "bytes.csv").stderr
    assert "can't be read (No such file or directory)" in run("add", tmp_path / "none.csv").stderr


def test_a_bad_table_leaves_the_older_one(tmp_path: Path) -> None:
    """What was kept before stays."""
    add(tmp_path, "desk.csv", DESK)
    assert add(tmp_path, "desk.csv", "name,kind\nCedar Watch,guild\n").exit_code == 1
    assert found("CWL")[0]["name"] == "Cedar Watch"


def test_a_broken_stored_table_costs_only_itself(tmp_path: Path, home: Path) -> None:
    """One sentence tells which; the other tables and ours work on, and `list` shows the fault."""
    add(tmp_path, "desk.csv", DESK)
    (home / "actors" / "chiefs.csv").write_text(CHIEFS.replace("2031-11-01", "soon"), encoding="utf-8")
    catalogue.cache_clear()
    result = run("find", "CWL")
    assert (result.exit_code, "Cedar Watch" in result.stdout) == (0, True)
    assert result.stderr.startswith(
        "kgraph: A table of yours counts for nothing till it is mended: chiefs.csv line 2, "
    )
    assert result.stderr.count("\n") == 1
    faults = {row["table"]: row["fault"] for row in json.loads(run("list", "--format", "json").stdout)}
    assert faults["desk"] == ""
    assert "column start: 'soon'" in faults["chiefs"]
    assert run("remove", "chiefs").exit_code == 0
    assert run("find", "CWL").stderr == ""


def test_a_folder_that_cannot_be_written(tmp_path: Path, home: Path) -> None:
    """The sentence names KGRAPH_CONFIG."""
    home.write_text("a file", encoding="utf-8")
    assert "KGRAPH_CONFIG" in add(tmp_path, "desk.csv", DESK).stderr


def test_the_page_tells_tables_that_are_taken(tmp_path: Path) -> None:
    """The tables of docs/actors.md are kept, its questions answered, and each column is told."""
    page = (Path(__file__).parent.parent / "docs" / "actors.md").read_text(encoding="utf-8")
    for number, text in enumerate(re.findall(r"```csv\n(.*?)```", page, re.DOTALL)):
        assert add(tmp_path, f"{number}.csv", text).exit_code == 0
    assert found("director of Cedar Watch", "--date", "2023")[0]["name"] == "Cy Reed"
    for line in re.findall(r"^\$ kgraph actors (find .*)$", page, re.MULTILINE):
        assert run(*shlex.split(line)).exit_code == 0
    assert set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)))) == {
        *own.OFFICES,
        *own.ACTORS,
    }


@pytest.mark.model
def test_texts_are_read_with_own_tables(tmp_path: Path, home: Path) -> None:
    """A command that reads texts knows the actors of the user's tables."""
    add(tmp_path, "desk.csv", DESK)
    reader = [sys.executable, "-m", "kgraph", "extract", "-", "--format", "jsonl"]
    result = subprocess.run(
        reader, input="The Watchers of the Cedar attacked a Samland base.", capture_output=True, text=True, check=True,
        env={**os.environ, "KGRAPH_CONFIG": str(home)},
    )  # fmt: skip
    [claim] = [json.loads(line) for line in result.stdout.splitlines()]
    assert [party["name"] for party in claim["actors"] + claim["recipients"]] == ["Cedar Watch", "United States"]


# -- fetching

GRAPH = """
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix p: <http://www.wikidata.org/prop/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <http://127.0.0.1/> .
:norway wdt:P298 "NOR" ; wdt:P1313 :premier .
:premier rdfs:label "Prime Minister of Norway"@en, "statsminister"@nb .
:envoy rdfs:label "Norwegian Minister of Foreign Affairs"@en ; wdt:P279 wd:Q7330070 ; wdt:P17 :norway .
:oslo rdfs:label "Mayor of Oslo"@en ; wdt:P279 :mayor ; wdt:P17 :norway .
:bavaria rdfs:label "Regional President"@en ; wdt:P279 wd:Q30461 ; wdt:P1001 :region ; wdt:P17 :norway .
wd:Q30461 rdfs:label "president"@en .
wd:Q90001 rdfs:label "Rosa Anders"@en ; wdt:P21 wd:Q6581072 ; p:P39 :s1, :s2, :s3 .
wd:Q90002 rdfs:label "Cy Reed"@en ; wdt:P21 wd:Q6581097 ; p:P39 :s4, :s5, :s6, :s7, :s8 .
:ada rdfs:label "Ada Stone"@en, "Ada Stein"@de ; p:P39 :s9 .
:s1 ps:P39 :premier ; pq:P580 "2031-02-03T00:00:00Z"^^xsd:dateTime .
:s2 ps:P39 :envoy ; pq:P580 "2027-01-01T00:00:00Z"^^xsd:dateTime ; pqv:P580 [ wikibase:timePrecision 9 ] ;
    pq:P582 "2030-05-01T00:00:00Z"^^xsd:dateTime ; pqv:P582 [ wikibase:timePrecision 10 ] .
:s3 ps:P39 :oslo ; pq:P580 "2020-01-01T00:00:00Z"^^xsd:dateTime .
:s4 ps:P39 :premier ; pq:P580 "2025-01-01T00:00:00Z"^^xsd:dateTime ; pq:P582 "2031-02-03T00:00:00Z"^^xsd:dateTime .
:s5 ps:P39 :premier ; pq:P580 "1980-01-01T00:00:00Z"^^xsd:dateTime ; pq:P582 "1981-01-01T00:00:00Z"^^xsd:dateTime .
:s6 ps:P39 :premier ; pq:P580 "2001-01-01T00:00:00Z"^^xsd:dateTime ; pq:P582 [] .
:s7 ps:P39 :premier ; pq:P580 "2002-01-01T00:00:00Z"^^xsd:dateTime ; wikibase:rank wikibase:DeprecatedRank .
:s8 ps:P39 :bavaria ; pq:P580 "2003-01-01T00:00:00Z"^^xsd:dateTime .
:s9 ps:P39 wd:Q30461 ; pq:P642 :norway ; pq:P580 "2004-01-01T00:00:00Z"^^xsd:dateTime .
"""
FETCHED = """name,aliases,gender,country,office,start,end,wikidata,source
Ada Stone,,,NOR,president,2004-01-01,,,127.0.0.1
Cy Reed,,m,NOR,prime minister,2025-01-01,2031-02-03,Q90002,127.0.0.1
Rosa Anders,,f,NOR,foreign minister,2027,2030-05,Q90001,127.0.0.1
Rosa Anders,,f,NOR,prime minister,2031-02-03,,Q90001,127.0.0.1
"""


class Endpoint(BaseHTTPRequestHandler):
    """Answers queries from ``GRAPH``; other paths fail in their own ways."""

    def do_POST(self) -> None:
        query = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"][0]
        bodies = {
            "/none": b'{"head": {"vars": ["person"]}, "results": {"bindings": []}}',
            "/page": b"<html>Welcome</html>",
            "/ask": b'{"head": {}, "boolean": true}',
        }
        if self.path == "/sparql":
            graph = pyoxigraph.Store()
            graph.load(GRAPH.encode(), format=pyoxigraph.RdfFormat.TURTLE)
            bodies["/sparql"] = graph.query(query).serialize(format=pyoxigraph.QueryResultsFormat.JSON)
        body = bodies.get(self.path, b"")
        self.send_response(200 if body else 500)
        self.send_header("Content-Length", str(len(body) + (9 if self.path == "/page" else 0)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The test's output is for the test."""


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of a small Wikidata on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Endpoint) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture
def private(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses of this machine may be asked, as a user may allow."""
    monkeypatch.setenv("KGRAPH_ALLOW_PRIVATE", "1")


@pytest.mark.usefixtures("private")
def test_leaders_are_fetched(endpoint: str, home: Path) -> None:
    """Heads and foreign ministers with their terms, as exact as they are told; nothing unknown, withdrawn or local."""
    result = run("update", f"{endpoint}/sparql", "--name", "world")
    assert (result.exit_code, result.stdout) == (0, "The table world is kept: 4 terms of office.\n"), result.stderr
    assert (home / "actors" / "world.csv").read_text(encoding="utf-8") == FETCHED
    [premier] = found("prime minister of Norway", "--date", "2031-03-01")
    assert (premier["name"], premier["iri"]) == ("Rosa Anders", "http://www.wikidata.org/entity/Q90001")
    run("update", f"{endpoint}/sparql")
    assert (home / "actors" / "127.0.0.1.csv").read_text(encoding="utf-8") == FETCHED


@pytest.mark.usefixtures("private")
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/none", "tells of no leaders"),
        ("/page", "cannot be fetched"),
        ("/ask", "does not answer with SPARQL results"),
        ("/gone", "the server answers 500 Internal Server Error"),
    ],
)
def test_nothing_is_lost_where_fetching_fails(endpoint: str, home: Path, path: str, words: str) -> None:
    """The fault is one sentence and the older table stays; no scrap is left."""
    run("update", f"{endpoint}/sparql")
    result = run("update", endpoint + path)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert words in result.stderr
    assert [path.name for path in (home / "actors").iterdir()] == ["127.0.0.1.csv"]
    assert (home / "actors" / "127.0.0.1.csv").read_text(encoding="utf-8") == FETCHED


def test_nothing_is_lost_where_writing_fails(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk being full while a new table is written leaves the older one whole."""
    own.keep("world", FETCHED)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(TableError, match="No space left"):
        own.keep("world", DESK)
    assert [path.name for path in (home / "actors").iterdir()] == ["world.csv"]
    assert (home / "actors" / "world.csv").read_text(encoding="utf-8") == FETCHED


@pytest.mark.usefixtures("private")
def test_a_silent_endpoint_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the timeout, here cut short."""
    monkeypatch.setattr(update, "TIMEOUT", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        result = run("update", f"http://127.0.0.1:{silent.getsockname()[1]}/")
    assert result.exit_code == 1
    assert "no answer within 0.1 seconds" in result.stderr


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://127.0.0.1:9/sparql", "is in a private network; set KGRAPH_ALLOW_PRIVATE=1"),
        ("ftp://data.example/", "no http or https address"),
        ("nonsense", "no http or https address"),
        ("http://[broken/", "check the address"),
    ],
)
def test_refused_addresses(address: str, words: str) -> None:
    """Private networks and other schemes are refused before anything is sent."""
    result = run("update", address)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert words in result.stderr


@pytest.mark.usefixtures("private")
def test_a_bad_name_is_refused(endpoint: str) -> None:
    """A table's name is no path."""
    assert "can't be a table's name" in run("update", f"{endpoint}/sparql", "--name", "../up").stderr


@pytest.mark.parametrize(
    ("label", "office"),
    [
        ("Prime Minister of Israel", "prime minister"),
        ("Israeli Prime Minister", "prime minister"),
        ("President of the State of Israel", "president"),
        ("Minister of Foreign Affairs of Israel", "minister of foreign affairs"),
        ("Deputy Prime Minister of Israel", "deputy prime minister"),
        ("Keeper of the Seal", "keeper of the seal"),
    ],
)
def test_offices_without_their_state(label: str, office: str) -> None:
    """An office goes by its name alone."""
    assert update._office(label, update._forms()["ISR"]) == office
