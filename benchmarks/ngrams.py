"""What each megabyte of a character model buys: perplexity on held-out text.

    python benchmarks/ngrams.py CORPUS... --held-out FILE --size 3 --size 9 [--leave-out 12]

CORPUS is as for ``zhnlp train ngrams --unit characters``. The n-grams are
counted once; for each size they are pruned, smoothed and rounded as that
command does. The last row is the model before pruning.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from zhnlp.corpus.documents import leave_out, read_documents
from zhnlp.models.ngrams.arrays import to_arrays
from zhnlp.models.ngrams.character_corpus import number_characters
from zhnlp.models.ngrams.counts import Level, count, discounts, seen_types, smooth
from zhnlp.models.ngrams.language_model import LanguageModel
from zhnlp.models.ngrams.pruning import least_loss, losses, often_enough, weigh_back_offs
from zhnlp.models.ngrams.training import character_arrays
from zhnlp.packing import make_pack

Arrays = list[Any]  # of numpy
Counts = list[tuple[Any, Any]]


@click.command()
@click.argument("corpus", nargs=-1, required=True)
@click.option("--held-out", multiple=True, required=True)
@click.option("--size", "sizes", type=float, multiple=True, default=(3, 5, 7, 9, 12, 15))
@click.option("--order", type=click.IntRange(2, 5), default=5)
@click.option("--leave-out", "every", type=int)
def main(
    corpus: tuple[str, ...],
    held_out: tuple[str, ...],
    sizes: tuple[float, ...],
    order: int,
    every: int | None,
) -> None:
    """Print a table in Markdown."""
    texts = {
        text: None
        for path in corpus
        for document in leave_out(read_documents(path), every=every)
        for text in document
    }
    vocabulary, stream = number_characters(texts, 5)
    texts.clear()
    held = {path: [t for document in read_documents(path) for t in document] for path in held_out}
    click.echo(f"| MB | n-grams | {' | '.join(Path(path).name for path in held)} |")
    click.echo(f"|---|---|{'---|' * len(held)}")
    counts = count(stream, order, len(vocabulary))
    for size, levels in models(counts, len(vocabulary), sizes):
        arrays = {**character_arrays(vocabulary), **to_arrays(levels)}
        model = LanguageModel(make_pack("LanguageModel", {"order": order}, arrays))
        n_bytes = len(model.pack.data)
        row = [f"{n_bytes / 1e6:.1f}{'' if size else ' (all)'}"]
        row.append(f"{sum(len(level.grams) for level in levels):,}")
        row += [f"{model.perplexity(texts):.2f}" for texts in held.values()]
        click.echo(f"| {' | '.join(row)} |")


def models(
    counts: Counts, n_words: int, sizes: tuple[float, ...]
) -> Iterator[tuple[float | None, list[Level]]]:
    """Each size with the levels of its model, and None with those of the whole one."""
    everything = often_enough(counts, (1, 1, 1, 2, 2)[: len(counts)])
    seen = seen_types(counts, n_words)
    taken = [discounts(values) for values in seen]
    draft = smooth(counts, [raw for _, raw in counts], everything, n_words)
    weigh_back_offs(draft)
    found = losses(draft)
    for size in sizes:
        least = least_loss(draft, found, size * 1e6 - 130_000)
        kept = [is_kept.copy() for is_kept in everything]
        for is_kept, loss in zip(kept[1:], found, strict=True):
            is_kept[is_kept] = loss > least
        yield size, weighed(counts, seen_types(counts, n_words, kept), kept, n_words, taken, True)
    yield None, weighed(counts, seen, everything, n_words, taken, False)


def weighed(
    counts: Counts, seen: Arrays, kept: Arrays, n_words: int, taken: Arrays, shared: bool
) -> list[Level]:
    """A model of the n-grams kept, with its back-off weights."""
    levels = smooth(counts, seen, kept, n_words, taken=taken, shared=shared)
    weigh_back_offs(levels)
    return levels


if __name__ == "__main__":
    main()
