"""The map of the world as SVG, and its lists as tables, made from plain data: no page, no browser.

Everything takes its colour from the style sheet, so that the map is light and dark with its page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from math import sqrt
from urllib.parse import urlencode

from kgraph.actors.catalogue import catalogue
from kgraph.analyse.evidence import plural
from kgraph.explore.world import Spot, Stance, World
from kgraph.web import earth

LARGEST, SMALLEST = 60.0, 16.0  # units of the map: the radius of a place
MANY = 20  # events: a busiest place with fewer is not drawn at its largest
SQUARE = 32.0  # a state too small for a shape
HATCH = {"hostile-1": 44, "hostile-2": 28, "hostile-3": 18}  # between the lines; the lines are LINE wide
LINE = 7
KEY = "key-"  # of the swatches' hatches, which stay as they are however near the map is


@dataclass(frozen=True, slots=True)
class Grade:
    """A span of mean scores, up to an end: its class in the style sheet, and how it is told."""

    end: float
    look: str
    words: str


# the middle is narrow: a mean near 0 is of acts that outweigh each other
GRADES = (
    Grade(-5, "hostile-3", "strongly hostile"), Grade(-2, "hostile-2", "hostile"),
    Grade(-0.5, "hostile-1", "mildly hostile"), Grade(0.5, "neither", "neither"),
    Grade(2, "friendly-1", "mildly friendly"), Grade(5, "friendly-2", "friendly"),
    Grade(float("inf"), "friendly-3", "strongly friendly"),
)  # fmt: skip


def grade(score: float) -> Grade:
    """How a mean score is drawn."""
    return next(grade for grade in GRADES if score <= grade.end)


def draw(world: World, near: bool = False, kept: str = "") -> str:
    """The map as an SVG element, or the actor's part; ``kept``, the filter's address, goes on to the pairs."""
    x, y, wide, high = earth.frame(world.of.country if near else None)
    unit = wide / earth.WIDE
    stances = {stance.country.country or "": stance for stance in world.stances}
    own = world.of.country or ""
    seen = [*earth.outlines(), *(code for code in earth.dots() if code in stances)]
    lands = (_land(code, stances.get(code), world, kept, unit) for code in seen if code != own)
    this = _shape(own, "self", f"{world.of.name}, toward whom the countries are coloured", unit)
    most = max((count for _, count in world.spots), default=0)
    spots = (_spot(spot, sqrt(count / max(most, MANY)), count, unit) for spot, count in world.spots)
    return (
        f'<svg class="world" viewBox="{x:.0f} {y:.0f} {wide:.0f} {high:.0f}" role="group" '
        f'aria-label="{escape(description(world))}"><defs>{"".join(_hatch(look, unit) for look in HATCH)}</defs>'
        f'<path class="sea" d="{earth.sea()}"/>{"".join(lands)}{this}{"".join(spots)}</svg>'
    )


def _land(code: str, stance: Stance | None, world: World, kept: str, unit: float) -> str:
    """A country, which leads to its pair with the actor where they have events."""
    if stance is None:
        state = catalogue().states.get(code)
        return _shape(code, "none", f"{state.name if state else code}: no events", unit)
    look = grade(stance.score)
    words = f"{stance.country.name}: {plural(stance.events, 'event')}, mean score {stance.score:+.1f}, {look.words}"
    address = escape(pair_address(world, stance, kept))
    return f'<a href="{address}" tabindex="-1" aria-label="{escape(words)}">{_shape(code, look.look, words, unit)}</a>'


def _shape(code: str, look: str, words: str, unit: float) -> str:
    """A country, or its square, with the words that a mouse over it shows; nothing for a code without a place."""
    told = f'class="land {look}" data-code="{escape(code)}"{_fill(look)}'
    if code in earth.outlines():
        return f'<path {told} d="{earth.outlines()[code]}"><title>{escape(words)}</title></path>'
    if code not in earth.dots():
        return ""
    x, y = earth.dots()[code]
    side = SQUARE * unit
    return (
        f'<rect {told} x="{x - side / 2:.0f}" y="{y - side / 2:.0f}" width="{side:.0f}" height="{side:.0f}">'
        f"<title>{escape(words)}</title></rect>"
    )


def _spot(spot: Spot, size: float, count: int, unit: float) -> str:
    """A place as a dot, whose area tells the events; hollow where no more is known than the country."""
    x, y = earth.project(spot.lon, spot.lat)
    radius = max(LARGEST * size, SMALLEST) * unit
    return (
        f'<circle class="spot{" vague" if spot.whole else ""}" cx="{x:.0f}" cy="{y:.0f}" r="{radius:.1f}">'
        f"<title>{escape(where(spot))}: {plural(count, 'event')}</title></circle>"
    )


def _hatch(look: str, unit: float, of: str = "") -> str:
    """What fills hostile countries, or the swatches ``of`` something: the stronger, the closer the lines."""
    apart = HATCH[look]
    return (
        f'<pattern id="{of}{look}" width="{apart}" height="{apart}" patternUnits="userSpaceOnUse" '
        f'patternTransform="scale({unit:.3f}) rotate(45)"><rect class="{look}" width="{apart}" height="{apart}"/>'
        f'<rect class="line" width="{LINE}" height="{apart}"/></pattern>'
    )


def _fill(look: str, of: str = "") -> str:
    return f' fill="url(#{of}{look})"' if look in HATCH else ""


def legend() -> str:
    """What the colours, the lines and the dots mean, as a list."""
    looks = [(swatch(grade.look), f"{grade.words}, {_span(at)}") for at, grade in enumerate(GRADES)]
    signs = [
        (swatch("none"), "no events"),
        (swatch("self"), "the actor itself"),
        (_sample('<circle class="spot" cx="48" cy="32" r="22"/>'), "events at a place, more where larger"),
        (_sample('<circle class="spot vague" cx="48" cy="32" r="22"/>'), "somewhere in a country"),
    ]
    told = "".join(f"<li>{drawn}<span>{words}</span></li>" for drawn, words in [*looks, *signs])
    hatches = _sample(f"<defs>{''.join(_hatch(look, 1, KEY) for look in HATCH)}</defs>", "hatches")
    return f'{hatches}<ul class="legend" aria-label="What colours and signs mean">{told}</ul>'


def _span(at: int) -> str:
    """The scores of a grade in words."""
    low, high = (GRADES[at - 1].end if at else None), GRADES[at].end
    if low is None:
        return f"{high:+g} or less"
    return f"above {low:+g}" if at == len(GRADES) - 1 else f"{low:+g} to {high:+g}"


def swatch(look: str) -> str:
    """A grade's colour and lines."""
    return _sample(f'<rect class="land {look}"{_fill(look, KEY)} x="2" y="2" width="92" height="60"/>')


