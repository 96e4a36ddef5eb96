"""``kgraph eval``: how well your own coded texts are read."""

from dataclasses import astuple, fields
from pathlib import Path

import click

from kgraph.cli import options, output
from kgraph.cli.progress import bar

_NOTE = "Status, attribution and date are counted where an event was found."


@click.command("eval", short_help="Measure the reading by texts that people have coded.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="GOLD_DIR")
@click.option("--errors", is_flag=True, help="List what was missed and what is extra; csv and json list only that.")
@options.table_format("table", "json", "csv")
def evaluate(folder: Path, errors: bool, form: str) -> None:
    """Read the texts of GOLD_DIR and count how much of what people coded in them was found.

    GOLD_DIR holds NAME.txt beside NAME.gold.jsonl; docs/coding.md tells what a coded line looks like. Prints precision,
    recall and F1 of events, recall of offices and relations, and how often status, attribution and date are right.

    \b
    Examples:
      kgraph eval gold/
      kgraph eval gold/ --errors --format csv > errors.csv
    """
    from kgraph.evaluate import Fault, Figure
    from kgraph.evaluate import evaluate as measure

    with bar("Reading") as progress:
        found = measure(folder, progress)
    if errors and (found.faults or form != "table"):
        columns = [field.name for field in fields(Fault)]
        output.show(form, columns, [astuple(fault) for fault in found.faults], "Missed and extra")
    if form == "table" or not errors:
        rows = [(f.measure, None if f.share is None else round(f.share, 3), f.right, f.of) for f in found.figures]
        output.show(form, [field.name for field in fields(Figure)], rows, "Coded texts", _NOTE)
