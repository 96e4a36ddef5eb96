"""Background facts: true of a few well-known cases, in every store the same, and never taken for news."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kgraph import background, iri, isodate, query, rdf, resources
from kgraph.actors.catalogue import catalogue
from kgraph.happenings import settle
from kgraph.store import Store
from kgraph.validate import validate
from kgraph.vocab import GEOSPARQL, KG, OWL, RDF, RDFS, SCHEMA, SKOS
from tests import claims as c
from tests.questions import ANSWERS
from tests.questions import fill as tell

GRAPH = NamedNode(iri.BACKGROUND)
BENNETT = catalogue().find("Naftali Bennett")[0]
# somebody whom the tables know, so that the graph holds the person's terms
SPEECH = c.Document("speech.txt", "Naftali Bennett praised Oman.", date="2022-03-01", origin="/archive/speech.txt")
PRAISE = replace(
    c.event(
        replace(SPEECH, text="Iran praised Oman."), "Iran praised Oman.", "praised", "SUPPORT", ("Iran",), ("Oman",)
    ),
    doc=SPEECH.id,
    actors=(c.Party(BENNETT.iri, BENNETT.name, "person", "ISR", BENNETT.name, 0, len(BENNETT.name), "name"),),
)
TABLES = (background.MEMBERSHIPS, background.BORDERS, background.IDENTITIES)
Rows = list[tuple[query.Value, ...]]


def fill(store: Store, *more: tuple[c.Document, tuple[c.Claim, ...]]) -> None:
    """Put the news that the queries are asked of, and what comes with it, into a store."""
    tell(store)
    for document, claims in more:
        store.add(document, claims)
    settle(store)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with documents and their background."""
    with Store(tmp_path_factory.mktemp("background") / "store", create=True) as made:
        fill(made, (SPEECH, (PRAISE,)))
        background.ensure(made)
        yield made


def ask(store: Store, name: str, columns: str, **parameters: str) -> Rows:
    """Some columns of a packaged query's rows."""
    result = query.run(store, name, parameters)
    places = [result.columns.index(column) for column in columns.split()]
    return [tuple(row[place] for place in places) for row in result.rows]


def members(store: Store, body: str, date: str) -> set[query.Value]:
    """Who belonged to a body at a time."""
    return {name for (name,) in ask(store, "members", "belongs", body=body, date=date)}


# -- the tables


@pytest.mark.parametrize("table", TABLES)
def test_a_table_holds_each_row_once(table: str) -> None:
    """No fact is told twice, and rows are in alphabetical order."""
    rows = [tuple(row.values()) for row in resources.rows("actors", table)]
    assert rows == sorted(set(rows))


def test_memberships_have_dates_in_order() -> None:
    """Days, months or years; who leaves had come before, and who comes again had left."""
    stays: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in resources.rows("actors", background.MEMBERSHIPS):
        assert all(isodate.is_date(date) for date in (row["since"], row["until"]) if date), row
        assert not row["until"] or row["since"] <= row["until"], row
        stays.setdefault((row["body"], row["member"]), []).append((row["since"], row["until"]))
    for whose, found in stays.items():
        assert all(first[1] and first[1] <= second[0] for first, second in combinations(found, 2)), whose


def test_nobody_borders_itself() -> None:
    """A border joins two states, named in alphabetical order."""
    rows = list(resources.rows("actors", background.BORDERS))
    assert all(row["one"] < row["other"] for row in rows)
    assert len(rows) > 300


def test_identities_are_one_to_one() -> None:
    """One number for each actor, one actor for each number, and a source for all; states have theirs already."""
    rows = list(resources.rows("actors", background.IDENTITIES))
    assert len({row["name"] for row in rows}) == len({row["wikidata"] for row in rows}) == len(rows)
    taken = {actor.removeprefix(iri.WIKIDATA) for actor in catalogue().actors if actor.startswith(iri.WIKIDATA)}
    assert not taken & {row["wikidata"] for row in rows}
    assert all(row["source"] for row in rows)


