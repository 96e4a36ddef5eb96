"""Every packaged query gives the same rows on pyoxigraph, rdflib, the Oxigraph server and Virtuoso."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, serialize

from kgraph import background, query
from kgraph.query import Query
from kgraph.store import Store
from kgraph.store.remote import RemoteStore
from tests import servers
from tests.questions import ANSWERS, fill

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
Rows = list[tuple[query.Value, ...]]
Engine = Callable[[Query, dict[str, str]], Rows]
_QUESTIONS = [*((name, given) for name, given, *_ in ANSWERS), *(
    ("members", {"body": "NATO", "limit": "5"}), ("neighbours", {"a": "Iran"}), ("terms", {"of": "IRN"}),
)]  # fmt: skip


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The graph in a folder, with the background, that nobody should mistake for news."""
    with Store(tmp_path_factory.mktemp("engines") / "store", create=True) as made:
        fill(made)
        background.ensure(made)
        yield made


def _rdflib(embedded: Store, folder: Path) -> Iterator[Engine]:
    dataset = rdflib.Dataset()
    for name in embedded.graphs():
        triples = [quad.triple for quad in embedded.match(graph=name)]
        dataset.graph(rdflib.URIRef(name.value)).parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")

    def ask(asked: Query, given: dict[str, str]) -> Rows:
        return [tuple(map(_plain, row)) for row in dataset.query(query.bind(embedded, asked, given))]

    yield ask


def _plain(term: object) -> query.Value:
    if term is None:
        return None
    datatype = term.datatype if isinstance(term, rdflib.Literal) else None
    literal = Literal(str(term), datatype=NamedNode(datatype)) if datatype else Literal(str(term))
    return query.plain(literal)


def _server(kind: str) -> Callable[[Store, Path], Iterator[Engine]]:
    def engine(embedded: Store, folder: Path) -> Iterator[Engine]:
        with getattr(servers, kind)(folder) as address, RemoteStore(_endpoint(kind, address)) as remote:
            for name in embedded.graphs():
                remote.change(insert=embedded.match(graph=name))
            yield lambda asked, given: query.run(remote, asked, given).rows

    return engine


def _endpoint(kind: str, address: str) -> str:
    return address if kind == "oxigraph" else f"{address}/sparql"


ENGINES = {"rdflib": _rdflib, "oxigraph": _server("oxigraph"), "virtuoso": _server("virtuoso")}


@pytest.fixture(scope="module", params=ENGINES)
def engine(
    request: pytest.FixtureRequest, embedded: Store, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """The same graph elsewhere."""
    try:
        yield from ENGINES[request.param](embedded, tmp_path_factory.mktemp(request.param))
    except servers.Missing as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize(("name", "given"), _QUESTIONS, ids=[f"{name}-{n}" for n, (name, _) in enumerate(_QUESTIONS)])
def test_same_rows_everywhere(embedded: Store, engine: Engine, name: str, given: dict[str, str]) -> None:
    """Row by row in the same order; numbers by value."""
    asked = query.named(name)
    wanted = query.run(embedded, asked, given).rows
    found = engine(asked, given)
    assert len(found) == len(wanted)
    for mine, theirs in zip(wanted, found, strict=True):
        assert [pytest.approx(value) if isinstance(value, float) else value for value in mine] == list(theirs)


def test_every_packaged_query_is_asked() -> None:
    """None is left out."""
    assert {name for name, _ in _QUESTIONS} == set(query.library())
