"""Plain text with or without front matter, and HTML."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from kgraph.errors import SourceError
from kgraph.sources.document import SURROGATE, Record
from kgraph.sources.plain import Blob, decode

_FRONT = re.compile(r"---[ \t]*\n(.{0,20000}?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_MOST_TAGS = 40_000  # of a page whose main text is looked for, which takes time by the square of their number
_HEAD = 4096  # bytes of a page within which its encoding is declared
_BLOCKS = frozenset({
    "address", "article", "blockquote", "br", "dd", "div", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "li", "ol", "p", "pre", "section", "table", "td", "tr", "ul",
})  # fmt: skip
_SILENT = frozenset({"script", "style", "template"})
# Left alone, htmldate believes no date later than today: a page would read differently on another day.
_DATE_SEARCH = {"original_date": True, "extensive_search": False, "max_date": "2099-12-31"}


def text(blob: Blob) -> Iterator[Record]:
    """A plain text; YAML front matter between ``---`` lines tells of it and is no part of it."""
    content = decode(blob)
    front = _FRONT.match(content)
    told = _yaml(front[1], blob.name) if front else None
    if front and told is not None:
        yield Record(blob.name, {**told, "text": content[front.end() :]})
    else:
        yield Record(blob.name, {"text": content})


def page(blob: Blob) -> Iterator[Record]:
    """An HTML page: its main text, and what its head says of title, date, publisher and address."""
    import trafilatura

    declared = _CHARSET.search(blob.data[:_HEAD])
    html = decode(blob, declared[1].decode("ascii", "replace") if declared else None)
    for name in ("trafilatura", "htmldate"):  # else their complaints about odd pages go to the terminal
        logging.getLogger(name).addHandler(logging.NullHandler())
    if html.count("<") > _MOST_TAGS:
        yield Record(blob.name, {"text": words(html), "url": blob.url})
        return
    found: Any = trafilatura.bare_extraction(
        html, url=blob.url, fast=True, with_metadata=True, include_comments=False, date_extraction_params=_DATE_SEARCH
    )
    if found is None or not found.text:
        raise SourceError(f"{blob.name}: holds no text that shows without a browser; save its text as a .txt file")
    yield Record(blob.name, _facts(found, blob.url))


def words(html: str) -> str:
    """The text of a fragment of HTML, a line for each block."""
    from lxml import etree  # Python's own parser takes time by the square of the length where tags are left open

    target = _Words()
    parser = etree.HTMLParser(target=target, huge_tree=True)
    parser.feed("<body>" + SURROGATE.sub("\ufffd", html))
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(target.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _facts(found: Any, url: str | None) -> dict[str, object]:
    names = {"text": "text", "title": "title", "date": "date", "source": "sitename", "url": "url"}
    facts: dict[str, object] = {name: getattr(found, theirs) for name, theirs in names.items()}
    return {**facts, "url": url or found.url}


def _yaml(block: str, name: str) -> dict[str, object] | None:
    """The front matter's values, all as strings (a date stays as written); None for prose between two rules."""
    import yaml

    try:
        told = yaml.load(block, Loader=yaml.BaseLoader) if block.strip() else {}
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2  # the block begins on the file's second line
        raise SourceError(f"{name} line {line}: the front matter is not valid YAML; mend or remove it") from None
    return told if isinstance(told, dict) else None


class _Words:
    """Collects text as a parser comes upon it; whitespace within a block is a blank, as a browser shows it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._silent = 0

    def start(self, tag: str, _: object) -> None:
        self._silent += tag in _SILENT
        self.parts.append("\n" if tag in _BLOCKS else "")

    def end(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        self.parts.append("\n" if tag in _BLOCKS else "")

    def data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))

    def close(self) -> None:
        """The parser asks for it; there is nothing left to do."""
