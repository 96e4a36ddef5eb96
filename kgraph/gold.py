"""Texts that people have coded, to measure kgraph by.

A gold folder holds ``NAME.txt`` beside ``NAME.gold.jsonl``, one coded claim a line:

============= =====================================================================================================
kind          ``event``, ``office`` or ``relation``
quote         a few words of the text, letter by letter, that tell the sentence
core          ``true`` where a coder must not miss it, ``false`` for a bonus that is neither asked for nor an error
event, status (event) the PLOVER roots and the statuses that will do
actors        (event) a list of parties, each a list of the names it may go by; ``recipients`` likewise
attributed_to (event, may be left out) the names of who says so, where it is not the text itself
date          (event, may be left out) ISO day, month or year
person, of    (office) the names of who holds it and of the state or body it is held for
office        (office) the office's names
relation      (relation) the relation's names: ``ally``, ``rival``, ``neighbour``, ``member``, ``part-of`` ...
parties       (relation) as ``actors``
============= =====================================================================================================

A state, and who speaks or acts for it, goes by its ISO 3166-1 alpha-3 code, everybody else by the usual English name.
Other fields are for the coders themselves and are passed over.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from kgraph import iri, sources
from kgraph.errors import KgraphError, SourceError
from kgraph.model import Claim, Document, Kind, Party
from kgraph.vocab import ROOTS, STATUSES

Names = tuple[str, ...]
_SUFFIX = ".gold.jsonl"
_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Gold:
    """One coded line: its kind's fields filled, the others empty.

    A party is the names it may go by. ``start`` and ``end`` are the quote's character offsets, end exclusive.
    """

    kind: Kind
    quote: str
    start: int
    end: int
    core: bool
    event: Names = ()
    status: Names = ()
    actors: tuple[Names, ...] = ()
    recipients: tuple[Names, ...] = ()
    attributed_to: Names = ()
    date: str | None = None
    person: Names = ()
    office: Names = ()
    of: Names = ()
    relation: Names = ()
    parties: tuple[Names, ...] = ()


@dataclass(frozen=True, slots=True)
class Coded:
    """A text with what a coder took out of it."""

    document: Document
    gold: tuple[Gold, ...]


def read(folder: Path) -> list[Coded]:
    """The coded texts of a folder, by name; SourceError names the file and line that can't be used."""
    if not folder.is_dir():
        raise SourceError(f"{folder}: there is no such folder; check the path")
    paths = sorted(folder.glob(f"*{_SUFFIX}"))
    if not paths:
        raise SourceError(f"{folder}: holds no coded text; put NAME.txt and NAME{_SUFFIX} there")
    return [_coded(path) for path in paths]


def _coded(path: Path) -> Coded:
    text = path.with_name(path.name.removesuffix(_SUFFIX) + ".txt")
    if not text.is_file():
        raise SourceError(f"{path.name}: its text {text.name} is missing; put it beside")
    [document] = sources.read(str(text))
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise SourceError(f"{path.name}: cannot be read ({reason}); check the file") from None
    told = ((f"{path.name} line {number}", line) for number, line in enumerate(lines, 1) if line.strip())
    return Coded(document, tuple(_gold(_record(line, where), document.text, where) for where, line in told))


