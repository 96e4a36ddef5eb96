"""Figures that belong to an event: how many were killed or arrested, how many troops, how much money.

``data/lexicon/values.tsv`` says which words mean what is counted, and which acts tell such a figure. A figure goes to
the nearest claim of its sentence that can tell it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc, Span, Token

from kgraph import resources, syntax
from kgraph.extractors import datewords, numbers
from kgraph.extractors.numbers import Figure
from kgraph.model import Claim, Document, Value
from kgraph.model import Span as Words

_REACH = 4  # steps in the parse from the figure to the trigger
_MODIFYING = {"nummod", "quantmod", "compound", "nmod", "amod", "advmod"}
_CLAUSES = {"ccomp", "advcl", "parataxis", "conj"}
_OF_ACTS = {"of", "on", "against", "for"}
_TIME = re.compile(r"(?:year|month|week|day|hour|minute|a\.?m|p\.?m|'?clock)\b|\d:\d\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measure:
    """What may be counted, and the words that say so, as lemmas.

    Verbs whose object is counted (``done``) or whose subject (``doing``), nouns that are ``counted``, nouns of the act,
    words ``behind`` the figure; ``roots`` are the codes of the acts that may tell it.
    """

    what: str
    done: frozenset[str]
    doing: frozenset[str]
    counted: frozenset[str]
    acts: frozenset[str]
    behind: frozenset[str]
    roots: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure in its phrase: the phrase's head, and the word that governs it."""

    figure: Figure
    head: Token
    governor: Token


def valued(document: Document, doc: Doc, claims: Iterable[Claim]) -> list[Claim]:
    """The claims, in their order, with the figures that each tells."""
    claims = list(claims)
    told: dict[int, list[Value]] = {}
    by_sentence: dict[int, list[int]] = {}
    for number, claim in enumerate(claims):
        if claim.kind == "event":
            by_sentence.setdefault(claim.sentence.start, []).append(number)
    for members in by_sentence.values():
        anchors = {number: _anchor(doc, claims[number]) for number in members}
        for quantity in _quantities(doc, claims[members[0]].sentence):
            for number, value in _placed(quantity, {n: (claims[n], anchor) for n, anchor in anchors.items()}, document):
                told.setdefault(number, []).append(value)
    return [replace(claim, values=tuple(told[n])) if n in told else claim for n, claim in enumerate(claims)]


def _placed(
    quantity: Quantity, claims: dict[int, tuple[Claim, Token]], document: Document
) -> Iterator[tuple[int, Value]]:
    """The nearest claims that can tell a figure, each with what it counts there."""
    near = []
    for number, (claim, anchor) in claims.items():
        what = _what(quantity, claim, anchor)
        steps = _steps(quantity, anchor) if what else None
        if what and steps is not None:
            near.append((steps, number, what))
    closest = min((steps for steps, _, _ in near), default=0)
    for steps, number, what in near:
        if steps == closest:
            yield number, _value(quantity, what, document)


def _anchor(doc: Doc, claim: Claim) -> Token:
    span = doc.char_span(claim.trigger.start, claim.trigger.end, alignment_mode="expand")
    return span.root if span is not None else doc[0]


# -- figures in their phrases


def _quantities(doc: Doc, sentence: Words) -> Iterator[Quantity]:
    for figure in numbers.find(sentence.text):
        moved = replace(figure, start=figure.start + sentence.start, end=figure.end + sentence.start)
        span = doc.char_span(moved.start, moved.end, alignment_mode="expand")
        if span is not None and not _tells_time(span):
            head = _head(span)
            if head.i >= span.start:  # "Resolution 2249" counts nothing
                yield Quantity(moved, head, _first(head).head)


def _tells_time(span: Span) -> bool:
    """Whether a figure is part of a date or a length of time."""
    around = [token for token in (*span, *span.root.subtree, span.root.head) if token.ent_type_ in {"DATE", "TIME"}]
    words = " ".join(token.text for token in around)
    return bool(_TIME.search(words)) or datewords.is_datelike(words) or datewords.has_year(words)


def _head(span: Span) -> Token:
    """The noun that a figure counts; the figure itself where it stands alone."""
    head = next((token for token in span if token.pos_ == "NUM"), span.root)
    while head.dep_ in _MODIFYING and head.head != head and (head in span or head.pos_ == "NUM"):
        head = head.head
    if head in span:
        return next((token for token in syntax.pobjects(head, "of") if token.pos_ != "PRON"), head)
    return head


