"""Questions as forms, answers as tables: what the pages show, without a page."""

import asyncio
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from kgraph import iri
from kgraph.analyse.project import network
from kgraph.bind import GROUPS
from kgraph.errors import QueryError
from kgraph.explore import answers, asking
from kgraph.explore.answers import Cell, Rows, Table, Text, Turtle
from kgraph.explore.completion import words
from kgraph.explore.events import Events
from kgraph.query import library
from kgraph.store import Store
from kgraph.vocab import KG, STATUSES, XSD
from kgraph.web import tables
from kgraph.web.asked import Answered, answered
from kgraph.web.pool import Pool
from tests import claims as c
from tests.questions import fill

BETWEEN, ON, EVIDENCE, DOUBTFUL = (library()[name] for name in ("between", "on", "evidence", "doubtful"))
CLAIMS = "SELECT ?claim { GRAPH ?document { ?claim a kg:EventClaim } }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph that the packaged questions are tested on."""
    path = tmp_path_factory.mktemp("asking") / "store"
    with Store(path, create=True) as store:
        fill(store)
    return path


def fields(name: str) -> dict[str, asking.Field]:
    return {field.name: field for field in asking.fields(library()[name])}


def test_every_question_has_its_place() -> None:
    """The groups hold each packaged question once, in the order in which they are told elsewhere."""
    assert tuple(asking.groups()) == GROUPS
    assert sorted(query.name for group in asking.groups().values() for query in group) == sorted(library())


def test_fields_are_typed() -> None:
    """What must be given, what is chosen, what stands there already, and what an empty field means."""
    a, since, limit = (fields("between")[name] for name in ("a", "since", "limit"))
    assert (a.kind, a.label, a.required, a.value, a.free) == ("actor", "One side", True, "", "")
    assert (since.required, since.value, since.free) == (False, "", "from the beginning")
    assert (limit.value, limit.least, limit.most) == ("100", 1, 100_000)
    assert "ASSAULT" in fields("evidence")["code"].choices
    assert fields("evidence")["code"].free == "any"


@pytest.mark.parametrize(
    ("query", "name", "value", "says"),
    [
        ("between", "a", "", "Give a value here."),
        ("between", "a", "Nobodyland", None),  # only the graph knows
        ("between", "since", "", None),
        ("between", "since", "2024-03", None),
        ("between", "since", "March", "A date is written"),
        ("on", "day", "2024-02-30", "A day is written"),
        ("between", "limit", "0", "Take 1 or more."),
        ("between", "limit", "100001", "Take 100,000 or less."),
        ("between", "limit", "ten", "whole number"),
        ("doubtful", "below", "0.5", None),
        ("evidence", "code", "ASSAIL", "ake ASSAULT"),
        ("event", "event", "not an IRI: at all", "."),
    ],
)
def test_values_are_looked_at_before_they_are_sent(query: str, name: str, value: str, says: str | None) -> None:
    """A wrong value is told at its field, in a sentence."""
    fault = asking.fault(fields(query)[name], value)
    assert fault is None if says is None else fault is not None and says in fault


def test_an_address_asks_the_same() -> None:
    """What is as usual is left out; the rest comes back as it was; what can't be is left to be refused."""
    address = asking.address(BETWEEN, {"b": "Côte d’Ivoire", "a": "Iran", "since": "", "limit": "100"})
    assert address == "/questions/between?a=Iran&b=C%C3%B4te+d%E2%80%99Ivoire"
    assert asking.given(address.partition("?")[2]) == {"a": "Iran", "b": "Côte d’Ivoire"}
    assert asking.address(library()["actors"], {}) == "/questions/actors"
    assert asking.address(ON, {"day": "2024-10-01", "x": "1"}) == "/questions/on?day=2024-10-01&x=1"
    assert asking.complete(BETWEEN, {"a": "Iran", "b": "Israel"})
    assert not asking.complete(BETWEEN, {"a": "Iran"})


def test_addresses_have_an_end() -> None:
    """A query too long for an address has none."""
    assert asking.editing("ASK {}") == "/editor?query=ASK+%7B%7D"
    assert asking.download("ASK {}", "csv") == "/sparql?query=ASK+%7B%7D&format=csv"
    assert asking.editing("#" * asking.LONGEST) is None
    assert all(asking.editing(query.text) for query in library().values())