def _record(line: str, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise SourceError(f"{where}: is not valid JSON; mend or remove the line") from None
    if not isinstance(record, dict) or record.get("kind") not in get_args(Kind):
        raise SourceError(f"{where}: is no claim; write an object whose kind is {', '.join(get_args(Kind))}")
    return record


def _gold(record: dict[str, Any], text: str, where: str) -> Gold:
    given = {name: shape for name, shape in _OPTIONAL.items() if record.get(name)}
    values = {}
    for name, shape in {**_COMMON, **_SHAPES[record["kind"]], **given}.items():
        try:
            values[name] = shape(record.get(name))
        except TypeError as error:
            raise SourceError(f"{where}: the field {name} must be {error}; correct the line") from None
    start = text.find(values["quote"])
    if start < 0:
        quote = values["quote"]
        raise SourceError(f"{where}: the quote {quote!r} is not in the text; copy it from there, letter by letter")
    return Gold(kind=record["kind"], start=start, end=start + len(values["quote"]), **values)


# -- the shapes of fields: each gives the value back, or a TypeError that says what it must be


def _text(value: object) -> str:
    if isinstance(value, str) and value:
        return value
    raise TypeError("a string")


def _day(value: object) -> str:
    if isinstance(value, str) and _ISO.fullmatch(value):
        return value
    raise TypeError("a date like 2024-10-09, 2024-10 or 2024")


def _truth(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise TypeError("true or false")


def _names(value: object) -> Names:
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise TypeError("a list of strings, one at least")


def _parties(value: object) -> tuple[Names, ...]:
    if isinstance(value, list):
        return tuple(map(_names, value))
    raise TypeError("a list with a list of names for each party")


def _among(known: tuple[str, ...]) -> Callable[[object], Names]:
    def names(value: object) -> Names:
        if isinstance(value, list) and value and all(item in known for item in value):
            return tuple(value)
        raise TypeError(f"a list out of {', '.join(known)}")

    return names


_Shapes = dict[str, Callable[[object], Any]]
_COMMON: _Shapes = {"quote": _text, "core": _truth}
_SHAPES: dict[Kind, _Shapes] = {
    "event": {"event": _among(ROOTS), "status": _among(STATUSES), "actors": _parties, "recipients": _parties},
    "office": {"person": _names, "office": _names, "of": _names},
    "relation": {"relation": _names, "parties": _parties},
}
_OPTIONAL: _Shapes = {"attributed_to": _names, "date": _day}


# -- writing


def write(folder: Path, texts: Iterable[tuple[Document, Iterable[tuple[Claim, bool]]]]) -> int:
    """Write texts with their claims into a folder that ``read`` takes; returns their number.

    Each claim comes with whether it is core. KgraphError where the folder can't be written to.
    """
    count = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for document, claims in texts:
            name = _file_name(document)
            lines = [json.dumps(line(claim, core), ensure_ascii=False) + "\n" for claim, core in claims]
            (folder / f"{name}.txt").write_text(document.text, encoding="utf-8", newline="\n")
            (folder / f"{name}{_SUFFIX}").write_text("".join(lines), encoding="utf-8", newline="\n")
            count += 1
    except OSError as error:
        raise KgraphError(f"{folder} can't be written to: {error.strerror}; name another folder.") from error
    return count


def _file_name(document: Document) -> str:
    """A name of its own that any system takes; it begins with the date, which dates the text when it is read again."""
    parts = (document.date, iri.slug(document.id)[:60], iri.digest(document.id, document.text, length=6))
    return ".".join(filter(None, parts))


def line(claim: Claim, core: bool) -> dict[str, Any]:
    """A claim as a coded line: what the line's form has room for, which is no mode, place or figure."""
    told: dict[Kind, dict[str, Any]] = {
        "event": {
            "event": [claim.event], "status": [claim.status], "actors": [[_known_as(one)] for one in claim.actors],
            "recipients": [[_known_as(one)] for one in claim.recipients],
            "attributed_to": [_known_as(one) for one in claim.attributed_to], "date": claim.date,
        },
        "office": {
            "person": [claim.person.name if claim.person else ""], "office": [claim.office],
            "of": [_known_as(claim.of) if claim.of else ""],
        },
        "relation": {"relation": [claim.relation], "parties": [[_known_as(one)] for one in claim.parties]},
    }  # fmt: skip
    fields = {name: value for name, value in told[claim.kind].items() if value or name not in _OPTIONAL}
    return {"kind": claim.kind, "quote": claim.sentence.text, **fields, "core": core}


def _known_as(party: Party) -> str:
    return party.country or party.name
