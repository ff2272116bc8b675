"""Rows of numbers: checks, lengths, cosines and the greatest of them."""

from __future__ import annotations

from collections.abc import Iterable
from operator import index
from typing import TYPE_CHECKING

from zhnlp.arguments import need_items, shown
from zhnlp.errors import InputError, UsageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32] | NDArray[np.float16]

_MOST = 1 << 53  # occurrences of a word
_BLOCK = 1 << 16  # rows that are converted at a time


def need_matrix(vectors: npt.ArrayLike, n: int, *, half: bool) -> Matrix:
    """`vectors` as `n` rows of finite numbers, float16 if `half`, else float32.

    Raises:
        UsageError: They are something else.
    """
    import numpy as np

    try:
        with np.errstate(over="ignore"):
            if half:
                made: Matrix = np.ascontiguousarray(vectors, np.float16)
            else:
                made = np.ascontiguousarray(vectors, np.float32)
    except (TypeError, ValueError, OverflowError) as error:
        raise UsageError(
            f"the vectors are not rows of numbers: {error}. Give one row of floats for each word."
        ) from None
    if made.ndim != 2 or len(made) != n or not made.shape[1]:
        raise UsageError(
            f"there are {n} words, and the vectors have the shape {made.shape}. Give a row of "
            "numbers for each word."
        )
    if not np.isfinite(made).all():
        raise UsageError("a number of the vectors is not finite, or too large. Give finite ones.")
    return made


def need_vector(vector: npt.ArrayLike, width: int) -> NDArray[np.float32]:
    """`vector` as `width` finite numbers."""
    import numpy as np

    try:
        made = np.asarray(vector, np.float32)
    except (TypeError, ValueError, OverflowError):
        made = np.empty(0, np.float32)
    if made.shape == (width,) and np.isfinite(made).all():
        return made
    raise UsageError(f"vector is {shown(vector)}. Give {width} finite numbers.")


def need_counts(counts: Iterable[int], n: int) -> NDArray[np.ulonglong]:
    """`counts` as `n` whole numbers."""
    import numpy as np

    several = list(need_items(counts, "counts", "Give a whole number for each word"))
    if len(several) != n:
        raise UsageError(f"there are {n} words and {len(several)} counts. Give one for each word.")
    try:
        numbers = [index(each) for each in several]
    except TypeError as error:
        raise InputError(
            f"a count is not a whole number: {error}. Give an int for each word."
        ) from None
    if not all(0 <= each <= _MOST for each in numbers):
        raise UsageError(f"a count is below 0 or above {_MOST}. Give how often each word occurs.")
    return np.array(numbers, np.ulonglong)


def norms(matrix: Matrix) -> NDArray[np.float32]:
    """The Euclidean length of each row."""
    import numpy as np

    found = np.empty(len(matrix), np.float32)
    for start in range(0, len(matrix), _BLOCK):
        block = matrix[start : start + _BLOCK].astype(np.float64)
        found[start : start + _BLOCK] = np.sqrt((block * block).sum(1))
    return found


def unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """`vector` with length 1; zeros as they are."""
    import numpy as np

    norm = float(np.linalg.norm(vector.astype(np.float64)))
    made: NDArray[np.float32] = (vector / norm).astype(np.float32) if norm else vector
    return made


def cosines(
    matrix: Matrix, lengths: NDArray[np.float32], query: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The cosine of each row to `query`, which has length 1; 0 for rows of zeros.

    Args:
        matrix: Shape (rows, width).
        lengths: The norm of each row, shape (rows,).
        query: Shape (width,).
    """
    import numpy as np

    found = np.empty(len(matrix), np.float32)
    step = len(matrix) or 1 if matrix.dtype == np.float32 else _BLOCK
    for start in range(0, len(matrix), step):
        part = slice(start, start + step)
        found[part] = matrix[part].astype(np.float32, copy=False) @ query
    np.divide(found, lengths, out=found, where=lengths > 0)
    found[lengths == 0] = 0
    return found


def greatest(scores: NDArray[np.float32], n: int) -> list[int]:
    """The indices of the `n` greatest scores, the greatest first, of equals the first ones."""
    import numpy as np

    if n < len(scores):
        limit = np.partition(scores, len(scores) - n)[len(scores) - n] if n else np.inf
        indices = np.flatnonzero(scores >= limit)
    else:
        indices = np.arange(len(scores))
    best: list[int] = indices[np.argsort(-scores[indices], kind="stable")][:n].tolist()
    return best
