"""The reading measured by coded texts: gold files, what meets what, the figures, and the command."""

import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph import gold
from kgraph.cli.app import main
from kgraph.errors import SourceError
from kgraph.evaluate import Figure, Verdict, figures, fold, judge
from kgraph.model import Document
from tests.claims import CLAIMS, DEPOT, HARBOUR, POSTS, QUIET, TALKS

Line = dict[str, object]
BOMBED: Line = {
    "kind": "event", "quote": "bombed a Syrian depot", "event": ["ASSAULT"], "status": ["actual"],
    "actors": [["ISR"]], "recipients": [["SYR"]], "core": True,
}  # fmt: skip
HELD: Line = {
    "kind": "office", "quote": "foreign minister", "person": ["Leila Karimi"], "office": ["minister"], "of": ["IRN"],
    "core": True,
}  # fmt: skip
ALLIED: Line = {
    "kind": "relation", "quote": "an ally of Syria", "relation": ["Ally"], "parties": [["Syria"], ["the Russia"]],
    "core": True,
}  # fmt: skip


def write(folder: Path, text: str, *lines: object, name: str = "depot") -> Path:
    """A gold folder with one coded text; lines that are no string are written as JSON."""
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    told = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    (folder / f"{name}.gold.jsonl").write_text("\n".join(told), encoding="utf-8")
    return folder


def judged(folder: Path, document: Document, *lines: Line) -> Counter[tuple[str, bool]]:
    """What is right and wrong about the hand-made claims of a document, measure by measure."""
    [coded] = gold.read(write(folder, document.text, *lines))
    return Counter((verdict.measure, verdict.right) for verdict in judge(coded.gold, CLAIMS[document.id]))


def event(quote: str, code: str, *sides: list[list[str]], **fields: object) -> Line:
    """A coded event; one that is told as having happened, unless ``fields`` say otherwise."""
    actors, recipients = [*sides, [], []][:2]
    plain: Line = {"kind": "event", "status": ["actual"], "core": True}
    return {**plain, "quote": quote, "event": [code], "actors": actors, "recipients": recipients, **fields}


MET = [
    (DEPOT, BOMBED),
    (DEPOT, {**BOMBED, "actors": [["Zion", "the ISRAEL"]]}),
    (DEPOT, {**BOMBED, "event": ["COERCE", "ASSAULT"], "recipients": []}),
    (HARBOUR, event("4 March", "ASSAULT", [["Israel"]], [["SYR"]])),
    (TALKS, event("spoke by", "CONSULT", [["ISR"]], [["EGY"]])),
    (TALKS, event("received envoys", "CONSULT", [["IRN"], ["USA"]], [["QAT"]])),
    (TALKS, event("the Cedar Brigade would", "RETREAT", [["LBN"]], status=["hypothetical"])),
]
MISSED = [
    (DEPOT, {**BOMBED, "event": ["COERCE"]}),
    (DEPOT, {**BOMBED, "quote": "Iran threatened"}),
    (DEPOT, {**BOMBED, "actors": [["SYR"]], "recipients": [["ISR"]]}),
    (DEPOT, {**BOMBED, "recipients": [["SYR"], ["IRN"]]}),
    (TALKS, event("spoke by", "CONSULT", [["EGY"]], [["OMN"]])),
    (QUIET, event("rained", "ASSAULT", [["ISR"]])),
]


@pytest.mark.parametrize(("document", "line"), MET)
def test_events_that_are_met(tmp_path: Path, document: Document, line: Line) -> None:
    """Same sentence, one of the codes, each party on its side by one of its names; mutual acts have no sides."""
    assert judged(tmp_path, document, line)["events recall", True] == 1


@pytest.mark.parametrize(("document", "line"), MISSED)
def test_events_that_are_missed(tmp_path: Path, document: Document, line: Line) -> None:
    """Another code, another sentence, sides changed, a party too many, or no claim at all."""
    assert judged(tmp_path, document, line)["events recall", False] == 1


