"""Readers' verdicts on claims: everywhere at once, kept when texts are read again, taken back without a trace."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode, Quad
from rdflib import RDF, RDFS, URIRef

from kgraph import export, gold, graph, iri, ontology, reviews, verdicts
from kgraph.analyse.project import network
from kgraph.cli.app import main
from kgraph.errors import AmbiguousName, MisaskedError, QueryError
from kgraph.evaluate import judge
from kgraph.explore import judging
from kgraph.explore.evidence import evidence
from kgraph.model import Claim, Document
from kgraph.query import named, run
from kgraph.store import GraphStore, Store, open_store
from kgraph.upkeep import refresh
from kgraph.validate import validate
from kgraph.vocab import KG
from tests import claims as c

TRUE = '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
WHEN = "2024-05-01T10:00:00Z"
SYRIA, ISRAEL, IRAN = (iri.wikidata(c.STATES[name][0]) for name in ("Syria", "Israel", "Iran"))


def claim_of(document: Document, claim: Claim) -> str:
    return graph.claim_iri(graph.document_iri(document), claim)


THREAT, GRAIN, BOMBING = claim_of(c.DEPOT, c.THREAT), claim_of(c.POSTS, c.GRAIN), claim_of(c.DEPOT, c.BOMBING)


def fill(store: GraphStore, leaving: Callable[[Document, Claim], bool] = lambda document, claim: False) -> GraphStore:
    """The corpus, without some claims."""
    for document, claims in c.CORPUS:
        store.add(document, [claim for claim in claims if not leaving(document, claim)])
    refresh(store)
    return store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store of the corpus."""
    made = Store(tmp_path / "store", create=True)
    fill(made)
    return made


def dump(store: GraphStore, verdicts_too: bool = True) -> list[str]:
    """All quads, sorted; Virtuoso writes true as 1."""
    kept = (str(quad) for quad in store.quads() if verdicts_too or quad.graph_name != verdicts.GRAPH)
    return sorted(quad.replace('"1"^^<http://www.w3.org/2001/XMLSchema#boolean>', TRUE) for quad in kept)


def claimed(store: GraphStore, claim: str) -> list[Quad]:
    return [quad for quad in store.match(NamedNode(claim)) if quad.graph_name != verdicts.GRAPH]


# -- rejecting


def test_a_rejected_claim_leaves_no_edge(store: Store, tmp_path: Path) -> None:
    """Neither in questions, nor in the network, nor in what is exported: as if it had never been read."""

    def told() -> tuple[bool, ...]:
        answers = run(store, named("edges"), {"a": "Iran", "b": "Israel"}).rows
        edge = store.ask(f"ASK {{ GRAPH ?g {{ <{IRAN}> kg:threaten <{ISRAEL}> }} }}")
        return bool(answers), edge, network(store).has_edge(IRAN, ISRAEL), THREAT in exported(store, tmp_path)

    assert told() == (True, True, True, True)
    reviews.reject(store, THREAT, "Ana", WHEN)
    refresh(store)
    assert told() == (False, False, False, False)
    assert not claimed(store, THREAT)


def exported(store: Store, folder: Path) -> str:
    """The records that other programs read."""
    export.write(store, folder / "out.graphml")
    export.write(store, folder / "claims.csv")
    return "".join(path.read_text() for path in folder.rglob("*") if path.suffix in {".csv", ".graphml"})


@pytest.mark.parametrize("document, claim", [(d, one) for d, claims in c.CORPUS for one in claims])
def test_the_rest_is_what_it_would_be_without(tmp_path: Path, document: Document, claim: Claim) -> None:
    """Whichever claim is rejected, of whatever kind: the same quads as of a store that never had it."""
    with Store(tmp_path / "with", create=True) as store, Store(tmp_path / "without", create=True) as other:
        fill(store)
        reviews.reject(store, claim_of(document, claim), "Ana", WHEN)
        refresh(store)
        fill(other, lambda where, one: where == document and one == claim)
        assert dump(store, verdicts_too=False) == dump(other)


def test_undone_it_is_as_before(store: Store) -> None:
    """The same quads, whatever was said in between and by whom."""
    before = dump(store)
    reviews.reject(store, BOMBING, "Ana", WHEN)
    reviews.correct(store, THREAT, {"status": "planned", "recipients": "Syria; Oman"}, "Ben", WHEN)
    refresh(store)
    again = reviews.correct(store, BOMBING, {"date": "2024-03"}, "Ben", WHEN)
    refresh(store)
    assert dump(store) != before
    reviews.undo(store, again.becomes or "")
    reviews.undo(store, THREAT)
    refresh(store)
    assert dump(store) == before


# -- correcting


