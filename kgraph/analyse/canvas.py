"""The sheet that every picture is drawn on: its look, its title and subtitle, and how it is saved.

The same data give the same bytes: no user style, no clock, no random names in the file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from kgraph.analyse.registry import Cell
from kgraph.errors import KgraphError

# Okabe and Ito's colours, told apart with any kind of colour vision
FRIENDLY, HOSTILE, NEUTRAL = "#0072B2", "#D55E00", "#8A8A8A"
GROUPS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
SHAPES = ("o", "s", "^", "P", "v", "X", "p")
INK, PALE = "#222222", "#5F5F5F"
EMPTY = "#CFCFCF"  # the hatch of where nothing is told
SIZE = (10.0, 7.2)  # inches; at 100 dots an inch, text is still easy to read
DPI = 200
STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "text.color": INK,
    "text.parse_math": False,  # a name with dollar signs is a name
    "axes.edgecolor": PALE,
    "axes.labelcolor": PALE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": "#E3E3E3",
    "xtick.color": PALE,
    "ytick.color": INK,
    "legend.frameon": False,
    "svg.hashsalt": "kgraph",
}
NO_METADATA: dict[str, dict[str, None]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None},
    ".pdf": {"CreationDate": None},
}


@contextmanager
def sheet(path: str | Path, title: str, subtitle: str) -> Iterator[Figure]:
    """A figure of 10 by 7.2 inches with its title written, saved when the block ends.

    Content belongs below 0.86 of its height. Raises KgraphError for a suffix other than .png, .svg, .pdf, or where the
    file can't be written.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in NO_METADATA:
        raise KgraphError(f"Cannot draw to {str(path)!r}: end the name in .png, .svg or .pdf.")
    with matplotlib.style.context(["default", STYLE]):
        figure = Figure(figsize=SIZE, dpi=100)
        FigureCanvasAgg(figure)
        figure.text(0.03, 0.965, title, size=16, weight="bold", va="top")
        figure.text(0.03, 0.915, subtitle, size=11, color=PALE, va="top", wrap=True)
        yield figure
        try:
            figure.savefig(path, format=suffix[1:], dpi=DPI, metadata=NO_METADATA[suffix])
        except OSError as error:
            raise KgraphError(f"Cannot write {str(path)!r}: {error.strerror or 'the disk refused'}.") from None


def minus(number: str) -> str:
    """A number with a sign as long as its plus."""
    return number.replace("-", "−")


def real(cell: Cell) -> float:
    """A table's number; 0 where there is none."""
    return float(cell or 0)


def nothing(figure: Figure, words: str = "Nothing to draw: no events here.") -> None:
    """A picture of nothing, which says so."""
    figure.text(0.5, 0.45, words, size=14, color=PALE, ha="center")
