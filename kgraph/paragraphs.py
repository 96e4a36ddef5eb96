"""A spaCy component: what runs over a line's end, or over a dateline's, is no sentence."""

from spacy.language import Language
from spacy.tokens import Doc, Token

_DASHES = {"-", "--", "–", "—", "---"}
_LONGEST_DATELINE = 12


@Language.component("kgraph_paragraphs")
def paragraphs(doc: Doc) -> Doc:
    """Start a sentence behind every line break and every dateline, before the parser looks for its own."""
    begin = True
    for token in doc:
        if begin and not token.is_space:
            if token.i:
                token.is_sent_start = True
            _cut_dateline(doc, token.i)
        begin = token.is_space and (begin or "\n" in token.text)
    return doc


def _cut_dateline(doc: Doc, start: int) -> None:
    """Part "LIMA, Peru, May 3 (Reuters) — The president …" before "The"."""
    for token in doc[start : start + _LONGEST_DATELINE]:
        if token.i > start and token.i + 1 < len(doc) and _ends_dateline(token):
            following = doc[token.i + 1]
            following.is_sent_start = following.text[0].isupper() or following.is_quote or None
            return
        if not _in_dateline(token):
            return


def _ends_dateline(token: Token) -> bool:
    return token.text in _DASHES or (token.nbor(-1).text + token.text).endswith("):")


def _in_dateline(token: Token) -> bool:
    return token.is_title or token.is_upper or token.is_digit or token.text in {",", "(", ")", "/", "."}
