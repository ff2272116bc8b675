"""How alike texts are: a short signature for each, and groups of those that are nearly equal.

The likeness of two texts is the share of their sets of 5-grams of characters that both have
(Jaccard's). Signatures estimate it (MinHash; Broder, 1997, "On the resemblance and containment
of documents"): the share of the 64 numbers that are equal. Of each number 16 bits are kept (Li
and König, 2010, "b-Bit Minwise Hashing"). Two texts are compared where all four numbers of one
of 16 bands are equal:

    text      … 5-grams …   signature   7 3 9 1 | 4 8 8 2 | 5 …      bands of four
    a copy                              7 3 9 1 | 4 6 8 2 | 5 …      meets it in the first

So two texts of a likeness of 0.7 meet with a chance of 0.988. For a lower one that is asked for,
bands have two numbers: of 0.3, they meet with a chance of 0.95.

Texts of 20 characters and less have too few 5-grams for this.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from zhnlp.extras import extra
from zhnlp.models.likeness.hashing import GRAM, gram_hashes

if TYPE_CHECKING:
    import numpy.typing as npt

    from zhnlp.models.likeness.hashing import Codes, Hashes, Places

    Signatures: TypeAlias = npt.NDArray[np.uint16]

WIDTH = 64  # numbers of a signature
ROWS = 4  # of a band
ALIKE = 0.7  # the least likeness of near duplicates
SHORTEST = 21  # characters of a text that has a signature
_SEED = 13
_TOGETHER = 1 << 12  # pairs compared at once


def signatures(codes: Codes, bounds: Places) -> Signatures:
    """The signature of each text.

    Args:
        codes: Texts one behind the other, each of at least `SHORTEST` characters.
        bounds: Where each begins, and the end of the last, shape (texts + 1,).

    Returns:
        uint16, shape (texts, WIDTH).
    """
    rensa = extra("rensa", "finding near duplicates")

    n_texts = len(bounds) - 1
    if not n_texts:
        return np.empty((0, WIDTH), np.uint16)
    grams = gram_hashes(codes)
    inside = np.ones(len(grams), bool)
    across = (bounds[1:-1, None] - np.arange(1, GRAM)).ravel()  # begin in one text, end in the next
    inside[across] = False
    rows = (bounds - (GRAM - 1) * np.arange(n_texts + 1)).astype(np.uint64)
    matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(
        grams[inside], rows, num_perm=WIDTH, seed=_SEED
    )
    numbers = chain.from_iterable(matrix.to_rows())
    return np.fromiter(numbers, np.uint32, n_texts * WIDTH).astype(np.uint16).reshape(-1, WIDTH)


def likeness(first: Signatures, second: Signatures) -> npt.NDArray[np.float64]:
    """The estimated likeness of each text of `first` with that of `second`, from 0 to 1."""
    return np.asarray((first == second).mean(axis=-1))


def alike(signed: Signatures, least: float = ALIKE) -> Places:
    """For each text the number of the first one of its group, int64, shape (texts,).

    A group holds the texts that are linked by pairs of a likeness of `least` or more. Pairs
    are looked for in the order of each band: neighbours, and all with the first of a run.

    Args:
        signed: Their signatures; they may be an array mapped into memory.
        least: From 0.3 to 1.
    """
    groups = np.arange(len(signed))
    rows, kind = (ROWS, np.uint64) if least >= ALIKE else (ROWS // 2, np.uint32)
    for band in range(0, WIDTH, rows):
        bands = np.ascontiguousarray(signed[:, band : band + rows])
        keys = bands.view(kind).ravel().astype(np.uint64)
        first, second = _pairs(keys)
        apart = groups[first] != groups[second]
        for one, other in _confirmed(signed, first[apart], second[apart], least):
            _join(groups, one, other)
        groups = _settled(groups)
    return groups


def equal(hashes: Hashes) -> Places:
    """For each hash the number of the first one that equals it, int64."""
    _, first, which = np.unique(hashes, return_index=True, return_inverse=True)
    return np.asarray(first[which], np.int64)


def _pairs(keys: Hashes) -> tuple[Places, Places]:
    """Numbers of texts with equal keys: each with the one before, and with the first."""
    order = np.argsort(keys, kind="stable")
    in_order = keys[order]
    follows = np.flatnonzero(in_order[1:] == in_order[:-1]) + 1
    if not len(follows):
        return follows, follows
    begins = np.ones(len(keys), bool)
    begins[follows] = False
    first = np.maximum.accumulate(np.where(begins, np.arange(len(keys)), 0))[follows]
    others = first < follows - 1  # the first of a run is the one before, too
    left = np.concatenate([order[follows - 1], order[first[others]]])
    return left, np.concatenate([order[follows], order[follows[others]]])


def _confirmed(
    signed: Signatures, first: Places, second: Places, least: float
) -> list[tuple[int, int]]:
    """The pairs that are alike."""
    found: list[tuple[int, int]] = []
    for at in range(0, len(first), _TOGETHER):
        one, other = first[at : at + _TOGETHER], second[at : at + _TOGETHER]
        yes = likeness(signed[one], signed[other]) >= least
        found += zip(one[yes].tolist(), other[yes].tolist(), strict=True)
    return found


def _join(groups: Places, one: int, other: int) -> None:
    """Let the groups of two texts be one, numbered by its first text."""
    roots = sorted((_root(groups, one), _root(groups, other)))
    groups[roots[1]] = roots[0]


def _root(groups: Places, text: int) -> int:
    while groups[text] != text:
        groups[text] = groups[groups[text]]
        text = int(groups[text])
    return text


def _settled(groups: Places) -> Places:
    """Each text with the first of its group, not with one on the way to it."""
    while True:
        further = groups[groups]
        if (further == groups).all():
            return groups
        groups = further
