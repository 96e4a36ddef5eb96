"""Bad input, tried in numbers: a coverage-guided fuzzer over what reads bytes, odd texts through the extraction.

usage: python benchmarks/fuzz.py [--seconds N] [--target NAME]... [--keep FOLDER]    60 s a target unless told otherwise

Each target runs in a process of its own, with a limit to the time of one input and to memory. What crashes it is kept
in FOLDER (fuzz-crashes) under the target's name. Exit code 1 where anything did. Needs `pip install '.[fuzz]'`.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

HANG, MEMORY = 10, 2048  # seconds for one input, MB
LARGEST = 2000  # bytes of an input
TEXTS_AT_ONCE = 50  # of the extraction
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
RESTARTS = 20  # after which a target is given up


@dataclass
class Tried:
    """What came of one target: inputs, crashes, the slowest in ms of a processor, memory at its peak in MB."""

    inputs: int = 0
    crashes: int = 0
    slowest: float = 0.0
    peak: float = 0.0

    def count(self, seconds: float, inputs: int, scratch: Path) -> None:
        """Take note of inputs and the seconds that each took, and tell the parent now and then."""
        self.inputs += inputs
        slower = 1000 * seconds > self.slowest
        self.slowest = 1000 * seconds if slower else self.slowest
        if slower or inputs > 1 or self.inputs % 100 == 0:
            (scratch / "tally").write_text(json.dumps(asdict(self)))

    @classmethod
    def told(cls, scratch: Path) -> Self:
        """What a child has told, once."""
        tally = scratch / "tally"
        found = cls(**json.loads(tally.read_text())) if tally.exists() else cls()
        tally.unlink(missing_ok=True)
        return found


# -- what is tried: a function of bytes that raises where a promise is broken


def _reads(form: str) -> Callable[[bytes], None]:
    """Documents or errors, and every document fit to be stored."""

    def read(data: bytes) -> None:
        from kgraph import sources
        from kgraph.errors import SourceError
        from kgraph.sources.entries import Entry

        path = Path(tempfile.gettempdir(), f"kgraph-fuzz-{os.getpid()}")
        path.write_bytes(data)
        for item in sources.load(Entry("a", form, str(path), len(data))):  # type: ignore[arg-type]
            if isinstance(item, SourceError):
                assert not CONTROL.search(str(item)), repr(str(item))
                continue
            assert item.text.strip() and "\0" not in item.text
            for value in (item.id, item.title, item.source, item.url):
                assert value is None or (value.encode() and not CONTROL.search(value)), repr(value)
            assert item.date is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", item.date)

    return read


def _fragment(data: bytes) -> None:
    from kgraph.sources.markup import words

    assert "\n\n" not in words(data.decode("utf-8", "replace"))


def _date(data: bytes) -> None:
    from kgraph.extractors import datewords, numbers
    from kgraph.sources.dates import from_name, normalise

    text = data.decode("utf-8", "replace")
    for found in (normalise(text), from_name(text), datewords.parse(text, "2024-10-09"), datewords.parse(text, None)):
        assert found is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", found), found
    assert all(text[figure.start : figure.end].strip() for figure in numbers.find(text))


def _parameter(data: bytes) -> None:
    """A value of any type, between blocks and markers, leaves the query's answer as it should be."""
    from pyoxigraph import Store

    from kgraph.bind import TYPES, bind, parse
    from kgraph.errors import QueryError

    kind, value = sorted(TYPES)[data[0] % len(TYPES)] if data else "text", data[1:].decode("utf-8", "replace")
    query = parse(
        f"# param a: {kind} | any\nSELECT ?a ?b WHERE {{\n# ONLY a\nVALUES ?c {{ 2 }}\n# END\n# VALUES\n"
        "VALUES ?b { 1 }\n# UNLESS a\nVALUES ?b { 3 }\n# END\n}"
    )
    with suppress(QueryError):
        [(a, b)] = Store().query(bind(None, query, {"a": value}))  # type: ignore[misc, union-attr]
        assert b.value == "1"
        assert kind != "text" or a.value == value


