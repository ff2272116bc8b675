"""Hashes of many short stretches of a text at once, by which strings and likenesses are counted.

They are the same on every machine and in every process, unlike ``hash``. A stretch is cut out
as a string only once it is known to be new, which makes counting cost a fraction of a Counter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Hashes = npt.NDArray[np.uint64]
    Places = npt.NDArray[np.int64]
    Codes = npt.NDArray[np.uint32]
    Marks = npt.NDArray[np.uint8] | Places

LONGEST = 40  # characters of a stretch
GRAM = 5  # characters of a gram
_MULTIPLIER, _FINISH = np.uint64(0x9E3779B97F4A7C15), np.uint64(0x94D049BB133111EB)
_HALF = np.uint64(31)


def codes_of(text: str) -> Codes:
    """The code point of each character, uint32, shape (characters,)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))


def span_hashes(codes: Codes, starts: Places, ends: Places) -> Hashes:
    """A hash for each stretch of characters.

    Args:
        codes: The text, from `codes_of`.
        starts, ends: The stretches, shape (n,); each has 1 to `LONGEST` characters.

    Returns:
        uint64, shape (n,). Two different stretches have one hash with a chance of 2^-64.
    """
    hashes = codes[starts] * _MULTIPLIER
    lengths = ends - starts
    longer, place = np.flatnonzero(lengths > 1), 1
    while len(longer):  # all second characters, then all third ones …
        so_far = hashes[longer]
        so_far ^= so_far >> _HALF
        so_far *= _FINISH
        so_far += codes[starts[longer] + place]
        hashes[longer] = so_far
        place += 1
        longer = longer[lengths[longer] > place]
    return mixed(hashes)


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


def mixed(numbers: Hashes) -> Hashes:
    """Each number with its bits mixed, one to one."""
    numbers = numbers ^ (numbers >> _HALF)
    numbers *= _FINISH
    numbers ^= numbers >> _HALF
    return numbers
