"""Prune n-gram models: leave out what the shorter n-grams say nearly as well.

Each n-gram is weighed by how much the model would change without it (Stolcke,
1998, "Entropy-based Pruning of Backoff Language Models"): the relative entropy
between the whole model and the one that backs off there,

    count(h) * [ p(w|h) * (log p(w|h) - log p(w|h') - log a') + rest * (log a - log a') ]

with h the context, h' the context less its first word, a and a' the back-off
weights of h with and without the n-gram, and rest what the words seen after h
leave over. Contexts are weighed by how often they stand in the corpus, and the
model that is pruned should count shorter n-grams that way too: as those of
Kneser-Ney are made for what the longer ones leave over, they say little of what
is common (Chelba et al., 2010, "Study on Interaction between Entropy Pruning
and Kneser-Ney Smoothing"). What is kept can be smoothed by Kneser-Ney again
(`seen_types` of models/ngrams/counts.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zhnlp.models.ngrams.counts import Level, place

if TYPE_CHECKING:
    from zhnlp.models.ngrams import Array

_TINY = 1e-9  # the least that a context leaves over


def often_enough(counts: Sequence[tuple[Array, Array]], least: Sequence[int]) -> list[Array]:
    """Which n-grams are seen at least so often, for each order.

    No order asks for more than the next longer one, so that the contexts and
    endings of n-grams that are kept are kept, too.
    """
    most = np.minimum.accumulate(least[len(counts) - 1 :: -1])[::-1]
    return [raw >= times for (_, raw), times in zip(counts, most, strict=True)]


def weigh_back_offs(levels: Sequence[Level]) -> None:
    """Set the back-off weights of all levels, so that every context sums to 1.

    The weight of a context is what the n-grams that go on from it leave over,
    shared among all other words as the shorter context says.
    """
    for above, level in pairwise(levels):
        parent, lower = _parent_and_lower(above, level)
        size = len(above.grams)
        rest = 1 - np.bincount(parent, weights=level.probs, minlength=size)
        lower_rest = 1 - np.bincount(parent, weights=lower, minlength=size)
        above.back_offs = np.maximum(rest, _TINY) / np.maximum(lower_rest, _TINY)


def losses(levels: Sequence[Level]) -> list[Array]:
    """How much the model would change without each n-gram of two words or more.

    None is below those of longer n-grams whose context or ending it is, so that
    all above some loss can be kept by themselves.

    Args:
        levels: A model whose back-off weights are set.
    """
    found = [_losses(above, level) for above, level in pairwise(levels)]
    for k in range(len(found) - 1, 0, -1):
        for shorter in (levels[k + 1].contexts(), levels[k + 1].endings()):
            np.maximum.at(found[k - 1], place(shorter, levels[k].grams)[0], found[k])
    return found


def _losses(above: Level, level: Level) -> Array:
    parent, lower = _parent_and_lower(above, level)
    probs, size = level.probs, len(above.grams)
    rest = 1 - np.bincount(parent, weights=probs, minlength=size)[parent]
    lower_rest = 1 - np.bincount(parent, weights=lower, minlength=size)[parent]
    rest, lower_rest = np.maximum(rest, _TINY), np.maximum(lower_rest, _TINY)
    before, after = np.log(rest / lower_rest), np.log((rest + probs) / (lower_rest + lower))
    change = probs * (np.log(probs) - np.log(lower) - after) + rest * (before - after)
    loss: Array = np.maximum(change * above.counts[parent], 0)
    return loss


def _parent_and_lower(above: Level, level: Level) -> tuple[Array, Array]:
    """Where the context of each n-gram stands, and its probability one word shorter."""
    parent = place(level.contexts(), above.grams)[0]
    return parent, above.probs[place(level.endings(), above.grams)[0]]


def least_loss(levels: Sequence[Level], found: Sequence[Array], n_bytes: float) -> float:
    """The loss above which n-grams can be kept in arrays of `n_bytes` (see arrays.py)."""
    rows = []  # the least losses of n-grams, and the bytes each takes
    for k, (level, loss) in enumerate(zip(levels[1:], found, strict=True), 1):
        is_inner = k + 1 < len(levels)
        rows.append((loss, 2 + 1 + is_inner / 8 if level.n_words <= 1 << 16 else 5 + is_inner / 8))
        contexts = level.contexts()
        if len(contexts) and k > 1:
            starts = np.flatnonzero(np.append(True, contexts[1:] != contexts[:-1]))
            rows.append((np.maximum.reduceat(loss, starts), 1 + 2 + 4 / 64))
    every = np.concatenate([loss for loss, _ in rows] or [np.zeros(0)])
    sizes = np.concatenate([np.full(len(loss), size) for loss, size in rows] or [np.zeros(0)])
    order = np.argsort(-every, kind="stable")
    fits = int(np.searchsorted(np.cumsum(sizes[order]), n_bytes, side="right"))
    return float(every[order[fits]]) if fits < len(every) else -1.0
