"""``kgraph serve`` as its clients meet it: the protocol, its refusals, its limits, and how it ends."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph
import pytest
from click.testing import CliRunner
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat

from kgraph.cli.app import main
from kgraph.errors import ServeError
from kgraph.query import library
from kgraph.store import Store
from kgraph.store.remote import RemoteStore
from kgraph.web import app, pool
from kgraph.web.formats import GRAPHS, RESULTS, SHORT
from kgraph.web.protocol import Question, Refused
from kgraph.web.server import serve
from tests import claims as c
from tests.processes import gone
from tests.serving import Elsewhere, Server, eventually, serving

LIMIT = 2.0
TITLES = "SELECT ?title { GRAPH ?g { ?g schema:headline ?title } } ORDER BY ?title"
EVERYTHING = "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }"
PAIRS = "SELECT ?s ?p ?o ?s2 ?p2 ?o2 { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s2 ?p2 ?o2 } }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"GRAPH ?g{n} {{ ?s{n} ?p{n} ?o{n} }}" for n in range(5)) + " }"
ENDLESS = "SELECT * { " + " ".join(f"GRAPH ?g{n} {{ ?s{n} ?p{n} ?o{n} }}" for n in range(5)) + " }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a few documents."""
    path = tmp_path_factory.mktemp("serve") / "store"
    with Store(path, create=True) as store:
        for document, claims in c.CORPUS:
            store.add(document, claims)
    return path


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """A server for reading."""
    with serving(folder, "--time-limit", str(LIMIT)) as running:
        yield running


@pytest.fixture
def writable(tmp_path: Path) -> Iterator[Server]:
    """A server for reading and writing, on an empty store."""
    with Store(tmp_path / "store", create=True):
        pass
    with serving(tmp_path / "store", "--writable") as running:
        yield running


def ask(server: Server, query: str, accept: str = "*/*", **parameters: str | list[str]) -> httpx.Response:
    response = httpx.post(server.sparql, data={"query": query, **parameters}, headers={"Accept": accept}, timeout=30)
    assert "\n" not in response.text.rstrip() or response.is_success, "a refusal is one sentence"
    return response


def titles(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return [row["title"]["value"] for row in response.json()["results"]["bindings"]]


EXPECTED = sorted(document.title for document in c.DOCUMENTS if document.title)


@pytest.mark.parametrize("way", ["get", "form", "bare"])
def test_three_ways_to_ask(server: Server, way: str) -> None:
    """GET, a form, and the bare query give the same answer."""
    if way == "get":
        response = httpx.get(server.sparql, params={"query": TITLES})
    elif way == "form":
        response = httpx.post(server.sparql, data={"query": TITLES})
    else:
        response = httpx.post(server.sparql, content=TITLES, headers={"Content-Type": "application/sparql-query"})
    assert titles(response) == EXPECTED
    assert response.headers["content-type"] == "application/sparql-results+json"


@pytest.mark.parametrize("media", RESULTS)
def test_forms_of_rows(server: Server, media: str) -> None:
    """SELECT and ASK are answered in each form, and say which it is."""
    rows, verdict = ask(server, TITLES, media), ask(server, "ASK { GRAPH ?g { ?g a kg:Document } }", media)
    assert rows.headers["content-type"].split(";")[0] == verdict.headers["content-type"].split(";")[0] == media
    if media == "text/csv":
        assert rows.text.splitlines()[0] == "title"
        assert len(rows.text.splitlines()) == len(EXPECTED) + 1
    else:
        found = pyoxigraph.parse_query_results(rows.content, format=RESULTS[media])
        assert isinstance(found, QuerySolutions)
        assert [row["title"].value for row in found] == EXPECTED
    assert "true" in verdict.text


@pytest.mark.parametrize("media", GRAPHS)
def test_forms_of_graphs(server: Server, folder: Path, media: str) -> None:
    """CONSTRUCT is answered in each form, with the same triples in all."""
    response = ask(server, EVERYTHING, media)
    assert response.headers["content-type"].split(";")[0] == media
    with Store(folder, read_only=True) as store:
        assert {quad.triple for quad in pyoxigraph.parse(response.content, GRAPHS[media])} == {
            quad.triple for quad in store.quads()
        }


def test_describe(server: Server) -> None:
    """DESCRIBE is answered as CONSTRUCT is."""
    query = f"DESCRIBE <{c.BOMBING.actors[0].id}> FROM <{document_graph(server)}>"
    assert b"Israel" in ask(server, query, "application/n-triples").content


@pytest.mark.parametrize("form", SHORT)
def test_form_in_the_address(server: Server, form: str) -> None:
    """Programs that can't set a header name the form in the address."""
    query = EVERYTHING if form in {"turtle", "ntriples"} else TITLES
    response = httpx.get(server.sparql, params={"query": query, "format": form}, headers={"Accept": "image/png"})
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] in SHORT[form]


