"""From a document and its claims to quads: what is said of each, and what never becomes an edge."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kgraph import graph, iri
from kgraph.model import Claim, Document
from kgraph.vocab import KG, NIF, RDF, RDFS, SCHEMA, XSD
from tests import claims as c

ISRAEL, IRAN, SYRIA, EGYPT = (iri.wikidata(c.STATES[name][0]) for name in ("Israel", "Iran", "Syria", "Egypt"))
KARIMI = iri.actor("Leila Karimi")


def quads(document: Document = c.DEPOT, *claims: Claim) -> list[Quad]:
    return graph.quads(document, claims)


def values(found: list[Quad], predicate: str, subject: str | None = None) -> list[str]:
    """The objects of a predicate, sorted."""
    return sorted(
        quad.object.value
        for quad in found
        if quad.predicate.value == predicate and subject in (None, quad.subject.value)
    )


def edges(*claims: Claim) -> set[tuple[str, str, str]]:
    """The plain edges of some claims."""
    found = quads(c.DEPOT, *claims)
    names = {KG.terms()[code.lower()] for code in graph.PLOVER.terms() if code != "scheme"}
    return {
        (q.subject.value, q.predicate.value.rpartition("#")[2], q.object.value)
        for q in found
        if q.predicate.value in names
    }


def test_all_quads_are_in_the_graph_of_the_document() -> None:
    """The named graph is the document's own IRI, for everything."""
    found = quads(c.DEPOT, c.BOMBING)
    assert {quad.graph_name for quad in found} == {NamedNode(graph.document_iri(c.DEPOT))}


def test_the_same_input_gives_the_same_list() -> None:
    """Twice the same, in the same order, and no quad twice."""
    for document, claims in c.CORPUS:
        found = graph.quads(document, claims)
        assert found == graph.quads(document, claims)
        assert len(found) == len(set(found))


def test_a_document_without_claims_is_described_all_the_same() -> None:
    """A text that claims nothing is known to have been read."""
    found = quads(c.QUIET)
    assert values(found, KG.documentId) == ["quiet.txt"]
    assert values(found, NIF.isString) == ["It rained."]
    assert not values(found, SCHEMA.headline)


def test_a_claim_leads_back_to_its_sentence() -> None:
    """Claim, sentence, document: offsets and words agree with the text."""
    found = quads(c.TALKS, c.CALL)
    (begin,), (end,) = values(found, NIF.beginIndex), values(found, NIF.endIndex)
    assert c.TALKS.text[int(begin) : int(end)] == c.CALL.sentence.text
    assert values(found, NIF.anchorOf) == [c.CALL.sentence.text]
    assert values(found, NIF.referenceContext) == [graph.document_iri(c.TALKS)]


@pytest.mark.parametrize(
    ("date", "datatype"),
    [("2024-03-04", XSD.date), ("2024-03", XSD.gYearMonth), ("2024", XSD.gYear), ("last Monday", XSD.string)],
)
def test_dates_are_typed_by_their_form(date: str, datatype: str) -> None:
    """Day, month and year have a type each; what is no date stays a string."""
    found = quads(c.DEPOT, replace(c.BOMBING, date=date))
    dates = {quad.object for quad in found if quad.predicate.value == KG.date}
    assert dates == {Literal(date, datatype=NamedNode(datatype))}


