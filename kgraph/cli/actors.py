"""``kgraph actors``: who is known by which name, and a user's own tables."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgraph.cli import options, output

if TYPE_CHECKING:
    from kgraph.actors.find import Candidate

_FOUND = ("name", "kind", "country", "why", "matched", "table", "offices", "iri")
_TABLES = ("table", "holds", "rows", "fault")


@click.group(short_help="Find who a name means; keep tables of actors of your own.")
def actors() -> None:
    """Find out who a name means, and keep tables of actors of your own.

    Your tables lie over the ones that come with kgraph, in the folder `actors` of KGRAPH_CONFIG or of your
    configuration folder. Texts that are stored already keep their actors till you ingest them with --replace.

    \b
    Examples:
      kgraph actors find "the prime minister of Israel" --date 2022-03-01
      kgraph actors add my-leaders.csv
    """


@actors.command(short_help="Show what a name resolves to, and why.")
@click.argument("name", metavar="NAME")
@click.option("--date", metavar="DATE", help="Day, month or year (ISO) that decides who held an office.")
@options.table_format("table", "json", "csv")
def find(name: str, date: str | None, form: str) -> None:
    """Show everybody whom NAME may mean: a code, a name or alias, an office, a title with a surname, a city.

    Where several share the name, a text that does not tell which leaves the name to a stranger.

    \b
    Examples:
      kgraph actors find Turkey
      kgraph actors find "Mr. Bennett" --date 2022-03-01
      kgraph actors find ISIS --format json
    """
    from kgraph.actors.catalogue import catalogue
    from kgraph.actors.find import candidates, nearest
    from kgraph.errors import UnknownName
    from kgraph.isodate import is_date

    if date is not None and not is_date(date):
        raise click.BadParameter(f"{date!r} is no ISO date such as 2024-03-01, 2024-03 or 2024.", param_hint="--date")
    known = catalogue()
    found = candidates(name, known, date)
    if not found:
        near = " or ".join(nearest(name, known))
        hint = f"did you mean {near}?" if near else "add a table of your own with `kgraph actors add`."
        raise UnknownName(f"Nobody called {name!r} is known; {hint}")
    note = f"{len(found)} share this name." if len(found) > 1 else ""
    output.show(form, _FOUND, [_row(candidate, form) for candidate in found], note=note)


def _row(candidate: "Candidate", form: str) -> tuple[object, ...]:
    from kgraph.actors.find import spelt_out

    who, terms = candidate.actor, candidate.terms
    told = [{"office": t.office, "of": t.of.name, "start": t.start or None, "end": t.end or None} for t in terms]
    offices = told if form == "json" else spelt_out(terms)
    return (who.name, who.kind, who.country, candidate.why, candidate.matched, candidate.table, offices, who.iri)


@actors.command(short_help="Keep a table of your own.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.csv")
def add(file: Path) -> None:
    """Check a table of actors, and keep it under its file's name, in the place of an older one.

    \b
    A table is CSV in UTF-8, and has one of two headers:
      name,aliases,gender,country,office,start,end,wikidata,source   who held which office (country: ISO code, or
                                                                     the body's name; name, country, office needed)
      name,kind,aliases,country,source                               anybody else (name, kind needed)

    \b
    kind       state, person, igo, armed-group, organisation or people; "state" gives the state of
               that country code more names
    aliases    parted by |; =Petrov is a surname that means its bearer without a first name
    start, end a day, month or year: 2024-03-01, 2024-03, 2024

    \b
    Example:
      kgraph actors add my-leaders.csv
    """
    from kgraph.actors import own

    table = own.add(file)
    output.line(f"The table {table.name} is kept: {len(table.rows)} rows.")


@actors.command("list", short_help="List your tables.")
@options.table_format("table", "json", "csv")
def list_(form: str) -> None:
    """List the tables of your own, what they hold, and what is wrong with broken ones.

    \b
    Example:
      kgraph actors list
    """
    from kgraph.actors import own

    output.show(form, _TABLES, [own.described(path) for path in own.stored()], note=f"Folder: {own.folder()}")


@actors.command(short_help="Forget a table of yours.")
@click.argument("name", metavar="NAME")
def remove(name: str) -> None:
    """Forget the table NAME of yours.

    \b
    Example:
      kgraph actors remove my-leaders
    """
    from kgraph.actors import own

    own.remove(name)
    output.line(f"The table {name} is removed.")


@actors.command(short_help="Fetch leaders from a SPARQL endpoint.")
@click.argument("endpoint", metavar="ENDPOINT")
@click.option("--name", metavar="NAME", help="The table's name; without it, the endpoint's host.")
def update(endpoint: str, name: str | None) -> None:
    """Fetch heads of state and government and foreign ministers from a SPARQL endpoint in Wikidata's shape.

    They are kept as a table of your own, over an older one of that name; nothing changes where the fetching fails.
    Endpoints in a private network are refused; KGRAPH_ALLOW_PRIVATE=1 lets them pass.

    \b
    Example:
      kgraph actors update https://query.wikidata.org/sparql
    """
    from kgraph.actors.update import update as fetch

    table = fetch(endpoint, name)
    output.line(f"The table {table.name} is kept: {len(table.rows)} terms of office.")
