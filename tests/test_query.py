"""Questions: the packaged library on a small graph, its parameters, one's own SPARQL, and whom a name means."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode
from pyoxigraph import Store as Memory

from kgraph import iri, query
from kgraph.bind import GROUPS, asks_store
from kgraph.cli.app import main
from kgraph.errors import AmbiguousName, KgraphError, QueryError
from kgraph.graph import document_iri
from kgraph.happenings import settle
from kgraph.store import Store
from kgraph.vocab import KG, XSD
from tests import claims as c
from tests.questions import ANSWERS, NEWS, fill

ISRAEL, IRAN, SYRIA = (iri.wikidata(c.STATES[name][0]) for name in ("Israel", "Iran", "Syria"))
# tests/test_background.py has their answers
BACKGROUND = {"members", "neighbours", "terms"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the corpus and a visit."""
    with Store(tmp_path_factory.mktemp("query") / "store", create=True) as made:
        fill(made)
        yield made


def answer(store: Store, name: str, columns: str, **parameters: str) -> list[tuple[query.Value, ...]]:
    """Some columns of a packaged query's rows."""
    result = query.run(store, name, parameters)
    places = [result.columns.index(column) for column in columns.split()]
    return [tuple(row[place] for place in places) for row in result.rows]


def test_library_is_complete() -> None:
    """Every packaged query says what it answers and shows how to ask; every required parameter is in its example."""
    assert len(query.library()) >= 32
    assert {asked.group for asked in query.library().values()} == set(GROUPS)
    for name, asked in query.library().items():
        assert asked.title and asked.answers, name
        assert asked.example.startswith(f"kgraph query {name}"), name
        for parameter in asked.parameters.values():
            assert parameter.description, name
            assert parameter.default is not None or f"-p {parameter.name}=" in asked.example, name


@pytest.mark.parametrize(("name", "parameters", "columns", "rows"), ANSWERS)
def test_answers(store: Store, name: str, parameters: dict[str, str], columns: str, rows: list[object]) -> None:
    """What the corpus answers to each packaged query."""
    assert answer(store, name, columns, **parameters) == rows


def test_every_packaged_query_has_an_answer() -> None:
    """None is left untested."""
    assert {name for name, *_ in ANSWERS} == set(query.library()) - BACKGROUND


def test_the_order_of_ingest_does_not_show(store: Store, tmp_path: Path) -> None:
    """Same graph, same rows."""
    with Store(tmp_path / "store", create=True) as other:
        for document, claims in reversed(NEWS):
            other.add(document, claims)
        settle(other)
        for name, parameters, *_ in ANSWERS:
            assert query.run(other, name, parameters) == query.run(store, name, parameters), name


@pytest.mark.parametrize(("written", "value"), [("true", True), ("1", True), ("false", False), ("0", False)])
def test_truth_values_of_any_server(written: str, value: bool) -> None:
    """Some servers write them as numbers."""
    assert query.plain(Literal(written, datatype=NamedNode(XSD.boolean))) is value


def test_plans_without_a_date_are_not_crowded_out(tmp_path: Path) -> None:
    """Ties have a status and sides too, but are no plans: as many undated plans are told as there is room for."""
    undated = replace(c.TALKS, date=None)
    plans = [replace(c.PACT, date=None, date_text=None), replace(c.THREAT, doc=undated.id, date=None)]
    with Store(tmp_path / "store", create=True) as store:
        store.add(undated, [replace(claim, sentence=c.PACT.sentence) for claim in plans])
        settle(store)
        for limit in (1, 2, 100):
            found = query.run(store, "planned", {"a": "Iran", "limit": str(limit)})
            assert len({row[-1] for row in found.rows}) == min(limit, len(plans))


