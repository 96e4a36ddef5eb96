"""Odd texts, made up by chance: words as in the news among control characters, marks, emoji, runs of brackets."""

import random
from collections.abc import Iterable

from pyoxigraph import RdfFormat, parse

from kgraph.export.rdf import serialise
from kgraph.extractors.pipeline import extract
from kgraph.graph import quads
from kgraph.model import Claim, Document

LONGEST = 40  # pieces of a text

NEWS = """
Iran Israel France the U.N. Security Council Mr. Bennett President Macron officials troops minister said denied
condemned bombed will met not would if 14 at least two million dollars on Monday yesterday 4 March 2024 and or , . : ;
( ) “ ” " ' - – who that which to of in against its their he killed an ally of Resolution 2254
"""
WORDS = NEWS.split()
ODD = [
    "\0", "\x07", "\x1b[31m", "\x7f", "\x85", "\x9b", "\xad", "\u0300" * 9, "\u061c", "\u200b", "\u200d", "\u200f",
    "\u202e", "\u2028", "\u2066", "\u2069", "\ufeff", "\ufffe", "\ufffd", "\ud800", "\udfff", "🕊", "👩\u200d👩\u200d👧",
    "🏳\ufe0f\u200d🌈", "ﬁ", "İ", "ß", "ǅ", "مرحبا", "שלום", "Ελλάδα", "Россия", "中国", "한국", "\t", "\r", "\u3000",
    "\\", "<b>", "&amp;", "{}", "%s", "$1", "?x", "# VALUES", "x" * 70 + "://", "a" * 3000, "\n" * 300, '"' * 200,
    "“" * 200, "(" * 200, ")" * 200, "[" * 99, "-" * 300, "and " * 99, "of the " * 99, "9" * 400, "1,000," * 60,
]  # fmt: skip


def odd_text(draw: random.Random) -> str:
    """A short text of words as in the news, with odd characters between them, within them, or nothing else."""
    share = draw.choice((0.0, 0.05, 0.3, 1.0))
    pieces = []
    for _ in range(draw.randrange(1, LONGEST)):
        piece = draw.choice(ODD) if draw.random() < share else draw.choice(WORDS)
        if draw.random() < share / 4:
            piece = chr(draw.randrange(0x110000))
        pieces += [piece, draw.choice((" ", " ", " ", " ", "", "\n", "\u00a0"))]
    return "".join(pieces)


def check(texts: list[str]) -> None:
    """Whatever is extracted quotes its text, and comes back from N-Quads and Turtle."""
    made = []
    for document, claims in extract([Document(f"{n}", text, date="2024-10-09") for n, text in enumerate(texts)]):
        quoted(document, claims)
        made += quads(document, claims)
    lines = "".join(f"{quad} .\n" for quad in made)
    assert set(parse(lines, format=RdfFormat.N_QUADS)) == set(made)
    turtle = parse(serialise(made), format=RdfFormat.TURTLE)
    assert {quad.triple for quad in turtle} == {quad.triple for quad in made}


def quoted(document: Document, claims: Iterable[Claim]) -> None:
    """Every part of a claim stands at its place in the text, in some letters, and every party has a name."""
    for claim in claims:
        parties = (*claim.actors, *claim.recipients, *claim.parties, *claim.attributed_to, claim.person, claim.of)
        for part in filter(None, (claim.sentence, claim.trigger, *claim.values, *parties)):
            assert document.text[part.start : part.end] == part.text, (document.text, part)
            assert part.text.strip(), (document.text, part)
        assert all(party.name.strip() for party in parties if party), (document.text, parties)
        assert claim.date_text is None or claim.date_text in document.text, (document.text, claim.date_text)
