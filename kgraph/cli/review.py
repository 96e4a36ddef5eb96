"""``kgraph review`` and ``kgraph reviews``: what readers say of claims."""

from dataclasses import astuple, fields
from pathlib import Path

import click

from kgraph.cli import options, output
from kgraph.errors import MisaskedError


@click.command(short_help="Say that a claim is wrong, or what it should be.")
@click.argument("claim")
@click.argument("values", nargs=-1, metavar="[FIELD=VALUE]...")
@click.option("--reject", "verdict", flag_value="reject", help="The claim is wrong: take it out of the graph.")
@click.option("--correct", "verdict", flag_value="correct", help="The claim should be what the FIELDs say.")
@click.option("--undo", "verdict", flag_value="undo", help="Take back what was said of the claim.")
@click.option("--by", envvar="KGRAPH_READER", show_envvar=True, default="", metavar="NAME", help="Who says so.")
@options.store
def review(claim: str, values: tuple[str, ...], verdict: str | None, by: str, store: str) -> None:
    """Reject a claim, by its IRI or the last part of it, or correct it; events, edges and figures follow at once.

    What can be corrected of an event: event (its PLOVER root), mode, status, date, and actors, recipients and
    attributed_to by name, several with a semicolon between. An empty value takes away what is there. The claim is kept
    as it was read, with the name and the time, and the verdict holds when the same text is ingested again.

    \b
    Examples:
      kgraph review 5d1c2b3a4e5f6071 --reject --by "Ana Ruiz"
      kgraph review 5d1c2b3a4e5f6071 --correct status=planned recipients="Chad; Niger" --by "Ana Ruiz"
      kgraph review 5d1c2b3a4e5f6071 --undo
    """
    from kgraph import reviews
    from kgraph.store import open_store
    from kgraph.upkeep import refresh

    if verdict is None or bool(values) != (verdict == "correct"):
        raise MisaskedError("Give one of --reject, --undo and --correct, this one with what should be: status=planned.")
    changes = dict(map(_change, values))
    with open_store(store) as graph:
        if verdict == "undo":
            done = f"What {reviews.undo(graph, claim).by} said of it is taken back"
        elif verdict == "reject":
            done = f"Rejected {reviews.reject(graph, claim, by).claim}"
        else:
            done = f"Corrected to {reviews.correct(graph, claim, changes, by).becomes}"
        refresh(graph)
    output.line(f"{done}. Store: {graph}")


def _change(value: str) -> tuple[str, str]:
    name, equals, told = value.partition("=")
    if not equals:
        raise MisaskedError(f"{value!r} says nothing to correct; write FIELD=VALUE, such as status=planned.")
    return name.strip(), told


@click.command(short_help="List what readers say of claims, or hand it on as coded texts.")
@click.option("--gold", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER", help="Write coded texts.")
@options.table_format("table", "csv", "json")
@options.store
def reviews(gold: Path | None, form: str, store: str) -> None:
    """List the verdicts, each with the claim as it was read and as it was corrected.

    --gold writes the documents with verdicts as coded texts for `kgraph eval`: corrected claims are core lines, the
    others that are left are bonus lines, and rejected ones are none, so that reading them again counts as wrong.

    \b
    Examples:
      kgraph reviews --store my-graph
      kgraph reviews --gold gold/ && kgraph eval gold/
    """
    from kgraph.gold import write
    from kgraph.reviews import Judged, checked, judged
    from kgraph.store import open_store

    with open_store(store, read_only=True) as graph:
        if gold:
            output.line(f"{write(gold, checked(graph))} coded texts written to {gold}.")
            return
        rows = [astuple(one) for one in judged(graph)]
    output.show(form, [field.name for field in fields(Judged)], rows, "What readers say of claims")
