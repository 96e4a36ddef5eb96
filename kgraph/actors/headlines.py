"""Headlines In Capital Letters: read as they would be written in a sentence, letter for letter at its place.

The parser takes "Condemns Attacks" for a name. In a line whose long words all begin with a capital, ordinary words
(by the lemmatiser's index) become lower case unless they belong to a name that the catalogue knows.
"""

import re
from functools import cache

from kgraph import nlp
from kgraph.actors.catalogue import catalogue
from kgraph.actors.names import TITLES, finder

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_LONGEST = 160  # letters of a headline
_ENDS = (".", "!", ":", ";", ",", "”", '"')
_SMALL = 3  # letters of words that stay small in headlines


def sentence_case(text: str) -> str:
    """The text with its headlines in sentence case; every letter stays at its offset."""
    return _LINE.sub(lambda line: _lowered(line[0]) if _is_headline(line[0]) else line[0], text)


def _is_headline(line: str) -> bool:
    words = [word for word in _WORD.findall(line) if len(word) > _SMALL]
    plain = len(line) <= _LONGEST and not line.rstrip().endswith(_ENDS)
    return plain and len(words) > 2 and all(word[0].isupper() for word in words) and not line.isupper()


def _lowered(line: str) -> str:
    """The line with its ordinary words, but for the first, in lower case."""
    named = [(span.start_char, span.end_char) for span in finder(nlp.load()).known(nlp.load().make_doc(line))]

    def lower(word: re.Match[str]) -> str:
        inside = any(start < word.end() and word.start() < end for start, end in named)
        return word[0] if inside or word.start() == 0 or not _is_ordinary(word[0]) else word[0].lower()

    return _WORD.sub(lower, line)


def _is_ordinary(word: str) -> bool:
    """Whether a word with a capital is no name: in the lemmatiser's index, and nobody's surname."""
    if word.isupper() or word.lower() in TITLES:
        return False
    return not catalogue().by_surname(word, None) and _is_in_the_index(word.lower())


@cache
def _is_in_the_index(word: str) -> bool:
    tables = nlp.load().get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    index, rules = tables.get_table("lemma_index"), tables.get_table("lemma_rules")
    forms = {word} | {
        word[: -len(old)] + new
        for pos in ("verb", "noun", "adj")
        for old, new in rules[pos]
        if old and word.endswith(old)
    }
    return any(form in index[pos] for pos in ("verb", "noun", "adj", "adv") if pos in index for form in forms)
