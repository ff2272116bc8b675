"""A hidden Markov model of rare words, to judge unknown ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from zhnlp.chars import is_han

if TYPE_CHECKING:
    from zhnlp.models.ngrams import Array


def unknown_word_hmm(sentences: Iterable[Sequence[str]], *, max_count: int = 3) -> dict[str, Array]:
    """A hidden Markov model of the characters of rare words.

    Its states are B, E, M, S (begin, end, middle, single), its observations the
    characters of words of two or more Han characters that occur up to `max_count` times,
    because unknown words look like these. Emissions are smoothed by adding 0.05 to each
    count.

    Returns:
        The arrays of core/hmm.hpp; the state S is not used.
    """
    import numpy as np

    counts = Counter(word for sentence in sentences for word in sentence)
    chars = sorted({char for word in counts for char in word if is_han(char)})
    index = {char: i for i, char in enumerate(chars)}
    emission = np.full((4, len(chars)), 0.05)
    transition = np.zeros((4, 4))
    for word, times in counts.items():
        if times > max_count or len(word) < 2 or any(char not in index for char in word):
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
