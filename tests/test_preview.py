"""What texts would bring into a graph: what is refused, what is read, how it is shown, and how it is stored."""

from functools import partial
from pathlib import Path

import pytest

from kgraph.errors import SourceError, StoreError
from kgraph.explore import preview
from kgraph.explore.preview import Given, Kept, Read
from kgraph.model import Claim, Document, Party, Span
from kgraph.sources import Defaults
from kgraph.store import Store

TEXT = "<b>Norway</b> praised Chile. All was quiet."
NOTHING = Defaults()


def party(name: str) -> Party:
    """A state by its name in the text."""
    start = TEXT.index(name)
    return Party(f"http://example.org/{name}", name, "state", None, name, start, start + len(name))


def claim(**more: object) -> Claim:
    """Norway's praise for Chile."""
    sentence, trigger = Span(0, 28, TEXT[:28]), Span(14, 21, TEXT[14:21])
    told: dict[str, object] = {
        "event": "SUPPORT", "actors": (party("Norway"),), "recipients": (party("Chile"),), "status": "actual", **more
    }  # fmt: skip
    return Claim("x", "event", sentence, trigger, 0.75, "praise", **told)  # type: ignore[arg-type]


def document(text: str = TEXT, title: str = "A title") -> Document:
    """A text that was pasted under the same name each time."""
    return Document("x", text, title, "2024-05-06", origin="text:x")


def told(given: Given, defaults: Defaults = NOTHING, most: int = 200) -> list[object]:
    """What reading tells."""
    found: list[object] = []
    preview.read(given, defaults, most, found.append)
    return found


@pytest.mark.parametrize(
    ("give", "words"),
    [
        (lambda: preview.pasted(" \n"), "nothing to read"),
        (lambda: preview.pasted("é" * 3_000_000), "larger than 5 MB"),
        (lambda: preview.uploaded("a.pdf", b"x"), "pdftotext"),
        (lambda: preview.uploaded("a.png", b"x"), "of no kind that kgraph reads"),
        (lambda: preview.uploaded("", b"x"), "of no kind that kgraph reads"),
        (lambda: preview.uploaded("a.txt", b"x" * 5_000_001), "larger than 5 MB"),
        (lambda: preview.uploaded("a" * 300 + ".txt", b"x"), "too long a name"),
        (lambda: preview.address("/etc/passwd"), "no address of a page"),
        (lambda: preview.address("-"), "no address of a page"),
        (lambda: preview.address("file:///etc/passwd"), "no address of a page"),
    ],
)
def test_what_is_refused(give: partial[Given], words: str) -> None:
    """What can't be read is refused in a sentence."""
    with pytest.raises(SourceError, match=words):
        give()


def test_a_name_leads_nowhere() -> None:
    """Of a path that a browser tells, only the file's name counts."""
    assert preview.uploaded("../../a.txt", b"x").name == preview.uploaded("C:\\texts\\a.txt", b"x").name == "a.txt"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://localhost/", "http://10.0.0.1/", "http://[::1]/"])
def test_addresses_of_this_machine_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server fetches nothing from itself, nor from its own network."""
    monkeypatch.delenv("KGRAPH_ALLOW_PRIVATE", raising=False)
    (error,) = told(preview.address(address))
    assert isinstance(error, SourceError)
    assert "is in a private network" in str(error)


@pytest.mark.model
def test_a_pasted_text() -> None:
    """A text is read under a name made from it, with what its giver says of it."""
    text = "Norway condemned Chile on Friday."
    (found,) = told(preview.pasted(text), Defaults(title="T", date="2024-05-06", source="S"))
    assert isinstance(found, Read)
    assert (found.document.text, found.document.title, found.document.source) == (text, "T", "S")
    assert found.document.id.startswith("pasted-")
    assert not any(letter.isdigit() for letter in found.document.id)
    assert [one.event for one in found.claims] == ["ACCUSE"]
    assert told(preview.pasted(text), Defaults(title="T", date="2024-05-06", source="S")) == [found]


@pytest.mark.model
def test_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file goes by its name, a record by its own; what can't be read, and what is too much, is told in its place."""
    monkeypatch.setattr(preview, "LONGEST", 40)
    lines = b'{"id": "a", "text": "Norway praised Chile."}\nno\n{"text": "%s"}\n{"text": "Enough."}\n' % (b"long " * 9)
    one, broken, long, rest = told(preview.uploaded("2024-05-06.jsonl", lines), most=3)
    assert isinstance(one, Read)
    assert (one.document.id, one.document.date, one.document.origin) == ("a", "2024-05-06", "file:2024-05-06.jsonl#a")
    assert [str(error).partition(" ")[2] for error in (broken, long, rest)] == [
        "line 2: not valid JSON (Expecting value, column 1); mend or remove the line",
        "is longer than 40 characters; read it by `kgraph ingest`.",
        "more than 200 texts are too many here; the rest is left out.",
    ]


