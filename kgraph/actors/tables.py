"""The tables of actors, read from ``data/actors``: one function a table, rows as frozen values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from kgraph import iri, resources
from kgraph.model import PartyKind

STATES, LEADERS, NAMESAKES = "countries.csv", "leaders.csv", "namesakes.csv"
Sense = Literal["name", "adjective", "people", "metonym"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody known by name. ``country`` is the ISO alpha-3 code of the state it is, or acts for."""

    iri: str
    name: str
    kind: PartyKind
    country: str | None = None
    aliases: tuple[str, ...] = ()
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A way of writing an actor, and how it is meant: its name, an adjective, its people, or a seat of government.

    ``table`` says which table has it.
    """

    text: str
    actor: Actor
    sense: Sense
    table: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """An office held: ``of`` is a state or an organisation; dates are ISO days, months or years, "" where open."""

    person: Actor
    office: str
    of: Actor
    start: str
    end: str
    table: str = ""

    def covers(self, date: str) -> bool:
        """Whether the term includes ``date`` (ISO), a coarser date counting as its whole span."""
        return self.start[: len(date)] <= date and (not self.end or date[: len(self.end)] <= self.end)


@dataclass(frozen=True, slots=True)
class Role:
    """A common noun for people who act: "minister", "troops", "protesters". ``kind`` says whom it stands for.

    ``held``: it names what somebody in person holds, whomever it stands for ("commander of the fleet").
    """

    noun: str
    kind: Literal["state", "office", "people", "group", "body"]
    held: bool = False


@dataclass(frozen=True, slots=True)
class ShortName:
    """A common noun that stands for ``name`` in texts that name ``where`` and don't name ``unless``."""

    word: str
    name: str
    where: str
    unless: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    return resources.rows("actors", name)


def names(cell: str) -> tuple[str, ...]:
    """The names in a cell, parted by "|"."""
    return tuple(part for part in cell.split("|") if part)


def states() -> Iterator[tuple[Actor, list[Form], str]]:
    """Every country and territory with its forms and its capital."""
    for row in _rows(STATES):
        aliases = tuple(dict.fromkeys((*names(row["aliases"]), row["iso2"], row["iso3"])))
        number = row["wikidata"]
        state_iri = iri.wikidata(number) if number else iri.actor(row["name"])
        state = Actor(state_iri, row["name"], "state", row["iso3"], aliases)
        forms = [Form(text, state, "name", STATES) for text in (row["name"], *names(row["aliases"]))]
        forms += [Form(text, state, "adjective", STATES) for text in names(row["adjectives"])]
        forms += [Form(text, state, "metonym", STATES) for text in names(row["metonyms"])]
        nation = Actor(iri.people(row["iso3"]), f"people of {row['name']}", "people", row["iso3"])
        forms += [Form(text, nation, "people", STATES) for text in names(row["people"])]
        yield state, forms, row["capital"]


def named(table: str, kind: PartyKind | None = None) -> Iterator[tuple[Actor, list[Form]]]:
    """The actors of a packaged table; their kind is the table's column, or ``kind`` for all."""
    return described(_rows(table), table, kind)


def described(
    rows: Iterable[dict[str, str]], table: str, kind: PartyKind | None = None
) -> Iterator[tuple[Actor, list[Form]]]:
    """The actors that rows describe, with their forms; ``table`` is where the rows stand."""
    for row in rows:
        which = kind or cast(PartyKind, {"region": "organisation"}.get(row["kind"], row["kind"]))
        aliases = names(row["aliases"])
        # an armed group sits in a country but does not act for it
        country = None if which == "armed-group" else row.get("country") or None
        actor = Actor(iri.actor(row["name"]), row["name"], which, country, aliases)
        yield actor, [Form(text, actor, "name", table) for text in (row["name"], *aliases)]


def leaders() -> Iterator[dict[str, str]]:
    """The rows of the leaders' table, as they are."""
    return _rows(LEADERS)


def roles() -> Iterator[Role]:
    """The role nouns."""
    for row in _rows("roles.csv"):
        yield Role(row["noun"], row["kind"], bool(row["held"]))  # type: ignore[arg-type]


@cache
def short_names() -> tuple[ShortName, ...]:
    """The common nouns that some texts use as names."""
    return tuple(ShortName(row["word"], row["name"], row["where"], row["unless"]) for row in _rows("short-names.csv"))


def generic_words() -> frozenset[str]:
    """Words that make no name of their own before a role: "Supreme" in "Supreme Court"."""
    return frozenset(row["word"] for row in _rows("generic-words.csv"))


def not_states() -> dict[str, str]:
    """Names that hold a state's name and mean something else, with the state in which a province lies, else ""."""
    return {row["name"]: row["country"] for row in _rows("not-states.csv")}


def namesakes() -> Iterator[dict[str, str]]:
    """The rows of the table of names that several bear, as they are."""
    return _rows(NAMESAKES)


def things() -> dict[str, str]:
    """Nouns for things that go by a state's or a city's name, with their kind: place, document, meeting, event."""
    return {row["noun"]: row["kind"] for row in _rows("things.csv")}


def office_countries() -> dict[str, str]:
    """Offices whose very name tells the state: "foreign secretary" is British."""
    return {row["office"]: row["country"] for row in _rows("offices.csv")}


def titles() -> frozenset[str]:
    """Words that may stand before a person's name without being a part of it, in lower case."""
    return frozenset(row["title"] for row in _rows("titles.csv"))