def test_a_corrected_claim_takes_its_place(store: Store) -> None:
    """By its reader's rule, with full confidence; the claim as it was read is kept beside it, whole."""
    review = reviews.correct(store, THREAT, {"event": "assault", "date": "2024-03-05", "mode": "aerial"}, " Ana  Ruiz ")
    refresh(store)
    assert not claimed(store, THREAT)
    facts = {quad.predicate.value: quad.object for quad in claimed(store, review.becomes or "")}
    assert (facts[KG.rule].value, facts[KG.confidence].value) == ("reader/Ana Ruiz", "1")
    assert (facts[KG.eventDate].value, facts[KG.score].value) == ("2024-03-05", "-10")
    (kept,) = reviews.reviews(store)
    assert kept == review and kept.read == c.THREAT and kept.corrected != c.THREAT
    assert store.ask(f"ASK {{ GRAPH ?g {{ <{IRAN}> kg:assault <{ISRAEL}> }} }}")
    assert not store.ask(f"ASK {{ GRAPH ?g {{ <{IRAN}> kg:threaten <{ISRAEL}> }} }}")


def test_a_date_alone_is_corrected(store: Store) -> None:
    """It is no part of the claim's IRI; the event moves all the same."""
    review = reviews.correct(store, THREAT, {"date": "2023-12-24"}, "Ana")
    refresh(store)
    assert review.becomes == THREAT
    found = store.select(f"SELECT ?d {{ GRAPH ?g {{ <{THREAT}> kg:event ?e }} GRAPH ?g {{ ?e kg:eventDate ?d }} }}")
    assert [str(row[0].value) for row in found.rows if row[0]] == ["2023-12-24"]


def test_a_second_correction_adds_to_the_first(store: Store) -> None:
    """One verdict a claim: the last reader's, on top of what stood there; asked for by either IRI."""
    first = reviews.correct(store, THREAT, {"status": "planned"}, "Ana")
    second = reviews.correct(store, first.becomes or "", {"recipients": "Syria"}, "Ben")
    third = reviews.correct(store, THREAT, {"mode": ""}, "Cem")
    assert third.corrected is not None and second.corrected is not None
    assert (third.corrected.status, third.corrected.mode) == ("planned", None)
    assert [party.id for party in third.corrected.recipients] == [SYRIA]
    assert reviews.reviews(store) == [third] and third.read == c.THREAT


@pytest.mark.parametrize(
    ("name", "words"),
    [("Syria", "Syria"), ("ISR", "Israel"), ("Cedar Brigade", ""), ("Leila Karimi", ""), (iri.wikidata("Q842"), "")],
)
def test_whom_a_reader_means(store: Store, name: str, words: str) -> None:
    """By name, code or IRI, known to the tables or only to a text; with its words where the sentence has them."""
    review = reviews.correct(store, claim_of(c.DEPOT, c.DENIAL), {"recipients": name, "actors": ""}, "Ana")
    (party,) = review.corrected.recipients if review.corrected else ()
    assert party.text == words and c.DEPOT.text[party.start : party.end] == words
    refresh(store)
    assert list(validate(store)) == []


@pytest.mark.parametrize(
    ("claim", "changes", "says"),
    [
        (THREAT, {"status": "certain"}, "actual, planned"),
        (THREAT, {"event": "HUG"}, "AGREE, CONSULT"),
        (THREAT, {"mode": "aerial"}, "THREATEN has no mode 'aerial'"),
        (THREAT, {"date": "2024-13-01"}, "no date"),
        (THREAT, {"actors": "", "recipients": ""}, "names somebody"),
        (THREAT, {"status": "actual"}, "says that already"),
        (THREAT, {"colour": "red"}, "attributed_to"),
        (THREAT, {"actors": "https://example.org/nobody"}, "Nobody"),
        (THREAT, {"actors": "Nemo of Nowhere"}, "Nobody"),
        (claim_of(c.POSTS, c.MINISTER), {"date": "2024"}, "Only claims of events"),
        ("0000", {"status": "planned"}, "no claim"),
        ("a b>c", {"status": "planned"}, "no claim"),
    ],
)
def test_what_can_not_be_corrected(store: Store, claim: str, changes: dict[str, str], says: str) -> None:
    """A sentence says why, and nothing changes."""
    before = dump(store)
    with pytest.raises((MisaskedError, QueryError, AmbiguousName), match=says):
        reviews.correct(store, claim, changes, "Ana")
    assert dump(store) == before


