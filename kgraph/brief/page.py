"""A briefing as one HTML file that opens anywhere: no script, nothing fetched, and a policy that forbids both."""

from base64 import b64encode
from collections.abc import Iterator
from functools import singledispatch
from hashlib import sha256
from html import escape

from kgraph.brief import style
from kgraph.brief.drawing import network, timeline
from kgraph.brief.facts import Brief, Cell, Cited, Group, Network, Section, Sentence, Table, Timeline
from kgraph.brief.markdown import claimed
from kgraph.brief.runs import runs


def text(brief: Brief) -> str:
    """The whole file."""
    sheet = style.sheet()
    allowed = b64encode(sha256(sheet.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    title = escape(brief.title)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}: a briefing</title>
<style>{sheet}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p class="pale">{escape(brief.period)}</p>
{_lines(f'<p class="warning">{escape(warning)}</p>' for warning in brief.warnings)}</header>
<nav aria-label="Contents"><ul>
{_lines(f'<li><a href="#{_anchor(one)}">{escape(one.title)}</a></li>' for one in brief.sections)}\
<li><a href="#evidence">Evidence</a></li>
</ul></nav>
<main>
{_lines(map(_section, brief.sections))}<section>
<h2 id="evidence">Evidence</h2>
{_lines(map(_group, brief.evidence))}</section>
</main>
</body>
</html>
"""


def _lines(parts: Iterator[str]) -> str:
    return "".join(f"{part}\n" for part in parts)


def _anchor(section: Section) -> str:
    return section.title.lower().replace(",", "").replace(" ", "-")


def _section(section: Section) -> str:
    blocks = _lines(map(_block, section.blocks))
    return f'<section>\n<h2 id="{_anchor(section)}">{escape(section.title)}</h2>\n{blocks}</section>'


@singledispatch
def _block(block: object) -> str:
    raise TypeError(block)


@_block.register
def _paragraph(block: str) -> str:
    return f"<p>{escape(block)}</p>"


@_block.register
def _network(block: Network) -> str:
    return _figure(network(block), block.caption)


@_block.register
def _timeline(block: Timeline) -> str:
    return _figure(timeline(block), block.caption)


def _figure(drawn: str, caption: str) -> str:
    shown = f"<figcaption>{escape(caption)}</figcaption>"
    frame = '<div class="wide" tabindex="0" role="region" aria-label="Picture">'
    return f"<figure>\n{frame}\n{drawn}\n</div>\n{shown}\n</figure>"


@_block.register
def _table(block: Table) -> str:
    kind = ' class="folds"' if len(block.columns) > 3 else ""  # on a phone: a block a row
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in block.columns)
    body = _lines(
        f"<tr>{''.join(_cell(block, place, cell) for place, cell in enumerate(row))}</tr>" for row in block.rows
    )
    left = f"\n<p>{escape(block.more)}</p>" if block.more else ""
    return (
        f'<div class="wide">\n<table{kind}>\n<caption>{escape(block.caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</div>{left}"
    )


def _cell(table: Table, place: int, cell: Cell) -> str:
    shown, kind = (escape(cell), place in table.figures) if isinstance(cell, str) else (_cited(cell), cell.quiet)
    figure = ' class="figure"' if kind else ""
    if place == 0:
        return f'<th scope="row"{figure}>{shown}</th>'
    return f'<td{figure} data-name="{escape(table.columns[place])}">{shown}</td>'


def _cited(cited: Cited) -> str:
    words, cites = escape(cited.text), "" if cited.quiet else _cites(cited)
    if words and cited.numbers:
        words = f'<a href="#e-{cited.numbers[0]}">{words}</a>'
    small = f"<small>{cites}</small>" if words and cites else cites
    return " ".join(filter(None, (words, small)))


def _cites(cited: Cited) -> str:
    found, left = runs(cited)
    links = [f'<a href="#e-{first}">{label}</a>' for first, label in found]
    return f"[{', '.join([*links, *left])}]" if links or left else ""


def _group(group: Group) -> str:
    also = f"\n<p>See also {_cites(Cited('', group.also))}</p>" if group.also else ""
    left = f"\n<p>{escape(group.more)}</p>" if group.more else ""
    listed = f'\n<ol class="evidence">\n{_lines(map(_sentence, group.sentences))}</ol>' if group.sentences else ""
    return f'<h3 id="{group.anchor}">{escape(group.title)}</h3>{listed}{also}{left}'


def _sentence(sentence: Sentence) -> str:
    claims = "".join(
        f"<li>{escape(claimed(claim))} <code>{escape(claim.claim)}</code></li>" for claim in sentence.claims
    )
    title = escape(sentence.title)
    if sentence.url:
        title = f'<a href="{escape(sentence.url)}" rel="noopener noreferrer">{title}</a>'
    where = escape(", ".join(filter(None, (sentence.source, sentence.published))))
    return (
        f'<li id="e-{sentence.number}" value="{sentence.number}"><span class="number">{sentence.number}.</span>'
        f'<q dir="auto">{escape(sentence.words)}</q>\n<ul>{claims}</ul>\n'
        f'<p class="where">{title}{f" ({where})" if where else ""}</p></li>'
    )
