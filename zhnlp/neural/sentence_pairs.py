"""Sentence pairs: two texts in one row, and whether they belong together.

    row        [CLS] 股 市 收 盘 。 涨 了 。 [SEP] …        cut at the end of a sentence
    next       [CLS] 股 市 收 盘 。 [SEP] 金 价 … [SEP]      1: the second is of another row
    order      [CLS] 涨 了 。 [SEP] 股 市 收 盘 。 [SEP]      1: the two have changed places
    segments     0   0  0  0  0   0   1  1  1  1  1  1

Next sentence prediction is of BERT (Devlin et al., 2019), sentence order prediction of ALBERT (Lan
et al., 2020). Pairs are made of rows of packed text, which leaves them as long as these.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zhnlp.neural.tokenizer import CharacterTokenizer

Pairs = Literal["none", "next", "order"]
_ENDS = ("。", "！", "？", "!", "?", "…", "；")


class Paired(NamedTuple):
    """Rows with two segments each.

    Attributes:
        rows: Ids, uint16, shape (rows, tokens).
        begins: Whether a word begins at the token, bool, same shape.
        segments: 1 for tokens of the second text, int64, same shape.
        labels: 1 if the two texts do not belong together, int64, shape (rows,).
    """

    rows: NDArray[np.uint16]
    begins: NDArray[np.bool_]
    segments: NDArray[np.int64]
    labels: NDArray[np.int64]


class PairMaker:
    """Makes pairs of rows.

    Args:
        kind: What the second text is instead, in half of the pairs.
        tokenizer: Whose ids rows have.
    """

    def __init__(self, kind: Literal["next", "order"], tokenizer: CharacterTokenizer) -> None:
        self.kind = kind
        self._sep = tokenizer.id_of("[SEP]")
        known = [tokenizer.ids[sign] for sign in _ENDS if sign in tokenizer.ids]
        self._ends = np.array(known)

    def pairs(
        self, rows: NDArray[np.uint16], begins: NDArray[np.bool_], seed: Sequence[int]
    ) -> Paired:
        """One pair of each row; the same `seed` makes the same ones.

        A row is cut at the end of the sentence nearest to its middle that is not the last of its
        paragraph, as the next paragraph may be another document; where there is none, in its
        middle. Its last two tokens make room for ``[SEP]``.
        """
        random = np.random.default_rng(seed)
        n, width = rows.shape
        labels: NDArray[np.int64] = random.integers(0, 2, (n,))
        cuts = self._cuts(rows[:, : width - 2])
        body = np.arange(1, width - 2)
        ids, flags = rows[:, 1 : width - 2], begins[:, 1 : width - 2]
        lengths: NDArray[np.int64] = cuts - 1
        changed = (labels == 1)[:, None]
        if self.kind == "next":
            other = (np.arange(n) + random.integers(1, max(n, 2))) % n
            changed = changed & (body[None, :] >= cuts[:, None])
            ids = np.where(changed, ids[other], ids)
            flags = np.where(changed, flags[other], flags)
        else:
            turned = (body[None, :] - 1 + lengths[:, None]) % len(body)
            order = np.where(changed, turned, body[None, :] - 1)
            ids = np.take_along_axis(ids, order, 1)
            flags = np.take_along_axis(flags, order, 1)
            lengths[labels == 1] = len(body) - lengths[labels == 1]
        return self._joined(rows[:, 0], ids, flags, lengths, labels)

    def _cuts(self, rows: NDArray[np.uint16]) -> NDArray[np.int64]:
        """Where the second text of each row begins."""
        middle = rows.shape[1] // 2
        is_end = np.isin(rows, self._ends)
        is_end[:, 0] = is_end[:, -1] = False
        is_end[:, :-1] &= rows[:, 1:] != self._sep
        away = np.where(is_end, np.abs(np.arange(rows.shape[1]) + 1 - middle), rows.shape[1])
        nearest = away.argmin(1)
        cuts: NDArray[np.int64] = np.where(is_end.any(1), nearest + 1, middle)
        return cuts

    def _joined(
        self,
        begin: NDArray[np.uint16],
        ids: NDArray[np.uint16],
        flags: NDArray[np.bool_],
        lengths: NDArray[np.int64],
        labels: NDArray[np.int64],
    ) -> Paired:
        """Rows of ``[CLS]``, a first text of `lengths`, ``[SEP]``, the rest and ``[SEP]``."""
        n, size = ids.shape
        # Each place takes the token before it in the first text, two before it in the second.
        places = np.arange(size + 3)
        is_second = places[None, :] > (lengths + 1)[:, None]
        source = np.clip(places[None, :] - 1 - is_second, 0, size - 1)
        rows = np.take_along_axis(ids, source, 1)
        marks = np.take_along_axis(flags, source, 1)
        between = places[None, :] == (lengths + 1)[:, None]
        rows[between] = rows[:, -1] = self._sep
        rows[:, 0] = begin
        marks[between] = marks[:, -1] = marks[:, 0] = True
        # What begins a text begins a word.
        marks[np.arange(n), np.minimum(lengths + 2, size + 2)] = True
        return Paired(rows, marks, is_second.astype(np.int64), labels)
