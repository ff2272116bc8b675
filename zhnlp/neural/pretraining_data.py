"""What each step of a pre-training learns: rows of packed text, with masks and pairs.

Everything follows from the seed and the number of the step, so nothing of it need be saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhnlp.neural.masking import IGNORED, Fate, Masker, Masking
from zhnlp.neural.packed_text import PackedText
from zhnlp.neural.sentence_pairs import PairMaker, Pairs

_CHECKED = 0.3  # weight of tokens that are predicted though nothing happened to them
_HELD_OUT = 256  # most rows that are measured on
_ORDER, _MASKS, _PAIRS, _MEASURED = range(4)  # what random numbers are for

Ints = NDArray[np.int64]


class Example(NamedTuple):
    """Rows to learn from, or to measure on.

    Attributes:
        ids: What is seen, shape (rows, tokens).
        gold: The right ids, or `IGNORED`, same shape.
        fates: What happened to each token, same shape.
        segments: 1 for tokens of a second text, same shape; None without pairs.
        labels: 1 if the texts of a row do not belong together, shape (rows,); None without.
    """

    ids: Ints
    gold: Ints
    fates: NDArray[np.int8]
    segments: Ints | None = None
    labels: Ints | None = None

    def parts(self, n_rows: int) -> Iterator[Example]:
        """Yield `n_rows` rows at a time."""
        for first in range(0, len(self.ids), n_rows):
            own = slice(first, first + n_rows)
            yield Example(
                self.ids[own],
                self.gold[own],
                self.fates[own],
                None if self.segments is None else self.segments[own],
                None if self.labels is None else self.labels[own],
            )

    @property
    def weights(self) -> NDArray[np.float32]:
        """How much each token counts, shape (rows, tokens)."""
        weights = np.where(self.gold == IGNORED, 0, 1).astype(np.float32)
        weights[self.fates == Fate.CHECKED] = _CHECKED
        return weights


class Examples:
    """Makes the examples of all steps.

    Args:
        text: The corpus.
        masking: Which tokens to hide.
        pairs: Which pairs to make of rows.
        batch: Tokens of a step.
        seed: Of all choices. Which rows are held out does not depend on it.
    """

    def __init__(
        self, text: PackedText, masking: Masking, pairs: Pairs, *, batch: int, seed: int
    ) -> None:
        vocabulary = text.tokenizer.vocabulary
        counts = np.bincount(text.rows.reshape(-1), minlength=len(vocabulary))
        self._text, self._seed = text, seed
        self._masker = Masker(masking, vocabulary, text.confusions, counts)
        self._pairs = None if pairs == "none" else PairMaker(pairs, text.tokenizer)
        order = np.random.default_rng(0).permutation(len(text.rows))
        n_held_out = min(_HELD_OUT, len(order) // 20)
        self._held_out, self._learned = order[:n_held_out], order[n_held_out:]
        self.rows_of_step = min(max(1, batch // text.rows.shape[1]), len(self._learned))
        self.steps_of_pass = len(self._learned) // self.rows_of_step
        self._order: tuple[int, Ints] = (-1, self._learned)

    def step(self, number: int) -> Example:
        """What step `number` learns, counted from 0."""
        turn, place = divmod(number, self.steps_of_pass)
        if turn != self._order[0]:
            random = np.random.default_rng([self._seed, _ORDER, turn])
            self._order = turn, random.permutation(self._learned)
        own = self._order[1][place * self.rows_of_step : (place + 1) * self.rows_of_step]
        return self._made(own, number)

    def held_out(self) -> Example | None:
        """Rows that no step learns, with the same masks every time; None if there are few rows."""
        return self._made(self._held_out, None) if len(self._held_out) else None

    def _made(self, numbers: Ints, step: int | None) -> Example:
        # Sorted, because memory is read faster in order, and the order inside a step is no matter.
        own = np.sort(numbers)
        rows, begins = self._text.rows[own], self._text.begins[own]
        seed = [self._seed, _MASKS, step] if step is not None else [_MEASURED]
        segments = labels = None
        if self._pairs:
            rows, begins, segments, labels = self._pairs.pairs(rows, begins, [*seed, _PAIRS])
        masked = self._masker.mask(rows, begins, seed)
        return Example(masked.ids, masked.gold, masked.fates, segments, labels)
