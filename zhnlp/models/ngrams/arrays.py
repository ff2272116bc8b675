"""Convert the levels of an n-gram model to the arrays of a pack, and back.

    words_k                last words of the n-grams with k words before; uint16 or uint32
    log_probs_k            a byte for each n-gram, with a code book of 256 floats
    contexts_k             a bit for each n-gram: whether it is the context of longer ones
    back_offs_k            a byte for each context, with a code book
    starts_k, anchors_k    index of the first n-gram with each context in the next level

core/ngram.hpp has the compiled side, and explains starts and anchors.
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
_FAR = 1 << 16  # offsets from an anchor must be smaller


def to_arrays(levels: Sequence[Level]) -> dict[str, Array]:
    """The arrays of the levels of a model.

    BEGIN, whose probability is 0, gets the lowest probability of the others.
    """
    arrays: dict[str, Array] = {}
    for k, level in enumerate(levels):
        lowest = level.probs.min(where=level.probs > 0, initial=1.0)
        logs = np.log(np.maximum(level.probs, lowest))
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
    """The levels of a model in a pack, with its rounded probabilities.

    The back-off weight of an n-gram that is not a context is 1. Counts are not in a
    pack, so they are 0.
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
    """The indices of the contexts, and the start of each in the next level."""
    bits = np.unpackbits(
        np.asarray(arrays["contexts"]).astype("<u8").view(np.uint8), bitorder="little"
    )
    starts = np.asarray(arrays["starts"]).astype(np.int64)
    if arrays["anchors"] is not None:
        starts += np.repeat(np.asarray(arrays["anchors"]).astype(np.int64), _BLOCK)[: len(starts)]
    return np.flatnonzero(bits), starts
