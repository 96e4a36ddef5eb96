"""The rooms behind ``kgraph serve``: reading a request, choosing a form, finding out what calls another server."""

from urllib.parse import urlencode

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.store import Dataset
from kgraph.web.formats import GRAPHS, RESULTS, choose
from kgraph.web.outward import calls_out
from kgraph.web.protocol import BARE, FORM, Question, Refused, read
from tests.serving import Elsewhere

TYPES = [FORM, *BARE, "text/plain", ""]


@given(
    st.sampled_from(["GET", "HEAD", "POST", "PUT", "get"]),
    st.binary(max_size=200) | st.sampled_from([b"query=a", b"update=a", b"query=a&query=b", b"query=%ff", b"&&=&"]),
    st.sampled_from(TYPES) | st.text(max_size=40),
    st.binary(max_size=200) | st.sampled_from([b"query=ASK%7B%7D", b"update=CLEAR+ALL"]),
    st.text(max_size=40),
)
def test_any_request_is_read_or_refused(
    method: str, address: bytes, content_type: str, body: bytes, accept: str
) -> None:
    """Whatever is sent, it is one question, none, or a refusal in one sentence with a status for clients' faults."""
    try:
        question = read(method, address, content_type, body, accept)
    except Refused as refused:
        assert 400 <= refused.status < 500
        assert str(refused).endswith(".")
        assert "\n" not in str(refused)
    else:
        assert question is None or isinstance(question.text, str)
        assert question is not None or method in {"GET", "HEAD"}
        assert question is None or not question.update or method == "POST"


@given(st.text(st.characters(exclude_categories=["Cs"])), st.lists(st.sampled_from(["x:a", "x:b", "x:c"])))
def test_a_question_arrives_as_it_was_sent(text: str, graphs: list[str]) -> None:
    """Any text, by any of the three ways, with its graphs in their order."""
    beside = [("default-graph-uri", graph) for graph in graphs]
    dataset = Dataset(tuple(graphs), ()) if graphs else None
    expected = Question(text, dataset=dataset, accept="text/csv")
    encoded = urlencode([("query", text), *beside]).encode()
    assert read("GET", encoded, "", b"", "text/csv") == expected
    assert read("POST", b"", f"{FORM}; charset=UTF-8", encoded, "text/csv") == expected
    bare = read("POST", urlencode(beside).encode(), "application/sparql-query", text.encode(), "text/csv")
    assert bare == expected


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.5, application/xml;q=0.9", "application/xml"),
        ("text/csv ; q=0 , text/*;q=0.2", "text/tab-separated-values"),
        ("*/*;q=0.1, text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/html, */*;q=0.8", "application/sparql-results+json"),
        ("text/csv;q=0", None),
        ("image/png, text/html", None),
        ("text/csv;q=often", "text/csv"),
        (";;,,", "application/sparql-results+json"),
    ],
)
def test_choice_of_form(accept: str, chosen: str | None) -> None:
    """The most liked form, by what is said of it most closely; of equals, the first."""
    assert choose(accept, RESULTS) == chosen


@given(
    st.text() | st.lists(st.sampled_from(["text/*", "*/*", ";q=0.3", ",", "text/turtle", " ", ";", "q="])).map("".join)
)
def test_any_accept_header_chooses_a_form_or_none(accept: str) -> None:
    """Nothing that is sent there is an error."""
    assert choose(accept, GRAPHS) in {*GRAPHS, None}


