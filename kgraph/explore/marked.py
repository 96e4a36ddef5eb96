"""Text with some of its words marked, as HTML in which the text itself is never markup."""

from collections.abc import Iterable
from html import escape

from kgraph.explore.evidence import Mark


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


WORDS = {"actor": "acts", "recipient": "is acted upon", "trigger": "what is done", "attributedTo": "says so"}
