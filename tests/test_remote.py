"""The client for SPARQL servers, against a server that says what the test wants: troubles, logins, strange answers."""

import hashlib
import logging
import re
import time
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kgraph import iri
from kgraph.errors import KgraphError, QueryError, StoreError
from kgraph.store.base import Dataset
from kgraph.store.remote import CHUNK, RemoteStore
from tests.scripted import JSON, Asked, Say, Scripted, scripted

ROW = b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "%d"}}]}}'
SELECT = "SELECT ?x { GRAPH ?g { ?x ?y ?z } }"
SECRET = "s3cret of/the:tests"
TOKEN = "t0ken-of-the-tests"
BUSY = Say(503, b"come back later", {"Content-Type": "text/plain"})
LOGIN_PAGE = Say(200, b"<html><form>Who are you?</form></html>", {"Content-Type": "text/html; charset=utf-8"})
BASIC = Say(401, b"who?", {"WWW-Authenticate": 'Basic realm="graph"'})
DIGEST = Say(401, b"who?", {"WWW-Authenticate": 'Digest realm="graph", nonce="n0nce", qop="auth", algorithm=MD5'})
OXIGRAPH = {"Content-Type": JSON, "Server": "Oxigraph/0.5.13"}
VIRTUOSO = {"Content-Type": JSON, "Server": "Virtuoso/07.20"}
FUSEKI = {"Content-Type": JSON, "Fuseki-Request-Id": "7"}
DOCUMENT, OTHER = (NamedNode(f"{iri.BASE}document/{name}") for name in ("d0c", "0ther"))
PENDING = NamedNode(iri.PENDING)


@pytest.fixture
def server() -> Iterator[Scripted]:
    """A server that says yes to everything."""
    with scripted() as made:
        yield made


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No credentials but those of the test."""
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"KGRAPH_STORE_{name}", raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the client would have waited between its attempts."""
    waited: list[float] = []
    monkeypatch.setattr("kgraph.store.connection.time.sleep", waited.append)
    return waited


def opened(server: Scripted, *script: Say, address: str = "", **options: float) -> RemoteStore:
    """A store on the server, which then answers by the script."""
    store = RemoteStore(address or server.address, **options)  # type: ignore[arg-type]
    server.asked.clear()
    server.script = list(script)
    return store


def quad(graph: NamedNode, number: int = 0) -> Quad:
    return Quad(NamedNode(f"{iri.BASE}claim/{number}"), NamedNode("http://example.org/says"), Literal("ü\n"), graph)


# -- which server, and where


@pytest.mark.parametrize(
    ("headers", "path", "query", "update", "graphs"),
    [
        (OXIGRAPH, "", "/query", "/update", "/store"),
        (OXIGRAPH, "/query", "/query", "/update", "/store"),
        (OXIGRAPH, "/behind/", "/behind/query", "/behind/update", "/behind/store"),
        (FUSEKI, "/news", "/news/query", "/news/update", "/news/data"),
        (FUSEKI, "/news/sparql", "/news/query", "/news/update", "/news/data"),
        (VIRTUOSO, "", "/sparql", "/sparql", None),
        (VIRTUOSO, "/sparql/", "/sparql", "/sparql", None),
        ({"Content-Type": JSON}, "/any?where", "/any", "/any", None),
    ],
)
def test_servers_are_recognised(
    server: Scripted, headers: dict[str, str], path: str, query: str, update: str, graphs: str | None
) -> None:
    """One address is enough: the server's headers tell where it takes queries, updates and graphs."""
    server.usual = Say(headers=headers)
    with RemoteStore(server.address + path) as store:
        store.holds(DOCUMENT)
        assert server.since(len(server.asked) - 1) == [f"POST {query}"]
        store.change(drop=[DOCUMENT])
        assert server.since(len(server.asked) - 1) == [f"POST {update}"]
        store.change(drop=[DOCUMENT], insert=[quad(DOCUMENT)])
        assert server.since(len(server.asked) - 1) == [f"PUT {graphs}" if graphs else f"POST {update}"]


def test_virtuoso_asks_known_users_elsewhere(server: Scripted) -> None:
    """With a user, Virtuoso is asked where it looks at who one is."""
    server.usual = Say(headers=VIRTUOSO)
    with opened(server, address=server.address.replace("//", "//reader:x@")) as store:
        store.holds(DOCUMENT)
    assert server.since(0) == ["POST /sparql-auth"]


