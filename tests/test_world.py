"""The map: where things are, how countries stand to an actor, and what is drawn of it."""

import re
from dataclasses import replace
from html import unescape
from itertools import pairwise

import pytest

from kgraph import iri
from kgraph.actors.catalogue import catalogue
from kgraph.analyse.project import network
from kgraph.errors import QueryError
from kgraph.explore import filters
from kgraph.explore import world as worlds
from kgraph.explore.events import Actor, Events
from kgraph.explore.world import Look, Places, Spot, Stance, World
from kgraph.happenings import settle
from kgraph.store import Store
from kgraph.vocab import STATUSES
from kgraph.web import earth, worldmap
from tests import claims as c

IRAN, ISRAEL, QATAR, SYRIA = (iri.wikidata(c.STATES[name][0]) for name in ("Iran", "Israel", "Qatar", "Syria"))
DOHA = Spot("Doha", "QAT", 25.2854, 51.531)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> tuple[Events, Places]:
    """The corpus's events and their places."""
    with Store(tmp_path_factory.mktemp("world") / "store", create=True) as made:
        for document, told in c.CORPUS:
            made.add(document, told)
        settle(made)
        events = Events(network(made, statuses=STATUSES))
        return events, worlds.places(made, events)


def stances(seen: World) -> dict[str, tuple[int, int]]:
    """Each country's events and hostile ones."""
    return {stance.country.name: (stance.events, stance.hostile) for stance in seen.stances}


def made(name: str, code: str, score: float, *spots: tuple[Spot, int]) -> World:
    """A map of Israel with one country."""
    actor = Actor("x:one", name, "state", code)
    stance = Stance(actor, 3, 0, 3, score, "2024-03-01")
    return World(Actor(ISRAEL, "Israel", "state", "ISR"), "to", (stance,), spots, 3, 1, 0, ())


def inside(code: str, east: float, north: float) -> bool:
    """Whether a place lies in a country's shape, by counting the borders to its east."""
    x, y = earth.project(east, north)
    found = False
    for ring in earth.outlines()[code].split("z")[:-1]:
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        points = [(numbers[0], numbers[1])]
        for right, down in zip(numbers[2::2], numbers[3::2], strict=True):
            points.append((points[-1][0] + right, points[-1][1] + down))
        for (x1, y1), (x2, y2) in pairwise([*points, points[0]]):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                found = not found
    return found


def test_projection() -> None:
    """The middle is in the middle, east is to the right, north is up, and both ends of the world are at its edges."""
    assert earth.project(earth.MIDDLE, earth.NORTH) == pytest.approx((earth.WIDE / 2, 0))
    assert earth.project(earth.MIDDLE + 179.99, 0)[0] == pytest.approx(earth.WIDE, abs=1)
    assert earth.project(earth.MIDDLE - 179.99, 0)[0] == pytest.approx(0, abs=1)
    assert earth.project(20, 50)[0] > earth.project(10, 50)[0]
    assert earth.project(20, 50)[1] < earth.project(20, 40)[1]


@pytest.mark.parametrize(
    ("town", "east", "north", "code"),
    [
        ("Simferopol", 34.1, 44.95, "UKR"), ("Hargeisa", 44.06, 9.56, "SOM"), ("Pristina", 21.17, 42.67, "UNK"),
        ("Taichung", 120.8, 24.1, "TWN"), ("Smara", -11.67, 26.74, "ESH"), ("Maseru's hills", 28.3, -29.5, "LSO"),
        ("Anadyr's hinterland", 178.0, 66.0, "RUS"), ("Provideniya's hinterland", -174.0, 66.0, "RUS"),
        ("Fairbanks", -147.7, 64.8, "USA"),
    ],
)  # fmt: skip
def test_shapes(town: str, east: float, north: float, code: str) -> None:
    """A town lies in the shape of the state under which our tables and GeoNames file it, and in no other."""
    assert [known for known in earth.outlines() if inside(known, east, north)] == [code]


def test_every_state_is_drawn() -> None:
    """But for those without a town."""
    drawn = earth.outlines().keys() | earth.dots().keys()
    assert catalogue().states.keys() - drawn == {"ATA", "BVT", "HMD", "UMI"}
    assert drawn <= catalogue().states.keys()
    assert earth.outlines().keys() & earth.dots().keys() == set()


def test_ways(graph: tuple[Events, Places]) -> None:
    """What is done to an actor is told apart from what it does; what is mutual is both."""
    to, by, both = (worlds.world(*graph, Look(of=IRAN, way=way)) for way in worlds.WAYS)
    assert stances(to) == {"Qatar": (1, 0)}
    assert stances(by) == {"Qatar": (1, 0), "Israel": (1, 1), "Oman": (1, 0)}
    assert stances(both) == stances(by)


