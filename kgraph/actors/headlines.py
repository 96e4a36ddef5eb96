"""Headlines In Capital Letters: read as they would be written in a sentence, letter for letter at its place.

The parser takes "Condemns Attacks" for a name. In a line whose long words all begin with a capital, ordinary words
(by the lemmatiser's index) become lower case unless they belong to a name that the catalogue knows.
"""

import re
from collections.abc import Iterable
from functools import cache

from spacy.lang.en.stop_words import STOP_WORDS

from kgraph import nlp
from kgraph.actors import places
from kgraph.actors.catalogue import catalogue
from kgraph.actors.names import TITLES, finder

_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_LONGEST = 160  # letters of a headline
_ENDS = (".", "!", ":", ";", ",", "”", '"')
_SMALL = 3  # letters of words that stay small in headlines
_CALENDAR = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december",
}  # fmt: skip


def sentence_case(text: str) -> str:
    """The text with its headlines in sentence case; every letter stays at its offset."""
    lines = text.split("\n")
    heads = {line for line in lines if _is_headline(line)}
    if not heads:
        return text
    proper = _always_capital(line for line in lines if line not in heads)
    return "\n".join(_lowered(line, proper) if line in heads else line for line in lines)


def _always_capital(lines: Iterable[str]) -> set[str]:
    """The words that the text writes with a capital within its sentences, and never without."""
    within, small = set[str](), set[str]()
    for line in lines:
        for word in _WORD.finditer(line):
            inside = line[: word.start()].rstrip()[-1:].isalnum() or line[: word.start()].endswith(", ")
            (within if word[0][0].isupper() and inside else small).add(word[0])
    return {word for word in within if word.lower() not in small}


def _is_headline(line: str) -> bool:
    words = [word for word in _WORD.findall(line) if len(word) > _SMALL]
    plain = len(line) <= _LONGEST and not line.rstrip().endswith(_ENDS)
    return plain and len(words) > 2 and all(word[0].isupper() for word in words) and not line.isupper()


def _lowered(line: str, proper: set[str]) -> str:
    """The line with its ordinary words, but for the first, in lower case."""
    named = [(span.start_char, span.end_char) for span in finder(nlp.load()).known(nlp.load().make_doc(line))]

    def lower(word: re.Match[str]) -> str:
        inside = any(start < word.end() and word.start() < end for start, end in named)
        kept = inside or word.start() == 0 or word[0] in proper or not _is_ordinary(word[0])
        return word[0] if kept else word[0].lower()

    return _WORD.sub(lower, line)


def _is_ordinary(word: str) -> bool:
    """Whether a word with a capital is no name: in the lemmatiser's index, and nobody's surname."""
    if word.isupper() or word.lower() in TITLES | _CALENDAR or places.is_city(word):
        return False
    if word.lower() in STOP_WORDS:
        return True
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
