"""Count n-grams and smooth the counts.

Smoothing is interpolated modified Kneser-Ney (Chen and Goodman, 1998, "An
Empirical Study of Smoothing Techniques for Language Modeling").

An n-gram is an integer whose digits in base `n_words` are its words, the first word
highest. So n-grams with the same context are adjacent when sorted, as in core/ngram.hpp:

    (a, b, c)                  (a * n_words + b) * n_words + c
    its context (a, b)         number // n_words
    its ending (b, c)          number % n_words ** 2
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhnlp.errors import UsageError
from zhnlp.models.ngrams.word_corpus import BEGIN, END, UNKNOWN

if TYPE_CHECKING:
    from zhnlp.models.ngrams import Array


@dataclass
class Level:
    """The n-grams of one order, as arrays of equal length.

    Attributes:
        n: The order: words in an n-gram.
        n_words: Size of the vocabulary.
        grams: Numbers of the n-grams, sorted, uint64. Single words are complete.
        counts: Occurrences in the corpus, int64.
        probs: Probability of the last word given the others, float64; 0 for BEGIN.
        back_offs: Back-off weights as contexts, float64; 1 if it is not a context.
    """

    n: int
    n_words: int
    grams: Array
    counts: Array
    probs: Array
    back_offs: Array

    def contexts(self) -> Array:
        """The numbers of all words but the last of each n-gram."""
        return self.grams // np.uint64(self.n_words)

    def endings(self) -> Array:
        """The numbers of all words but the first of each n-gram."""
        return self.grams % np.uint64(self.n_words ** (self.n - 1))

    def select(self, keep: Array) -> Level:
        """The level with only the n-grams at `keep`."""
        arrays = (self.grams, self.counts, self.probs, self.back_offs)
        return Level(self.n, self.n_words, *(array[keep] for array in arrays))


def check_size(n_words: int, order: int) -> None:
    """UsageError if numbers of n-grams of `order` need more than 64 bits."""
    if n_words**order > 1 << 64:
        raise UsageError(
            f"the vocabulary has {n_words:,} words, too many for n-grams of order {order}. "
            "Lower the order, or raise the minimum count of words."
        )


def count(stream: Array, order: int, n_words: int) -> list[tuple[Array, Array]]:
    """The distinct n-grams of each order up to `order`, with their counts.

    Args:
        stream: The words of a corpus by number, every sentence between BEGIN and END.
        order: Length of the longest n-grams.
        n_words: Size of the vocabulary.

    Returns:
        For each order: sorted numbers, uint64, and counts, int64. No n-gram spans END.
    """
    check_size(n_words, order)
    out = []
    grams, in_sentence = stream.astype(np.uint64), np.ones(len(stream), dtype=bool)
    for n in range(1, order + 1):
        if n > 1:
            in_sentence = in_sentence[:-1] & (stream[n - 2 : -1] != END)
            grams = grams[:-1] * np.uint64(n_words)
            grams += stream[n - 1 :].astype(np.uint64)
        out.append(_distinct(grams[in_sentence]))
    return out


def place(grams: Array, among: Array) -> tuple[Array, Array]:
    """The index of each of `grams` in the sorted `among`, and whether it is there."""
    if not len(among):
        return np.zeros(len(grams), dtype=np.int64), np.zeros(len(grams), dtype=bool)
    at = np.searchsorted(among, grams).clip(0, len(among) - 1)
    return at, among[at] == grams


def seen_types(
    counts: Sequence[tuple[Array, Array]], n_words: int, kept: Sequence[Array] | None = None
) -> list[Array]:
    """The Kneser-Ney counts of the n-grams of each order (Kneser and Ney, 1995, "Improved
    Backing-Off for m-gram Language Modeling").

    For the longest n-grams, and those that no word can precede, these are occurrences;
    for others, the number of distinct words before them.

    Args:
        counts: As from `count`.
        n_words: Size of the vocabulary.
        kept: Which n-grams a model keeps. A pruned n-gram adds all its count, not one,
            to its ending, which represents it then (Siivola, Hirsimäki and Virpioja,
            2007, "On Growing and Pruning Kneser-Ney Smoothed N-Gram Models").
    """
    seen = [counts[-1][1]]
    for n in range(len(counts), 1, -1):
        longer, (shorter, raw) = counts[n - 1][0], counts[n - 2]
        at = np.searchsorted(shorter, longer % np.uint64(n_words ** (n - 1)))
        weights = None if kept is None else np.where(kept[n - 1], 1, seen[0])
        sums = np.bincount(at, weights=weights, minlength=len(shorter)).astype(np.int64)
        seen.insert(0, np.where(sums > 0, sums, raw))
    return [_without_begin(counts[0][0], seen[0]), *seen[1:]]


def smooth(
    counts: Sequence[tuple[Array, Array]],
    seen: Sequence[Array],
    kept: Sequence[Array],
    n_words: int,
    *,
    taken: Sequence[Array] | None = None,
    shared: bool = False,
    good_turing: bool = False,
) -> list[Level]:
    """The levels of the `kept` n-grams, with probabilities; back-off weights are still 1.

    Args:
        counts: As from `count`.
        seen: Kneser-Ney counts, as from `seen_types`.
        kept: Which n-grams to keep, with their contexts and endings; all single words
            are kept.
        n_words: Size of the vocabulary.
        taken: Discounts of counts of 0, 1, 2 and 3 or more, for each order; by default
            those of `discounts`.
        shared: The whole count of an n-gram that is not kept goes to the shorter ones.
        good_turing: Give the unknown word the Good-Turing estimate of unseen words,
            singletons divided by tokens; otherwise a share of the discounts.
    """
    seen = [_without_begin(counts[0][0], seen[0]), *seen[1:]]
    taken = taken or [discounts(values) for values in seen]
    tokens, full = (_everywhere(counts[0][0], v, n_words) for v in (counts[0][1], seen[0]))
    probs = _unigrams(full, tokens, taken[0]) if good_turing else _shared_unigrams(full, taken[0])
    words = np.arange(n_words, dtype=np.uint64)
    levels = [Level(1, n_words, words, tokens, probs, np.ones(n_words))]
    for n in range(2, len(counts) + 1):
        (grams, raw), values, keep = counts[n - 1], seen[n - 1], kept[n - 1]
        less = taken[n - 1][np.minimum(values, 3)]
        if shared:
            less = np.where(keep, less, values)
        at = np.flatnonzero(keep)
        level = Level(n, n_words, grams[at], raw[at], np.ones(0), np.ones(len(at)))
        level.probs = _longer(grams // np.uint64(n_words), values, less, at, level, levels[-1])
        levels.append(level)
    return levels


def discounts(seen: Array) -> Array:
    """Discounts of counts of 0, 1, 2 and 3 or more (Chen and Goodman, equation 26).

    In small corpora the formula can give nothing or the whole count; at least 5 % are
    taken, and at least 5 % are left, so that every context allows unseen words.
    """
    n1, n2, n3, n4 = (max(int((seen == k).sum()), 1) for k in (1, 2, 3, 4))
    y = n1 / (n1 + 2 * n2)
    taken = [0.0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3]
    return np.clip(taken, 0.05 * np.arange(4), 0.95 * np.arange(4))


def _distinct(values: Array) -> tuple[Array, Array]:
    """The distinct values, sorted, and the count of each; `values` are sorted in place."""
    values.sort()
    first = np.flatnonzero(_changes(values))
    return values[first], np.diff(np.append(first, len(values)))


def _changes(values: Array) -> Array:
    """True where a value differs from the one before it."""
    return np.append(np.ones(min(len(values), 1), dtype=bool), values[1:] != values[:-1])


def _longer(
    contexts: Array, seen: Array, taken: Array, at: Array, level: Level, below: Level
) -> Array:
    """The probabilities of the n-grams of `level`; `at` are their indices among all."""
    if not len(at):
        return np.ones(0)
    starts = np.flatnonzero(_changes(contexts))
    total = np.add.reduceat(seen, starts)
    left_over = np.add.reduceat(taken, starts) / total
    parent = np.searchsorted(starts, at, side="right") - 1
    lower = below.probs[place(level.endings(), below.grams)[0]]
    return (seen[at] - taken[at]) / total[parent] + left_over[parent] * lower


def _without_begin(words: Array, seen: Array) -> Array:
    """The counts of single words, 0 for BEGIN: it is given, never predicted."""
    return np.where(words == BEGIN, 0, seen)


def _shared_unigrams(seen: Array, table: Array) -> Array:
    taken = table[np.minimum(seen, 3)]
    probs: Array = (seen - taken + taken.sum() / (len(seen) - 1)) / seen.sum()
    probs[BEGIN] = 0
    return probs


def _unigrams(seen: Array, tokens: Array, table: Array) -> Array:
    tokens = tokens.copy()
    tokens[BEGIN] = 0
    taken = table[np.minimum(seen, 3)]
    probs: Array = (seen - taken + taken.sum() / len(seen)) / seen.sum()
    n_unknown = tokens[UNKNOWN] + (tokens[END + 1 :] == 1).sum()
    unknown = max(n_unknown, 1) / tokens.sum()
    probs[[UNKNOWN, BEGIN]] = 0
    probs *= (1 - unknown) / probs.sum()
    probs[UNKNOWN] = unknown
    return probs


def _everywhere(grams: Array, values: Array, n_words: int) -> Array:
    """The values of all words by number, 0 for unseen words."""
    out = np.zeros(n_words, dtype=np.int64)
    out[grams.astype(np.int64)] = values
    return out
