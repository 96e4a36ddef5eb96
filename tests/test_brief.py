"""Briefings of the shared claims: their numbers, their links, and that nothing in a text is ever more than text."""

import os
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kgraph.brief import page, style, write
from kgraph.brief.collect import collect
from kgraph.brief.facts import Brief, Cell, Cited, Network, Table, Timeline
from kgraph.brief.markdown import escaped
from kgraph.brief.records import web_address
from kgraph.brief.runs import runs
from kgraph.cli.app import main
from kgraph.errors import KgraphError, QueryError
from kgraph.happenings import settle
from kgraph.model import Document
from kgraph.store import Store
from tests.claims import CORPUS, HOSTING, PRAISE, THREAT, event

ATTACK = 'Oman praised Egypt <script>alert("1")</script> & [x](javascript:alert(2)) <img src=//e.example onerror=a()>.'
NASTY = Document(
    id="nasty.txt", text=ATTACK, title="</title><script>t</script> [t](javascript:t)", date="2024-05-01",
    source="<b>Bold</b> | Gazette", url="javascript:alert(3)", origin="/archive/nasty.txt",
)  # fmt: skip

PLAN = Document(id="plan.txt", text="Russia will call up its reserves.", date="2025-06-01", origin="/archive/plan.txt")


class Page(HTMLParser):
    """The ids, links, texts and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shared documents, a malicious one, and one that tells of nothing but a plan, stored."""
    path = tmp_path_factory.mktemp("graph")
    praise = event(NASTY, ATTACK, "praised", "SUPPORT", ("Oman",), ("Egypt",), date="2024-05-01")
    plan = event(PLAN, PLAN.text, "call up", "MOBILIZE", ("Russia",), status="planned", date="2025-06-01")
    with Store(path, create=True) as opened:
        for document, claims in (*CORPUS, (NASTY, (praise,)), (PLAN, (plan,))):
            opened.add(document, claims)
        settle(opened)
    return path


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    """The same, open."""
    with Store(folder, read_only=True) as opened:
        yield opened


def tables(brief: Brief) -> dict[str, Table]:
    """All tables by caption."""
    return {block.caption: block for one in brief.sections for block in one.blocks if isinstance(block, Table)}


def shown(cell: Cell) -> str:
    """A cell's own words."""
    return cell.text if isinstance(cell, Cited) else cell


def summary(brief: Brief) -> dict[str, str]:
    """The summary numbers."""
    return {shown(what): shown(number) for what, number in next(iter(tables(brief).values())).rows}


def test_numbers_of_a_pair(store: Store) -> None:
    """Israel bombed Syria once, told by two sources in three claims; Israel denies it."""
    brief = collect(store, ("Israel", "Syria"))
    numbers = summary(brief)
    assert numbers["Events between the two"] == numbers["… hostile"] == numbers["Israel to Syria"] == "1"
    assert numbers["… friendly"] == numbers["Syria to Israel"] == "0"
    assert brief.warnings == ("Only 1 event: too few to conclude from.",)
    denied = tables(brief)["What is said not to have happened"].rows[0]
    assert [shown(cell) for cell in denied[:5]] == ["2024-03-04", "Israel", "Assault (aerial)", "Syria", "Israel"]
    assert {row[0] for row in tables(brief)["Who reports these events"].rows} == {"Harbour Gazette", "Morning Lantern"}
    documents = [shown(row[1]) for row in tables(brief)["Who reports these events"].rows]
    assert documents == ["1", "1"]
    (group,) = brief.evidence
    assert [len(group.sentences), group.title] == [4, "Israel and Syria"]


