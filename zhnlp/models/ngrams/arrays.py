"""The arrays of an n-gram model in a pack, from its levels and back.

    words_k                of n-grams with k words before, the last; uint16 or uint32
    log_probs_k            a byte each, with a code book of 256 floats
    contexts_k             a bit each: longer n-grams go on from it
    back_offs_k            a byte for each context, with a code book
    starts_k, anchors_k    of each context, where the n-grams that go on from it begin

The compiled side, and what a start is, is told in core/ngram.hpp.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from zhnlp.models.ngrams.counts import Level
from zhnlp.models.ngrams.quantising import code_book

if TYPE_CHECKING:
    from zhnlp.models.ngrams import Array

_BLOCK = 64  # contexts of an anchor
_FAR = 1 << 16  # a start so far behind its anchor is too far


def to_arrays(levels: Sequence[Level]) -> dict[str, Array]:
    """The arrays of the levels of a model.

    BEGIN, whose probability is 0, is given the least of the others.
    """
    arrays: dict[str, Array] = {}
    for k, level in enumerate(levels):
        least = level.probs.min(where=level.probs > 0, initial=1.0)
        logs = np.log(np.maximum(level.probs, least))
        arrays[f"log_probs_{k}"], arrays[f"log_prob_book_{k}"] = code_book(logs)
        if k:
            size = np.uint16 if level.n_words <= 1 << 16 else np.uint32
            arrays[f"words_{k}"] = (level.grams % np.uint64(level.n_words)).astype(size)
        if k + 1 < len(levels):
            for name, array in _contexts(level, levels[k + 1]).items():
                arrays[f"{name}_{k}"] = array
    return arrays


def _contexts(level: Level, below: Level) -> dict[str, Array]:
    starts: Array = np.searchsorted(below.contexts(), level.grams)
    ends = np.append(starts[1:], len(below.grams))
    at = np.flatnonzero((ends > starts) | (level.back_offs != 1))
    bits = np.zeros(-(-len(level.grams) // 64) * 64, dtype=bool)
    bits[at] = True
    codes, book = code_book(np.log(level.back_offs[at]))
    starts = np.append(starts[at], len(below.grams))
    return {
        "contexts": np.packbits(bits, bitorder="little").view("<u8").astype(np.ulonglong),
        "back_offs": codes,
        "back_off_book": book,
        **_starts(starts),
    }


def _starts(starts: Array) -> dict[str, Array]:
    anchors = starts[::_BLOCK]
    offsets = starts - np.repeat(anchors, _BLOCK)[: len(starts)]
    if offsets.max() >= _FAR:
        return {"starts": starts.astype(np.uint32)}
    return {"starts": offsets.astype(np.uint16), "anchors": anchors.astype(np.uint32)}


def from_arrays(arrays: Mapping[str, Any], order: int) -> list[Level]:
    """The levels of a model in a pack, its probabilities as they were rounded.

    Back-off weights of what is no context are 1. How often the n-grams stand in
    the corpus is not known: counts are all 0.
    """
    n_words = len(arrays["log_probs_0"])
    levels: list[Level] = []
    grams = np.arange(n_words, dtype=np.uint64)
    for k in range(order):
        codes = np.asarray(arrays[f"log_probs_{k}"])
        probs = np.exp(np.asarray(arrays[f"log_prob_book_{k}"], dtype=float))[codes]
        level = Level(k + 1, n_words, grams, np.zeros(len(grams)), probs, np.ones(len(grams)))
        if k + 1 < order:
            at, starts = _read_contexts(
                {n: arrays.get(f"{n}_{k}") for n in ("contexts", "starts", "anchors")}
            )
            book = np.exp(np.asarray(arrays[f"back_off_book_{k}"], dtype=float))
            level.back_offs[at] = book[np.asarray(arrays[f"back_offs_{k}"])]
            words = np.asarray(arrays[f"words_{k + 1}"]).astype(np.uint64)
            grams = np.repeat(grams[at], np.diff(starts)) * np.uint64(n_words) + words
        levels.append(level)
    return levels


def _read_contexts(arrays: Mapping[str, Any]) -> tuple[Array, Array]:
    """The entries that are contexts, and where what goes on from each begins."""
    bits = np.unpackbits(
        np.asarray(arrays["contexts"]).astype("<u8").view(np.uint8), bitorder="little"
    )
    starts = np.asarray(arrays["starts"]).astype(np.int64)
    if arrays["anchors"] is not None:
        starts += np.repeat(np.asarray(arrays["anchors"]).astype(np.int64), _BLOCK)[: len(starts)]
    return np.flatnonzero(bits), starts
