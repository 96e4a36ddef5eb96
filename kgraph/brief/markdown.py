"""A briefing as Markdown. What comes from texts is escaped: it shows as text, whatever it looks like."""

import re
from collections.abc import Iterator, Sequence
from functools import singledispatch

from kgraph.brief.facts import Brief, Cell, Cited, Group, Network, Section, Sentence, Table, Timeline, Told
from kgraph.brief.runs import runs

# what means something in Markdown, GitHub's included: markup, tables, mathematics, and addresses that become links
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~$&!@]|(?<=[A-Za-z]):(?=//)|(?<=www)\.", re.IGNORECASE)


def text(brief: Brief) -> str:
    """The whole file."""
    return "\n".join(_lines(brief))


def _lines(brief: Brief) -> Iterator[str]:
    yield from (f"# {escaped(brief.title)}", "", escaped(brief.period), "")
    for warning in brief.warnings:
        yield from (f"> {escaped(warning)}", "")
    for section in brief.sections:
        yield from _section(section)
    yield from ('<a id="evidence"></a>', "", "## Evidence", "")
    for group in brief.evidence:
        yield from _group(group)


def _section(section: Section) -> Iterator[str]:
    yield from (f"## {section.title}", "")
    for block in section.blocks:
        if lines := list(_block(block)):
            yield from (*lines, "")


@singledispatch
def _block(block: object) -> Iterator[str]:
    raise TypeError(block)


@_block.register
def _paragraph(block: str) -> Iterator[str]:
    yield escaped(block)


@_block.register(Network)
@_block.register(Timeline)
def _picture(_: Network | Timeline) -> Iterator[str]:
    """Pictures are for HTML: the tables beside them tell the same."""
    yield from ()


@_block.register
def _table(block: Table) -> Iterator[str]:
    yield from (f"**{escaped(block.caption)}**", "")
    yield _row([escaped(column) for column in block.columns])
    yield _row(["---:" if number in block.figures else "---" for number in range(len(block.columns))])
    for row in block.rows:
        yield _row([_cell(cell) for cell in row])
    if block.more:
        yield from ("", escaped(block.more))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return escaped(cell)
    if cell.quiet and cell.numbers:
        return f"[{escaped(cell.text)}](#e-{cell.numbers[0]})"
    return " ".join(filter(None, (escaped(cell.text), "" if cell.quiet else _cites(cell))))


def _cites(cited: Cited) -> str:
    found, left = runs(cited)
    links = [f"[{label}](#e-{first})" for first, label in found]
    return f"({', '.join([*links, *left])})" if links or left else ""


def _group(group: Group) -> Iterator[str]:
    yield from (f'<a id="{group.anchor}"></a>', "", f"### {escaped(group.title)}", "")
    for sentence in group.sentences:
        yield from (*_sentence(sentence), "")
    if group.also:
        yield from (f"See also {_cites(Cited('', group.also))}", "")
    if group.more:
        yield from (escaped(group.more), "")


def _sentence(sentence: Sentence) -> Iterator[str]:
    yield f'<a id="e-{sentence.number}"></a>**{sentence.number}.** “{escaped(sentence.words)}”'
    yield ""
    for claim in sentence.claims:
        yield f"- {escaped(claimed(claim))} — `{claim.claim}`"
    title = escaped(sentence.title)
    if sentence.url:
        address = sentence.url.replace("(", "%28").replace(")", "%29")
        title = f"[{title}]({address})"
    where = ", ".join(filter(None, (escaped(sentence.source), sentence.published and escaped(sentence.published))))
    yield f"- {title}{f' ({where})' if where else ''}"


def claimed(claim: Told) -> str:
    """A claim on one line: who, to whom, what, how firm, when, and who says so."""
    sides = f"{claim.actors} → {claim.recipients}" if claim.recipients else claim.actors
    says = [f"says {claim.says}"] if claim.says else []
    return ", ".join([f"{sides}: {claim.code}", claim.status, claim.date, *says])


def escaped(words: str) -> str:
    """Words that Markdown shows as they are."""
    return _MARKS.sub(lambda mark: "\\" + mark[0], words)