def test_addresses_can_be_stated(server: Scripted) -> None:
    """What stands behind the # names each service, and no guess is made."""
    server.usual = Say(headers=OXIGRAPH)
    address = f"{server.address}/news#update=/news/statements&graphs=graphs"
    with opened(server, address=address) as store:
        store.holds(DOCUMENT)
        store.change(drop=[DOCUMENT])
        store.change(drop=[DOCUMENT], insert=[quad(DOCUMENT)])
        assert store.address == f"{server.address}/news"
    assert server.since(0) == ["POST /news", "POST /news/statements", "PUT /graphs"]


def test_a_hidden_server_can_be_named(server: Scripted) -> None:
    """A server that hides what it is may be named behind the #."""
    with opened(server, address=f"{server.address}/news#server=fuseki") as store:
        store.change(drop=[DOCUMENT])
    assert server.since(0) == ["POST /news/update"]


@pytest.mark.parametrize("fragment", ["server=gopher", "colour=red", "nonsense"])
def test_misstated_addresses_are_told(server: Scripted, fragment: str) -> None:
    """What is not understood behind the # is told, with what may stand there."""
    with pytest.raises(StoreError, match=r"server=oxigraph.*query="):
        RemoteStore(f"{server.address}/#{fragment}")


@pytest.mark.parametrize("address", ["ftp://host/", "http://", "http://me:pass word@host:port/", "http://h:99999999/"])
def test_malformed_addresses_are_told(address: str) -> None:
    """A malformed address is told without its words, for they may hold a password."""
    with pytest.raises(StoreError, match=r"malformed; write it as http://host:port/path\.") as caught:
        RemoteStore(address)
    assert "pass word" not in str(caught.value)


# -- troubles that pass, and those that don't


@pytest.mark.parametrize("trouble", [BUSY, Say(502), Say(504), Say(drop=True)])
def test_passing_troubles_are_outlived(server: Scripted, pauses: list[float], trouble: Say) -> None:
    """What a server can't do just now is asked again, after longer and longer pauses of chance length."""
    with opened(server, trouble, trouble, trouble) as store:
        assert store.holds(DOCUMENT)
    assert len(server.asked) == 4
    assert all(0.1 * 2**n <= pause <= 0.2 * 2**n for n, pause in enumerate(pauses))


@pytest.mark.parametrize("by_date", [False, True])
def test_the_server_says_when_to_come_back(server: Scripted, pauses: list[float], by_date: bool) -> None:
    """A pause that the server asks for, in seconds or until a date, is kept."""
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    with opened(server, Say(503, headers={"Retry-After": date if by_date else "30"})) as store:
        assert store.holds(DOCUMENT)
    assert len(pauses) == 1 and (15 < pauses[0] <= 30 if by_date else pauses == [30.0])


def test_who_asks_for_no_pause_is_given_one(server: Scripted, pauses: list[float]) -> None:
    """A server that is busy and says to come back at once is not asked without end."""
    with opened(server, *[Say(503, headers={"Retry-After": "0"})] * 3) as store:
        assert store.holds(DOCUMENT)
    assert len(pauses) == 3 and all(pause >= 0.1 * 2**n for n, pause in enumerate(pauses))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Say(body=b"{}", headers={"Content-Type": JSON, "Content-Encoding": "gzip"}), "can't be unpacked"),
        (
            Say(body=b'{"head":{"vars":["s"]},"results":{"bindings":[garbage]}}', headers={"Content-Type": JSON}),
            "is malf",
        ),
        (Say(body=b'{"results":[{"x":[]}}', headers={"Content-Type": JSON}), "is malformed"),
    ],
    ids=["packed", "rows", "head"],
)
def test_answers_that_are_none(server: Scripted, answer: Say, says: str) -> None:
    """An answer that is not what it says it is is told, whoever asked."""
    for ask in (
        lambda store: list(store.match(graph=DOCUMENT)),
        lambda store: list(store.facts([DOCUMENT])),
        lambda store: store.select("SELECT ?s { ?s ?p ?o }"),
    ):
        with opened(server, answer) as store, pytest.raises(StoreError, match=says):
            ask(store)


def test_triples_that_are_none(server: Scripted) -> None:
    """So are triples that break off."""
    answer = Say(body=b"<http://a> <http://b> \n", headers={"Content-Type": "application/n-triples"})
    with opened(server, answer) as store, pytest.raises(StoreError, match="is malformed"):
        store.query("CONSTRUCT WHERE { ?s ?p ?o }")