def test_text_is_never_markup() -> None:
    """Neither where it is marked nor where it isn't."""
    shown = preview.shown(document(), [claim()], "t-")
    assert shown == (
        '<span class="holds" id="t-0">&lt;b&gt;<mark class="actor" title="acts: Norway">Norway</mark>&lt;/b&gt; '
        '<mark class="trigger" title="what is done: SUPPORT">praised</mark> '
        '<mark class="recipient" title="is acted upon: Chile">Chile</mark>.</span> All was quiet.'
    )
    row = preview.rows(document(), [claim(event="<i>")])
    assert "<i>" not in preview.table(row, "t-")


def test_rows() -> None:
    """A line for each claim, of whatever kind; a claim without a date of its own has the text's."""
    office = Claim("x", "office", Span(0, 1, "<"), Span(0, 1, "<"), 0.5, "r", person=party("Norway"), office="envoy")
    lines = preview.rows(document(), [claim(attributed_to=(party("Chile"),)), office])
    assert [(row.who, row.act, row.whom, row.status, row.date, row.sayers) for row in lines] == [
        ("Norway", "SUPPORT", "Chile", "actual", "2024-05-06", "Chile"),
        ("Norway", "envoy", "", "", "2024-05-06", ""),
    ]
    assert '<td>Norway</td><th scope="row"><a href="#t-0">SUPPORT</a></th>' in preview.table(lines, "t-")
    assert preview.actors([Read(document(), (claim(), office))]) == (
        "http://example.org/Chile",
        "http://example.org/Norway",
    )


def test_what_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page says what of a long text is not on it."""
    lines = preview.rows(document(), [claim(), claim()])
    assert preview.left_out(document(), lines) == ""
    monkeypatch.setattr(preview, "SHOWN", 10)
    monkeypatch.setattr(preview, "ROWS", 1)
    assert preview.left_out(document(), lines) == (
        "Shown are the first 10 of 43 characters and the first 1 of 2 claims; all are stored."
    )
    assert preview.shown(document(), [claim()], "t-") == "&lt;b&gt;Norway&lt;"


def test_storing(tmp_path: Path) -> None:
    """What storing will do is foreseen; events are up to date when it is done."""
    texts = [Read(document(), (claim(),))]
    with Store(tmp_path / "s", create=True) as store:
        assert store.weigh(document(), [claim()]).outcome == "added"
    found: list[object] = []
    preview.keep(str(tmp_path / "s"), texts, found.append)
    assert found[-1] == Kept(1, 0, 0)
    with Store(tmp_path / "s", read_only=True) as store:
        assert store.stats()["events"] == 1
        assert store.weigh(document(), [claim()]).outcome == "unchanged"
        assert store.weigh(document(title="Another"), [claim()]).outcome == "replaced"
        assert store.weigh(document(f"{TEXT} And more."), [claim()]).outcome == "replaced"


def test_another_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While somebody else writes nothing is stored, and a sentence says so."""
    monkeypatch.setattr(preview, "_PAUSES", (0, 0))
    with Store(tmp_path / "s", create=True), pytest.raises(StoreError, match="Another process writes"):
        preview.keep(str(tmp_path / "s"), [Read(document(), ())], lambda _: None)