@pytest.mark.parametrize(
    ("measure", "right", "line"),
    [
        ("offices recall", True, HELD),
        ("offices recall", True, {**HELD, "quote": "went on strike"}),
        ("offices recall", False, {**HELD, "office": ["president"]}),
        ("offices recall", False, {**HELD, "of": ["OMN"]}),
        ("relations recall", True, ALLIED),
        ("relations recall", False, {**ALLIED, "relation": ["rival"]}),
        ("relations recall", False, {**ALLIED, "parties": [["RUS"], ["QAT"]]}),
    ],
)
def test_offices_and_relations(tmp_path: Path, measure: str, right: bool, line: Line) -> None:
    """They may be read off any sentence; an office goes by a part of its name, a relation is told from either side."""
    assert judged(tmp_path, POSTS, line)[measure, right] == 1


@pytest.mark.parametrize(
    ("line", "measure", "right"),
    [
        (BOMBED, "status", True),
        ({**BOMBED, "status": ["planned", "negated"]}, "status", False),
        ({**BOMBED, "date": "2024-03"}, "date", True),
        ({**BOMBED, "date": "2024-03-05"}, "date", False),
        (event("soldiers", "ASSAULT", [["ISR"]], attributed_to=["Damascus", "SYR"]), "attribution", True),
        (event("soldiers", "ASSAULT", [["ISR"]], attributed_to=["ISR"]), "attribution", False),
    ],
)
def test_details_of_events_that_are_met(tmp_path: Path, line: Line, measure: str, right: bool) -> None:
    """Status always, sayer and date where they are coded; the month is right where the day is."""
    assert judged(tmp_path, DEPOT, line)[measure, right] == 1


def test_bonus(tmp_path: Path) -> None:
    """A bonus that is missed costs nothing; one that is found is no error, and its details count."""
    found = judged(tmp_path, DEPOT, {**BOMBED, "core": False}, {**BOMBED, "core": False, "event": ["AID"]})
    assert found == {("events precision", True): 1, ("events precision", False): 3, ("status", True): 1}


def test_figures() -> None:
    """Shares of what was counted; nothing counted gives no share, and F1 is the harmonic mean."""
    rows = [("events precision", True), ("events precision", False), ("events recall", True), ("status", False)]
    [line] = gold_lines(BOMBED)
    found = {figure.measure: figure for figure in figures(Verdict(name, right, line) for name, right in rows)}  # type: ignore[arg-type]
    assert found["events precision"] == Figure("events precision", 0.5, 1, 2)
    assert found["events recall"] == Figure("events recall", 1.0, 1, 1)
    assert found["events F1"].share == pytest.approx(2 / 3)
    assert found["status"] == Figure("status", 0.0, 0, 1)
    assert found["date"] == Figure("date", None, 0, 0)


def gold_lines(*lines: object) -> tuple[gold.Gold, ...]:
    """Lines as they are read beside the text of ``DEPOT``."""
    with TemporaryDirectory() as folder:
        [coded] = gold.read(write(Path(folder), DEPOT.text, *lines))
    return coded.gold


@pytest.mark.parametrize(("name", "folded"), [("The U.N.", "un"), ("Türkiye", "türkiye"), ("the", "the"), ("…", "")])
def test_fold(name: str, folded: str) -> None:
    """Letter case, punctuation and the article do not tell names apart; accents do."""
    assert fold(name) == folded


# -- gold files


