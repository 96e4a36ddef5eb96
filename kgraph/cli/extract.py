"""``kgraph extract``: the claims of texts, without a store."""

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from kgraph.cli import options, output
from kgraph.cli.progress import bar

if TYPE_CHECKING:
    from kgraph.model import Claim, Document, Party

    Extracted = Iterable[tuple[Document, tuple[Claim, ...]]]

_COLUMNS = ("document", "claim", "who", "to whom", "status", "date", "says who", "words")


@click.command(short_help="Print the claims of texts, without a store.")
@options.sources
@options.table_format("table", "jsonl", "turtle")
@options.jobs
@click.pass_context
def extract(
    ctx: click.Context, sources: tuple[str, ...], date: str | None, title: str | None, source: str | None, form: str,
    jobs: int | None,
) -> None:  # fmt: skip
    """Print the claims found in SOURCE...: files, folders, addresses, feeds, or - for standard input.

    \b
    Examples:
      kgraph extract dispatch.txt
      kgraph extract news/ --format jsonl > claims.jsonl
      echo "France condemned the attack." | kgraph extract - --date 2025-05-01
    """
    from kgraph.reading import Reading
    from kgraph.sources import Defaults

    with bar("Reading") as progress:
        reading = Reading(sources, Defaults(date=date, title=title, source=source))
        {"table": _table, "jsonl": _jsonl, "turtle": _turtle}[form](reading.claims(jobs, progress))
    for error in reading.errors:
        output.complain(str(error))
    if reading.errors:
        ctx.exit(1)


def _jsonl(extracted: "Extracted") -> None:
    for _, claims in extracted:
        for claim in claims:
            output.data(json.dumps(claim.record, ensure_ascii=False) + "\n")


def _turtle(extracted: "Extracted") -> None:
    from kgraph.export.rdf import serialise
    from kgraph.graph import quads

    output.data(serialise(quad for document, claims in extracted for quad in quads(document, claims)))


def _table(extracted: "Extracted") -> None:
    output.show("table", _COLUMNS, _rows(extracted))


def _rows(extracted: "Extracted") -> Iterator[tuple[str, ...]]:
    for document, claims in extracted:
        for claim in claims:
            yield (document.id, *_summary(claim))


def _summary(claim: "Claim") -> tuple[str, ...]:
    """What a claim says, in the columns of the table."""
    says = _names(claim.attributed_to)
    if claim.kind == "office" and claim.person and claim.of:
        return claim.office or "", claim.person.name, claim.of.name, "", "", says, claim.trigger.text
    if claim.kind == "relation":
        one, other = claim.parties
        return claim.relation or "", one.name, other.name, "", "", says, claim.trigger.text
    code = f"{claim.event} {claim.mode or ''}".strip()
    who, whom = _names(claim.actors), _names(claim.recipients)
    return code, who, whom, claim.status or "", claim.date or "", says, claim.trigger.text


def _names(parties: "Iterable[Party]") -> str:
    return ", ".join(party.name for party in parties)
