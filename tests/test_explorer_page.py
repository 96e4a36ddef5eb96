"""docs/explorer.md shows every page of the explorer, wide and narrow, and tells of its policy what is true."""

import re
from pathlib import Path

import pytest
from PIL import Image

from kgraph.web import guard
from kgraph.web.policy import policy
from tests.explorer_page import HEIGHT, PAGES, PICTURES, WIDTHS, file

PAGE = PICTURES.parent / "explorer.md"
TEXT = PAGE.read_text(encoding="utf-8")
FILES = {file(name, width): width for name in PAGES for width in WIDTHS}


def test_every_picture_is_shown() -> None:
    """Each page in both widths, and none is left over."""
    shown = {PAGE.parent / path for path in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", TEXT)}
    assert shown == set(FILES) == set(PICTURES.glob("explorer-*"))


@pytest.mark.parametrize(("path", "width"), FILES.items(), ids=lambda value: getattr(value, "stem", ""))
def test_pictures(path: Path, width: int) -> None:
    """Of the right size, and small enough for a repository; `python -m tests.explorer_page` takes them."""
    with Image.open(path) as picture:
        assert picture.size == (width, HEIGHT)
        assert len(picture.getcolors() or ()) > 20, "it is empty"
    assert path.stat().st_size < 120_000


def test_the_policy_is_told() -> None:
    """Each source of the pages' policy that is not this server itself has its reason on the page."""
    for rule in policy("/", "once").split("; "):
        name, *sources = rule.split()
        for source in set(sources) - {"'self'", "'none'", "'nonce-once'"}:
            assert f"`{name} {source}`" in TEXT
    assert f"more than {guard.LARGEST // 1024**2} MiB" in TEXT