@pytest.mark.parametrize(
    ("name", "parameters", "says"),
    [
        ("betwen", {}, "between"),
        ("xyzzy", {}, "actors, between"),
        ("between", {"a": "Israel"}, "needs b, the other side: kgraph query between -p a="),
        ("between", {"a": "Israel", "b": "Iran", "c": "Oman"}, "no parameter 'c'; it takes a, b"),
        ("planned", {"since": "March"}, "2024-03-05"),
        ("on", {"day": "2024-03"}, "a day is written 2024-03-05"),
        ("event", {"event": "a b"}, "can't be"),
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
        ("# group: misc\n", "group misc; take pairs"),
        ("# ONLY a\n# END\n", "line `# ONLY a`"),
        ("# param a: text = any | a text\n# VALUES\n# ONLY a\n", "line `# ONLY a`"),
        ("# UNLESS a\n# END\n", "line `# UNLESS a`"),
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


def test_a_free_parameter_is_left_out() -> None:
    """Servers differ about UNDEF; a variable that no clause binds is free everywhere."""
    asked = query.named("evidence")
    bound = query.bind(None, asked, {"a": "ISR", "b": "wd:Q858"})
    assert f'VALUES (?a ?b ?since ?until) {{ (<{ISRAEL}> <{SYRIA}> "0001" "9999") }}' in bound
    assert f"VALUES (?pair) {{ (<{iri.pair(ISRAEL, SYRIA)}>) }}" in bound
    assert "VALUES" not in query.bind(None, query.named("friendly"), {})


def test_a_part_may_stand_for_one_parameter_only() -> None:
    """It goes where the parameter is free, with its marks."""
    asked = query.parse("# param a: text = any | a text\nSELECT ?x {\n# VALUES\n  # ONLY a\n  ?x ?y ?a .\n  # END\n}\n")
    assert query.bind(None, asked, {}) == asked.text.split("# VALUES")[0] + "\n}\n"
    assert "?x ?y ?a ." in query.bind(None, asked, {"a": "words"})


def test_a_part_may_stand_where_a_parameter_is_free() -> None:
    """It goes where the parameter has a value."""
    head = "# param a: text = any | a text\nSELECT ?x {\n# VALUES\n"
    asked = query.parse(f"{head}  # ONLY a\n  ?x ?y ?a .\n  # END\n  # UNLESS a\n  ?x ?y ?z .\n  # END\n}}\n")
    assert "?x ?y ?z ." in query.bind(None, asked, {}) and "?a" not in query.bind(None, asked, {}).split("SELECT")[1]
    assert "?x ?y ?a ." in query.bind(None, asked, {"a": "words"})
    assert "?z" not in query.bind(None, asked, {"a": "words"})


@pytest.mark.parametrize(
    ("name", "given", "asks"),
    [
        ("between", {"a": "ISR", "b": IRAN}, False),
        ("between", {"a": "ISR", "b": "Iran"}, True),
        ("on", {"day": "2024-03-04"}, False),
    ],
)
def test_only_names_are_looked_up(name: str, given: dict[str, str], asks: bool) -> None:
    """IRIs and ISO codes mean the same in every store; without one, a name is refused."""
    asked = query.named(name)
    assert asks_store(asked, given) is asks
    if asks:
        with pytest.raises(QueryError, match="looked up in a store"):
            query.bind(None, asked, given)


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


def test_explain_prints_the_question_and_asks_nothing(tmp_path: Path) -> None:
    """Without a store where no name must be looked up."""
    given = ["query", "between", "-p", "a=ISR", "-p", "b=IRN", "--explain", "--store", str(tmp_path / "none")]
    shown = CliRunner().invoke(main, given)
    assert shown.exit_code == 0
    assert f'(<{ISRAEL}> <{IRAN}> "0001" "9999")' in shown.output
    assert "# VALUES" not in shown.output and "LIMIT 100" in shown.output
    named = CliRunner().invoke(main, [*given, "-p", "a=Israel"])
    assert named.exit_code == 1 and "There is no store" in named.output


def test_queries_are_listed_by_group() -> None:
    """All of a group stand together, in the groups' order."""
    rows = json.loads(CliRunner().invoke(main, ["queries", "--format", "json"]).output)
    groups = [row["group"] for row in rows]
    assert list(dict.fromkeys(groups)) == list(GROUPS)
    assert groups == sorted(groups, key=GROUPS.index)