def test_suggestions(folder: Path) -> None:
    """The most active first, each found by its other names too."""
    with Store(folder, read_only=True) as store:
        told = dict(asking.suggestions(Events(network(store, statuses=STATUSES))))
    assert "ISR" in told["Israel"]
    assert next(iter(told)) in {"Israel", "Iran"}


def taken(*pieces: bytes) -> Table:
    rows = Rows()
    assert all(rows.take(piece) for piece in pieces)
    return rows.table(whole=True)


def test_rows_come_in_pieces() -> None:
    """Wherever a piece ends; values keep their kind, and a text with tabs and lines stays one cell."""
    told = taken(b'?a\t?b\n"x\\ty\\nz', b'"\t1', b"2\n\t1.5\n")
    assert told.columns == ("a", "b")
    assert told.rows == ((Cell("x\ty\nz"), Cell(12)), (Cell(None), Cell(1.5)))
    assert (told.count, told.counted) == (2, True)


@pytest.mark.parametrize(("verdict", "says"), [(b"true", "yes"), (b"false", "no")])
def test_a_verdict_is_a_table_too(verdict: bytes, says: str) -> None:
    """ASK gives one cell."""
    assert taken(verdict).rows == ((Cell(says),),)


def test_only_the_first_rows_are_kept() -> None:
    """The others are counted, up to where it is enough to say that there are more."""
    rows = Rows()
    assert rows.take(b"?n\n" + b"1\n" * 5000)
    told = rows.table(whole=True)
    assert (len(told.rows), told.count) == (answers.ROWS, 5000)
    assert answers.count(told) == "5,000 rows; the first 1,000 are shown"
    assert not rows.take(b"1\n" * answers.COUNTED)
    assert answers.count(rows.table(whole=False)) == "at least 100,000 rows; the first 1,000 are shown"
    assert answers.count(taken(b"?n\n1\n")) == "1 row"


def test_what_is_shown_has_bounds() -> None:
    """Long cells are cut, many long rows are not all kept, and a row without end is refused."""
    assert str(answers.cell(Literal("x" * 10_000)).value).startswith("x" * answers.CELL + " …")
    told = taken(b"?t\n", *(b'"' + b"x" * 500_000 + b'"\n' for _ in range(10)))
    assert len(told.rows) == 4
    assert told.count == 10
    rows = Rows()
    with pytest.raises(QueryError, match="larger than 4 MiB"):
        for _ in range(100):
            rows.take(b"x" * 65536)


def test_a_graph_is_cut_at_a_line() -> None:
    """And says so."""
    text = Text()
    assert text.take(b"<a> <b> <c> .\n")
    assert text.turtle(whole=True) == Turtle("<a> <b> <c> .\n", True)
    assert not text.take(b"<a> <b> <c> .\n" * 20_000)
    assert text.turtle(whole=False).text.endswith("<a> <b> <c> .")


@pytest.mark.parametrize(
    ("term", "value", "to"),
    [
        (NamedNode(KG.actor), "kg:actor", ""),
        (NamedNode("http://www.wikidata.org/entity/Q30"), "wd:Q30", "/actor?iri=http%3A%2F%2Fwww.wikidata"),
        (NamedNode(iri.PREFIXES["event"] + "ab12"), "event/ab12", "/questions/event?event=https%3A"),
        (NamedNode(iri.PREFIXES["claim"] + "ab12"), "claim/ab12", "/claim?id=https%3A"),
        (NamedNode(iri.PREFIXES["document"] + "ab12#char=0,9"), "document/ab12#char=0,9", "/document?id=https%3A"),
        (NamedNode("javascript:alert(1)"), "javascript:alert(1)", ""),
        (Literal("<script>alert(1)</script>"), "<script>alert(1)</script>", ""),
        (Literal("12", datatype=NamedNode(XSD.integer)), 12, ""),
        (Literal("99999999999999999999", datatype=NamedNode(XSD.integer)), "99999999999999999999", ""),
        (Literal("twelve", datatype=NamedNode(XSD.integer)), "twelve", ""),
        (Literal("INF", datatype=NamedNode(XSD.double)), "inf", ""),
        (Literal("true", datatype=NamedNode(XSD.boolean)), "true", ""),
        (None, None, ""),
    ],
)
def test_cells(term: NamedNode | Literal | None, value: object, to: str) -> None:
    """Numbers that a browser can count stay numbers; what has a page leads there, and nothing leads elsewhere."""
    cell = answers.cell(term)
    assert cell.value == value
    assert cell.to.startswith(to) if to else not cell.to


