"""Pictures of changes, answers, sources, shares and coverage: they draw what the tables say, legibly."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import networkx as nx
import pytest
from matplotlib.colors import same_color
from matplotlib.figure import Figure
from matplotlib.text import Text

from kgraph.analyse import MEASURES, canvas
from tests.networks import net

LONG = "Democratic Republic of the Congo", "United Arab Emirates"
Draw = Callable[..., Figure]


@pytest.fixture
def draw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Draws a measure and gives the figure."""
    seen: list[Figure] = []

    def keep(figure: Figure, *_: object, **__: object) -> None:
        figure.canvas.draw()
        seen.append(figure)

    monkeypatch.setattr(canvas.Figure, "savefig", keep)

    def drawn(name: str, graph: nx.MultiDiGraph, **options: str) -> Figure:
        MEASURES[name].draw(graph, tmp_path / "a.png", **options)
        return seen[-1]

    return drawn


def words(figure: Figure) -> list[Text]:
    """All that is written."""
    return [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]


def levels(*wanted: tuple[float, int]) -> nx.MultiDiGraph:
    """So many days of two events around each score."""
    scores = [score for score, days in wanted for _ in range(days)]
    days = [(date(2024, 1, 1) + timedelta(days=number)).isoformat() for number in range(len(scores))]
    return net(*((*LONG, score + step, day) for score, day in zip(scores, days, strict=True) for step in (0.5, -0.5)))


def talk() -> nx.MultiDiGraph:
    """Israel answers each act of Iran after two days, in kind; every sixth day, 40 times."""
    acts = [(5 if number % 3 else -4, date(2024, 1, 1) + timedelta(days=number**2 % 997)) for number in range(40)]
    return net(
        *(("Iran", "Israel", score, day.isoformat()) for score, day in acts),
        *(("Israel", "Iran", score, (day + timedelta(days=2)).isoformat()) for score, day in acts),
    )


def tellers() -> nx.MultiDiGraph:
    """The Post tells of 12 attacks, the Herald of 12 gifts between the same two; the Lone Star of another pair."""
    graph = net(*((*LONG, score, "2024-03-05") for score in (-8, 7) * 12), ("C", "D", 2, "2024-05"))
    papers = ["Post", "Herald"] * 12 + ["Lone Star"]
    for *_, event, values in graph.edges(keys=True, data=True):
        values["documents"] = (f"doc{event}",)
        values["attributed"] = event in ("e0", "e1")
        values["status"] = "planned" if event in ("e2", "e3", "e4") else "actual"
    graph.graph["publishers"] = {f"doce{number}": paper for number, paper in enumerate(papers)}
    graph.graph["published"] = {f"doce{number}": "2024-03-06" for number in range(24)} | {"doce24": "2024-06-01"}
    return graph


@pytest.mark.parametrize(
    ("name", "graph", "options"),
    [
        ("changes", levels((3, 30), (-5, 30), (0, 30), (6, 30)), {"period": "day"}),
        ("answers", talk(), {"actor": "x:Iran", "other": "x:Israel"}),
        ("sources", tellers(), {}),
        ("shares", tellers(), {}),
        ("coverage", tellers(), {}),
    ],
)
def test_words_do_not_overlap(name: str, graph: nx.MultiDiGraph, options: dict[str, str], draw: Draw) -> None:
    """No two words share a pixel and none leaves the sheet."""
    figure = draw(name, graph, **options)
    boxes = {text: text.get_window_extent() for text in words(figure)}
    inside = {text: box for text, box in boxes.items() if box.width and box.height}
    for one, other in combinations(inside, 2):
        assert not inside[one].padded(-1).overlaps(inside[other].padded(-1)), (one.get_text(), other.get_text())
    for text, box in inside.items():
        assert box.x0 >= 0 and box.x1 <= 1000 and box.y0 >= 0 and box.y1 <= 720, text.get_text()


def test_changes_are_steps(draw: Draw) -> None:
    """30 days at 3, 30 at -5: the steps drawn are the levels of the table, one change is numbered and told."""
    figure = draw("changes", levels((3, 30), (-5, 30)), period="day")
    steps = [list(line.get_ydata()) for line in figure.axes[0].lines if line.get_linewidth() == 3]
    assert steps == [[3, 3], [-5, -5]]
    said = [text.get_text() for text in words(figure)]
    assert said.count("1") == 2 and "+3.0 to −5.0" in said  # at the change and in the list
    assert sum("Democrati… → United Ar…" in one for one in said) == 2


