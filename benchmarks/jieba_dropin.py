"""zhnlp.interop.jieba beside jieba: the same output of jieba's own programs, and how fast.

    python benchmarks/jieba_dropin.py --data PATH-OF-THE-DATA-FOLDER --programs FOLDER --save

FOLDER has jieba's test programs: the folder ``test`` of its source archive, with the dictionary
``userdict.txt`` of its repository. Each program runs in processes of its own: with jieba, twice,
and with zhnlp.interop.jieba under the name of jieba. The tokens that they print are compared; lines
that say how long something took are left out, and programs that print something else each time.
Programs that read a file get the news of examples/.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import process_time

import click
from corpora import are_there
from report import about, document, markdown, report_options, save
from texts import NEWS, read_news

RUNNER = """
import importlib, runpy, sys, warnings
warnings.simplefilter("ignore")
ours, program, *arguments = sys.argv[1:]
if ours == "zhnlp":
    for name in ("", ".posseg", ".analyse"):
        sys.modules["jieba" + name] = importlib.import_module("zhnlp.interop.jieba" + name)
import jieba
jieba.setLogLevel(60)
sys.argv = [program, *arguments]
runpy.run_path(program, run_name="__main__")
"""
NOISE = re.compile(r"\b(?:cost|speed|time|seconds?|second)\b", re.I)
TOKEN = re.compile(r"[^\s/,]+")
Call = Callable[[str], object]


@click.command()
@report_options
@click.option("--programs", metavar="FOLDER", help="jieba's test programs.")
def main(data: str, program: str | None, is_saved: bool, programs: str | None) -> None:
    """Compare the output of programs, and the speed of calls."""
    sections = {}
    if programs is None:
        click.echo("jieba's programs are not run: name their folder with --programs.", err=True)
    else:
        sections["Programs"] = compared(Path(programs))
    if are_there(Path(data), (NEWS,)):
        lines = read_news(Path(data), 3_000_000).decode().splitlines()
        rows = [("call", "× jieba"), *((name, f"{ratio:.1f}") for name, ratio in speeds(lines))]
        sections["Speed on news"] = markdown(rows)
    if not sections:
        return
    text = document("zhnlp.interop.jieba beside jieba", about(), sections)
    click.echo(text)
    if is_saved:
        save("jieba_dropin", {**about(), **sections}, text)


def compared(folder: Path) -> str:
    """A table of the programs in a folder."""
    rows = [("program", "tokens", "differing", "remark")]
    total = differing = 0
    for path in sorted(folder.glob("*.py")):
        n, bad, remark = compare(path)
        total, differing = total + n, differing + bad
        rows.append((path.name, f"{n:,}", str(bad), remark))
    share = f"{1 - differing / total:.4%}" if total else "none"
    return f"{markdown(rows)}\n\nThe same: {share} of {total:,} tokens."


def compare(program: Path) -> tuple[int, int, str]:
    """How many tokens a program prints, how many differ, and a remark."""
    source = program.read_text("utf-8", "replace")
    reads = "sys.argv[1]" in source or "args[0]" in source
    arguments = [str(Path("examples/news.txt").resolve())] if reads else []
    ways = ("jieba", "jieba", "zhnlp")
    (code, theirs), (_, again), (own_code, own) = (output(program, arguments, by) for by in ways)
    if code:
        return 0, 0, "fails with jieba, too" if own_code else "fails with jieba"
    counts, own_counts = Counter(theirs), Counter(own)
    if Counter(again) != counts:
        return 0, 0, "differs from run to run"
    bad = max((counts - own_counts).total(), (own_counts - counts).total())
    remark = "fails" if own_code else "" if theirs == own or bad else "in another order"
    return len(theirs), bad, remark


def output(program: Path, arguments: Sequence[str], by: str) -> tuple[int, list[str]]:
    """The exit code of a program, and the tokens that it prints or writes to its log."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "test"
        shutil.copytree(program.parent, copy)
        done = subprocess.run(
            [sys.executable, "-c", RUNNER, by, str(copy / program.name), *arguments],
            cwd=copy,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8"},
            timeout=600,
        )
        log = copy / "1.log"
        printed = done.stdout + (log.read_bytes() if "1.log" in program.read_text() else b"")
    lines = printed.decode("utf-8", "replace").splitlines()
    return done.returncode, [
        t for line in lines if not NOISE.search(line) for t in TOKEN.findall(line)
    ]


def speeds(lines: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield each call and how many times as fast it is: the median of five turns."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
        import jieba.analyse
        import jieba.posseg
    import zhnlp.interop.jieba as ours
    from zhnlp.interop.jieba import analyse, posseg

    jieba.setLogLevel(60)
    few, texts = lines[::20], ["".join(lines[at : at + 10]) for at in range(0, 100, 10)]
    calls: list[tuple[str, Sequence[str], Call, Call]] = [
        ("lcut", lines, jieba.lcut, ours.lcut),
        (
            *("lcut, HMM=False", lines),
            *(lambda text: jieba.lcut(text, HMM=False), lambda text: ours.lcut(text, HMM=False)),
        ),
        (
            *("lcut, cut_all=True", lines),
            *(lambda text: jieba.lcut(text, True), lambda text: ours.lcut(text, True)),
        ),
        ("lcut_for_search", lines, jieba.lcut_for_search, ours.lcut_for_search),
        ("posseg.lcut", few, jieba.posseg.lcut, posseg.lcut),
        ("analyse.extract_tags", texts, jieba.analyse.extract_tags, analyse.extract_tags),
        ("analyse.textrank", texts[:2], jieba.analyse.textrank, analyse.textrank),
    ]
    for name, several, theirs, own in calls:
        theirs(several[0])
        own(several[0])
        turns = [(seconds(theirs, several), seconds(own, several)) for _ in range(5)]
        yield name, median(one / other for one, other in turns)


def seconds(call: Call, texts: Sequence[str]) -> float:
    begin = process_time()
    for text in texts:
        call(text)
    return process_time() - begin


if __name__ == "__main__":
    main()