def test_documents_by_id_lead_to_their_page() -> None:
    """The packaged questions tell a document by its id."""
    assert taken(b'?document\n"talks.html"\n').rows == ((Cell("talks.html", "/document?id=talks.html"),),)
    assert taken(b"?document\n3\n").rows == ((Cell(3),),)


def test_a_claim_leads_to_its_document(folder: Path) -> None:
    """By the graph in which it stands."""
    with Store(folder, read_only=True) as store:
        [(claim, *_), *_] = store.select(CLAIMS).rows
        assert isinstance(claim, NamedNode)
        assert answers.sentence_of(store, claim.value).startswith("/document?id=https%3A%2F%2Fw3id.org")
        for wrong in (iri.PREFIXES["claim"] + "0", "no IRI", ""):
            with pytest.raises(QueryError, match="There is no claim"):
                answers.sentence_of(store, wrong)


def test_the_place_of_a_fault() -> None:
    """As the sentence tells it."""
    assert answers.place("The query uses a prefix at line 2, column 28 that …") == (2, 28)
    assert answers.place("All workers are busy.") is None


def test_tables_hold_no_markup() -> None:
    """A cell that leads somewhere is drawn as an element, any other by AG Grid as text."""
    link = Cell("<b>", "/document?id=1")
    table = tables.grid(Table(("a", "n"), ((link, Cell(1)), (Cell("<script>"), Cell(2))), 2, True))
    first, second = table["columnDefs"]
    assert "createElement" in first[":cellRenderer"]
    assert "innerHTML" not in first[":cellRenderer"]
    assert ":cellRenderer" not in second
    assert second["type"] == "rightAligned"
    assert table["rowData"] == [{"c0": "<b>", "t0": "/document?id=1", "c1": 1}, {"c0": "<script>", "c1": 2}]


def test_the_whole_vocabulary_is_offered() -> None:
    """Each of our own terms with what it means."""
    told = {word.label: word for word in words()}
    assert {f"kg:{name}" for name in KG.terms()} <= told.keys()
    assert told["kg:EventClaim"].kind == "class"
    assert told["kg:actor"].kind == "property"
    assert told["plover:ASSAULT"].meaning
    assert not [label for label, word in told.items() if label.startswith("kg:") and not word.meaning]


def asked(folder: Path, *queries: str, seconds: float = 30) -> list[Answered]:
    async def all_of_them() -> list[Answered]:
        pool = Pool(str(folder), size=1, seconds=seconds)
        await pool.start()
        try:
            return [await answered(pool, query) for query in queries]
        finally:
            await pool.close()

    return asyncio.run(all_of_them())


def test_answers_of_the_pool(folder: Path) -> None:
    """Rows, a verdict and a graph; what is found in time, where the rest is not."""
    title = f'GRAPH ?g {{ ?g schema:headline "{c.DEPOT.title}" }}'
    rows, verdict, graph = asked(folder, f"SELECT ?g {{ {title} }}", "ASK {}", f"CONSTRUCT {{ ?g a ?g }} {{ {title} }}")
    assert isinstance(rows.content, Table)
    assert (rows.content.count, rows.cut) == (1, False)
    assert isinstance(verdict.content, Table)
    assert isinstance(graph.content, Turtle)
    assert "document/" in graph.content.text


def test_an_answer_without_end(folder: Path) -> None:
    """Is left as soon as there is no use in counting on."""
    every = "SELECT * { " + " ".join(f"GRAPH ?g{n} {{ ?s{n} ?p{n} ?o{n} }}" for n in range(5)) + " }"
    [endless] = asked(folder, every)
    assert isinstance(endless.content, Table)
    assert len(endless.content.rows) == answers.ROWS
    assert not endless.content.counted
