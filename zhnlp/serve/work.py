"""Work: where texts are worked on, so that a long one never holds up the others.

Short texts take microseconds and are done at once, on the event loop. Others go to threads: the
core releases the GIL. Long ones have threads of their own, so that those between do not wait
behind them. What a client no longer waits for is not begun.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from zhnlp.serve.errors import RequestError, busy

Found = TypeVar("Found")
QUICK, LONG = 1.0, 20.0  # sizes: up to the first at once, beyond the second in threads of their own


class Count(Protocol):
    """Counts what waits, such as a gauge of Prometheus."""

    def inc(self) -> None: ...

    def dec(self) -> None: ...


class Work:
    """Does work on the event loop or in threads.

    Args:
        most: How many requests may be in threads, or wait for one, at a time.
        seconds: How long one may take.
        waiting: Is told how many there are.
    """

    def __init__(self, most: int, seconds: float, waiting: Count) -> None:
        self.most, self.seconds, self.waiting = most, seconds, waiting
        self.n_waiting = 0
        n_threads = min(32, (os.cpu_count() or 1) + 2)
        self._medium = ThreadPoolExecutor(n_threads, "zhnlp-medium")
        self._long = ThreadPoolExecutor(n_threads, "zhnlp-long")

    async def do(self, task: Callable[[], Found], size: float) -> Found:
        """What `task` gives.

        Args:
            task: A function that may be called in any thread.
            size: How long it takes, in units of what is done at once.

        Raises:
            RequestError: Too much is waiting already, or it takes too long.
        """
        if size <= QUICK:
            return task()
        self._enter()
        loop = asyncio.get_running_loop()
        future = (self._medium if size <= LONG else self._long).submit(task)
        future.add_done_callback(lambda _: _tell(loop, self._leave))
        return await self._in_time(asyncio.wrap_future(future))

    async def wait(self, answer: Awaitable[Found]) -> Found:
        """What is worked on elsewhere, within the same limits."""
        self._enter()
        try:
            return await self._in_time(answer)
        finally:
            self._leave()

    def close(self) -> None:
        """End the threads when what they work on is done; what waits is dropped."""
        for pool in (self._medium, self._long):
            pool.shutdown(wait=False, cancel_futures=True)

    def _enter(self) -> None:
        if self.n_waiting >= self.most:
            raise busy()
        self.n_waiting += 1
        self.waiting.inc()

    def _leave(self) -> None:
        self.n_waiting -= 1
        self.waiting.dec()

    async def _in_time(self, answer: Awaitable[Found]) -> Found:
        try:
            async with asyncio.timeout(self.seconds):
                return await answer
        except TimeoutError:
            raise RequestError(
                "too_late",
                f"the answer took more than {self.seconds:g} s. Send less text, or try it later.",
                [("retry-after", "1")],
            ) from None


def _tell(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    """Have `loop` make a call, unless it has ended."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(call)
