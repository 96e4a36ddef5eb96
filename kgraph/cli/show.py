"""``kgraph show`` and ``kgraph stats``: one thing, or the whole, at a glance."""

from typing import TYPE_CHECKING

import click

from kgraph.cli import options, output
from kgraph.cli.asking import asked

if TYPE_CHECKING:
    from rich.text import Text

    from kgraph.report import ActorReport, ClaimReport, EventReport

_COLOURS = {"actor": "bold cyan", "recipient": "bold magenta", "attributedTo": "bold yellow"}
_OWN = {
    "actor",
    "recipient",
    "attributedTo",
    "mention",
    "value",
    "triggerBegin",
    "triggerEnd",
    "actorFor",
    "recipientFor",
    "attributedToFor",
    "tie",
}

_LABELS = {
    "attributedTo": "says who", "dateText": "date in words", "dateWhy": "date found by", "code": "event code",
    "event": "happening", "eventDate": "filed under", "eventWhy": "happening why",
}  # fmt: skip


@click.command(short_help="Show everything about one claim, event or actor.")
@click.argument("thing", metavar="CLAIM|EVENT|ACTOR")
@options.store
def show(thing: str, store: str) -> None:
    """Show all about a claim or an event (by its IRI or the last part of it) or an actor (by name, ISO code or IRI).

    An event is shown with its reports side by side: what each says, and why it is taken for a report of this event.

    \b
    Examples:
      kgraph show Turkey
      kgraph show 5d1c2b3a4e5f6071
    """
    from kgraph.report import ClaimReport, EventReport, find

    with asked(store) as graph:
        found = find(graph, thing)
    if isinstance(found, ClaimReport):
        claim(found)
    elif isinstance(found, EventReport):
        _event(found)
    else:
        _actor(found)


def claim(report: "ClaimReport") -> None:
    """Print a claim: its sentence with the words marked, then what was read from it."""
    out = output.console()
    out.print(_marked(report))
    about = report.document
    cited = ", ".join(about[name] for name in ("source", "title", "date", "id", "url") if name in about)
    output.line(f"  {cited}", dim=True)
    for mention in report.mentions:
        output.line(f"  {_label(mention.role):14} {mention.name}  (“{mention.words}”; {mention.why})")
    for what, figure, words in report.figures:
        output.line(f"  {_label(what):14} {figure}  (“{words}”)")
    for name, value in report.facts.items():
        if name not in _OWN:
            output.line(f"  {_label(name):14} {value}")
    output.line(f"  {'claim':14} {report.iri}")


def _label(name: str) -> str:
    return _LABELS.get(name, name)


def _marked(report: "ClaimReport") -> "Text":
    """The sentence with the parties' words and the trigger in colours."""
    from rich.text import Text

    text = Text(output.clean(report.sentence))
    for mention in report.mentions:
        style = _COLOURS.get(mention.role, "bold")
        text.stylize(style, max(0, mention.start - report.start), max(0, mention.end - report.start))
    facts = report.facts
    if "triggerBegin" in facts:
        text.stylize("underline", int(facts["triggerBegin"]) - report.start, int(facts["triggerEnd"]) - report.start)
    return text


def _event(report: "EventReport") -> None:
    reports, documents, sources = report.counts
    output.line(f"{report.code} {report.date or 'on a day unknown'}", bold=True)
    output.line(f"  {report.iri}", dim=True)
    for name, sides in (("by", report.actors), ("to", report.recipients)):
        if sides:
            output.line(f"  {name:14} {', '.join(sides)}")
    output.line(f"  {'reports':14} {reports} in {documents} documents of {sources} sources")
    if report.published:
        output.line(f"  {'published':14} {' to '.join(dict.fromkeys(report.published))}")
    output.show("table", report.reports.columns, report.reports.rows, "Reports")


def _actor(report: "ActorReport") -> None:
    output.line(report.name, bold=True)
    output.line(f"  {', '.join(report.kinds)}  {report.iri}", dim=True)
    if report.aliases:
        output.line(f"  also {', '.join(report.aliases)}")
    for row in report.offices:
        output.line("  " + ", ".join(output.clean(value) for value in row if value))
    output.show("table", report.relations.columns, report.relations.rows, "With whom")


@click.command(short_help="Count what the graph holds.")
@options.table_format("table", "csv", "json")
@options.store
def stats(form: str, store: str) -> None:
    """Count the graph's documents, claims, events, actors and edges.

    \b
    Example:
      kgraph stats --store my-graph
    """
    with asked(store) as graph:
        output.show(form, ("what", "number"), list(graph.stats().items()))
