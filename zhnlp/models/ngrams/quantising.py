"""Quantise: store floats as bytes that index a book of 256 floats."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhnlp.models.ngrams import Array


def code_book(values: Array) -> tuple[Array, Array]:
    """Bytes, and the floats they index: the means of up to 256 bins of values.

    Up to 256 distinct values are exact. With more, the width of a bin is proportional to
    the density of values to the power of -1/3, which is close to the least squared error
    (Panter and Dite, 1951, "Quantization Distortion in Pulse-Count Modulation with
    Nonuniform Spacing of Levels").

    Returns:
        uint8, a byte for each value, and float32, shape (256,), with 0 for unused bins.
    """
    import numpy as np

    distinct, index, times = np.unique(values, return_inverse=True, return_counts=True)
    bins = np.arange(len(distinct))
    if len(distinct) > 256:
        shares = np.cbrt(times * np.gradient(distinct) ** 2)  # density ** (1/3) * width
        middles = np.cumsum(shares) - shares / 2
        bins = np.minimum(middles * (256 / shares.sum()), 255).astype(int)
    sums = np.bincount(bins, weights=distinct * times, minlength=256)
    sizes = np.bincount(bins, weights=times, minlength=256)
    book = (sums / np.maximum(sizes, 1)).astype(np.float32)
    return bins.astype(np.uint8)[index], book
