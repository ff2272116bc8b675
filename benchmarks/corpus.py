"""Whole corpora: `zhnlp batch` beside the bare pipeline, its memory, many files, Parquet.

    python benchmarks/corpus.py --data PATH-OF-THE-DATA-FOLDER --save

The corpus is raw news of the data folder, repeated to the size that is asked for, as JSON lines
with ids; see corpus_files.py. All is measured through the command line but for the bare
pipeline, which is `nlp.batch` in one process, 256 texts at a time that are in memory before.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from corpora import are_there
from corpus_files import Corpus, articles_of, count_parquet, size_of, write_corpus, write_files
from peers import version_of
from processes import timed_inside
from report import about, document, markdown, save
from texts import NEWS
from turns import Contestant, Turn, in_process, take_turns
from watched import SUPPORTED, Watched, run_watched

READERS = ("pandas", "polars", "duckdb")
BARE = """
import json, time
import zhnlp
nlp = zhnlp.load("news")
with open({path!r}, encoding="utf-8") as lines:
    texts = [json.loads(line)["text"] for line in lines]
nlp.batch(texts[:50])
wall, cpu = time.perf_counter(), time.process_time()
for first in range(0, len(texts), 256):
    nlp.batch(texts[first : first + 256])
print(time.perf_counter() - wall, time.process_time() - cpu)
"""
JIEBA = """
import json, logging, time
import jieba
jieba.setLogLevel(logging.ERROR)
jieba.initialize()
with open({path!r}, encoding="utf-8") as lines:
    text = "\\n".join(json.loads(line)["text"] for line in lines)
if {n} > 1:
    jieba.enable_parallel({n})
wall, cpu = time.perf_counter(), time.process_time()
for word in jieba.cut(text):
    pass