def test_patience_has_an_end(server: Scripted) -> None:
    """A server that stays busy, or asks for more time than there is, is given up with one sentence."""
    server.usual = BUSY
    with pytest.raises(StoreError, match=r"is busy or down \(status 503\); try again later\."):
        RemoteStore(server.address, patience=0.3)
    server.usual = Say()
    with opened(server, patience=1.0) as store:
        server.usual = Say(503, headers={"Retry-After": "3600"})
        started = time.monotonic()
        with pytest.raises(StoreError, match="busy"):
            store.holds(DOCUMENT)
    assert len(server.asked) == 1 and time.monotonic() - started < 1


def test_nobody_there() -> None:
    """Where nothing listens, the address is named."""
    with scripted() as gone:
        address = gone.address
    with pytest.raises(StoreError, match=rf"{address}/* can't be reached .*check the address"):
        RemoteStore(address, patience=0.2)


def test_a_slow_server_is_asked_once(server: Scripted) -> None:
    """What is not answered in time is not asked again: the server may be at it still."""
    with opened(server, Say(wait=5.0), timeout=0.3) as store:
        with pytest.raises(StoreError, match=r"no answer within 0\.3 seconds"):
            store.holds(DOCUMENT)
        assert len(server.asked) == 1


def test_changes_are_sent_again(server: Scripted, pauses: list[float]) -> None:
    """A change is told again, word for word, where the server may have carried it out already."""
    with opened(server, Say(drop=True)) as store:
        store.change(drop=[OTHER], insert=[quad(DOCUMENT)])
    assert len(server.asked) == 2 and server.asked[0].body == server.asked[1].body


# -- strange answers


def test_a_login_page_is_no_answer(server: Scripted) -> None:
    """A page where results were asked for is told as such, when the store is opened and later."""
    server.usual = LOGIN_PAGE
    with pytest.raises(StoreError, match=r"answers with text/html where application/sparql-results\+json was asked"):
        RemoteStore(server.address)
    server.usual = Say()
    with opened(server, LOGIN_PAGE, LOGIN_PAGE) as store:
        for query in (SELECT, "CONSTRUCT WHERE { ?s ?p ?o }"):
            with pytest.raises(StoreError, match="text/html"):
                store.query(query)


def test_nonsense_in_the_right_dress(server: Scripted) -> None:
    """What only claims to be SPARQL results is told as such."""
    with opened(server, Say(body=b"{]")) as store, pytest.raises(StoreError, match="check that this is the address"):
        store.holds(DOCUMENT)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(server: Scripted, status: int) -> None:
    """A body goes only where the user said; the other address is named, without what it may give away."""
    away = Say(status, b"", {"Location": f"http://me:{SECRET.replace(' ', '%20').replace('/', '%2F')}@127.0.0.1:9/x"})
    with opened(server, away, away) as store:
        for work in (lambda: store.holds(DOCUMENT), lambda: store.change(drop=[DOCUMENT])):
            with pytest.raises(StoreError, match=r"name the address http://127\.0\.0\.1:9/x instead\.") as caught:
                work()
            assert "cret" not in str(caught.value)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("say", "error", "words"),
    [
        (Say(400, b"Too many cooks\n\nSPARQL query:\n..."), QueryError, r"can't answer the query: Too many cooks\."),
        (Say(500, b"<title>500</title><p>Out of <b>memory</b>.</p>"), QueryError, r"Out of memory\."),
        (Say(401), StoreError, "KGRAPH_STORE_USER and KGRAPH_STORE_PASSWORD, or KGRAPH_STORE_TOKEN"),
        (Say(403), StoreError, "does not let you"),
        (Say(404), StoreError, r"no SPARQL service at .*\(status 404\)"),
        (Say(413, b""), StoreError, r"\(status 413\): it gives no reason\."),
    ],
)
def test_refusals_are_told(server: Scripted, say: Say, error: type[KgraphError], words: str) -> None:
    """Each refusal becomes one sentence that says what to do, or what the server says."""
    with opened(server, say) as store, pytest.raises(error, match=words):
        store.query(SELECT)


