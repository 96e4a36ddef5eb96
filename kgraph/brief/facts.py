"""What a briefing says, as plain values: collected once, then shown by each writer as it is."""

from dataclasses import dataclass

LIMIT = 200  # sentences cited, unless told otherwise


@dataclass(frozen=True, slots=True)
class Cited:
    """A number or a few words with the sentences that show it; ``more`` of them are not listed in the briefing.

    What is ``quiet`` leads to the first of them without naming them all: they stand beside it already.
    """

    text: str
    numbers: tuple[int, ...] = ()
    more: int = 0
    quiet: bool = False


Cell = str | Cited


@dataclass(frozen=True, slots=True)
class Table:
    """``more`` says what was left out and how to ask for it; ``figures`` are the columns that hold numbers."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: str = ""
    figures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """An actor of the drawn network; ``anchor`` is where its evidence begins, ``main`` whom the briefing is about."""

    name: str
    events: int
    anchor: str
    main: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """What two actors, by their IRIs, come to: number of events, mean score and its sign."""

    one: str
    other: str
    events: int
    mean: float
    sign: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Network:
    """Actors by IRI and the ties between them, to be drawn."""

    caption: str
    nodes: dict[str, Node]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter or year: its events and their mean score, with a band where there is one."""

    name: str
    friendly: int
    hostile: int
    neither: int
    mean: float | None
    band: tuple[float, float] | None
    sentence: int | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Periods without a gap, to be drawn."""

    caption: str
    periods: tuple[Period, ...]


Block = str | Table | Network | Timeline


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it; a string is a paragraph."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A claim in words."""

    claim: str
    actors: str
    code: str
    recipients: str
    status: str
    date: str
    says: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its number, where it stands, and the claims it makes; ``url`` is http, https or empty."""

    number: int
    words: str
    title: str
    source: str
    published: str
    url: str
    claims: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The sentences about one tie; ``also`` are those that stand in an earlier group."""

    anchor: str
    title: str
    sentences: tuple[Sentence, ...]
    also: tuple[int, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole briefing."""

    title: str
    period: str
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]
    evidence: tuple[Group, ...]