@pytest.mark.parametrize(
    ("body", "date", "count"),
    [
        ("NATO", "1960", 15), ("NATO", "2003", 19), ("NATO", "2025", 32), ("European Union", "2015", 28),
        ("European Union", "2021", 27), ("Euro zone", "2024", 20), ("Schengen area", "2025", 29), ("BRICS", "2010", 5),
        ("BRICS", "2024-06", 9), ("Arab League", "2020", 22), ("ASEAN", "2020", 10), ("African Union", "2020", 55),
        ("Group of Seven", "2020", 7), ("Group of Eight", "2010", 8), ("Group of Twenty", "2020", 20),
        ("OPEC", "2024-06", 12),
        ("ECOWAS", "2024", 15), ("ECOWAS", "2026", 12), ("Shanghai Cooperation Organisation", "2025", 10),
        ("Quad", "2021", 4), ("Quad", "2012", 0), ("AUKUS", "2022", 3), ("Five Eyes", "2020", 5),
        ("Collective Security Treaty Organization", "2020", 6), ("Eurasian Economic Union", "2020", 5),
        ("Gulf Cooperation Council", "2020", 6), ("OSCE", "2020", 57), ("Council of Europe", "2023", 46),
        ("Commonwealth of Nations", "2024", 56), ("CARICOM", "2020", 15), ("Andean Community", "2020", 4),
        ("South Asian Association for Regional Cooperation", "2020", 8), ("OECD", "2023", 38),
        ("Asia-Pacific Economic Cooperation", "2020", 21), ("European Free Trade Association", "2020", 4),
        ("Southern African Development Community", "2020", 16), ("East African Community", "2025", 8),
        ("Visegrad Group", "2020", 4), ("Nordic Council", "2020", 5), ("P5", "2020", 5), ("GCC", "2020", 6),
    ],
)  # fmt: skip
def test_bodies_have_as_many_members_as_they_had(store: Store, body: str, date: str, count: int) -> None:
    """The number of members at a time."""
    assert len(members(store, body, date)) == count


@pytest.mark.parametrize(
    ("body", "member", "inside", "outside"),
    [
        ("EU", "United Kingdom", "2020-01-31", "2020-02-01"), ("ECOWAS", "Mali", "2025-01-29", "2025-01-30"),
        ("OPEC", "Ecuador", "2015", "2021"), ("OPEC", "Ecuador", "1980", "2000"), ("OPEC", "Indonesia", "2016", "2018"),
        ("NATO", "Finland", "2023-04", "2023-04-03"), ("NATO", "Greece", "1952", "1951"),
        ("Council of Europe", "Russia", "2022-03-16", "2022-04"), ("African Union", "Morocco", "2018", "2016"),
        ("G8", "Russia", "2014-03", "2014-04"), ("G20", "African Union", "2024", "2022"),
    ],
)  # fmt: skip
def test_members_come_and_go(store: Store, body: str, member: str, inside: str, outside: str) -> None:
    """Dates as precise as they are known, compared as far as the coarser one tells."""
    assert member in members(store, body, inside)
    assert member not in members(store, body, outside)


# -- the graph


def test_the_graph_is_the_same_each_time() -> None:
    """Each fact once, in the same order, and the last says the version, which depends on who is named."""
    first, second, more = (list(background.quads(named)) for named in ((), (), [BENNETT.iri]))
    assert first == second
    assert len(set(first)) == len(first) and {quad.graph_name for quad in first} == {GRAPH}
    assert set(first[:-1]) < set(more)
    assert first[-1].predicate.value == SCHEMA.version and first[-1] != more[-1]


def test_it_is_written_once(tmp_path: Path) -> None:
    """Written where it is missing, left alone where it is up to date, written anew where it is another."""
    with Store(tmp_path / "store", create=True) as store:
        assert background.ensure(store)
        whole = set(store.match(graph=GRAPH))
        assert not background.ensure(store)
        older = (SCHEMA.version, "older"), (SKOS.altLabel, "a name that the tables no longer have")
        store.change(
            delete=list(store.match(predicate=NamedNode(SCHEMA.version))),
            insert=[Quad(GRAPH, NamedNode(name), Literal(value), GRAPH) for name, value in older],
        )
        assert background.ensure(store)
        assert set(store.match(graph=GRAPH)) == whole


def test_it_follows_the_documents(store: Store, tmp_path: Path) -> None:
    """A person's terms come with the first text that names the person, and go with the last: as if never read."""
    with Store(tmp_path / "store", create=True) as other:
        fill(other)
        background.ensure(other)
        without = set(other.match(graph=GRAPH))
        other.add(SPEECH, (PRAISE,))
        assert background.ensure(other)
        assert set(other.match(graph=GRAPH)) == set(store.match(graph=GRAPH)) != without
        (name,) = {
            quad.graph_name for quad in other.match(subject=NamedNode(BENNETT.iri), predicate=NamedNode(RDFS.label))
        }
        other.forget(name)
        assert background.ensure(other)
        assert set(other.match(graph=GRAPH)) == without


def test_it_holds_to_the_shapes(store: Store) -> None:
    """With the documents beside it."""
    assert validate(store) == []


