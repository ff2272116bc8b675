"""Halving: apply a network to groups of rows, and to halves of a group that finds no memory."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from zhnlp.errors import ZhnlpWarning
from zhnlp.neural.backends import is_out_of_memory

T = TypeVar("T")


def halving(
    groups: Iterable[list[int]], apply: Callable[[list[int]], Iterable[T]]
) -> Iterator[tuple[int, T]]:
    """Yield each index in `groups` with what `apply` returns for it.

    A group that does not fit into memory is halved, with a warning.

    Args:
        groups: Indices of rows that share a batch.
        apply: Returns a value for each index of a group, or of a part of one.
    """
    waiting: list[list[int]] = [*groups]
    while waiting:
        group = waiting.pop()
        try:
            found = apply(group)
        except Exception as error:
            if not is_out_of_memory(error) or len(group) == 1:
                raise
            half = (len(group) + 1) // 2
            waiting += [group[half:], group[:half]]
            warnings.warn(
                f"out of memory with {len(group)} texts at once: going on with {half}.",
                ZhnlpWarning,
                stacklevel=3,
            )
            continue
        yield from zip(group, found, strict=True)