def test_two_claims_do_not_become_one(store: Store) -> None:
    """Neither one that is there, nor one that was rejected: that one is to be taken back."""
    twin = replace(c.THREAT, mode=None, score=-5.0)
    store.add(c.DEPOT, [*c.CLAIMS[c.DEPOT.id], twin])
    with pytest.raises(MisaskedError, match="in another claim"):
        reviews.correct(store, THREAT, {"mode": ""}, "Ana")
    reviews.reject(store, claim_of(c.DEPOT, twin), "Ana")
    with pytest.raises(MisaskedError, match="take that back"):
        reviews.correct(store, THREAT, {"mode": ""}, "Ana")


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "Ana\x1b[31m"])
def test_a_reader_has_a_name(store: Store, name: str) -> None:
    """One that can be printed."""
    with pytest.raises(MisaskedError, match="reader's name"):
        reviews.reject(store, THREAT, name)


def test_nothing_to_take_back(store: Store) -> None:
    """Of a claim that nobody has judged."""
    with pytest.raises(QueryError, match="Nobody has"):
        reviews.undo(store, THREAT)


# -- documents that come and go


def test_a_verdict_holds_when_the_text_is_read_again(store: Store) -> None:
    """Unchanged it changes nothing; told anew the verdicts are applied again."""
    reviews.reject(store, BOMBING, "Ana", WHEN)
    reviews.correct(store, THREAT, {"status": "planned"}, "Ana", WHEN)
    refresh(store)
    before = dump(store)
    assert store.add(c.DEPOT, c.CLAIMS[c.DEPOT.id]) == "unchanged"
    store.add(c.DEPOT, ())
    refresh(store)
    assert dump(store) != before
    assert store.add(c.DEPOT, c.CLAIMS[c.DEPOT.id]) == "replaced"
    refresh(store)
    assert dump(store) == before


def test_a_verdict_on_a_claim_that_is_gone_is_kept(store: Store) -> None:
    """A newer text from the same place takes the old one's; what was said of that lies idle, and can be taken back."""
    review = reviews.reject(store, THREAT, "Ana", WHEN)
    store.add(replace(c.DEPOT, text="It rained in Damascus."), ())
    refresh(store)
    before = dump(store, verdicts_too=False)
    assert reviews.reviews(store) == [review]
    assert reviews.undo(store, THREAT) == review
    assert reviews.reviews(store) == [] and dump(store) == before


def test_who_forgets_a_document_forgets_what_was_said_of_it(store: Store) -> None:
    """For a verdict quotes it; verdicts on others stay."""
    reviews.reject(store, THREAT, "Ana")
    other = reviews.reject(store, GRAIN, "Ana")
    store.forget(NamedNode(graph.document_iri(c.DEPOT)))
    assert reviews.reviews(store) == [other]
    assert "Iran threatened" not in "".join(dump(store))


# -- what is kept


def test_verdicts_are_described_and_valid(store: Store) -> None:
    """Every property within its domain and range, and every shape content; no pending work is left."""
    reviews.reject(store, BOMBING, "Ana", WHEN)
    reviews.correct(store, THREAT, {"status": "planned"}, "Ana", WHEN)
    refresh(store)
    assert list(validate(store)) == []
    assert not list(store.match(graph=NamedNode(iri.PENDING)))
    vocabulary = rdflib.Graph().parse(data=ontology.turtle(), format="turtle")
    for quad in store.match(graph=verdicts.GRAPH):
        term = URIRef(quad.predicate.value)
        if term != RDF.type:
            assert vocabulary.value(term, RDFS.domain) == URIRef(KG.Review), term


def test_a_verdict_without_its_claim_is_no_verdict(store: Store) -> None:
    """The shapes find it."""
    quads = verdicts.quads(reviews.reject(store, THREAT, "Ana", WHEN))
    store.change(delete=[quad for quad in quads if quad.predicate.value == KG.asRead])
    assert any("as it was read" in str(fault) for fault in validate(store))


def test_nothing_is_left_in_the_air(store: Store) -> None:
    """What a verdict means for events waits in the store itself, should the work on them be cut short."""
    reviews.reject(store, THREAT, "Ana")
    assert list(store.match(graph=NamedNode(iri.PENDING)))


# -- gold


def test_verdicts_become_coded_texts(store: Store, tmp_path: Path) -> None:
    """Read back: the corrected claim must be found, the others may be, and the rejected one is wrong."""
    reviews.reject(store, BOMBING, "Ana")
    reviews.correct(store, THREAT, {"status": "planned", "date": "2024-03"}, "Ana")
    assert gold.write(tmp_path / "gold", reviews.checked(store)) == 1
    (coded,) = gold.read(tmp_path / "gold")
    assert (coded.document.text, coded.document.date) == (c.DEPOT.text, c.DEPOT.date)
    assert [line.core for line in coded.gold if line.event == ("THREATEN",)] == [True]
    assert {line.core for line in coded.gold if line.event != ("THREATEN",)} == {False}
    right = {(one.measure, one.right) for one in judge(coded.gold, left(store))}
    assert right == {("events precision", True), ("events recall", True), ("status", True), ("date", True),
                     ("attribution", True)}  # fmt: skip
    wrong = [one.about for one in judge(coded.gold, c.CLAIMS[c.DEPOT.id]) if not one.right]
    assert c.BOMBING in wrong and c.ACCOUNT not in wrong


