"""Things that go by a state's or a city's name and are nobody: "Georgian Bay", "Treaty of Paris", "Korean War"."""

from collections.abc import Iterable, Iterator
from functools import cache

from spacy.tokens import Doc, Span, Token

from kgraph.actors import tables

_FARTHEST = 4  # words between a name and the noun that makes a thing of it
_BEFORE = {"river", "lake", "mount"}  # "Lake Chad", without "of"


def find(doc: Doc, names: Iterable[Span]) -> Iterator[Span]:
    """The things named after one of ``names``, as spans that begin or end with it."""
    for name in names:
        end = name.end
        while end < len(doc) and end - name.end < _FARTHEST and doc[end].is_title:
            end += 1
        if end > name.end and is_thing_noun(doc[end - 1]):
            yield Span(doc, name.start, end)
        start = name.start - 1
        of = start > 0 and doc[start].lower_ == "of"
        if start >= 0 and is_thing_noun(doc[start - 1 if of else start]) and (of or doc[start].lower_ in _BEFORE):
            yield Span(doc, start - 1 if of else start, name.end)


def is_thing(span: Span) -> bool:
    """Whether a longer name is a thing's, by its noun."""
    return len(span) > 1 and (is_thing_noun(span[-1]) or (span[1].lower_ == "of" and is_thing_noun(span[0])))


def is_thing_noun(token: Token) -> bool:
    """Whether the token is a noun for a thing, written as a part of a name."""
    return token.is_title and token.lower_ in _nouns()


def is_place(span: Span) -> bool:
    """Whether a thing is one where something can happen: a water or a stretch of land."""
    return any(_nouns().get(token.lower_) == "place" for token in (span[0], span[-1]))


def is_made_at_a_place(noun: Token) -> bool:
    """Whether a city before the noun tells where it was made or held: "the Paris agreement", "the Geneva talks"."""
    lemma = noun.lemma_.lower()
    return _nouns().get(lemma) in {"document", "meeting"}


@cache
def _nouns() -> dict[str, str]:
    return tables.things()
