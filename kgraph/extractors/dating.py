"""When an undated text was written: what it tells bounds its day of publication from both sides.

A resolution of the UN Security Council that a text names has been adopted, a foreign secretary who speaks is in office,
what is told in the past is over, and "Monday 19 December" fits few years. The bounds make an ISO interval of days, by
which ``datewords`` gives "on 19 September" a year where one fits, and they are named wherever a date rests on them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from functools import cache

from spacy.tokens import Doc, Span, Token

from kgraph import isodate, resources, syntax
from kgraph.actors.catalogue import Catalogue
from kgraph.extractors import dates, datespans, datewords
from kgraph.extractors.dates import Written
from kgraph.model import Claim, Document

_MONTH, _YEAR = timedelta(days=31), timedelta(days=365)
_LONGEST = 8 * _YEAR  # no weekday tells the year of a text that may be from any of so many
_COUNCIL = re.compile(r"Security Council|UNSC|\bSC\b")
_RESOLUTION = re.compile(
    r"\b(?:UNSCR|UNSC Resolution|[Rr]esolution)s?\s+(?P<number>\d{3,4})\b(?!/)(?:\s*\((?P<year>(?:19|20)\d\d)\))?"
)
_NEWS = re.compile(r"\b(?:adopt|approv|pass|vot)(?:ed|es|ing)\b|\badopt\b|\brecent", re.IGNORECASE)
_SERIES = re.compile(r"\bG-?20\b|\bG-?[78]\b|\bNATO summit\b|\bCOP\d\d\b|\bAPEC\b|\bBRICS\b")
_PIN = re.compile(r"\btoday,? \(?$", re.IGNORECASE)
_PLACE_LINE = re.compile(r"\A(?:[^\n]{0,150}\n+)?\s*[A-Z]{3}[A-Z .,'’/-]*[ (]+$")


@dataclass(frozen=True, slots=True)
class Bound:
    """Between which days a text was written, by one thing it tells; ``is_news`` where the text tells it as new."""

    first: Date
    last: Date
    why: str
    is_news: bool = False


def written(document: Document, doc: Doc, offices: Iterable[Claim], known: Catalogue) -> Written:
    """When the text was published: as is known of the document, else as its own words bound it."""
    if isodate.is_date(document.date):
        return Written(document.date)
    bounds = [*_resolutions(document.text), *_meetings(doc), *_told(doc)]
    held = _terms(offices, known)
    for _ in range(2):  # of several terms of one person those count that the other bounds allow
        bounds = [*bounds, *_hulls(held, bounds)]
    bounds += _weekdays(doc, bounds)
    window = _window(bounds)
    if window is None:
        return Written(None)
    first, last, why = _pinned(doc, *window)
    published = first.isoformat() if first == last else f"{first}/{last}"
    return Written(published, f"written {published}, by {why}")


def _window(bounds: list[Bound]) -> tuple[Date, Date, str] | None:
    """The days that all bounds allow, and which bounds decided; None where they leave it open or contradict."""
    first = max(bounds, key=lambda bound: bound.first, default=None)
    last = min(bounds, key=lambda bound: bound.last, default=None)
    if first is None or last is None:
        return None
    if first.is_news and last.last - first.first > _YEAR:  # news is written while it is new
        last = Bound(Date.min, first.first + _YEAR, first.why)
    why = "; ".join(dict.fromkeys((first.why, last.why)))
    fits = first.first <= last.last and last.last - first.first <= _YEAR + _MONTH
    return (first.first, last.last, why) if fits else None


# -- what bounds the day


def _resolutions(text: str) -> Iterator[Bound]:
    """Resolutions of the UN Security Council, by number: a text that names one is younger."""
    if not _COUNCIL.search(text):
        return
    for match in _RESOLUTION.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : text.find("\n", match.end()) + 1 or None]
        adopted = _adopted(int(match["number"]))
        other = "General Assembly" in line or (match["year"] and adopted and match["year"] < f"{adopted.year}")
        if adopted and not other:
            yield Bound(adopted, Date.max, f"Security Council resolution {match['number']}", bool(_NEWS.search(line)))


def _adopted(number: int) -> Date | None:
    """The day on which, or after which, a resolution was adopted; None for one older than the table."""
    numbers, days = _known_resolutions()
    at = bisect_right(numbers, number)
    return days[at - 1] if at else None


@cache
def _known_resolutions() -> tuple[list[int], list[Date]]:
    """Numbers and days of adoption, both rising, as the documents S/RES/… of the United Nations give them."""
    rows = list(resources.rows("resolutions.tsv"))
    return [int(row["number"]) for row in rows], [Date.fromisoformat(row["adopted"]) for row in rows]


def _meetings(doc: Doc) -> Iterator[Bound]:
    """Yearly meetings named with their place: "the G20 in Hamburg" is from 2017 if it lies ahead, else over."""
    for sentence in doc.sents:
        text = sentence.text
        series = _SERIES.search(text)
        years = {year for year, name in _known_meetings() if name.search(text)} if series else set()
        if series and len(years) == 1:
            year = years.pop()
            ahead = any(token.lower_ in {"will", "upcoming", "forthcoming"} for token in sentence)
            yield Bound(Date(year, 1, 1), Date(year, 12, 31) if ahead else Date.max, f"{series[0]} of {year}")


@cache
def _known_meetings() -> tuple[tuple[int, re.Pattern[str]], ...]:
    """The year of each, and what a sentence that means it must hold: the series, and the place behind "in"."""
    return tuple(
        (
            int(row["year"]),
            re.compile(rf"(?s)(?=.*\b(?:{_any(row['series'])})\b).*(?:\b[Ii]n|\bat|,)\s+(?:{_any(row['places'])})\b"),
        )
        for row in resources.rows("meetings.tsv")
    )


def _any(cell: str) -> str:
    return "|".join(map(re.escape, cell.split("|")))


def _terms(offices: Iterable[Claim], known: Catalogue) -> list[list[Bound]]:
    """For each person named with an office that the tables know, their terms: the text is from one of them."""
    found = []
    for claim in offices:
        person = known.get(claim.person.id) if claim.person else None
        office = claim.office or ""
        terms = [t for t in known.terms_of(person) if known.same_office(t.office, office)] if person else []
        if person and terms:
            why = f"{office} {person.name}"
            found.append([Bound(_first_day(t.start), _late(_last_day(t.end)), why) for t in terms])
    return found


def _hulls(held: list[list[Bound]], bounds: list[Bound]) -> Iterator[Bound]:
    """Each person's time in office, from the first to the last of the terms that the bounds allow."""
    first, last = _limits(bounds)
    for terms in held:
        allowed = [term for term in terms if term.first <= last and term.last >= first] or terms
        yield Bound(min(t.first for t in allowed), max(t.last for t in allowed), allowed[0].why)


