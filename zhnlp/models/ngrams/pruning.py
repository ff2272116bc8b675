"""Prune n-gram models: leave out n-grams that shorter ones predict nearly as well.

Each n-gram is weighed by how much the model would change without it (Stolcke,
1998, "Entropy-based Pruning of Backoff Language Models"): the relative entropy
between the whole model and the one that backs off there,

    count(h) * [ p(w|h) * (log p(w|h) - log p(w|h') - log a') + rest * (log a - log a') ]

with h the context, h' the context without its first word, a and a' the back-off weights
of h with and without the n-gram, and rest the probability left over by the words seen
after h. Contexts are weighed by their occurrences in the corpus, and the model to prune
should count shorter n-grams by occurrences, too: Kneser-Ney counts describe what longer
n-grams leave over, and say little about frequency (Chelba et al., 2010, "Study on
Interaction between Entropy Pruning and Kneser-Ney Smoothing"). The kept n-grams can be
smoothed by Kneser-Ney again (`seen_types` of counts.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from zhnlp.models.ngrams.counts import Level, place

if TYPE_CHECKING:
    from zhnlp.models.ngrams import Array

_TINY = 1e-9  # lower limit of the probability that a context leaves over


def often_enough(counts: Sequence[tuple[Array, Array]], min_counts: Sequence[int]) -> list[Array]:
    """Which n-grams of each order occur at least `min_counts` times.

    No order requires more than the next longer one, so that the contexts and endings
    of kept n-grams are kept, too.
    """
    limits = np.minimum.accumulate(min_counts[len(counts) - 1 :: -1])[::-1]
    return [raw >= limit for (_, raw), limit in zip(counts, limits, strict=True)]


def weigh_back_offs(levels: Sequence[Level]) -> None:
    """Set the back-off weights of all levels, so that every context sums to 1.

    The weight of a context is the probability that its n-grams leave over, divided by
    that of the other words in the shorter context.
    """
    for above, level in pairwise(levels):
        parent, lower = _parent_and_lower(above, level)
        size = len(above.grams)
        rest = 1 - np.bincount(parent, weights=level.probs, minlength=size)
        lower_rest = 1 - np.bincount(parent, weights=lower, minlength=size)
        above.back_offs = np.maximum(rest, _TINY) / np.maximum(lower_rest, _TINY)


def losses(levels: Sequence[Level]) -> list[Array]:
    """How much the model would change without each n-gram of two or more words.

    No loss is smaller than that of a longer n-gram with this context or ending, so all
    n-grams above a loss make a complete model.

    Args:
        levels: A model whose back-off weights are set.
    """
    by_order = [_losses(above, level) for above, level in pairwise(levels)]
    for k in range(len(by_order) - 1, 0, -1):
        for shorter in (levels[k + 1].contexts(), levels[k + 1].endings()):
            np.maximum.at(by_order[k - 1], place(shorter, levels[k].grams)[0], by_order[k])
    return by_order


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
    """The index of each n-gram's context, and its probability without its first word."""
    parent = place(level.contexts(), above.grams)[0]
    return parent, above.probs[place(level.endings(), above.grams)[0]]


def least_loss(levels: Sequence[Level], all_losses: Sequence[Array], n_bytes: float) -> float:
    """The largest loss to prune, so that the arrays of the rest (see arrays.py) fit `n_bytes`."""
    rows = []  # losses of n-grams or contexts, and the bytes that each takes
    for k, (level, loss) in enumerate(zip(levels[1:], all_losses, strict=True), 1):
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
