"""Viterbi: the best legal labels of a batch of texts, in numpy.

The loop is over positions, and each step is one operation for all texts of the batch.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from zhnlp.neural.inputs import by_length, groups
from zhnlp.neural.schemes import Legal

_TOGETHER = 16_384  # tokens of texts of similar length, padding included
FORBIDDEN = -1e4  # log weight of what is not legal: far below all others, and finite


def transitions_of(legal: Legal, learned: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """Weights of going from label to label, shape (labels + 2, labels + 2), float32.

    Row -2 is the start and column -1 the end of a text. `learned` are weights of the same shape,
    zeros if there are none.
    """
    n = len(legal.first)
    allowed = np.zeros((n + 2, n + 2), bool)
    allowed[:n, :n] = legal.pairs
    allowed[n, :n] = legal.first
    allowed[:n, n + 1] = legal.last
    base = np.zeros((n + 2, n + 2), np.float32) if learned is None else learned
    return np.where(allowed, base, np.float32(FORBIDDEN))


def best_paths(
    scores: Sequence[NDArray[np.float32]], transitions: NDArray[np.float32]
) -> list[NDArray[np.int64]]:
    """The best labels of each text, for scores without padding; see `best_labels`."""
    lengths = [len(own) for own in scores]
    found: list[NDArray[np.int64]] = [np.zeros(0, np.int64)] * len(scores)
    for group in groups(lengths, _TOGETHER, by_length(lengths)):
        longest = lengths[group[0]]
        batch = np.zeros((len(group), longest, scores[group[0]].shape[1]), np.float32)
        for i, own in enumerate(group):
            batch[i, : lengths[own]] = scores[own]
        paths = best_labels(batch, np.array([lengths[i] for i in group]), transitions)
        for i, path in zip(group, paths, strict=True):
            found[i] = path
    return found


def best_labels(
    scores: NDArray[np.float32], lengths: NDArray[np.int64], transitions: NDArray[np.float32]
) -> list[NDArray[np.int64]]:
    """The labels with the highest sum of scores and transitions, for each text.

    Args:
        scores: Of each label at each token, shape (texts, tokens, labels).
        lengths: Tokens of each text, shape (texts,).
        transitions: As `transitions_of` returns them.

    Returns:
        The labels of each text, of the lowest number where several are best; shape (its tokens,).
    """
    n_texts, n_tokens, n = scores.shape
    steps, begin, finish = transitions[:n, :n], transitions[n, :n], transitions[:n, n + 1]
    best = scores[:, 0] + begin if n_tokens else np.zeros((n_texts, n), np.float32)
    back = np.zeros((max(n_tokens, 1), n_texts, n), np.int16)
    final = best + finish
    for at in range(1, n_tokens):
        through = best[:, :, None] + steps
        back[at] = through.argmax(1)
        best = through.max(1) + scores[:, at]
        final = np.where((lengths == at + 1)[:, None], best + finish, final)
    return _followed(final.argmax(1), back, lengths)


def _followed(
    last: NDArray[np.int64], back: NDArray[np.int16], lengths: NDArray[np.int64]
) -> list[NDArray[np.int64]]:
    """The labels that lead to `last`."""
    n_tokens, n_texts, _ = back.shape
    texts = np.arange(n_texts)
    path = np.zeros((n_texts, n_tokens), np.int64)
    now = last.astype(np.int64)
    for at in range(n_tokens - 1, -1, -1):
        inside = at < lengths
        path[:, at] = now
        now = np.where(inside & (at > 0), back[at, texts, now], now)
    return [row[:length] for row, length in zip(path, lengths, strict=True)]