def test_numbers_of_an_actor(store: Store) -> None:
    """Iran threatened Israel, met Qatar, praised Oman by its minister, and will sign with Oman, which is no event yet.

    One hostile event and two friendly ones; their mean is a third of the sum of the three claims' scores.
    """
    brief = collect(store, ("IRN",))
    numbers = summary(brief)
    total = sum(claim.score or 0 for claim in (THREAT, HOSTING, PRAISE))
    assert numbers["Mean score, −10 to 10, with its 95 % band"].startswith(f"{total / 3:.1f} (".replace("-", "−"))
    assert [numbers[f"… {sign}"] for sign in ("friendly", "hostile", "neither")] == ["2", "1", "0"]
    assert [numbers[row] for row in ("Iran to others", "Others to Iran", "What both do together")] == ["2", "0", "1"]
    partners = tables(brief)["With whom Iran has events, the busiest first"].rows
    assert [shown(row[0]) for row in partners] == ["Israel", "Oman", "Qatar"]
    (planned,) = tables(brief)["What is planned or announced"].rows
    assert [shown(cell) for cell in planned[:3]] == ["2024-04", "Iran, Oman", "Agree"]
    (threat,) = tables(brief)["What is threatened"].rows
    assert [shown(cell) for cell in threat[1:5]] == ["Iran", "Threaten (violence)", "Israel", "the text"]


def test_citations_are_right(store: Store) -> None:
    """The sentence behind a number is the one that says it."""
    brief = collect(store, ("Iran",))
    said = {sentence.number: sentence for group in brief.evidence for sentence in group.sentences}
    threatened = tables(brief)["What is threatened"].rows[0][-1]
    assert isinstance(threatened, Cited)
    (number,) = threatened.numbers
    assert said[number].words == "Iran threatened to strike Israel."
    assert (said[number].source, said[number].published) == ("Harbour Gazette", "2024-03-05")
    assert said[number].url == "https://gazette.example/depot"
    assert [claim.code for claim in said[number].claims] == ["Threaten (violence)"]


def test_mediator_and_thirds(store: Store) -> None:
    """Iran and the United States have no event with each other; Qatar meets both, and the sentence shows it."""
    brief = collect(store, ("Iran", "United States"))
    assert summary(brief)["Events between the two"] == "0"
    (third,) = tables(brief)["Who deals with both Iran and United States, the busiest first"].rows
    assert [shown(third[place]) for place in (0, 1, 3)] == ["Qatar", "1", "1"]
    (row,) = tables(brief)["Who has friendly ties to both sides; scores are sums over events"].rows
    assert row[:3] == ("Qatar", "Iran", "United States")
    assert isinstance(row[-1], Cited)
    assert row[-1].numbers == (1,)


def test_every_link_leads_somewhere(store: Store) -> None:
    """Numbers, names, lines and bars lead to something on the page, ids are unique, other links are web addresses."""
    for actors in (("Israel",), ("Israel", "Syria"), ("Iran", "United States"), ("Oman",)):
        html = page.text(collect(store, actors))
        found = Page(html)
        assert len(found.ids) == len(set(found.ids))
        inner = {link for link in found.links if link.startswith("#")}
        assert inner <= {f"#{one}" for one in found.ids}
        assert all(link.startswith(("https://", "http://")) for link in set(found.links) - inner)
        assert any(re.fullmatch(r"#e-\d+", link) for link in inner)
        for figure in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
            assert 'href="#e-' in figure


