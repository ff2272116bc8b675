"""How often the well-known misspellings of the corrector are corrected in news, and in what.

    python benchmarks/known_misspellings.py --data DATA [--show] [--save]

The table dicts/misspellings.tsv alone is applied, without the model that finds other errors, to
the news that DATA has; each pair that is corrected is listed with its contexts. News are
edited, so most of what is found must be looked at: a true misspelling, or a false alarm?
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import click
from report import about, document, markdown, save

from zhnlp.chars import is_han
from zhnlp.core import Speller
from zhnlp.models.spelling.known import known_misspellings, known_spelling
from zhnlp.models.spelling.model import SpellingModel

NEWS = {
    "tencent_news_2023_2024": "raw_news/tencent_news_2023_2024/*.txt.gz",
    "cctv_xinwenlianbo": "raw_news/cctv_xinwenlianbo/*.jsonl.gz",
}
AROUND = 8  # characters of context
Hits = dict[tuple[str, str], list[str]]


def lines(path: Path) -> Iterator[str]:
    """The lines of a file of texts, or of objects with a text."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)["text"] if ".jsonl" in path.name else line


def find(speller: Speller, text: str, hits: Hits) -> None:
    """Add the contexts of the corrections in `text` to `hits`."""
    for start, end, right, _, reason, _ in speller.correct(text, (), 0.0):
        if reason != "known":
            continue
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        wrong = text[start:end]
        hits[wrong, right].append(" ".join(f"{before}[{wrong}]{after}".split()))


def count(speller: Speller, data: Path) -> tuple[list[list[str]], Hits]:
    """A row of figures for each collection of news, and all contexts."""
    rows, all_hits = [["", "Han characters", "corrected", "per million"]], defaultdict(list)
    for name, pattern in NEWS.items():
        hits: Hits = defaultdict(list)
        n_han = 0
        for path in sorted(data.glob(pattern)):
            for text in lines(path):
                n_han += sum(map(is_han, text))
                find(speller, text, hits)
        n_hits = sum(map(len, hits.values()))
        per_million = f"{n_hits / max(n_han, 1) * 1e6:.2f}"
        rows.append([name, f"{n_han:,}", str(n_hits), per_million])
        for pair, contexts in hits.items():
            all_hits[pair] += contexts
    return rows, all_hits


@click.command()
@click.option("--save", "is_saved", is_flag=True, help="Write benchmarks/results/.")
@click.option("--show", is_flag=True, help="Print each context.")
@click.option("--data", metavar="PATH", required=True, help="The data folder.")
def main(data: str, show: bool, is_saved: bool) -> None:
    model = SpellingModel()
    speller = Speller(
        model._language, model._words, model._confusions, None, None, known_spelling()
    )
    rows, hits = count(speller, Path(data))
    pairs = sorted(hits.items(), key=lambda item: (-len(item[1]), item[0]))
    n_pairs = sum(1 for _ in known_misspellings())
    click.echo(f"{n_pairs} pairs, {len(pairs)} of them found")
    click.echo(markdown(rows))
    for (wrong, right), contexts in pairs:
        click.echo(f"{wrong} → {right} {len(contexts)}")
        for context in contexts if show else contexts[:2]:
            click.echo(f"    {context}")
    if is_saved:
        listed = [[f"{wrong} → {right}", str(len(found))] for (wrong, right), found in pairs]
        sections = {
            "Corrections": markdown(rows),
            "Pairs": markdown([["", "times"], *listed]),
        }
        figures = {"pairs": n_pairs, "rows": rows[1:], "found": dict(listed)}
        save("known_misspellings", figures, document("Known misspellings", about(), sections))


if __name__ == "__main__":
    main()
