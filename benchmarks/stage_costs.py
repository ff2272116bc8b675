"""What each stage costs beside the segmenter, and a compiled one beside the loop that it replaced.

    python benchmarks/stage_costs.py news.txt

Each line is a text. Times are those of the processor, in one thread, the least of several rounds.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import click
from arrow_columns import least

from zhnlp import Doc, Segmenter, Span, StopwordFilter, Vectorizer
from zhnlp.models.lexicons.stopwords import read_stopwords
from zhnlp.resources import dicts

ROUNDS = 5
MOST = 2_000_000  # characters


def terms_by_loop(docs: list[Doc], stopwords: frozenset[str]) -> list[tuple[Span, ...]]:
    """The terms as the loop in Python found them that StopwordFilter was at first."""
    found = []
    for doc in docs:
        start, terms = 0, []
        for word in doc.words:
            end = start + len(word)
            if word.casefold() not in stopwords and any(map(str.isalnum, word)):
                terms.append(Span(start, end))
            start = end
        found.append(tuple(terms))
    return found


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rounds", default=ROUNDS, show_default=True)
def main(path: Path, rounds: int) -> None:
    """Measure on the lines of PATH."""
    with path.open(encoding="utf-8") as file:
        texts = [line.strip() for line in islice(file, 50_000) if line.strip()]
    while sum(map(len, texts)) > MOST:
        texts = texts[: len(texts) // 2]
    segmenter, terms = Segmenter(), StopwordFilter()
    stopwords = read_stopwords(dicts() / "stopwords" / "general.txt")
    cut = segmenter.batch([Doc(text) for text in texts])
    found = terms.batch(cut)
    counts = Vectorizer.fit(found, min_docs=2)
    characters = Vectorizer.fit(found, of="characters", ngrams=(1, 2), min_docs=2)
    gc.collect()
    gc.freeze()
    runs: dict[str, Callable[[], object]] = {
        "Segmenter": lambda: segmenter.batch([Doc(text) for text in texts]),
        "StopwordFilter": lambda: terms.batch(cut),
        "terms by a loop in Python": lambda: terms_by_loop(cut, stopwords),
        "Vectorizer, terms": lambda: counts.bags(found),
        "Vectorizer, 1 and 2 characters": lambda: characters.bags(found),
    }
    seconds = {name: least(run, rounds) for name, run in runs.items()}
    n_characters = sum(map(len, texts))
    click.echo(f"{len(texts):,} texts, {n_characters:,} characters")
    for name, own in seconds.items():
        share = own / seconds["Segmenter"]
        click.echo(f"{name:32} {own:6.3f} s  {share:5.2f} × the segmenter")
    ratio = seconds["terms by a loop in Python"] / seconds["StopwordFilter"]
    click.echo(f"StopwordFilter is {ratio:.1f} × as fast as the loop")


if __name__ == "__main__":
    main()
