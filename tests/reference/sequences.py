"""Sequence models: what core/sequence.hpp and core/word_features.hpp compute."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import exp, log
from typing import Any

Gram = tuple[int, int, int]  # key of a feature, the first place it speaks of, and of how many
Sums = Sequence[Sequence[float]]  # of the weights, by place and label
Steps = Mapping[tuple[int, int], float]  # by label and label after; what is not there may not be
_ALL = (1 << 64) - 1


def hash_of(key: int) -> int:
    """Where a feature lies in the buckets of a model."""
    key ^= key >> 32
    for _ in range(2):
        key = key * 0xD6E8FEB86659FD93 & _ALL
        key ^= key >> 32
    return key


def block_of(arrays: Mapping[str, Any], sparse: bool, n: int, key: int) -> list[int] | None:
    """The `n` weights of a feature; None where the model does not have it."""
    buckets = arrays["buckets"]
    n_buckets, hashed = len(buckets) // 16, hash_of(key)
    at = (hashed >> 32) * n_buckets >> 32
    for _ in range(64):
        bucket = buckets[16 * at : 16 * at + 16]
        for check, place in zip(bucket[:8], bucket[8:], strict=True):
            if place and check == hashed & 0xFFFFFFFF:
                return _weights_at(arrays["pool"], sparse, n, place - 1)
        if not bucket[15]:
            return None
        at = (at + 1) % n_buckets
    return None


def _weights_at(pool: Sequence[int], sparse: bool, n: int, at: int) -> list[int]:
    signed = [byte - 256 if byte > 127 else byte for byte in pool]
    if not sparse:
        return signed[at : at + n]
    n_pairs = pool[at]
    if n_pairs == 255:
        return signed[at + 1 : at + 1 + n]
    weights = [0] * n
    for i in range(at + 1, at + 1 + 2 * n_pairs, 2):
        weights[pool[i]] = signed[i + 1]
    return weights


def sums_of(
    grams: Sequence[Gram], blocks: Mapping[int, Sequence[float]], n: int, n_labels: int
) -> list[list[float]]:
    """The sums of the weights of `grams` for `n` places."""
    sums = [[0.0] * n_labels for _ in range(n)]
    for key, first, rows in grams:
        for row in range(rows):
            for label in range(n_labels):
                if key in blocks and 0 <= first + row < n:
                    sums[first + row][label] += blocks[key][row * n_labels + label]
    return sums


def every_labelling(
    sums: Sums, steps: Steps, first: int, last: int
) -> list[tuple[float, tuple[int, ...]]]:
    """Score and labels of every way to label the places; `first` and `last` are bits."""
    ways = [(score, (y,)) for y, score in enumerate(sums[0]) if first >> y & 1]
    for scores in sums[1:]:
        ways = [
            (total + steps[labels[-1], y] + score, (*labels, y))
            for total, labels in ways
            for y, score in enumerate(scores)
            if (labels[-1], y) in steps
        ]
    return [(total, labels) for total, labels in ways if last >> labels[-1] & 1]


def best_labelling(ways: Sequence[tuple[float, tuple[int, ...]]]) -> tuple[int, ...]:
    """The best; of equals that with the lower numbers, from the last place on."""
    return min(ways, key=lambda way: (-way[0], way[1][::-1]))[1]


def best_by_places(sums: Sums, steps: Steps, first: int, last: int) -> list[int]:
    """The same for long texts, place by place; empty if there is no way."""
    best = {y: (score, [y]) for y, score in enumerate(sums[0]) if first >> y & 1}
    for scores in sums[1:]:
        before, best = best, {}
        for y, score in enumerate(scores):
            ways = [(own + steps[x, y], -x) for x, (own, _) in before.items() if (x, y) in steps]
            if ways:
                total, x = max(ways)
                best[y] = (total + score, [*before[-x][1], y])
    ends = [(total, -y) for y, (total, _) in best.items() if last >> y & 1]
    return best[-max(ends)[1]][1] if ends else []


def log_sum(values: Sequence[float]) -> float:
    """The logarithm of the sum of exponentials."""
    most = max(values)
    return most + log(sum(exp(value - most) for value in values))


def word_grams(
    symbols: Sequence[int], lengths: Sequence[int], found: Sequence[int] | None
) -> list[Gram]:
    """The features of the trained segmenter, by the table in core/word_features.hpp.

    `symbols` has one for each atom; `lengths` and `found` likewise the codes of the
    longest words of the dictionary and of the lexicon.
    """
    n = len(symbols)

    def at(i: int) -> int:
        return symbols[i] if 0 <= i < n else 0

    grams = []
    for i in range(-1, n + 1):
        c, d, e = at(i), at(i + 1), at(i + 2)
        grams += [(1 << 56 | c, i - 2, 5), (4 << 56 | c << 16 | d, i - 1, 4)]
        grams += [(5 << 56 | c << 32 | d << 16 | e, i, 3), (6 << 56 | c << 16 | e, i + 1, 1)]
        if 0 <= i < n:
            grams += [(8 << 56, i, 2)] * (c == d) + [(8 << 56 | 1, i, 3)] * (c == e)
            grams += [(2 << 56 | lengths[i], i - 1, 3), (7 << 56 | lengths[i] << 16 | c, i, 1)]
            if found is not None:
                grams.append((3 << 56 | found[i], i - 1, 3))
    return grams


def longest_words(atoms: Sequence[str], code_of: Callable[[int, str], int], base: int) -> list[int]:
    """For each atom the highest code of the words that begin, pass and end there, as digits.

    `code_of` gives the code of some atoms and their text, 0 for what is no word.
    """
    marks = [[0, 0, 0] for _ in atoms]
    for first in range(len(atoms)):
        for last in range(first, len(atoms)):
            code = code_of(last + 1 - first, "".join(atoms[first : last + 1]))
            for i in range(first, last + 1):
                for kind, holds in enumerate((i == first, first < i < last, i == last)):
                    if holds:
                        marks[i][kind] = max(marks[i][kind], code)
    return [(begins * base + passes) * base + ends for begins, passes, ends in marks]
