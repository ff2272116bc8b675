"""Work: where texts are worked on, so that a long one never holds up the others.

Short texts take microseconds and are done at once, on the event loop. Others go to threads: the
core releases the GIL. Long ones have threads of their own, so that those between do not wait
behind them. What has not been begun after the time limit never is.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from zhnlp.serve.errors import Refusal, busy

_LONG = 20  # times what is quick


class Work:
    """Does work on the event loop or in threads.

    Args:
        most: How many requests may be worked on, or wait for it, at a time.
        seconds: How long one may take.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self.n_waiting = 0
        n_threads = min(32, (os.cpu_count() or 1) + 2)
        self.medium = ThreadPoolExecutor(n_threads, "zhnlp-medium")
        self.long = ThreadPoolExecutor(n_threads, "zhnlp-long")

    async def do(self, task: Callable[[], bytes], size: float) -> bytes:
        """What `task` gives.

        Args:
            task: A function that may be called in any thread.
            size: Its size, in units of what is done at once.

        Raises:
            Refusal: Too much is waiting already, or it takes too long.
        """
        if size <= 1:
            return task()
        if self.n_waiting >= self.most:
            raise busy()
        future = (self.medium if size <= _LONG else self.long).submit(task)
        self.n_waiting += 1
        loop = asyncio.get_running_loop()
        future.add_done_callback(lambda _: _tell(loop, self._done))
        return await self.wait(future)

    async def wait(self, future: Future[bytes]) -> bytes:
        """The result of `future`; Refusal if it takes too long."""
        try:
            async with asyncio.timeout(self.seconds):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            raise Refusal(
                "too_late",
                f"the answer took more than {self.seconds:g} seconds. Send less text, or try "
                "again later.",
                [("retry-after", "1")],
            ) from None

    def _done(self) -> None:
        self.n_waiting -= 1

    def close(self) -> None:
        """End the threads, when what they work on is done."""
        self.medium.shutdown(wait=False, cancel_futures=True)
        self.long.shutdown(wait=False, cancel_futures=True)


def _tell(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    """Have `loop` make a call, unless it has ended."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(call)
