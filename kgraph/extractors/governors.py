"""Words that govern others: what "plan to", "deny", "fear that", "said" do to the act they introduce.

The table ``data/lexicon/governors.tsv`` holds one word a line: its lemma, with its particle, and part of speech; the
status it gives to the act below it ("" where it leaves it as it is); and whether its subject is who says so ("says" for
a plain verb of saying, "tells" for one that says so of its object too, "holds" for one of belief or accusation).
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from spacy.tokens import Token

from kgraph import resources
from kgraph.model import Status


@dataclass(frozen=True, slots=True)
class Governor:
    """A governing word. ``status`` is None where the word leaves the act's status as it is."""

    lemma: str
    pos: str
    status: Status | None
    voice: Literal["says", "tells", "holds", ""]


class Governors:
    """The table, by lemma and part of speech."""

    def __init__(self, entries: list[Governor]) -> None:
        self._entries = {(entry.lemma, entry.pos): entry for entry in entries}

    def get(self, token: Token) -> Governor | None:
        """The token's entry."""
        pos = {"AUX": "VERB", "PROPN": "NOUN"}.get(token.pos_, token.pos_)
        lemma = token.lemma_.lower()
        particles = [child.lower_ for child in token.children if child.dep_ == "prt"]
        with_particle = (self._entries.get((f"{lemma} {particle}", pos)) for particle in particles)
        return next(filter(None, with_particle), None) or self._entries.get((lemma, pos))

    def reports(self, token: Token) -> bool:
        """Whether the token is a verb of saying."""
        entry = self.get(token)
        return entry is not None and entry.voice in {"says", "tells"}

    def tells(self, token: Token) -> bool:
        """Whether the token says what its object names: "reported an attack"."""
        entry = self.get(token)
        return entry is not None and entry.voice == "tells"

    def attributes(self, token: Token) -> bool:
        """Whether what stands below the token is said, believed or alleged by its subject."""
        entry = self.get(token)
        return entry is not None and entry.voice != ""


@cache
def governors() -> Governors:
    """The packaged table."""
    return Governors(
        [
            Governor(row["lemma"], row["pos"], cast("Status | None", row["status"] or None), row["voice"])  # type: ignore[arg-type]
            for row in resources.rows("lexicon", "governors.tsv")
        ]
    )
