"""Train n-gram models of words or characters: counts, smoothing, pruning, a pack.

Smoothing is interpolated modified Kneser-Ney (counts.py), for words with one change for
segmentation: the unigram probability of the unknown word is the Good-Turing estimate,
singletons divided by tokens, because in a lattice it represents every word outside the
vocabulary, which share it. A model with a size limit is pruned by relative entropy
(pruning.py), and the rest is smoothed again.

word_corpus.py and character_corpus.py read the words and characters of a corpus.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zhnlp.core import Trie
from zhnlp.errors import UsageError
from zhnlp.io.lines import read_lines
from zhnlp.models.ngrams.arrays import to_arrays
from zhnlp.models.ngrams.character_corpus import number_characters
from zhnlp.models.ngrams.counts import Level, check_size, count, discounts, seen_types, smooth
from zhnlp.models.ngrams.language_model import LanguageModel
from zhnlp.models.ngrams.model import NgramModel
from zhnlp.models.ngrams.pruning import least_loss, losses, often_enough, weigh_back_offs
from zhnlp.models.ngrams.unknown_words import unknown_word_hmm
from zhnlp.models.ngrams.word_corpus import END, SPECIAL, UNKNOWN, aliases, number
from zhnlp.models.sequence.alphabet import folding_pairs
from zhnlp.packing import make_pack

if TYPE_CHECKING:
    from zhnlp.models.ngrams import Array

ORDERS = range(2, 6)
_BOOKS = 12288  # bytes of code books and header

Report = Callable[[str], None]


@dataclass(frozen=True)
class UnknownWords:
    """What to add to log P(unknown | context) for a word outside the vocabulary.

    Tuned on the last tenth of the People's Daily of January 1998.

    Attributes:
        lexicon_bias, lexicon_scale: For a word of the dictionary:
            bias + scale * its log probability there.
        hmm_bias, hmm_scale: For any other word of 2 to 4 Han characters:
            bias + scale * its log probability by `unknown_word_hmm`.
        unit_log_prob: For any other unit.
    """

    lexicon_bias: float = -1.5
    lexicon_scale: float = 0.85
    hmm_bias: float = 2.0
    hmm_scale: float = 1.2
    unit_log_prob: float = -12.0


def train_ngrams(
    paths: Sequence[str | os.PathLike[str]],
    *,
    order: int = 3,
    min_counts: Sequence[int] = (1, 1, 2, 2, 2),
    size: float | None = None,
    unknown: UnknownWords = UnknownWords(),
    about: dict[str, Any] | None = None,
    report: Report = lambda line: None,
) -> NgramModel:
    """A model of words, trained on segmented text.

    The same input and settings give the same bytes; nothing is random.

    Args:
        paths: Files of words separated by white space, one sentence or paragraph per
            line; compressed files are unpacked.
        order: Length of the longest n-grams, 2 to 5.
        min_counts: For each order, rarer n-grams are left out, unless a longer n-gram
            that is kept has them as context or ending.
        size: Prune the pack to at most so many megabytes.
        unknown: Weights of words outside the vocabulary.
        about: More for ``pack.json``: data, licences, scores.
        report: Called with a line of text at each step.

    Raises:
        FileError: A file cannot be read.
        FormatError: A line is not UTF-8.
        UsageError: A setting is out of range, or there are no words, or far too many.
    """
    _check(order, min_counts, size)
    lines = (line.split() for path in paths for line in read_lines(path))
    sentences = [words for words in lines if words]
    if not sentences:
        raise UsageError("there are no words in the corpus. Give text segmented by white space.")
    n_words = sum(map(len, sentences))
    report(f"read {len(sentences):,} lines, {n_words:,} words")
    vocabulary, stream = number(sentences, min_counts[0])
    report(f"vocabulary {len(vocabulary):,}")
    arrays = {**trie_arrays(vocabulary), **unknown_word_hmm(sentences)}
    limit = size and _room(size, arrays, len(vocabulary))
    levels = _levels(
        np.array(stream), len(vocabulary), (1, *min_counts[1:order]), limit, True, report
    )
    settings = {
        "order": order,
        "min_counts": list(min_counts[:order]),
        "size": size,
        "n_grams": [len(level.grams) for level in levels],
        "n_words": n_words,
        "aliases": aliases(vocabulary),
        **asdict(unknown),
        **(about or {}),
    }
    return NgramModel(make_pack(NgramModel.KIND, settings, {**arrays, **to_arrays(levels)}))


def train_characters(
    texts: Iterable[str],
    *,
    order: int = 5,
    min_counts: Sequence[int] = (5, 1, 1, 2, 2),
    size: float | None = 9.0,
    about: dict[str, Any] | None = None,
    report: Report = lambda line: None,
) -> LanguageModel:
    """A model of characters, trained on raw text.

    The same input and settings give the same bytes; nothing is random.

    Args:
        texts: Texts, such as paragraphs. They are split into sentences; no n-gram spans
            two texts.
        order, min_counts, size, about, report: As in `train_ngrams`.

    Raises:
        UsageError: A setting is out of range, or there is no text, or too many characters.
    """
    _check(order, min_counts, size)
    vocabulary, stream = number_characters(texts, min_counts[0])
    if not len(stream):
        raise UsageError("there is no text in the corpus. Give UTF-8 text.")
    n_characters = int((stream > END).sum()) + int((stream == UNKNOWN).sum())
    report(f"read {n_characters:,} characters")
    report(f"vocabulary {len(vocabulary):,}")
    arrays = character_arrays(vocabulary)
    limit = size and _room(size, arrays, len(vocabulary))
    levels = _levels(stream, len(vocabulary), (1, *min_counts[1:order]), limit, False, report)
    settings = {
        "unit": "characters",
        "order": order,
        "min_counts": list(min_counts[:order]),
        "size": size,
        "n_grams": [len(level.grams) for level in levels],
        "n_characters": n_characters,
        **(about or {}),
    }
    return LanguageModel(make_pack(LanguageModel.KIND, settings, {**arrays, **to_arrays(levels)}))


def import_levels(
    vocabulary: Sequence[str],
    levels: Sequence[Level],
    unit: str,
    *,
    size: float | None = None,
    about: dict[str, Any] | None = None,
) -> LanguageModel:
    """A model that was trained elsewhere (see models/ngrams/arpa.py).

    Args:
        vocabulary: Its characters or words, the special ones first.
        levels: The levels of the model.
        unit: ``characters`` or ``words``.
        size, about: As in `train_ngrams`.
    """
    words = unit == "words"
    arrays = trie_arrays(vocabulary) if words else character_arrays(vocabulary)
    if words:
        arrays.update(unknown_word_hmm([vocabulary[len(SPECIAL) :]]))
    if size is not None:
        all_losses = losses(levels)
        limit = least_loss(levels, all_losses, _room(size, arrays, len(vocabulary)))
        if limit >= 0:
            pairs = zip(levels[1:], all_losses, strict=True)
            levels = [levels[0], *(level.select(loss > limit) for level, loss in pairs)]
            weigh_back_offs(levels)
    settings = {
        "order": len(levels),
        "size": size,
        "n_grams": [len(level.grams) for level in levels],
        **({"aliases": aliases(vocabulary), **asdict(UnknownWords())} if words else {"unit": unit}),
        **(about or {}),
    }
    kind = NgramModel.KIND if words else LanguageModel.KIND
    return LanguageModel(make_pack(kind, settings, {**arrays, **to_arrays(levels)}))


def character_arrays(vocabulary: Sequence[str]) -> dict[str, Any]:
    """The trie of a vocabulary of characters, and its folding pairs."""
    known = map(ord, vocabulary[len(SPECIAL) :])
    return {**trie_arrays(vocabulary), "read_as": folding_pairs(known)}


def trie_arrays(vocabulary: Sequence[str]) -> dict[str, Any]:
    """The trie from words to their numbers, as arrays; UsageError if there are too many."""
    try:
        nodes, alphabet = Trie.build(vocabulary).packed()
    except ValueError as error:
        raise UsageError(
            f"the vocabulary has {len(vocabulary):,} words, {error} Raise min_counts[0]."
        ) from error
    return {"nodes": nodes, "alphabet": alphabet}


def _check(order: int, min_counts: Sequence[int], size: float | None) -> None:
    if order not in ORDERS or len(min_counts) < order or min(min_counts) < 1:
        raise UsageError(
            f"order is {order} and min_counts {tuple(min_counts)}; the order must be 2 to 5, "
            "with a minimum count of 1 or more for each."
        )
    if size is not None and not 0 < size < float("inf"):
        raise UsageError(f"size is {size}; it must be a number of megabytes above 0.")


def _room(size: float, arrays: dict[str, Any], n_words: int) -> float:
    """Bytes that are left for n-grams of two or more words."""
    used = sum(memoryview(array).nbytes for array in arrays.values())
    left = size * 1e6 - used - _BOOKS - n_words * 6.2
    if left < 0:
        raise UsageError(
            f"size is {size:g} MB, but the vocabulary alone takes {size - left / 1e6:.1f} MB. "
            "Allow more, or raise the minimum count of words."
        )
    return left


def _levels(
    stream: Array,
    n_words: int,
    min_counts: Sequence[int],
    limit: float | None,
    good_turing: bool,
    report: Report,
) -> list[Level]:
    """The levels of a model of `stream`, pruned to `limit` bytes unless that is None."""
    check_size(n_words, len(min_counts))
    counts = count(stream, len(min_counts), n_words)
    kept = often_enough(counts, min_counts)
    seen = seen_types(counts, n_words)
    taken = [discounts(values) for values in seen]
    is_pruned = limit is not None and _prune(counts, kept, n_words, limit, report)
    if is_pruned:
        seen = seen_types(counts, n_words, kept)
    levels = smooth(
        counts, seen, kept, n_words, taken=taken, shared=is_pruned, good_turing=good_turing
    )
    weigh_back_offs(levels)
    for level in levels:
        report(f"order {level.n}: {len(level.grams):,} n-grams")
    return levels


def _prune(
    counts: list[tuple[Array, Array]], kept: list[Array], n_words: int, limit: float, report: Report
) -> bool:
    """Change `kept` to what fits into `limit` bytes; return whether anything was pruned."""
    draft = smooth(counts, [raw for _, raw in counts], kept, n_words)
    weigh_back_offs(draft)
    all_losses = losses(draft)
    largest = least_loss(draft, all_losses, limit)
    if largest >= 0:
        report(f"pruning {sum(map(len, all_losses)):,} n-grams")
    for is_kept, loss in zip(kept[1:], all_losses, strict=True):
        is_kept[is_kept] = loss > largest
    return largest >= 0