def document_graph(server: Server) -> str:
    query = f'SELECT ?g {{ GRAPH ?g {{ ?g schema:headline "{c.DEPOT.title}" }} }}'
    return str(ask(server, query).json()["results"]["bindings"][0]["g"]["value"])


def test_named_graph_parameters(server: Server) -> None:
    """The graphs that stand beside a query are all that it sees; those in the query itself no longer count."""
    depot, plain = document_graph(server), "SELECT ?title { ?g schema:headline ?title }"
    assert titles(ask(server, plain)) == []
    assert titles(ask(server, plain, **{"default-graph-uri": depot})) == [c.DEPOT.title]
    assert titles(ask(server, TITLES, **{"named-graph-uri": depot})) == [c.DEPOT.title]
    assert titles(ask(server, TITLES, **{"default-graph-uri": depot})) == []
    other = plain.replace("{", "FROM <https://example.org/none> {", 1)
    assert titles(ask(server, other, **{"default-graph-uri": [depot, "https://example.org/none"]})) == [c.DEPOT.title]


@pytest.mark.parametrize(
    ("method", "request_", "status", "says"),
    [
        ("GET", {"params": {"query": "SELECT"}}, 400, "syntax error"),
        ("GET", {"params": {"query": TITLES, "default-graph-uri": "here"}}, 400, "IRI of a graph"),
        ("GET", {"params": {"format": "csv"}}, 400, "no parameter"),
        ("GET", {"params": {"query": [TITLES, TITLES]}}, 400, "one at a time"),
        ("GET", {"params": {"query": TITLES, "format": "docx"}}, 400, "no format"),
        ("GET", {"params": {"update": "CLEAR ALL"}}, 400, "by POST"),
        ("POST", {"data": {"question": TITLES}}, 400, "no parameter"),
        ("POST", {"data": {"query": TITLES, "update": "CLEAR ALL"}}, 400, "one at a time"),
        ("POST", {"data": {"query": "CLEAR ALL"}}, 400, "SELECT, ASK, CONSTRUCT or DESCRIBE"),
        ("POST", {"data": {"update": "CLEAR ALL"}}, 403, "--writable"),
        ("POST", {"content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}, 403, "--writable"),
        ("PUT", {"content": TITLES}, 405, "GET and POST"),
        ("DELETE", {}, 405, "GET and POST"),
        ("GET", {"params": {"query": TITLES}, "headers": {"Accept": "image/png"}}, 406, "text/csv"),
        ("GET", {"params": {"query": TITLES}, "headers": {"Accept": "text/turtle"}}, 406, "text/csv"),
        ("GET", {"headers": {"Accept": "image/png"}}, 406, "text/turtle"),
        ("POST", {"content": b"#" * (app.LARGEST + 1)}, 413, "larger"),
        ("POST", {"content": TITLES, "headers": {"Content-Type": "text/plain"}}, 415, "sparql-query"),
        ("POST", {"files": {"query": TITLES}}, 415, "sparql-query"),
        (
            "POST",
            {"content": TITLES, "headers": {"Content-Type": "application/sparql-query; charset=latin-1"}},
            415,
            "UTF-8",
        ),
        ("GET", {"params": {"query": TITLES}, "headers": {"Host": "evil.example"}}, 421, "localhost"),
        ("POST", {"data": {"query": TITLES}, "headers": {"Origin": "https://evil.example"}}, 403, "page"),
        ("POST", {"data": {"query": TITLES}, "headers": {"Origin": "null"}}, 403, "page"),
    ],
)
def test_refusals(server: Server, method: str, request_: dict[str, object], status: int, says: str) -> None:
    """What can't be answered gets its status, and one sentence."""
    response = httpx.request(method, server.sparql, **request_)  # type: ignore[arg-type]
    assert (response.status_code, says in response.text) == (status, True), response.text
    assert re.fullmatch(r"[^\n]+[.]\n", response.text)
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    if status == 405:
        assert response.headers["allow"] == "GET, POST"


def test_a_body_of_unknown_length_is_cut_off(server: Server) -> None:
    """A request that doesn't tell its length is refused as soon as it is too long."""
    pieces = (b"#" * 65536 for _ in range(2 * app.LARGEST // 65536))
    headers = {"Content-Type": "application/sparql-query"}
    assert httpx.post(server.sparql, content=pieces, headers=headers).status_code == 413


def test_own_page_may_post(server: Server) -> None:
    """The Origin of the server's own page is none of a stranger."""
    headers = {"Origin": server.address.rstrip("/")}
    assert titles(httpx.post(server.sparql, data={"query": TITLES}, headers=headers)) == EXPECTED


def test_service_description(server: Server, writable: Server) -> None:
    """Asked nothing, the endpoint says what it is, in Turtle and other forms."""
    sd = "http://www.w3.org/ns/sparql-service-description#"
    for running, update in ((server, False), (writable, True)):
        response = httpx.get(running.sparql)
        assert response.headers["content-type"].startswith("text/turtle")
        triples = {quad.triple for quad in pyoxigraph.parse(response.content, RdfFormat.TURTLE)}
        assert pyoxigraph.NamedNode(running.sparql) in {
            t.object for t in triples if t.predicate.value == f"{sd}endpoint"
        }
        assert (f"{sd}SPARQL11Update" in response.text or "sd:SPARQL11Update" in response.text) is update
        same = httpx.get(running.sparql, headers={"Accept": "application/n-triples"}).content
        assert {quad.triple for quad in pyoxigraph.parse(same, RdfFormat.N_TRIPLES)} == triples


def test_updates(writable: Server) -> None:
    """A writable endpoint takes both kinds of update, and the next query sees what they did."""
    insert = 'INSERT DATA {{ GRAPH <https://example.org/g> {{ <https://example.org/{0}> schema:headline "{0}" }} }}'
    assert httpx.post(writable.sparql, data={"update": insert.format("one")}).status_code == 204
    headers = {"Content-Type": "application/sparql-update"}
    assert httpx.post(writable.sparql, content=insert.format("two"), headers=headers).status_code == 204
    every = "SELECT ?title { GRAPH ?g { ?x schema:headline ?title } } ORDER BY ?title"
    assert titles(ask(writable, every)) == ["one", "two"]
    wrong = httpx.post(writable.sparql, data={"update": "INSERT"})
    assert (wrong.status_code, "SPARQL update" in wrong.text) == (400, True)
    beside = {"update": insert.format("three"), "using-graph-uri": "https://example.org/g"}
    assert httpx.post(writable.sparql, data=beside).status_code == 400


def test_an_update_waits_for_no_other_writer(writable: Server, tmp_path: Path) -> None:
    """Where another process holds the store, an update is told to come again."""
    with Store(tmp_path / "store"):
        response = httpx.post(writable.sparql, data={"update": "CLEAR ALL"})
    assert response.status_code == 503
    assert "Another process writes" in response.text
    assert int(response.headers["retry-after"]) > 0


def test_a_reader_sees_what_was_written_since(tmp_path: Path) -> None:
    """Each query opens the store anew, beside a writer."""
    with Store(tmp_path / "store", create=True) as store, serving(tmp_path / "store") as running:
        assert titles(ask(running, TITLES)) == []
        store.add(c.DEPOT, ())
        assert titles(ask(running, TITLES)) == [c.DEPOT.title]


def test_a_runaway_query_is_ended(server: Server) -> None:
    """At the limit its process is gone; meanwhile and afterwards others are answered."""
    assert eventually(lambda: titles(ask(server, TITLES)) == EXPECTED)
    before = server.children()
    answers: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: answers.append(ask(server, RUNAWAY)))
    began = time.monotonic()
    asking.start()
    time.sleep(LIMIT / 4)
    assert titles(ask(server, TITLES)) == EXPECTED
    assert asking.is_alive(), "the quick query was answered while the slow one ran"
    asking.join()
    assert LIMIT <= time.monotonic() - began < LIMIT + 2
    assert answers[0].status_code == 504
    assert f"{LIMIT:g} seconds" in answers[0].text
    assert eventually(lambda: len(before - server.children()) == 1)
    assert eventually(lambda: len(server.children()) == len(before))
    assert titles(ask(server, TITLES)) == EXPECTED


def test_a_query_whose_asker_leaves_is_ended(server: Server) -> None:
    """Nobody waits for the answer, so nobody works on it: long before the limit its process is gone."""
    assert titles(ask(server, TITLES)) == EXPECTED
    before = server.children()
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(server.sparql, data={"query": RUNAWAY}, timeout=0.3)
    began = time.monotonic()
    assert eventually(lambda: before - server.children())
    assert time.monotonic() - began < LIMIT / 2


def test_large_answers_come_whole(server: Server, folder: Path) -> None:
    """An answer of many messages is the same as when asked directly."""
    with Store(folder, read_only=True) as store:
        expected = store.query(f"{PAIRS} LIMIT 20000").serialize(format=QueryResultsFormat.CSV)
    response = ask(server, f"{PAIRS} LIMIT 20000", "text/csv")
    assert response.content == expected
    assert len(response.content) > 10 * 64 * 1024


def test_an_answer_cut_short_does_not_pass_for_whole(server: Server) -> None:
    """It streams before it is all there; at the limit the connection breaks off instead of ending well."""
    with httpx.stream("POST", server.sparql, data={"query": ENDLESS}, timeout=30) as response:
        assert response.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            for _ in response.iter_raw():
                pass
    assert titles(ask(server, TITLES)) == EXPECTED


def test_busy_workers(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When all are busy for too long, an asker is told to come again."""
    monkeypatch.setattr(pool, "WAITING", 0.2)

    async def ask_two() -> Refused:
        workers = pool.Pool(str(folder), size=1, seconds=30)
        await workers.start()
        try:
            monkeypatch.setattr(pool, "WAITING", 60)
            async with workers.ask(Question(TITLES)):
                monkeypatch.setattr(pool, "WAITING", 0.2)
                with pytest.raises(Refused) as refused:
                    async with workers.ask(Question(TITLES)):
                        pass
            return refused.value
        finally:
            await workers.close()

    refused = asyncio.run(ask_two())
    assert refused.status == 503
    assert "Retry-After" in refused.headers


def test_a_dead_worker_is_replaced(server: Server) -> None:
    """A child that something else has killed costs no query."""
    assert titles(ask(server, TITLES)) == EXPECTED
    for pid in server.children():
        os.kill(pid, signal.SIGKILL)
    assert titles(ask(server, TITLES)) == EXPECTED


def hopeless(running: Server) -> threading.Thread:
    """A query that is on its way and will not be answered."""

    def wait() -> None:
        with pytest.raises(httpx.HTTPError):
            ask(running, RUNAWAY).raise_for_status()

    asking = threading.Thread(target=wait)
    asking.start()
    return asking


def test_another_server_behind(sparql_server: str) -> None:
    """A store on a SPARQL server is asked in the same way, and is not asked to call others."""
    with RemoteStore(sparql_server) as store:
        store.add(c.DEPOT, ())

    async def ask_all(*queries: str) -> list[bytes | int]:
        workers = pool.Pool(sparql_server, size=1, seconds=30)
        await workers.start()
        try:
            return [await answered(workers, query) for query in queries]
        finally:
            await workers.close()

    async def answered(workers: pool.Pool, query: str) -> bytes | int:
        try:
            async with workers.ask(Question(query, accept="text/csv, application/n-triples")) as answer:
                return b"".join([piece async for piece in answer])
        except Refused as refused:
            return refused.status

    one = f'{{ GRAPH ?g {{ ?g schema:headline "{c.DEPOT.title}" }} }}'
    outward = "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
    rows, verdict, triples, fault, refused = asyncio.run(
        ask_all(
            f"SELECT (COUNT(*) AS ?n) {one}", f"ASK {one}", f"CONSTRUCT {{ ?g a kg:Document }} {one}", "ASK", outward
        )
    )
    assert (rows, verdict) == (b"n\r\n1\r\n", b"true")
    assert isinstance(triples, bytes)
    assert b"vocab#Document" in triples
    assert (fault, refused) == (400, 403)


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_ends_with_all_children(folder: Path, by: signal.Signals) -> None:
    """Also in the middle of a query, and without a word."""
    with serving(folder) as running:
        assert titles(ask(running, TITLES)) == EXPECTED
        children = running.children()
        asking = hopeless(running)
        time.sleep(0.5)
        assert running.end(by) == 0
        asking.join()
        assert children
        assert all(eventually(lambda pid=pid: gone(pid)) for pid in children)  # type: ignore[misc]


def test_children_do_not_outlive_a_killed_server(folder: Path) -> None:
    """Where the server has no chance to end them, the system does, a little after the limit."""
    with serving(folder, "--time-limit", "1") as running:
        assert titles(ask(running, TITLES)) == EXPECTED
        children = running.children()
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(running.sparql, data={"query": RUNAWAY}, timeout=0.3)
        asking = hopeless(running)
        time.sleep(0.5)
        children |= running.children()
        running.end(signal.SIGKILL)
        asking.join()
        assert all(eventually(lambda pid=pid: gone(pid)) for pid in children)  # type: ignore[misc]


@pytest.mark.parametrize(
    "query", ["SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}", "ASK {{ SERVICE SILENT <{0}> {{}} }}"]
)
def test_no_query_leaves_the_machine(server: Server, query: str) -> None:
    """SERVICE is refused, and nobody is called."""
    with Elsewhere() as elsewhere:
        response = ask(server, query.format(elsewhere.address))
        assert (response.status_code, "SERVICE" in response.text) == (403, True)
        assert elsewhere.calls == 0


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <{0}>",
        "load silent <{0}> INTO GRAPH <https://example.org/g>",
        "CREATE GRAPH <https://example.org/g> ; LOAD <{0}>",
        "INSERT {{ GRAPH <https://example.org/g> {{ ?s ?p ?o }} }} WHERE {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    ],
)
def test_no_update_leaves_the_machine(writable: Server, update: str) -> None:
    """LOAD and SERVICE are refused in updates, and nobody is called."""
    with Elsewhere() as elsewhere:
        response = httpx.post(writable.sparql, data={"update": update.format(elsewhere.address)})
        assert (response.status_code, "LOAD or SERVICE" in response.text) == (403, True)
        assert elsewhere.calls == 0


def test_the_token_opens(folder: Path) -> None:
    """With a token, nothing is told without it, on no address."""
    with serving(folder, environment={"KGRAPH_TOKEN": "a-long-word"}) as running:
        for headers in ({}, {"Authorization": "Bearer another"}, {"Authorization": "Basic a-long-word"}):
            response = httpx.get(running.sparql, params={"query": TITLES}, headers=headers)
            assert response.status_code == 401
            assert response.headers["www-authenticate"] == "Bearer"
        for path in ("", "map", "queries.json", "queries/documents", "_nicegui_ws/socket.io/?EIO=4&transport=polling"):
            assert httpx.get(f"{running.address}{path}").status_code == 401, path
        headers = {"Authorization": "Bearer a-long-word"}
        assert titles(httpx.get(running.sparql, params={"query": TITLES}, headers=headers)) == EXPECTED


def test_packaged_queries(server: Server) -> None:
    """The list holds every packaged query, and each is written out with the values that are given."""
    listed = httpx.get(f"{server.address}queries.json").json()
    assert [one["name"] for one in listed] == list(library())
    written = httpx.get(f"{server.address}queries/between", params={"a": "Israel", "b": "Iran"})
    assert written.headers["content-type"] == "application/sparql-query"
    assert f"<{c.BOMBING.actors[0].id}>" in written.text
    assert ask(server, written.text).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("queries/nothing", 404, "queries.json"),
        ("queries/between?a=Israel", 400, "needs b"),
        ("queries/between?a=Israel&b=Nobodyland", 400, "Nobodyland"),
    ],
)
def test_packaged_queries_that_cannot_be_written_out(server: Server, path: str, status: int, says: str) -> None:
    """An unknown query, a missing value and an unknown name are told as such."""
    response = httpx.get(f"{server.address}{path}")
    assert (response.status_code, says in response.text) == (status, True), response.text


def start(*options: str) -> str:
    result = CliRunner().invoke(main, ["serve", *options])
    assert result.exit_code == 1
    return result.stderr


def test_what_cannot_be_started(folder: Path, tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """No store, an open door without a token, a port that is taken, and a missing extra: one sentence each."""
    monkeypatch.delenv("KGRAPH_TOKEN", raising=False)
    assert "There is no store" in start("--store", str(tmp_path / "none"))
    assert "KGRAPH_TOKEN" in start("--store", str(folder), "--host", "0.0.0.0")
    taken = server.address.rstrip("/").rpartition(":")[2]
    assert f"Port {taken}" in start("--store", str(folder), "--port", taken)
    with pytest.raises(ServeError, match="not passed on"):
        serve("http://127.0.0.1:1/", host="::1", port=0, seconds=1, writable=True, token=None, ready=print)
    for missing in ("uvicorn", "nicegui"):
        with monkeypatch.context() as without:
            for loaded in [name for name in sys.modules if name.startswith("kgraph.web.")]:
                without.delitem(sys.modules, loaded)
            without.setitem(sys.modules, missing, None)
            assert f"needs {missing}; install it with `pip install '.[web]'` in kgraph's folder" in start(
                "--store", str(folder)
            )


def test_help_is_instant() -> None:
    """It names the explorer, and loads none of what shows it."""
    code = "import sys; from kgraph.cli.app import main; main(['serve', '--help'], standalone_mode=False); "
    shown = subprocess.run(
        [sys.executable, "-c", f"{code}print(*sys.modules)"], capture_output=True, text=True, check=True
    ).stdout
    assert "explorer" in shown
    assert not {"nicegui", "uvicorn", "starlette", "pyoxigraph", "networkx"} & set(shown.split())


def test_what_is_said_at_the_start(folder: Path) -> None:
    """Where people and programs go; with a token, how it is given the first time, but not the token."""
    for environment, says in (({"KGRAPH_TOKEN": ""}, " in a browser;"), ({"KGRAPH_TOKEN": "a-word"}, "?token=TOKEN;")):
        with serving(folder, environment=environment) as running:
            assert running.said.startswith(f"Open {running.address} in a browser")
            assert says in running.said
            assert f"programs ask {running.sparql};" in running.said
            assert "a-word" not in running.said