def test_gold_is_read_as_texts_are(tmp_path: Path) -> None:
    """A name with a date in it dates the text, front matter is no text, and an empty line no claim."""
    text = f"---\ntitle: Depot burns\n---\n{DEPOT.text}"
    [coded] = gold.read(write(tmp_path, text, "\ufeff", json.dumps(BOMBED), "", name="2024-03-05-depot"))
    assert (coded.document.date, coded.document.title) == ("2024-03-05", "Depot burns")
    [line] = coded.gold
    assert coded.document.text[line.start : line.end] == line.quote == BOMBED["quote"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"kind": "event"', "depot.gold.jsonl line 1: is not valid JSON"),
        ("[" * 100_000, "is not valid JSON"),
        ('["event"]', "is no claim"),
        ({**BOMBED, "kind": "war"}, "event, office, relation"),
        ({**BOMBED, "quote": "bombed an Omani depot"}, "'bombed an Omani depot' is not in the text"),
        ({**BOMBED, "quote": ""}, "the field quote must be a string"),
        ({**BOMBED, "core": "yes"}, "the field core must be true or false"),
        ({**BOMBED, "event": ["BOMB"]}, "the field event must be a list out of AGREE, CONSULT"),
        ({**BOMBED, "status": []}, "the field status must be a list out of actual"),
        ({**BOMBED, "actors": ["ISR"]}, "the field actors must be a list of strings"),
        ({**BOMBED, "recipients": None}, "the field recipients must be a list with a list of names for each party"),
        ({**BOMBED, "date": "4 March 2024"}, "the field date must be a date like 2024-10-09"),
        ({name: value for name, value in HELD.items() if name != "of"}, "the field of must be a list of strings"),
    ],
)
def test_wrong_lines(line: object, words: str) -> None:
    """The file, the line and the field are named, and what should stand there."""
    with pytest.raises(SourceError, match=r"^depot.gold.jsonl line 1: ") as error:
        gold_lines(line)
    assert words in str(error.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["ASSAULT", "Israel", "actual"]),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=5), values, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([BOMBED, HELD, ALLIED]), st.dictionaries(st.sampled_from(sorted(BOMBED | HELD | ALLIED)), JSON))
def test_any_line_is_read_or_refused(line: Line, changes: Line) -> None:
    """Whatever stands in a field, the line is read or named as wrong."""
    try:
        [found] = gold_lines({**line, **changes})
    except SourceError as error:
        assert "line 1" in str(error)
    else:
        assert DEPOT.text[found.start : found.end] == found.quote


# -- the command


def run(*arguments: str | Path) -> Result:
    """The command's result; an exception that reaches the user fails the test."""
    result = CliRunner().invoke(main, ["eval", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_wrong_folders(tmp_path: Path) -> None:
    """A folder that is not there, one without coded texts and a coding without its text are one sentence each."""
    missing = run(tmp_path / "missing")
    assert (missing.exit_code, "there is no such folder" in missing.stderr) == (1, True)
    assert "holds no coded text" in run(tmp_path).stderr
    (tmp_path / "alone.gold.jsonl").write_text("", encoding="utf-8")
    result = run(tmp_path)
    assert result.exit_code == 1
    assert result.stderr == "kgraph: alone.gold.jsonl: its text alone.txt is missing; put it beside\n"


@pytest.mark.model
def test_command(tmp_path: Path) -> None:
    """Two texts on the real model: one event found with status, date and sayer, one missed, one too many."""
    write(
        tmp_path, "Chad bombed a Libyan camp on Monday, Egypt said. Togo waved at Benin.",
        event("bombed a Libyan", "ASSAULT", [["TCD"]], [["LBY"]], attributed_to=["EGY"], date="2024-10-07"),
        event("waved at", "CONSULT", [["TGO"]], [["BEN"]]),
        name="camp-2024-10-09",
    )  # fmt: skip
    held = {**HELD, "quote": "Ada Stone", "person": ["Ada Stone"], "office": ["president"], "of": ["PER"]}
    write(tmp_path, "Peru praised Chile. President Ada Stone of Peru slept.", held, name="nap")
    rows = {row["measure"]: row for row in json.loads(run(tmp_path, "--format", "json").stdout)}
    counts = {name: (row["right"], row["of"]) for name, row in rows.items()}
    assert counts == {
        "events precision": (1, 2), "events recall": (1, 2), "events F1": (None, None), "offices recall": (1, 1),
        "relations recall": (0, 0), "status": (1, 1), "attribution": (1, 1), "date": (1, 1),
    }  # fmt: skip
    assert [rows[name]["share"] for name in ("events F1", "relations recall")] == [0.5, None]
    errors = run(tmp_path, "--errors", "--format", "csv").stdout.splitlines()
    assert errors == [
        "fault,document,claim,who,whom,words",
        "missed,camp-2024-10-09.txt,CONSULT,TGO,BEN,waved at",
        "extra,nap.txt,SUPPORT,Peru,Chile,Peru praised Chile.",
    ]
    table = run(tmp_path, "--errors").stdout
    assert table.index("waved at") < table.index("events precision")