def test_syntax_errors_are_told_as_for_a_folder(server: Scripted) -> None:
    """A syntax error has the embedded store's words, whatever the server's are."""
    with opened(server, Say(400, b"SP030: oops")) as store:
        with pytest.raises(QueryError, match=r"prefix at line 2, column 15 that it does not declare"):
            store.query("SELECT ?x {\n  ?x a foo:bar }")
        with pytest.raises(QueryError, match="must be one SELECT, ASK, CONSTRUCT or DESCRIBE query"):
            store.query("DROP ALL")
    assert len(server.asked) == 1


# -- what is asked and told


def test_queries_know_the_prefixes(server: Scripted) -> None:
    """Queries go by form POST, with those of kgraph's prefixes that they don't declare themselves."""
    with opened(server, Say(body=ROW % 5)) as store:
        rows = store.select(
            "# PREFIX prov: <x>\nPREFIX kg: <http://example.org/#>\nSELECT ?x { ?x a kg:y, prov:Entity }"
        )
    assert rows.columns == ("x",) and rows.rows == [(Literal("5"),)]
    (asked,) = server.asked
    (query,) = asked.form["query"]
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "PREFIX prov: <http://www.w3.org/ns/prov#>" in query and query.count("PREFIX kg:") == 1


def test_datasets_are_named(server: Scripted) -> None:
    """The graphs that a query may see go along as the protocol has it."""
    with opened(server) as store:
        store.query("ASK { ?s ?p ?o }", Dataset(("http://example.org/a", "http://example.org/b"), (iri.EVENTS,)))
    form = server.asked[0].form
    assert form["default-graph-uri"] == ["http://example.org/a", "http://example.org/b"]
    assert form["named-graph-uri"] == [iri.EVENTS]


def test_one_graph_is_put(server: Scripted) -> None:
    """A graph that is all that changes is put whole, as N-Triples."""
    server.usual = Say(headers=OXIGRAPH)
    with opened(server) as store:
        store.change(drop=[DOCUMENT], insert=[quad(DOCUMENT)])
    (asked,) = server.asked
    assert asked.method == "PUT" and asked.headers["Content-Type"] == "application/n-triples"
    assert parse_qs(urlsplit(asked.path).query) == {"graph": [DOCUMENT.value]}
    assert asked.body.decode() == f"{quad(DOCUMENT).triple} .\n"


def test_a_change_is_one_request(server: Scripted) -> None:
    """A change of several graphs is one update, in operations of a bounded length, kgraph's own graphs first."""
    many = [quad(DOCUMENT, number) for number in range(CHUNK + 1)]
    with opened(server) as store:
        store.change(drop=[DOCUMENT, OTHER], delete=[quad(PENDING, 1)], insert=[*many, quad(PENDING, 2)])
        store.change()
    (asked,) = server.asked
    verbs = re.findall(r"^(\w+ (?:DATA|SILENT))", asked.body.decode(), re.MULTILINE)
    # notes of what waits come first and go last
    assert verbs == ["INSERT DATA", "DROP SILENT", "DROP SILENT", "INSERT DATA", "INSERT DATA", "DELETE DATA"]
    assert asked.headers["Content-Type"] == "application/sparql-update"


def test_endless_changes_are_parted(server: Scripted) -> None:
    """A change that is longer than a server takes is told in several requests."""
    server.usual = Say(headers=VIRTUOSO)
    words = Literal("word " * 500_000)
    with opened(server) as store:
        store.change(
            insert=[Quad(OTHER, NamedNode("http://example.org/says"), words, graph) for graph in (DOCUMENT, PENDING)]
        )
    assert [PENDING.value in asked.body.decode()[:200] for asked in server.asked] == [True, False]


def test_reading_only(server: Scripted) -> None:
    """A store that was opened for reading changes nothing; a closed one does nothing."""
    store = RemoteStore(server.address, read_only=True)
    server.asked.clear()
    with pytest.raises(StoreError, match="opened for reading only"):
        store.change(drop=[DOCUMENT])
    store.close()
    with pytest.raises(StoreError, match="has been closed"):
        store.holds(DOCUMENT)
    assert not server.asked


def test_long_answers_are_read_by_pages(server: Scripted) -> None:
    """An answer that was cut off is read anew in a strict order, page by page, to its end."""
    rows = b'{"head": {"vars": ["x"]}, "results": {"bindings": [%s]}}'
    two = rows % b", ".join([b'{"x": {"type": "literal", "value": "a"}}'] * 2)
    cut = {"Content-Type": JSON, "X-SPARQL-MaxRows": "2"}
    with opened(server, Say(body=two, headers=cut), Say(body=two, headers=cut), Say(body=rows % b"")) as store:
        found = store.select("SELECT ?x { ?x ?p ?o } order by DESC(?o) LIMIT 9 # all")
    assert found.rows == [(Literal("a"),)] * 2
    pages = [asked.form["query"][0] for asked in server.asked[1:]]
    assert [page.rpartition("}")[2] for page in pages] == [" LIMIT 2 OFFSET 0", " LIMIT 2 OFFSET 2"]
    assert re.search(r"order by DESC\(\?o\)\s+\?x\s+LIMIT 9", pages[0])


