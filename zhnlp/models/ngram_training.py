"""Train word n-gram models: counts, smoothing, pruning, quantising, a pack.

Smoothing is interpolated modified Kneser-Ney (Chen and Goodman, 1998, "An
Empirical Study of Smoothing Techniques for Language Modeling"), with one
change for segmentation: the unigram probability of the unknown word is the
Good-Turing estimate, singletons over tokens, since here it stands for every
word outside the vocabulary and is shared out among them afterwards.

What is a word, and which words are read as one, is told in ngram_corpus.py.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from zhnlp.chars import is_han
from zhnlp.core._core import Trie
from zhnlp.errors import UsageError
from zhnlp.lines import read_lines
from zhnlp.models.ngram_corpus import BEGIN, END, UNKNOWN, aliases, number
from zhnlp.models.quantising import code_book
from zhnlp.packing import write_pack

BITS, MASK = 21, (1 << 21) - 1  # of a word's number in a packed n-gram

Array = Any  # numpy array
Report = Callable[[str], None]


@dataclass(frozen=True)
class UnknownWords:
    """What a word outside the vocabulary adds to log P(unknown | context).

    Tuned on the last tenth of the People's Daily of January 1998.

    Attributes:
        lexicon_bias, lexicon_scale: A word that the dictionary knows adds
            bias + scale * its log probability there.
        hmm_bias, hmm_scale: Any other word of 2 to 4 Han characters adds
            bias + scale * its log probability by `spelling`.
        unit_log_prob: Any other unit adds this.
    """

    lexicon_bias: float = -1.5
    lexicon_scale: float = 0.85
    hmm_bias: float = 2.0
    hmm_scale: float = 1.2
    unit_log_prob: float = -12.0


def train(
    paths: Sequence[str | os.PathLike[str]],
    folder: str | os.PathLike[str],
    *,
    order: int = 3,
    min_counts: Sequence[int] = (1, 1, 2),
    unknown: UnknownWords = UnknownWords(),
    about: dict[str, Any] | None = None,
    report: Report = lambda line: None,
) -> None:
    """Write the pack of a model trained on segmented text to `folder`.

    The same input and settings give the same bytes; nothing is drawn at random.

    Args:
        paths: Files of words separated by white space, a sentence or paragraph
            a line; ``.gz`` is unpacked.
        folder: Where the pack goes.
        order: 2 or 3.
        min_counts: For each order, n-grams seen less often are left out. Those
            that a longer n-gram kept goes on from stay.
        unknown: How words outside the vocabulary are weighed.
        about: More for ``pack.json``: data, licences, scores.
        report: Called with a line at each step.

    Raises:
        FileError: A file cannot be read.
        FormatError: A line that is not UTF-8.
        UsageError: A setting out of range, no words, or far too many different ones.
    """
    if order not in (2, 3) or len(min_counts) < order or min(min_counts) < 1:
        raise UsageError(
            f"order is {order} and min_counts {tuple(min_counts)}; the order must be 2 or 3, "
            "with a least count of 1 or more for each."
        )
    lines = (line.split() for path in paths for line in read_lines(path))
    sentences = [words for words in lines if words]
    if not sentences:
        raise UsageError("there are no words in the corpus. Give text segmented by white space.")
    n_words = sum(map(len, sentences))
    report(f"read {len(sentences):,} lines, {n_words:,} words")
    vocabulary, stream = number(sentences, min_counts[0])
    report(f"vocabulary {len(vocabulary):,}")
    trie = _trie(vocabulary)
    counts = count(np.array(stream, dtype=np.int64), order)
    levels = back_off_model(counts, smooth(counts, len(vocabulary)), prune(counts, min_counts))
    for k, level in enumerate(levels, 1):
        report(f"order {k}: {len(level['grams']):,} n-grams")
    settings = {
        "order": order,
        "min_counts": list(min_counts[:order]),
        "n_grams": [len(level["grams"]) for level in levels],
        "n_words": n_words,
        "aliases": aliases(vocabulary),
        **asdict(unknown),
        **(about or {}),
    }
    arrays = {**trie, **quantise(levels), **spelling(sentences)}
    write_pack(folder, "NgramModel", settings, arrays)


def _trie(vocabulary: list[str]) -> dict[str, Array]:
    try:
        nodes, alphabet = Trie.build(vocabulary).arrays()
    except ValueError as error:
        raise UsageError(
            f"the vocabulary has {len(vocabulary):,} words, {error} Raise min_counts[0]."
        ) from error
    return {"nodes": nodes, "alphabet": alphabet}


def count(stream: Array, order: int) -> list[tuple[Array, Array]]:
    """The distinct n-grams of each order up to `order`, and how often each stands there.

    Returns:
        For order n: n-grams as sorted int64 (21 bits a word, the first one
        highest) and their counts. No n-gram goes across END.
    """
    out = []
    packed, whole = stream.copy(), np.ones(len(stream), dtype=bool)
    for n in range(1, order + 1):
        if n > 1:
            whole = whole[:-1] & (stream[n - 2 : -1] != END)
            packed = (packed[:-1] << BITS) | stream[n - 1 :]
        out.append(np.unique(packed[whole], return_counts=True))
    return out


def smooth(counts: list[tuple[Array, Array]], n_words: int) -> list[Array]:
    """The probability of each n-gram's last word after its first ones.

    Args:
        counts: As from `count`.
        n_words: Size of the vocabulary; the unigrams returned have all of it.

    Returns:
        float64 for each order, beside the n-grams.
    """
    out: list[Array] = []
    for n, (grams, raw) in enumerate(counts, 1):
        seen = raw
        if n < len(counts):  # how many different words stand before it, not how often it does
            ends, types = np.unique(counts[n][0] & ((1 << BITS * n) - 1), return_counts=True)
            at = np.searchsorted(ends, grams).clip(0, len(ends) - 1)
            seen = np.where(ends[at] == grams, types[at], raw)
        if n == 1:
            out.append(_unigrams(grams, seen, raw, n_words))
            continue
        taken = _discounts(seen)[np.minimum(seen, 3)]
        _, parent = np.unique(grams >> BITS, return_inverse=True)
        total = np.bincount(parent, weights=seen)
        left_over = np.bincount(parent, weights=taken) / total
        lower_grams = counts[n - 2][0] if n > 2 else np.arange(n_words)
        lower = out[-1][np.searchsorted(lower_grams, grams & ((1 << BITS * (n - 1)) - 1))]
        out.append((seen - taken) / total[parent] + left_over[parent] * lower)
    return out


def _unigrams(words: Array, seen: Array, raw: Array, n_words: int) -> Array:
    full, tokens = np.zeros(n_words), np.zeros(n_words)
    full[words], tokens[words] = seen, raw
    full[BEGIN] = tokens[BEGIN] = 0  # it is given, never predicted
    taken = _discounts(full)[np.minimum(full, 3).astype(int)]
    probs = (full - taken + taken.sum() / n_words) / full.sum()
    n_unknown = tokens[UNKNOWN] + (tokens[END + 1 :] == 1).sum()
    unknown = max(n_unknown, 1) / tokens.sum()
    probs[[UNKNOWN, BEGIN]] = 0
    probs *= (1 - unknown) / probs.sum()
    probs[UNKNOWN] = unknown
    return probs


def _discounts(seen: Array) -> Array:
    """What is taken from counts of 0, 1, 2 and 3 or more (Chen and Goodman, equation 26).

    In small corpora the formula can give nothing or the whole count; 5 % of it
    are always taken and always left, so that every context knows unseen words.
    """
    n1, n2, n3, n4 = (max(int((seen == k).sum()), 1) for k in (1, 2, 3, 4))
    y = n1 / (n1 + 2 * n2)
    taken = [0.0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3]
    return np.clip(taken, 0.05 * np.arange(4), 0.95 * np.arange(4))


def prune(counts: list[tuple[Array, Array]], min_counts: Sequence[int]) -> list[Array]:
    """Which n-grams stay: those seen often enough, and the beginnings of those."""
    keep = [seen >= least for (_, seen), least in zip(counts, min_counts, strict=False)]
    for n in range(len(counts) - 1, 1, -1):
        beginnings = np.unique(counts[n][0][keep[n]] >> BITS)
        keep[n - 1] |= np.isin(counts[n - 1][0], beginnings, assume_unique=True)
    return keep


def back_off_model(
    counts: list[tuple[Array, Array]], probs: list[Array], keep: list[Array]
) -> list[dict[str, Array]]:
    """The levels of a back-off model of the n-grams kept (see core/ngram.hpp).

    The back-off weight of a context is what its kept words leave over, shared
    among the rest as the shorter context says, so that every context sums to 1.
    """
    n_words = len(probs[0])
    levels = [{"grams": np.arange(n_words), "probs": probs[0]}]
    for n in range(1, len(counts)):
        grams, kept = counts[n][0][keep[n]], probs[n][keep[n]]
        above = levels[-1]
        parent = np.searchsorted(above["grams"], grams >> BITS)
        lower = _look_up(levels, grams & ((1 << BITS * n) - 1))
        size = len(above["grams"])
        rest = 1 - np.bincount(parent, weights=kept, minlength=size)
        lower_rest = 1 - np.bincount(parent, weights=lower, minlength=size)
        above["back_offs"] = np.maximum(rest, 1e-9) / np.maximum(lower_rest, 1e-9)
        above["children"] = np.searchsorted(grams >> BITS, above["grams"])
        above["children"] = np.append(above["children"], len(grams)).astype(np.uint32)
        levels.append({"grams": grams, "probs": kept})
    return levels


def _look_up(levels: list[dict[str, Array]], grams: Array) -> Array:
    """The probabilities of n-grams of the order of the last level, backing off as needed."""
    level, n = levels[-1], len(levels)
    at = np.searchsorted(level["grams"], grams).clip(0, len(level["grams"]) - 1)
    found = level["grams"][at] == grams
    if n == 1:
        return level["probs"][at]
    out = np.where(found, level["probs"][at], 0.0)
    missing = grams[~found]
    above = levels[-2]
    context = np.searchsorted(above["grams"], missing >> BITS).clip(0, len(above["grams"]) - 1)
    known = above["grams"][context] == missing >> BITS
    weight = np.where(known, above["back_offs"][context], 1.0)
    out[~found] = weight * _look_up(levels[:-1], missing & ((1 << BITS * (n - 1)) - 1))
    return out


def quantise(levels: list[dict[str, Array]]) -> dict[str, Array]:
    """The arrays of a pack: log probabilities and weights as bytes with code books.

    BEGIN, whose probability is 0, is given the least of the others.
    """
    arrays: dict[str, Array] = {}
    for k, level in enumerate(levels):
        least = level["probs"].min(where=level["probs"] > 0, initial=1.0)
        logs = np.log(np.maximum(level["probs"], least))
        arrays[f"log_probs_{k}"], arrays[f"log_prob_book_{k}"] = code_book(logs)
        if k:
            arrays[f"words_{k}"] = (level["grams"] & MASK).astype(np.uint32)
        if k + 1 < len(levels):
            logs = np.log(level["back_offs"])
            arrays[f"back_offs_{k}"], arrays[f"back_off_book_{k}"] = code_book(logs)
            arrays[f"children_{k}"] = level["children"]
    return arrays


def spelling(sentences: Iterable[Sequence[str]], *, most: int = 3) -> dict[str, Array]:
    """A hidden Markov model of how rare words are spelled.

    States B, E, M, S (begin, end, middle, single) over the characters of the
    words of two or more Han characters seen `most` times or less: unknown words
    look like them. Emissions are smoothed by adding 0.05 to each count.

    Returns:
        The arrays of core/hmm.hpp; nothing stands for S, which is never asked.
    """
    counts = Counter(word for sentence in sentences for word in sentence)
    chars = sorted({char for word in counts for char in word if is_han(char)})
    index = {char: i for i, char in enumerate(chars)}
    emission = np.full((4, len(chars)), 0.05)
    transition = np.zeros((4, 4))
    for word, times in counts.items():
        if times > most or len(word) < 2 or any(char not in index for char in word):
            continue
        states = [0, *[2] * (len(word) - 2), 1]
        np.add.at(emission, (states, [index[char] for char in word]), 1)
        np.add.at(transition, (states[:-1], states[1:]), 1)
    with np.errstate(divide="ignore"):
        steps = np.log(transition / np.maximum(transition.sum(axis=1, keepdims=True), 1))
    return {
        "hmm_start": np.zeros(4),
        "hmm_transition": np.maximum(steps, -3.14e100).ravel(),
        "hmm_chars": np.array([ord(char) for char in chars], dtype=np.uint32),
        "hmm_emission": np.log(emission / emission.sum(axis=1, keepdims=True)).ravel(),
    }
