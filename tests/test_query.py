"""Questions: the packaged library on a small graph, its parameters, one's own SPARQL, and whom a name means."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store as Memory

from kgraph import iri, query
from kgraph.errors import AmbiguousName, KgraphError, QueryError
from kgraph.graph import document_iri
from kgraph.happenings import settle
from kgraph.store import Store
from kgraph.vocab import KG
from tests import claims as c

ISRAEL, IRAN = (iri.wikidata(c.STATES[name][0]) for name in ("Israel", "Iran"))
# a second meeting, so that Egypt deals with both Israel and Iran, who threaten each other
VISIT = replace(
    c.CALL, doc="visit.txt", actors=(c.CALL.actors[0], c.THREAT.actors[0]), sentence=c.Span(0, 5, "A sen"), mode="visit"
)
VISITS = c.Document("visit.txt", "A sentence.", date="2024-05-01", origin="/archive/visit.txt")

# tests/test_background.py has their answers
BACKGROUND = {"members", "neighbours", "terms"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the corpus and a visit."""
    with Store(tmp_path_factory.mktemp("query") / "store", create=True) as made:
        for document, claims in (*c.CORPUS, (VISITS, (VISIT,))):
            made.add(document, claims)
        settle(made)
        yield made


def answer(store: Store, name: str, columns: str, **parameters: str) -> list[tuple[query.Value, ...]]:
    """Some columns of a packaged query's rows."""
    result = query.run(store, name, parameters)
    places = [result.columns.index(column) for column in columns.split()]
    return [tuple(row[place] for place in places) for row in result.rows]


def test_library_is_complete() -> None:
    """Every packaged query says what it answers and shows how to ask; every required parameter is in its example."""
    assert len(query.library()) >= 14
    for name, asked in query.library().items():
        assert asked.title and asked.answers, name
        assert asked.example.startswith(f"kgraph query {name}"), name
        for parameter in asked.parameters.values():
            assert parameter.description, name
            assert parameter.default is not None or f"-p {parameter.name}=" in asked.example, name


