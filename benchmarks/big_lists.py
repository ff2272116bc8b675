"""How long a list of a million words takes to load, and how much memory, by each kind of list.

    python benchmarks/big_lists.py --news FILE --save

Words are made by chance from a seed: of Han characters alone (3, 6 and 40 each), and of 2 to 6 of
every script at once, with digits, emoji and rare characters. Each list is read in a process of its
own. Time and peak memory are those of the whole process, start and imports included; *time* is that
of the processors. The last table has the time for a text that repeats one character, where a word
of the same character is compared at each place; news is FILE, or that of
examples/ again and again.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from processes import run_python
from report import about, document, markdown, save

from zhnlp import Segmenter
from zhnlp.models.lexicons.limits import LONGEST

HAN = [chr(code) for code in range(0x4E00, 0x9FA6)]
POOLS = (
    HAN,
    [chr(code) for code in (*range(65, 91), *range(97, 123))],
    list("0123456789"),
    [chr(code) for code in range(0x1F300, 0x1F600)],
    [chr(code) for code in (*range(0x20000, 0x2A6D7), *range(0x30000, 0x3134B))],
)
SHAPES = {"3 Han": (1_000_000, 3), "6 Han": (700_000, 6), "40 Han": (100_000, 40)}
KINDS = {  # kind: (form of a line, Python code that reads the file `path`)
    "Segmenter(lexicon=)": ("{}", "Segmenter(lexicon=path).cut('我')"),
    "Segmenter(dictionary=)": ("{}", "Segmenter(dictionary=path).cut('我')"),
    "Segmenter('unigram', dictionary=)": ("{}", "Segmenter('unigram', dictionary=path).cut('我')"),
    "Recognizer(gazetteer=)": ("{}\tORG", "Recognizer(gazetteer=path)"),
    "Corrector(misspellings=)": ("{0}\t{0}好", "Corrector(misspellings=path)(Doc('我'))"),
    "Corrector(protected=)": ("{}", "Corrector(protected=path)(Doc('我'))"),
    "Lexicon.near": ("{}", "Lexicon.read(path).near('我们')"),
}
NEWS, N = Path(__file__).parents[1] / "examples" / "news.txt", 200_000
CHECK = "zhnlp lexicon check"


def words(n: int, make: Callable[[random.Random], str], seed: int = 1) -> list[str]:
    """`n` different words, in an order that follows from the seed."""
    rng, found = random.Random(seed), dict[str, None]()
    while len(found) < n:
        found[make(rng)] = None
    return list(found)


def lists(share: float) -> Iterator[tuple[str, list[str]]]:
    """The lists by name, with this share of their words."""
    for name, (n, length) in SHAPES.items():

        def of_han(rng: random.Random, length: int = length) -> str:
            return "".join(rng.choice(HAN) for _ in range(length))

        yield f"{int(n * share):,} of {name}", words(int(n * share), of_han)

    def of_all(rng: random.Random) -> str:
        return "".join(rng.choice(rng.choice(POOLS)) for _ in range(rng.randint(2, 6)))

    yield f"{int(1_000_000 * share):,} of every script", words(int(1_000_000 * share), of_all)


@click.command()
@click.option("--share", default=1.0, show_default=True, help="Of the words of each list.")
@click.option("--save", "is_saved", is_flag=True, help="Write benchmarks/results/big_lists.*.")
@click.option("--news", type=click.Path(exists=True, path_type=Path), default=NEWS, metavar="FILE")
def main(share: float, news: Path, is_saved: bool) -> None:
    """Measure every kind of list, and text that repeats one character."""
    rows = [("words", "kind", "time, s", "peak, MB")]
    with tempfile.TemporaryDirectory() as name:
        for title, own in lists(share):
            for kind, seconds, peak in _loaded(own, Path(name)):
                rows.append((title, kind, f"{seconds:.1f}", f"{peak:.0f}"))
                click.echo(" | ".join(rows[-1]), err=True)
    repeated = _repeated(news.read_text(encoding="utf-8"))
    facts = about()
    sections = {"Lists": markdown(rows), "The longest word": markdown(repeated)}
    text = document("Big lists", facts, sections)
    click.echo(text)
    if is_saved:
        save("big_lists", {"about": facts, "results": [*rows, *repeated]}, text)


def _loaded(own: list[str], folder: Path) -> Iterator[tuple[str, float, float]]:
    """Kind, processor seconds and peak memory in MB of a process for each kind."""
    path = folder / "list.txt"
    for kind, (form, code) in KINDS.items():
        path.write_text("".join(f"{form.format(word)}\n" for word in own), encoding="utf-8")
        names = "Corrector, Doc, Lexicon, Recognizer, Segmenter"
        turn = run_python(
            ["-c", f"from zhnlp import {names}; path = {str(path)!r}; {code}"], folder=folder
        )
        yield kind, turn.cpu_seconds or 0.0, turn.peak_mb or 0.0
    path.write_text("".join(f"{word}\n" for word in own), encoding="utf-8")
    turn = run_python(["-m", "zhnlp", "lexicon", "check", str(path)], folder=folder)
    yield CHECK, turn.cpu_seconds or 0.0, turn.peak_mb or 0.0


def _repeated(news: str) -> list[tuple[str, ...]]:
    """Microseconds a character, of 200,000, with words of one character and the longest."""
    rows = [("method", "mode", "news", "的 with 的…的我")]
    news = (news * (N // len(news) + 1))[:N]
    longest = "的" * (LONGEST - 1) + "我"
    for method in ("crf", "bigram", "unigram"):
        for mode in ("force", "prefer"):
            segmenter = Segmenter(method, lexicon=[(longest, mode)])
            times = [f"{_least(segmenter.cut, text) / N * 1e6:.2f}" for text in (news, "的" * N)]
            rows.append((method, mode, *times))
    return rows


def _least(call: Callable[[str], object], text: str) -> float:
    """The least of three processor times."""
    seconds = []
    for _ in range(3):
        start = time.process_time()
        call(text)
        seconds.append(time.process_time() - start)
    return min(seconds)


if __name__ == "__main__":
    main()
