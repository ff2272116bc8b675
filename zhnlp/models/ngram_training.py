"""Train word n-gram models: counts, smoothing, pruning, quantising, a pack.

Smoothing is interpolated modified Kneser-Ney (Chen and Goodman, 1998, "An
Empirical Study of Smoothing Techniques for Language Modeling", section 3),
with one change for segmentation: the unigram probability of the unknown word
is the Good-Turing estimate, singletons over tokens, since here it stands for
every word outside the vocabulary and is shared out among them afterwards.

Before counting, signs of full width are read as ASCII, and numbers, Latin
words and rare Chinese numerals as classes; ``12月`` and ``８月`` are one word.
"""

from __future__ import annotations

import gzip
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from zhnlp.core._core import Trie, char_class, units
from zhnlp.errors import FileError, FormatError, UsageError
from zhnlp.saving import write_pack

NUMBER, LATIN, NUMERAL = "\ufdd0", "\ufdd1", "\ufdd2"
SPECIAL = ("\ufdd3", "\ufdd4", "\ufdd5")  # unknown, begin, end: numbers 0, 1, 2
UNKNOWN, BEGIN, END = 0, 1, 2
_NUMERALS = re.compile("[〇零一二三四五六七八九十百千万亿两]{2,}")
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
BITS, MASK = 21, (1 << 21) - 1  # of a word's number in a packed n-gram
_RARE = 5  # Chinese numerals seen less often are read as their class

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

    lexicon_bias: float = 2.0
    lexicon_scale: float = 0.85
    hmm_bias: float = 5.0
    hmm_scale: float = 1.2
    unit_log_prob: float = -9.0


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
        UsageError: A setting out of range, or no words.
    """
    if order not in (2, 3) or len(min_counts) < order or min(min_counts) < 1:
        raise UsageError(
            f"order is {order} and min_counts {tuple(min_counts)}; the order must be 2 or 3, "
            "with a least count of 1 or more for each."
        )
    sentences = [line.split() for path in paths for line in read_lines(path)]
    sentences = [words for words in sentences if words]
    if not sentences:
        raise UsageError("there are no words in the corpus. Give text segmented by white space.")
    n_words = sum(map(len, sentences))
    report(f"read {len(sentences):,} lines, {n_words:,} words")
    vocabulary, stream = number(sentences, min_counts[0])
    report(f"vocabulary {len(vocabulary):,}")
    counts = count(stream, order)
    levels = back_off_model(counts, smooth(counts, len(vocabulary)), prune(counts, min_counts))
    for k, level in enumerate(levels, 1):
        report(f"order {k}: {len(level['grams']):,} n-grams")
    nodes, alphabet = Trie.build(vocabulary).arrays()
    settings = {
        "order": order,
        "min_counts": list(min_counts[:order]),
        "n_grams": [len(level["grams"]) for level in levels],
        "n_words": n_words,
        "aliases": aliases(vocabulary),
        **asdict(unknown),
        **(about or {}),
    }
    arrays = {"nodes": nodes, "alphabet": alphabet, **quantise(levels), **spelling(sentences)}
    write_pack(folder, "NgramModel", settings, arrays)


def read_lines(path: str | os.PathLike[str]) -> Iterator[str]:
    """The lines of a text file, unpacked where its name ends in ``.gz``."""
    try:
        with gzip.open(path) if Path(path).suffix == ".gz" else open(path, "rb") as file:
            for number, raw in enumerate(file, 1):
                try:
                    yield raw.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError as error:
                    raise FormatError(
                        path,
                        number,
                        f"byte {raw[error.start]:#04x} is not UTF-8. Convert the file.",
                    ) from error
    except (OSError, EOFError) as error:
        raise FileError(f"cannot read corpus {os.fspath(path)!r}: {error}.") from error


def read_as(word: str) -> str:
    """`word` as the model knows it: narrow, numbers and Latin words as classes.

    >>> read_as("１２月") == NUMBER + "月", read_as("ＩＢＭ") == LATIN
    (True, True)
    """
    word = word.translate(_NARROW)
    start, out = 0, []
    for end in units(word):
        unit = word[start:end]
        kinds = set(map(char_class, unit))
        out.append(LATIN if 2 in kinds else NUMBER if 3 in kinds else unit)
        start = end
    return "".join(out)


def number(sentences: Iterable[Sequence[str]], min_count: int) -> tuple[list[str], Array]:
    """The vocabulary by falling frequency, and the corpus as its numbers.

    Returns:
        Words by number, and int64 of shape (words + 2 * sentences,) in which
        every sentence stands between BEGIN and END.
    """
    known: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for sentence in sentences:
        counts.update(sentence)
    read: Counter[str] = Counter()
    for word, times in counts.items():
        known[word] = read_as(word)
        read[known[word]] += times
    rare = {word for word, times in read.items() if times < _RARE and _NUMERALS.search(word)}
    final: Counter[str] = Counter()
    for word, times in read.items():
        final[_NUMERALS.sub(NUMERAL, word) if word in rare else word] += times
    kept = sorted((w for w, n in final.items() if n >= min_count), key=lambda w: (-final[w], w))
    vocabulary = [*SPECIAL, *kept]
    index = {word: i for i, word in enumerate(vocabulary)}
    numbers = {}
    for word, form in known.items():
        form = _NUMERALS.sub(NUMERAL, form) if form in rare else form
        numbers[word] = index.get(form, UNKNOWN)
    stream: list[int] = []
    for sentence in sentences:
        stream.append(BEGIN)
        stream.extend(map(numbers.__getitem__, sentence))
        stream.append(END)
    return vocabulary, np.array(stream, dtype=np.int64)


def count(stream: Array, order: int) -> list[tuple[Array, Array]]:
    """The distinct n-grams of each order up to `order`, and how often each stands there.

    Returns:
        For order n: n-grams as sorted int64 (21 bits a word, the first one
        highest) and their counts. No n-gram goes across END.
    """
    if int(stream.max()) > MASK:
        raise UsageError(f"the vocabulary has {int(stream.max()):,} words; the limit is {MASK:,}.")
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
    full = np.zeros(n_words)
    full[words] = seen
    full[BEGIN] = 0
    taken = _discounts(seen)[np.minimum(full, 3).astype(int)]
    probs = (full - taken) / full.sum() + taken.sum() / full.sum() / n_words
    probs[BEGIN] = 0
    unseen = max(int((raw == 1).sum()), 1) / raw.sum()
    probs[UNKNOWN] = 0
    probs *= (1 - unseen) / probs.sum()
    probs[UNKNOWN] = unseen
    return probs


def _discounts(seen: Array) -> Array:
    """What is taken from counts of 0, 1, 2 and 3 or more (Chen and Goodman, equation 26)."""
    n1, n2, n3, n4 = (max(int((seen == k).sum()), 1) for k in (1, 2, 3, 4))
    y = n1 / (n1 + 2 * n2)
    taken = [0.0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3]
    return np.clip(taken, 0, [0, 0.95, 1.9, 2.85])


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
    """The arrays of a pack: log probabilities and weights as bytes with code books."""
    arrays: dict[str, Array] = {}
    for k, level in enumerate(levels):
        logs = np.log(np.maximum(level["probs"], 1e-12))
        arrays[f"log_probs_{k}"], arrays[f"log_prob_book_{k}"] = code_book(logs)
        if k:
            arrays[f"words_{k}"] = (level["grams"] & MASK).astype(np.uint32)
        if k + 1 < len(levels):
            logs = np.log(level["back_offs"])
            arrays[f"back_offs_{k}"], arrays[f"back_off_book_{k}"] = code_book(logs)
            arrays[f"children_{k}"] = level["children"]
    return arrays


def code_book(values: Array) -> tuple[Array, Array]:
    """Bytes and the 256 floats they stand for: the means of bins of equal population.

    Values that make up a bin of their own (the weight 1 of words that are no
    context, say) are kept exactly.
    """
    edges = np.unique(np.quantile(values, np.linspace(0, 1, 257)[1:-1])) if len(values) else values
    codes = np.searchsorted(edges, values, side="left").astype(np.uint8)
    sums = np.bincount(codes, weights=values, minlength=256)
    sizes = np.bincount(codes, minlength=256)
    return codes, (sums / np.maximum(sizes, 1)).astype(np.float32)


def spelling(sentences: Iterable[Sequence[str]], *, most: int = 3) -> dict[str, Array]:
    """A hidden Markov model of how rare words are spelled.

    States B, E, M, S (begin, end, middle, single) over the characters of the
    words of two or more Han characters seen `most` times or less: unknown words
    look like them. Emissions are smoothed by adding 0.05 to each count.

    Returns:
        The arrays of core/hmm.hpp; nothing stands for S, which is never asked.
    """
    counts = Counter(word for sentence in sentences for word in sentence)
    chars = sorted({char for word in counts for char in word if char_class(char) == 1})
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


def aliases(vocabulary: Iterable[str]) -> list[str]:
    """Pairs of a full-width sign and the ASCII sign of the vocabulary it is read as."""
    used = set().union(*map(set, vocabulary))
    return [chr(w) + chr(n) for w, n in sorted(_NARROW.items()) if chr(n) in used]