print(time.perf_counter() - wall, time.process_time() - cpu)
"""
Rows = list[dict[str, Any]]


@dataclass
class Bench:
    """Measures contestants on corpora in a folder.

    Attributes:
        work: The folder.
        articles: The texts to repeat.
        megabytes: Text of the largest corpus.
        workers: Numbers of workers.
        rounds: How often each contestant runs.
        n_files: How many small files.
        seen: The last run of each contestant by its name.
    """

    work: Path
    articles: Sequence[str]
    megabytes: int
    workers: Sequence[int]
    rounds: int
    n_files: int
    seen: dict[str, Watched] = field(default_factory=dict)

    def corpus(self, part: int = 1) -> Corpus:
        """The corpus, or its `part`-th part, of a megabyte at least."""
        n_bytes = max(1, self.megabytes // part) * 1_000_000
        return write_corpus(self.work / f"{n_bytes // 1_000_000}MB.jsonl", self.articles, n_bytes)

    def out(self, name: str) -> Path:
        """The output folder of a contestant."""
        return self.work / "out" / name

    def batch(
        self, name: str, corpus: Corpus, workers: int, *options: str, against: str = ""
    ) -> Contestant:
        """The contestant that runs `zhnlp batch`, into an empty folder each time."""
        out = self.out(name)
        told = ("--id-field", "id", "-j", str(workers), "-o", str(out), *options)

        def run() -> Turn:
            shutil.rmtree(out, ignore_errors=True)
            out.parent.mkdir(exist_ok=True)
            command = ("-m", "zhnlp", "batch", str(corpus.path), *told)
            self.seen[name] = run_watched(command, folder=self.work)
            return self.seen[name].turn

        return Contestant(name, run, corpus.n_bytes, {f"× {against}": against} if against else {})

    def inside(self, name: str, program: str, corpus: Corpus, against: str = "") -> Contestant:
        """The contestant that runs `program`, which times itself."""
        contestant = timed_inside(name, program, folder=self.work)
        ratios = {f"× {against}": against} if against else {}
        return replace(contestant, n_bytes=corpus.n_bytes, against=ratios)

    def rows(self, *contestants: Contestant) -> Rows:
        """What the contestants take in turns."""
        taken = take_turns(contestants, n_rounds=self.rounds, warm_up=False)
        return [row.to_dict() for row in taken]


def throughput(bench: Bench) -> Rows:
    """Each number of workers, beside the first of them and the bare pipeline."""
    corpus = bench.corpus()
    runs = [bench.inside("bare pipeline", BARE.format(path=str(corpus.path)), corpus)]
    for n in bench.workers:
        against = "bare pipeline" if len(runs) == 1 else runs[1].name
        runs.append(bench.batch(named(n), corpus, n, against=against))
    return bench.rows(*runs)


def memory(bench: Bench) -> Rows:
    """The peaks at three sizes of the corpus, with the largest number of workers."""
    n = max(bench.workers)
    rows = []
    for part in (100, 10, 1):
        corpus = bench.corpus(part)
        [row] = bench.rows(bench.batch(corpus.path.stem, corpus, n))
        seen = bench.seen[corpus.path.stem]
        row["worker_resident_mb"], row["worker_share_mb"] = map(round, seen.worker)
        row["parent_resident_mb"], row["parent_share_mb"] = map(round, seen.parent)
        row["output_ratio"] = size_of(bench.out(corpus.path.stem)) / corpus.path.stat().st_size
        shutil.rmtree(bench.out(corpus.path.stem))
        rows.append(row)
    return rows


def small_files(bench: Bench) -> Rows:
    """The same short texts in one file, and each in a file of its own."""
    one, many = write_files(bench.work / "files", bench.articles, bench.n_files)
    n = max(bench.workers)
    name = f"{bench.n_files:,} files"
    return bench.rows(
        bench.batch("one file", one, n), bench.batch(name, many, n, against="one file")
    )


def parquet(bench: Bench) -> Rows:
    """Parquet beside JSON lines, and its reading by what is installed."""
    corpus, n = bench.corpus(10), max(bench.workers)
    rows = bench.rows(
        bench.batch("JSON lines", corpus, n),
        bench.batch("Parquet", corpus, n, "--to", "parquet", against="JSON lines"),
    )
    for row in rows:
        row["output_ratio"] = size_of(bench.out(row["name"])) / corpus.path.stat().st_size
    found: dict[str, tuple[int, int]] = {}
    parts = bench.out("Parquet") / "parts"

    def read(name: str) -> None:
        found[name] = count_parquet(name, parts)

    readers = [name for name in READERS if find_spec(name)]
    runs = [in_process(f"{name} reads it", partial(read, name), corpus.n_bytes) for name in readers]
    rows += bench.rows(*runs)
    if {n_rows for n_rows, _ in found.values()} - {corpus.n_documents} or len(
        {*found.values()}
    ) > 1:
        raise RuntimeError(f"rows and words that were read differ: {found}.")
    return rows


def jieba(bench: Bench) -> Rows:
    """jieba alone and by two processes, as it offers it."""
    corpus = bench.corpus(100)
    one, two = (JIEBA.format(path=str(corpus.path), n=n) for n in (1, 2))
    rows = bench.rows(
        bench.inside("jieba", one, corpus),
        bench.inside("jieba.enable_parallel(2)", two, corpus, against="jieba"),
    )
    for row in rows:
        row["cpu_seconds"] = None  # those of its workers are not in it
        row["ratios"].pop("× jieba, CPU", None)
    return rows


def by_ray(bench: Bench) -> Rows:
    """As many workers by Ray as by processes; the start of Ray is in its time."""
    if not find_spec("ray"):
        return []
    corpus, n = bench.corpus(10), max(bench.workers)
    return bench.rows(
        bench.batch(named(n), corpus, n),
        bench.batch(f"{named(n)} of Ray", corpus, n, "--engine", "ray", against=named(n)),
    )


SECTIONS: Mapping[str, tuple[str, Callable[[Bench], Rows]]] = {
    "A": ("The news pipeline", throughput),
    "B": ("Memory at the peak", memory),
    "C": ("Many small files", small_files),
    "D": ("Parquet", parquet),
    "E": ("jieba.enable_parallel", jieba),
    "F": ("Ray on one machine", by_ray),
}


@click.command()
@click.option("--data", metavar="PATH", required=True, help="The data folder.")
@click.option("--megabytes", default=1000, show_default=True, help="Text of the largest corpus.")
@click.option("--workers", default="1,2", show_default=True, help="Numbers of workers.")
@click.option("--files", type=int, help="Small files.  [default: 100 for each megabyte]")
@click.option("--rounds", default=1, show_default=True, help="How often each is measured.")
@click.option("--only", multiple=True, type=click.Choice(tuple(SECTIONS)), help="Some sections.")
@click.option("--save", "is_saved", is_flag=True, help="Write benchmarks/results/corpus.*.")
def main(
    data: str,
    megabytes: int,
    workers: str,
    files: int | None,
    rounds: int,
    only: tuple[str, ...],
    is_saved: bool,
) -> None:
    """Measure `zhnlp batch`: throughput, memory, small files, Parquet."""
    if not are_there(Path(data), (NEWS,)):
        return
    if not SUPPORTED:
        click.echo("This system does not tell the memory of processes.", err=True)
        return
    numbers = [int(each) for each in workers.split(",")]
    with tempfile.TemporaryDirectory() as work:
        bench = Bench(
            Path(work),
            articles_of(Path(data)),
            megabytes,
            numbers,
            rounds,
            files or 100 * megabytes,
        )
        results = {
            f"{letter}. {title}": measure(bench)
            for letter, (title, measure) in SECTIONS.items()
            if not only or letter in only
        }
    versions = {name: version_of(name) for name in (*READERS, "pyarrow", "ray")}
    facts = {**about(), **versions, "corpus": f"{megabytes} MB of text", "rounds": str(rounds)}
    text = document("Whole corpora", facts, {name: table(rows) for name, rows in results.items()})
    click.echo(text)
    if is_saved:
        save("corpus", {"about": facts, "results": results}, text)


def named(n: int) -> str:
    """A number of workers in words."""
    return f"{n} worker{'s' if n > 1 else ''}"


COLUMNS = {
    "mb": "MB",
    "seconds": "s",
    "cpu_seconds": "CPU s",
    "mb_per_s": "MB/s",
    "worker_resident_mb": "worker, MB",
    "worker_share_mb": "worker's share, MB",
    "parent_resident_mb": "parent, MB",
    "parent_share_mb": "parent's share, MB",
    "output_ratio": "bytes out for each in",
}


def table(rows: Rows) -> str:
    """The figures as a table, ratios last."""
    ratios = list(dict.fromkeys(ratio for row in rows for ratio in row["ratios"]))
    lines = [
        [row["name"], *(shown(row.get(column)) for column in COLUMNS)]
        + [shown(row["ratios"].get(ratio)) for ratio in ratios]
        for row in rows
    ]
    return markdown([["", *COLUMNS.values(), *ratios], *lines])


def shown(number: float | None) -> str:
    """`number` to three digits; empty if there is none."""
    return "" if number is None else f"{number:.3g}" if number < 1000 else f"{number:,.0f}"


if __name__ == "__main__":
    main()