ANSWERS = [
    ("between", {"a": "Israel", "b": "Syria"}, "date event status document", [
        ("2024-03-05", "ASSAULT", "actual", "depot.txt"), ("2024-03-04", "ASSAULT", "negated", "depot.txt"),
        ("2024-03-04", "ASSAULT", "actual", "harbour.md"), ("2024-03-04", "ASSAULT", "actual", "depot.txt"),
    ]),
    ("between", {"a": "Syria", "b": "Israel", "since": "2024-03-05"}, "date event", [("2024-03-05", "ASSAULT")]),
    ("between", {"a": "Syria", "b": "Israel", "until": "2024-02"}, "date", []),
    ("between", {"a": "Iran", "b": "Oman"}, "date actor event recipient", [
        ("2024-04", "Iran", "AGREE", None), ("2024-04", "Leila Karimi", "SUPPORT", "Oman"),
        ("2024-04", "Oman", "AGREE", None),
    ]),
    ("evidence", {"a": "Iran", "b": "Israel"}, "sentence says status rule", [
        ("Iran threatened to strike Israel.", None, "actual", "test:threatened")
    ]),
    ("evidence", {"a": "Israel", "b": "Syria", "code": "assault", "limit": "1"}, "says document source", [
        ("Syria", "depot.txt", "Harbour Gazette")
    ]),
    ("evidence", {"a": "Israel", "b": "Syria", "code": "AID"}, "says", []),
    ("hostile", {}, "actor recipient events reports mean total first last", [
        ("Israel", "Syria", 1, 3, -10, -10, "2024-03-04", "2024-03-05"),
        ("Iran", "Israel", 1, 1, -7, -7, "2024-03-05", "2024-03-05"),
        ("United Nations", "Israel", 1, 1, -3, -3, "2024-03-12", "2024-03-12"),
    ]),
    ("friendly", {"limit": "2"}, "actor recipient events total", [
        ("Russia", "Syria", 1, 7), ("Iran", "Oman", 1, 3.5),
    ]),
    ("mediators", {}, "mediator one other ties conflict", [("Egypt", "Iran", "Israel", 1, -7)]),
    ("mediators", {"a": "Syria"}, "mediator", []),
    ("planned", {}, "date actor event status", [
        ("2024-04", "Iran", "AGREE", "planned"), ("2024-04", "Oman", "AGREE", "planned"),
        ("2024-03-05", "Iran", "THREATEN", "actual"),
    ]),
    ("planned", {"a": "Oman"}, "actor event", [("Iran", "AGREE"), ("Oman", "AGREE")]),
    ("denied", {}, "says actor event recipient sentence", [
        ("Israel", "Israel", "ASSAULT", "Syria", "Israel denied that it had bombed Syria.")
    ]),
    ("denied", {"a": "Iran"}, "says", []),
    ("timeline", {"a": "Syria", "b": "Israel"}, "date actor event mode score reports", [
        ("2024-03-04", "Israel", "ASSAULT", "aerial", -10, 2), ("2024-03-05", "Israel", "ASSAULT", None, -10, 1),
    ]),
    ("offices", {"of": "IRN"}, "body office holder documents first last", [
        ("Iran", "foreign minister", "Leila Karimi", 1, "2024-04", "2024-04")
    ]),
    ("offices", {"person": "Leila Karimi"}, "holder", [("Leila Karimi",)]),
    ("offices", {"of": "Oman"}, "holder", []),
    ("relations", {"a": "Syria"}, "relation one other documents", [("ally", "Russia", "Syria", 1)]),
    ("relations", {"a": "Oman"}, "relation", []),
    ("statements", {"a": "Syria"}, "says actor event recipient status", [
        ("Syria", "Israel", "ASSAULT", "Syria", "actual")
    ]),
    ("places", {"place": "dam"}, "where actor event recipient", [("Damascus", "Israel", "ASSAULT", "Syria")]),
    ("places", {"place": "damn"}, "where", []),
    ("documents", {}, "document claims sentences events", [
        ("quiet.txt", 0, 0, 0), ("depot.txt", 4, 4, 2), ("harbour.md", 1, 1, 1), ("talks.html", 7, 5, 7),
        ("posts.jsonl#2", 5, 3, 3), ("visit.txt", 1, 1, 1),
    ]),
    ("actors", {"limit": "3"}, "name kind acts receives speaks documents", [
        ("Israel", "state", 7, 2, 1, 3), ("Syria", "state", 0, 5, 1, 3), ("Iran", "state", 3, 1, 0, 3),
    ]),
    ("disagreements", {}, "actor event recipient asserted denied", [("Israel", "ASSAULT", "Syria", 3, 1)]),
    ("disagreements", {"a": "Iran"}, "actor", []),
    ("codes", {"limit": "1"}, "event mode events claims actual planned denied score", [
        ("ASSAULT", "aerial", 1, 3, 2, 0, 1, -10)
    ]),
    ("edges", {"a": "Israel"}, "actor event recipient documents", [
        ("Israel", "ASSAULT", "Syria", 2), ("Israel", "CONSULT", "Egypt", 1)
    ]),
    ("edges", {"a": "Iran", "b": "Egypt"}, "event", [("CONSULT",)]),
    ("partners", {"a": "Iran"}, "partner events", [("Egypt", 1), ("Israel", 1), ("Oman", 1), ("Qatar", 1)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "parameters", "columns", "rows"), ANSWERS)
def test_answers(store: Store, name: str, parameters: dict[str, str], columns: str, rows: list[object]) -> None:
    """What the corpus answers to each packaged query."""
    assert answer(store, name, columns, **parameters) == rows


def test_every_packaged_query_has_an_answer() -> None:
    """None is left untested."""
    assert {name for name, *_ in ANSWERS} == set(query.library()) - BACKGROUND


def test_a_disagreement_names_a_claim_of_each_side(store: Store) -> None:
    """The two IRIs lead to an assertion and to the denial."""
    ((assertion, denial),) = answer(store, "disagreements", "assertion denial")
    rows = store.select(f"SELECT ?s {{ GRAPH ?g {{ VALUES ?c {{ <{assertion}> <{denial}> }} ?c kg:status ?s }} }}").rows
    assert sorted(row[0].value.rpartition("#")[2] for row in rows) == ["actual", "negated"]


def test_the_order_of_ingest_does_not_show(store: Store, tmp_path: Path) -> None:
    """Same graph, same rows."""
    with Store(tmp_path / "store", create=True) as other:
        for document, claims in ((VISITS, (VISIT,)), *reversed(c.CORPUS)):
            other.add(document, claims)
        settle(other)
        for name, parameters, *_ in ANSWERS:
            assert query.run(other, name, parameters) == query.run(store, name, parameters)


@pytest.mark.parametrize(
    ("name", "parameters", "says"),
    [
        ("betwen", {}, "between"),
        ("xyzzy", {}, "actors, between"),
        ("between", {"a": "Israel"}, "needs b, the other side: kgraph query between -p a="),
        ("between", {"a": "Israel", "b": "Iran", "c": "Oman"}, "no parameter 'c'; it takes a, b"),
        ("planned", {"since": "March"}, "2024-03-05"),
        ("planned", {"limit": "many"}, "whole number"),
        ("planned", {"limit": "1; DROP ALL"}, "whole number"),
        ("planned", {"limit": "-1"}, "whole number"),
        ("evidence", {"a": "Iran", "b": "Israel", "code": "THREAT"}, "THREATEN"),
        ("between", {"a": "Isreal", "b": "Iran"}, "did you mean Israel"),
        ("between", {"a": "Zzz", "b": "Iran"}, "kgraph query actors"),
        ("between", {"a": "http://not an iri", "b": "Iran"}, "can't be"),
    ],
)
def test_questions_wrongly_put(store: Store, name: str, parameters: dict[str, str], says: str) -> None:
    """One sentence that names the thing and tells what would do."""
    with pytest.raises(QueryError, match=says):
        query.run(store, name, parameters)


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("# param a: colour | a colour\n# VALUES\n", "type colour"),
        ("# param a: actor | somebody\n", "no line `# VALUES`"),
        ("# param limit: number = 1 | rows\n", "no line `# LIMIT`"),
    ],
)
def test_heads_wrongly_written(head: str, says: str) -> None:
    """A query of one's own whose head doesn't fit is refused when read."""
    with pytest.raises(QueryError, match=says):
        query.parse(head + "SELECT ?a {}")


