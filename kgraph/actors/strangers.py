"""Somebody without a name, or with a name that nothing decides: known within one text only."""

import re

from spacy.tokens import Token

from kgraph import iri, syntax
from kgraph.actors.catalogue import Catalogue
from kgraph.model import Document, Party, PartyKind

_DETERMINERS = re.compile(
    r"^(?:(?:an?|the|all|any|some|many|more|most|several|other|these|those|both)\s+)+", re.IGNORECASE
)
_KINDS: dict[str, PartyKind] = {"people": "people", "group": "armed-group", "office": "person"}
_TIMES = {"past", "present", "future", "time", "moment", "meantime", "interim", "beginning", "end"}
_AMOUNTS = {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"}


def undecided(rivals: tuple[str, ...], head: Token, document: Document) -> Party:
    """One of several who share a name."""
    start, end = syntax.extent(head)
    why = f"unnamed: {' or '.join(rivals)}"
    name = iri.unnamed(document.id, head.text)
    return Party(name, head.text, "organisation", None, document.text[start:end], start, end, why)


def unnamed(head: Token, document: Document, known: Catalogue) -> tuple[Party, ...]:
    """Somebody without a name, () where the words mean nobody."""
    if head.pos_ not in {"NOUN", "PROPN"} or head.ent_type_ in _AMOUNTS or head.lemma_.lower() in _TIMES:
        return ()
    start, end = syntax.extent(head)
    role = known.roles.get(head.lemma_.lower())
    kind = _KINDS.get(role.kind if role else "", "organisation")
    core = " ".join(t.lemma_.lower() for t in [*syntax.children(head, "compound", "amod"), head])
    name = _DETERMINERS.sub("", document.text[start : _short_end(head, document, end)])
    words = document.text[start:end]
    if not any(map(str.isalnum, name)) or _is_tied(head):
        return ()
    return (Party(iri.unnamed(document.id, core), name, kind, None, words, start, end, "unnamed"),)


def _is_tied(head: Token) -> bool:
    """Whether it ends a word that the parser has taken apart: "attack" in "the counter-attack"."""
    parts = head.doc[max(0, head.i - 2) : head.i + 1]
    tied = len(parts) == 3 and parts[1].text == "-" and not parts[0].whitespace_ + parts[1].whitespace_
    return tied and all((part.head, part.dep_) == (head.head, head.dep_) for part in parts)


def _short_end(head: Token, document: Document, end: int) -> int:
    """Where a stranger's name ends: "members of the tribe", without "in Anbar"."""
    cut = [t.idx for t in syntax.children(head, "prep") if t.lower_ != "of" and t.idx < end]
    return len(document.text[: min(cut)].rstrip()) if cut else end
