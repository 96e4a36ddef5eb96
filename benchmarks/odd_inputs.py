"""Large and odd files through ``kgraph extract``, each in a process of its own: its time, memory, and what came of it.

usage: python benchmarks/odd_inputs.py [NAME]...    all of them unless named; about half an hour

Exit code 1 where one ends in a traceback, takes too long or too much memory.
"""

import gzip
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

MEMORY, PATIENCE = 8, 1800  # GB, seconds
MB = 1_000_000
_WHO = ("Iran", "Israel", "France", "the United Nations", "Qatari officials", "President Emmanuel Macron", "the rebels")
_DID = ("condemned", "met with", "bombed", "will not meet", "imposed sanctions on", "denied that it had attacked")
_WHEN = (
    "on Monday",
    "in March 2024",
    "after the talks in Doha",
    "as two million dollars were paid",
    "again",
    "at last",
)
_PAGE = "<html><body><article>"


def news(size: int, *, mark: str = "“We will not wait,” the minister said.", end: str = "\n\n") -> str:
    """So many characters of ordinary sentences, each put together by chance, in paragraphs."""
    draw = random.Random(7)
    parts, length = [], 0
    while length < size:
        sentences = [
            f"{draw.choice(_WHO)} {draw.choice(_DID)} {draw.choice(_WHO)} {draw.choice(_WHEN)}." for _ in "four"
        ]
        part = " ".join(sentence[0].upper() + sentence[1:] for sentence in sentences) + f" {mark}{end}"
        parts.append(part)
        length += len(part)
    return "".join(parts)


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("bomb", b"\0" * (50 * MB))


def _text(content: Callable[[], str]) -> Callable[[Path], None]:
    return lambda path: path.write_text(content(), encoding="utf-8", errors="surrogatepass") and None


def _bomb() -> str:
    """YAML anchors that would be a billion words if written out."""
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    return "---\n" + "\n".join(lines) + "\ntitle: *a11\n---\nIran condemned Israel."


FILES: dict[str, tuple[str, Callable[[Path], object]]] = {
    **{f"news, {size:g} MB": ("a.txt", _text(lambda size=size: news(int(size * MB)))) for size in (0.2, 0.5, 1, 2, 10)},
    "paragraph of 2 MB": ("a.txt", _text(lambda: news(2 * MB, end=" "))),
    "headlines, 1 MB": ("a.txt", _text(lambda: "Iran Condemns Israel’s Attacks on Border Villages\n" * 20_000)),
    "sentence of 100,000 words": ("a.txt", _text(lambda: "Iran and Israel and the old rebels " * 14_286 + "met.")),
    "sentence of 100,000 clauses": ("a.txt", _text(lambda: "Iran said that " * 33_333 + "Israel attacked Iran.")),
    "1,000,000 newlines": ("a.txt", _text(lambda: "Iran met Israel." + "\n" * MB + "France left.")),
    "1,000,000 quotes": ("a.txt", _text(lambda: '"' * MB + " said Iran.")),
    "1,000,000 brackets": ("a.txt", _text(lambda: "(" * (MB // 2) + "Iran" + ")" * (MB // 2))),
    "1,000,000 hyphens": ("a.txt", _text(lambda: "Iran" + "-" * MB + "backed rebels met.")),
    "word of 1 MB": ("a.txt", _text(lambda: "Iran condemned " + "Xa" * (MB // 2) + " on Monday.")),
    "number of 1 MB": ("a.txt", _text(lambda: "Iran killed " + "9" * MB + " men. It paid $1" + ",000" * 250_000 + ".")),
    "1,000,000 zero-width": ("a.txt", _text(lambda: "Iran\u200b\u202e met\u0301 " * 100_000 + "\u200d" * MB)),
    "HTML 10,000 deep": ("a.html", _text(lambda: "<div>" * 10_000 + "<p>Iran condemned Israel." + "</div>" * 10_000)),
    "HTML 100,000 deep": ("a.html", _text(lambda: "<div>" * 100_000 + "<p>Iran condemned Israel.")),
    **{
        f"HTML of {n:,} paragraphs": ("a.html", _text(lambda n=n: _PAGE + "<p>Iran <b>met</b> Israel.</p>\n" * n))
        for n in (10_000, 20_000, 40_000)
    },
    "HTML of 19 MB": ("a.html", _text(lambda: _PAGE + "<p>Iran <b>met</b> Israel.</p>\n" * 610_000)),
    "HTML of 25 MB": ("a.html", _text(lambda: "<p>Iran met Israel.</p>" * 1_100_000)),
    "HTML in punycode": ("a.html", lambda path: path.write_bytes(b"<meta charset=punycode>\xff-" + b"a" * 19 * MB)),
    "HTML of <!--": ("a.html", _text(lambda: "<p>Iran met Israel.</p>" + "<!--" * 1_000_000)),
    "front matter 19,000 deep": ("a.md", _text(lambda: "---\nid: " + "[" * 19_000 + "\n---\nIran met Israel.")),
    "front matter of anchors": ("a.md", _text(_bomb)),
    "JSON 100,000 deep": ("a.jsonl", _text(lambda: '{"text": ' + "[" * 100_000 + "]" * 100_000 + "}")),
    "JSON key of 15 MB": ("a.jsonl", _text(lambda: json.dumps({"a-" * (7 * MB): 1}))),
    "JSON number of 15 MB": ("a.jsonl", _text(lambda: '{"text": "Iran met Israel.", "id": ' + "9" * 15 * MB + "}")),
    "CSV field of 15 MB": ("a.csv", _text(lambda: 'id,text,note\n1,Iran met Israel.,"' + "x" * 15 * MB + '"\n')),
    "CSV header never closed": ("a.csv", _text(lambda: '"text\n' + "Iran met Israel.\n" * 1_500_000)),
    "gzip": ("a.txt", lambda path: path.write_bytes(gzip.compress(b"\0" * (50 * MB)))),
    "zip": ("a.txt", _zip),
}  # fmt: skip


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    resource.setrlimit(resource.RLIMIT_AS, (2 * MEMORY * 1024**3,) * 2)  # addresses, of which not all are used


def tried(path: Path) -> tuple[float, float, int, str]:
    """Seconds of a processor, memory at its peak in MB, exit code, and what was said last on standard error."""
    limit = MEMORY * 1024**3
    with tempfile.TemporaryFile("w+") as said:
        child = subprocess.Popen(
            [sys.executable, "-m", "kgraph", "extract", str(path), "--format", "jsonl"], stdout=subprocess.DEVNULL,
            stderr=said, preexec_fn=_bounded,
        )  # fmt: skip
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = used.ru_utime + used.ru_stime
        said.seek(0)
        text = said.read()
    code = 99 if "Traceback" in text or used.ru_maxrss * 1024 > limit else child.returncode
    return seconds, used.ru_maxrss / 1024, code, (text.strip().splitlines() or [""])[-1]


def main(names: list[str]) -> int:
    """Try all, or those named, and print the table."""
    print(f"{'what':30} {'CPU s':>7} {'peak MB':>8}  outcome")
    failed = 0
    for name in names or FILES:
        file, write = FILES[name]
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder, file))
            seconds, peak, code, said = tried(Path(folder, file))
        failed += code not in {0, 1}
        print(f"{name:30} {seconds:7.1f} {peak:8,.0f}  {f'exit {code}: {said:.90}' if code else 'read'}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