def test_without_a_change(draw: Draw) -> None:
    """One level is drawn at the mean of all, and the picture says that nothing is clear."""
    figure = draw("changes", levels((2, 20)), period="day")
    assert [list(line.get_ydata()) for line in figure.axes[0].lines if line.get_linewidth() == 3] == [[2, 2]]
    assert any("No change is clear" in text.get_text() for text in words(figure))


def test_numbers_of_close_changes_stand_apart(draw: Draw) -> None:
    """Two days of war in 300 of peace: the change to it and that from it are too close for one height."""
    figure = draw("changes", levels((4, 150), (-9, 3), (5, 150)), period="day")
    numbers = [text.get_window_extent() for text in figure.axes[0].texts]
    assert len(numbers) > 1
    assert not any(one.overlaps(other) for one, other in combinations(numbers, 2))


def test_clear_answers_are_bold(draw: Draw) -> None:
    """Each p of the table stands above its bar, bold where 0.05 or less."""
    options = {"actor": "x:Iran", "other": "x:Israel"}
    figure = draw("answers", talk(), **options)
    wanted = [row[5] for row in MEASURES["answers"].run(talk(), **options).rows if row[5] is not None]
    shown = [text for text in words(figure) if text.get_text().startswith("p ")]
    assert [text.get_text() for text in shown] == [f"p {p:.3f}" for p in wanted]
    assert [text.get_weight() == "bold" for text in shown] == [p <= 0.05 for p in wanted]
    assert {text.get_weight() for text in shown} == {"bold", "normal"}


def test_answers_to_one_kind_of_act(draw: Draw) -> None:
    """A only attacks: the panel of friendly acts says that there are none, and has no bars; no acts, no picture."""
    attacks = [("A", "B", -3, "2024-03-01"), ("B", "A", -2, "2024-03-04"), ("A", "C", 1)]
    figure = draw("answers", net(*attacks), actor="x:A", other="x:B")
    assert "Friendly acts of A:\nnone that B could answer" in [text.get_text() for text in words(figure)]
    assert [len(axes.patches) for axes in figure.axes] == [0, 3, 0]  # same day, 1 and 3 days
    assert not draw("answers", net(*attacks[1:]), actor="x:A", other="x:B").axes


def test_differences_beside_means(draw: Draw) -> None:
    """The Post (-8 where the Herald has 7) is clearly grimmer: dots of both filled; the Lone Star isn't compared."""
    figure = draw("sources", tellers())
    left, right = figure.axes
    assert [round(bar.get_width(), 1) for bar in left.patches] == [
        row[3] for row in MEASURES["sources"].run(tellers()).rows
    ]
    assert [bar.get_hatch() for bar in left.patches] == ["", "////", ""]  # Herald, Post, Lone Star
    dots = [line for line in right.lines if line.get_marker() == "o"]
    assert [line.get_xdata()[0] for line in dots] == [15, -15]
    assert all(same_color(line.get_markerfacecolor(), canvas.INK) for line in dots)
    assert "not compared" in [text.get_text() for text in right.texts]


def test_shares_fill_a_row(draw: Draw) -> None:
    """24 of 25 events are Congo's: C, with one, has no row; 3 of Congo's are planned, 2 attributed; rows sum to 1."""
    left, right = draw("shares", tellers()).axes
    assert [text.get_text() for text in left.get_yticklabels()] == ["all actors", "Democratic Republic of th…"]
    ends = {}
    for bar in left.patches:
        place = round(bar.get_y() + bar.get_height() / 2)
        assert bar.get_x() == pytest.approx(ends.get(place, 0))
        ends[place] = bar.get_x() + bar.get_width()
    assert ends == pytest.approx({0: 1, 1: 1}, abs=0.003)
    assert [bar.get_width() for bar in left.patches][2:4] == pytest.approx([3 / 25, 3 / 24])
    assert [bar.get_width() for bar in right.patches] == [2 / 25, round(2 / 24, 3)]


def test_gaps_are_hatched(draw: Draw) -> None:
    """Documents of March and June 2024: April and May are hatched in both panels, also May, where an event fell."""
    figure = draw("coverage", tellers())
    for axes in figure.axes:
        spans = [patch for patch in axes.patches if patch.get_hatch()]
        assert [patch.get_x() + patch.get_width() / 2 for patch in spans] == [1, 2]
    assert [bar.get_height() for bar in figure.axes[1].patches if not bar.get_hatch()] == [24, 0, 1, 0]