def left(store: Store) -> list[Claim]:
    """The claims of the one document with verdicts, as they stand."""
    ((_, claims),) = reviews.checked(store)
    return [claim for claim, _ in claims]


def test_offices_and_relations_become_lines_too(store: Store, tmp_path: Path) -> None:
    """As bonus, beside the verdict on another claim."""
    reviews.reject(store, GRAIN, "Ana")
    gold.write(tmp_path / "gold", reviews.checked(store))
    (coded,) = gold.read(tmp_path / "gold")
    assert [(line.person, line.of) for line in coded.gold if line.kind == "office"] == [(("Leila Karimi",), ("IRN",))]
    assert [line.parties for line in coded.gold if line.kind == "relation"] == [(("RUS",), ("SYR",))]


# -- the command line, and servers


def command(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_on_the_command_line(store: Store, tmp_path: Path) -> None:
    """Reject, correct, list, hand on, take back."""
    before = dump(store)
    store.close()
    place = ("--store", str(tmp_path / "store"))
    end = THREAT.rpartition("/")[2]
    assert command("review", end, "--reject", *place).exit_code == 2
    assert command("review", end, "--reject", "status=planned", "--by", "Ana", *place).exit_code == 2
    assert command("review", end, "--correct", "status", "--by", "Ana", *place).exit_code == 2
    assert "Rejected" in command("review", end, "--reject", "--by", "Ana", *place).output
    assert "Corrected to" in command("review", end, "--correct", "status=planned", "--by", "Ben", *place).output
    (row,) = json.loads(command("reviews", "--format", "json", *place).output)
    assert (row["claim"], row["verdict"], row["by"]) == (THREAT, "corrected", "Ben")
    assert row["read"] == "THREATEN violence actual: Iran → Israel" and "planned" in row["corrected"]
    assert "1 coded texts" in command("reviews", "--gold", tmp_path / "gold", *place).output
    assert "Ben said of it is taken back" in command("review", f"claim/{end}", "--undo", *place).output
    with Store(tmp_path / "store", read_only=True) as after:
        assert dump(after) == before


def test_on_a_server(sparql_server: str, tmp_path: Path) -> None:
    """The same quads as in a folder, before, with verdicts, and after they are taken back."""
    with open_store(sparql_server) as remote, Store(tmp_path / "folder", create=True) as store:
        for one in (remote, store):
            fill(one)
            reviews.reject(one, BOMBING, "Ana", WHEN)
            reviews.correct(one, THREAT, {"status": "planned"}, "Ana", WHEN)
            refresh(one)
        assert dump(remote) == dump(store)
        for one in (remote, store):
            one.add(c.DEPOT, c.CLAIMS[c.DEPOT.id])
            reviews.undo(one, BOMBING)
            reviews.undo(one, THREAT)
            refresh(one)
        assert dump(remote) == dump(store)


# -- the explorer's form


def test_the_form_begins_with_what_was_read_and_tells_what_was_changed(store: Store) -> None:
    """Fields that are left as they are change nothing, however they came about."""
    (event,) = store.select(f"SELECT ?e {{ GRAPH ?g {{ <{THREAT}> kg:event ?e }} }}").rows[0]
    (claim,) = evidence(store, [str(event)[1:-1]])
    before = judging.fields(claim)
    assert before == {
        "event": "THREATEN", "mode": "violence", "status": "actual", "date": "2024-03-05", "actors": "Iran",
        "recipients": "Israel",
    }  # fmt: skip
    assert judging.told(claim) == "THREATEN violence actual 2024-03-05: Iran → Israel"
    assert judging.changes(claim, before) == {}
    assert judging.changes(claim, {**before, "mode": None, "actors": " Oman "}) == {"mode": "", "actors": "Oman"}
    assert "violence" in judging.modes("THREATEN") and judging.reader(claim) == ""


def test_readers_at_once_wait_for_each_other(store: Store, tmp_path: Path) -> None:
    """None is told that another one writes."""
    store.close()
    folder = str(tmp_path / "store")
    with ThreadPoolExecutor() as pool:
        done = [pool.submit(judging.reject, folder, claim, "Ana") for claim in (THREAT, GRAIN, BOMBING)]
    assert [one.result() for one in done] == [None] * 3
    with Store(folder, read_only=True) as after:
        assert len(reviews.reviews(after)) == 3
