"""Made-up short news in any number, the same every time: a line of JSON for each text."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

STATES = (
    "France", "Germany", "Iran", "Israel", "China", "Japan", "Turkey", "Greece", "India", "Pakistan", "Russia",
    "Ukraine", "Egypt", "Sudan", "Chad", "Mali", "Kenya", "Somalia", "Ethiopia", "Rwanda",
)  # fmt: skip
ACTS = (
    "condemned", "praised", "imposed sanctions on", "accused", "threatened", "thanked", "warned", "held talks with",
    "signed an accord with", "recalled its ambassador from",
)  # fmt: skip
TAILS = (
    "on Monday over clashes at the border", "after two days of talks in Geneva", "for the help it had given",
    "over its missile programme", "as the truce was about to end", "in a statement to the press",
)  # fmt: skip


def texts(number: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """``number`` texts of two or three sentences, with dates over ten years."""
    draw = random.Random(seed)
    for n in range(number):
        sides = (draw.sample(STATES, 2) for _ in range(draw.randint(2, 3)))
        words = " ".join(f"{one} {draw.choice(ACTS)} {other} {draw.choice(TAILS)}." for one, other in sides)
        day = f"20{draw.randint(15, 24)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        yield {"id": f"news-{seed}-{n}", "date": day, "source": f"Agency {n % 7}", "text": words}


def write(path: Path, number: int, seed: int = 7) -> Path:
    """The texts as a JSON Lines file."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(f"{json.dumps(text)}\n" for text in texts(number, seed))
    return path
