"""Rows: ids of texts or pairs of texts as the arrays that an encoder of transformers reads.

row        [CLS] 今 天 [SEP] 很 热 [SEP] [PAD]
segments     0   0  0   0   1  1   1    0
mask         1   1  1   1   1  1   1    0
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from zhnlp.errors import UsageError
from zhnlp.neural.tokenizer import CharacterTokenizer


def rows(
    tokenizer: CharacterTokenizer,
    firsts: Sequence[Sequence[int]],
    seconds: Sequence[Sequence[int]] | None = None,
) -> dict[str, NDArray[np.int64]]:
    """``ids``, ``mask`` and ``segments`` of each row, int64, shape (texts, tokens).

    Args:
        tokenizer: Which ids the special tokens have.
        firsts: Ids of each text, without special tokens.
        seconds: Those of the second text of each pair, if rows are pairs.
    """
    cls, sep, pad = map(tokenizer.id_of, ("[CLS]", "[SEP]", "[PAD]"))
    if seconds is not None and len(seconds) != len(firsts):
        raise UsageError(
            f"there are {len(firsts)} first texts and {len(seconds)} second ones. A pair has both."
        )
    ends = [[]] * len(firsts) if seconds is None else [[*second, sep] for second in seconds]
    begins = [[cls, *first, sep] for first in firsts]
    width = max((len(a) + len(b) for a, b in zip(begins, ends, strict=True)), default=0)
    ids = np.full((len(firsts), width), pad, np.int64)
    mask, segments = np.zeros_like(ids), np.zeros_like(ids)
    for at, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        middle, last = len(begin), len(begin) + len(end)
        ids[at, :last] = begin + end
        mask[at, :last] = 1
        segments[at, middle:last] = 1
    return {"ids": ids, "mask": mask, "segments": segments}