def test_page_fetches_and_runs_nothing(store: Store) -> None:
    """No script, handler, style attribute or source; the policy forbids all but the one style sheet, by its hash."""
    html = page.text(collect(store, ("Oman",)))
    found = Page(html)
    assert not found.tags & {"script", "img", "link", "iframe", "object", "embed", "form", "base"}
    assert not [name for name in found.attributes if name.startswith("on") or name in {"src", "style", "srcset"}]
    sheet = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert sheet
    allowed = b64encode(sha256(sheet[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{allowed}'" in html
    assert not re.search(r"url\((?!#)|@import", sheet[1])


def test_text_is_only_text(store: Store) -> None:
    """Markup, Markdown and addresses that run something show as the letters they are, in both kinds of file."""
    brief = collect(store, ("Oman", "Egypt"))
    found = Page(page.text(brief))
    assert ATTACK in found.words
    assert "<b>Bold</b> | Gazette" in found.words
    assert not [link for link in found.links if "javascript" in link]
    from kgraph.brief import markdown

    rendered = Page(MarkdownIt("gfm-like", {"linkify": False}).render(markdown.text(brief)))
    assert ATTACK in rendered.words
    assert rendered.tags.isdisjoint({"script", "img", "b"})
    assert not [link for link in rendered.links if "javascript" in link]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=40))
def test_markdown_shows_any_text(words: str) -> None:
    """Whatever a text holds, a Markdown reader shows the same letters, as text and in a table."""
    reader = MarkdownIt("gfm-like", {"linkify": False})
    assert Page(reader.render(f"“{escaped(words)}”")).words.strip() == f"“{words}”"
    cell = Page(reader.render(f"| a |\n| --- |\n| x{escaped(words)}y |")).words
    assert f"x{words}y" in cell


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://a.example/b?c=d&e#f", "https://a.example/b?c=d&e#f"),
        ('http://a.example/"><script>', "http://a.example/%22%3E%3Cscript%3E"),
        ("javascript:alert(1)", ""), (" data:text/html,x", ""), ("file:///etc/passwd", ""), ("https://", ""),
        ("http://[bad", ""), ("//a.example", ""), ("https:\\\\a.example", ""),
    ],
)  # fmt: skip
def test_only_web_addresses_are_links(address: str, link: str) -> None:
    """http and https with a host; anything else is no link."""
    assert web_address(address) == link


def test_limit(store: Store) -> None:
    """One sentence, the firmest of the busiest tie; the rest is counted, with the question that gives it."""
    brief = collect(store, ("Israel",), limit=1)
    assert sum(len(group.sentences) for group in brief.evidence) == 1
    events = next(iter(tables(brief).values())).rows[0][1]
    assert isinstance(events, Cited)
    assert (len(events.numbers), events.more > 0) == (1, True)
    syria = next(group for group in brief.evidence if "Syria" in group.title)
    assert syria.more.startswith("and ")
    assert "kgraph query between -p a=" in syria.more
    assert Page(page.text(brief)).words.count("more: kgraph query") == sum(bool(group.more) for group in brief.evidence)


def test_period(store: Store) -> None:
    """Only what falls into the period counts, in the numbers and in the sentences."""
    brief = collect(store, ("Iran",), since="2024-04", until="2024-04")
    assert summary(brief)["Events with others"] == "1"
    assert brief.period == "From 2024-04 to 2024-04; events told: 2024-04"
    assert {claim.date for group in brief.evidence for one in group.sentences for claim in one.claims} == {"2024-04"}


def test_person(store: Store) -> None:
    """A person is told of by itself, and the briefing says so."""
    brief = collect(store, ("Leila Karimi",))
    assert summary(brief)["Leila Karimi to others"] == "1"
    assert any("counted by themselves" in warning for warning in brief.warnings)


def test_without_a_tie(store: Store) -> None:
    """Who only plans has a briefing without a picture; of whom only imagined acts are told, none."""
    with pytest.raises(QueryError, match="No text tells"):
        collect(store, ("Cedar Brigade",))
    brief = collect(store, ("Russia",), since="2025-06")
    assert summary(brief)["Events with others"] == "0"
    assert not [block for one in brief.sections for block in one.blocks if isinstance(block, Network | Timeline)]
    assert "<svg" not in page.text(brief)
    assert tables(brief)["What is planned or announced"].rows[0][1:3] == ("Russia", "Mobilize")


def test_timeline_has_no_gap(store: Store) -> None:
    """Months without events stand in the picture, so that a gap is seen; the bars are the table's numbers."""
    brief = collect(store, ("Iran",))
    (drawn,) = [block for one in brief.sections for block in one.blocks if isinstance(block, Timeline)]
    assert [(one.name, one.friendly, one.hostile) for one in drawn.periods] == [("2024-03", 1, 1), ("2024-04", 1, 0)]


