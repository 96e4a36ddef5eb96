"""The tables of actors, read from ``data/actors``: one function a table, rows as frozen values."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from kgraph import iri, resources
from kgraph.model import PartyKind

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
    """A way of writing an actor, and how it is meant: its name, an adjective, its people, or a seat of government."""

    text: str
    actor: Actor
    sense: Sense


@dataclass(frozen=True, slots=True)
class Term:
    """An office held: ``of`` is a state or an organisation; dates are ISO days, months or years, "" where open."""

    person: Actor
    office: str
    of: Actor
    start: str
    end: str

    def covers(self, date: str) -> bool:
        """Whether the term includes ``date`` (ISO), a coarser date counting as its whole span."""
        return self.start[: len(date)] <= date and (not self.end or date[: len(self.end)] <= self.end)


@dataclass(frozen=True, slots=True)
class Role:
    """A common noun for people who act: "minister", "troops", "protesters". ``kind`` says whom it stands for."""

    noun: str
    kind: Literal["state", "office", "people", "group", "body"]


def _rows(name: str) -> Iterator[dict[str, str]]:
    return resources.rows("actors", name)


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def states() -> Iterator[tuple[Actor, list[Form], str]]:
    """Every country and territory with its forms and its capital."""
    for row in _rows("countries.csv"):
        aliases = tuple(dict.fromkeys((*_list(row["aliases"]), row["iso2"], row["iso3"])))
        number = row["wikidata"]
        state_iri = iri.wikidata(number) if number else iri.actor(row["name"])
        state = Actor(state_iri, row["name"], "state", row["iso3"], aliases)
        forms = [Form(text, state, "name") for text in (row["name"], *_list(row["aliases"]))]
        forms += [Form(text, state, "adjective") for text in _list(row["adjectives"])]
        forms += [Form(text, state, "metonym") for text in _list(row["metonyms"])]
        nation = Actor(iri.people(row["iso3"]), f"people of {row['name']}", "people", row["iso3"])
        forms += [Form(text, nation, "people") for text in _list(row["people"])]
        yield state, forms, row["capital"]


def named(table: str, kind: PartyKind | None = None) -> Iterator[tuple[Actor, list[Form]]]:
    """The actors of ``table``; their kind is the table's column, or ``kind`` for all."""
    for row in _rows(table):
        which = kind or cast(PartyKind, {"region": "organisation"}.get(row["kind"], row["kind"]))
        aliases = _list(row["aliases"])
        # an armed group sits in a country but does not act for it
        country = None if which == "armed-group" else row.get("country") or None
        actor = Actor(iri.actor(row["name"]), row["name"], which, country, aliases)
        yield actor, [Form(text, actor, "name") for text in (row["name"], *aliases)]


def leaders() -> Iterator[dict[str, str]]:
    """The rows of the leaders' table, as they are."""
    return _rows("leaders.csv")


def roles() -> Iterator[Role]:
    """The role nouns."""
    for row in _rows("roles.csv"):
        yield Role(row["noun"], row["kind"])  # type: ignore[arg-type]


def not_states() -> frozenset[str]:
    """Names that hold a state's name and mean something else: seas, provinces, canals."""
    return frozenset(row["name"] for row in _rows("not-states.csv"))


def office_countries() -> dict[str, str]:
    """Offices whose very name tells the state: "foreign secretary" is British."""
    return {row["office"]: row["country"] for row in _rows("offices.csv")}


def titles() -> frozenset[str]:
    """Words that may stand before a person's name without being a part of it, in lower case."""
    return frozenset(row["title"] for row in _rows("titles.csv"))