def test_filters(graph: tuple[Events, Places]) -> None:
    """A filter's dates and fewest events hold for the map too; the months are of all dates."""
    whole = worlds.world(*graph, Look(of=SYRIA))
    late = worlds.world(*graph, Look(replace(filters.DEFAULT, since="2025"), SYRIA))
    assert whole.events > 0 == late.events
    assert late.stances == ()
    assert late.months == whole.months
    often = worlds.world(*graph, Look(replace(filters.DEFAULT, least=2), SYRIA))
    assert stances(often) == {name: told for name, told in stances(whole).items() if told[0] >= 2}


def test_places(graph: tuple[Events, Places]) -> None:
    """An event of three counts once where it took place; a place without coordinates is not on the map."""
    seen = worlds.world(*graph, Look(of=QATAR))
    assert (seen.spots, seen.events, seen.placed) == (((DOHA, 1),), 1, 1)
    assert [spot.name for spot, _ in worlds.world(*graph, Look(of=SYRIA)).spots] == ["Damascus"]


def test_busiest(graph: tuple[Events, Places]) -> None:
    """Without an actor the map is of the state with most events."""
    assert worlds.world(*graph, Look()).of.name == "Israel"


def test_addresses(graph: tuple[Events, Places]) -> None:
    """A look is read from its address; what is wrong in one is said."""
    look = Look(replace(filters.DEFAULT, codes=("ASSAULT",), since="2024-03"), ISRAEL, "by", True)
    assert look.address().startswith("/map?of=http")
    assert worlds.read(look.address().partition("?")[2]) == look
    assert Look().address() == "/map"
    with pytest.raises(QueryError, match="take one of to, by, both"):
        worlds.read("way=sideways")
    with pytest.raises(QueryError, match="has no events here"):
        worlds.world(*graph, Look(of="x:nobody"))


def test_grades() -> None:
    """Both signs have the same steps."""
    scores = (-10, -5, -2, -1, 0, 1, 3, 10)
    looks = [worldmap.grade(score).look for score in scores]
    assert looks == [
        "hostile-3", "hostile-3", "hostile-2", "hostile-1", "neither", "friendly-1", "friendly-2", "friendly-3"
    ]  # fmt: skip


def test_drawing() -> None:
    """A country leads to its pair and is told in words; only hostile ones are hatched; text is never markup."""
    drawn = unescape(worldmap.draw(made("Iran", "IRN", -6.0, (DOHA, 1)), kept="since=2024"))
    assert (
        f'href="/pair?one={iri.wikidata("Q801").replace(":", "%3A").replace("/", "%2F")}&other=x%3Aone&since=2024"'
        in drawn
    )
    assert "<title>Iran: 3 events, mean score -6.0, strongly hostile</title>" in drawn
    assert "<title>Doha, Qatar: 1 event</title>" in drawn
    assert drawn.count('fill="url(#hostile-3)"') == 1
    assert "url(#" not in worldmap.draw(made("Iran", "IRN", 6.0))
    for told in (worldmap.draw, worldmap.country_table):
        assert "<script" not in told(made("<script>", "IRN", 1.0))
    assert "<script" not in worldmap.place_table(made("Iran", "IRN", 1.0, (Spot("<script>", "", 0, 0), 1)))


def test_small_states() -> None:
    """A state without a shape is a square, where it has events."""
    assert '<rect class="land friendly-1" data-code="MLT"' in worldmap.draw(made("Malta", "MLT", 1.0))
    assert 'data-code="MLT"' not in worldmap.draw(made("Iran", "IRN", 1.0))


def test_near() -> None:
    """A part of the map holds the actor, and what is drawn on it keeps its size."""
    x, y, wide, high = earth.frame("ISR")
    east, north = earth.project(35, 31)
    assert x < east < x + wide
    assert y < north < y + high
    assert wide == earth.WIDE / earth.NEAR
    assert earth.frame("MLT")[2] == wide
    assert earth.frame(None) == earth.frame("ATA") == (0, 0, earth.WIDE, earth.height())
    sizes = [
        float(re.search(r'r="([\d.]+)"><title>Doha', worldmap.draw(made("Iran", "IRN", 1.0, (DOHA, 1)), near))[1])
        for near in (False, True)
    ]
    assert sizes[0] / sizes[1] == pytest.approx(earth.NEAR, abs=0.1)


def test_whole_countries() -> None:
    """Where no more is known than the country, the map says so."""
    vague = Spot("Qatar", "QAT", 25.29, 51.53)
    drawn = worldmap.draw(made("Iran", "IRN", 1.0, (vague, 1)))
    assert "Qatar, somewhere in it: 1 event" in drawn
    assert 'class="spot vague"' in drawn
