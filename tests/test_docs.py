"""docs/coding.md says what is true: every sentence, block and table in it is read by the real model."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from kgraph.cli.app import main
from kgraph.extractors import lexicon, pipeline
from kgraph.model import Claim, Document, Party
from kgraph.vocab import ROOTS, STATUSES
from tests.test_lexicon import names, promised

pytestmark = pytest.mark.model
DOC = (Path(__file__).parent.parent / "docs" / "coding.md").read_text(encoding="utf-8")
PUBLISHED = "2024-10-09"
# heads of the columns that hold sentences
EXAMPLE, UNDATED, NEW = "sentence", "without a publication date", "with the new line"
PROSE = {"slot", "stands for", "what goes wrong"}
Row = dict[str, str]


def tables() -> Iterator[list[Row]]:
    """The tables of the page, each row by its heads."""
    for table in re.findall(r"(?:^\|.*\|\n)+", DOC, re.MULTILINE):
        head, _, *rows = [[cell.strip() for cell in line.strip("|").split(" |")] for line in table.splitlines()]
        yield [dict(zip(head, row, strict=True)) for row in rows]


def block(language: str) -> str:
    """The one fenced block in a language."""
    [found] = re.findall(rf"^```{language}\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)
    return str(found)


def read(text: str, date: str | None = PUBLISHED) -> Sequence[Claim]:
    [(_, claims)] = pipeline.extract([Document(id="example.txt", text=text.replace("<br>", "\n"), date=date)])
    return claims


def called(parties: Sequence[Party]) -> str:
    return ", ".join(party.name for party in parties)


def told(claim: Claim) -> Row:
    """A claim in the words of the page's heads."""
    return {
        "event": f"{claim.event} {claim.mode or ''}".strip(),
        "actor": called(claim.actors),
        "why": claim.actors[0].why if claim.actors else "",
        "recipient": called(claim.recipients),
        "status": claim.status or "",
        "says who": called(claim.attributed_to),
        "date": claim.date or "",
        "why this date": claim.date_why or "",
        "place": claim.place.name if claim.place else "",
        "figures": ", ".join(value.summary for value in claim.values),
        "confidence": str(claim.confidence),
        "rule": claim.rule,
        "person": claim.person.name if claim.person else "",
        "office": claim.office or "",
        "of": claim.of.name if claim.of else "",
        "relation": claim.relation or "",
        "parties": called(claim.parties),
    }


def kind(row: Row) -> str:
    return "office" if "office" in row else "relation" if "relation" in row else "event"


def agrees(row: Row, claims: Sequence[Claim]) -> bool:
    """Whether one of the claims says what the row says; where it says "none", whether there is none of its kind."""
    expected = {head: cell for head, cell in row.items() if head not in {EXAMPLE, UNDATED, NEW, *PROSE}}
    found = [told(claim) for claim in claims if claim.kind == kind(row)]
    if "none" in expected.values():
        return not found
    return any(expected.items() <= one.items() for one in found)


ROWS = [row for table in tables() for row in table]


@pytest.mark.parametrize("row", [row for row in ROWS if EXAMPLE in row], ids=lambda row: row[EXAMPLE])
def test_example(row: Row) -> None:
    """The sentence yields the claim that stands beside it."""
    claims = read(row[EXAMPLE])
    assert agrees(row, claims), [told(claim) for claim in claims]


@pytest.mark.parametrize("row", [row for row in ROWS if UNDATED in row], ids=lambda row: row[UNDATED])
def test_undated_example(row: Row) -> None:
    """The same for texts whose publication date is not known."""
    claims = read(row[UNDATED], date=None)
    assert agrees(row, claims), [told(claim) for claim in claims]


def test_every_table_is_run() -> None:
    """Each table holds sentences; between them they show all roots and all statuses."""
    assert all({EXAMPLE, UNDATED, NEW} & row.keys() for row in ROWS)
    assert {row["event"].split()[0] for row in ROWS if row.get("event")} == {*ROOTS, "none"}
    assert {row["status"] for row in ROWS if row.get("status")} == set(STATUSES)


def test_record() -> None:
    """The claim that is printed whole is read so, offsets and all."""
    record = json.loads(block("json"))
    assert record in [claim.record for claim in read(record["sentence"]["text"])]


def test_new_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk-through's line is not there yet, and does with its sentences what the page says."""
    head, line = (row.split("\t") for row in block("tsv").splitlines())
    new = lexicon.parse("MOBILIZE", dict(zip(head, line, strict=True)))
    assert not read(new.example)
    extended = lexicon.Lexicon([*lexicon.entries(), new])
    monkeypatch.setattr(pipeline, "lexicon", lambda: extended)
    [claim] = read(new.example)
    assert (names(claim.actors), names(claim.recipients), claim.status, claim.rule) == (*promised(new), new.name)
    assert all(agrees(row, read(row[NEW])) for row in ROWS if NEW in row)


def test_slots() -> None:
    """The slots that the page explains are those of the lexicon, prepositions aside."""
    explained = {slot for row in ROWS for slot in re.findall(r"`(\w+)`", row.get("slot", ""))}
    used = {slot for entry in lexicon.entries() for side in (entry.actor, entry.recipient) for slot in side.slots}
    assert {"subj", "obj", "poss", "mod", "comp", "sayer", "none"} <= explained <= used


def test_evaluation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The coded text gives the figures that are shown, and the error that is told."""
    monkeypatch.chdir(tmp_path)
    Path("gold").mkdir()
    Path("gold", "camp-2024-10-09.txt").write_text(block("text"), encoding="utf-8")
    Path("gold", "camp-2024-10-09.gold.jsonl").write_text(block("jsonl"), encoding="utf-8")
    command, _, shown = block("console").partition("\n")
    printed = CliRunner().invoke(main, command.split()[2:]).stdout
    assert [line.rstrip() for line in printed.splitlines()] == shown.splitlines()
    errors = CliRunner().invoke(main, ["eval", "gold", "--errors", "--format", "csv"]).stdout
    assert errors.splitlines()[1:] == ["extra,camp-2024-10-09.txt,SUPPORT,Peru,Chile,Peru praised Chile."]