CALLS = [
    "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "ASK {{ service silent<{0}>{{?s ?p ?o}} }}",
    "ASK {{ SeRvIcE\n#comment\n<{0}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?where {{ <{0}> }} SERVICE ?where {{ ?s ?p ?o }} }}",
    "PREFIX service: <{0}> ASK {{ SERVICE service: {{ ?s ?p ?o }} }}",
    "PREFIX : <{0}> ASK {{ ?service ?p ?o SERVICE : {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} {{ {{ SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }} }}",
    "DESCRIBE ?s {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}",
    # an IRI, a string or a comment seems to begin where none does
    "ASK {{ BIND('b' AS ?c) FILTER(?c<'b>')SERVICE<{0}>{{?x ?y ?z}}FILTER(?c!='') }}",
    "ASK {{ ?s <x:'> ?o . SERVICE <{0}> {{ ?x ?y ?z }} ?s <x:'> ?o }}",
    "ASK {{ ?s <x:#> ?o SERVICE <{0}> {{ ?x ?y ?z }} }}",
    "ASK {{ ?s ?p '''a''b''' SERVICE <{0}> {{ ?x ?y ?z }} FILTER('''c''d''' = '') }}",
    "ASK {{ ?s ?p '\\'' SERVICE <{0}> {{ ?x ?y ?z }} FILTER('' = '') }}",
    "ASK {{ # it's\n SERVICE <{0}> {{ ?x ?y ?z }} # it's\n }}",
    "ASK {{ # quiet\r SERVICE <{0}> {{ ?x ?y ?z }} }}",
]
HARMLESS = [
    'SELECT * {{ ?s ?p "the secret service <{0}> {{ ?s ?p ?o }}" }}',
    "SELECT ?service {{ ?service ?p 'SERVICE' }}",
    "SELECT * {{ # SERVICE <{0}> {{ ?s ?p ?o }}\n ?s ?p ?o }}",
    "PREFIX service: <http://www.example.org/service#> SELECT * {{ ?s service:service '''service''' }}",
    "SELECT * {{ ?s <http://www.example.org/SERVICE> 'a'@service }}",
    "SELECT * {{ ?s ?p 'download' }}",
    "SELECT * {{ ?s ?p ?o }}",
]
UPDATES = [
    "LOAD <{0}>",
    "load\tsilent<{0}>",
    "PREFIX load: <{0}> CREATE GRAPH <x:load> ; LOAD load: INTO GRAPH <x:load>",
    "INSERT DATA {{ GRAPH <x:g> {{ <x:a> <x:b> 'load' }} }} ; LOAD <{0}>",
    "INSERT {{ GRAPH <x:g> {{ ?s ?p ?o }} }} WHERE {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "DELETE {{ GRAPH <x:g> {{ ?s ?p ?o }} }} USING <x:g> WHERE {{ {{ SERVICE SILENT <{0}> {{ ?s ?p ?o }} }} }}",
]
TAME = [
    "INSERT DATA {{ GRAPH <x:load> {{ <x:service> <x:download> 'LOAD <{0}> ; SERVICE' }} }}",
    "DELETE WHERE {{ GRAPH ?load {{ ?service ?p ?o }} }} # LOAD <{0}>",
    "CLEAR ALL",
]


@pytest.mark.parametrize(("update", "texts", "calls"), [
    (False, CALLS, True), (False, HARMLESS, False), (True, UPDATES, True), (True, TAME, False),
])  # fmt: skip
def test_what_calls_another_server(update: bool, texts: list[str], calls: bool) -> None:
    """Only a keyword calls, wherever the word stands else; and to find that out, nobody is called."""
    with Elsewhere() as elsewhere:
        asked = [text.format(elsewhere.address) for text in texts]
        assert [text for text in asked if calls_out(text, update=update) is not calls] == []
        assert elsewhere.calls == 0


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_nothing_hides_behind_a_string(text: str) -> None:
    """Any text in a literal before it leaves the keyword seen, and is none itself."""
    literal = str(pyoxigraph.Literal(text + " service load"))
    assert calls_out(f"ASK {{ ?s ?p {literal} SERVICE <http://127.0.0.1:1/> {{ ?s ?p ?o }} }}", update=False)
    assert not calls_out(f"ASK {{ ?s ?p {literal} }}", update=False)


def test_what_is_malformed_calls_nobody() -> None:
    """It is left to the query's own error."""
    for update in (False, True):
        assert not calls_out("SERVICE load nonsense", update=update)