def _first(head: Token) -> Token:
    """The phrase's first member: what "three" and "five" share in "three soldiers and five policemen"."""
    while head.dep_ == "conj" and head.head.pos_ in {"NOUN", "PROPN", "NUM"}:
        head = head.head
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.pos_ in {"NUM", "NOUN"}:
        vague = head.head.head
        return _first(vague) if vague.pos_ == "NUM" or vague.lemma_ in {"dozen", "hundred", "thousand", "ten"} else head
    return head


# -- what they count


@cache
def _measures() -> tuple[Measure, ...]:
    rows = resources.rows("lexicon", "values.tsv")
    return tuple(
        Measure(row["what"], *(_cell(row[name]) for name in ("done", "doing", "counted", "acts", "behind", "roots")))
        for row in rows
    )


def _cell(text: str) -> frozenset[str]:
    return frozenset(filter(None, text.split("|")))


def _what(quantity: Quantity, claim: Claim, anchor: Token) -> str | None:
    """What a figure counts, told by this claim; None where it is not this claim's to tell."""
    if quantity.figure.unit:
        return "amount"
    fitting = [measure for measure in _measures() if claim.event in measure.roots]
    for test in (_by_word_behind, _by_verb, _by_act, _by_noun):
        found = next((measure.what for measure in fitting if test(quantity, measure)), None)
        if found:
            return found
    return "acts" if quantity.head == anchor and anchor.pos_ == "NOUN" else None


def _by_word_behind(quantity: Quantity, measure: Measure) -> bool:
    """ "30 wounded", "ten people killed"."""
    last = max(quantity.head.i, quantity.governor.i if quantity.governor.pos_ == "NUM" else 0)
    behind = quantity.head.doc[last + 1 : last + 2]
    return any(token.lower_ in measure.behind and token.tag_ != "VBD" for token in behind)


def _by_verb(quantity: Quantity, measure: Measure) -> bool:
    """ "Killed 14 soldiers", "30 were arrested", "thousands fled"."""
    verb, first = quantity.governor, _first(quantity.head)
    if verb.lemma_.lower() in measure.done:
        return first.dep_ in {"dobj", "nsubjpass"} or (first.dep_ == "nsubj" and verb.tag_ == "VBN")
    if verb.lemma_.lower() in measure.doing:
        return first.dep_ == "nsubj"
    return any(child.lemma_.lower() in measure.done for child in syntax.children(quantity.head, "acl"))


def _by_act(quantity: Quantity, measure: Measure) -> bool:
    """ "The deaths of 14 people", "imposed sanctions on 25 officials"."""
    preposition = quantity.governor
    if preposition.pos_ != "ADP" or preposition.lower_ not in _OF_ACTS:
        return False
    return any(noun.lemma_.lower() in measure.acts for noun in (preposition.head, *_objects(preposition.head)))


def _objects(verb: Token) -> list[Token]:
    return syntax.children(verb, "dobj", "nsubjpass")


def _by_noun(quantity: Quantity, measure: Measure) -> bool:
    """ "5,000 troops", "52 deaths"."""
    return quantity.head.lemma_.lower() in measure.counted


def _value(quantity: Quantity, what: str, document: Document) -> Value:
    figure, head = quantity.figure, quantity.head
    end = max(figure.end, head.idx + len(head)) if head.idx < figure.end + 40 and figure.unit is None else figure.end
    return Value(
        what, figure.number, figure.upper, figure.unit, figure.qualifier,
        document.text[figure.start : end], figure.start, end,
    )  # fmt: skip


# -- which claim


def _steps(quantity: Quantity, anchor: Token) -> int | None:
    """How far a figure's phrase is from a trigger in the parse; None where too far, or another clause lies between."""
    above = [quantity.head, *_up_to_clause(quantity.head)]
    line = [anchor, *syntax.ancestors(anchor)]
    for steps, token in enumerate(above):
        if token in line:
            total = steps + line.index(token)
            return total if total <= _REACH else None
    return None


def _up_to_clause(head: Token) -> Iterator[Token]:
    """The tokens above a phrase, to the end of what its clause tells; a clause with a doer of its own stands apart."""
    token = head
    while token.head != token:
        doers = [child for child in syntax.children(token, "nsubj") if child != head]
        if token.dep_ in _CLAUSES and token.pos_ in {"VERB", "AUX"} and doers:
            return
        token = token.head
        yield token
