"""What a check finds."""

from dataclasses import dataclass, field

from kgraph.vocab import PREFIXES


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it must be.

    ``kind`` is document, claim, event, tie, note, decision, review or background; ``document`` the id of the one at
    fault, if it is one; ``node`` the IRI of what is at fault.
    """

    kind: str
    document: str
    node: str
    fault: str


@dataclass
class Found:
    """The result of a check: how much was looked at, what is at fault, and what is worth knowing though no fault.

    ``damaged`` holds the names of the documents' graphs that are at fault.
    """

    documents: int = 0
    quads: int = 0
    faults: list[Fault] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def short(term: str) -> str:
    """An IRI with one of kgraph's prefixes, where one fits."""
    for prefix, base in PREFIXES.items():
        if term.startswith(base):
            return f"{prefix}:{term.removeprefix(base)}"
    return term


def differences(missing: dict[str, list[str]], surplus: dict[str, list[str]]) -> str:
    """In words: what a thing lacks and has too much, each by property to its values."""
    changed = sorted(missing.keys() & surplus.keys() - {"rdf:type"})
    lacking = [_named(name, missing[name]) for name in sorted(missing.keys() - set(changed))]
    extra = [_named(name, surplus[name]) for name in sorted(surplus.keys() - set(changed))]
    parts = (("has another", changed), ("lacks", lacking), ("has too much", extra))
    return "; ".join(f"{verb} {', '.join(names)}" for verb, names in parts if names)


def _named(name: str, values: list[str]) -> str:
    """A property; a type is named itself."""
    return ", ".join(f"{name} {value}" for value in sorted(values)) if name == "rdf:type" else name