def test_runs() -> None:
    """Numbers in a row are told as one; what is not listed is counted."""
    assert runs(Cited("", (1, 2, 3, 7, 9, 10), 4)) == ([(1, "1–3"), (7, "7"), (9, "9–10")], ["4 more"])
    assert runs(Cited("", (), 2)) == ([], ["2 not listed"])


def test_same_bytes(folder: Path, tmp_path: Path) -> None:
    """Two processes with different hash seeds write the same files."""
    code = "from kgraph import brief, store; s = store.Store({0!r}, read_only=True)\n"
    code += "for suffix in ('md', 'html'): brief.write(s, ('Iran',), {1!r} + suffix)"
    for seed in ("1", "2"):
        asked = code.format(str(folder), str(tmp_path / f"{seed}."))
        subprocess.run([sys.executable, "-c", asked], check=True, env={**os.environ, "PYTHONHASHSEED": seed})
    for suffix in ("md", "html"):
        assert (tmp_path / f"1.{suffix}").read_bytes() == (tmp_path / f"2.{suffix}").read_bytes()


def contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours: (lighter + 0.05) / (darker + 0.05), in relative luminance."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", [style.LIGHT, style.DARK], ids=["light", "dark"])
def test_contrast(look: dict[str, str]) -> None:
    """Text on whatever is behind it 4.5 to 1, lines and bars on paper 3 to 1 (WCAG 2.2, AA)."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    for text in ("ink", "pale", "link"):
        for ground in ("paper", "mark"):
            assert contrast(look[text], look[ground]) >= 4.5, (text, ground)
    assert contrast(look["warn"], look["shade"]) >= 4.5
    assert contrast(look["ink"], look["shade"]) >= 4.5
    for line in ("friendly", "hostile", "neutral"):
        assert contrast(look[line], look["paper"]) >= 3, line


def ask(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["brief", *map(str, arguments)])


@pytest.mark.parametrize(
    ("arguments", "file", "code", "words"),
    [
        (["Nobody Known"], "a.md", 1, "Nobody called"),
        (["Cedar Brigade"], "a.md", 1, "No text tells of an event in which Cedar Brigade takes part"),
        (["France"], "a.md", 1, "Nothing is told of France"),
        (["Oman", "United Nations"], "a.md", 1, "No text tells of an event between Oman and United Nations"),
        (["Iran", "IRN"], "a.md", 1, "two different"),
        (["Iran"], "a.txt", 1, ".md or .html"),
        (["Iran"], "missing/a.md", 1, "Cannot write"),
        (["Iran", "--since", "spring"], "a.md", 1, "is no date"),
        (["Iran", "Israel", "Oman"], "a.md", 2, "about two"),
        (["Iran", "--limit", "0"], "a.md", 2, "--limit"),
    ],
)
def test_errors_are_one_sentence(
    folder: Path, tmp_path: Path, arguments: list[str], file: str, code: int, words: str
) -> None:
    """What can't be briefed on is told in one sentence, and no file is left."""
    result = ask(*arguments, "--store", folder, "--output", tmp_path / file)
    assert result.exit_code == code
    assert words in result.output
    assert "Traceback" not in result.output
    assert not list(tmp_path.iterdir())


def test_command_writes(folder: Path, tmp_path: Path) -> None:
    """The command writes what the library does, and says where."""
    for suffix in ("md", "html"):
        file, same = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
        result = ask("Israel", "SYR", "--store", folder, "--output", file)
        assert (result.exit_code, result.output) == (0, f"Written: {file}\n")
        with Store(folder, read_only=True) as opened:
            write(opened, ("Israel", "Syria"), same)
        assert file.read_bytes() == same.read_bytes()


def test_no_more_than_two(store: Store, tmp_path: Path) -> None:
    """The library takes one actor or two."""
    with pytest.raises(KgraphError, match="one actor"):
        write(store, ("Iran", "Israel", "Oman"), tmp_path / "a.md")
