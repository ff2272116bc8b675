"""Ordered: several threads work on blocks; the results come in the order of the blocks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class _Fault(NamedTuple):
    """The error that ended the blocks."""

    error: Exception


def in_order(work: Callable[[Item], Result], blocks: Iterable[Item], jobs: int) -> Iterator[Result]:
    """Yield the result of `work` for each block, in order, computed by `jobs` threads.

    The blocks are taken by the caller's thread, at most twice as many as threads ahead. Those
    with a true `is_fragment`, parts of a long line, are worked on one after the other. If a block
    fails, or the blocks do, the results before it come first, with any number of threads. Who
    stops early leaves no thread behind, but those that finish a block.
    """
    if jobs == 1:
        yield from map(work, blocks)
        return
    from concurrent.futures import Future, ThreadPoolExecutor, wait

    waiting: deque[Future[Result]] = deque()
    fragment: Future[Result] | None = None
    pool = ThreadPoolExecutor(jobs)
    try:
        for block in _with_fault(blocks):
            is_fragment = getattr(block, "is_fragment", False)
            if is_fragment and fragment is not None:
                wait((fragment,))  # each needs the state that the previous one left
            waiting.append(pool.submit(_done, work, block))
            fragment = waiting[-1] if is_fragment else fragment
            if len(waiting) > 2 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:  # who stops early does not wait for what is being worked on
        pool.shutdown(wait=False, cancel_futures=True)


def _with_fault(blocks: Iterable[Item]) -> Iterator[Item | _Fault]:
    """Yield the blocks, and at the end the error that ended them, if any."""
    try:
        yield from blocks
    except Exception as error:  # of the caller's iterator it may be any
        yield _Fault(error)


def _done(work: Callable[[Item], Result], block: Item | _Fault) -> Result:
    if isinstance(block, _Fault):
        raise block.error
    return work(block)
