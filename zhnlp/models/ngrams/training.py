"""Train n-gram models of words or characters: counts, smoothing, pruning, a pack.

Smoothing is interpolated modified Kneser-Ney (models/ngrams/counts.py), for words with
one change made for segmentation: the unigram probability of the unknown word is
the Good-Turing estimate, singletons over tokens, since there it stands for every
word outside the vocabulary and is shared out among them afterwards. A model that
is to be small is pruned by relative entropy (models/ngrams/pruning.py), and what is left
smoothed again.

What is a word, and which words are read as one, is told in models/ngrams/word_corpus.py;
which characters are, in models/ngrams/character_corpus.py.
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
    """What a word outside the vocabulary adds to log P(unknown | context).

    Tuned on the last tenth of the People's Daily of January 1998.

    Attributes:
        lexicon_bias, lexicon_scale: A word that the dictionary knows adds
            bias + scale * its log probability there.
        hmm_bias, hmm_scale: Any other word of 2 to 4 Han characters adds
            bias + scale * its log probability by `unknown_word_hmm`.
        unit_log_prob: Any other unit adds this.
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

    The same input and settings give the same bytes; nothing is drawn at random.

    Args:
        paths: Files of words separated by white space, a sentence or paragraph
            a line; ``.gz`` is unpacked.
        order: Words of the longest n-grams, 2 to 5.
        min_counts: For each order, n-grams seen less often are left out. Those
            that a longer n-gram kept begins with or ends in stay.
        size: Prune the n-grams, so that the pack has at most so many megabytes.
        unknown: How words outside the vocabulary are weighed.
        about: More for ``pack.json``: data, licences, scores.
        report: Called with a line at each step.

    Raises:
        FileError: A file cannot be read.
        FormatError: A line that is not UTF-8.
        UsageError: A setting out of range, no words, or far too many different ones.
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
    least = (1, *min_counts[1:order])
    limit = size and _room(size, arrays, len(vocabulary))
    levels = _levels(np.array(stream), len(vocabulary), least, limit, True, report)
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

    The same input and settings give the same bytes; nothing is drawn at random.

    Args:
        texts: Paragraphs, say; sentences are found in them, and no n-gram goes
            from one text to another.
        order, min_counts, size, about, report: As in `train_ngrams`.

    Raises:
        UsageError: A setting out of range, no text, or too many different characters.
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
        levels: The model.
        unit: ``characters`` or ``words``.
        size, about: As in `train_ngrams`.
    """
    words = unit == "words"
    arrays = trie_arrays(vocabulary) if words else character_arrays(vocabulary)
    if words:
        arrays.update(unknown_word_hmm([vocabulary[len(SPECIAL) :]]))
    if size is not None:
        found = losses(levels)
        least = least_loss(levels, found, _room(size, arrays, len(vocabulary)))
        if least >= 0:
            kept = zip(levels[1:], found, strict=True)
            levels = [levels[0], *(level.select(loss > least) for level, loss in kept)]
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
    """How the characters of a vocabulary are found, and which are read as others."""
    known = map(ord, vocabulary[len(SPECIAL) :])
    return {**trie_arrays(vocabulary), "read_as": folding_pairs(known)}


def trie_arrays(vocabulary: Sequence[str]) -> dict[str, Any]:
    """A trie from words to their numbers; UsageError if there are too many."""
    try:
        nodes, alphabet = Trie.build(vocabulary).arrays()
    except ValueError as error:
        raise UsageError(
            f"the vocabulary has {len(vocabulary):,} words, {error} Raise min_counts[0]."
        ) from error
    return {"nodes": nodes, "alphabet": alphabet}


def _check(order: int, min_counts: Sequence[int], size: float | None) -> None:
    if order not in ORDERS or len(min_counts) < order or min(min_counts) < 1:
        raise UsageError(
            f"order is {order} and min_counts {tuple(min_counts)}; the order must be 2 to 5, "
            "with a least count of 1 or more for each."
        )
    if size is not None and not 0 < size < float("inf"):
        raise UsageError(f"size is {size}; it must be some megabytes, more than 0.")


def _room(size: float, arrays: dict[str, Any], n_words: int) -> float:
    """Bytes that are left for n-grams of two words or more."""
    used = sum(memoryview(array).nbytes for array in arrays.values())
    left = size * 1e6 - used - _BOOKS - n_words * 6.2
    if left < 0:
        raise UsageError(
            f"size is {size:g} MB, less than the vocabulary takes, {size - left / 1e6:.1f} MB. "
            "Allow more, or raise the least count of words."
        )
    return left


def _levels(
    stream: Array,
    n_words: int,
    least: Sequence[int],
    limit: float | None,
    good_turing: bool,
    report: Report,
) -> list[Level]:
    """The levels of a model of `stream`, pruned to `limit` bytes if that is not None."""
    check_size(n_words, len(least))
    counts = count(stream, len(least), n_words)
    kept = often_enough(counts, least)
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
    """Keep only what fits into `limit` bytes; whether anything had to go."""
    draft = smooth(counts, [raw for _, raw in counts], kept, n_words)
    weigh_back_offs(draft)
    found = losses(draft)
    least = least_loss(draft, found, limit)
    if least >= 0:
        report(f"pruning {sum(map(len, found)):,} n-grams")
    for is_kept, loss in zip(kept[1:], found, strict=True):
        is_kept[is_kept] = loss > least
    return least >= 0