def test_all_that_it_tells_is_marked(store: Store) -> None:
    """Its nodes are background facts, or actors under SKOS names; none is a claim or an actor of the news."""
    types = {quad.object.value for quad in store.match(predicate=NamedNode(RDF.type), graph=GRAPH)}
    assert {term for term in types if term.startswith(KG.base)} == {KG.Background, KG.Membership, KG.Term}
    for kind in (KG.Membership, KG.Term):
        for quad in store.match(predicate=NamedNode(RDF.type), object=NamedNode(kind)):
            assert quad.graph_name == GRAPH
            assert any(store.match(quad.subject, NamedNode(RDF.type), NamedNode(KG.Background), GRAPH))
    assert not any(store.match(predicate=NamedNode(RDFS.label), graph=GRAPH))


def test_borders_lie_between_two(store: Store) -> None:
    """Each is told both ways."""
    touches = {(quad.subject, quad.object) for quad in store.match(predicate=NamedNode(GEOSPARQL.sfTouches))}
    assert touches == {(other, one) for one, other in touches}


def test_names_and_numbers(store: Store) -> None:
    """An actor of ours leads to its item in Wikidata, with the source; every name of an actor is told."""
    nato = NamedNode(iri.actor("NATO"))
    told = {(rdf.text(quad.predicate), rdf.text(quad.object)) for quad in store.match(subject=nato, graph=GRAPH)}
    assert (OWL.sameAs, iri.wikidata("Q7184")) in told
    assert {(SKOS.prefLabel, "NATO"), (SKOS.altLabel, "North Atlantic Treaty Organization")} <= told
    assert any(name == SKOS.note and value.startswith("Q7184 by ") for name, value in told)


def test_no_two_actors_become_one(store: Store) -> None:
    """Each actor has one usual name, and each item in Wikidata is one actor's."""
    named = [quad.subject for quad in store.match(predicate=NamedNode(SKOS.prefLabel), graph=GRAPH)]
    same = [quad.object for quad in store.match(predicate=NamedNode(OWL.sameAs))]
    assert len(named) == len(set(named)) and len(same) == len(set(same))
    assert not set(same) & set(named)


# -- questions


@pytest.mark.parametrize(
    ("parameters", "columns", "rows"),
    [
        ({"member": "Iran"}, "name since until", [
            ("BRICS", "2024-01-01", ""), ("Economic Cooperation Organization", "1985", ""), ("OPEC", "1960-09", ""),
            ("Shanghai Cooperation Organisation", "2023-07-04", ""),
        ]),
        ({"body": "OPEC", "member": "Indonesia"}, "since until", [("1962", "2008"), ("2016-01", "2016-11-30")]),
        ({"body": "AUKUS"}, "belongs since", [
            ("Australia", "2021-09-15"), ("United Kingdom", "2021-09-15"), ("United States", "2021-09-15"),
        ]),
        ({"body": "Oman"}, "name", []),
    ],
)  # fmt: skip
def test_members(store: Store, parameters: dict[str, str], columns: str, rows: Rows) -> None:
    """Of a body, or all the bodies of a state."""
    assert ask(store, "members", columns, **parameters) == rows


@pytest.mark.parametrize(
    ("parameters", "rows"),
    [
        ({"of": "Israel", "date": "2021-10"}, [("Israel", "prime minister", "Naftali Bennett")]),
        ({"office": "prime minister"}, [("Israel", "prime minister", "Naftali Bennett")]),
        ({"person": "Naftali Bennett", "date": "1999"}, []),
        ({"of": "Oman"}, []),
    ],
)
def test_terms(store: Store, parameters: dict[str, str], rows: Rows) -> None:
    """Of those whom the documents name."""
    found = ask(store, "terms", "body office holder", **parameters)
    assert [row for row in found if row[1] == "prime minister"] == rows


def test_neighbours(store: Store) -> None:
    """Who deals with a neighbour comes first; neighbours without dealings are named too."""
    found = ask(store, "neighbours", "neighbour reports", a="Israel")
    assert found == [("Syria", 3), ("Egypt", 1), ("Jordan", 0), ("Lebanon", 0), ("Palestine", 0)]
    ((name, *sums),) = ask(store, "neighbours", "neighbour events friendly hostile", a="Israel", b="Syria")
    assert (name, sums[1]) == ("Syria", 0)
    assert ("Israel", name, sums[0], sums[2]) in ask(store, "hostile", "actor recipient events total")
    assert ask(store, "neighbours", "state", a="Iran", b="Israel") == []


def test_no_question_takes_it_for_news(tmp_path: Path) -> None:
    """Every packaged query about the news answers the same with the background and without."""
    with Store(tmp_path / "bare", create=True) as bare, Store(tmp_path / "full", create=True) as full:
        for made in (bare, full):
            fill(made, (SPEECH, (PRAISE,)))
        background.ensure(full)
        for name, parameters, *_ in ANSWERS:
            assert query.run(full, name, parameters) == query.run(bare, name, parameters), name
        assert {**full.stats(), "triples": 0} == {**bare.stats(), "triples": 0}
