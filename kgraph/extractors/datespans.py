"""The date expressions of a text: what the recogniser found, and days with months that it overlooked."""

from collections import defaultdict
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from kgraph import syntax
from kgraph.extractors import datewords

_DATES, _TEXT = "kgraph_dates", "kgraph_text"
_REACH = 2  # sentences back to the day that "the next day" follows


def expressions(doc: Doc) -> list[Span]:
    """The date expressions of a text, in its order; they are looked up once."""
    return [span for spans in _by_sentence(doc).values() for span in spans]


def text_of(doc: Doc) -> str:
    """The text of a ``Doc``, which puts it together from its tokens each time that it is asked."""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    return doc.user_data[_TEXT]  # type: ignore[no-any-return]


def in_sentence(token: Token) -> list[Span]:
    """The date expressions of the token's sentence."""
    return _by_sentence(token.doc).get(syntax.sentence_of(token).start, [])


def _by_sentence(doc: Doc) -> dict[int, list[Span]]:
    known = doc.user_data.get(_DATES)
    if known is None:
        known = _collect(doc)
        doc.user_data[_DATES] = known
    return known


def _collect(doc: Doc) -> dict[int, list[Span]]:
    """The expressions by the start of their sentence."""
    found = [e for e in doc.ents if e.label_ == "DATE" or (e.label_ == "TIME" and datewords.is_datelike(e.text))]
    merged: list[Span] = []
    for span in sorted([*found, *_days_with_months(doc, found)], key=lambda span: (span.start, -span.end)):
        if merged and _belong_together(merged[-1], span):
            span = _joined(merged.pop(), span)
        merged.append(span)
    by_sentence: dict[int, list[Span]] = defaultdict(list)
    for span in merged:
        by_sentence[syntax.sentence_of(span[0]).start].append(span)
    return by_sentence


def _days_with_months(doc: Doc, found: list[Span]) -> Iterator[Span]:
    """Days with months in the text; "May 3" alone may be a verb, and needs the recogniser's word."""
    text, at = doc.text, 0
    named = {token.i for span in found for token in span}
    while match := datewords.day_and_month(text, at):
        at = match.end()
        end = match.start() + len(match[0].rstrip("."))
        span = doc.char_span(match.start(), end, alignment_mode="expand")
        if span is not None and match["month"].istitle() and (match["month"] != "May" or span[0].i in named):
            yield span


def _belong_together(one: Span, other: Span) -> bool:
    """Whether two neighbours tell one date: they overlap, or read "today (23 December)", "Thursday, Dec. 15"."""
    if other.start < one.end:
        return True
    between = one[-1].whitespace_ + one.doc[one.end : other.start].text_with_ws
    near = datewords.is_datelike(one.text) and datewords.day_and_month(one.text) is None
    return near and between in {" (", ", ", " "} and datewords.day_and_month(other.text) is not None


def _joined(one: Span, other: Span) -> Span:
    """One expression of two, with the bracket that closes it."""
    end = max(one.end, other.end)
    closes = "(" in one.doc[one.start : end].text and one.doc[end : end + 1].text == ")"
    return one.doc[one.start : end + closes]


def told_before(expression: Span) -> Iterator[Span]:
    """The expressions before this one, nearest first, as far back as one follows."""
    first = syntax.sentence_of(expression[0])
    for _ in range(_REACH):
        first = syntax.sentence_of(first.doc[max(0, first.start - 1)])
    before = [span for span in expressions(expression.doc) if first.start <= span.start < expression.start]
    return reversed(before)
