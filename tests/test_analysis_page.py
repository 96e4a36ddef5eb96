"""docs/analysis.md tells of every measure, and shows what each says of the sample dispatches now."""

import shlex
from pathlib import Path

import pytest
from PIL import Image

from kgraph.analyse import MEASURES
from tests import analysis_page
from tests.analysis_page import PAGE, PICTURES, PIXELS

TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = analysis_page.examples(TEXT)


def test_every_measure_has_its_place() -> None:
    """A section and an example each, in the order of the registry."""
    assert [line.strip("# `") for line in TEXT.splitlines() if line.startswith("### ")] == list(MEASURES)
    assert list(EXAMPLES) == list(MEASURES)


def test_every_section_says_when_not() -> None:
    """What it says, when to use it and when not come before the example."""
    for section in TEXT.split("\n### ")[1:]:
        prose = section.partition("    kgraph analyse")[0]
        assert "**Use it**" in prose and "**Not**" in prose, section[:40]


def test_pictures_are_there() -> None:
    """One for each measure, none left over, small enough for a repository."""
    files = sorted(set(PICTURES.iterdir()) - set(PICTURES.glob("explorer-*")))  # those are of docs/explorer.md
    assert {file.name for file in files} == {f"{name}.png" for name in MEASURES}
    for file in files:
        with Image.open(file) as picture:
            assert picture.size == PIXELS
        assert file.stat().st_size < 150_000


@pytest.mark.model
@pytest.mark.parametrize("name", MEASURES)
def test_the_page_is_of_now(name: str) -> None:
    """Table, note and rule: `python -m tests.analysis_page` writes them anew."""
    command, part = EXAMPLES[name]
    assert part == analysis_page.made(command)


@pytest.mark.model
def test_pictures_can_be_drawn_anew(tmp_path: Path) -> None:
    """The commands that are shown draw: one is enough here, the measures' own tests draw all."""
    command, _ = EXAMPLES["ties"]
    analysis_page.draw(command, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [f"{shlex.split(command)[2]}.png"]
