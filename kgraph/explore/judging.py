"""What a reader says of a claim in the explorer: the fields of the form, and what becomes of them."""

from collections.abc import Callable, Mapping
from threading import Lock

from kgraph import reviews
from kgraph.corrections import BETWEEN, RULE
from kgraph.explore import preview
from kgraph.explore.evidence import Evidence
from kgraph.reviews import Review
from kgraph.store import GraphStore
from kgraph.upkeep import refresh
from kgraph.vocab import plover

_WRITING = Lock()  # a store in a folder has one writer


def fields(claim: Evidence) -> dict[str, str]:
    """What of a claim can be corrected, as its form begins."""
    actors, recipients = (f"{BETWEEN} ".join(claim.named(role)) for role in ("actor", "recipient"))
    return {
        "event": claim.code, "mode": claim.mode, "status": claim.status, "date": claim.date, "actors": actors,
        "recipients": recipients,
    }  # fmt: skip


def told(claim: Evidence) -> str:
    """What was read, in a line."""
    of = fields(claim)
    ends = " → ".join(filter(None, (of["actors"], of["recipients"])))
    return f"{' '.join(filter(None, (claim.code, claim.mode, claim.status, claim.date)))}: {ends}"


def changes(claim: Evidence, given: Mapping[str, str | None]) -> dict[str, str]:
    """The fields that a reader has changed."""
    told = {name: (value or "").strip() for name, value in given.items()}
    return {name: told[name] for name, value in fields(claim).items() if told[name] != value}


def modes(code: str) -> list[str]:
    """The modes of a PLOVER root."""
    return [mode for root, mode in plover() if root == code and mode]


def reader(claim: Evidence) -> str:
    """Who has corrected the claim; nobody where it stands as it was read."""
    return claim.rule.removeprefix(RULE) if claim.rule.startswith(RULE) else ""


def reject(location: str, claim: str, by: str) -> None:
    """Take a claim out of the store in a folder."""
    _change(location, lambda store: reviews.reject(store, claim, by))


def correct(location: str, claim: str, wanted: Mapping[str, str], by: str) -> None:
    """Put a claim right."""
    _change(location, lambda store: reviews.correct(store, claim, wanted, by))


def undo(location: str, claim: str) -> None:
    """Take back what was said of a claim."""
    _change(location, lambda store: reviews.undo(store, claim))


def _change(location: str, work: Callable[[GraphStore], Review]) -> None:
    with _WRITING, preview.writer(location) as store:
        work(store)
        refresh(store)