def _sample(drawn: str, look: str = "swatch") -> str:
    return f'<svg class="{look}" viewBox="0 0 96 64" aria-hidden="true">{drawn}</svg>'


def country_table(world: World, kept: str = "") -> str:
    """The countries, each with a link to its pair with the actor."""
    rows = "".join(
        f'<tr><th scope="row"><a href="{escape(pair_address(world, one, kept))}">{escape(one.country.name)}</a></th>'
        f"<td>{one.events:,}</td><td>{one.hostile:,}</td><td>{swatch(grade(one.score).look)}{one.score:+.1f}</td></tr>"
        for one in world.stances
    )
    return _table("Countries, those of most events first", ("Country", "Events", "Hostile", "Mean score"), rows)


def place_table(world: World) -> str:
    """The places where the events took place."""
    rows = "".join(
        f'<tr><th scope="row">{escape(where(spot))}</th><td>{count:,}</td></tr>' for spot, count in world.spots
    )
    return _table("Places, those of most events first", ("Place", "Events"), rows)


def _table(caption: str, columns: Iterable[str], rows: str) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in columns)
    told = f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    return f'<table class="listed">{told}</table>'


def pair_address(world: World, stance: Stance, kept: str = "") -> str:
    """The address of a country's pair with the actor, with the filter."""
    ends = urlencode({"one": world.of.iri, "other": stance.country.iri})
    return f"/pair?{ends}" + (f"&{kept}" if kept else "")


def heading(world: World) -> str:
    """What the map shows, in a few words."""
    name = world.of.name
    told = {"to": f"What countries do to {name}", "by": f"What {name} does to countries"}
    return told.get(world.way, f"What happens between {name} and countries")


def summary(world: World) -> str:
    """How much is shown, and what to do where it is nothing."""
    if not world.events:
        return "No event is left: take a filter away, or choose another actor."
    countries = f"{len(world.stances)} {'country' if len(world.stances) == 1 else 'countries'}"
    more = f", of which {len(world.spots)} places are drawn and {world.more:,} are not" if world.more else ""
    return (
        f"{plural(world.events, 'event')}, with {countries}; where they took place is known of {world.placed:,}{more}."
    )


def description(world: World) -> str:
    """The map in words, for those who can't see it."""
    if not world.stances:
        return f"{heading(world)}: no country has an event that the filters keep."
    told = "; ".join(
        f"{one.country.name}, {plural(one.events, 'event')}, mean score {one.score:+.1f}" for one in world.stances[:8]
    )
    return f"{heading(world)}: {len(world.stances)} countries. Most events: {told}. The table has all."


def where(spot: Spot) -> str:
    """A place with its country."""
    if spot.whole:
        return f"{spot.name}, somewhere in it"
    state = catalogue().states.get(spot.country)
    return f"{spot.name}, {state.name}" if state else spot.name
