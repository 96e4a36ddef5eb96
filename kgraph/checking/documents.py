"""One document's graph: it must be what its text, and what its claims tell, make.

The claims are read back as values, held against the text, and written anew: what differs is at fault.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import Quad

from kgraph import graph, iri
from kgraph.actors.catalogue import catalogue
from kgraph.checking.faults import Fault, differences, short
from kgraph.model import Claim, Party, Span
from kgraph.rdf import text
from kgraph.recall import Sheet
from kgraph.vocab import KG, NIF, PROV, RDF, RDFS, plover, score

_UNREADABLE = (IndexError, KeyError, StopIteration, TypeError, ValueError)
_ORIGIN = re.compile(r"[0-9a-f]{16}")
# without these a claim can't be read back
_CLAIM = (RDF.type, PROV.wasDerivedFrom, KG.trigger, KG.triggerBegin, KG.triggerEnd, KG.confidence, KG.rule)
_SENTENCE = (NIF.beginIndex, NIF.endIndex, NIF.anchorOf)
_MENTION = (KG.mentionOf, KG.mentionRole, KG.mentionText, KG.mentionBegin, KG.mentionEnd)
_VALUE = (KG.counts, KG.valueText, KG.valueBegin, KG.valueEnd)
_ACTOR = (RDF.type, RDFS.label)


def examine(name: str, quads: Sequence[Quad], sheet: Sheet) -> list[Fault]:
    """What is at fault in the graph of a document (an IRI), of which ``sheet`` is made."""
    about = sheet.about(name)
    known = min(about.get(KG.documentId, ()), default="")
    if not has_text(name, sheet):
        return [Fault("document", known, name, "its id and text are not those that its IRI is made of")]
    claims, faults = _claims(name, sheet)
    try:
        faults = faults or list(_differing(name, quads, sheet, claims)) or list(_unsealed(name, quads))
    except ValueError:  # an IRI is made of what some claim says
        faults = [(name, "has a claim with a value that nothing is called by")]
    return [Fault("document" if node == name else "claim", known, node, fault) for node, fault in faults]


def has_text(name: str, sheet: Sheet) -> bool:
    """Whether a document has one id and one text, and is called what they make."""
    ids, texts = (sheet.about(name).get(predicate, ()) for predicate in (KG.documentId, NIF.isString))
    return len(ids) == len(texts) == 1 and iri.document(ids[0], texts[0]) == name


def _claims(name: str, sheet: Sheet) -> tuple[list[Claim], list[tuple[str, str]]]:
    """The claims that can be read back, and what is at fault with claims: node and fault."""
    words = sheet.about(name)[NIF.isString][0]
    found: list[Claim] = []
    faults: list[tuple[str, str]] = []
    for node in [node for node, facts in sheet.facts.items() if KG.Claim in facts.get(RDF.type, ())]:
        try:
            claim = sheet.claim(node)
        except _UNREADABLE:
            faults.append((node, "; ".join(_lacking(sheet, node)) or "has values that can't be read"))
            continue
        found.append(claim)
        if fault := _fault(name, node, claim, words):
            faults.append((node, fault))
    return found, faults


def _fault(name: str, node: str, claim: Claim, words: str) -> str | None:
    if claim.kind == "event" and ((claim.event or "", claim.mode) not in plover() or not claim.status):
        return "lacks a code or a status, or has a mode that its code does not have"
    if graph.claim_iri(name, claim) != node:
        return "what it tells is not what its IRI is made of"
    wrong = next((span.text for span in _spans(claim) if words[span.start : span.end] != span.text), None)
    if wrong is not None:
        return f"quotes {wrong[:60]!r}, which the text does not have there"
    if claim.kind == "event" and claim.score != score(claim):
        return "lacks the score of its code, or has another"
    strange = next((party for _, party in graph.roles(claim) if not _has_code(party)), None)
    return f"names {strange.name} without the kg:iso3 of that state" if strange else None


def _has_code(party: Party) -> bool:
    known = catalogue().get(party.id)
    return known is None or known.kind != "state" or known.country == party.country


def _spans(claim: Claim) -> Iterator[Span]:
    """Everything that a claim quotes."""
    yield claim.sentence
    yield claim.trigger
    yield from (Span(party.start, party.end, party.text) for _, party in graph.roles(claim))
    yield from (Span(value.start, value.end, value.text) for value in claim.values)


def _lacking(sheet: Sheet, node: str) -> Iterator[str]:
    """What must be there for a claim to be read back, and is not."""
    facts = sheet.about(node)
    mentions = facts.get(KG.mention, ())
    parts = [("", [node], _CLAIM), ("its sentence ", facts.get(PROV.wasDerivedFrom, ()), _SENTENCE)]
    parts += [("a mention ", mentions, _MENTION), ("a figure ", facts.get(KG.value, ()), _VALUE)]
    actors = [actor for mention in mentions for actor in sheet.about(mention).get(KG.mentionOf, ())]
    parts.append(("an actor ", actors, _ACTOR))
    for label, nodes, needed in parts:
        lacks = [short(name) for name in needed if not all(sheet.about(part).get(name) for part in nodes)]
        if lacks:
            yield f"{label}lacks {', '.join(lacks)}"


def _differing(name: str, quads: Sequence[Quad], sheet: Sheet, claims: Iterable[Claim]) -> Iterator[tuple[str, str]]:
    """Nodes of the graph that are not what the text and the claims make, and what is wrong with them."""
    merge = KG.notMerged not in sheet.about(name)
    here = {quad for quad in quads if quad.predicate.value != KG.seal}
    made = set(graph.facts(sheet.document(name), claims, merge=merge))
    missing = _by_subject(made - here)
    surplus = _by_subject(quad for quad in here - made if not _is_free(quad, name, sheet))
    for node in sorted(missing.keys() | surplus.keys()):
        yield node, differences(missing.get(node, {}), surplus.get(node, {}))


def _unsealed(name: str, quads: Sequence[Quad]) -> Iterator[tuple[str, str]]:
    """What is said only once, and so can't be held against anything else, is known by the seal."""
    seals = [quad for quad in quads if quad.predicate.value == KG.seal]
    if not seals:
        yield name, "lacks its kg:seal, which an older kgraph did not give"
    elif seals != [graph.seal(name, quads)]:
        yield name, "is not what its kg:seal was made of: something it says was lost, changed or added"


def _by_subject(quads: Iterable[Quad]) -> Mapping[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        found[text(quad.subject)][short(quad.predicate.value)].append(short(text(quad.object)))
    return found


def _is_free(quad: Quad, name: str, sheet: Sheet) -> bool:
    """Whether a quad may be there though claims don't tell it back: the origin; one more name of an actor."""
    subject, predicate = text(quad.subject), quad.predicate.value
    if predicate == KG.originKey:
        keys = sheet.about(name).get(KG.originKey, ())
        return subject == name and len(keys) == 1 and _ORIGIN.fullmatch(keys[0]) is not None
    kinds = sheet.about(subject).get(RDF.type, ())
    named = predicate == RDFS.label or text(quad.object) in graph.PARTY_CLASS.values()
    return named and KG.Actor in kinds