def _limits(bounds: list[Bound]) -> tuple[Date, Date]:
    first = max((bound.first for bound in bounds), default=Date.min)
    return first, min((bound.last for bound in bounds), default=Date.max)


def _told(doc: Doc) -> Iterator[Bound]:
    """Full dates: what is told in the past is over, what lies ahead is not."""
    for span in datespans.expressions(doc):
        date = datewords.parse(span.text, None)
        verb = _verb(span)
        if date is None or verb is None:
            continue
        if dates.looks_ahead(verb):
            if len(date) > len("2024"):
                yield Bound(Date.min, _last_day(date), f"“{span.text}” ahead")
        elif _is_past(verb):
            news = len(date) == len("2024-10-09") and verb.dep_ in {"ROOT", "ccomp", "conj"}
            yield Bound(_first_day(date), Date.max, f"“{span.text}” past", news)


def _weekdays(doc: Doc, bounds: list[Bound]) -> Iterator[Bound]:
    """Days told with weekday and month that fit only one of the years in question: written within a year of them."""
    first, last = _limits(bounds)
    if first == Date.min or last == Date.max or last - first > _LONGEST:
        return
    for span in datespans.expressions(doc):
        wanted, match = datewords.weekday(span.text), datewords.day_and_month(span.text)
        if wanted is None or match is None or match["year"]:
            continue
        years = range(first.year - 1, last.year + 2)
        days = [Date.fromisoformat(d) for year in years if (d := datewords.parse(f"{match[0]}, {year}", None))]
        ahead = (verb := _verb(span)) is not None and dates.looks_ahead(verb)
        spans = [(day - _YEAR, day) if ahead else (day, day + _YEAR) for day in days if day.weekday() == wanted]
        fitting = [(start, end) for start, end in spans if start <= last and end >= first]
        if len(fitting) == 1:
            yield Bound(*fitting[0], f"“{span.text}”")


def _pinned(doc: Doc, first: Date, last: Date, why: str) -> tuple[Date, Date, str]:
    """The one day within bounds that the text calls today, or that stands in its dateline."""
    for span in datespans.expressions(doc):
        match = datewords.day_and_month(span.text)
        if match is None or not _is_today(span, match.start()):
            continue
        years = range(first.year, last.year + 1)
        days = [d for year in years if (d := datewords.parse(f"{match[0]}, {year}", None))]
        fitting = [day for day in map(Date.fromisoformat, days) if first <= day <= last]
        if len(fitting) == 1:
            return fitting[0], fitting[0], f"“{span.text}”; {why}"
    return first, last, why


def _is_today(span: Span, start: int) -> bool:
    """Whether a day is that of the text: "today (23 December)", "GENEVA, 5 March –"."""
    text = datespans.text_of(span.doc)
    before, behind = text[: span.start_char + start], text[span.end_char : span.end_char + 3]
    dateline = _PLACE_LINE.search(before) is not None and bool(re.match(r"\s?[(–—-]", behind))
    return bool(_PIN.search(before)) or dateline


# -- days and tenses


def _first_day(date: str) -> Date:
    """The first day of an ISO day, month or year; the earliest of all for ""."""
    return Date.fromisoformat(f"{date}-01-01"[:10]) if date else Date.min


def _last_day(date: str) -> Date:
    if not date:
        return Date.max
    if len(date) == len("2024"):
        return Date(int(date), 12, 31)
    if len(date) == len("2024-10"):
        year, month = map(int, date.split("-"))
        return Date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return Date.fromisoformat(date)


def _late(day: Date) -> Date:
    """A month more: whoever has just lost an office is still called by it."""
    return day + _MONTH if day < Date.max else day


def _verb(span: Span) -> Token | None:
    return next((head for head in syntax.ancestors(span.root) if head.pos_ in {"VERB", "AUX"}), None)


def _is_past(verb: Token) -> bool:
    """Whether a verb tells what is over: "met", "has met", "was met", "the pact signed in …"."""
    if any(aux.tag_ in {"MD", "TO"} for aux in syntax.children(verb, "aux")):
        return False
    return verb.tag_ in {"VBD", "VBN"}
