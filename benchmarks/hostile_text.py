"""How every stage copes with hostile text: time a character beside news, and growth with length.

    python benchmarks/hostile_text.py [--stage NAME]… [--kind NAME]… [--most 17] [--save]

The kinds of text stand in tests/hostile_texts.py. A ratio is the processor time a character,
divided by that of news of the same length, at the length where it is worst. News is nearly free
for a stage that finds little to do in it: a Linker meets a name in 80 characters of it, and one in
four of persons in a row. So a second ratio is of the time for each unit of work, where a stage has
one (see hostile_subjects.py). Growth is the time
a character at the longest text divided by that at the shortest: 1 is linear. Each call is made
several times, or once where it is long, and the least counts. A text is not made longer once
a call takes `--limit` seconds. With --memory, what a text of the greatest length, in one line,
adds to the peak of a process is measured instead, in bytes a character; --most 24 gives 16 million.
"""

from __future__ import annotations

import gc
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
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
_ENOUGH = 0.2  # seconds of one measurement
_ROUNDS = 5
_TRIES = 3  # of what seems to be above the bound, with news again: the machine may have been slow
BOUND = 3.0  # times the news
MEMORY_KINDS = ("news", "full width", "no punctuation", "ends of sentences", "U+0041 A")


class Measured(NamedTuple):
    """Times a character, in microseconds, and units of work, by log2 of the characters."""

    subject: str
    kind: str
    times: dict[int, float]
    news: dict[int, float]
    work: dict[int, int]
    news_work: dict[int, int]

    @property
    def ratio(self) -> float:
        return max(own / self.news[size] for size, own in self.times.items())

    @property
    def by_work(self) -> float | None:
        """The ratio of the times for a unit of work, of the longest text.

        None if it has less than a tenth of the units of news: then the characters take the time.
        """
        last = max(self.times)
        if not self.news_work[last] or self.work[last] * 10 < self.news_work[last]:
            return None
        return self.times[last] / self.work[last] * self.news_work[last] / self.news[last]

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


def seconds(subject: Subject, text: str) -> tuple[float, int]:
    """The least processor time of a call, and its units of work."""
    given = subject.prepare(text)
    least, spent, made = float("inf"), 0.0, None
    for _ in range(_ROUNDS):
        begin = time.process_time()
        with suppress(ZhnlpError):  # such as a text without a value
            made = subject.run(given)
        least = min(least, time.process_time() - begin)
        spent += time.process_time() - begin
        if spent > _ENOUGH:
            break
    return least, 0 if made is None or subject.work is None else subject.work(given, made)


def measured(
    name: str, subject: Subject, kinds: Sequence[str], sizes: range, limit: float, path: Path | None
) -> list[Measured]:
    """The subject on each kind of text."""
    hostile_text = import_module("hostile_texts").hostile_text
    click.echo(name, err=True)
    news, news_work = dict[int, float](), dict[int, int]()
    for _ in range(2):  # the first call may load something
        _measure(subject, partial(_news, path), sizes, limit, news, news_work)
    found = []
    for kind in kinds:
        times, work = dict[int, float](), dict[int, int]()
        for _ in range(_TRIES):
            _measure(subject, partial(hostile_text, kind), sizes, limit, times, work)
            one = Measured(name, kind, times, news, work, news_work)
            if one.ratio <= BOUND:
                break
            _measure(subject, partial(_news, path), sizes, limit, news, news_work)
        found.append(one)
        if one.ratio > BOUND:
            click.echo(_row(one), err=True)
    return found


def _news(path: Path | None, length: int) -> str:
    return news_text(length, path)


def _measure(
    subject: Subject,
    text_of: Callable[[int], str],
    sizes: range,
    limit: float,
    times: dict[int, float],
    work: dict[int, int],
) -> None:
    """Note the least of the times a character that were and are measured, and the units of work."""
    for size in sizes:
        spent, work[size] = seconds(subject, text_of(1 << size))
        times[size] = min(times.get(size, float("inf")), spent / (1 << size) * 1e6)
        if spent > limit:
            break


def _row(one: Measured) -> list[str]:
    last = max(one.times)
    return [
        one.subject,
        one.kind,
        f"{one.ratio:.1f}",
        "–" if one.by_work is None else f"{one.by_work:.1f}",
        f"{one.growth:.2f}",
        f"2^{last}",
        f"{one.times[last]:.2f}",
        f"{one.news[last]:.2f}",
    ]


def table(found: Sequence[Measured]) -> str:
    """For each subject its worst kind, then every other kind above the bound."""
    head = [
        "what",
        "text",
        "× news",
        "by work",
        "growth",
        "characters",
        "µs a character",
        "of news",
    ]
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
    gc.collect()
    gc.freeze()  # or a collection looks at all models, and falls on any call
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
