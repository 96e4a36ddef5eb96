"""When it happened: date expressions near the trigger, against the publication date.

"On Wednesday" in a Wednesday paper is that day; otherwise tense decides the direction. What the text leaves open stays
open: without a year and without a publication date there is no date, only its words.
"""

import re
from collections import defaultdict
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
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:[-–]|to|and)\s*\d{{1,2}})?\s+(?:of\s+)?{_MONTH}{_YEAR}"
)
_MONTH_FIRST = re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}})?{_YEAR}")
_ISO = re.compile(r"\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")
_MONTH_YEAR = re.compile(rf"{_MONTH},?\s+(?P<year>(?:19|20)\d\d)")
_YEAR_ONLY = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b")
_DATES = "kgraph_dates"
_SHARING = {"xcomp", "conj", "dobj", "nsubjpass", "pobj", "prep", "nsubj"}
_NEAR = {
    "the day before yesterday": -2, "the day after tomorrow": 2, "today": 0, "tonight": 0, "yesterday": -1,
    "tomorrow": 1,
}  # fmt: skip
_GRACE = timedelta(days=3)


def of_event(trigger: Token, clause: Token, published: str | None) -> tuple[str | None, str | None]:
    """The event's date (ISO day, month or year) and its words; (None, None) where the text tells none."""
    for expression, host in _expressions(trigger, clause):
        found = parse(expression.text, published, _is_future(host, clause))
        if found is not None or _is_datelike(expression.text):
            return found, expression.text
    return None, None


def _expressions(trigger: Token, clause: Token) -> list[tuple[Span, Token]]:
    """Date expressions that modify the trigger or a clause that shares its time, with their hosts, nearest first."""
    hosts = [trigger, clause, *_verbs_sharing(clause)]
    found = []
    for entity in _dates_in(trigger):
        line = [entity.root, *syntax.ancestors(entity.root)]
        host = next((token for token in line if token in hosts), None)
        between = line[: line.index(host)] if host is not None else []
        outside = [token for token in between if not entity.start <= token.i < entity.end]
        if host is not None and not any(token.pos_ in {"VERB", "NOUN"} for token in outside):
            found.append((hosts.index(host), abs(entity.root.i - trigger.i), entity, host))
    return [(entity, host) for _, _, entity, host in sorted(found, key=lambda row: row[:2])]


def _dates_in(token: Token) -> list[Span]:
    """The date expressions of the token's sentence; those of a text are looked up once."""
    known = token.doc.user_data.get(_DATES)
    if known is None:
        known = defaultdict(list)
        for entity in token.doc.ents:
            if entity.label_ == "DATE":
                known[syntax.sentence_of(entity[0]).start].append(entity)
        token.doc.user_data[_DATES] = known
    return known.get(syntax.sentence_of(token).start, [])  # type: ignore[no-any-return]


def _verbs_sharing(clause: Token) -> list[Token]:
    """Verbs that share the clause's time: those it is a complement or conjunct of, not those that report it."""
    found = []
    token = clause
    while token.dep_ in _SHARING and token.head != token:
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            found.append(token)
    return found


def _is_future(host: Token, clause: Token) -> bool:
    """Whether the verb that bears the date looks ahead; an infinitive does only for a date of its own."""
    ahead = {"will", "'ll", "’ll", "shall", *(("to",) if host == clause else ())}
    return any(aux.lower_ in ahead for aux in syntax.children(host, "aux"))


def _is_datelike(text: str) -> bool:
    words = re.findall(r"[a-z]+", text.casefold())
    return any((word in _MONTHS and len(word) > 2) or word in _DAYS or word in _NEAR for word in words)


@lru_cache(maxsize=4096)
def parse(text: str, published: str | None, future: bool = False) -> str | None:
    """The ISO day, month or year that a date expression means, a range's first; None where it can't be told.

    >>> parse("Wednesday", "2024-10-09")
    '2024-10-09'
    >>> parse("Oct. 1", "2024-10-09")
    '2024-10-01'
    """
    if match := _ISO.search(text):
        return match[0]
    found = [match for pattern in (_DAY_FIRST, _MONTH_FIRST) for match in pattern.finditer(text)]
    for match in sorted((m for m in found if m["month"].casefold() in _MONTHS), key=lambda m: m.start()):
        return _with_year(int(match["day"]), _MONTHS[match["month"].casefold()], match["year"], published, future)
    match = _MONTH_YEAR.search(text)
    if match and match["month"].casefold() in _MONTHS:
        return f"{match['year']}-{_MONTHS[match['month'].casefold()]:02}"
    if match := _YEAR_ONLY.search(text):
        return match["year"]
    base = _day(published)
    return _relative(text.casefold(), base, future) if base else None


def _day(published: str | None) -> Date | None:
    try:
        return Date.fromisoformat(published or "")
    except ValueError:
        return None


def _with_year(day: int, month: int, year: str | None, published: str | None, future: bool) -> str | None:
    """A day and month with the year that is told, else with the nearest that tense and publication allow."""
    if year or not re.match(r"[1-9]\d{3}", published or "", re.ASCII):
        found = _date(int(year), month, day) if year else None
        return found.isoformat() if found else None
    first, last = _bounds(published or "")
    near = [_date(first.year + shift, month, day) for shift in range(-4, 5)]
    ahead = [d for d in near if d and d >= first - _GRACE]
    behind = [d for d in near if d and d <= last + _GRACE]
    chosen = ahead[:1] if future else behind[-1:]
    return chosen[0].isoformat() if chosen else None


def _date(year: int, month: int, day: int) -> Date | None:
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def _bounds(published: str) -> tuple[Date, Date]:
    """First and last day of a publication date that may be a day, a month or a year."""
    day = _day(published)
    if day:
        return day, day
    year, month = int(published[:4]), int(published[5:7] or 0)
    month = month if month <= 12 else 0
    last = Date(year + (month in {0, 12}), month % 12 + 1 if month else 1, 1) - timedelta(days=1)
    return Date(year, month or 1, 1), last


def _relative(text: str, base: Date, future: bool) -> str | None:
    words = re.findall(r"[a-z]+|\d+", text)
    for phrase, shift in _NEAR.items():
        if re.search(rf"\b{phrase}\b", text):
            return (base + timedelta(days=shift)).isoformat()
    for word in words:
        if word in _DAYS:
            return _weekday(_DAYS[word], words, base, future)
        if word in _MONTHS and (len(word) > 3 or word == text.strip()):
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
    """The nearest such month; "last" and "next" never mean the one of the publication."""
    if "next" in words:
        year = base.year + (month <= base.month)
    elif "last" in words:
        year = base.year - (month >= base.month)
    elif future:
        year = base.year + (month < base.month)
    else:
        year = base.year - (month > base.month)
    return f"{year}-{month:02}"


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
