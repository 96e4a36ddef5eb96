"""Text with some of its words marked, as HTML in which the text itself is never markup."""

from collections.abc import Iterable, Sequence
from html import escape

from kgraph.explore.evidence import Evidence, Mark

WORDS = {"actor": "acts", "trigger": "what is done", "recipient": "is acted upon", "attributedTo": "says so"}


def marked(text: str, start: int, marks: Iterable[Mark]) -> str:
    """``text``, which begins at ``start`` of its document, with a ``mark`` element around each marked part.

    Where marks overlap the one that begins first stands, of these the longest.
    """
    done, parts = 0, []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.role)):
        first, last = mark.start - start, mark.end - start
        if first < done or last > len(text) or first >= last:
            continue
        told = ": ".join(filter(None, (WORDS.get(mark.role, mark.role), mark.name)))
        parts += [escape(text[done:first]), f'<mark class="{escape(mark.role)}" title="{escape(told)}">']
        parts += [escape(text[first:last]), "</mark>"]
        done = last
    return "".join([*parts, escape(text[done:])])


def document(text: str, claims: Sequence[Evidence], chosen: Evidence | None) -> str:
    """A whole text with the words of its claims marked; the sentence of the chosen claim has the id ``claim``.

    The chosen claim's words come first: what another claim makes of the same words is not shown.
    """
    own = chosen.marks if chosen else ()
    others = (mark for claim in claims for mark in claim.marks)
    marks = [*own, *(mark for mark in others if not any(_overlap(mark, one) for one in own))]
    if chosen is None:
        return marked(text, 0, marks)
    begin, end = chosen.start, chosen.start + len(chosen.sentence)
    told = marked(text[begin:end], begin, marks)
    sentence = f'<span id="claim" class="chosen" tabindex="-1">{told}</span>'
    return marked(text[:begin], 0, marks) + sentence + marked(text[end:], end, marks)


def key() -> str:
    """What the colours of marks mean, as an HTML list."""
    rows = "".join(f'<li><mark class="{role}">{words}</mark></li>' for role, words in WORDS.items())
    return f'<ul class="key" aria-label="Colours of the words">{rows}</ul>'


def _overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end