def test_somebody_who_acts_for_a_state_counts_for_it() -> None:
    """The minister is the actor, Iran the side; a group without a known state is its own side."""
    found = quads(c.POSTS, c.PRAISE)
    assert values(found, KG.actor) == [KARIMI]
    assert values(found, KG.actorFor) == [IRAN]
    assert values(found, RDFS.label, IRAN) == ["Iran"]
    strike = quads(c.POSTS, c.STRIKE)
    assert values(strike, KG.actorFor) == values(strike, KG.actor) == [c.STRIKE.actors[0].id]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (c.BOMBING, {(ISRAEL, "assault", SYRIA)}),
        (c.THREAT, {(IRAN, "threaten", ISRAEL)}),
        (c.CALL, {(EGYPT, "consult", ISRAEL), (ISRAEL, "consult", EGYPT)}),
        (replace(c.CALL, event="SUPPORT"), {(EGYPT, "support", ISRAEL), (ISRAEL, "support", EGYPT)}),
        (c.PRAISE, {(KARIMI, "support", iri.wikidata("Q842")), (IRAN, "support", iri.wikidata("Q842"))}),
        (c.ACCOUNT, set()),
        (c.DENIAL, set()),
        (c.PACT, set()),
        (c.DEMAND, set()),
        (c.WITHDRAWAL, set()),
        (c.MINISTER, set()),
        (c.ALLIES, set()),
        (replace(c.BOMBING, actors=c.BOMBING.recipients), set()),
    ],
    ids=[
        "asserted", "threat made", "mutual", "joint", "person and state", "attributed", "denied", "planned", "demanded",
        "imagined", "office", "relation", "to oneself",
    ],
)  # fmt: skip
def test_only_what_the_text_asserts_becomes_an_edge(claim: Claim, expected: set[tuple[str, str, str]]) -> None:
    """Hearsay, denials, plans, demands and fancies stay claims."""
    assert edges(claim) == expected


@pytest.mark.parametrize(
    ("claim", "document", "expected"),
    [
        (c.BOMBING, c.DEPOT, ["2024-03-04"]),
        (c.ACCOUNT, c.DEPOT, ["2024-03-05"]),
        (c.PACT, c.TALKS, ["2024-04"]),
        (replace(c.CALL, date=None), c.QUIET, []),
        (replace(c.BOMBING, date="last Monday"), c.DEPOT, ["2024-03-05"]),
    ],
    ids=["told", "as published", "a month", "unknown", "no date"],
)
def test_a_claim_is_filed_under_a_date(claim: Claim, document: Document, expected: list[str]) -> None:
    """The date that the text tells, else that of its publication, else none."""
    made = list(graph.quads(document, [claim]))
    assert values(made, KG.eventDate) == expected
    undated = {quad.subject.value for quad in made if quad.predicate.value == KG.undated}
    assert undated == {
        *(quad.subject.value for quad in made if quad.object.value == KG.EventClaim and not expected),
        *([graph.document_iri(document)] if document.date is None else []),
    }


def test_claims_that_say_the_same_are_one() -> None:
    """The first of two readings of the same words counts; another status is another claim."""
    twice = quads(c.DEPOT, c.BOMBING, replace(c.BOMBING, confidence=0.1, rule="other"))
    assert twice == quads(c.DEPOT, c.BOMBING)
    both = quads(c.DEPOT, c.BOMBING, replace(c.BOMBING, status="planned"))
    assert values(both, RDF.type).count(KG.Claim) == 2


@pytest.mark.parametrize(
    ("score", "text"), [(4.0, "4"), (-10.0, "-10"), (0.95, "0.95"), (-0.0, "0"), (1e-5, "0.00001")]
)
def test_decimals_are_written_as_the_store_keeps_them(score: float, text: str) -> None:
    """No trailing zeros, no exponent, no minus before nought: equal numbers are equal quads."""
    assert values(quads(c.DEPOT, replace(c.BOMBING, score=score)), KG.score) == [text]


@given(st.text(st.characters()))
def test_any_text_becomes_a_literal_of_the_same_length(text: str) -> None:
    """Also lone surrogates, which are no characters: offsets must hold."""
    found = quads(replace(c.QUIET, id="x", text=text, title=text))
    assert [len(value) for value in values(found, NIF.isString)] == [len(text)]
    assert values(found, SCHEMA.headline) == [text.encode("utf-8", "replace").decode()]


@given(st.text(st.characters()), st.text(st.characters()))
def test_iris_of_any_name_are_valid(name: str, doc: str) -> None:
    """NamedNode refuses what is no IRI."""
    for node in (iri.actor(name), iri.unnamed(doc, name), iri.place(name, None), iri.document(doc, name)):
        assert NamedNode(node).value == node
