"""Ordered: several threads work on blocks; the results come in the order of the blocks."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from zhnlp.errors import ZhnlpError
from zhnlp.io.blocks import Block

Result = TypeVar("Result")


def in_order(
    work: Callable[[Block], Result], blocks: Iterable[Block], jobs: int
) -> Iterator[Result]:
    """Yield the result of `work` for each block, in order, computed by `jobs` threads.

    The threads are a few blocks ahead. The fragments of a long line are worked on one
    after the other. If a block fails, the results before it come first, with any number
    of threads.
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
            is_fragment = isinstance(block, Block) and block.is_fragment
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


def _with_fault(blocks: Iterable[Block]) -> Iterator[Block | ZhnlpError]:
    """Yield the blocks, and at the end the error that ended them, if any."""
    try:
        yield from blocks
    except ZhnlpError as error:
        yield error


def _done(work: Callable[[Block], Result], block: Block | ZhnlpError) -> Result:
    if isinstance(block, ZhnlpError):
        raise block
    return work(block)
