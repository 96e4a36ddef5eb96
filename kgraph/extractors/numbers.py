"""Figures in running text: "at least 1,200", "two dozen", "30 to 40", "$300 million", "hundreds of".

A vague word ("dozens", "hundreds") is a figure without a number: its words are all that is known.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_SMALL = {word: number for number, word in enumerate(_UNITS.split()) if number}
_TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)  # noqa: SIM905
}
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1000, "k": 1000, "million": 10**6, "m": 10**6, "mn": 10**6,
    "billion": 10**9, "bn": 10**9, "trillion": 10**12, "tn": 10**12,
}  # fmt: skip
# ISO 4217; a sign or a word that several states use is left out, unless one of them is plainly meant
_SIGNS = {
    "US$": "USD", "$": "USD", "A$": "AUD", "C$": "CAD", "NZ$": "NZD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR",
    "₽": "RUB", "₪": "ILS", "₩": "KRW", "₺": "TRY", "₴": "UAH",
}  # fmt: skip
_COINS = {
    "dollar": "USD", "euro": "EUR", "pounds sterling": "GBP", "yen": "JPY", "yuan": "CNY", "rouble": "RUB",
    "ruble": "RUB", "shekel": "ILS", "hryvnia": "UAH", "Canadian dollar": "CAD", "Australian dollar": "AUD",
    "Swiss franc": "CHF", "eur": "EUR", "usd": "USD",
}  # fmt: skip
_QUALIFIERS = {
    "at least": "at least|no fewer than|no less than|not less than|more than|over|upwards? of|in excess of",
    "at most": "up to|as many as|as much as|at most|no more than|fewer than|less than|under",
    "about": "about|around|some|approximately|roughly|nearly|almost|an estimated|estimated|close to|circa",
}
_WORD = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(list(_SMALL)[:9])}))?|{'|'.join(reversed(_SMALL))}"
_ONE = (
    rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|half an?|\ba(?=\s+(?:dozen|hundred|thousand|million|billion))"
    rf"|\b(?:{_WORD})\b)(?:\s?(?:{'|'.join(_SCALES)})\b)*(?:\s+and\s+(?:{_WORD})\b)?"
)
_VAGUE = (
    r"(?:tens|dozens|scores|hundreds|thousands|millions|billions)(?:\s+of\s+(?:thousands|millions|billions))?\b"
    r"|(?:several|a\s+few|many)\s+(?:dozen|hundred|thousand|million)\b"
)
_FIGURE = re.compile(
    rf"(?<![\w.,/-])(?:(?P<qualifier>{'|'.join(_QUALIFIERS.values())}|between)\s+)?"
    rf"(?:(?P<vague>{_VAGUE})"
    rf"|(?P<sign>{'|'.join(map(re.escape, sorted(_SIGNS, key=len, reverse=True)))})?\s?(?P<low>{_ONE})"
    rf"(?:\s*(?:-|–|to|\band)\s*(?P<second>[$€£])?(?P<high>{_ONE}))?"
    rf"(?:\s+(?:U\.?S\.?\s+)?(?P<coin>{'|'.join(_COINS)})s?\b)?)"
    r"(?![\w]|-\w|\s?%|\s?per\s?cent|[.,]\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and where it stands; ``upper`` ends a range, ``unit`` is an ISO 4217 code, None for a mere count."""

    start: int
    end: int
    number: int | float | None
    upper: int | float | None = None
    qualifier: str | None = None
    unit: str | None = None


def find(text: str) -> Iterator[Figure]:
    """The figures of a text, in its order."""
    at = 0
    while match := _FIGURE.search(text, at):
        ranged = match["high"] is not None and (_is_between(match) or "and" not in _middle(match))
        at = match.end() if ranged or not match["high"] else match.end("low")
        number, upper = _value(match["low"]), _value(match["high"]) if ranged else None
        if number is not None and upper is not None and number < upper:
            number = _scaled(number, match["low"], match["high"])
        yield Figure(match.start(), at, number, upper, _qualifier(match), _unit(match))


def _is_between(match: re.Match[str]) -> bool:
    return (match["qualifier"] or "").casefold() == "between"


def _middle(match: re.Match[str]) -> str:
    return match.string[match.end("low") : match.start("high")]


def _qualifier(match: re.Match[str]) -> str | None:
    words = (match["qualifier"] or "").casefold()
    return next((name for name, forms in _QUALIFIERS.items() if words and re.fullmatch(forms, words)), None)


def _unit(match: re.Match[str]) -> str | None:
    if match["coin"]:
        return next(code for name, code in _COINS.items() if name.casefold() == match["coin"].casefold())
    return _SIGNS.get((match["sign"] or "").upper())


def _value(words: str | None) -> int | float | None:
    """The number that a run of words and digits means."""
    if words is None:
        return None
    total: float = 0
    part: float = 0
    for word in re.findall(r"\d[\d,]*(?:\.\d+)?|[a-z]+", words.casefold()):
        if word[0].isdigit():
            part += float(word.replace(",", ""))
        elif word == "half":
            part = 0.5
        elif _SCALES.get(word, 0) >= 1000:
            total, part = total + (part or 1) * _SCALES[word], 0
        elif word in _SCALES:
            part = (part or 1) * _SCALES[word]
        else:
            part += _SMALL.get(word, 0) + _TENS.get(word, 0)
    value = total + part
    if value == inf:  # four hundred digits: no number that anybody means
        return None
    return int(value) if value == int(value) else value


def _scaled(number: int | float, low: str, high: str) -> int | float:
    """The beginning of "2 to 3 million", which borrows the scale of the end."""
    scale = re.search(rf"({'|'.join(_SCALES)})$", high, re.IGNORECASE)
    if scale is None or re.search(rf"({'|'.join(_SCALES)})$", low, re.IGNORECASE):
        return number
    value = min(number * _SCALES[scale[1].casefold()], sys.float_info.max)
    return int(value) if value == int(value) else value
