"""How every stage copes with hostile text: time a character beside news, and growth with length.

    python benchmarks/hostile_text.py [--stage NAME]… [--kind NAME]… [--most 17] [--save]

The kinds of text stand in tests/hostile_texts.py. A ratio is the processor time a character,
divided by that of news of the same length, at the length where it is worst. Growth is the time
a character at the longest text divided by that at the shortest: 1 is linear. Each call is made
once or, where it is short, several times, and the least counts. A text is not made longer once
a call takes `--limit` seconds. With --memory, what a text of the greatest length, in one line,
adds to the peak of a process is measured instead, in bytes a character; --most 24 gives 16 million.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import click
from hostile_subjects import Subject, subjects
from report import RESULTS, about, markdown

from zhnlp.errors import ZhnlpError

ROOT = Path(__file__).parents[1]
SHORTEST = 15  # log2 of the characters
_ENOUGH = 0.02  # seconds of one measurement
_ROUNDS = 2
BOUND = 3.0  # times the news
MEMORY_KINDS = ("news", "full width", "no punctuation", "ends of sentences", "U+0041 A")


class Measured(NamedTuple):
    """Times a character, in microseconds, by log2 of the characters."""

    subject: str
    kind: str
    times: dict[int, float]
    news: dict[int, float]

    @property
    def ratio(self) -> float:
        return max(own / self.news[size] for size, own in self.times.items())

    @property
    def growth(self) -> float:
        return self.times[max(self.times)] / self.times[min(self.times)]


def news_text(length: int, path: Path | None) -> str:
    """Lines of news, again and again with other numbers, so that few are equal."""
    lines = (path or ROOT / "examples" / "news.txt").read_text("utf-8").splitlines()
    made: list[str] = []
    size = at = 0
    while size < length:
        line = lines[at % len(lines)]
        made.append(line if path else line.replace("1", str(at)))
        size += len(made[-1]) + 1
        at += 1
    return "\n".join(made)[:length]


def seconds(subject: Subject, text: str) -> float:
    """The least processor time of a call."""
    given = subject.prepare(text)
    least, spent = float("inf"), 0.0
    for _ in range(_ROUNDS):
        begin = time.process_time()
        with suppress(ZhnlpError):  # such as a text without a value
            subject.run(given)
        least = min(least, time.process_time() - begin)
        spent += time.process_time() - begin
        if spent > _ENOUGH:
            break
    return least


def measured(
    name: str, subject: Subject, kinds: Sequence[str], sizes: range, limit: float, path: Path | None
) -> list[Measured]:
    """The subject on each kind of text."""
    hostile_text = import_module("hostile_texts").hostile_text
    click.echo(name, err=True)
    news: dict[int, float] = {}
    for size in sizes:
        news[size] = seconds(subject, news_text(1 << size, path)) / (1 << size) * 1e6
    found = []
    for kind in kinds:
        times: dict[int, float] = {}
        for size in sizes:
            spent = seconds(subject, hostile_text(kind, 1 << size))
            times[size] = spent / (1 << size) * 1e6
            if spent > limit:
                break
        found.append(Measured(name, kind, times, news))
        if found[-1].ratio > BOUND:
            click.echo(_row(found[-1]), err=True)
    return found


def _row(one: Measured) -> list[str]:
    last = max(one.times)
    return [
        one.subject,
        one.kind,
        f"{one.ratio:.1f}",
        f"{one.growth:.2f}",
        f"2^{last}",
        f"{one.times[last]:.2f}",
        f"{one.news[last]:.2f}",
    ]


def table(found: Sequence[Measured]) -> str:
    """For each subject its worst kind, then every other kind above the bound."""
    head = ["what", "text", "× news", "growth", "characters", "µs a character", "of news"]
    worst = [
        max((one for one in found if one.subject == name), key=lambda one: one.ratio)
        for name in dict.fromkeys(one.subject for one in found)
    ]
    above = [one for one in found if one.ratio > BOUND and one not in worst]
    rows = [_row(one) for one in [*worst, *sorted(above, key=lambda one: -one.ratio)]]
    return markdown([head, *rows])


def _peak(name: str, kind: str, length: int) -> float:
    """Bytes a character that a call adds to the peak of a process of its own.

    What loading the models freed again is not counted, so short texts show less than they take.
    """
    text = news_text(length, None).replace("\n", "") if kind == "news" else ""
    text = text or import_module("hostile_texts").hostile_text(kind, length)
    subject = subjects()[name]
    given = subject.prepare(text)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    subject.run(given)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 / length


def memory(names: Sequence[str], kinds: Sequence[str], length: int) -> str:
    """Peak bytes a character of each subject, as a table."""
    rows = [["what", *kinds]]
    for name in names:
        row = [name]
        for kind in kinds:
            with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                row.append(f"{pool.submit(_peak, name, kind, length).result():.0f}")
        click.echo(row, err=True)
        rows.append(row)
    return markdown(rows)


@click.command()
@click.option("--stage", "stages", multiple=True, help="Only those whose name begins so.")
@click.option("--kind", "kinds", multiple=True, help="Only this kind of text.")
@click.option("--most", default=20, show_default=True, help="log2 of the longest text.")
@click.option("--step", default=1, show_default=True, help="From one length to the next, in log2.")
@click.option("--shortest", default=SHORTEST, show_default=True, help="log2 of the shortest text.")
@click.option("--limit", default=4.0, show_default=True, help="Seconds of the longest call.")
@click.option("--data", type=click.Path(path_type=Path), help="A file of news.")
@click.option("--memory", "is_memory", is_flag=True, help="Measure memory instead of time.")
@click.option("--save", "is_saved", is_flag=True, help="Write benchmarks/results/hostile_text.md.")
def main(
    stages: tuple[str, ...],
    kinds: tuple[str, ...],
    most: int,
    step: int,
    shortest: int,
    limit: float,
    data: Path | None,
    is_memory: bool,
    is_saved: bool,
) -> None:
    """Measure every stage on every kind of text."""
    if data is not None and not data.is_file():
        click.echo(f"There is no file {str(data)!r}: nothing is measured.", err=True)
        return
    sys.path.insert(0, str(ROOT / "tests"))
    known = subjects()
    names = [name for name in known if not stages or name.startswith(stages)]
    if is_memory:
        shown = memory(names, kinds or MEMORY_KINDS, 1 << most)
    else:
        kinds = kinds or import_module("hostile_texts").KINDS
        found: list[Measured] = []
        for name in names:
            sizes = range(shortest, most + 1, step)
            found += measured(name, known[name], kinds, sizes, limit, data)
        shown = table(found)
    click.echo(shown)
    if is_saved:
        facts = "\n".join(f"- {key}: {value}" for key, value in about().items())
        title = "memory on" if is_memory else "time on"
        name = "hostile_memory.md" if is_memory else "hostile_text.md"
        (RESULTS / name).write_text(f"# Hostile text: {title} it\n\n{facts}\n\n{shown}\n", "utf-8")


if __name__ == "__main__":
    main()
