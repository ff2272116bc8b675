"""How right the readings of polyphonic characters are, beside pypinyin; and how fast.

    python benchmarks/pinyin.py [--errors] [--news FILE]

Reads tests/cases/polyphones.tsv, which was written by hand for this project, and by the same
hand as the rules of dicts/polyphones.tsv. Those were mended with the errors in the part dev;
those in the part test were not looked at. pypinyin is measured as it comes, with jieba's words,
and with the words of zhnlp. With a file of text, speeds are measured, and disagreements counted
and shown.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import click

from zhnlp.doc import Doc
from zhnlp.io.lines import decoded_line
from zhnlp.io.opening import opened
from zhnlp.io.tables import read_rows
from zhnlp.pipeline import Pipeline
from zhnlp.stages.pinyin import Pinyin
from zhnlp.stages.recognizer import Recognizer
from zhnlp.stages.segmenter import Segmenter
from zhnlp.stages.tagger import Tagger

CASES = Path(__file__).parents[1] / "tests" / "cases" / "polyphones.tsv"
Read = Callable[[str], Sequence[str]]
_MARKED = re.compile(r"(.)\{([a-z]+[1-5])\}")
_MARKS = re.compile(r"\{[a-z]+[1-5]\}")


class Case(NamedTuple):
    """A sentence, and the readings of some of its characters by their places."""

    part: str
    text: str
    readings: dict[int, str]


def read_cases(path: Path = CASES) -> Iterator[Case]:
    """Yield the sentences of a table such as tests/cases/polyphones.tsv."""
    for _, row in read_rows(path, what="table of sentences"):
        part, marked = row.split("\t")
        readings = {
            len(_MARKS.sub("", marked[: match.start()])): match[2]
            for match in _MARKED.finditer(marked)
        }
        yield Case(part, _MARKS.sub("", marked), readings)


def readers() -> dict[str, Read]:
    """Everything that is measured, by name; each reads a text as numbers, v for ü."""
    import jieba
    import pypinyin

    jieba.setLogLevel("ERROR")
    segmenter = Segmenter()
    pinyin = Pinyin(style="numbers", umlaut="v")
    stages = {
        "zhnlp, words": [segmenter, pinyin],
        "zhnlp, words and tags": [segmenter, Tagger(), pinyin],
        "zhnlp, words, tags and entities": [segmenter, Tagger(), Recognizer(), pinyin],
    }

    def ours(pipeline: Pipeline) -> Read:
        return lambda text: pipeline(text).pinyin

    def theirs(cut: Callable[[str], str | list[str]]) -> Read:
        return lambda text: pypinyin.lazy_pinyin(
            cut(text), style=pypinyin.Style.TONE3, neutral_tone_with_five=True, errors=list
        )

    return {
        **{name: ours(Pipeline(several)) for name, several in stages.items()},
        "pypinyin": theirs(str),
        "pypinyin, words of jieba": theirs(jieba.lcut),
        "pypinyin, words of zhnlp": theirs(segmenter.cut),
    }


def accuracy(read: Read, cases: Sequence[Case], *, errors: bool) -> tuple[int, int]:
    """How many of the marked characters are read rightly, and how many there are."""
    right = total = 0
    for case in cases:
        found = read(case.text)
        for at, wanted in case.readings.items():
            is_right = found[at].replace("ü", "v") == wanted
            right, total = right + is_right, total + 1
            if errors and not is_right and case.part == "dev":
                click.echo(f"  {case.text} {case.text[at]}: {found[at]}, not {wanted}", err=True)
    return right, total


@click.command()
@click.option("--errors", is_flag=True, help="Show the errors in the part dev.")
@click.option("--news", type=click.Path(exists=True), help="A text file, a paragraph a line.")
@click.option("--seed", default=1, help="Of the paragraphs and disagreements that are drawn.")
@click.option("--shown", default=0, help="How many disagreements to show.")
def main(errors: bool, news: str | None, seed: int, shown: int) -> None:
    """Print a table of accuracy, and with --news speeds and disagreements."""
    cases = [*read_cases()]
    parts = {part: [case for case in cases if case.part == part] for part in ("dev", "test")}
    measured = readers()
    click.echo("| | dev | test |\n|---|---|---|")
    for name, read in measured.items():
        cells = []
        for several in parts.values():
            right, total = accuracy(read, several, errors=errors)
            cells.append(f"{100 * right / total:.1f} % ({right} of {total})")
        click.echo(f"| {name} | {' | '.join(cells)} |")
    if news:
        compare(news, seed, shown)


def paragraphs(path: str, seed: int) -> list[str]:
    """3,000 lines of a file with 15 to 120 characters."""
    with opened(path, what="text") as file:
        raw = [decoded_line(line, path, n) for n, line in enumerate(file, 1)]
    random.Random(seed).shuffle(raw)
    return [*islice((line.strip() for line in raw if 15 < len(line.strip()) < 120), 3000)]


def compare(path: str, seed: int, shown: int) -> None:
    """Print the time of each step over some paragraphs, and where the readings differ."""
    import pypinyin

    texts = paragraphs(path, seed)
    n_chars = sum(map(len, texts))
    pinyin = Pinyin(style="numbers")
    docs = Tagger().batch(Segmenter().batch(map(Doc, texts)))
    started = perf_counter()
    docs = pinyin.batch(docs)
    own = perf_counter() - started
    started = perf_counter()
    theirs = [
        pypinyin.lazy_pinyin(
            text,
            style=pypinyin.Style.TONE3,
            neutral_tone_with_five=True,
            v_to_u=True,
            errors=list,
        )
        for text in texts
    ]
    other = perf_counter() - started
    click.echo(
        f"\n{n_chars:,} characters: Pinyin takes 1, pypinyin {other / own:.1f} times as long"
    )
    differ = [
        f"{a} ({b}) {doc.text[max(0, i - 9) : i]}[{doc.text[i]}]{doc.text[i + 1 : i + 9]}"
        for doc, readings in zip(docs, theirs, strict=True)
        if len(readings) == len(doc.text)
        for i, (a, b) in enumerate(zip(doc.pinyin, readings, strict=True))
        if a != b and doc.text[i] not in "一不"
    ]
    click.echo(f"{len(differ):,} characters are read otherwise than by pypinyin, 一 and 不 apart")
    for line in random.Random(seed).sample(differ, min(shown, len(differ))):
        click.echo(line)


if __name__ == "__main__":
    main()
