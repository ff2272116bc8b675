"""Ordered: blocks through a function by several threads, results in the order of the blocks."""

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
    """What `work` makes of each block, in order, by `jobs` threads, a few blocks ahead.

    The pieces of a long line are worked on one after the other. Where something
    fails, the results before it are given first, for any number of threads.
    """
    if jobs == 1:
        yield from map(work, blocks)
        return
    from concurrent.futures import Future, ThreadPoolExecutor, wait

    waiting: deque[Future[Result]] = deque()
    piece: Future[Result] | None = None
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for block in _with_fault(blocks):
                is_piece = isinstance(block, Block) and block.is_piece
                if is_piece and piece is not None:
                    wait((piece,))  # each needs what the one before left
                waiting.append(pool.submit(_done, work, block))
                piece = waiting[-1] if is_piece else piece
                if len(waiting) > 2 * jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _with_fault(blocks: Iterable[Block]) -> Iterator[Block | ZhnlpError]:
    """The blocks, and in the end the error that ended them."""
    try:
        yield from blocks
    except ZhnlpError as error:
        yield error


def _done(work: Callable[[Block], Result], block: Block | ZhnlpError) -> Result:
    if isinstance(block, ZhnlpError):
        raise block
    return work(block)