def _names(data: bytes) -> None:
    """Any name, also with lone surrogates, gives IRIs that two readers of RDF take."""
    from pyoxigraph import NamedNode, RdfFormat, parse
    from rdflib.term import _is_valid_uri

    from kgraph import iri

    name = data.decode("utf-8", "surrogateescape")
    for node in (iri.actor(name), iri.unnamed(name, name), iri.place(name, None), iri.document(name, name)):
        line = f"<{node}> <{node}> <{node}> ."
        assert [quad.subject for quad in parse(line, format=RdfFormat.N_TRIPLES)] == [NamedNode(node)]
        assert _is_valid_uri(node) and node.isascii() and len(node) < 1000, node


def _quads(data: bytes) -> None:
    """Any text and title become literals that N-Quads and Turtle bring back."""
    from pyoxigraph import RdfFormat, parse

    from kgraph import graph
    from kgraph.export.rdf import serialise
    from kgraph.model import Document

    text = data.decode("utf-8", "surrogateescape")
    made = set(graph.quads(Document(id="x", text=text, title=text, source=text), ()))
    lines = "".join(f"{quad} .\n" for quad in made)
    assert set(parse(lines, format=RdfFormat.N_QUADS)) == made
    turtle = parse(serialise(made), format=RdfFormat.TURTLE)
    assert {quad.triple for quad in turtle} == {quad.triple for quad in made}


def _request(data: bytes) -> None:
    from kgraph.web.formats import GRAPHS, RESULTS, choose
    from kgraph.web.protocol import BARE, FORM, Refused, read

    kind, _, rest = data.partition(b"\n")
    address, _, body = rest.partition(b"\n")
    accept = kind.decode("latin-1")
    for media in (FORM, *BARE, accept):
        for method in ("GET", "POST"):
            try:
                read(method, address, media, body, accept)
            except Refused as refused:
                assert 400 <= refused.status < 500 and "\n" not in str(refused)
    assert choose(accept, RESULTS) in {*RESULTS, None} and choose(accept, GRAPHS) in {*GRAPHS, None}


GUIDED: dict[str, Callable[[bytes], None]] = {
    **{form: _reads(form) for form in ("text", "html", "feed", "jsonl", "csv")},
    "fragment": _fragment, "date": _date, "parameter": _parameter, "name": _names, "quads": _quads, "request": _request,
}  # fmt: skip
SEEDS = {
    "text": [b"---\ntitle: &a [x, *a]\ndate: 2024-10-09\n---\nBody."],
    "html": [b"<html><head><title>T</title><meta charset=latin1></head><body><article><p>Envoys met.</p></article>"],
    "feed": [
        b'<rss version="2.0"><channel><title>T</title><item><title>A</title><description>B &lt;p&gt;</description>'
        b"<pubDate>Wed, 09 Oct 2024 23:30:00 GMT</pubDate></item></channel></rss>",
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><content type="html">x</content></entry></feed>',
    ],
    "jsonl": [b'{"text": "x", "id": 1, "date": "2024", "title": null, "url": "http://a.example/"}\n{"body": "y"}\n'],
    "csv": [b'id;text;date\n1;"a ""b""\nc";2024-01-02\n'],
    "fragment": [b"<p>a &amp; b<!-- c --><script>x</script><![CDATA[y]]></p>"],
    "date": [b"Wed, 09 Oct 2024 23:30:00 -0400", b"between 2 and 3 million of 1,200 dollars", b"3 days ago, last May"],
    "parameter": [
        bytes([n]) + value for n in range(9) for value in (b"2024-03", b"ISR", b"urn:x:y", b'"} # VALUES\n\\u0022')
    ],
    "request": [b"text/csv;q=0.5\nquery=ASK%7B%7D&default-graph-uri=urn:x\nupdate=CLEAR+ALL&format=json"],
}  # fmt: skip

# -- the child: one target till its time is over


def guided(name: str, seconds: int, folder: Path, scratch: Path) -> None:
    """Hand one target to the fuzzer; does not return."""
    import atheris

    with atheris.instrument_imports(include=["kgraph", "html.parser", "yaml", "csv", "json", "urllib.parse"]):
        import yaml  # noqa: F401

        import kgraph.bind
        import kgraph.extractors.datewords
        import kgraph.sources
        import kgraph.web.protocol  # noqa: F401
    target, done = GUIDED[name], Tried()

    def watched(data: bytes) -> None:
        begin = time.process_time()
        target(data)
        done.count(time.process_time() - begin, 1, scratch)

    corpus = scratch / "corpus"
    corpus.mkdir(exist_ok=True)
    for number, seed in enumerate(SEEDS.get(name, [b"x"])):
        (corpus / f"seed{number}").write_bytes(seed)
        with suppress(Exception):  # the fuzzer begins with it and sees what it does
            target(seed)  # tables and libraries are loaded when they are first needed, which is no input's time
    limits = f"-max_total_time={seconds} -timeout={HANG} -rss_limit_mb={MEMORY} -max_len={LARGEST}"
    atheris.Setup([sys.argv[0], str(corpus), *limits.split(), f"-artifact_prefix={folder}/{name}-"], watched)
    atheris.Fuzz()


