"""A name as it stands in a text."""

from dataclasses import dataclass

from kgraph.actors.tables import Form


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: token offsets, end exclusive; the catalogue's forms, or the recogniser's label.

    ``thing`` names nobody: a sea, a treaty, a war. ``rivals`` are those among whom nothing in the text decides.
    """

    start: int
    end: int
    text: str
    forms: tuple[Form, ...] = ()
    label: str = ""
    thing: bool = False
    rivals: tuple[str, ...] = ()

    def has(self, sense: str) -> bool:
        """Whether one of the forms is meant in this sense."""
        return any(form.sense == sense for form in self.forms)
