"""Parsed texts by hand: spaCy ``Doc``s without a model.

Sentences are parted by ``|``; a token reads ``word=lemma/TAG/dependency>head/ENTITY``::

    Iran/NNP/nsubj>denied/GPE denied=deny/VBD/ROOT the/DT/det>attack attack/NN/dobj>denied ./.

Left out, the lemma is the word in lower case (a proper noun's the word itself), the dependency ``punct`` under the
root, the entity none. The part of speech follows from the tag, or stands before it: ``is=be/AUX.VBZ/ROOT``. A head
is the nearest token of that word; ``¶`` ends a paragraph.
"""

from dataclasses import dataclass

import pytest
import spacy
from spacy.tokens import Doc, Token

from kgraph.actors.catalogue import catalogue
from kgraph.actors.names import finder
from kgraph.actors.reference import References
from kgraph.actors.resolver import Resolver
from kgraph.actors.short import ShortNames
from kgraph.extractors.governors import governors
from kgraph.extractors.speech import Speech
from kgraph.model import Document, Party

NLP = spacy.blank("en")
POS = {
    "NNP": "PROPN", "NNPS": "PROPN", "NN": "NOUN", "NNS": "NOUN", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ",
    "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB", "MD": "AUX",
    "IN": "ADP", "RP": "ADP", "TO": "PART", "POS": "PART", "DT": "DET", "PDT": "DET", "CC": "CCONJ", "CD": "NUM",
    "RB": "ADV", "WRB": "SCONJ", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "WDT": "PRON", "EX": "PRON",
    "_SP": "SPACE", ".": "PUNCT", ",": "PUNCT", ":": "PUNCT", "``": "PUNCT", "''": "PUNCT", "HYPH": "PUNCT",
    "-LRB-": "PUNCT", "-RRB-": "PUNCT",
}  # fmt: skip
_NO_BLANK_BEFORE = {*".,;:?!”’)-¶", "'s", "’s", "n't", "n’t"}
_NO_BLANK_AFTER = {*"“(-¶"}


@dataclass(frozen=True)
class Row:
    """One token as it is written down."""

    word: str
    lemma: str
    tag: str
    pos: str
    dep: str
    head: str
    entity: str


def row(token: str) -> Row:
    """The token that ``word=lemma/TAG/dependency>head/ENTITY`` describes."""
    form, tags, link, entity = [*token.split("/"), "", ""][:4]
    word, _, lemma = form.partition("=")
    pos, _, tag = tags.rpartition(".") if len(tags) > 1 else ("", "", tags)
    pos = pos or POS[tag]
    dep, _, head = (link or "punct").partition(">")
    return Row(word, lemma or (word if pos == "PROPN" else word.lower()), tag, pos, dep, head, entity)


def _heads(rows: list[Row], first: int) -> list[int]:
    """Each token's head by its index in the text."""
    root = next(n for n, row in enumerate(rows) if row.dep == "ROOT")
    heads = []
    for n, own in enumerate(rows):
        named = [m for m, other in enumerate(rows) if other.word == own.head and m != n]
        if own.head and not named:
            raise ValueError(f"no token {own.head!r} for {own.word!r} to hang on")
        heads.append(first + min(named, key=lambda m: abs(m - n), default=n if own.dep == "ROOT" else root))
    return heads


def _entities(rows: list[Row]) -> list[str]:
    """The labels as spaCy takes them: like neighbours are one entity."""
    before = ["", *(row.entity for row in rows)]
    return [
        f"{'I' if row.entity == old else 'B'}-{row.entity}" if row.entity else "O"
        for row, old in zip(rows, before, strict=False)
    ]


def build(text: str) -> Doc:
    """The ``Doc`` that a written text describes."""
    rows: list[Row] = []
    heads: list[int] = []
    for sentence in text.split("|"):
        described = [row(token) for token in sentence.split()]
        heads += _heads(described, len(rows))
        rows += described
    pairs = zip(rows, [*rows[1:], row("./.")], strict=True)
    return Doc(
        NLP.vocab,
        words=[row.word.replace("¶", "\n\n") for row in rows],
        spaces=[a.word not in _NO_BLANK_AFTER and b.word not in _NO_BLANK_BEFORE for a, b in pairs],
        lemmas=[row.lemma for row in rows],
        tags=[row.tag for row in rows],
        pos=[row.pos for row in rows],
        deps=[row.dep for row in rows],
        heads=heads,
        ents=_entities(rows),
    )


def find(doc: Doc, word: str, nth: int = 0) -> Token:
    """The ``nth`` token of this text, from the end where negative."""
    return [token for token in doc if token.text == word][nth]


def resolver(doc: Doc, date: str | None = None) -> Resolver:
    """Who is who in a text, pronouns included; ``date`` is its day of publication."""
    known = catalogue()
    names = ShortNames(doc, known, finder(NLP).find(doc)).find()
    reading = Resolver(doc, Document(id="hand.txt", text=doc.text, date=date), known, names)
    speech = Speech(doc, governors())

    def speaker(token: Token) -> tuple[Party, ...]:
        head = speech.speaker(token)
        return reading.parties(head) if head is not None else ()

    References(reading, speaker)
    return reading


def plain(value: object) -> str:
    """A case's name in a report: the bare words of a written sentence, anything else as it is."""
    return " ".join(token.split("/")[0].split("=")[0] for token in str(value).split())


def broken(why: str, *case: object) -> object:
    """A case that should hold and doesn't yet."""
    return pytest.param(*case, marks=pytest.mark.xfail(reason=why, strict=True))
