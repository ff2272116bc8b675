"""New words beside a plain count: what each puts first, and speed and memory.

    python benchmarks/new_words.py FILE [--sample 100] [--seed 1]

FILE is text, a paragraph a line. Prints a sample of what `discover_words` finds, its first
words, and the strings that are only frequent and unknown, for a reader to judge.
"""

from __future__ import annotations

import random
import resource
from time import perf_counter

import click

from zhnlp.io.opening import opened
from zhnlp.models.discovery.model import NewWord, discover_words


def lines(path: str) -> list[str]:
    """The lines of a file, which may be compressed."""
    with opened(path, what="text") as file:
        return [line.decode("utf-8", "replace") for line in file]


def shown(words: list[NewWord]) -> str:
    """Words with their frequencies."""
    return " ".join(f"{word.text}({word.frequency})" for word in words)


@click.command()
@click.argument("path", type=click.Path(exists=True))
@click.option("--sample", default=100, help="How many words of each list to show.")
@click.option("--seed", default=1, help="Of the sample.")
def main(path: str, sample: int, seed: int) -> None:
    """Print three lists, and how long the first took."""
    texts = lines(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = perf_counter()
    words = discover_words(texts)
    seconds = perf_counter() - started
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    n_bytes = sum(len(text.encode()) for text in texts)
    click.echo(f"{len(words):,} words in {n_bytes / 1e6:.1f} MB: {seconds:.1f} s, {memory:.0f} MB")
    click.echo(f"\nThe first: {shown(words[:sample])}")
    drawn = random.Random(seed).sample(words, min(sample, len(words)))
    click.echo(f"\nA sample of all: {shown(drawn)}")
    plain = discover_words(texts, min_cohesion=float("-inf"), min_freedom=0.0)
    plain.sort(key=lambda word: -word.frequency)
    click.echo(f"\nOnly frequent: {shown(plain[:sample])}")


if __name__ == "__main__":
    main()
