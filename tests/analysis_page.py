"""What docs/analysis.md shows of the sample dispatches: ``python -m tests.analysis_page`` writes it, with pictures."""

import inspect
import json
import re
import shlex
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path

from click.testing import CliRunner
from PIL import Image

from kgraph import resources
from kgraph.analyse import MEASURES
from kgraph.cli.app import main
from kgraph.reading import Reading
from kgraph.sources import Defaults
from kgraph.store import Store
from kgraph.upkeep import refresh

PAGE = Path(__file__).parent.parent / "docs" / "analysis.md"
PICTURES = PAGE.parent / "pictures"
EXAMPLE = re.compile(r"^    (kgraph analyse [^\n]+)\n\n<!-- made -->\n(.*?)<!-- end -->\n", re.MULTILINE | re.DOTALL)
ROWS = 5  # shown of a table
PIXELS, COLOURS = (1000, 720), 64  # of a picture: an eighth of the bytes that the program draws


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """A store of the dispatches, kept until the process ends."""
    folder = tempfile.TemporaryDirectory()
    with Store(f"{folder.name}/store", create=True) as store:
        for document, claims in Reading([str(resources.data("dispatches"))], Defaults()).claims():
            store.add(document, claims)
        refresh(store)
    return folder


@cache
def read() -> Store:
    """The graph of the dispatches, made once for all who ask."""
    return Store(f"{_folder().name}/store", read_only=True)


def examples(text: str) -> dict[str, tuple[str, str]]:
    """The page's commands and what is made below each, by measure."""
    return {shlex.split(command)[2]: (command, part) for command, part in EXAMPLE.findall(text)}


def made(command: str) -> str:
    """What belongs below a command: how its table begins, its note, its picture and the rule it is worked out by."""
    measure = MEASURES[shlex.split(command)[2]]
    picture = f"![{measure.description}](pictures/{measure.name}.png)"
    return "".join(f"{part}\n\n" for part in (_table(command), _note(command), picture, _rule(measure.function)))


def _table(command: str) -> str:
    """The first rows; IRIs lead a program back, not a reader."""
    rows = json.loads(_run(command, "--format", "json"))
    if not rows:
        return "No rows."
    heads = [head for head in rows[0] if not any(str(row[head]).startswith("http") for row in rows)]
    cells = [heads, ["---" for _ in heads], *([_cell(row[head]) for head in heads] for row in rows[:ROWS])]
    more = [f"\n… and {len(rows) - ROWS} more rows."] if len(rows) > ROWS else []
    return "\n".join([*(re.sub(" +", " ", f"| {' | '.join(line)} |") for line in cells), *more])


def _cell(value: object) -> str:
    return "" if value is None else re.sub(r"([|*_<])", r"\\\1", str(value))


def _note(command: str) -> str:
    """What the program prints below the table."""
    lines = _run(command).rstrip().splitlines()
    last = max((number for number, line in enumerate(lines) if not line.strip()), default=0)
    return f"> {_cell(' '.join(line.strip() for line in lines[last + 1 :]))}"


def _rule(function: str) -> str:
    """The docstrings of the measure and of the functions beside it that it refers to."""
    place, _, name = function.partition(":")
    module = import_module(f"kgraph.analyse.{place}")
    told = inspect.getdoc(getattr(module, name)) or ""
    others = [getattr(module, other, None) for other in dict.fromkeys(re.findall(r"``(\w+)``", told))]
    more = [
        f"{other.__name__}: {inspect.getdoc(other)}"
        for other in others
        if inspect.isfunction(other) and other.__module__ == module.__name__ and other.__name__ != name
    ]
    return "```text\n" + "\n\n".join([told, *more]) + "\n```"


def _run(command: str, *more: str) -> str:
    result = CliRunner().invoke(main, [*shlex.split(command)[1:], *more, "--store", str(read())])
    assert result.exit_code == 0, f"{command}: {result.output} {result.exception!r}"
    return result.output


def draw(command: str, folder: Path) -> None:
    """The command's picture."""
    file = folder / f"{shlex.split(command)[2]}.png"
    _run(command, "--plot", str(file))
    with Image.open(file) as large:
        small = large.convert("RGB").resize(PIXELS, Image.Resampling.LANCZOS)
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def write() -> None:
    """Put the made parts into the page as they are now, and the pictures beside it."""
    PICTURES.mkdir(exist_ok=True)
    text = PAGE.read_text(encoding="utf-8")
    for command, part in examples(text).values():
        draw(command, PICTURES)
        text = text.replace(
            f"{command}\n\n<!-- made -->\n{part}<!-- end -->",
            f"{command}\n\n<!-- made -->\n{made(command)}<!-- end -->",
        )
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
