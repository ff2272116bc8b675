"""The characters of a text as numbers, and a hash for each five of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Hashes = npt.NDArray[np.uint64]
    Places = npt.NDArray[np.int64]
    Codes = npt.NDArray[np.uint32]

GRAM = 5  # characters of a gram
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)


def codes_of(text: str) -> Codes:
    """The code point of each character, uint32, shape (characters,)."""
    try:
        return np.frombuffer(text.encode("utf-32-le"), np.dtype("<u4"))
    except UnicodeEncodeError:  # "surrogatepass" takes a thousand times as long
        return np.array([text]).view(np.uint32)[: len(text)]


def gram_hashes(codes: Codes) -> Hashes:
    """A hash for the `GRAM` characters that begin at each place, uint64; none for the last ones.

    >>> len(gram_hashes(codes_of("北京大学学生")))
    2
    """
    n_grams = max(0, len(codes) - GRAM + 1)
    hashes = codes[:n_grams].astype(np.uint64)
    for place in range(1, GRAM):
        hashes = hashes * _MULTIPLIER + codes[place : place + n_grams]
    return hashes