def generated(seconds: int, folder: Path, scratch: Path) -> None:
    """Extract made-up texts till the time is over; a batch that fails is tried one by one."""
    from odd_texts import check, odd_text

    resource.setrlimit(resource.RLIMIT_AS, (4 * MEMORY << 20, 4 * MEMORY << 20))  # addresses, of which few are used
    signal.signal(signal.SIGALRM, _hangs)
    draw, done, until = random.Random(7), Tried(), time.monotonic() + seconds
    check(["Envoys met."])

    def holds(texts: list[str]) -> bool:
        signal.alarm(HANG * len(texts))
        try:
            check(texts)
        except Exception as error:
            print(f"extract: {error!r:.300}", file=sys.stderr)
            return False
        finally:
            signal.alarm(0)
        return True

    while time.monotonic() < until:
        texts = [odd_text(draw) for _ in range(TEXTS_AT_ONCE)]
        begin = time.process_time()
        for text in [] if holds(texts) else texts:
            if not holds([text]):
                done.crashes += 1
                name = hashlib.sha1(text.encode("utf-8", "surrogatepass")).hexdigest()
                (folder / f"extract-{name}").write_text(text, encoding="utf-8", errors="surrogatepass")
        done.count((time.process_time() - begin) / len(texts), len(texts), scratch)


def _hangs(*_: object) -> None:
    raise TimeoutError(f"took more than {HANG} s a text")


# -- the parent


def run(name: str, seconds: int, folder: Path) -> Tried:
    """One target, started again after each crash until its time is over."""
    whole, until = Tried(), time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as scratch:
        while (left := int(until - time.monotonic())) > 0 and whole.crashes < RESTARTS:
            command = [sys.executable, __file__, "--child", scratch, "--target", name, "--seconds", str(left)]
            said = Path(scratch, "said")
            with said.open("w") as out:
                child = subprocess.Popen([*command, "--keep", str(folder)], stderr=out, stdout=out)
                _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            part = Tried.told(Path(scratch))
            if child.returncode:
                part.crashes += 1
                print("\n".join(_complaint(said)), file=sys.stderr)
            whole.inputs += part.inputs
            whole.crashes += part.crashes
            whole.slowest = max(whole.slowest, part.slowest)
            whole.peak = max(whole.peak, used.ru_maxrss / 1024)
    return whole


def _complaint(said: Path) -> list[str]:
    """What a child that crashed said of it."""
    lines = said.read_text(errors="replace").splitlines()
    begin = next((n for n, line in enumerate(lines) if "exception" in line.lower() or "ERROR" in line), 0)
    return [f"  {line:.200}" for line in lines[begin : begin + 30]]


def main() -> int:
    """Try all targets, or those named, and print the table."""
    options = argparse.ArgumentParser(usage=__doc__)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--target", action="append", choices=[*GUIDED, "extract"])
    options.add_argument("--keep", type=Path, default=Path("fuzz-crashes"))
    options.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    targets = given.target or [*GUIDED, "extract"]
    given.keep.mkdir(exist_ok=True)
    if given.child:
        if targets == ["extract"]:
            generated(given.seconds, given.keep, given.child)
        else:
            guided(targets[0], given.seconds, given.keep, given.child)
        return 0
    if targets != ["extract"] and importlib.util.find_spec("atheris") is None:
        sys.exit("fuzz.py needs atheris; install it with `pip install '.[fuzz]'`.")
    print(f"{'target':10} {'inputs':>12} {'crashes':>8} {'slowest ms':>11} {'peak MB':>8}")
    crashes = 0
    for name in targets:
        done = run(name, given.seconds, given.keep)
        print(f"{name:10} {done.inputs:12,} {done.crashes:8} {done.slowest:11,.0f} {done.peak:8,.0f}", flush=True)
        crashes += done.crashes
    if crashes:
        print(f"{crashes} crashes; the inputs are in {given.keep}.")
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
