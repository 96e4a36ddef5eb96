"""When it happened: date expressions near the trigger, against the publication date.

"On Wednesday" in a Wednesday paper is that day; otherwise tense decides the direction. What the text leaves open stays
open: without a year and without a publication date there is no date, only its words.
"""

import re
from datetime import date as Date
from datetime import datetime, time, timedelta
from functools import lru_cache

from spacy.tokens import Span, Token

from kgraph import syntax

_MONTH_NAMES = (
    "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
    "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {name: number for number, name in enumerate(_DAY_NAMES)}
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_DAY_FIRST = re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}})?\s+(?:of\s+)?{_MONTH}{_YEAR}")
_MONTH_FIRST = re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}})?{_YEAR}")
_MONTH_YEAR = re.compile(rf"{_MONTH},?\s+(?P<year>(?:19|20)\d\d)")
_YEAR_ONLY = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b")
_SHARING = {"xcomp", "conj", "dobj", "nsubjpass", "pobj", "prep", "nsubj"}
_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0}


def of_event(trigger: Token, clause: Token, published: str | None) -> tuple[str | None, str | None]:
    """The event's date (ISO day, month or year) and its words; (None, None) where the text tells none."""
    for expression in _expressions(trigger, clause):
        found = parse(expression.text, published, _is_future(clause))
        if found is not None or _is_datelike(expression.text):
            return found, expression.text
    return None, None


def _expressions(trigger: Token, clause: Token) -> list[Span]:
    """Date expressions that modify the trigger or its clause, nearest first."""
    within: list[Span] = []
    hosts = [trigger, clause, *_verbs_above(clause)]
    for entity in syntax.sentence_of(trigger).ents:
        if entity.label_ != "DATE":
            continue
        line = [entity.root, *syntax.ancestors(entity.root)]
        verb = next((token for token in line if token in hosts), None)
        between = line[: line.index(verb)] if verb is not None else []
        outside = [token for token in between if not entity.start <= token.i < entity.end]
        if verb is not None and not any(token.pos_ in {"VERB", "NOUN"} for token in outside):
            within.append(entity)
    rank = {token.i: n for n, token in enumerate(hosts)}
    return sorted(within, key=lambda e: (_rank(e, rank), abs(e.root.i - trigger.i)))


def _rank(entity: Span, rank: dict[int, int]) -> int:
    return next((rank[t.i] for t in syntax.ancestors(entity.root) if t.i in rank), len(rank))


def _verbs_above(clause: Token) -> list[Token]:
    """Verbs that share the clause's time: those it is a complement or conjunct of, not those that report it."""
    found = []
    token = clause
    while token.dep_ in _SHARING and token.head != token:
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            found.append(token)
    return found


def _is_future(clause: Token) -> bool:
    return any(aux.lower_ in {"will", "'ll", "’ll", "shall", "to"} for aux in syntax.children(clause, "aux"))


def _is_datelike(text: str) -> bool:
    words = re.findall(r"[a-z]+", text.casefold())
    return any((word in _MONTHS and len(word) > 2) or word in _DAYS or word in _NEAR for word in words)


@lru_cache(maxsize=4096)
def parse(text: str, published: str | None, future: bool = False) -> str | None:
    """The ISO day, month or year that a date expression means; None where it can't be told.

    >>> parse("Wednesday", "2024-10-09")
    '2024-10-09'
    >>> parse("Oct. 1", "2024-10-09")
    '2024-10-01'
    """
    base = _day(published)
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        match = pattern.search(text)
        if match and match["month"].casefold() in _MONTHS:
            return _with_year(
                int(match["day"]), _MONTHS[match["month"].casefold()], match["year"], base, published, future
            )
    match = _MONTH_YEAR.search(text)
    if match and match["month"].casefold() in _MONTHS:
        return f"{match['year']}-{_MONTHS[match['month'].casefold()]:02}"
    if match := _YEAR_ONLY.search(text):
        return match["year"]
    return _relative(text.casefold(), base, future) if base else None


def _day(published: str | None) -> Date | None:
    try:
        return Date.fromisoformat(published or "")
    except ValueError:
        return None


def _with_year(
    day: int, month: int, year: str | None, base: Date | None, published: str | None, future: bool
) -> str | None:
    try:
        if year:
            return Date(int(year), month, day).isoformat()
        if base is None:
            return Date(int(published[:4]), month, day).isoformat() if published else None
        near = [Date(base.year + shift, month, day) for shift in (-1, 0, 1)]
    except ValueError:
        return None
    ahead = [d for d in near if d >= base - timedelta(days=3)]
    behind = [d for d in near if d <= base + timedelta(days=3)]
    return (ahead[0] if future else behind[-1]).isoformat()


def _relative(text: str, base: Date, future: bool) -> str | None:
    words = re.findall(r"[a-z]+|\d+", text)
    for word in words:
        if word in _NEAR:
            return (base + timedelta(days=_NEAR[word])).isoformat()
        if word in _DAYS:
            return _weekday(_DAYS[word], words, base, future)
        if word in _MONTHS and len(word) > 3:
            return _month(_MONTHS[word], words, base, future)
    if set(words) & {"week", "month", "year", "days", "weeks", "months", "years", "day"}:
        return _span(text, words, base)
    return None


def _weekday(day: int, words: list[str], base: Date, future: bool) -> str:
    back = (base.weekday() - day) % 7
    if "next" in words or (future and back):
        return (base + timedelta(days=(day - base.weekday()) % 7 or 7)).isoformat()
    if "last" in words and not back:
        back = 7
    return (base - timedelta(days=back)).isoformat()


def _month(month: int, words: list[str], base: Date, future: bool) -> str:
    year = base.year
    if future and month < base.month:
        year += 1
    elif not future and month > base.month:
        year -= 1
    return f"{year + ('next' in words and month == base.month)}-{month:02}"


def _span(text: str, words: list[str], base: Date) -> str | None:
    """Weeks, months and years before or after the publication, at their own granularity."""
    if re.search(r"\b(this|last|next|previous|coming)\s+(week|month|year)\b", text):
        step = -1 if {"last", "previous"} & set(words) else int(bool({"next", "coming"} & set(words)))
        if "year" in words:
            return str(base.year + step)
        if "month" in words:
            months = base.year * 12 + base.month - 1 + step
            return f"{months // 12}-{months % 12 + 1:02}"
        return None
    if "ago" in words or "earlier" in words:
        import dateparser

        found = dateparser.parse(text, languages=["en"], settings={"RELATIVE_BASE": _midnight(base)})
        if found:
            cut = 4 if "year" in text else 7 if "month" in text else 10
            return str(found.date())[:cut]
    return None


def _midnight(day: Date) -> datetime:
    return datetime.combine(day, time())