OWN = """# title: Claims with a status and a score below
# param status: status = any | the status
# param below: number = 0 | the score
SELECT (COUNT(?claim) AS ?n) WHERE {
  # VALUES
  GRAPH ?g { ?claim kg:status ?status ; kg:score ?score }
  FILTER(?score < ?below)
}"""


@pytest.mark.parametrize(
    ("parameters", "count"),
    [({}, 7), ({"status": "negated"}, 1), ({"status": "Actual", "below": "-9.5"}, 3), ({"below": "-10"}, 0)],
)
def test_a_query_of_ones_own_may_take_parameters(store: Store, parameters: dict[str, str], count: int) -> None:
    """The same head, types and markers as in the library."""
    asked = query.parse(OWN)
    assert asked.title == "Claims with a status and a score below"
    assert query.run(store, asked, parameters).rows == [(count,)]


@pytest.mark.parametrize(
    ("sparql", "columns", "rows"),
    [
        ("ASK { GRAPH ?g { ?x a kg:Claim } }", ("answer",), [(True,)]),
        ("ASK { ?x a kg:Claim }", ("answer",), [(False,)]),
        ("SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) (0.5 kg:Claim) (true 'x') } }", ("a", "b"),
         [(1, None), (0.5, KG.Claim), (True, "x")]),
        ("CONSTRUCT { ?x kg:date ?d } WHERE { GRAPH ?g { ?x a kg:EventClaim ; kg:date ?d } }",
         ("subject", "predicate", "object"), None),
        (f"DESCRIBE <{document_iri(c.QUIET)}>", ("subject", "predicate", "object"), None),
    ],
)  # fmt: skip
def test_all_kinds_of_queries(store: Store, sparql: str, columns: tuple[str, ...], rows: object) -> None:
    """SELECT and ASK give plain values; CONSTRUCT and DESCRIBE triples, also as rows."""
    result = query.run(store, query.parse(sparql))
    assert result.columns == columns
    assert rows is None or result.rows == rows
    assert len(result.triples) == (len(result.rows) if columns[0] == "subject" else 0)


@pytest.mark.parametrize(
    "name",
    ["Israel", "israel", "ISR", "IL", "wd:Q801", ISRAEL, " Israel "],
    ids=["name", "case", "3", "2", "prefix", "iri", "spaces"],
)
def test_a_state_has_many_names(store: Store, name: str) -> None:
    """Name, codes, prefixed name and IRI mean the same."""
    assert query.resolve(store, name) == ISRAEL


def test_names_that_only_the_store_knows(store: Store) -> None:
    """Somebody who is in no table is found by the label, letter case aside."""
    assert query.resolve(store, "leila karimi") == c.OTHERS["Leila Karimi"][0]


def test_an_ambiguous_name_lists_who_may_be_meant(tmp_path: Path) -> None:
    """Two strangers of one name are told apart by their IRIs."""
    twins = tuple(
        replace(c.PRAISE.actors[0], id=iri.actor(f"John Doe {n}"), name="John Doe", start=n, end=n + 4) for n in (1, 2)
    )
    with Store(tmp_path / "store", create=True) as store:
        store.add(c.POSTS, [replace(c.PRAISE, actors=twins)])
        with pytest.raises(AmbiguousName, match=r"john-doe-1.*john-doe-2"):
            query.resolve(store, "John Doe")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_never_becomes_syntax(text: str) -> None:
    """Whatever is typed arrives in the engine as that very string."""
    asked = query.parse("# param a: text | any\nSELECT ?a ?b WHERE {\n# VALUES\nVALUES ?b { 1 } }")
    bound = query.bind(None, asked, {"a": text})  # type: ignore[arg-type]
    ((found, marker),) = [tuple(row) for row in Memory().query(bound)]
    assert (found.value, marker.value) == (text, "1")


@given(st.text())
def test_any_name_gives_an_iri_or_a_sentence(store: Store, name: str) -> None:
    """Nothing but our own errors, whatever is typed as an actor."""
    try:
        query.run(store, "planned", {"a": name})
    except KgraphError as error:
        assert str(error)