# -- who one is


def digest(asked: Asked) -> bool:
    """Whether a request proves by Digest that its sender knows the password."""
    told = dict(re.findall(r'(\w+)="?([^",]+)"?', asked.headers["Authorization"].removeprefix("Digest ")))

    def md5(*parts: str) -> str:
        return hashlib.md5(":".join(parts).encode()).hexdigest()

    who, what = md5("reader", "graph", SECRET), md5(asked.method, told["uri"])
    return told["response"] == md5(who, "n0nce", told["nc"], told["cnonce"], "auth", what)


def login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGRAPH_STORE_USER", "reader")
    monkeypatch.setenv("KGRAPH_STORE_PASSWORD", SECRET)


def test_basic(server: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    """User and password are sent by Basic when the server asks for that, and not before."""
    login(monkeypatch)
    with opened(server, BASIC) as store:
        assert store.holds(DOCUMENT) and store.holds(DOCUMENT)
    expected = f"Basic {b64encode(f'reader:{SECRET}'.encode()).decode()}"
    assert [asked.headers.get("Authorization") for asked in server.asked] == [None, expected, expected]


def test_digest(server: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that asks for Digest gets the proof, and not the password."""
    login(monkeypatch)
    with opened(server, DIGEST, DIGEST) as store:
        store.change(insert=[quad(DOCUMENT)])
        assert store.holds(DOCUMENT)
    assert all(map(digest, server.asked[2:])) and len(server.asked) == 4


def test_token(server: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token is sent along always, before a user is thought of."""
    login(monkeypatch)
    monkeypatch.setenv("KGRAPH_STORE_TOKEN", TOKEN)
    with RemoteStore(server.address):
        pass
    assert {asked.headers["Authorization"] for asked in server.asked} == {f"Bearer {TOKEN}"}


def test_netrc(server: Scripted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where nothing else tells, the file of passwords does; one that can't be read is told without its words."""
    words = SECRET.replace(" ", "_")
    (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login reader password {words}\n")
    with opened(server, BASIC) as store:
        store.holds(DOCUMENT)
    assert server.asked[1].headers["Authorization"] == f"Basic {b64encode(f'reader:{words}'.encode()).decode()}"
    (tmp_path / "netrc").write_text(f"machine x {words}\n")
    with pytest.raises(StoreError, match="netrc with passwords can't be read") as caught:
        RemoteStore(server.address)
    assert words not in str(caught.value)


@pytest.mark.parametrize("how", ["address", "environment", "token"])
def test_secrets_are_never_told(
    server: Scripted, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    """Neither an error nor a repr nor a log, at whatever level, holds a password, not even where the server says it."""
    caplog.set_level(logging.DEBUG)
    address = server.address
    if how == "address":
        address = address.replace("//", "//reader:s3cret%20of%2Fthe%3Atests@")
    elif how == "environment":
        login(monkeypatch)
    else:
        monkeypatch.setenv("KGRAPH_STORE_TOKEN", TOKEN)
    basic = b64encode(f"reader:{SECRET}".encode()).decode()
    echo = f"You said {SECRET}, {basic}, {TOKEN} and reader".encode()
    told = []
    with opened(server, address=address, patience=0.3, timeout=0.5) as store:
        told += [repr(store), repr(store._endpoint), str(store.address), repr(vars(store._endpoint))]
        for say in (BASIC, DIGEST, LOGIN_PAGE, BUSY, Say(drop=True), Say(wait=1), Say(400, echo), Say(418, echo)):
            server.usual = say
            for work in (lambda: store.query(SELECT), lambda: store.change(drop=[DOCUMENT])):
                try:
                    work()
                except KgraphError as error:
                    told.append(str(error))
    assert len(told) > 10
    secrets = [SECRET, "s3cret", basic] if how != "token" else [TOKEN]
    for words in (*told, caplog.text):
        assert not [secret for secret in secrets if secret in words], words
    assert caplog.text
